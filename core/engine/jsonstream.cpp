#include "core/engine/jsonstream.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace reberth::engine {

namespace {

tl::unexpected<Error> corrupt(const QString& detail) {
    return fail(ErrorCode::CorruptData,
                QCoreApplication::translate("reberth::engine", "The engine's answer could not be understood."), detail);
}

} // namespace

Result<QList<QJsonObject>> JsonStream::feed(const QByteArray& bytes) {
    QList<QJsonObject> objects;
    m_buffer += bytes;
    qsizetype start = 0;
    for (qsizetype i = m_scanned; i < m_buffer.size(); ++i) {
        const char c = m_buffer.at(i);
        if (m_inString) {
            if (m_escaped) {
                m_escaped = false;
            } else if (c == '\\') {
                m_escaped = true;
            } else if (c == '"') {
                m_inString = false;
            }
            continue;
        }
        if (m_depth == 0) {
            if (c == '{') {
                start = i;
                m_depth = 1;
            } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                return corrupt(QStringLiteral("no JSON object: %1").arg(QString::fromUtf8(m_buffer.mid(i, 60))));
            }
            continue;
        }
        if (c == '"') {
            m_inString = true;
        } else if (c == '{' || c == '[') {
            ++m_depth;
        } else if (c == '}' || c == ']') {
            if (--m_depth == 0) {
                QJsonParseError error;
                const auto document = QJsonDocument::fromJson(m_buffer.mid(start, i + 1 - start), &error);
                if (!document.isObject()) {
                    return corrupt(error.errorString());
                }
                objects.append(document.object());
                start = i + 1;
            }
        }
    }
    // Between objects only white space is left, which may go.
    m_buffer = m_depth == 0 ? QByteArray() : m_buffer.mid(start);
    m_scanned = m_buffer.size();
    if (m_buffer.size() > m_limit) {
        return corrupt(QStringLiteral("a JSON object of more than %1 bytes").arg(m_limit));
    }
    return objects;
}

} // namespace reberth::engine
