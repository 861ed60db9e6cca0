#pragma once

#include <QObject>

#include <memory>

class QTextDocument;

namespace reberth::ui {

struct Palette;

/// Syntax colours for a document, in our palette. The only door to KSyntaxHighlighting.
class Highlighter : public QObject {
    Q_OBJECT
public:
    /// Owned by nobody but its parent; must not outlive `document`.
    explicit Highlighter(QTextDocument* document, QObject* parent = nullptr);
    ~Highlighter() override;

    /// Chooses the language by the file's name ("Dockerfile", "compose.yaml", "train.py"); unknown names stay plain.
    void setFileName(const QString& name);
    /// `colors` is Palette::light() or Palette::dark(), which live as long as the program.
    void setColors(const Palette& colors);
    /// "Dockerfile", "YAML", …; "" when plain.
    QString language() const;
    /// What starts a comment line in this language; "" where there is none.
    QString lineComment() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace reberth::ui
