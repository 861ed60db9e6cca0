#include "core/analysis/detectors.h"
#include "core/analysis/installcommand.h"

#include <QRegularExpression>

namespace reberth::analysis {

void detectShellScripts(const SourceTree& tree, Draft& draft) {
    static const QRegularExpression installer(
        QStringLiteral("install|setup|init|env|requirement|conda|depend|build|prepare"),
        QRegularExpression::CaseInsensitiveOption);
    int read = 0;
    for (const SourceFile& file : tree.matching([](const SourceFile& candidate) {
             return candidate.path.endsWith(QLatin1String(".sh")) && candidate.depth() <= 4;
         })) {
        if (++read > 300)
            break;
        const std::optional<QString> text = tree.text(file.path);
        if (!text || text->size() > 300'000)
            continue;
        const bool installs = installer.match(file.name()).hasMatch();
        for (const ShellCommand& command : splitShell(*text)) {
            readInstall(
                command,
                {file.path, QStringLiteral("script"), installs ? 1.0 : 0.8, Dependency::Origin::Declared, !installs},
                draft);
        }
        // /usr/local/cuda-8.0/bin/nvcc, python2.7/dist-packages: paths that somebody's machine had.
        static const QRegularExpression cuda(QStringLiteral("/cuda-(\\d+\\.\\d+)"));
        static const QRegularExpression python(QStringLiteral("/python(\\d\\.\\d+)/(?:dist|site)-packages"));
        int number = 0;
        for (const QString& line : text->split(QLatin1Char('\n'))) {
            ++number;
            const QString code = line.trimmed();
            if (code.startsWith(QLatin1Char('#')) || code.size() > 4000)
                continue;
            if (const auto match = cuda.match(code); match.hasMatch())
                draft.claimCuda(QLatin1String("==") + match.captured(1), QStringLiteral("script"),
                                evidenceAt(file.path, number, code));
            if (const auto match = python.match(code); match.hasMatch())
                draft.claimPython(QLatin1String("==") + match.captured(1), QStringLiteral("script"),
                                  evidenceAt(file.path, number, code));
        }
    }
}

} // namespace reberth::analysis
