#include "ui/home/importcard.h"

#include "ui/theme/spacing.h"
#include "ui/theme/style.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/label.h"
#include "ui/widgets/progressrow.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace reberth::ui {

ImportCard::ImportCard(QWidget* parent)
    : Card(parent)
    , m_address(new QLineEdit)
    , m_ref(new QLineEdit)
    , m_import(new QPushButton(tr("Import")))
    , m_folder(new QPushButton(tr("Choose Folder…")))
    , m_progress(new ProgressRow)
    , m_error(new Banner) {
    m_address->setObjectName(QStringLiteral("importAddress"));
    m_address->setAccessibleName(tr("Repository address or folder"));
    m_address->setPlaceholderText(tr("https://… or git@… or owner/name or a folder"));
    m_address->setClearButtonEnabled(true);
    m_ref->setObjectName(QStringLiteral("importRef"));
    m_ref->setAccessibleName(tr("Branch, tag or commit"));
    m_ref->setPlaceholderText(tr("Branch, tag or commit"));
    m_ref->setFixedWidth(184);
    m_import->setObjectName(QStringLiteral("importButton"));
    m_import->setAccessibleName(tr("Import"));
    setPrimary(m_import);
    m_folder->setObjectName(QStringLiteral("importFolderButton"));
    m_folder->setAccessibleName(tr("Choose a folder"));
    m_progress->setObjectName(QStringLiteral("importProgress"));
    m_progress->cancelButton()->setObjectName(QStringLiteral("importCancel"));
    m_error->setObjectName(QStringLiteral("importError"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(12);
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::unit);
    row->addWidget(m_address, 1);
    row->addWidget(m_ref);
    row->addWidget(m_import);
    layout->addLayout(row);
    auto* second = new QHBoxLayout;
    second->setSpacing(spacing::unit);
    second->addWidget(
        new Label(tr("Nothing in the repository is executed. You can also drop a folder or an address here."),
                  FontRole::Small, &Palette::dim),
        1);
    second->addWidget(m_folder);
    layout->addLayout(second);
    layout->addWidget(m_progress);
    layout->addWidget(m_error);
    showIdle();

    connect(m_address, &QLineEdit::returnPressed, this, &ImportCard::submit);
    connect(m_ref, &QLineEdit::returnPressed, this, &ImportCard::submit);
    connect(m_import, &QPushButton::clicked, this, &ImportCard::submit);
    connect(m_folder, &QPushButton::clicked, this, &ImportCard::folderRequested);
    connect(m_progress, &ProgressRow::cancelRequested, this, &ImportCard::cancelRequested);
    connect(m_address, &QLineEdit::textChanged, this, [this] { m_error->hide(); });
}

void ImportCard::setAddress(const QString& address) {
    m_address->setText(address);
}

void ImportCard::focusAddress() {
    m_address->setFocus();
    m_address->selectAll();
}

void ImportCard::submit() {
    if (m_address->text().trimmed().isEmpty()) {
        showError(
            {ErrorCode::InvalidInput, tr("Type the address of a Git repository or the path of a folder first."), {}});
        return;
    }
    emit importRequested(m_address->text(), m_ref->text());
}

void ImportCard::setBusy(bool busy) {
    for (QWidget* input : std::initializer_list<QWidget*>{m_address, m_ref, m_import, m_folder}) {
        input->setEnabled(!busy);
    }
    m_progress->setVisible(busy);
}

void ImportCard::showStarted(const QString& name) {
    m_name = name;
    m_error->hide();
    setBusy(true);
    m_progress->setProgress(tr("Importing %1").arg(name), -1);
    m_progress->cancelButton()->setFocus();
}

void ImportCard::showProgress(const repo::ImportProgress& progress) {
    m_progress->setProgress(tr("Importing %1: %2").arg(m_name, progress.phase), progress.percent);
}

void ImportCard::showError(const Error& error) {
    setBusy(false);
    const bool cancelled = error.code == ErrorCode::Cancelled;
    m_error->setMessage(cancelled ? Tone::Neutral : Tone::Error, cancelled ? tr("Cancelled") : tr("Could not import"),
                        cancelled ? tr("What had been received was removed.") : error.message);
    m_error->setToolTip(error.detail);
    m_error->show();
    focusAddress();
}

void ImportCard::showIdle() {
    setBusy(false);
    m_error->hide();
}

} // namespace reberth::ui
