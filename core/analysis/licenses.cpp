#include "core/analysis/detectors.h"
#include "core/knowledge/knowledge.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

const QString customLicense = QStringLiteral("LicenseRef-custom");

bool isLicenseFile(const SourceFile& file) {
    static const QRegularExpression name(
        QStringLiteral(
            "^(?:(?:UN)?LICEN[SC]E|COPYING|COPYRIGHT)(?:[-_.][\\w.-]*)?$|[-_](?:LICEN[SC]E)(?:\\.(?:txt|md))?$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression code(QStringLiteral("\\.(?:py|sh|js|c|cpp|h|json|yml|yaml|html|png|svg)$"),
                                         QRegularExpression::CaseInsensitiveOption);
    return file.depth() <= 3 && name.match(file.name()).hasMatch() && !code.match(file.name()).hasMatch();
}

QString flattened(const QString& text) {
    QString flat = text.left(200'000).toLower();
    flat.replace(QChar(0x201c), QLatin1Char('"')).replace(QChar(0x201d), QLatin1Char('"'));
    flat.replace(QChar(0x2019), QLatin1Char('\'')).replace(QChar(0x2018), QLatin1Char('\''));
    return flat.simplified();
}

class Reader {
public:
    Reader(const SourceTree& tree, const QList<knowledge::LicenseRule>& rules, Draft& draft)
        : m_tree(tree)
        , m_rules(rules)
        , m_draft(draft) {
        for (const knowledge::LicenseRule& rule : rules)
            m_names.append(QRegularExpression(rule.name.isEmpty() ? QStringLiteral("(?!)")
                                                                  : QLatin1String("(?<![\\w-])(?:") + rule.name +
                                                                        QLatin1String(")(?![\\w-])"),
                                              QRegularExpression::CaseInsensitiveOption));
    }

    void read() {
        int files = 0;
        for (const SourceFile& file : m_tree.files()) {
            if (!isLicenseFile(file))
                continue;
            if (++files > 100)
                break;
            readFile(file);
        }
        readSetup();
        readPyproject();
        readReadme();
    }

private:
    void add(const QString& spdx, const Evidence& evidence) {
        for (License& known : m_draft.licenses) {
            if (known.spdx == spdx) {
                if (known.evidence.size() < 20)
                    known.evidence.append(evidence);
                return;
            }
        }
        m_draft.licenses.append({spdx, {evidence}});
    }

    void readFile(const SourceFile& file) {
        const std::optional<QString> text = m_tree.text(file.path);
        if (!text || text->trimmed().isEmpty())
            return;
        const QString flat = flattened(*text);
        const Evidence evidence = evidenceAt(file.path, 1, text->trimmed().section(QLatin1Char('\n'), 0, 0));
        const auto stands = [&flat](const QString& phrase) { return flat.contains(phrase); };
        bool any = false;
        for (const knowledge::LicenseRule& rule : m_rules) {
            if (rule.text.isEmpty() || !std::all_of(rule.text.begin(), rule.text.end(), stands) ||
                std::any_of(rule.without.begin(), rule.without.end(), stands))
                continue;
            add(rule.spdx, evidence);
            any = true;
        }
        if (any)
            return;
        // A short file names its licence rather than quoting it.
        if (flat.size() < 600 && addNamed(flat, evidence))
            return;
        // A list of other people's licences or a single author's line is no licence of this code.
        if (file.depth() == 0 && !file.vendored && flat.size() > 200)
            add(customLicense, evidence);
    }

    /// Adds the licences that the words name: the longest name at each place. False when there is none.
    bool addNamed(const QString& words, const Evidence& evidence) {
        struct Hit {
            qsizetype start, end;
            QString spdx;
        };
        QList<Hit> hits;
        for (qsizetype i = 0; i < m_rules.size(); ++i) {
            auto it = m_names.at(i).globalMatch(words);
            while (it.hasNext() && hits.size() < 100) {
                const auto match = it.next();
                hits.append({match.capturedStart(), match.capturedEnd(), m_rules.at(i).spdx});
            }
        }
        bool any = false;
        for (const Hit& hit : std::as_const(hits)) {
            const bool inLonger = std::any_of(hits.begin(), hits.end(), [&hit](const Hit& other) {
                return other.start <= hit.start && other.end >= hit.end &&
                       other.end - other.start > hit.end - hit.start;
            });
            if (inLonger)
                continue;
            add(hit.spdx, evidence);
            any = true;
        }
        return any;
    }

    void readSetup() {
        static const QRegularExpression statement(
            QStringLiteral("License :: OSI Approved :: ([^'\"\\n]+)|^\\s*license\\s*=\\s*['\"]?([^'\"\\n#]{2,60})"),
            QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption);
        for (const QString& path : {QStringLiteral("setup.py"), QStringLiteral("setup.cfg")})
            readStatements(path, statement);
    }

    void readPyproject() {
        static const QRegularExpression statement(
            QStringLiteral(
                "License :: OSI Approved :: ([^'\"\\n]+)|^\\s*license\\s*=\\s*(?:\\{\\s*(?:text|name)\\s*=\\s*)?"
                "[\"']([^\"'\\n]{2,60})"),
            QRegularExpression::MultilineOption);
        readStatements(QStringLiteral("pyproject.toml"), statement);
    }

    void readStatements(const QString& path, const QRegularExpression& statement) {
        const std::optional<QString> text = m_tree.text(path);
        if (!text)
            return;
        auto it = statement.globalMatch(*text);
        for (int i = 0; it.hasNext() && i < 50; ++i) {
            const auto match = it.next();
            const int line = int(QStringView(*text).left(match.capturedEnd()).count(QLatin1Char('\n'))) + 1;
            addNamed(match.captured(1) + match.captured(2), evidenceAt(path, line, match.captured().trimmed()));
        }
    }

    /// "This code is released under the MIT License", or a short section on it.
    void readReadme() {
        static const QRegularExpression sentence(
            QStringLiteral("(?:licen[sc]ed?|released?|distributed|available|covered)\\b.{0,40}\\bunder\\b|"
                           "^\\W*licen[sc]e\\W*:|licen[sc]e-"),
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression heading(QStringLiteral("^\\s{0,3}#{1,6}\\s*(.*)$"));
        for (const QString& path : {QStringLiteral("README.md"), QStringLiteral("README.rst"), QStringLiteral("README"),
                                    QStringLiteral("README.txt"), QStringLiteral("readme.md")}) {
            const std::optional<QString> text = m_tree.text(path);
            if (!text)
                continue;
            bool section = false;
            int number = 0;
            const QStringList lines = text->split(QLatin1Char('\n'));
            for (qsizetype i = 0; i < lines.size(); ++i) {
                const QString& line = lines.at(i);
                ++number;
                if (line.size() > 4000)
                    continue;
                const QString next = lines.value(i + 1).trimmed();
                const bool underlined =
                    next.size() > 2 && QString(next).remove(QLatin1Char('-')).remove(QLatin1Char('=')).isEmpty();
                if (const auto match = heading.match(line);
                    match.hasMatch() || (underlined && !line.trimmed().isEmpty())) {
                    const QString title = match.hasMatch() ? match.captured(1) : line;
                    section = title.contains(QLatin1String("licen"), Qt::CaseInsensitive) && title.size() < 40;
                    continue;
                }
                // Tables and lists of models tell the licences of other things.
                if (line.trimmed().startsWith(QLatin1Char('|')))
                    continue;
                if (section)
                    addNamed(line, evidenceAt(path, number, line));
                else if (const auto match = sentence.match(line); match.hasMatch())
                    addNamed(line.mid(match.capturedEnd(), 80), evidenceAt(path, number, line));
            }
        }
    }

    const SourceTree& m_tree;
    const QList<knowledge::LicenseRule>& m_rules;
    Draft& m_draft;
    QList<QRegularExpression> m_names;
};

} // namespace

void detectLicenses(const SourceTree& tree, const knowledge::Knowledge& knowledge, Draft& draft) {
    Reader(tree, knowledge.licenses(), draft).read();
}

} // namespace reberth::analysis
