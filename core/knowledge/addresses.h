#pragma once

#include <QList>
#include <QRegularExpression>
#include <QString>

#include <optional>

namespace reberth::knowledge {

/// An address that downloads used to come from.
struct MovedAddress {
    bool gone = false; ///< a download from it fails; else it still answers somehow
    QString since;     ///< "2021-05"
    QString what;      ///< what happened, without a full stop
    QString instead;   ///< for the matched part; "" for none
    QString matched;
    qsizetype at = 0; ///< of the match in the text that was asked about
};

/// moved_addresses.json. Immutable; safe to share between threads.
class Addresses {
public:
    explicit Addresses(const QString& folder = QStringLiteral(":/knowledge"));

    /// The first row that a text (a command, a requirement) matches.
    std::optional<MovedAddress> find(const QString& text) const;

private:
    struct Row {
        QRegularExpression pattern;
        MovedAddress address;
    };
    QList<Row> m_rows;
    QRegularExpression m_any; ///< all patterns in one: most texts match none
};

/// The built-in table, read once.
const Addresses& builtInAddresses();

} // namespace reberth::knowledge
