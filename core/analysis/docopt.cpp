#include "core/analysis/docopt.h"

#include <QRegularExpression>
#include <QSet>

namespace reberth::analysis {

namespace {

QString typeOfText(const QString& text) {
    bool whole = false, real = false;
    text.toLongLong(&whole);
    text.toDouble(&real);
    return whole ? QStringLiteral("int") : real ? QStringLiteral("float") : QStringLiteral("str");
}

} // namespace

QList<Parameter> readDocopt(const QString& text) {
    QList<Parameter> parameters;
    QSet<QString> known;
    static const QRegularExpression usage(QStringLiteral("usage:(.*?)(?:\\n\\s*\\n|$)"),
                                          QRegularExpression::CaseInsensitiveOption |
                                              QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression option(QStringLiteral("^\\s+(-[^\\n]*)$"), QRegularExpression::MultilineOption);
    static const QRegularExpression defaultValue(QStringLiteral("\\[default:\\s*([^\\]]*)\\]"),
                                                 QRegularExpression::CaseInsensitiveOption);
    const QString first = usage.match(text.left(100'000)).captured(1);
    // Without its brackets' contents the usage names what must be given.
    static const QRegularExpression positional(QStringLiteral("<([\\w-]+)>"));
    static const QRegularExpression bracketed(QStringLiteral("\\[[^\\[\\]]*\\]"));
    static const QRegularExpression valued(QStringLiteral("--?[\\w-]+(?:=|\\s)<[^>]*>"));
    const QString needed = QString(first).remove(bracketed);
    for (auto it = positional.globalMatch(QString(first).remove(valued)); it.hasNext() && parameters.size() < 200;) {
        const QString name = it.next().captured(1);
        if (known.contains(name))
            continue;
        known.insert(name);
        parameters.append({name, QStringLiteral("str"), {}, {}, {}, needed.contains(QLatin1Char('<') + name)});
    }
    for (auto it = option.globalMatch(text.left(100'000)); it.hasNext() && parameters.size() < 200;) {
        const QString line = it.next().captured(1);
        static const QRegularExpression columns(QStringLiteral("\\s{2,}"));
        const QString head = line.section(columns, 0, 0);
        const QString help = line.section(columns, 1).simplified();
        static const QRegularExpression names(QStringLiteral("--?[A-Za-z][\\w-]*"));
        QString name;
        for (auto found = names.globalMatch(head); found.hasNext();) {
            const QString candidate = found.next().captured();
            if (name.isEmpty() || candidate.startsWith(QLatin1String("--")))
                name = candidate;
        }
        if (name.isEmpty() || known.contains(name))
            continue;
        known.insert(name);
        Parameter parameter;
        parameter.name = name;
        parameter.help = QString(help).remove(defaultValue).simplified().left(400);
        const bool takesValue = head.contains(QLatin1Char('=')) || head.contains(QLatin1Char('<')) ||
                                head.contains(QRegularExpression(QStringLiteral("\\s[A-Z]+(?:[\\s,]|$)")));
        const auto value = defaultValue.match(help);
        parameter.defaultValue = value.captured(1);
        parameter.type = !takesValue ? QStringLiteral("bool") : typeOfText(parameter.defaultValue);
        if (!takesValue)
            parameter.defaultValue = QStringLiteral("False");
        parameters.append(parameter);
    }
    return parameters;
}

} // namespace reberth::analysis
