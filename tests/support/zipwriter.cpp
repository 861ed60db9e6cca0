#include "tests/support/zipwriter.h"

#include <array>

namespace reberth::test {

namespace {

constexpr std::array<quint32, 256> makeTable() {
    std::array<quint32, 256> table{};
    for (quint32 i = 0; i < 256; ++i) {
        quint32 value = i;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value & 1U) ? 0xEDB88320U ^ (value >> 1U) : value >> 1U;
        }
        table[i] = value;
    }
    return table;
}

quint32 crc32(const QByteArray& data) {
    static constexpr std::array<quint32, 256> table = makeTable();
    quint32 value = 0xFFFFFFFFU;
    for (const char byte : data) {
        value = table[(value ^ static_cast<quint8>(byte)) & 0xFFU] ^ (value >> 8U);
    }
    return value ^ 0xFFFFFFFFU;
}

QByteArray little(quint32 value, int bytes) {
    QByteArray out;
    for (int i = 0; i < bytes; ++i) {
        out.append(static_cast<char>((value >> (8 * i)) & 0xFFU));
    }
    return out;
}

} // namespace

void ZipWriter::add(const QString& path, const QByteArray& content) {
    const QByteArray name = path.toUtf8();
    const QByteArray size = little(static_cast<quint32>(content.size()), 4);
    // version 2.0, UTF-8 name, stored, 1980-01-01 00:00, checksum, sizes, name, no extra field
    const QByteArray common = little(20, 2) + little(0x0800, 2) + little(0, 2) + little(0, 2) + little(0x21, 2) +
                              little(crc32(content), 4) + size + size + little(static_cast<quint32>(name.size()), 2) +
                              little(0, 2);
    m_directory += little(0x02014b50, 4) + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2) +
                   little(0, 4) + little(static_cast<quint32>(m_files.size()), 4) + name;
    m_files += little(0x04034b50, 4) + common + name + content;
    ++m_count;
}

QByteArray ZipWriter::finish() {
    return m_files + m_directory + little(0x06054b50, 4) + little(0, 2) + little(0, 2) + little(m_count, 2) +
           little(m_count, 2) + little(static_cast<quint32>(m_directory.size()), 4) +
           little(static_cast<quint32>(m_files.size()), 4) + little(0, 2);
}

} // namespace reberth::test
