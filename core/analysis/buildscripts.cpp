#include "core/analysis/buildscripts.h"

#include "core/analysis/shellwords.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

constexpr qsizetype maxSteps = 200;

class StepReader {
public:
    StepReader(const QString& start, const SourceTree& tree, const QStringList& submodules)
        : m_tree(tree)
        , m_foreign(submodules)
        , m_folder(start) {}

    void read(const QString& text) {
        // `(cd lib; make)` leaves the folder at its end; a subshell is taken line by line.
        int number = 0;
        QString joined;
        int first = 1;
        for (const QString& line : text.split(QLatin1Char('\n'))) {
            ++number;
            if (joined.isEmpty())
                first = number;
            joined += line;
            if (joined.trimmed().endsWith(QLatin1Char('\\'))) {
                joined += QLatin1Char('\n');
                continue;
            }
            const QString trimmed = joined.trimmed();
            const bool subshell = trimmed.startsWith(QLatin1Char('(')) && trimmed.contains(QLatin1Char(')'));
            const std::optional<QString> before = m_folder;
            QString code = trimmed;
            if (subshell)
                code = trimmed.mid(1, trimmed.lastIndexOf(QLatin1Char(')')) - 1);
            for (const ShellCommand& command : splitShell(code, first))
                step(command);
            // A Makefile runs each line on its own.
            if (subshell || joined.startsWith(QLatin1Char('\t')))
                m_folder = before;
            joined.clear();
            if (m_steps.size() >= maxSteps)
                return;
        }
    }

    QList<BuildStep> take() { return std::move(m_steps); }

private:
    /// In a submodule that was not fetched every folder may exist.
    bool isForeign(const QString& folder) const {
        return std::any_of(m_foreign.begin(), m_foreign.end(), [&folder](const QString& root) {
            return folder == root || folder.startsWith(root + QLatin1Char('/'));
        });
    }

    /// nullopt when it can't be known.
    std::optional<QString> resolved(QString target) const {
        static const QRegularExpression variable(
            QStringLiteral("^(?:\\$\\{?\\w+\\}?|\\$\\(\\w+\\)|~|/path/to/[\\w.-]+|/[\\w.-]+)(?:/|$)"));
        while (target.endsWith(QLatin1Char('/')) && target.size() > 1)
            target.chop(1);
        std::optional<QString> beside;
        if (const auto match = variable.match(target); match.hasMatch())
            target.remove(0, match.capturedLength());
        else if (m_folder)
            beside = joinInside(*m_folder, target);
        if (beside && m_tree.hasFolder(*beside))
            return beside;
        // From the root, or through the folder that a clone made.
        for (QString rest = target; !rest.isEmpty();
             rest = rest.contains(QLatin1Char('/')) ? rest.section(QLatin1Char('/'), 1) : QString()) {
            const std::optional<QString> inside = joinInside({}, rest);
            if (inside && !inside->isEmpty() && (m_tree.hasFolder(*inside) || isForeign(*inside)))
                return inside;
        }
        if (beside && isForeign(*beside))
            return beside;
        if (target.isEmpty() || target == m_tree.root().section(QLatin1Char('/'), -1))
            return QString();
        return std::nullopt;
    }

    void step(const ShellCommand& command) {
        QStringList words = command.words;
        while (!words.isEmpty() && (words.first() == QLatin1String("sudo") || words.first() == QLatin1String("time")))
            words.removeFirst();
        const QString program = words.value(0).section(QLatin1Char('/'), -1);
        if (program == QLatin1String("cd") || program == QLatin1String("pushd")) {
            m_folder = resolved(words.value(1));
            return;
        }
        static const QRegularExpression python(
            QStringLiteral("^(?:python[\\d.]*|\\$\\{?\\(?PYTHON\\)?\\}?|\\$\\(PYTHON\\))$"));
        static const QRegularExpression setup(QStringLiteral("^[\\w/.-]*(?:setup\\w*|build\\w*)\\.py$"));
        if (python.match(program).hasMatch()) {
            const QString script = words.value(1);
            const bool builds = script.section(QLatin1Char('/'), -1).startsWith(QLatin1String("build")) ||
                                words.size() == 2 || words.contains(QStringLiteral("build_ext")) ||
                                words.contains(QStringLiteral("install")) || words.contains(QStringLiteral("build")) ||
                                words.contains(QStringLiteral("develop"));
            if (setup.match(script).hasMatch() && builds)
                add(script, command);
        } else if (program == QLatin1String("make") || program == QLatin1String("gmake") ||
                   program == QLatin1String("$(MAKE)")) {
            const qsizetype at = words.indexOf(QStringLiteral("-C"));
            const QString target = words.value(words.size() - 1);
            // "make sure that …" is no command.
            if (target == QLatin1String("clean") || target == QLatin1String("test") || words.size() > 7 ||
                words.value(1) == QLatin1String("sure"))
                return;
            add((at > 0 ? words.value(at + 1) + QLatin1Char('/') : QString()) + QLatin1String("Makefile"), command);
        } else if (program == QLatin1String("cmake") && !words.contains(QStringLiteral("--build"))) {
            add(QStringLiteral("CMakeLists.txt"), command);
        } else if (program == QLatin1String("sh") || program == QLatin1String("bash") ||
                   program == QLatin1String("source")) {
            if (words.value(1).endsWith(QLatin1String(".sh")))
                add(words.value(1), command);
        } else if (words.value(0).startsWith(QLatin1String("./")) && program.endsWith(QLatin1String(".sh"))) {
            add(words.value(0), command);
        } else if ((program == QLatin1String("pip") || program == QLatin1String("pip3")) &&
                   words.value(1) == QLatin1String("install")) {
            // `pip install ./ops`: its setup.py is run there.
            for (const QString& word : words.mid(2)) {
                if (!word.startsWith(QLatin1Char('-')) &&
                    (word.startsWith(QLatin1Char('.')) || word.contains(QLatin1Char('/'))) &&
                    !word.contains(QLatin1Char(':')))
                    add(word + QLatin1String("/setup.py"), command);
            }
        }
    }

    void add(const QString& script, const ShellCommand& command) {
        QString folder =
            script.contains(QLatin1Char('/')) ? script.left(script.lastIndexOf(QLatin1Char('/'))) : QString();
        std::optional<QString> place = m_folder;
        if (!folder.isEmpty() && folder != QLatin1String("."))
            place = resolved(folder);
        const QString name = script.section(QLatin1Char('/'), -1);
        // The last `cd` may belong to another paragraph.
        if (place && !place->isEmpty() && folder.isEmpty() && !isForeign(*place) &&
            !m_tree.contains(*place + QLatin1Char('/') + name) && m_tree.contains(name))
            place = QString();
        if (place)
            m_steps.append({*place, name, command.text, command.line});
    }

    const SourceTree& m_tree;
    QStringList m_foreign;
    std::optional<QString> m_folder;
    QList<BuildStep> m_steps;
};

} // namespace

QString withoutComments(const QString& text) {
    static const QRegularExpression comment(QStringLiteral("^\\s*#.*$"), QRegularExpression::MultilineOption);
    return QString(text).remove(comment);
}

bool compilesDirectly(const QString& text) {
    static const QRegularExpression compiler(
        QStringLiteral(
            "(?:^|[\\s/"
            "$({;&])(?:nvcc|NVCC\\)?|\\$\\{?NVCC\\}?)[ \\t]+[^\\n]*(?:\\\\\\n[^\\n]*)*-(?:shared|c\\b|-?lib|Xcompiler)|"
            "(?:^|[\\s/"
            ";&])(?:g\\+\\+|gcc|c\\+\\+|\\$\\(CXX\\)|\\$\\(CC\\))[-\\w.]*[ \\t]+[^\\n]*(?:\\\\\\n[^\\n]*)*-shared"),
        QRegularExpression::MultilineOption);
    return compiler.match(text).hasMatch();
}

QList<BuildStep> buildSteps(const QString& text, const QString& folder, const SourceTree& tree,
                            const QStringList& submodules) {
    StepReader reader(folder, tree, submodules);
    reader.read(text);
    return reader.take();
}

QStringList architecturesIn(const QString& text) {
    static const QRegularExpression name(QStringLiteral("(?<![A-Za-z0-9])(sm|compute)_(\\d{2,3}a?)\\b"));
    static const QRegularExpression list(QStringLiteral("TORCH_CUDA_ARCH_LIST\\s*[=\\]'\"\\s]+([\\d.;,+ PTX]+)"));
    QStringList found;
    auto it = name.globalMatch(text);
    while (it.hasNext() && found.size() < 40) {
        const auto match = it.next();
        const QString value = match.captured(1) + QLatin1Char('_') + match.captured(2);
        if (!found.contains(value))
            found.append(value);
    }
    if (const auto match = list.match(text); match.hasMatch()) {
        static const QRegularExpression number(QStringLiteral("(\\d{1,2})\\.(\\d)(\\+PTX)?"));
        auto numbers = number.globalMatch(match.captured(1));
        while (numbers.hasNext()) {
            const auto one = numbers.next();
            const QString digits = one.captured(1) + one.captured(2);
            for (const QString& value : {QLatin1String("sm_") + digits, QLatin1String("compute_") + digits}) {
                if ((value.startsWith(QLatin1Char('s')) || !one.captured(3).isEmpty()) && !found.contains(value))
                    found.append(value);
            }
        }
    }
    return found;
}

} // namespace reberth::analysis
