#include "ui/widgets/logpane.h"

#include "ui/theme/spacing.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/searchfield.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPainter>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>

namespace reberth::ui {

namespace {

Chip* tool(const QString& name, const QString& text, const QString& tip, bool checkable, QWidget* parent) {
    auto* chip = new Chip(text, parent);
    chip->setObjectName(name);
    chip->setToolTip(tip);
    chip->setAccessibleName(tip);
    chip->setCheckable(checkable);
    return chip;
}

} // namespace

LogPane::LogPane(QWidget* parent)
    : Card(parent)
    , m_view(new LogView(this))
    , m_search(new SearchField(tr("Search the log"), this))
    , m_regex(tool(QStringLiteral("logRegex"), QStringLiteral(".*"), tr("Regular expression"), true, this))
    , m_errors(tool(QStringLiteral("logErrors"), tr("Errors"), tr("Only lines that speak of an error"), true, this))
    , m_wrap(tool(QStringLiteral("logWrap"), tr("Wrap"), tr("Wrap long lines"), true, this))
    , m_follow(tool(QStringLiteral("logFollow"), tr("Follow"), tr("Stay at the end as lines come"), true, this))
    , m_save(tool(QStringLiteral("logSave"), tr("Save…"), tr("Save the whole log in a file"), false, this)) {
    setFill(&Palette::code);
    m_view->setObjectName(QStringLiteral("logView"));
    m_view->setAccessibleName(tr("Log"));
    m_view->setFrameShape(QFrame::NoFrame);
    m_search->setObjectName(QStringLiteral("logSearch"));
    m_search->setAccessibleName(tr("Search the log"));
    m_search->setMaximumWidth(300);
    m_follow->setChecked(m_view->isFollowing());
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(spacing::unit + 2, spacing::unit, spacing::unit + 2, spacing::unit);
    bar->setSpacing(spacing::unit);
    bar->addWidget(m_search, 1);
    bar->addWidget(m_regex);
    bar->addWidget(m_errors);
    bar->addStretch(1);
    bar->addWidget(m_wrap);
    bar->addWidget(m_follow);
    bar->addWidget(m_save);
    auto* line = new QFrame(this);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, spacing::half);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(line);
    column->addWidget(m_view, 1);

    auto* find = new QAction(tr("Search the Log"), this);
    find->setObjectName(QStringLiteral("actionSearchLog"));
    find->setShortcut(QKeySequence::Find);
    find->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QAction::triggered, this, [this] {
        m_search->setFocus();
        m_search->selectAll();
    });
    addAction(find);
    const auto search = [this] {
        m_view->setSearch(m_search->text(), m_regex->isChecked());
        m_search->setToolTip(m_view->searchError());
    };
    connect(m_search, &QLineEdit::textChanged, this, search);
    connect(m_regex, &QAbstractButton::toggled, this, search);
    connect(m_search, &SearchField::nextRequested, m_view, &LogView::findNext);
    connect(m_search, &SearchField::previousRequested, m_view, &LogView::findPrevious);
    connect(m_search, &SearchField::left, m_view, [this] { m_view->setFocus(); });
    connect(m_view, &LogView::searchChanged, m_search, &SearchField::setHits);
    connect(m_errors, &QAbstractButton::toggled, this, &LogPane::refilter);
    connect(m_wrap, &QAbstractButton::toggled, m_view, &LogView::setWrap);
    connect(m_wrap, &QAbstractButton::toggled, this, &LogPane::wrapChanged);
    connect(m_follow, &QAbstractButton::toggled, m_view, &LogView::setFollowing);
    connect(m_view, &LogView::followingChanged, m_follow, &QAbstractButton::setChecked);
    connect(m_save, &QAbstractButton::clicked, this, &LogPane::saveRequested);
}

bool LogPane::looksLikeError(const QString& text) {
    static const QRegularExpression words(
        QStringLiteral("\\b(error|fatal|failed|failure|traceback|exception|killed|cannot)\\b|\\w(Error|Exception)\\b"),
        QRegularExpression::CaseInsensitiveOption);
    return text.contains(words);
}

void LogPane::setWrap(bool wrap) {
    m_wrap->setChecked(wrap);
}

void LogPane::setSource(qsizetype count, std::function<LogText(qsizetype)> line) {
    m_line = std::move(line);
    m_count = count;
    refilter();
}

void LogPane::setFilter(std::function<bool(qsizetype)> accept) {
    m_accept = std::move(accept);
    refilter();
}

bool LogPane::accepts(qsizetype index) const {
    if (m_accept && !m_accept(index)) {
        return false;
    }
    return !m_errors->isChecked() || looksLikeError(m_line(index).text);
}

void LogPane::refilter() {
    m_all = !m_accept && !m_errors->isChecked();
    m_shown.clear();
    m_view->setMarkedLine(-1);
    if (!m_line) {
        m_view->clear();
        return;
    }
    if (m_all) {
        m_view->setSource(m_count, m_line);
        return;
    }
    append(0);
    m_view->setSource(m_shown.size(), [this](qsizetype index) {
        LogText text = m_line(m_shown.at(index));
        text.number = m_shown.at(index) + 1;
        return text;
    });
}

void LogPane::append(qsizetype first) {
    for (qsizetype index = first; index < m_count; ++index) {
        if (accepts(index)) {
            m_shown.append(index);
        }
    }
}

void LogPane::setLineCount(qsizetype count) {
    const qsizetype first = m_count;
    m_count = count;
    if (!m_line) {
        return;
    }
    if (m_all) {
        m_view->setLineCount(count);
    } else {
        append(first);
        m_view->setLineCount(m_shown.size());
    }
}

void LogPane::scrollToLine(qsizetype sourceLine, bool mark) {
    qsizetype row = sourceLine;
    if (!m_all) {
        const auto found = std::lower_bound(m_shown.cbegin(), m_shown.cend(), sourceLine);
        row = found == m_shown.cend() ? m_shown.size() - 1 : found - m_shown.cbegin();
    }
    if (row >= 0) {
        m_view->setFollowing(false);
        m_view->setMarkedLine(mark ? row : -1);
        m_view->scrollToLine(row);
    }
}

QString LogPane::allText() const {
    QString all;
    for (qsizetype index = 0; index < m_count; ++index) {
        all += AnsiText::parse(m_line(index).text).text;
        all += QLatin1Char('\n');
    }
    return all;
}

} // namespace reberth::ui
