#include "ui/widgets/logsearch.h"

#include <QElapsedTimer>
#include <QTimerEvent>

#include <algorithm>

namespace reberth::ui {

namespace {
constexpr int sliceMilliseconds = 12;
}

LogSearch::LogSearch(QObject* parent)
    : QObject(parent) {
}

void LogSearch::setLines(qsizetype count, std::function<QString(qsizetype)> line) {
    m_line = std::move(line);
    m_count = count;
    restart();
}

void LogSearch::setCount(qsizetype count) {
    if (count < m_count) {
        m_count = count;
        restart();
        return;
    }
    m_count = count;
    ensureScanning();
}

void LogSearch::setPattern(const QString& text, bool regularExpression) {
    m_text = text;
    m_regular = regularExpression;
    m_error.clear();
    m_expression = QRegularExpression(text, QRegularExpression::CaseInsensitiveOption);
    if (regularExpression && !m_expression.isValid()) {
        m_error = m_expression.errorString();
    }
    restart();
}

void LogSearch::restart() {
    m_hits.clear();
    m_next = 0;
    ensureScanning();
    emit changed();
}

void LogSearch::ensureScanning() {
    const bool wanted = isActive() && m_error.isEmpty() && m_next < m_count && m_hits.size() < hitLimit;
    if (wanted && m_timer == 0) {
        m_timer = startTimer(0);
    } else if (!wanted && m_timer != 0) {
        killTimer(m_timer);
        m_timer = 0;
    }
}

void LogSearch::timerEvent(QTimerEvent* event) {
    if (event->timerId() != m_timer) {
        QObject::timerEvent(event);
        return;
    }
    QElapsedTimer clock;
    clock.start();
    const qsizetype before = m_hits.size();
    while (m_next < m_count && m_hits.size() < hitLimit) {
        m_hits.append(hitsOf(m_next, m_line(m_next)));
        ++m_next;
        if (m_next % 64 == 0 && clock.elapsed() > sliceMilliseconds) {
            break;
        }
    }
    ensureScanning();
    if (m_hits.size() != before || m_timer == 0) {
        emit changed();
    }
}

QList<LogSearch::Hit> LogSearch::hitsIn(qsizetype line) const {
    const auto from = std::lower_bound(m_hits.cbegin(), m_hits.cend(), line,
                                       [](const Hit& hit, qsizetype wanted) { return hit.line < wanted; });
    auto to = from;
    while (to != m_hits.cend() && to->line == line) {
        ++to;
    }
    return QList<Hit>(from, to);
}

QList<LogSearch::Hit> LogSearch::hitsOf(qsizetype line, const QString& text) const {
    QList<Hit> result;
    if (!isActive() || !m_error.isEmpty()) {
        return result;
    }
    if (m_regular) {
        auto matches = m_expression.globalMatch(text);
        while (matches.hasNext()) {
            const QRegularExpressionMatch match = matches.next();
            if (match.capturedLength() > 0) {
                result.append(
                    {line, static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength())});
            }
        }
        return result;
    }
    qsizetype at = text.indexOf(m_text, 0, Qt::CaseInsensitive);
    while (at >= 0) {
        result.append({line, static_cast<int>(at), static_cast<int>(m_text.size())});
        at = text.indexOf(m_text, at + m_text.size(), Qt::CaseInsensitive);
    }
    return result;
}

} // namespace reberth::ui
