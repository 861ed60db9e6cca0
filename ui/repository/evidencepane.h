#pragma once

#include "ui/repository/findingrows.h"
#include "ui/widgets/card.h"

class QListWidget;

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
    /// The next or the previous place of the finding, around the end.
    void step(int by);
    QString file() const { return m_file; } ///< relative to the root, "" when none is shown
    int line() const { return m_line; }     ///< 1-based, 0 when the whole file is meant

private:
    void showEvidence(const analysis::Evidence& evidence);
    void showPlaces(const FindingRow& row);

    QString m_root;
    QString m_file;
    int m_line = 0;
    QString m_what;
    QList<analysis::Evidence> m_evidence;
    ElidedLabel* m_title;
    ElidedLabel* m_place;
    CodeEditor* m_view;
    Label* m_whyTitle;
    Label* m_why;
    QListWidget* m_places;
};

} // namespace reberth::ui
