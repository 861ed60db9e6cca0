#include "ui/editor/highlighter.h"

#include "ui/theme/palette.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/SyntaxHighlighter>
#include <KSyntaxHighlighting/Theme>

#include <QFileInfo>

namespace reberth::ui {

namespace {

/// Finds the language; the highlighter of the library knows "Dockerfile" and most suffixes, these names it does not.
QString languageOf(const QString& name) {
    const QString base = QFileInfo(name).fileName();
    if (base.startsWith(QLatin1String("Dockerfile"), Qt::CaseInsensitive) ||
        base.endsWith(QLatin1String(".dockerfile"), Qt::CaseInsensitive) || base == QLatin1String("Containerfile")) {
        return QStringLiteral("Dockerfile");
    }
    if (base == QLatin1String(".dockerignore") || base == QLatin1String(".gitignore")) {
        return QStringLiteral("Git Ignore");
    }
    return {};
}

/// The library's highlighter with our colours: its formats say what a piece of text is, the palette how it looks.
class PaletteHighlighter : public KSyntaxHighlighting::SyntaxHighlighter {
public:
    // Not the document's child: it is ours to destroy.
    explicit PaletteHighlighter(QTextDocument* document)
        : SyntaxHighlighter(static_cast<QObject*>(nullptr)) {
        setDocument(document);
    }

    const Palette* colors = &Palette::light();

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format& format) override {
        using KSyntaxHighlighting::Theme;
        if (length <= 0) {
            return;
        }
        QTextCharFormat text;
        switch (format.textStyle()) {
        case Theme::Keyword:
        case Theme::ControlFlow:
        case Theme::Import:
        case Theme::Preprocessor:
        case Theme::RegionMarker:
            text.setForeground(colors->keyword);
            break;
        case Theme::String:
        case Theme::VerbatimString:
        case Theme::SpecialString:
        case Theme::SpecialChar:
        case Theme::Char:
            text.setForeground(colors->string);
            break;
        case Theme::Comment:
        case Theme::Documentation:
        case Theme::Annotation:
        case Theme::CommentVar:
            text.setForeground(colors->comment);
            break;
        case Theme::DecVal:
        case Theme::BaseN:
        case Theme::Float:
        case Theme::Constant:
            text.setForeground(colors->number);
            break;
        case Theme::Function:
        case Theme::BuiltIn:
        case Theme::Attribute:
        case Theme::DataType:
        case Theme::Variable:
            text.setForeground(colors->accent);
            break;
        case Theme::Error:
        case Theme::Alert:
            text.setForeground(colors->error);
            break;
        default:
            return;
        }
        setFormat(offset, length, text);
    }
};

} // namespace

class Highlighter::Private {
public:
    explicit Private(QTextDocument* document)
        : highlighter(document) {}
    KSyntaxHighlighting::Repository repository;
    PaletteHighlighter highlighter;
};

Highlighter::Highlighter(QTextDocument* document, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(document)) {
    d->highlighter.setTheme(d->repository.defaultTheme(KSyntaxHighlighting::Repository::LightTheme));
}

Highlighter::~Highlighter() = default;

void Highlighter::setFileName(const QString& name) {
    const QString special = languageOf(name);
    KSyntaxHighlighting::Definition definition;
    if (!special.isEmpty()) {
        definition = d->repository.definitionForName(special);
    }
    if (!definition.isValid()) {
        definition = d->repository.definitionForFileName(name);
    }
    d->highlighter.setDefinition(definition);
}

void Highlighter::setColors(const Palette& colors) {
    d->highlighter.colors = &colors;
    d->highlighter.rehighlight();
}

QString Highlighter::language() const {
    const KSyntaxHighlighting::Definition definition = d->highlighter.definition();
    return definition.isValid() && definition.name() != QLatin1String("None") ? definition.name() : QString();
}

QString Highlighter::lineComment() const {
    const QString marker = d->highlighter.definition().singleLineCommentMarker();
    if (!marker.isEmpty()) {
        return marker;
    }
    // Requirement lists and ignore files have no definition with comments, and yet all of them know '#'.
    return language() == QLatin1String("Markdown") ? QString() : QStringLiteral("#");
}

} // namespace reberth::ui
