#pragma once

#include <QList>
#include <QString>

namespace reberth::analysis {

/// A piece of a README or a page of documentation.
struct DocumentBlock {
    enum class Kind { Heading, Text, Code };
    Kind kind = Kind::Text;
    QString text;     ///< a heading's words, one line of running text, or the lines of a block of code
    int line = 0;     ///< 1-based, of its first line
    int level = 0;    ///< of a heading: 1 is the topmost; 7 for bold lines and summaries
    QString language; ///< of code: what its fence or directive says, lower case; may be empty
};

enum class DocumentFormat { Markdown, Rst, Org, Plain };

/// By the ending of the file's name; a name without an ending is read as plain text.
DocumentFormat documentFormatOf(const QString& fileName);

/// Splits a document at its headings and its blocks of code (fences, <pre>, rst directives and "::", org sources).
/// What is only indented stays text: people indent commands, lists and prose alike. Comments of HTML are left out.
QList<DocumentBlock> splitDocument(const QString& text, DocumentFormat format);

} // namespace reberth::analysis
