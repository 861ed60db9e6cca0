#pragma once

#include "core/base/error.h"
#include "core/repo/importjob.h"
#include "ui/widgets/card.h"

class QLineEdit;
class QPushButton;

namespace reberth::ui {

class Banner;
class ProgressRow;

/// Where a repository goes in: address and ref, the progress of the clone, and what went wrong, all in place.
class ImportCard : public Card {
    Q_OBJECT
public:
    explicit ImportCard(QWidget* parent = nullptr);

    void setAddress(const QString& address);
    void focusAddress();

    void showStarted(const QString& name);
    void showProgress(const repo::ImportProgress& progress);
    void showError(const Error& error);
    void showIdle();

signals:
    void importRequested(const QString& address, const QString& ref);
    void cancelRequested();
    void folderRequested();

private:
    void submit();
    void setBusy(bool busy);

    QLineEdit* m_address;
    QLineEdit* m_ref;
    QPushButton* m_import;
    QPushButton* m_folder;
    ProgressRow* m_progress;
    Banner* m_error;
    QString m_name;
};

} // namespace reberth::ui
