#include "core/yaml/node.h"

#include <QStringList>

#include <algorithm>

namespace reberth::yaml {

Node::Node(std::shared_ptr<const NodeData> data, TextRange range, bool alias)
    : m_data(std::move(data))
    , m_range(range)
    , m_alias(alias) {
}

Kind Node::kind() const {
    return m_data ? m_data->kind : Kind::Null;
}

QString Node::tag() const {
    return m_data ? m_data->tag : QString();
}

Style Node::style() const {
    return m_data ? m_data->style : Style::Plain;
}

QString Node::text() const {
    return isScalar() ? m_data->text : QString();
}

ScalarType Node::scalarType() const {
    if (isNull()) {
        return ScalarType::Null;
    }
    if (!isScalar() || m_data->style != Style::Plain || m_data->tag == QLatin1String("tag:yaml.org,2002:str")) {
        return ScalarType::String;
    }
    return plainScalarType(m_data->text);
}

std::optional<bool> Node::toBool() const {
    return isScalar() && scalarType() == ScalarType::Bool ? scalarToBool(m_data->text) : std::nullopt;
}

std::optional<qint64> Node::toInt() const {
    return isScalar() && scalarType() == ScalarType::Int ? scalarToInt(m_data->text) : std::nullopt;
}

std::optional<double> Node::toDouble() const {
    const ScalarType type = scalarType();
    const bool number = type == ScalarType::Int || type == ScalarType::Float;
    return isScalar() && number ? scalarToDouble(m_data->text) : std::nullopt;
}

const QList<Node>& Node::items() const {
    static const QList<Node> none;
    return m_data ? m_data->items : none;
}

const QList<Entry>& Node::entries() const {
    static const QList<Entry> none;
    return m_data ? m_data->entries : none;
}

const Entry* Node::find(QStringView key) const {
    const QList<Entry>& all = entries();
    const auto it = std::find_if(all.cbegin(), all.cend(), [key](const Entry& entry) { return entry.key == key; });
    return it == all.cend() ? nullptr : &*it;
}

Node Node::value(QStringView key) const {
    const Entry* entry = find(key);
    return entry ? entry->value : Node();
}

QStringList Node::texts() const {
    QStringList out;
    if (isScalar()) {
        out.append(m_data->text);
    }
    for (const Node& item : items()) {
        if (item.isScalar()) {
            out.append(item.text());
        }
    }
    return out;
}

qsizetype Node::weight() const {
    return m_data ? m_data->weight : 1;
}

} // namespace reberth::yaml
