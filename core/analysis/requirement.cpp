#include "core/analysis/requirement.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

QString withoutGitSuffix(QString name) {
    if (name.endsWith(QLatin1String(".git")))
        name.chop(4);
    return name;
}

QStringList extrasOf(const QString& text) {
    static const QRegularExpression separators(QStringLiteral("[,\\s]+"));
    return text.split(separators, Qt::SkipEmptyParts);
}

/// "git+ssh://git@host/o/n.git@feature/x" without the reference, which may hold slashes.
QString withoutReference(const QString& url) {
    const qsizetype scheme = url.indexOf(QLatin1String("://"));
    // git+git@host:owner/name.git has no "//"; its first '@' belongs to the host.
    const qsizetype path = scheme >= 0 ? url.indexOf(QLatin1Char('/'), scheme + 3) : url.indexOf(QLatin1Char(':'));
    const qsizetype at = path < 0 ? -1 : url.indexOf(QLatin1Char('@'), path);
    QString plain = at < 0 ? url : url.left(at);
    while (plain.endsWith(QLatin1Char('/')))
        plain.chop(1);
    return plain;
}

void readWheel(const QString& fileName, Requirement& requirement) {
    static const QRegularExpression wheel(QStringLiteral(
        "^([A-Za-z0-9_.]+)-([0-9][A-Za-z0-9_.+!%]*?)(?:-\\d\\w*)?-((?:cp|py)\\d[\\w.]*)-[\\w.]+-[\\w.]+\\.whl"));
    const auto match = wheel.match(fileName);
    if (!match.hasMatch())
        return;
    requirement.dependency.name = match.captured(1).replace(QLatin1Char('_'), QLatin1Char('-'));
    QString version = match.captured(2);
    version.replace(QLatin1String("%2B"), QLatin1String("+"), Qt::CaseInsensitive);
    requirement.dependency.specifier = QLatin1String("==") + version;
    static const QRegularExpression tag(QStringLiteral("^cp(\\d)(\\d+)"));
    if (const auto python = tag.match(match.captured(3)); python.hasMatch())
        requirement.wheelPython = python.captured(1) + QLatin1Char('.') + python.captured(2);
}

std::optional<Requirement> parseUrl(const QString& text) {
    Requirement requirement;
    QString url = text.section(QLatin1Char(' '), 0, 0);
    static const QRegularExpression egg(QStringLiteral("[#&]egg=([A-Za-z0-9._-]+)(?:\\[([^\\]]*)\\])?"));
    const auto name = egg.match(url);
    requirement.dependency.url = url;
    QString plain = url.section(QLatin1Char('#'), 0, 0).section(QLatin1Char('?'), 0, 0);
    while (plain.endsWith(QLatin1Char('/')))
        plain.chop(1);
    const QString last = plain.section(QLatin1Char('/'), -1);
    static const QRegularExpression vcs(QStringLiteral("^(?:git|hg|svn|bzr)\\+"));
    if (last.endsWith(QLatin1String(".whl")))
        readWheel(last, requirement);
    static const QRegularExpression cuda(QStringLiteral("/cu(?:da)?(\\d{2,3})/"));
    if (const auto match = cuda.match(plain); match.hasMatch())
        requirement.wheelCuda = cudaOfDigits(match.captured(1));
    if (name.hasMatch()) {
        requirement.dependency.name = name.captured(1);
        requirement.dependency.extras = extrasOf(name.captured(2));
    } else if (requirement.dependency.name.isEmpty()) {
        QString base = last;
        if (vcs.match(url).hasMatch())
            base = withoutGitSuffix(withoutReference(plain).section(QRegularExpression(QStringLiteral("[/:]")), -1));
        // github.com/owner/name/archive/master.zip names the repository, not the archive.
        static const QRegularExpression archive(QStringLiteral("/([^/]+)/(?:-/)?(?:archive|tarball|zipball)/"));
        if (const auto match = archive.match(plain); match.hasMatch())
            base = match.captured(1);
        static const QRegularExpression sdist(QStringLiteral("^(.+?)-(\\d[\\w.]*)\\.(?:tar\\.\\w+|tgz|zip)$"));
        if (const auto match = sdist.match(base); match.hasMatch()) {
            requirement.dependency.specifier = QLatin1String("==") + match.captured(2);
            base = match.captured(1);
        }
        requirement.dependency.name = base;
    }
    static const QRegularExpression valid(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]*$"));
    if (!valid.match(requirement.dependency.name).hasMatch())
        return std::nullopt;
    return requirement;
}

QString cleanSpecifier(QString text) {
    text.remove(QLatin1Char(' '));
    text.remove(QLatin1Char('('));
    text.remove(QLatin1Char(')'));
    while (text.endsWith(QLatin1Char(',')))
        text.chop(1);
    return text;
}

} // namespace

std::optional<Requirement> parseRequirement(QString text) {
    text = text.trimmed();
    if (text.size() > 1 && (text.startsWith(QLatin1Char('"')) || text.startsWith(QLatin1Char('\''))) &&
        text.endsWith(text.front()))
        text = text.mid(1, text.size() - 2).trimmed();
    if (text.isEmpty() || text.size() > 2000 || text.startsWith(QLatin1Char('-')))
        return std::nullopt;
    static const QRegularExpression option(QStringLiteral("\\s--[a-z].*$"));
    text.remove(option);
    text = text.trimmed();
    static const QRegularExpression url(
        QStringLiteral("^(?:(?:git|hg|svn|bzr)\\+\\S+|(?:https?|ftp|file|git|ssh)://\\S+)$"));
    if (url.match(text.section(QLatin1Char(' '), 0, 0)).hasMatch()) {
        std::optional<Requirement> requirement = parseUrl(text);
        static const QRegularExpression marker(QStringLiteral("\\s;\\s*(.+)$"));
        if (requirement)
            requirement->dependency.marker = marker.match(text).captured(1).trimmed();
        return requirement;
    }
    if (text.endsWith(QLatin1String(".whl")) && !text.contains(QLatin1Char(' '))) {
        Requirement requirement;
        readWheel(text.section(QLatin1Char('/'), -1), requirement);
        requirement.dependency.url = text;
        if (requirement.dependency.name.isEmpty())
            return std::nullopt;
        return requirement;
    }
    static const QRegularExpression local(
        QStringLiteral("^(?:\\.{1,2}(?:/\\S*?)?|/\\S+?|[\\w.-]+(?:/[\\w.-]+)*/)(?:\\[[^\\]]*\\])?$"));
    if (local.match(text).hasMatch()) {
        Requirement requirement;
        QString path = text.section(QLatin1Char('['), 0, 0);
        while (path.size() > 1 && path.endsWith(QLatin1Char('/')))
            path.chop(1);
        requirement.self = path == QLatin1String(".") || path == QLatin1String("..");
        requirement.dependency.url = path;
        requirement.dependency.name = requirement.self ? QString() : path.section(QLatin1Char('/'), -1);
        return requirement;
    }
    static const QRegularExpression direct(
        QStringLiteral("^([A-Za-z0-9][A-Za-z0-9._-]*)\\s*(?:\\[([^\\]]*)\\])?\\s*@\\s*(\\S+)\\s*(?:;(.*))?$"));
    if (const auto match = direct.match(text); match.hasMatch()) {
        std::optional<Requirement> requirement = parseUrl(match.captured(3));
        if (!requirement)
            requirement.emplace();
        requirement->dependency.name = match.captured(1);
        requirement->dependency.url = match.captured(3);
        // conda's pip freeze leaves the folders of its own build machines: numpy @ file:///tmp/build/80754af9/numpy.
        if (requirement->dependency.url.startsWith(QLatin1String("file://")))
            requirement->dependency.url.clear();
        requirement->dependency.extras = extrasOf(match.captured(2));
        requirement->dependency.marker = match.captured(4).trimmed();
        return requirement;
    }
    static const QRegularExpression plain(
        QStringLiteral("^([A-Za-z0-9][A-Za-z0-9._-]*)\\s*(?:\\[([^\\]]*)\\])?\\s*"
                       "(\\(?\\s*(?:(?:===|==|>=|<=|~=|!=|>|<|=)\\s*[^\\s,;()]+\\s*,?\\s*)*\\)?)\\s*(?:;(.*))?$"));
    const auto match = plain.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    Requirement requirement;
    Dependency& dependency = requirement.dependency;
    dependency.name = match.captured(1);
    dependency.extras = extrasOf(match.captured(2));
    dependency.specifier = cleanSpecifier(match.captured(3));
    if (dependency.specifier.startsWith(QLatin1Char('=')) && !dependency.specifier.startsWith(QLatin1String("==")))
        dependency.specifier.prepend(QLatin1Char('='));
    dependency.marker = match.captured(4).trimmed();
    return requirement;
}

QString cudaOfDigits(const QString& digits) {
    if (digits.size() == 2 && digits.front() < QLatin1Char('6'))
        return digits;
    return digits.size() < 2 ? digits : digits.chopped(1) + QLatin1Char('.') + digits.back();
}

QString poetryRange(const QString& constraint) {
    QStringList parts;
    for (QString part : constraint.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        part.remove(QLatin1Char(' '));
        if (part.isEmpty() || part == QLatin1String("*"))
            continue;
        const QChar sign = part.front();
        if (sign != QLatin1Char('^') && !(sign == QLatin1Char('~') && !part.startsWith(QLatin1String("~=")))) {
            parts.append(sign.isDigit() ? QLatin1String("==") + part : part);
            continue;
        }
        const std::optional<Version> low = Version::parse(part.mid(1));
        if (!low)
            continue;
        QString high;
        if (sign == QLatin1Char('~'))
            high = low->size() > 1 ? QStringLiteral("%1.%2").arg(low->major()).arg(low->minor() + 1)
                                   : QString::number(low->major() + 1);
        else if (low->major() > 0 || low->size() == 1)
            high = QString::number(low->major() + 1);
        else if (low->minor() > 0 || low->size() == 2)
            high = QStringLiteral("0.%1").arg(low->minor() + 1);
        else
            high = QStringLiteral("0.0.%1").arg(low->patch() + 1);
        parts.append(QLatin1String(">=") + low->toString());
        parts.append(QLatin1Char('<') + high);
    }
    return parts.join(QLatin1Char(','));
}

} // namespace reberth::analysis
