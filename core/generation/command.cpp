#include "core/generation/command.h"

#include <QRegularExpression>

#include <optional>

namespace reberth::generation {

namespace {

/// The words of a line without shell language; nullopt when it has any.
std::optional<QStringList> plainWords(const QString& line) {
    static const QString language = QStringLiteral("|&;<>()$`\\*?[]#~!{}");
    QStringList words;
    QString word;
    bool inWord = false;
    QChar quote;
    for (const QChar c : line) {
        if (!quote.isNull()) {
            if (c == quote) {
                quote = QChar();
            } else if (quote == QLatin1Char('"') && (c == QLatin1Char('$') || c == QLatin1Char('`') || c == QLatin1Char('\\'))) {
                return std::nullopt;
            } else {
                word += c;
            }
        } else if (c == QLatin1Char('"') || c == QLatin1Char('\'')) {
            quote = c;
            inWord = true;
        } else if (c == QLatin1Char(' ')) {
            if (inWord) {
                words.append(word);
            }
            word.clear();
            inWord = false;
        } else if (language.contains(c)) {
            return std::nullopt;
        } else {
            word += c;
            inWord = true;
        }
    }
    if (!quote.isNull()) {
        return std::nullopt;
    }
    if (inWord) {
        words.append(word);
    }
    return words;
}

} // namespace

QStringList Command::appendable(const QString& name) const {
    if (!shell) {
        return words;
    }
    QStringList result = words;
    result.last() += QLatin1String(" \"$@\"");
    result.append(name);
    return result;
}

Command parseCommand(const QString& line) {
    static const QRegularExpression assignment(QStringLiteral("\\A[A-Za-z_][A-Za-z0-9_]*="));
    static const QRegularExpression builtin(
        QStringLiteral("\\A(?:cd|source|\\.|export|set|unset|eval|exec|if|for|while|case|time|ulimit|alias)\\z"));
    const QString trimmed = line.trimmed();
    const std::optional<QStringList> words = plainWords(trimmed);
    if (!words || words->isEmpty() || assignment.match(words->first()).hasMatch() || builtin.match(words->first()).hasMatch()) {
        return {{QStringLiteral("bash"), QStringLiteral("-c"), trimmed}, true};
    }
    // A script is named by its interpreter: its file may lack the mode for running, and "." is not in PATH.
    QStringList program = *words;
    if (program.first().endsWith(QLatin1String(".sh"))) {
        program.prepend(QStringLiteral("bash"));
    } else if (program.first().endsWith(QLatin1String(".py"))) {
        program.prepend(QStringLiteral("python"));
    }
    return {program, false};
}

} // namespace reberth::generation
