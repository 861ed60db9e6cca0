#include "core/knowledge/addresses.h"

#include "core/knowledge/jsontable.h"
#include "core/knowledge/knowledge.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

namespace reberth::knowledge {

Addresses::Addresses(const QString& folder) {
    const QJsonArray rows =
        readTable(folder, QStringLiteral("moved_addresses")).value(QLatin1String("addresses")).toArray();
    QStringList patterns;
    for (const QJsonValue& value : rows) {
        const QJsonObject row = value.toObject();
        MovedAddress address;
        address.gone = row.value(QLatin1String("state")).toString() == QLatin1String("gone");
        address.since = row.value(QLatin1String("since")).toString();
        address.what = row.value(QLatin1String("what")).toString();
        address.instead = row.value(QLatin1String("instead")).toString();
        m_rows.append({QRegularExpression(row.value(QLatin1String("pattern")).toString()), address});
        patterns.append(QLatin1String("(?:") + m_rows.back().pattern.pattern() + QLatin1Char(')'));
    }
    m_any.setPattern(patterns.join(QLatin1Char('|')));
    m_any.optimize();
}

std::optional<MovedAddress> Addresses::find(const QString& text) const {
    if (!m_any.match(text).hasMatch()) {
        return std::nullopt;
    }
    for (const Row& row : m_rows) {
        if (const QRegularExpressionMatch match = row.pattern.match(text); match.hasMatch()) {
            MovedAddress out = row.address;
            out.matched = match.captured();
            out.at = match.capturedStart();
            return out;
        }
    }
    return std::nullopt;
}

const Addresses& builtInAddresses() {
    static const Addresses addresses = [] {
        const Knowledge registersTheTables;
        return Addresses();
    }();
    return addresses;
}

} // namespace reberth::knowledge
