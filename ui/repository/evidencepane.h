#pragma once

#include "ui/repository/findingrows.h"
#include "ui/widgets/card.h"

class QVBoxLayout;

namespace reberth::settings {
class Settings;
}

namespace reberth::ui {

class CodeEditor;
class ElidedLabel;
class Label;

/// The file a finding comes from, opened at its line, and below it why it was settled so.
class EvidencePane : public Card {
    Q_OBJECT
public:
    explicit EvidencePane(const settings::Settings& settings, QWidget* parent = nullptr);

    /// `root` is the checkout. Files out of it are not opened.
    void showFinding(const QString& root, const FindingRow& row);
    void clear();
    QString file() const { return m_file; }

private:
    void showEvidence(const analysis::Evidence& evidence);
    void showWhy(const FindingRow& row);

    QString m_root;
    QString m_file;
    QString m_what;
    ElidedLabel* m_title;
    ElidedLabel* m_place;
    CodeEditor* m_view;
    Label* m_whyTitle;
    Label* m_why;
    QWidget* m_claims;
    QVBoxLayout* m_claimsLayout;
};

} // namespace reberth::ui
