#include "core/compose/rawmodel.h"

#include "core/compose/configproblem.h"
#include "core/compose/report.h"

#include <QJsonArray>

namespace reberth::compose {

using yaml::Entry;
using yaml::Node;
using yaml::ScalarType;

namespace {

class Reader {
public:
    Reader(const Variables& variables, QStringList* unset)
        : m_variables(variables)
        , m_unset(unset) {}

    QJsonValue read(const Node& node, const QStringList& path);
    QList<QStringList> forgotten;

private:
    QJsonValue scalar(const Node& node, const QStringList& path) const;

    const Variables& m_variables;
    QStringList* m_unset;
};

QJsonValue Reader::scalar(const Node& node, const QStringList& path) const {
    const QString text = node.text();
    switch (node.scalarType()) {
    case ScalarType::Null:
        return QJsonValue::Null;
    case ScalarType::Bool:
        return *node.toBool();
    case ScalarType::Int: {
        // Compose's reader still takes 0440 for an octal number.
        bool octal = text.size() > 1 && text.startsWith(u'0');
        const qint64 value = octal ? text.toLongLong(&octal, 8) : 0;
        return octal ? QJsonValue(value) : QJsonValue(node.toInt().value_or(0));
    }
    case ScalarType::Float:
        return node.toDouble().value_or(0);
    case ScalarType::String:
        break;
    }
    try {
        return expand(text, m_variables, m_unset);
    } catch (const ConfigProblem& problem) {
        throw ConfigProblem{problem.code, path.join(u'.') + QLatin1String(": ") + problem.message};
    }
}

QJsonValue Reader::read(const Node& node, const QStringList& path) {
    if (node.tag() == QLatin1String("!override")) {
        forgotten.append(path);
    }
    if (node.isMap()) {
        QJsonObject out;
        for (const Entry& entry : node.entries()) {
            const QStringList inner = path + QStringList{entry.key};
            if (entry.value.tag() == QLatin1String("!reset")) {
                forgotten.append(inner);
            } else {
                out.insert(entry.key, read(entry.value, inner));
            }
        }
        return out;
    }
    if (node.isSequence()) {
        QJsonArray out;
        for (const Node& item : node.items()) {
            out.append(read(item, path + QStringList{QStringLiteral("[]")}));
        }
        return out;
    }
    return node.isNull() ? QJsonValue(QJsonValue::Null) : scalar(node, path);
}

} // namespace

RawModel readModel(const Node& root, const Variables& variables, QStringList* unset) {
    Reader reader(variables, unset);
    RawModel model;
    model.root = reader.read(root, {}).toObject();
    model.forgotten = reader.forgotten;
    return model;
}

void forget(QJsonObject& object, const QStringList& path) {
    if (path.size() == 1) {
        object.remove(path.front());
    } else if (path.size() > 1 && object.value(path.front()).isObject()) {
        QJsonObject inner = object.value(path.front()).toObject();
        forget(inner, path.mid(1));
        object.insert(path.front(), inner);
    }
}

} // namespace reberth::compose
