#include "core/linting/checkedfile.h"

#include "core/compose/config.h"
#include "core/io/atomicfile.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace reberth::linting {

namespace {

constexpr qint64 neighbourLimit = 4 * 1024 * 1024;

std::optional<QString> contents(const QString& path) {
    const auto data = io::readFile(path, neighbourLimit);
    return data ? std::optional(QString::fromUtf8(*data)) : std::nullopt;
}

/// BuildKit takes "<Dockerfile>.dockerignore" before ".dockerignore".
std::optional<QString> ignoreFileOf(const QString& path) {
    if (const auto own = contents(path + QLatin1String(".dockerignore"))) {
        return own;
    }
    return contents(QFileInfo(path).dir().filePath(QStringLiteral(".dockerignore")));
}

bool isNamed(const diagnostics::Diagnostic& one, const QString& rule) {
    return one.ruleId.compare(rule, Qt::CaseInsensitive) == 0 || one.aliases.contains(rule, Qt::CaseInsensitive);
}

} // namespace

QList<diagnostics::Diagnostic> check(const QString& path, const QString& text, FileKind kind,
                                     const CheckOptions& options) {
    QList<diagnostics::Diagnostic> found;
    if (kind == FileKind::Compose) {
        compose::LintContext context;
        context.settings = options.composeSettings;
        if (options.readsNeighbours) {
            const QDir folder = QFileInfo(path).dir();
            if (options.variable) {
                const auto file = contents(folder.absoluteFilePath(QStringLiteral(".env")));
                const auto variables = compose::readVariables(file.value_or(QString()));
                context.variable = [outer = options.variable,
                                    own = variables.value_or(QHash<QString, QString>())](const QString& name) {
                    const auto value = outer(name);
                    return !value && own.contains(name) ? std::optional(own.value(name)) : value;
                };
            }
            context.readFile = [folder](const QString& name) { return contents(folder.absoluteFilePath(name)); };
        }
        found = compose::lint(text, context);
        found.removeIf([&](const diagnostics::Diagnostic& one) {
            if (one.severity == diagnostics::Severity::Error) {
                return false;
            }
            const QStringList off = options.settings.off.keys();
            return std::any_of(off.cbegin(), off.cend(), [&](const QString& rule) { return isNamed(one, rule); });
        });
    } else {
        dockerfile::LintContext context;
        context.deletedImage = options.deletedImage;
        context.settings = options.settings;
        if (options.readsNeighbours) {
            context.ignoreFile = ignoreFileOf(path);
        }
        found = dockerfile::lint(text, context);
    }
    for (diagnostics::Diagnostic& diagnostic : found) {
        diagnostic.file = path;
    }
    return found;
}

} // namespace reberth::linting
