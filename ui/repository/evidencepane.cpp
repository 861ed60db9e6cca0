#include "ui/repository/evidencepane.h"

#include "core/analysis/sourcetree.h"
#include "ui/editor/codeeditor.h"
#include "ui/editor/codesize.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/elidedlabel.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QListWidget>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

constexpr qint64 largestFile = 4 * 1024 * 1024;
constexpr int shownPlaces = 5; ///< more of them scroll

QFrame* makeLine() {
    auto* line = new QFrame;
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    return line;
}

/// The file below `root`, or "" when it is not there, is no plain file, or lies outside through a link.
QString safePath(const QString& root, const QString& file) {
    const QString canonicalRoot = QFileInfo(root).canonicalFilePath();
    const QFileInfo info(QDir(root).filePath(file));
    const QString canonical = info.canonicalFilePath();
    return info.isFile() && !canonicalRoot.isEmpty() && canonical.startsWith(canonicalRoot + QLatin1Char('/'))
               ? canonical
               : QString();
}

} // namespace

EvidencePane::EvidencePane(const settings::Settings& settings, QWidget* parent)
    : Card(parent)
    , m_title(new ElidedLabel({}, FontRole::Strong))
    , m_place(new ElidedLabel({}, FontRole::Body, &Palette::dim))
    , m_view(new CodeEditor)
    , m_whyTitle(new Label({}, FontRole::Strong))
    , m_why(new Label({}, FontRole::Body, &Palette::dim))
    , m_places(new QListWidget) {
    m_view->setObjectName(QStringLiteral("evidenceView"));
    m_view->setAccessibleName(tr("File with the evidence"));
    m_view->setReadOnly(true);
    followCodeSize(m_view, settings);
    m_view->setFrameShape(QFrame::NoFrame);
    m_title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_title->setElideMode(Qt::ElideLeft);
    m_whyTitle->setWordWrap(true);
    m_why->setWordWrap(true);
    m_why->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_places->setObjectName(QStringLiteral("evidencePlaces"));
    m_places->setAccessibleName(tr("Places that say so"));
    m_places->setFrameShape(QFrame::NoFrame);
    m_places->setUniformItemSizes(true);
    m_places->setTextElideMode(Qt::ElideRight);
    m_places->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFontRole(m_places, FontRole::Mono);
    connect(m_places, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0 && row < m_evidence.size()) {
            showEvidence(m_evidence.at(row));
        }
    });

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(14, 11, 14, 11);
    head->setSpacing(6);
    head->addWidget(m_title);
    head->addWidget(m_place, 1);
    layout->addLayout(head);
    layout->addWidget(makeLine());
    layout->addWidget(m_view, 1);
    layout->addWidget(makeLine());
    auto* foot = new QWidget;
    auto* why = new QVBoxLayout(foot);
    why->setContentsMargins(14, 11, 14, 12);
    why->setSpacing(spacing::half);
    why->addWidget(m_whyTitle);
    why->addWidget(m_why);
    why->addWidget(m_places);
    layout->addWidget(foot);
    clear();
}

void EvidencePane::clear() {
    m_file.clear();
    m_line = 0;
    m_view->loadText({});
    m_view->highlightLines(0, -1);
    m_title->setText(tr("Evidence"));
    m_place->setText(tr("· choose a finding to see where it comes from"));
    m_whyTitle->clear();
    m_why->setText(tr("Every value says here why it was settled so."));
    m_evidence.clear();
    m_places->clear();
    m_places->hide();
}

void EvidencePane::showFinding(const QString& root, const FindingRow& row) {
    m_root = root;
    m_what = row.what;
    clear();
    if (row.evidence.isEmpty()) {
        m_title->setText(row.what);
        m_place->setText(tr("· no file says this"));
    } else {
        showEvidence(row.evidence.first());
    }
    m_whyTitle->setText(row.value.isEmpty() ? tr("Why")
                        : row.lost          ? tr("Why not %1").arg(row.value)
                                            : tr("Why %1").arg(row.value));
    m_why->setText(row.why.isEmpty() ? tr("It stands so in the file above.") : row.why);
    showPlaces(row);
}

void EvidencePane::step(int by) {
    if (const int count = m_places->count(); count > 0) {
        m_places->setCurrentRow((m_places->currentRow() + by + count) % count);
    }
}

void EvidencePane::showEvidence(const analysis::Evidence& evidence) {
    m_file = evidence.file;
    m_line = evidence.line;
    m_title->setText(evidence.file);
    m_place->setText(evidence.line > 0 ? tr("· line %1, evidence for %2").arg(evidence.line).arg(m_what)
                                       : tr("· evidence for %1").arg(m_what));
    const QString path = safePath(m_root, evidence.file);
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly)) {
        m_view->loadText(tr("This file can't be read any more."));
        m_view->highlightLines(0, -1);
        return;
    }
    m_view->setFileName(evidence.file.section(QLatin1Char('/'), -1));
    m_view->setAccessibleName(tr("Evidence in %1").arg(evidence.file));
    const QString text = analysis::SourceTree::decode(file.read(largestFile));
    m_view->loadText(text);
    if (evidence.line > text.count(QLatin1Char('\n')) + 1) {
        m_place->setText(tr("· line %1 lies beyond the %2 that are shown")
                             .arg(evidence.line)
                             .arg(QLocale().formattedDataSize(largestFile)));
    }
    m_view->highlightLines(evidence.line - 1, evidence.line > 0 ? evidence.line - 1 : -2);
    m_view->reveal(qMax(0, evidence.line - 1));
}

void EvidencePane::showPlaces(const FindingRow& row) {
    if (row.evidence.size() < 2) {
        return;
    }
    const QSignalBlocker quiet(m_places);
    m_evidence = row.evidence;
    for (const analysis::Evidence& evidence : row.evidence) {
        auto* item = new QListWidgetItem(QStringLiteral("%1  %2").arg(placeText(evidence), evidence.text.simplified()));
        item->setToolTip(evidence.text);
        m_places->addItem(item);
    }
    m_places->setCurrentRow(0);
    const int height = m_places->sizeHintForRow(0) * qMin(m_places->count(), shownPlaces);
    m_places->setFixedHeight(height + 2 * m_places->frameWidth());
    m_places->show();
}

} // namespace reberth::ui
