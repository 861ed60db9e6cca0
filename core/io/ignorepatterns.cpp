#include "core/io/ignorepatterns.h"

#include "core/io/atomicfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace reberth::io {

namespace {

/// Like Go's path.Clean: no empty parts, no ".", ".." folded, "." for nothing.
QByteArray cleanPath(const QByteArray& path) {
    const bool rooted = path.startsWith('/');
    QList<QByteArray> parts;
    const QList<QByteArray> raw = path.split('/');
    for (const QByteArray& part : raw) {
        if (part.isEmpty() || part == ".") {
            continue;
        }
        if (part == ".." && !parts.isEmpty() && parts.last() != "..") {
            parts.removeLast();
        } else if (part != ".." || !rooted) {
            parts.append(part);
        }
    }
    const QByteArray joined = parts.join('/');
    return rooted ? '/' + joined : (joined.isEmpty() ? QByteArray(".") : joined);
}

/// Length in bytes of the UTF-8 character at `text`; 1 for bytes that are none.
qsizetype characterLength(QByteArrayView text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const qsizetype length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    if (length > text.size()) {
        return 1;
    }
    for (qsizetype i = 1; i < length; ++i) {
        if ((static_cast<unsigned char>(text.at(i)) & 0xc0) != 0x80) {
            return 1;
        }
    }
    return length;
}

QByteArrayView takeCharacter(QByteArrayView* text) {
    const QByteArrayView character = text->first(characterLength(*text));
    *text = text->sliced(character.size());
    return character;
}

/// The part of a pattern before its first wildcard.
QByteArray literalPrefix(const QByteArray& pattern) {
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (QByteArray("*?[\\").contains(pattern.at(i))) {
            return pattern.left(i);
        }
    }
    return pattern;
}

} // namespace

Result<IgnorePatterns> IgnorePatterns::parse(const QByteArray& text, const QString& file) {
    IgnorePatterns patterns;
    QByteArray rest = text.startsWith("\xef\xbb\xbf") ? text.mid(3) : text;
    const QList<QByteArray> lines = rest.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines.at(i).startsWith('#')) {
            continue;
        }
        QByteArray line = lines.at(i).trimmed();
        if (line.isEmpty()) {
            continue;
        }
        const bool exception = line.startsWith('!');
        if (exception) {
            line = line.mid(1).trimmed();
        }
        const bool empty = line.isEmpty();
        line = empty ? line : cleanPath(line);
        if (line.size() > 1 && line.startsWith('/')) {
            line.remove(0, 1);
        }
        QList<Token> tokens;
        if (empty || !compile(line, &tokens)) {
            return fail(ErrorCode::InvalidInput,
                        QCoreApplication::translate("reberth::io", "Line %1 of %2 is no pattern: “%3”. Correct or "
                                                                   "remove it.")
                            .arg(i + 1)
                            .arg(file, QString::fromUtf8(lines.at(i).trimmed())));
        }
        patterns.m_patterns.append(makePattern(line, tokens, exception));
    }
    return patterns;
}

void IgnorePatterns::append(const QByteArray& pattern) {
    const bool exception = pattern.startsWith('!');
    const QByteArray text = cleanPath(exception ? pattern.mid(1) : pattern);
    QList<Token> tokens;
    [[maybe_unused]] const bool valid = compile(text, &tokens);
    Q_ASSERT(valid);
    m_patterns.append(makePattern(text, tokens, exception));
}

/// As Docker reads it: "**" and a slash behind it stand for any folders or none, "**" at the end for everything.
bool IgnorePatterns::compile(const QByteArray& text, QList<Token>* tokens) {
    QByteArrayView rest(text);
    while (!rest.isEmpty()) {
        const QByteArrayView character = takeCharacter(&rest);
        if (character == "*") {
            if (!rest.startsWith('*')) {
                tokens->append({Token::Kind::Star, {}});
                continue;
            }
            rest = rest.sliced(1);
            if (rest.startsWith('/')) {
                rest = rest.sliced(1);
            }
            tokens->append({rest.isEmpty() ? Token::Kind::Rest : Token::Kind::Folders, {}});
        } else if (character == "?") {
            tokens->append({Token::Kind::Any, {}});
        } else if (character == "\\") {
            if (rest.isEmpty()) {
                return false;
            }
            tokens->append({Token::Kind::Character, takeCharacter(&rest).toByteArray()});
        } else if (character == "[") {
            QByteArray members;
            bool closed = false;
            while (!rest.isEmpty() && !closed) {
                const QByteArrayView member = takeCharacter(&rest);
                if (member == "\\") {
                    if (rest.isEmpty()) {
                        return false;
                    }
                    members += '\\' + takeCharacter(&rest).toByteArray();
                } else if (member == "]" && !members.isEmpty() && members != "^") {
                    closed = true;
                } else {
                    members += member.toByteArray();
                }
            }
            if (!closed) {
                return false;
            }
            tokens->append({Token::Kind::Class, members});
        } else {
            tokens->append({Token::Kind::Character, character.toByteArray()});
        }
    }
    return true;
}

// UTF-8 sorts by its bytes, so that ranges can be compared as they are.
bool IgnorePatterns::matchesClass(QByteArrayView members, QByteArrayView character) {
    const bool negated = members.startsWith('^');
    if (negated) {
        members = members.sliced(1);
    }
    const auto take = [&members] {
        if (members.size() > 1 && members.front() == '\\') {
            members = members.sliced(1);
        }
        return takeCharacter(&members).toByteArray();
    };
    const QByteArray c = character.toByteArray();
    while (!members.isEmpty()) {
        const QByteArray low = take();
        QByteArray high = low;
        if (members.size() > 1 && members.front() == '-') {
            members = members.sliced(1);
            high = take();
        }
        if (c >= low && c <= high) {
            return !negated;
        }
    }
    return negated;
}

IgnorePatterns::Pattern IgnorePatterns::makePattern(const QByteArray& text, const QList<Token>& tokens,
                                                    bool exception) {
    Pattern pattern{text, tokens, exception, {}, {}};
    for (qsizetype i = 0; i < tokens.size() && tokens.at(i).kind == Token::Kind::Character; ++i) {
        pattern.head += tokens.at(i).text;
    }
    for (qsizetype i = tokens.size() - 1; i >= 0 && tokens.at(i).kind == Token::Kind::Character; --i) {
        pattern.tail.prepend(tokens.at(i).text);
    }
    return pattern;
}

// All ways through the pattern at once, so that no pattern, however hostile, takes more than its length times the
// path's.
bool IgnorePatterns::matches(const Pattern& pattern, const QByteArray& path) {
    if (path.size() < qMax(pattern.head.size(), pattern.tail.size()) || !path.startsWith(pattern.head) ||
        !path.endsWith(pattern.tail)) {
        return false;
    }
    const QList<Token>& tokens = pattern.tokens;
    const qsizetype count = tokens.size();
    QList<bool> at(count + 1, false);     // before token i
    QList<bool> inside(count + 1, false); // within the folders of token i
    const auto skipEmpty = [&](QList<bool>& states) {
        for (qsizetype i = 0; i < count; ++i) {
            const Token::Kind kind = tokens.at(i).kind;
            if (states.at(i) &&
                (kind == Token::Kind::Star || kind == Token::Kind::Folders || kind == Token::Kind::Rest)) {
                states[i + 1] = true;
            }
        }
    };
    at[0] = true;
    skipEmpty(at);
    QByteArrayView rest(path);
    while (!rest.isEmpty()) {
        const QByteArrayView character = takeCharacter(&rest);
        const bool slash = character == "/";
        QList<bool> next(count + 1, false);
        QList<bool> nextInside(count + 1, false);
        for (qsizetype i = 0; i < count; ++i) {
            if (!at.at(i) && !inside.at(i)) {
                continue;
            }
            const Token& token = tokens.at(i);
            switch (token.kind) {
            case Token::Kind::Character:
                next[i + 1] = next.at(i + 1) || character == QByteArrayView(token.text);
                break;
            case Token::Kind::Any:
                next[i + 1] = next.at(i + 1) || !slash;
                break;
            case Token::Kind::Class:
                next[i + 1] = next.at(i + 1) || matchesClass(token.text, character);
                break;
            case Token::Kind::Star:
                next[i] = next.at(i) || !slash;
                break;
            case Token::Kind::Rest:
                next[i] = true;
                break;
            case Token::Kind::Folders:
                nextInside[i] = true;
                next[i + 1] = next.at(i + 1) || slash;
                break;
            }
        }
        skipEmpty(next);
        at = next;
        inside = nextInside;
    }
    return at.at(count);
}

IgnorePatterns::Matched IgnorePatterns::match(const QByteArray& path, const Matched& parent) const {
    Matched result;
    result.perPattern.resize(m_patterns.size(), false);
    for (qsizetype i = 0; i < m_patterns.size(); ++i) {
        const Pattern& pattern = m_patterns.at(i);
        const bool matched = parent.perPattern.value(i, false) || matches(pattern, path);
        result.perPattern[i] = matched;
        if (matched) {
            result.ignored = !pattern.exception;
        }
    }
    return result;
}

bool IgnorePatterns::canPrune(const QByteArray& folder) const {
    const QByteArray inside = folder + '/';
    for (const Pattern& pattern : m_patterns) {
        if (!pattern.exception) {
            continue;
        }
        const QByteArray prefix = literalPrefix(pattern.text);
        if (prefix.startsWith(inside) || (prefix.size() < pattern.text.size() && inside.startsWith(prefix))) {
            return false;
        }
    }
    return true;
}

bool IgnorePatterns::isIgnored(const QByteArray& path) const {
    Matched matched;
    for (qsizetype slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        matched = match(path.left(slash), matched);
    }
    return match(path, matched).ignored;
}

Result<IgnorePatterns> readIgnoreFile(const QString& contextFolder, const QString& dockerfile) {
    constexpr qint64 limit = 4 * 1024 * 1024;
    const QStringList candidates = {dockerfile + QStringLiteral(".dockerignore"), QStringLiteral(".dockerignore")};
    IgnorePatterns patterns;
    for (const QString& candidate : candidates) {
        const auto text = readFile(contextFolder + u'/' + candidate, limit);
        if (!text && text.error().code == ErrorCode::NotFound) {
            continue;
        }
        if (!text) {
            return fail(text.error());
        }
        auto parsed = IgnorePatterns::parse(*text, candidate);
        if (!parsed) {
            return parsed;
        }
        patterns = *parsed;
        break;
    }
    if (!patterns.isEmpty()) {
        const QByteArray ownName = QFile::encodeName(QDir::cleanPath(dockerfile));
        if (patterns.isIgnored(ownName)) {
            // The name is no pattern: its special characters stand for themselves.
            QByteArray escaped;
            for (const char c : ownName) {
                if (QByteArray("*?[\\").contains(c)) {
                    escaped += '\\';
                }
                escaped += c;
            }
            patterns.append('!' + escaped);
        }
        if (patterns.isIgnored(".dockerignore")) {
            patterns.append("!.dockerignore");
        }
    }
    return patterns;
}

} // namespace reberth::io
