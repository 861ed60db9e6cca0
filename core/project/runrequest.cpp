#include "core/project/runrequest.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::project {

namespace {

const auto codeFolder = QLatin1String("/app");

} // namespace

QString shellQuoted(const QString& word) {
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+$"));
    if (plain.match(word).hasMatch()) {
        return word;
    }
    QString quoted = word;
    quoted.replace(u'\'', QLatin1String("'\\''"));
    return QLatin1Char('\'') + quoted + QLatin1Char('\'');
}

qint64 bytesFromSize(const QString& text) {
    static const QRegularExpression size(QStringLiteral("^\\s*(\\d+(?:\\.\\d+)?)\\s*([bkmg]?)b?\\s*$"),
                                         QRegularExpression::CaseInsensitiveOption);
    const auto match = size.match(text);
    if (!match.hasMatch()) {
        return 0;
    }
    const QString unit = match.captured(2).toLower();
    const double factor = unit == QLatin1String("g")   ? 1024.0 * 1024 * 1024
                          : unit == QLatin1String("m") ? 1024.0 * 1024
                          : unit == QLatin1String("k") ? 1024.0
                                                       : 1.0;
    return static_cast<qint64>(match.captured(1).toDouble() * factor);
}

Result<run::RunRequest> runRequest(const recipe::Recipe& recipe, const QString& verb, const QStringList& arguments,
                                   const QString& image, const QString& filesFolder) {
    const auto entry = std::find_if(recipe.entryPoints.cbegin(), recipe.entryPoints.cend(),
                                    [&](const recipe::EntryPoint& candidate) { return candidate.verb == verb; });
    if (entry == recipe.entryPoints.cend()) {
        QStringList verbs;
        for (const recipe::EntryPoint& candidate : recipe.entryPoints) {
            verbs << candidate.verb;
        }
        return fail(ErrorCode::NotFound,
                    verbs.isEmpty()
                        ? QCoreApplication::translate("reberth::project",
                                                      "The recipe has no entry point. Add one on the Environment page.")
                        : QCoreApplication::translate("reberth::project", "There is no entry point “%1”. There are: %2.")
                              .arg(verb, verbs.join(QLatin1String(", "))));
    }
    run::RunRequest request;
    request.image = image;
    QString line = entry->command;
    for (const QString& argument : arguments) {
        line += QLatin1Char(' ') + shellQuoted(argument);
    }
    // One plain program replaces the shell, so that it gets the signals itself.
    static const QRegularExpression compound(QStringLiteral("[;&|<>()`\\n]|^\\s*(?:cd|export|source|\\.|[A-Za-z_]+=)"));
    request.command = {QStringLiteral("/bin/sh"), QStringLiteral("-c"),
                       compound.match(entry->command).hasMatch() ? line : QStringLiteral("exec ") + line};
    request.workdir = entry->workdir.isEmpty() ? QString(codeFolder) : codeFolder + QLatin1Char('/') + entry->workdir;
    request.environment = recipe.environment;
    const QDir base(filesFolder);
    for (const recipe::Volume& volume : recipe.volumes) {
        request.mounts.append({QDir::cleanPath(base.absoluteFilePath(volume.host)), volume.container, volume.readOnly});
    }
    request.shmBytes = bytesFromSize(recipe.shmSize);
    request.label = recipe.name;
    request.verb = verb;
    return request;
}

} // namespace reberth::project
