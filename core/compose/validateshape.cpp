#include "core/compose/validate.h"
#include "core/diagnostics/nearest.h"

#include <QSet>

namespace reberth::compose {

using yaml::Entry;
using yaml::Node;
using yaml::ScalarType;

namespace {

class ShapeChecker {
public:
    explicit ShapeChecker(Report& report)
        : m_report(report) {}

    /// `place` is the key that holds the value.
    void check(const Node& node, const Shape& shape, const QString& path, TextRange place);

private:
    void checkMap(const Node& node, const Shape& shape, const QString& path, TextRange place);
    void checkList(const Node& node, const Shape& shape, const QString& path, TextRange place);
    void checkScalar(const Node& node, const Shape& shape, const QString& path, TextRange place);
    void wrongType(const Node& node, const Shape& shape, const QString& path, TextRange place);

    Report& m_report;
};

void ShapeChecker::wrongType(const Node& node, const Shape& shape, const QString& path, TextRange place) {
    QList<diagnostics::Fix> fixes;
    const bool number = node.isScalar() && node.scalarType() != ScalarType::String;
    if (number && shape.text && !node.isAlias()) {
        fixes.append({translated("Put quotes round it"),
                      {{node.range(), QLatin1Char('"') + node.text() + QLatin1Char('"')}},
                      false});
    }
    m_report.add("wrong-type", node.range().isEmpty() || !node.isScalar() ? place : node.range(),
                 translated("“%1” must be %2.").arg(path, shape.description()), fixes);
}

void ShapeChecker::check(const Node& node, const Shape& shape, const QString& path, TextRange place) {
    if (shape.any || node.tag() == QLatin1String("!reset")) {
        return;
    }
    if (node.isNull() || node.scalarType() == ScalarType::Null) {
        // An empty list or mapping is a slip that compose refuses; an empty text isn't one.
        if (!shape.null) {
            wrongType(node, shape, path, place);
        }
    } else if (node.isMap()) {
        checkMap(node, shape, path, place);
    } else if (node.isSequence()) {
        checkList(node, shape, path, place);
    } else {
        checkScalar(node, shape, path, place);
    }
}

void ShapeChecker::checkMap(const Node& node, const Shape& shape, const QString& path, TextRange place) {
    if (!shape.isObject && !shape.value) {
        wrongType(node, shape, path, place);
        return;
    }
    const QString prefix = path.isEmpty() ? QString() : path + QLatin1Char('.');
    for (const Entry& entry : node.entries()) {
        if (entry.keyNode.scalarType() != ScalarType::String && !shape.isObject) {
            const bool number =
                entry.keyNode.scalarType() == ScalarType::Int || entry.keyNode.scalarType() == ScalarType::Float;
            m_report.add("wrong-type", entry.keyRange,
                         number ? translated("The key “%1” must be a text; put quotes round it.").arg(entry.key)
                                : translated("The key “%1” must be a text.").arg(entry.key));
            continue;
        }
        if (!shape.isObject) {
            if (entry.key.startsWith(QLatin1String("x-")) && path.count(u'.') == 0 && shape.value->isObject) {
                continue;
            }
            check(entry.value, *shape.value, prefix + entry.key, entry.keyRange);
            continue;
        }
        const ShapePtr known = shape.keys.value(entry.key);
        if (known) {
            check(entry.value, *known, prefix + entry.key, entry.keyRange);
            continue;
        }
        if (shape.open || entry.key.startsWith(QLatin1String("x-"))) {
            continue;
        }
        const QString near = diagnostics::nearest(entry.key, shape.keys.keys());
        QString message = path.isEmpty() ? translated("A compose file has no key “%1”.").arg(entry.key)
                                         : translated("“%1” has no key “%2”.").arg(path, entry.key);
        QList<diagnostics::Fix> fixes;
        if (!near.isEmpty()) {
            message += QLatin1Char(' ') + translated("Did you mean “%1”?").arg(near);
            fixes.append({translated("Change to “%1”").arg(near), {{entry.keyRange, near}}, false});
        }
        m_report.add("unknown-key", entry.keyRange, message, fixes);
    }
    for (const QString& key : shape.required) {
        if (!node.contains(key)) {
            m_report.add("missing-key", place, translated("“%1” needs “%2”.").arg(path, key));
        }
    }
}

void ShapeChecker::checkList(const Node& node, const Shape& shape, const QString& path, TextRange place) {
    if (!shape.item) {
        wrongType(node, shape, path, place);
        return;
    }
    QSet<QString> seen;
    for (qsizetype i = 0; i < node.items().size(); ++i) {
        const Node& item = node.items().at(i);
        const QString itemPath = QStringLiteral("%1[%2]").arg(path).arg(i);
        // Of an item that is not written there is its dash.
        const TextRange own = item.range();
        check(item, *shape.item, itemPath, own.isEmpty() && own.start > 0 ? TextRange{own.start - 1, own.start} : own);
        if (shape.unique && item.isScalar()) {
            const QString key = QString::number(int(item.scalarType())) + item.text();
            if (seen.contains(key)) {
                m_report.add("duplicate-item", item.range(), translated("“%1” is in the list twice.").arg(item.text()));
            }
            seen.insert(key);
        }
    }
}

void ShapeChecker::checkScalar(const Node& node, const Shape& shape, const QString& path, TextRange place) {
    const ScalarType type = node.scalarType();
    const bool text = type == ScalarType::String;
    if (!shape.words.isEmpty() && !shape.text) {
        if (!shape.words.contains(node.text()) && !isInterpolated(node)) {
            const QString near = diagnostics::nearest(node.text(), shape.words);
            const QString message = translated("“%1” must be %2.").arg(path, shape.description());
            m_report.add("wrong-type", node.range(),
                         near.isEmpty() ? message
                                        : message + QLatin1Char(' ') + translated("Did you mean “%1”?").arg(near));
        }
        return;
    }
    const bool fits = (text && shape.text) || (type == ScalarType::Bool && shape.boolean) ||
                      (type == ScalarType::Int && (shape.integer || shape.number)) ||
                      (type == ScalarType::Float && shape.number) ||
                      (text && isInterpolated(node) && shape.allowsScalar());
    if (!fits) {
        wrongType(node, shape, path, place);
    }
}

} // namespace

bool isInterpolated(const Node& node) {
    return node.isScalar() && node.text().contains(u'$');
}

void validateShape(const Node& root, Report& report) {
    ShapeChecker(report).check(root, *composeShape(), QString(), root.range());
}

} // namespace reberth::compose
