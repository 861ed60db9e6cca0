#include "core/dockerfile/mount.h"

#include "core/diagnostics/nearest.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace reberth::dockerfile {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::dockerfile", text);
}

/// One name for each field that has several.
QString canonical(const QString& key) {
    if (key == QLatin1String("src")) {
        return QStringLiteral("source");
    }
    if (key == QLatin1String("dst") || key == QLatin1String("destination")) {
        return QStringLiteral("target");
    }
    if (key == QLatin1String("ro")) {
        return QStringLiteral("readonly");
    }
    if (key == QLatin1String("rw")) {
        return QStringLiteral("readwrite");
    }
    return key;
}

const QStringList& knownKeys() {
    static const QStringList keys{
        QStringLiteral("type"),     QStringLiteral("from"), QStringLiteral("source"),      QStringLiteral("src"),
        QStringLiteral("target"),   QStringLiteral("dst"),  QStringLiteral("destination"), QStringLiteral("readonly"),
        QStringLiteral("ro"),       QStringLiteral("rw"),   QStringLiteral("readwrite"),   QStringLiteral("id"),
        QStringLiteral("sharing"),  QStringLiteral("size"), QStringLiteral("mode"),        QStringLiteral("uid"),
        QStringLiteral("required"), QStringLiteral("gid"),  QStringLiteral("env")};
    return keys;
}

const QStringList& knownTypes() {
    static const QStringList types{QStringLiteral("bind"), QStringLiteral("cache"), QStringLiteral("tmpfs"),
                                   QStringLiteral("secret"), QStringLiteral("ssh")};
    return types;
}

bool takesNoValue(const QString& key) {
    return key == QLatin1String("readonly") || key == QLatin1String("readwrite") || key == QLatin1String("required");
}

} // namespace

QString Mount::type() const {
    const QString written = value(QStringLiteral("type"));
    return written.isNull() ? QStringLiteral("bind") : written;
}

QString Mount::value(const QString& field) const {
    for (const auto& [key, text] : fields) {
        if (canonical(key) == field) {
            return text.isNull() ? QStringLiteral("") : text;
        }
    }
    return {};
}

Mount readMount(const QString& text) {
    QStringList parts;
    QString part;
    bool quoted = false;
    for (const QChar c : text) {
        if (c == u'"') {
            quoted = !quoted;
        } else if (c == u',' && !quoted) {
            parts.append(part);
            part.clear();
        } else {
            part += c;
        }
    }
    parts.append(part);
    Mount mount;
    for (const QString& field : std::as_const(parts)) {
        const qsizetype equals = field.indexOf(u'=');
        mount.fields.append(
            {field.left(equals < 0 ? field.size() : equals).toLower(), equals < 0 ? QString() : field.mid(equals + 1)});
    }
    return mount;
}

QList<Mount> mountsOf(const Instruction& run) {
    QList<Mount> mounts;
    for (const Flag& flag : run.flags) {
        if (flag.name == QLatin1String("mount") && flag.value) {
            mounts.append(readMount(*flag.value));
        }
    }
    return mounts;
}

QString mountProblem(const Mount& mount, QString* suggestion) {
    const QString type = mount.type();
    const auto only = [&](const char* field, std::initializer_list<const char*> types) {
        const bool allowed =
            std::any_of(types.begin(), types.end(), [&](const char* one) { return type == QLatin1String(one); });
        return mount.has(QLatin1String(field)) && !allowed;
    };
    for (const auto& [key, value] : mount.fields) {
        if (!knownKeys().contains(key)) {
            *suggestion = diagnostics::nearest(key, knownKeys());
            return tr("A mount has no field “%1”.").arg(key);
        }
        if (value.isNull() && !takesNoValue(canonical(key))) {
            return tr("The mount's field “%1” needs a value.").arg(key);
        }
        const bool flag = takesNoValue(canonical(key));
        if (flag && !value.isNull() && value != QLatin1String("true") && value != QLatin1String("false") &&
            value != QLatin1String("1") && value != QLatin1String("0")) {
            return tr("The mount's field “%1” is either true or false.").arg(key);
        }
        if (value.contains(u'$') && canonical(key) == QLatin1String("from")) {
            return tr("“from” of a mount can't hold a variable; name a stage with FROM and use its name.");
        }
        const bool number = key == QLatin1String("uid") || key == QLatin1String("gid") || key == QLatin1String("mode");
        bool ok = true;
        if (number && !value.contains(u'$')) {
            value.toUInt(&ok, key == QLatin1String("mode") ? 8 : 10);
        }
        if (!ok) {
            return tr("The mount's field “%1” needs a number.").arg(key);
        }
    }
    if (!knownTypes().contains(type) && !type.contains(u'$')) {
        *suggestion = diagnostics::nearest(type, knownTypes());
        return tr("There is no mount of type “%1”.").arg(type);
    }
    for (const char* field : {"mode", "uid", "gid"}) {
        if (only(field, {"cache", "secret", "ssh"})) {
            return tr("“%1” is not for mounts of type %2.").arg(QLatin1String(field), type);
        }
    }
    if (only("size", {"tmpfs"})) {
        return tr("“size” is for mounts of type tmpfs only.");
    }
    if (only("required", {"secret", "ssh"})) {
        return tr("“required” is for mounts of type secret and ssh only.");
    }
    if (only("sharing", {"cache"})) {
        return tr("“sharing” is for mounts of type cache only.");
    }
    const QString sharing = mount.value(QStringLiteral("sharing"));
    if (!sharing.isNull() && !sharing.contains(u'$') && sharing != QLatin1String("shared") &&
        sharing != QLatin1String("private") && sharing != QLatin1String("locked")) {
        return tr("“sharing” is shared, private or locked.");
    }
    if (type == QLatin1String("secret")) {
        if (mount.has(QStringLiteral("from"))) {
            return tr("A secret mount can't have “from”.");
        }
        if (mount.has(QStringLiteral("source")) && mount.has(QStringLiteral("id"))) {
            return tr("A secret mount has either “source” or “id”.");
        }
        if (!mount.has(QStringLiteral("source")) && !mount.has(QStringLiteral("id")) &&
            !mount.has(QStringLiteral("target"))) {
            return tr("A secret mount needs an “id”.");
        }
        return {};
    }
    const bool needsTarget =
        type == QLatin1String("bind") || type == QLatin1String("cache") || type == QLatin1String("tmpfs");
    const QString target = mount.target();
    if (needsTarget && (target.isEmpty() || target == QLatin1String("/"))) {
        return tr("A %1 mount needs a target that is not the root folder.").arg(type);
    }
    return {};
}

} // namespace reberth::dockerfile
