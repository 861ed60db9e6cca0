#include "core/engine/streamdemultiplexer.h"

#include <QCoreApplication>
#include <QtEndian>

namespace reberth::engine {

namespace {

enum FrameType { StdIn = 0, StdOut = 1, StdErr = 2, SystemError = 3 };
constexpr qsizetype headerSize = 8;
constexpr qsizetype maxSystemError = 64 * 1024;

} // namespace

Result<QList<StreamDemultiplexer::Piece>> StreamDemultiplexer::feed(const QByteArray& bytes) {
    QList<Piece> pieces;
    qsizetype at = 0;
    while (at < bytes.size()) {
        if (m_left == 0) {
            const qsizetype count = qMin(headerSize - m_header.size(), bytes.size() - at);
            m_header += bytes.mid(at, count);
            at += count;
            if (m_header.size() < headerSize) {
                break;
            }
            m_type = static_cast<unsigned char>(m_header.at(0));
            m_left = qFromBigEndian<quint32>(m_header.constData() + 4);
            if (m_type > SystemError || m_header.at(1) != 0 || m_header.at(2) != 0 || m_header.at(3) != 0) {
                return fail(
                    ErrorCode::CorruptData,
                    QCoreApplication::translate("reberth::engine", "The container's output could not be understood."),
                    QStringLiteral("frame header %1").arg(QString::fromLatin1(m_header.toHex())));
            }
            m_header.clear();
            m_systemError.clear();
            continue;
        }
        const qsizetype count = static_cast<qsizetype>(qMin<qint64>(m_left, bytes.size() - at));
        const QByteArray data = bytes.mid(at, count);
        at += count;
        m_left -= static_cast<quint32>(count);
        if (m_type == SystemError) {
            m_systemError += data.left(maxSystemError - m_systemError.size());
            if (m_left == 0) {
                return fail(ErrorCode::ConnectionLost,
                            QCoreApplication::translate("reberth::engine", "The engine ended the output: %1")
                                .arg(QString::fromUtf8(m_systemError).trimmed()));
            }
        } else if (pieces.isEmpty() || pieces.last().isError != (m_type == StdErr)) {
            pieces.append({data, m_type == StdErr});
        } else {
            pieces.last().data += data;
        }
    }
    return pieces;
}

} // namespace reberth::engine
