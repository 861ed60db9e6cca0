#pragma once

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include <memory>

namespace reberth::compose {

struct Shape;
using ShapePtr = std::shared_ptr<const Shape>;

/// What may stand at a place of a compose file; several kinds at once mean "one of".
struct Shape {
    bool any = false;
    bool text = false;
    bool number = false;
    bool integer = false;
    bool boolean = false;
    bool null = false;
    QStringList words;   ///< the texts that are allowed, when not any text is
    ShapePtr item;       ///< of a list
    bool unique = false; ///< the list's texts may not repeat
    ShapePtr value;      ///< of a map with free keys
    QHash<QString, ShapePtr> keys;
    QSet<QString> required;
    bool isObject = false; ///< a map with known keys
    bool open = false;     ///< other keys are let pass

    bool allowsScalar() const { return any || text || number || integer || boolean || !words.isEmpty(); }
    bool allowsMap() const { return any || isObject || value; }
    bool allowsList() const { return any || item; }
    /// "a text or a list", for messages.
    QString description() const;
};

/// The shape of a whole compose file.
const ShapePtr& composeShape();

} // namespace reberth::compose
