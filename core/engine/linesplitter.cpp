#include "core/engine/linesplitter.h"

namespace reberth::engine {

namespace {

constexpr qsizetype maxLineBytes = 64 * 1024;

QString shown(QByteArray line) {
    while (line.endsWith('\r')) {
        line.chop(1);
    }
    return QString::fromUtf8(line.mid(line.lastIndexOf('\r') + 1));
}

} // namespace

QStringList LineSplitter::feed(const QByteArray& data) {
    QStringList lines;
    qsizetype at = 0;
    while (at < data.size()) {
        const qsizetype end = data.indexOf('\n', at);
        if (end >= 0) {
            m_line += data.mid(at, end - at);
            lines.append(shown(m_line));
            m_line.clear();
            at = end + 1;
            continue;
        }
        m_line += data.mid(at);
        at = data.size();
    }
    // What a later carriage return has overwritten need not be kept, but a last one may belong to a CRLF.
    const qsizetype overwritten = m_line.size() > 1 ? m_line.lastIndexOf('\r', m_line.size() - 2) : -1;
    if (overwritten >= 0 && !m_line.endsWith('\r')) {
        m_line.remove(0, overwritten + 1);
    }
    while (m_line.size() > maxLineBytes) {
        qsizetype cut = maxLineBytes;
        // Not within a UTF-8 character.
        while (cut > maxLineBytes - 4 && (static_cast<unsigned char>(m_line.at(cut)) & 0xc0) == 0x80) {
            --cut;
        }
        lines.append(shown(m_line.left(cut)));
        m_line.remove(0, cut);
    }
    return lines;
}

QString LineSplitter::unfinished() const {
    return shown(m_line);
}

QStringList LineSplitter::finish() {
    if (m_line.isEmpty()) {
        return {};
    }
    const QString last = shown(std::exchange(m_line, {}));
    return {last};
}

} // namespace reberth::engine
