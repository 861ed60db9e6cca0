#include "core/compose/longform.h"

#include "core/compose/configproblem.h"
#include "core/compose/override.h"
#include "core/compose/report.h"

#include <QLocale>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace reberth::compose {

namespace {

[[noreturn]] void bad(const QString& message) {
    throw ConfigProblem{ErrorCode::InvalidInput, message};
}

struct PortRange {
    int first = 0;
    int last = 0;
};

PortRange portRange(const QString& text) {
    bool fine = true;
    bool lastFine = true;
    PortRange range;
    range.first = text.section(u'-', 0, 0).toInt(&fine);
    range.last = text.contains(u'-') ? text.section(u'-', 1).toInt(&lastFine) : range.first;
    if (!fine || !lastFine || range.first < 0 || range.last > 65535 || range.last < range.first) {
        bad(translated("“%1” is no port number; they go from 0 to 65535.").arg(text));
    }
    return range;
}

QJsonObject port(int target, const QString& published, const QString& address, const QString& protocol) {
    QJsonObject out{{QStringLiteral("mode"), QStringLiteral("ingress")},
                    {QStringLiteral("target"), target},
                    {QStringLiteral("protocol"), protocol}};
    if (!published.isEmpty()) {
        out.insert(QStringLiteral("published"), published);
    }
    if (!address.isEmpty()) {
        out.insert(QStringLiteral("host_ip"), address);
    }
    return out;
}

/// [address:][host:]container[/protocol]
QJsonArray shortPort(const QString& text) {
    const QString protocol = text.contains(u'/') ? text.section(u'/', -1).toLower() : QStringLiteral("tcp");
    const QString body = text.contains(u'/') ? text.section(u'/', 0, -2) : text;
    const qsizetype lastColon = body.lastIndexOf(u':');
    const QString container = body.mid(lastColon + 1);
    QString host = lastColon < 0 ? QString() : body.left(lastColon);
    QString address;
    if (const qsizetype colon = host.lastIndexOf(u':'); colon >= 0) {
        address = host.left(colon);
        host = host.mid(colon + 1);
    }
    if (address.startsWith(u'[') && address.endsWith(u']')) {
        address = address.mid(1, address.size() - 2);
    }
    const PortRange inside = portRange(container);
    QJsonArray out;
    if (host.isEmpty()) {
        for (int i = inside.first; i <= inside.last; ++i) {
            out.append(port(i, {}, address, protocol));
        }
        return out;
    }
    const PortRange outside = portRange(host);
    if (outside.last - outside.first != inside.last - inside.first) {
        if (inside.first != inside.last) {
            bad(translated("The ranges of the port “%1” differ in length.").arg(text));
        }
        return {port(inside.first, host, address, protocol)};
    }
    for (int i = 0; i <= inside.last - inside.first; ++i) {
        out.append(port(inside.first + i, QString::number(outside.first + i), address, protocol));
    }
    return out;
}

/// Splits "source:target:mode"; the colon of a drive letter does not count.
QStringList volumeParts(const QString& text) {
    QStringList parts;
    QString part;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool drive = part.size() == 1 && part.front().isLetter() && i + 1 < text.size() &&
                           (text.at(i + 1) == u'\\' || text.at(i + 1) == u'/') && parts.size() < 2;
        if (text.at(i) == u':' && !drive) {
            parts.append(part);
            part.clear();
        } else {
            part += text.at(i);
        }
    }
    return parts << part;
}

bool isPath(const QString& source) {
    const bool drive = source.size() > 2 && source.front().isLetter() && source.at(1) == u':';
    return source.startsWith(u'.') || source.startsWith(u'/') || source.startsWith(u'~') || drive ||
           source.startsWith(QLatin1String("\\\\"));
}

QString cleanTarget(QString target) {
    while (target.size() > 1 && target.endsWith(u'/')) {
        target.chop(1);
    }
    return target;
}

QJsonObject shortVolume(const QString& text) {
    if (text.isEmpty()) {
        bad(translated("A volume is empty."));
    }
    const QStringList parts = volumeParts(text);
    if (parts.size() == 1) {
        return {{QStringLiteral("type"), QStringLiteral("volume")},
                {QStringLiteral("target"), cleanTarget(text)},
                {QStringLiteral("volume"), QJsonObject()}};
    }
    if (parts.size() > 3 || parts.contains(QString())) {
        bad(translated("“%1” is no volume; write SOURCE:TARGET or SOURCE:TARGET:MODE.").arg(text));
    }
    const bool bind = isPath(parts.at(0));
    QJsonObject out{{QStringLiteral("type"), bind ? QStringLiteral("bind") : QStringLiteral("volume")},
                    {QStringLiteral("source"), parts.at(0)},
                    {QStringLiteral("target"), cleanTarget(parts.at(1))}};
    QJsonObject options;
    static const QStringList propagation{QStringLiteral("private"), QStringLiteral("rprivate"), QStringLiteral("shared"),
                                         QStringLiteral("rshared"), QStringLiteral("slave"),    QStringLiteral("rslave")};
    // Other modes, "cached" for one, say nothing to today's engines.
    for (const QString& mode : parts.value(2).split(u',', Qt::SkipEmptyParts)) {
        if (mode == QLatin1String("ro")) {
            out.insert(QStringLiteral("read_only"), true);
        } else if (mode.toLower() == QLatin1String("z") && bind) {
            options.insert(QStringLiteral("selinux"), mode);
        } else if (propagation.contains(mode) && bind) {
            options.insert(QStringLiteral("propagation"), mode);
        } else if (mode == QLatin1String("nocopy") && !bind) {
            options.insert(QStringLiteral("nocopy"), true);
        }
    }
    if (bind) {
        options.insert(QStringLiteral("create_host_path"), true);
    }
    out.insert(bind ? QStringLiteral("bind") : QStringLiteral("volume"), options);
    return out;
}

} // namespace

QString asText(const QJsonValue& value) {
    if (value.isBool()) {
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    }
    if (value.isDouble()) {
        const double number = value.toDouble();
        if (number == std::floor(number) && std::abs(number) < 1e15) {
            return QString::number(value.toInteger());
        }
        return QString::number(number, 'g', QLocale::FloatingPointShortest);
    }
    return value.toString();
}

QJsonArray portForms(const QJsonValue& value) {
    if (!value.isObject()) {
        return shortPort(asText(value));
    }
    QJsonObject out = value.toObject();
    out.insert(QStringLiteral("target"), asText(out.value(QLatin1String("target"))).toInt());
    if (!out.value(QLatin1String("published")).isUndefined()) {
        out.insert(QStringLiteral("published"), asText(out.value(QLatin1String("published"))));
    }
    for (const auto& [key, usual] : {std::pair{"mode", "ingress"}, std::pair{"protocol", "tcp"}}) {
        if (out.value(QLatin1String(key)).toString().isEmpty()) {
            out.insert(QLatin1String(key), QLatin1String(usual));
        }
    }
    return {out};
}

QString portName(const QJsonValue& value) {
    const QJsonObject port = value.toObject();
    QStringList parts;
    for (const char* key : {"host_ip", "target", "published", "protocol"}) {
        parts.append(asText(port.value(QLatin1String(key))));
    }
    return parts.join(u'|');
}

QJsonArray mountForms(const QJsonValue& value) {
    if (!value.isObject()) {
        return {shortVolume(asText(value))};
    }
    QJsonObject out = value.toObject();
    out.insert(QStringLiteral("target"), cleanTarget(out.value(QLatin1String("target")).toString()));
    return {out};
}

QJsonArray grantForms(const QJsonValue& value) {
    return {value.isObject() ? value.toObject() : QJsonObject{{QStringLiteral("source"), asText(value)}}};
}

QJsonObject deviceForm(const QJsonValue& value) {
    if (value.isObject()) {
        return value.toObject();
    }
    const QStringList parts = value.toString().split(u':');
    const QString source = parts.at(0);
    // A CDI name, vendor/class=device, may hold a colon in no part of its own.
    return {{QStringLiteral("source"), source},
            {QStringLiteral("target"), parts.value(1).isEmpty() ? source : parts.at(1)},
            {QStringLiteral("permissions"), parts.size() > 2 ? parts.at(2) : QStringLiteral("rwm")}};
}

QJsonObject buildObject(const QJsonValue& value) {
    return value.isString() ? QJsonObject{{QStringLiteral("context"), value}} : value.toObject();
}

QJsonObject dependencies(const QJsonValue& value) {
    QJsonObject out;
    if (value.isObject()) {
        out = value.toObject();
    }
    for (const QJsonValue& name : value.toArray()) {
        out.insert(name.toString(), QJsonObject());
    }
    for (const QString& name : out.keys()) {
        QJsonObject one = out.value(name).toObject();
        if (!one.contains(QLatin1String("condition"))) {
            one.insert(QStringLiteral("condition"), QStringLiteral("service_started"));
        }
        if (!one.contains(QLatin1String("required"))) {
            one.insert(QStringLiteral("required"), true);
        }
        out.insert(name, one);
    }
    return out;
}

QJsonObject namedNulls(const QJsonValue& value) {
    if (!value.isArray()) {
        return value.toObject();
    }
    QJsonObject out;
    for (const QJsonValue& name : value.toArray()) {
        out.insert(asText(name), QJsonValue::Null);
    }
    return out;
}

QJsonArray hostList(const QJsonValue& value) {
    QStringList out;
    const auto add = [&out](const QString& host, QString address) {
        if (address.startsWith(u'[') && address.endsWith(u']')) {
            address = address.mid(1, address.size() - 2);
        }
        for (const QString& one : address.split(u',')) {
            out.append(host.trimmed() + u'=' + one.trimmed());
        }
    };
    for (const QJsonValue& item : value.toArray()) {
        const QString text = item.toString();
        const qsizetype split = text.contains(u'=') ? text.indexOf(u'=') : text.indexOf(u':');
        if (split <= 0) {
            bad(translated("“%1” is no host; write NAME=ADDRESS.").arg(text));
        }
        add(text.left(split), text.mid(split + 1));
    }
    const QJsonObject map = value.toObject();
    for (auto it = map.constBegin(); it != map.constEnd(); ++it) {
        for (const QJsonValue& address : asList(it.value())) {
            add(it.key(), address.toString());
        }
    }
    std::stable_sort(out.begin(), out.end(), [](const QString& a, const QString& b) {
        return a.section(u'=', 0, 0) < b.section(u'=', 0, 0);
    });
    return QJsonArray::fromStringList(out);
}

QJsonValue byteCount(const QJsonValue& value) {
    if (value.isDouble()) {
        return QString::number(value.toInteger());
    }
    static const QRegularExpression form(QStringLiteral("^(-?[0-9.]+)\\s*([kmgtp]?)i?b?$"),
                                         QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(value.toString().trimmed());
    bool fine = false;
    const double number = match.captured(1).toDouble(&fine);
    if (!match.hasMatch() || !fine) {
        bad(translated("“%1” is no size; write 8gb or 512m.").arg(value.toString()));
    }
    const qsizetype power =
        match.captured(2).isEmpty() ? 0 : QStringView(u"kmgtp").indexOf(match.captured(2).toLower().front()) + 1;
    return QString::number(static_cast<qint64>(number * std::pow(1024.0, double(power))));
}

QJsonValue duration(const QJsonValue& value) {
    QString text = value.isDouble() ? asText(value) + QLatin1String("ns") : value.toString();
    if (text == QLatin1String("0")) {
        text = QStringLiteral("0s");
    }
    static const QRegularExpression part(QStringLiteral("([0-9]*\\.?[0-9]+|[0-9]+\\.)(ns|us|\u00b5s|ms|s|m|h|d|w)"));
    auto it = part.globalMatch(text);
    double nanoseconds = 0;
    qsizetype covered = text.startsWith(u'-') || text.startsWith(u'+') ? 1 : 0;
    while (it.hasNext()) {
        const QRegularExpressionMatch match = it.next();
        if (match.capturedStart() != covered) {
            break;
        }
        covered = match.capturedEnd();
        const QString unit = match.captured(2);
        const double scale = unit == QLatin1String("ns")   ? 1
                             : unit == QLatin1String("ms") ? 1e6
                             : unit == QLatin1String("s")  ? 1e9
                             : unit == QLatin1String("m")  ? 60e9
                             : unit == QLatin1String("h")  ? 3600e9
                             : unit == QLatin1String("d")  ? 86400e9
                             : unit == QLatin1String("w")  ? 604800e9
                                                           : 1e3;
        nanoseconds += match.captured(1).toDouble() * scale;
    }
    if (text.isEmpty() || covered != text.size()) {
        bad(translated("“%1” is no duration; write 30s or 1m30s.").arg(text));
    }
    const QString sign = text.startsWith(u'-') && nanoseconds > 0 ? QStringLiteral("-") : QString();
    if (nanoseconds < 1e9) {
        const auto shortest = [](double number) { return QString::number(number, 'g', QLocale::FloatingPointShortest); };
        return sign + (nanoseconds == 0    ? QStringLiteral("0s")
                       : nanoseconds < 1e3 ? shortest(nanoseconds) + QLatin1String("ns")
                       : nanoseconds < 1e6 ? shortest(nanoseconds / 1e3) + QStringLiteral("\u00b5s")
                                           : shortest(nanoseconds / 1e6) + QLatin1String("ms"));
    }
    const qint64 whole = static_cast<qint64>(nanoseconds / 1e9);
    const double seconds = double(whole % 60) + (nanoseconds - double(whole) * 1e9) / 1e9;
    QString out = sign;
    if (whole >= 3600) {
        out += QStringLiteral("%1h").arg(whole / 3600);
    }
    if (whole >= 60) {
        out += QStringLiteral("%1m").arg(whole / 60 % 60);
    }
    return out + QString::number(seconds, 'g', QLocale::FloatingPointShortest) + u's';
}

QJsonValue commandWords(const QJsonValue& value) {
    if (!value.isString()) {
        if (!value.isArray()) {
            return value;
        }
        QJsonArray out;
        for (const QJsonValue& item : value.toArray()) {
            out.append(asText(item));
        }
        return out;
    }
    QJsonArray out;
    QString word;
    bool inWord = false;
    QChar quote;
    const QString text = value.toString();
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (!quote.isNull()) {
            const bool escaped = c == u'\\' && quote == u'"' && i + 1 < text.size();
            if (escaped) {
                word += text.at(++i);
            } else if (c == quote) {
                quote = QChar();
            } else {
                word += c;
            }
        } else if (c == u'"' || c == u'\'') {
            quote = c;
            inWord = true;
        } else if (c == u'\\' && i + 1 < text.size()) {
            word += text.at(++i);
            inWord = true;
        } else if (c.isSpace()) {
            if (inWord) {
                out.append(word);
            }
            word.clear();
            inWord = false;
        } else {
            word += c;
            inWord = true;
        }
    }
    if (!quote.isNull()) {
        bad(translated("A quote in the command “%1” is never closed.").arg(text.left(60)));
    }
    if (inWord) {
        out.append(word);
    }
    return out;
}

} // namespace reberth::compose
