#include "core/dockerfile/flagcheck.h"

#include "core/diagnostics/nearest.h"
#include "core/dockerfile/mount.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

namespace reberth::dockerfile {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::dockerfile", text);
}

struct FlagKind {
    const char* name;
    bool isBoolean = false;
    bool repeatable = false;
    bool labsOnly = false;
};

QList<FlagKind> flagsOf(Keyword keyword) {
    switch (keyword) {
    case Keyword::Add:
        return {{"chown"},    {"chmod"},        {"link", true},          {"keep-git-dir", true},
                {"checksum"}, {"unpack", true}, {"exclude", false, true}};
    case Keyword::Copy:
        return {{"chown"}, {"chmod"}, {"link", true}, {"from"}, {"parents", true}, {"exclude", false, true}};
    case Keyword::From:
        return {{"platform"}};
    case Keyword::Healthcheck:
        return {{"interval"}, {"timeout"}, {"start-period"}, {"start-interval"}, {"retries"}};
    case Keyword::Run:
        return {{"mount", false, true}, {"network"}, {"security"}, {"device", false, true, true}};
    default:
        return {};
    }
}

bool isBoolean(const QString& value) {
    const QString lower = value.toLower();
    return lower == QLatin1String("true") || lower == QLatin1String("false");
}

QString valueProblem(const Instruction& instruction, const Flag& flag) {
    const QString value = flag.value.value_or(QString());
    if (value.contains(u'$') && flag.name != QLatin1String("mount")) {
        return {};
    }
    const bool health = instruction.is(Keyword::Healthcheck);
    if (health && flag.name == QLatin1String("retries")) {
        bool ok = false;
        return value.toInt(&ok) < 0 || !ok ? tr("“retries” needs a whole number that is not negative.") : QString();
    }
    if (health) {
        const std::optional<double> duration = durationNanoseconds(value);
        if (!duration) {
            return tr("“%1” is not a duration; write 30s or 1m30s.").arg(value);
        }
        return *duration != 0 && *duration < 1e6 ? tr("A duration here is 0 or at least 1ms.") : QString();
    }
    if (flag.name == QLatin1String("chmod")) {
        static const QRegularExpression mode(
            QStringLiteral("^(0?[0-7]{1,4}|[ugoa]*([-+=]([rwxXst]*|[ugo]))+(,[ugoa]*([-+=]([rwxXst]*|[ugo]))+)*)$"));
        return mode.match(value).hasMatch() ? QString() : tr("“%1” is no file mode; write 0755 or u+x.").arg(value);
    }
    if (flag.name == QLatin1String("network") && value != QLatin1String("default") && value != QLatin1String("none") &&
        value != QLatin1String("host")) {
        return tr("The network of a RUN is default, none or host.");
    }
    if (flag.name == QLatin1String("security") && value != QLatin1String("sandbox") &&
        value != QLatin1String("insecure")) {
        return tr("The security of a RUN is sandbox or insecure.");
    }
    if (flag.name == QLatin1String("checksum")) {
        static const QRegularExpression digest(QStringLiteral(
            "^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}|[0-9a-f]{40}|[0-9a-f]{64})$"));
        return digest.match(value).hasMatch() ? QString()
                                              : tr("A checksum is written sha256: and 64 hexadecimal digits.");
    }
    return {};
}

} // namespace

std::optional<double> durationNanoseconds(const QString& text) {
    static const QRegularExpression whole(
        QStringLiteral("^([+-]?)((?:(?:\\d+\\.?\\d*|\\.\\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+|0)$"));
    static const QRegularExpression one(QStringLiteral("(\\d+\\.?\\d*|\\.\\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)"));
    const QRegularExpressionMatch match = whole.match(text);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    double sum = 0;
    QRegularExpressionMatchIterator parts = one.globalMatch(match.captured(2));
    while (parts.hasNext()) {
        const QRegularExpressionMatch part = parts.next();
        const QString unit = part.captured(2);
        const double factor = unit == QLatin1String("ns")   ? 1
                              : unit == QLatin1String("ms") ? 1e6
                              : unit == QLatin1String("s")  ? 1e9
                              : unit == QLatin1String("m")  ? 60e9
                              : unit == QLatin1String("h")  ? 3600e9
                                                            : 1e3;
        sum += part.captured(1).toDouble() * factor;
    }
    return match.captured(1) == QLatin1String("-") ? -sum : sum;
}

void checkFlags(const Instruction& instruction, bool labs, QList<Problem>& problems) {
    const QList<FlagKind> kinds = flagsOf(instruction.keyword);
    QStringList names;
    for (const FlagKind& kind : kinds) {
        names.append(QLatin1String(kind.name));
    }
    QSet<QString> seen;
    for (const Flag& flag : instruction.flags) {
        const qsizetype index = names.indexOf(flag.name);
        if (index < 0) {
            const QString near = diagnostics::nearest(flag.name, names);
            QString message = tr("%1 has no flag “--%2”.").arg(keywordName(instruction.keyword), flag.name);
            if (!near.isEmpty()) {
                message += QLatin1Char(' ') + tr("Did you mean “--%1”?").arg(near);
            }
            problems.append({QStringLiteral("unknown-flag"), message, flag.nameRange, near});
            continue;
        }
        const FlagKind& kind = kinds.at(index);
        if (kind.labsOnly && !labs) {
            problems.append({QStringLiteral("unknown-flag"),
                             tr("“--%1” needs the labs channel: # syntax=docker/dockerfile:1-labs.").arg(flag.name),
                             flag.nameRange,
                             {}});
            continue;
        }
        QString message;
        if (seen.contains(flag.name) && !kind.repeatable) {
            message = tr("The flag “--%1” may be given only once.").arg(flag.name);
        } else if (kind.isBoolean) {
            const bool fine = !flag.value || isBoolean(*flag.value);
            message = fine ? QString() : tr("The flag “--%1” is either true or false.").arg(flag.name);
        } else if (!flag.value) {
            message = tr("The flag “--%1” needs a value: --%1=….").arg(flag.name);
        } else if (flag.value->isEmpty() && flag.name != QLatin1String("mount") &&
                   flag.name != QLatin1String("network") && flag.name != QLatin1String("security")) {
            message.clear(); // as if it were not there
        } else {
            message = valueProblem(instruction, flag);
        }
        seen.insert(flag.name);
        if (!message.isEmpty()) {
            problems.append({QStringLiteral("flag-value"), message, flag.range, {}});
        } else if (flag.name == QLatin1String("mount")) {
            QString near;
            message = mountProblem(readMount(flag.value.value_or(QString())), &near);
            if (!near.isEmpty()) {
                message += QLatin1Char(' ') + tr("Did you mean “%1”?").arg(near);
            }
            if (!message.isEmpty()) {
                problems.append({QStringLiteral("mount"), message, flag.range, {}});
            }
        }
    }
}

} // namespace reberth::dockerfile
