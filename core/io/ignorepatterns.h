#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

namespace reberth::io {

/// The patterns of a .dockerignore, read and matched as Docker's own client and BuildKit do: anchored at the context's
/// root, `*` and `?` stay within a name, `**` spans folders, the last match wins, a match of a parent folder counts,
/// `!` takes back. Paths are bytes with `/`, relative to the root.
class IgnorePatterns {
public:
    IgnorePatterns() = default;
    /// InvalidInput names the line that can't be read. `file` is for that message.
    static Result<IgnorePatterns> parse(const QByteArray& text, const QString& file = QStringLiteral(".dockerignore"));

    /// One more pattern at the end, with or without `!`; it must be valid.
    void append(const QByteArray& pattern);
    bool isEmpty() const { return m_patterns.isEmpty(); }

    /// What the patterns said about a folder, needed to judge what lies in it.
    struct Matched {
        bool ignored = false;
        QList<bool> perPattern;
    };
    /// `parent` is what match() gave for the folder the path lies in; a default one for the root.
    Matched match(const QByteArray& path, const Matched& parent) const;
    /// True when nothing in an ignored folder can be taken back, so that it need not be opened.
    bool canPrune(const QByteArray& folder) const;
    /// Judges one path on its own.
    bool isIgnored(const QByteArray& path) const;

private:
    struct Token {
        enum class Kind { Character, Any, Class, Star, Folders, Rest };
        Kind kind;
        QByteArray text; // the character, or the class without its brackets
    };
    struct Pattern {
        QByteArray text; // cleaned, no leading slash
        QList<Token> tokens;
        bool exception = false;
        QByteArray head; // what every match begins with
        QByteArray tail; // and ends with
    };

    static bool compile(const QByteArray& text, QList<Token>* tokens);
    static Pattern makePattern(const QByteArray& text, const QList<Token>& tokens, bool exception);
    static bool matches(const Pattern& pattern, const QByteArray& path);
    static bool matchesClass(QByteArrayView members, QByteArrayView character);
    QList<Pattern> m_patterns;
};

/// The patterns for a build: DOCKERFILE.dockerignore beside the Dockerfile, else .dockerignore of the context, else
/// none. The Dockerfile and the ignore file themselves are never ignored. `dockerfile` is relative to the context.
Result<IgnorePatterns> readIgnoreFile(const QString& contextFolder, const QString& dockerfile);

} // namespace reberth::io
