#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace reberth::engine {

/// Reads one protobuf message field by field without a copy. Never reads outside the bytes it was given, whatever
/// lengths stand in them.
class ProtobufReader {
public:
    enum class Wire { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };
    struct Field {
        quint32 number = 0;
        Wire wire = Wire::Varint;
        quint64 value = 0;    ///< Varint, Fixed64, Fixed32
        QByteArrayView bytes; ///< Bytes; a view into the message

        QString text() const { return QString::fromUtf8(bytes); }
        qint64 number64() const { return static_cast<qint64>(value); }
    };

    explicit ProtobufReader(QByteArrayView message)
        : m_rest(message) {}

    /// nullopt at the end, and at the first thing that is no field: then failed() is true.
    std::optional<Field> next();
    bool failed() const { return m_failed; }

private:
    bool readVarint(quint64* value);
    bool readFixed(int size, quint64* value);

    QByteArrayView m_rest;
    bool m_failed = false;
};

} // namespace reberth::engine
