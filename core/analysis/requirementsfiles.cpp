#include "core/analysis/detectors.h"
#include "core/analysis/requirement.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

constexpr int maxIncludes = 64;
constexpr qsizetype maxLines = 20'000;

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

struct LogicalLine {
    QString text;
    int line;
};

QList<LogicalLine> logicalLines(const QString& text) {
    QList<LogicalLine> lines;
    int number = 0;
    QString joined;
    int start = 0;
    static const QRegularExpression comment(QStringLiteral("(^|\\s)#.*$"));
    for (QStringView raw : QStringView(text).split(QLatin1Char('\n'))) {
        ++number;
        if (number > maxLines)
            break;
        if (raw.size() > 4000)
            continue;
        QString line = raw.toString();
        if (joined.isEmpty())
            start = number;
        line.remove(comment);
        QString trimmed = line.trimmed();
        if (trimmed.endsWith(QLatin1Char('\\'))) {
            trimmed.chop(1);
            joined += trimmed + QLatin1Char(' ');
            continue;
        }
        joined += trimmed;
        if (!joined.trimmed().isEmpty())
            lines.append({joined.trimmed(), start});
        joined.clear();
    }
    if (!joined.trimmed().isEmpty())
        lines.append({joined.trimmed(), start});
    return lines;
}

/// What `pip freeze`, pip-compile and `poetry export` write: nothing but exact pins, and more than a person types.
bool isFrozen(const QString& text) {
    int pinned = 0, others = 0;
    for (const LogicalLine& line : logicalLines(text)) {
        if (line.text.startsWith(QLatin1Char('-')))
            continue;
        const bool exact = line.text.contains(QLatin1String("==")) || line.text.contains(QLatin1String(" @ "));
        ++(exact ? pinned : others);
    }
    return pinned >= 25 && others * 20 <= pinned;
}

class Reader {
public:
    Reader(const SourceTree& tree, QString source, Draft& draft)
        : m_tree(tree)
        , m_source(std::move(source))
        , m_draft(draft) {}

    void read(const QString& path, bool optional) {
        if (m_seen.contains(path)) {
            if (m_open.contains(path))
                m_draft.addNote(tr("%1 includes itself; the second time was left out.").arg(path), {{path, 0, {}}});
            return;
        }
        if (m_seen.size() >= maxIncludes)
            return;
        const std::optional<QString> text = m_tree.text(path);
        if (!text) {
            m_draft.addNote(tr("%1 could not be read or is too large.").arg(path), {{path, 0, {}}});
            return;
        }
        m_seen.insert(path);
        m_open.insert(path);
        m_draft.addManifest(path);
        for (const LogicalLine& line : logicalLines(*text))
            readLine(path, line, optional);
        m_open.remove(path);
    }

private:
    void readLine(const QString& path, const LogicalLine& line, bool optional) {
        static const QRegularExpression include(
            QStringLiteral("^(?:-r|--requirement|-c|--constraint)(?:\\s+|=)?(\\S+)$"));
        const Evidence evidence = evidenceAt(path, line.line, line.text);
        if (const auto match = include.match(line.text); match.hasMatch() && line.text.startsWith(QLatin1Char('-'))) {
            // Constraints choose versions; they install nothing by themselves.
            const bool constraint =
                line.text.startsWith(QLatin1String("-c")) || line.text.startsWith(QLatin1String("--constraint"));
            const QString folder =
                path.contains(QLatin1Char('/')) ? path.left(path.lastIndexOf(QLatin1Char('/'))) : QString();
            const std::optional<QString> target = joinInside(folder, match.captured(1));
            if (target && m_tree.contains(*target)) {
                if (!constraint)
                    read(*target, optional);
            } else if (!match.captured(1).contains(QLatin1String("://"))) {
                m_draft.addNote(tr("%1 includes %2, which is not in the repository.").arg(path, match.captured(1)),
                                {evidence});
            }
            return;
        }
        QString text = line.text;
        bool editable = false;
        static const QRegularExpression edit(QStringLiteral("^(?:-e|--editable)(?:\\s+|=)"));
        if (const auto match = edit.match(text); match.hasMatch()) {
            text = text.mid(match.capturedLength());
            editable = true;
        } else if (text.startsWith(QLatin1Char('-'))) {
            static const QRegularExpression cuda(QStringLiteral("/cu(\\d{1,2})(\\d)(?:/|\\b)"));
            if (const auto wheels = cuda.match(text); wheels.hasMatch())
                m_draft.claimCuda(wheels.captured(1) + QLatin1Char('.') + wheels.captured(2), m_source, evidence,
                                  factor(path));
            return;
        }
        std::optional<Requirement> requirement = parseRequirement(text);
        // `conda list --export` writes name=version=build.
        static const QRegularExpression exported(QStringLiteral("^[\\w.-]+=[^=\\s]+=\\S+$"));
        if (!requirement || exported.match(text).hasMatch())
            requirement = parseCondaSpec(text);
        if (!requirement) {
            m_draft.addNote(
                tr("%1, line %2 is no requirement that pip would take: %3").arg(path).arg(line.line).arg(text.left(80)),
                {evidence});
            return;
        }
        if (requirement->self || (editable && requirement->dependency.url.startsWith(QLatin1Char('.'))))
            return;
        if (!requirement->wheelPython.isEmpty())
            m_draft.claimPython(QLatin1String("==") + requirement->wheelPython, m_source, evidence, factor(path));
        if (!requirement->wheelCuda.isEmpty())
            m_draft.claimCuda(QLatin1String("==") + requirement->wheelCuda, m_source, evidence, factor(path));
        Dependency dependency = requirement->dependency;
        if (dependency.name.isEmpty())
            return;
        dependency.optional = optional;
        dependency.evidence = {evidence};
        m_draft.addPackage(dependency, m_source, factor(path));
    }

    static double factor(const QString& path) { return path.contains(QLatin1Char('/')) ? 0.95 : 1.0; }

    const SourceTree& m_tree;
    QString m_source;
    Draft& m_draft;
    QSet<QString> m_seen;
    QSet<QString> m_open;
};

} // namespace

bool isSideManifest(const QString& path) {
    static const QRegularExpression side(
        QStringLiteral("(?:^|[/_.-])(?:dev(?:el|elop|elopment)?|tests?|testing|docs?|lint|ci|extras?|optional|build|"
                       "notebooks?|examples?|benchmarks?|cloud|colab|windows|win|mac|macos|osx|arm64)(?:[/_.-]|$)"),
        QRegularExpression::CaseInsensitiveOption);
    return side.match(path).hasMatch();
}

void readRequirementsFile(const SourceTree& tree, const QString& path, const QString& source, bool optional,
                          Draft& draft) {
    Reader(tree, source, draft).read(path, optional);
}

void detectRequirements(const SourceTree& tree, Draft& draft) {
    static const QRegularExpression name(
        QStringLiteral("^(?:requirements?|req|reqs|pip[-_]?requirements?|requires|packages)"
                       "(?:[-_.][\\w.-]*)?\\.(?:txt|in|pip)$|^[\\w-]+[-_.]requirements?\\.(?:txt|in|pip)$"),
        QRegularExpression::CaseInsensitiveOption);
    const QList<SourceFile> files = tree.matching([](const SourceFile& file) {
        if (file.depth() > 3 || !file.path.endsWith(QLatin1String("txt"), Qt::CaseInsensitive)) {
            if (!file.path.endsWith(QLatin1String(".in")) && !file.path.endsWith(QLatin1String(".pip")))
                return false;
        }
        if (name.match(file.name()).hasMatch())
            return true;
        const QString folder = file.folder().section(QLatin1Char('/'), -1);
        return folder == QLatin1String("requirements") && file.path.endsWith(QLatin1String(".txt"));
    });
    bool root = false;
    QSet<QString> names;
    for (const SourceFile& file : files) {
        root = root || file.depth() == 0;
        names.insert(file.path);
    }
    Reader reader(tree, QStringLiteral("requirements"), draft);
    // Where the project itself declares what it needs, a frozen list beside it is its lock.
    const auto declares = [](const PackageClaim& claim) {
        return claim.source == QLatin1String("pyproject") && !claim.dependency.optional;
    };
    const bool declared = std::count_if(draft.packages.begin(), draft.packages.end(), declares) >= 3;
    bool mainSeen = false;
    for (const SourceFile& file : files) {
        // requirements.in is the source of a compiled requirements.txt beside it.
        if (file.path.endsWith(QLatin1String(".in")) &&
            names.contains(file.path.left(file.path.size() - 3) + QLatin1String(".txt")))
            continue;
        if (declared && isFrozen(tree.text(file.path).value_or(QString()))) {
            draft.addNote(tr("%1 pins what pyproject.toml asks for and was taken for its lock.").arg(file.path),
                          {{file.path, 0, {}}});
            continue;
        }
        const bool plain = file.name().compare(QLatin1String("requirements.txt"), Qt::CaseInsensitive) == 0;
        const bool side = isSideManifest(file.path) || (root && file.depth() > 0) || (mainSeen && !plain);
        mainSeen = mainSeen || (plain && file.depth() == 0);
        reader.read(file.path, side);
    }
}

} // namespace reberth::analysis
