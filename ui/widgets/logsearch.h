#pragma once

#include <QList>
#include <QObject>
#include <QRegularExpression>
#include <QString>

#include <functional>

namespace reberth::ui {

/// Looks for a text in many lines without holding up the window: a slice of them at each turn of the event loop.
/// Lines that are added later are looked at too.
class LogSearch : public QObject {
    Q_OBJECT
public:
    struct Hit {
        qsizetype line = 0;
        int start = 0; ///< in the line as it is shown
        int length = 0;
    };
    static constexpr qsizetype hitLimit = 100000;

    explicit LogSearch(QObject* parent = nullptr);

    /// `line` gives the shown text of a line. Starts anew.
    void setLines(qsizetype count, std::function<QString(qsizetype)> line);
    void setCount(qsizetype count); ///< more lines than before
    void setPattern(const QString& text, bool regularExpression);

    bool isActive() const { return !m_text.isEmpty(); }
    QString error() const { return m_error; } ///< what is wrong with the regular expression
    bool isScanning() const { return m_timer != 0; }
    const QList<Hit>& hits() const { return m_hits; }
    QList<Hit> hitsIn(qsizetype line) const;
    /// Hits of a text that is at hand, whether the scan has come there or not.
    QList<Hit> hitsOf(qsizetype line, const QString& text) const;

signals:
    void changed(); ///< more hits, or the scan has ended

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    void restart();
    void ensureScanning();

    std::function<QString(qsizetype)> m_line;
    qsizetype m_count = 0;
    qsizetype m_next = 0;
    QString m_text;
    QString m_error;
    bool m_regular = false;
    QRegularExpression m_expression;
    QList<Hit> m_hits;
    int m_timer = 0;
};

} // namespace reberth::ui
