#include "core/dockerfile/arguments.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace reberth::dockerfile {

namespace {

/// BuildKit splits at these; a no-break space is part of a word.
bool isSeparator(QChar c) {
    return c == u' ' || c == u'\t' || c == u'\v' || c == u'\f' || c == u'\r' || c == u'\n';
}

Word makeWord(const LogicalText& logical, qsizetype start, qsizetype end) {
    return {logical.text().mid(start, end - start), start, end, logical.range(start, end)};
}

} // namespace

QList<Word> splitAtBlanks(const LogicalText& logical, qsizetype start, qsizetype end) {
    QList<Word> words;
    const QString& text = logical.text();
    for (qsizetype i = start; i < end;) {
        if (isSeparator(text.at(i))) {
            ++i;
            continue;
        }
        const qsizetype from = i;
        while (i < end && !isSeparator(text.at(i))) {
            ++i;
        }
        words.append(makeWord(logical, from, i));
    }
    return words;
}

QList<Word> splitQuoted(const LogicalText& logical, qsizetype start, qsizetype end, QChar escape) {
    QList<Word> words;
    const QString& text = logical.text();
    for (qsizetype i = start; i < end;) {
        if (isSeparator(text.at(i))) {
            ++i;
            continue;
        }
        const qsizetype from = i;
        QChar quote;
        while (i < end && (!quote.isNull() || !isSeparator(text.at(i)))) {
            const QChar c = text.at(i);
            if (c == escape && quote != u'\'' && i + 1 < end) {
                ++i;
            } else if (quote.isNull() && (c == u'"' || c == u'\'')) {
                quote = c;
            } else if (c == quote) {
                quote = QChar();
            }
            ++i;
        }
        words.append(makeWord(logical, from, i));
    }
    return words;
}

qsizetype readFlags(const LogicalText& logical, qsizetype start, QChar escape, QList<Flag>& flags) {
    const QString& text = logical.text();
    qsizetype i = start;
    while (true) {
        while (i < text.size() && isSeparator(text.at(i))) {
            ++i;
        }
        if (!QStringView(text).sliced(i).startsWith(QLatin1String("--"))) {
            return i;
        }
        const qsizetype from = i;
        QString plain; // quotes and escapes removed
        qsizetype equals = -1;
        QChar quote;
        for (; i < text.size() && (!quote.isNull() || !isSeparator(text.at(i))); ++i) {
            const QChar c = text.at(i);
            if (c == escape && quote != u'\'' && i + 1 < text.size()) {
                plain += text.at(++i);
            } else if (quote.isNull() && (c == u'"' || c == u'\'')) {
                quote = c;
            } else if (c == quote) {
                quote = QChar();
            } else {
                if (c == u'=' && equals < 0) {
                    equals = i;
                }
                plain += c;
            }
        }
        if (plain == QLatin1String("--")) {
            while (i < text.size() && isSeparator(text.at(i))) {
                ++i;
            }
            return i;
        }
        Flag flag;
        flag.range = logical.range(from, i);
        const qsizetype split = plain.indexOf(u'=');
        flag.name = plain.mid(2, split < 0 ? -1 : split - 2);
        if (split >= 0) {
            flag.value = plain.mid(split + 1);
        }
        flag.nameRange = logical.range(from + 2, equals < 0 ? i : equals);
        flag.valueRange = equals < 0 ? logical.range(i, i) : logical.range(equals + 1, i);
        flags.append(flag);
    }
}

JsonForm readJson(const LogicalText& logical, qsizetype start, qsizetype end, QList<Word>& items) {
    const QString text = logical.text().mid(start, end - start);
    if (!text.startsWith(u'[')) {
        return JsonForm::No;
    }
    // Qt takes escapes that JSON does not know; the builder does not.
    static const QRegularExpression wrongEscape(QStringLiteral("(?<!\\\\)(?:\\\\\\\\)*\\\\[^\"\\\\/bfnrtu]"));
    if (text.contains(u'\\') && text.contains(wrongEscape)) {
        return JsonForm::No;
    }
    const QJsonDocument json = QJsonDocument::fromJson(text.toUtf8());
    if (!json.isArray()) {
        return JsonForm::No;
    }
    const QJsonArray array = json.array();
    for (const QJsonValue& value : array) {
        if (!value.isString()) {
            return JsonForm::Mixed;
        }
    }
    // The text is valid JSON with strings only, so every quote that is not escaped opens or closes an item.
    qsizetype at = 0;
    for (const QJsonValue& value : array) {
        const qsizetype open = text.indexOf(u'"', at);
        qsizetype close = open + 1;
        while (close < text.size() && text.at(close) != u'"') {
            close += text.at(close) == u'\\' ? 2 : 1;
        }
        items.append(
            {value.toString(), start + open, start + close + 1, logical.range(start + open, start + close + 1)});
        at = close + 1;
    }
    return JsonForm::Strings;
}

QList<Heredoc> findHeredocs(const LogicalText& logical, qsizetype start, qsizetype end, QChar escape) {
    QList<Heredoc> heredocs;
    const QString& text = logical.text();
    if (text.indexOf(QLatin1String("<<"), start) < 0) {
        return heredocs;
    }
    static const QRegularExpression pattern(QStringLiteral("^\\d*<<(-?)[ \\t]*([^<]*)$"));
    QList<Word> words = splitQuoted(logical, start, end, escape);
    for (qsizetype i = 0; i < words.size(); ++i) {
        Word word = words.at(i);
        QRegularExpressionMatch match = pattern.match(word.text);
        if (!match.hasMatch()) {
            continue;
        }
        if (match.capturedView(2).isEmpty()) { // `<< 'EOF'`
            if (i + 1 >= words.size()) {
                continue;
            }
            word = makeWord(logical, word.start, words.at(++i).end);
            match = pattern.match(word.text);
            if (!match.hasMatch()) {
                continue;
            }
        }
        Heredoc heredoc;
        heredoc.chomp = match.capturedLength(1) > 0;
        heredoc.opener = word.range;
        QChar quote;
        const QString delimiter = match.captured(2);
        for (qsizetype k = 0; k < delimiter.size(); ++k) {
            const QChar c = delimiter.at(k);
            if (quote.isNull() && (c == u'"' || c == u'\'')) {
                quote = c;
                heredoc.expand = false;
            } else if (c == quote) {
                quote = QChar();
            } else if (c == u'\\' && k + 1 < delimiter.size()) {
                heredoc.expand = false;
                heredoc.name += delimiter.at(++k);
            } else {
                heredoc.name += c;
            }
        }
        if (!heredoc.name.isEmpty() && quote.isNull()) {
            heredocs.append(heredoc);
        }
    }
    return heredocs;
}

} // namespace reberth::dockerfile
