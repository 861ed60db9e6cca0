#include "core/analysis/condaspec.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

/// py3.7_cuda10.1.243_cudnn7.6.3_0, py37h5f60d4_0, gpu_py36hd3a791e_1, cuda101_0
void readBuild(CondaSpec& spec) {
    static const QRegularExpression python(
        QStringLiteral("(?:^|_)py(?:(\\d)\\.(\\d+)|(\\d)(\\d{1,2}))(?=_|h[0-9a-f]|$)"));
    static const QRegularExpression cuda(QStringLiteral("cuda_?(\\d{1,2})\\.(\\d+)|cuda(\\d{1,2})(\\d)(?!\\d)"));
    static const QRegularExpression cudnn(QStringLiteral("cudnn(\\d+(?:\\.\\d+)*)"));
    if (const auto match = python.match(spec.build); match.hasMatch())
        spec.wheelPython =
            match.captured(1) + match.captured(3) + QLatin1Char('.') + match.captured(2) + match.captured(4);
    if (const auto match = cuda.match(spec.build); match.hasMatch())
        spec.wheelCuda =
            match.captured(1) + match.captured(3) + QLatin1Char('.') + match.captured(2) + match.captured(4);
    if (const auto match = cudnn.match(spec.build); match.hasMatch())
        spec.buildCudnn = match.captured(1);
}

/// https://…/linux-64/numpy-1.18.1-py37h4f9e949_0.tar.bz2#md5
std::optional<CondaSpec> parseArchive(const QString& url) {
    static const QRegularExpression archive(QStringLiteral(
        "^\\w+://\\S*?(?:/([\\w.-]+))?/[\\w-]+/([\\w.-]+)-([^-/\\s]+)-([^-/\\s]+)\\.(?:tar\\.bz2|conda)(?:#.*)?$"));
    const auto match = archive.match(url);
    if (!match.hasMatch())
        return std::nullopt;
    CondaSpec spec;
    spec.channel = match.captured(1);
    spec.dependency.name = match.captured(2);
    spec.dependency.specifier = QLatin1String("==") + match.captured(3);
    spec.dependency.conda = true;
    spec.build = match.captured(4);
    readBuild(spec);
    return spec;
}

QString rangeOf(QString text) {
    // "1.1|1.2" allows either; the first is what the author tried.
    text = text.section(QLatin1Char('|'), 0, 0);
    text.remove(QLatin1Char(' '));
    while (text.endsWith(QLatin1Char(',')) || text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text == QLatin1String("*") ? QString() : text;
}

bool isRange(const QString& text) {
    static const QRegularExpression valid(QStringLiteral("^(?:(?:==|>=|<=|!=|~=|=|>|<)[\\w.*+!-]+,?)+$"));
    return text.isEmpty() || valid.match(text).hasMatch();
}

/// "1.2" or "1.2.*" as a PEP 440 clause; a build behind it makes it exact.
QString equality(QString number, bool fuzzy) {
    while (number.endsWith(QLatin1Char('.')))
        number.chop(1);
    const bool dotted = number.endsWith(QLatin1String(".*"));
    if (dotted)
        number.chop(2);
    else if (number.endsWith(QLatin1Char('*'))) // "1.11*"
        number.chop(1);
    if (number.isEmpty())
        return {};
    return QLatin1String("==") + number + (dotted || fuzzy ? QLatin1String(".*") : QLatin1String());
}

/// The brackets of name[version='>=1.8',build=*cuda*].
QString readBrackets(const QString& text, CondaSpec& spec) {
    QString version;
    static const QRegularExpression field(QStringLiteral("(\\w+)\\s*=\\s*(?:'([^']*)'|\"([^\"]*)\"|([^,]*))"));
    for (auto it = field.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        const QString value = (match.captured(2) + match.captured(3) + match.captured(4)).trimmed();
        if (match.captured(1) == QLatin1String("version"))
            version = value;
        else if (match.captured(1) == QLatin1String("build"))
            spec.build = value;
        else if (match.captured(1) == QLatin1String("channel"))
            spec.channel = value;
    }
    return version;
}

} // namespace

std::optional<CondaSpec> parseCondaSpec(QString text) {
    text = text.trimmed();
    if (text.size() > 1 && (text.startsWith(QLatin1Char('"')) || text.startsWith(QLatin1Char('\''))) &&
        text.endsWith(text.front()))
        text = text.mid(1, text.size() - 2).trimmed();
    if (text.isEmpty() || text.size() > 1000)
        return std::nullopt;
    if (text.contains(QLatin1String("://")))
        return parseArchive(text);
    static const QRegularExpression form(QStringLiteral(
        "^(?:([\\w./-]+?)(?::[\\w.-]*)?::)?([A-Za-z0-9_][A-Za-z0-9._-]*)\\s*(?:\\[([^\\]]*)\\])?\\s*(.*)$"));
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    CondaSpec spec;
    spec.channel = match.captured(1).section(QLatin1Char('/'), 0, 0);
    spec.dependency.name = match.captured(2);
    spec.dependency.conda = true;
    QString rest = match.captured(4).trimmed();
    if (!match.captured(3).isEmpty()) {
        const QString version = readBrackets(match.captured(3), spec);
        rest = version.isEmpty() || !(version.front().isDigit()) ? version : QLatin1String("==") + version;
    }
    static const QRegularExpression single(QStringLiteral("^(==?)\\s*([^=\\s<>!,|]+?)\\s*(?:=+\\s*(\\S+))?$"));
    static const QRegularExpression bare(QStringLiteral("^([\\d*][\\w.*]*)(?:\\s+(\\S+))?$"));
    if (const auto version = single.match(rest); version.hasMatch()) {
        if (!version.captured(3).isEmpty())
            spec.build = version.captured(3);
        // "=1.4" means 1.4.*, "=1.4.0=build" and "==1.4" mean that release.
        const bool fuzzy = version.captured(1) == QLatin1String("=") && version.captured(3).isEmpty();
        spec.dependency.specifier = equality(version.captured(2), fuzzy);
    } else if (const auto number = bare.match(rest); number.hasMatch()) {
        spec.build = number.captured(2);
        spec.dependency.specifier = equality(number.captured(1), false);
    } else {
        spec.dependency.specifier = rangeOf(rest);
        if (!isRange(spec.dependency.specifier))
            return std::nullopt;
    }
    readBuild(spec);
    return spec;
}

} // namespace reberth::analysis
