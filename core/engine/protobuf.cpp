#include "core/engine/protobuf.h"

namespace reberth::engine {

bool ProtobufReader::readVarint(quint64* value) {
    *value = 0;
    for (int i = 0; i < 10 && i < m_rest.size(); ++i) {
        const auto byte = static_cast<unsigned char>(m_rest.at(i));
        if (i == 9 && byte > 1) {
            return false;
        }
        *value |= static_cast<quint64>(byte & 0x7f) << (7 * i);
        if ((byte & 0x80) == 0) {
            m_rest = m_rest.sliced(i + 1);
            return true;
        }
    }
    return false;
}

bool ProtobufReader::readFixed(int size, quint64* value) {
    if (m_rest.size() < size) {
        return false;
    }
    *value = 0;
    for (int i = 0; i < size; ++i) {
        *value |= static_cast<quint64>(static_cast<unsigned char>(m_rest.at(i))) << (8 * i);
    }
    m_rest = m_rest.sliced(size);
    return true;
}

std::optional<ProtobufReader::Field> ProtobufReader::next() {
    if (m_failed || m_rest.isEmpty()) {
        return std::nullopt;
    }
    quint64 tag = 0;
    Field field;
    bool ok = readVarint(&tag) && (tag >> 3) != 0 && (tag >> 3) <= 0x1fffffff;
    if (ok) {
        field.number = static_cast<quint32>(tag >> 3);
        switch (tag & 7) {
        case 0:
            ok = readVarint(&field.value);
            break;
        case 1:
            field.wire = Wire::Fixed64;
            ok = readFixed(8, &field.value);
            break;
        case 2: {
            field.wire = Wire::Bytes;
            quint64 length = 0;
            ok = readVarint(&length) && length <= static_cast<quint64>(m_rest.size());
            if (ok) {
                field.bytes = m_rest.first(static_cast<qsizetype>(length));
                m_rest = m_rest.sliced(static_cast<qsizetype>(length));
            }
            break;
        }
        case 5:
            field.wire = Wire::Fixed32;
            ok = readFixed(4, &field.value);
            break;
        default:
            ok = false;
        }
    }
    if (!ok) {
        m_failed = true;
        return std::nullopt;
    }
    return field;
}

} // namespace reberth::engine
