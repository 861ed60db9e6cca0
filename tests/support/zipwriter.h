#pragma once

#include <QByteArray>
#include <QString>

namespace reberth::test {

/// A zip archive of stored (not compressed) files in memory: enough for a wheel.
class ZipWriter {
public:
    void add(const QString& path, const QByteArray& content);
    /// The archive; nothing may be added after.
    QByteArray finish();

private:
    QByteArray m_files;
    QByteArray m_directory;
    quint16 m_count = 0;
};

} // namespace reberth::test
