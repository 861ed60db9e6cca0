#include "ui/repository/evidencepane.h"

#include "ui/editor/codeeditor.h"
#include "ui/editor/codesize.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/elidedlabel.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

constexpr qint64 largestFile = 4 * 1024 * 1024;
constexpr int shownClaims = 12;

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
    , m_claims(new QWidget)
    , m_claimsLayout(new QVBoxLayout(m_claims)) {
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
    m_claimsLayout->setContentsMargins(0, spacing::half, 0, 0);
    m_claimsLayout->setSpacing(0);

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
    why->addWidget(m_claims);
    layout->addWidget(foot);
    clear();
}

void EvidencePane::clear() {
    m_file.clear();
    m_view->loadText({});
    m_view->highlightLines(0, -1);
    m_title->setText(tr("Evidence"));
    m_place->setText(tr("· choose a finding to see where it comes from"));
    m_whyTitle->clear();
    m_why->setText(tr("Every value says here why it was settled so."));
    qDeleteAll(m_claims->findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
}

void EvidencePane::showFinding(const QString& root, const FindingRow& row) {
    m_root = root;
    m_what = row.what;
    if (row.evidence.isEmpty()) {
        clear();
        m_title->setText(row.what);
        m_place->setText(tr("· no file says this"));
    } else {
        showEvidence(row.evidence.first());
    }
    showWhy(row);
}

void EvidencePane::showEvidence(const analysis::Evidence& evidence) {
    m_file = evidence.file;
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
    m_view->loadText(QString::fromUtf8(file.read(largestFile)));
    m_view->highlightLines(evidence.line - 1, evidence.line > 0 ? evidence.line - 1 : -2);
    m_view->goTo(qMax(0, evidence.line - 1), 0);
}

void EvidencePane::showWhy(const FindingRow& row) {
    m_whyTitle->setText(row.value.isEmpty() ? tr("Why") : tr("Why %1").arg(row.value));
    m_why->setText(row.why.isEmpty() ? tr("It stands so in the file above.") : row.why);
    qDeleteAll(m_claims->findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
    const auto addPlace = [this](const QString& text, const analysis::Evidence& evidence) {
        auto* button = new QPushButton(text);
        button->setFlat(true);
        setFontRole(button, FontRole::Mono);
        button->setAccessibleName(tr("Show %1").arg(text));
        button->setToolTip(evidence.text);
        button->setEnabled(!evidence.file.isEmpty());
        connect(button, &QPushButton::clicked, this, [this, evidence] { showEvidence(evidence); });
        m_claimsLayout->addWidget(button, 0, Qt::AlignLeft);
    };
    int shown = 0;
    if (row.claims.size() > 1) {
        for (const analysis::Claim& claim : row.claims) {
            if (++shown > shownClaims) {
                break;
            }
            addPlace(
                tr("%1  from %2").arg(claim.version.isEmpty() ? claim.range : claim.version, placeText(claim.evidence)),
                claim.evidence);
        }
    } else if (row.evidence.size() > 1) {
        for (const analysis::Evidence& evidence : row.evidence) {
            if (++shown > shownClaims) {
                break;
            }
            addPlace(placeText(evidence), evidence);
        }
    }
    m_claims->setVisible(shown > 0);
}

} // namespace reberth::ui
