#include "core/build/dockerfileoutline.h"

#include <QRegularExpression>

namespace reberth::build {

namespace {

/// Replaces $X, ${X}, ${X:-y} and ${X:+y}; false when a name has no value.
bool expand(const QString& text, const QMap<QString, QString>& values, QString* result) {
    static const QRegularExpression variable(
        QStringLiteral("\\$(?:([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)(?::([-+])([^}]*))?\\})"));
    result->clear();
    qsizetype last = 0;
    auto matches = variable.globalMatch(text);
    while (matches.hasNext()) {
        const auto match = matches.next();
        *result += text.mid(last, match.capturedStart() - last);
        last = match.capturedEnd();
        const QString name = match.captured(1).isEmpty() ? match.captured(2) : match.captured(1);
        const QString value = values.value(name);
        if (match.captured(3) == QLatin1String("-")) {
            *result += value.isEmpty() ? match.captured(4) : value;
        } else if (match.captured(3) == QLatin1String("+")) {
            *result += value.isEmpty() ? QString() : match.captured(4);
        } else if (value.isEmpty()) {
            return false;
        } else {
            *result += value;
        }
    }
    *result += text.mid(last);
    return !result->isEmpty() && !result->contains(u'$');
}

QString unquoted(const QString& text) {
    const bool quoted =
        text.size() > 1 && (text.startsWith(u'"') || text.startsWith(u'\'')) && text.endsWith(text.front());
    return quoted ? text.mid(1, text.size() - 2) : text;
}

QStringList heredocEnds(const QString& text) {
    static const QRegularExpression heredoc(QStringLiteral("<<-?\\s*(['\"]?)([A-Za-z_][A-Za-z0-9_]*)\\1"));
    QStringList ends;
    auto matches = heredoc.globalMatch(text);
    while (matches.hasNext()) {
        ends.append(matches.next().captured(2));
    }
    return ends;
}

QString normalised(const QString& text) {
    return text.simplified();
}

} // namespace

DockerfileOutline DockerfileOutline::parse(const QByteArray& text) {
    DockerfileOutline outline;
    QString all = QString::fromUtf8(text);
    if (all.startsWith(QChar(0xfeff))) {
        all.remove(0, 1);
    }
    const QStringList lines = all.split(u'\n');
    QChar escape = u'\\';
    bool directives = true;
    static const QRegularExpression directive(QStringLiteral("^#\\s*([A-Za-z]+)\\s*=\\s*(.+?)\\s*$"));
    QString joined;
    int start = 0;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QString line = lines.at(i);
        if (line.endsWith(u'\r')) {
            line.chop(1);
        }
        const QString trimmed = line.trimmed();
        if (trimmed.startsWith(u'#')) {
            const auto match = directive.match(trimmed);
            if (directives && match.hasMatch()) {
                const QString key = match.captured(1).toLower();
                if (key == QLatin1String("escape") && match.captured(2).size() == 1) {
                    escape = match.captured(2).front();
                } else if (key == QLatin1String("syntax")) {
                    outline.m_syntax = {match.captured(2), static_cast<int>(i) + 1};
                }
            } else {
                directives = false;
            }
            continue;
        }
        directives = false;
        if (trimmed.isEmpty()) {
            continue; // also between continued lines
        }
        if (start == 0) {
            start = static_cast<int>(i) + 1;
        }
        if (trimmed.endsWith(escape)) {
            joined += trimmed.chopped(1) + u' ';
            continue;
        }
        joined += trimmed;
        outline.addInstruction(joined, start);
        const QString keyword = outline.m_instructions.isEmpty() ? QString() : outline.m_instructions.last().keyword;
        if (keyword == QLatin1String("RUN") || keyword == QLatin1String("COPY") || keyword == QLatin1String("ADD")) {
            QStringList ends = heredocEnds(joined);
            while (!ends.isEmpty() && i + 1 < lines.size()) {
                ++i;
                if (lines.at(i).trimmed() == ends.first()) {
                    ends.removeFirst();
                }
            }
        }
        joined.clear();
        start = 0;
    }
    if (!joined.trimmed().isEmpty()) {
        outline.addInstruction(joined, start);
    }
    return outline;
}

void DockerfileOutline::addInstruction(const QString& text, int line) {
    static const QRegularExpression parts(QStringLiteral("^\\s*([A-Za-z]+)\\s*(.*)$"),
                                          QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression blanks(QStringLiteral("\\s+"));
    const auto match = parts.match(text);
    if (!match.hasMatch()) {
        return;
    }
    Instruction instruction{match.captured(1).toUpper(), match.captured(2).trimmed(), line, -1};
    QStringList words = instruction.text.split(blanks, Qt::SkipEmptyParts);
    if (instruction.keyword == QLatin1String("FROM")) {
        while (!words.isEmpty() && words.first().startsWith(QLatin1String("--"))) {
            words.removeFirst();
        }
        Stage stage;
        stage.base = words.value(0);
        stage.line = line;
        if (words.value(1).compare(QLatin1String("as"), Qt::CaseInsensitive) == 0) {
            stage.name = words.value(2);
        }
        m_stages.append(stage);
    } else if (instruction.keyword == QLatin1String("ARG") && m_stages.isEmpty()) {
        for (const QString& word : words) {
            const qsizetype equals = word.indexOf(u'=');
            m_globalArgs.insert(word.left(equals), equals < 0 ? QString() : unquoted(word.mid(equals + 1)));
        }
    } else if (!m_stages.isEmpty() &&
               (instruction.keyword == QLatin1String("COPY") || instruction.keyword == QLatin1String("ADD") ||
                instruction.keyword == QLatin1String("RUN"))) {
        static const QRegularExpression from(QStringLiteral("^--(?:from=|mount=(?:.*,)?from=)([^,\\s]+)"));
        for (const QString& word : words) {
            if (!word.startsWith(QLatin1String("--"))) {
                break;
            }
            const auto source = from.match(word);
            if (source.hasMatch()) {
                m_stages.last().used.append({source.captured(1), line});
            }
        }
    }
    instruction.stage = static_cast<int>(m_stages.size()) - 1;
    m_instructions.append(instruction);
}

int DockerfileOutline::stageIndex(const QString& name) const {
    for (qsizetype i = 0; i < m_stages.size(); ++i) {
        if (!m_stages.at(i).name.isEmpty() && m_stages.at(i).name.compare(name, Qt::CaseInsensitive) == 0) {
            return static_cast<int>(i);
        }
    }
    bool number = false;
    const int index = name.toInt(&number);
    return number && index >= 0 && index < m_stages.size() ? index : -1;
}

int DockerfileOutline::lineOfStep(const QString& name) const {
    static const QRegularExpression bracket(QStringLiteral("^\\[(?:(.*) )?(\\d+)/(\\d+)\\] (\\w+)(?: (.*))?$"),
                                            QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression classic(QStringLiteral("^(?:Step|STEP) \\d+/\\d+ ?: (\\w+)(?: (.*))?$"),
                                            QRegularExpression::DotMatchesEverythingOption);
    QString keyword;
    QString text;
    int stage = -1;
    int number = 0;
    int total = 0;
    if (const auto match = bracket.match(name); match.hasMatch()) {
        // "linux/amd64 build": the platform may stand before the stage's name.
        const QString label = match.captured(1).section(u' ', -1);
        static const QRegularExpression unnamed(QStringLiteral("^stage-(\\d+)$"));
        const auto numbered = unnamed.match(label);
        stage = numbered.hasMatch() ? numbered.captured(1).toInt() : stageIndex(label);
        if (label.isEmpty() && m_stages.size() == 1) {
            stage = 0;
        }
        number = match.captured(2).toInt();
        total = match.captured(3).toInt();
        keyword = match.captured(4).toUpper();
        text = normalised(match.captured(5));
    } else if (const auto step = classic.match(name); step.hasMatch()) {
        keyword = step.captured(1).toUpper();
        text = normalised(step.captured(2));
    } else {
        return 0;
    }
    if (keyword == QLatin1String("FROM") && stage >= 0 && stage < m_stages.size()) {
        return m_stages.at(stage).line;
    }
    // By text first: it is exact unless variables were replaced in it.
    QList<const Instruction*> sameKeyword;
    QList<const Instruction*> counted; // those that BuildKit numbers
    for (const Instruction& instruction : m_instructions) {
        if (stage >= 0 && instruction.stage != stage) {
            continue;
        }
        static const QStringList numbered = {QStringLiteral("RUN"), QStringLiteral("COPY"), QStringLiteral("ADD"),
                                             QStringLiteral("WORKDIR")};
        if (numbered.contains(instruction.keyword)) {
            counted.append(&instruction);
        }
        if (instruction.keyword == keyword) {
            sameKeyword.append(&instruction);
        }
    }
    QList<const Instruction*> sameText;
    for (const Instruction* instruction : sameKeyword) {
        if (normalised(instruction->text) == text) {
            sameText.append(instruction);
        }
    }
    if (sameText.size() == 1) {
        return sameText.first()->line;
    }
    // Number 1 is FROM. A base image's ONBUILD would shift the count, which the total shows.
    if (number >= 2 && number <= total && total == counted.size() + 1 && counted.at(number - 2)->keyword == keyword) {
        return counted.at(number - 2)->line;
    }
    if (!sameText.isEmpty()) {
        return sameText.first()->line;
    }
    return sameKeyword.size() == 1 ? sameKeyword.first()->line : 0;
}

QList<DockerfileOutline::Image> DockerfileOutline::baseImages(const QMap<QString, QString>& buildArgs,
                                                              const QString& target) const {
    QMap<QString, QString> values = m_globalArgs;
    for (auto it = buildArgs.cbegin(); it != buildArgs.cend(); ++it) {
        if (values.contains(it.key())) {
            values.insert(it.key(), it.value());
        }
    }
    QList<Image> images;
    const auto addImage = [&images](const Image& image) {
        const bool known = std::any_of(images.cbegin(), images.cend(),
                                       [&](const Image& other) { return other.reference == image.reference; });
        if (!known && image.reference != QLatin1String("scratch")) {
            images.append(image);
        }
    };
    if (!m_syntax.reference.isEmpty()) {
        addImage(m_syntax);
    }
    const int last = target.isEmpty() ? static_cast<int>(m_stages.size()) - 1 : stageIndex(target);
    if (last < 0) {
        return images;
    }
    QList<bool> needed(m_stages.size(), false);
    needed[last] = true;
    // A stage can only use earlier ones, so that one way backwards finds them all.
    for (int i = last; i >= 0; --i) {
        if (!needed.at(i)) {
            continue;
        }
        const Stage& stage = m_stages.at(i);
        QList<Image> sources = stage.used;
        sources.append({stage.base, stage.line});
        for (const Image& source : sources) {
            QString name;
            if (!expand(unquoted(source.reference), values, &name)) {
                continue;
            }
            const int other = stageIndex(name);
            if (other >= 0 && other < i) {
                needed[other] = true;
            } else {
                addImage({name, source.line});
            }
        }
    }
    return images;
}

} // namespace reberth::build
