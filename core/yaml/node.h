#pragma once

#include "core/base/textrange.h"
#include "core/yaml/scalar.h"

#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace reberth::yaml {

enum class Kind { Null, Scalar, Sequence, Map };
enum class Style { Plain, SingleQuoted, DoubleQuoted, Literal, Folded, Block, Flow };

struct Entry;
struct NodeData;

/// One value of a YAML document, cheap to copy; copies and aliases share the same immutable data, so a tree is safe to
/// read from any thread. A default-made node is a null with an empty range. Aliases look like what they name, but
/// range() is the alias's own place; the budget on expansion is spent when the document is parsed, so a walk over the
/// tree always ends soon.
class Node {
public:
    Node() = default;
    /// For the parser; `data` is shared.
    Node(std::shared_ptr<const NodeData> data, TextRange range, bool alias);

    Kind kind() const;
    bool isNull() const { return kind() == Kind::Null; }
    bool isScalar() const { return kind() == Kind::Scalar; }
    bool isSequence() const { return kind() == Kind::Sequence; }
    bool isMap() const { return kind() == Kind::Map; }
    bool isAlias() const { return m_alias; }

    /// UTF-16 offsets of the value (without tag and anchor) into the text that was parsed; empty for a value that is
    /// not written.
    TextRange range() const { return m_range; }
    /// "!reset", "tag:yaml.org,2002:str"; empty where none is written.
    QString tag() const;
    Style style() const;

    /// The text of a scalar without its quotes and escapes; "" for every other kind.
    QString text() const;
    /// Null for a null, String for quoted text and for collections.
    ScalarType scalarType() const;
    bool isString() const { return isScalar() && scalarType() == ScalarType::String; }
    /// Values of plain scalars only: `"true"` in quotes is a string.
    std::optional<bool> toBool() const;
    std::optional<qint64> toInt() const;
    std::optional<double> toDouble() const;

    /// The items of a sequence; empty for other kinds.
    const QList<Node>& items() const;
    /// The entries of a map in the order of the text, merged ones (`<<`) last; empty for other kinds.
    const QList<Entry>& entries() const;
    /// The entry of a map, or null. The pointer lives as long as this node.
    const Entry* find(QStringView key) const;
    bool contains(QStringView key) const { return find(key) != nullptr; }
    /// The value of a map's key; a null node when there is none.
    Node value(QStringView key) const;
    /// The texts of the scalars of a sequence, or of this scalar alone; others are left out.
    QStringList texts() const;

    /// This value as an alias at `place` shows it.
    Node aliasedAt(TextRange place) const { return Node(m_data, place, true); }

    /// How many nodes a full walk meets, aliases expanded.
    qsizetype weight() const;

private:
    std::shared_ptr<const NodeData> m_data;
    TextRange m_range;
    bool m_alias = false;
};

/// One `key: value` of a map.
struct Entry {
    QString key;
    TextRange keyRange;
    Node keyNode;
    Node value;
    bool merged = false; ///< came through `<<`; the ranges are those of the place it came from
};

/// What a Node points at; filled by the parser only.
struct NodeData {
    Kind kind = Kind::Null;
    Style style = Style::Plain;
    QString tag;
    QString text;
    QList<Node> items;
    QList<Entry> entries;
    qsizetype weight = 1;
};

} // namespace reberth::yaml
