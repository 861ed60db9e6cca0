#include "core/dockerfile/lint.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace reberth::dockerfile {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::dockerfile", text);
}

tl::unexpected<Error> wrong(const QString& key, const QString& wanted) {
    return fail(ErrorCode::InvalidInput, tr("“%1” of the settings must be %2.").arg(key, wanted));
}

std::optional<LabelKind> labelKind(const QString& name) {
    static const QHash<QString, LabelKind> kinds{{QStringLiteral("text"), LabelKind::Text},
                                                 {QStringLiteral("rawtext"), LabelKind::Text},
                                                 {QStringLiteral(""), LabelKind::Text},
                                                 {QStringLiteral("url"), LabelKind::Url},
                                                 {QStringLiteral("rfc3339"), LabelKind::Time},
                                                 {QStringLiteral("time"), LabelKind::Time},
                                                 {QStringLiteral("spdx"), LabelKind::License},
                                                 {QStringLiteral("license"), LabelKind::License},
                                                 {QStringLiteral("hash"), LabelKind::GitHash},
                                                 {QStringLiteral("githash"), LabelKind::GitHash},
                                                 {QStringLiteral("semver"), LabelKind::SemanticVersion},
                                                 {QStringLiteral("email"), LabelKind::Email}};
    const auto it = kinds.constFind(name.toLower());
    return it == kinds.cend() ? std::nullopt : std::optional(*it);
}

Result<QStringList> texts(const QString& key, const QJsonValue& value) {
    QStringList out;
    const QJsonArray array = value.toArray();
    for (const QJsonValue& one : array) {
        if (!one.isString()) {
            return wrong(key, tr("a list of texts"));
        }
        out.append(one.toString());
    }
    if (!value.isArray()) {
        return wrong(key, tr("a list of texts"));
    }
    return out;
}

Result<void> readOff(const QString& key, const QJsonValue& value, LintSettings& out) {
    if (value.isObject()) {
        const QJsonObject rows = value.toObject();
        for (auto it = rows.begin(); it != rows.end(); ++it) {
            out.off.insert(it.key(), it->toString());
        }
        return {};
    }
    const auto list = texts(key, value);
    if (!list) {
        return fail(list.error());
    }
    for (const QString& rule : *list) {
        out.off.insert(rule, QString());
    }
    return {};
}

Result<void> readOne(const QString& key, const QJsonValue& value, LintSettings& out) {
    const QString plain = QString(key).remove(u'_').remove(u'-').toLower();
    if (plain == QLatin1String("buildargs") || plain == QLatin1String("labelschema")) {
        if (!value.isObject()) {
            return wrong(key, tr("a mapping of names to texts"));
        }
        const QJsonObject rows = value.toObject();
        for (auto it = rows.begin(); it != rows.end(); ++it) {
            if (plain == QLatin1String("buildargs")) {
                out.buildArguments.insert(it.key(), it->isString() ? it->toString() : it->toVariant().toString());
                continue;
            }
            const auto kind = labelKind(it->toString());
            if (!kind) {
                return wrong(key + QLatin1Char('.') + it.key(), tr("text, url, rfc3339, spdx, hash, semver or email"));
            }
            out.labelSchema.insert(it.key(), *kind);
        }
    } else if (plain == QLatin1String("checkoption")) {
        if (!value.isString()) {
            return wrong(key, tr("a text"));
        }
        out.checkOption = value.toString();
    } else if (plain == QLatin1String("strictlabels")) {
        if (!value.isBool()) {
            return wrong(key, tr("true or false"));
        }
        out.strictLabels = value.toBool();
    } else if (plain == QLatin1String("trustedregistries") || plain == QLatin1String("allowedregistries")) {
        const auto list = texts(key, value);
        if (!list) {
            return fail(list.error());
        }
        out.trustedRegistries += *list;
    } else if (plain == QLatin1String("on") || plain == QLatin1String("enable")) {
        const auto list = texts(key, value);
        if (!list) {
            return fail(list.error());
        }
        out.on += *list;
    } else if (plain == QLatin1String("off") || plain == QLatin1String("disable") ||
               plain == QLatin1String("ignored") || plain == QLatin1String("ignorerules")) {
        return readOff(key, value, out);
    }
    return {};
}

} // namespace

Result<LintSettings> LintSettings::fromJson(const QByteArray& json) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject()) {
        return fail(ErrorCode::InvalidInput, tr("The lint settings are no JSON object."), error.errorString());
    }
    LintSettings out;
    const QJsonObject root = document.object();
    for (auto it = root.begin(); it != root.end(); ++it) {
        if (const auto read = readOne(it.key(), *it, out); !read) {
            return fail(read.error());
        }
    }
    return out;
}

} // namespace reberth::dockerfile
