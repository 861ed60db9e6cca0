#include "core/analysis/detectors.h"
#include "core/analysis/documents.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

constexpr qsizetype maxVariables = 300;
constexpr qsizetype maxLine = 4000;

/// What every machine or a launcher sets, or what only quiets a build.
bool isNoise(const QString& name, const QString& value) {
    static const QSet<QString> everywhere{QStringLiteral("PATH"),
                                          QStringLiteral("HOME"),
                                          QStringLiteral("USER"),
                                          QStringLiteral("LOGNAME"),
                                          QStringLiteral("USERNAME"),
                                          QStringLiteral("PWD"),
                                          QStringLiteral("OLDPWD"),
                                          QStringLiteral("SHELL"),
                                          QStringLiteral("TERM"),
                                          QStringLiteral("LANG"),
                                          QStringLiteral("LANGUAGE"),
                                          QStringLiteral("HOSTNAME"),
                                          QStringLiteral("TMPDIR"),
                                          QStringLiteral("TMP"),
                                          QStringLiteral("TEMP"),
                                          QStringLiteral("EDITOR"),
                                          QStringLiteral("PS1"),
                                          QStringLiteral("DEBIAN_FRONTEND"),
                                          QStringLiteral("CI"),
                                          QStringLiteral("COLUMNS"),
                                          QStringLiteral("PYTHONUNBUFFERED"),
                                          QStringLiteral("PYTHONDONTWRITEBYTECODE"),
                                          QStringLiteral("PYTHONIOENCODING"),
                                          QStringLiteral("APPDATA"),
                                          QStringLiteral("LOCALAPPDATA"),
                                          QStringLiteral("USERPROFILE"),
                                          QStringLiteral("COMPUTERNAME"),
                                          QStringLiteral("CONDA_PREFIX"),
                                          QStringLiteral("CONDA_DEFAULT_ENV"),
                                          QStringLiteral("VIRTUAL_ENV"),
                                          QStringLiteral("READTHEDOCS"),
                                          QStringLiteral("TZ"),
                                          QStringLiteral("PIP_NO_CACHE_DIR"),
                                          QStringLiteral("NVIDIA_VISIBLE_DEVICES"),
                                          QStringLiteral("NVIDIA_DRIVER_CAPABILITIES")};
    static const QRegularExpression families(QStringLiteral(
        "^(?:LC_|SLURM_|OMPI_|PMI_|GITHUB_|TRAVIS|CIRCLE|APPVEYOR|XDG_|SSH_|COLAB_|_|[a-z]{1,2}$)|_VERSION$|_SHA256$"));
    if (everywhere.contains(name) || families.match(name).hasMatch())
        return true;
    // Where somebody's toolkit lies is the image's business.
    return name == QLatin1String("LD_LIBRARY_PATH") && (value.isEmpty() || value.contains(QLatin1String("cuda")));
}

bool isSetByLauncher(const QString& name) {
    static const QSet<QString> names{QStringLiteral("RANK"),        QStringLiteral("WORLD_SIZE"),
                                     QStringLiteral("LOCAL_RANK"),  QStringLiteral("LOCAL_WORLD_SIZE"),
                                     QStringLiteral("MASTER_ADDR"), QStringLiteral("MASTER_PORT"),
                                     QStringLiteral("GROUP_RANK"),  QStringLiteral("NODE_RANK")};
    return names.contains(name);
}

class Reader {
public:
    Reader(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft)
        : m_tree(tree)
        , m_python(python)
        , m_draft(draft) {}

    void read() {
        readCode();
        for (const SourceFile& file : documentsOf(m_tree))
            readDocument(file.path);
        for (const SourceFile& file : m_tree
                                          .matching([](const SourceFile& candidate) {
                                              return candidate.depth() <= 4 &&
                                                     candidate.path.endsWith(QLatin1String(".sh"));
                                          })
                                          .mid(0, 300))
            readScript(file.path);
        for (const SourceFile& file : m_tree.matching([](const SourceFile& candidate) {
                 const QString name = candidate.name();
                 return candidate.depth() <= 2 &&
                        (name == QLatin1String(".env.example") || name == QLatin1String(".env.sample") ||
                         name == QLatin1String(".env.template") || name == QLatin1String(".env") ||
                         name == QLatin1String("env.example"));
             }))
            readDotEnv(file.path);
        for (const SourceFile& file : m_tree.matching([](const SourceFile& candidate) {
                 return candidate.depth() <= 2 && candidate.name().startsWith(QLatin1String("Dockerfile"));
             }))
            readDockerfile(file.path);
        std::stable_partition(m_draft.environment.begin(), m_draft.environment.end(),
                              [](const EnvironmentVariable& variable) { return variable.required; });
    }

private:
    void add(const QString& name, const QString& value, bool required, const Evidence& evidence) {
        if (isNoise(name, value))
            return;
        for (EnvironmentVariable& known : m_draft.environment) {
            if (known.name != name)
                continue;
            if (known.value.isEmpty())
                known.value = value;
            known.required = known.required || required;
            if (known.evidence.size() < 20 && !known.evidence.contains(evidence))
                known.evidence.append(evidence);
            return;
        }
        if (m_draft.environment.size() < maxVariables)
            m_draft.environment.append({name, value, required, {evidence}});
    }

    void readCode() {
        QSet<QString> provided;
        for (const PythonFacts& facts : m_python) {
            for (const EnvironmentUse& use : facts.environment) {
                if (!use.required)
                    provided.insert(use.name);
                if (!use.written)
                    m_read.insert(use.name);
            }
        }
        for (const PythonFacts& facts : m_python) {
            if (facts.vendored)
                continue;
            for (const EnvironmentUse& use : facts.environment) {
                // What the code only sets itself is nobody's task, but which GPUs it takes is worth knowing.
                if (use.written && !m_read.contains(use.name) && use.name != QLatin1String("CUDA_VISIBLE_DEVICES"))
                    continue;
                add(use.name, use.value, use.required && !provided.contains(use.name) && !isSetByLauncher(use.name),
                    evidenceAt(facts.path, use.line, use.text));
            }
        }
    }

    static QString unquoted(QString value) {
        value = value.trimmed();
        if (value.size() > 1 && (value.front() == QLatin1Char('"') || value.front() == QLatin1Char('\'')) &&
            value.back() == value.front())
            return value.mid(1, value.size() - 2);
        return value;
    }

    void readExports(const QString& line, const QString& path, int number) {
        static const QRegularExpression exported(
            QStringLiteral("(?:^|[\\s`;&$>])export\\s+([A-Za-z_]\\w*)=(\"[^\"]*\"|'[^']*'|[^\\s`;&]*)"));
        auto it = exported.globalMatch(line);
        while (it.hasNext()) {
            const auto match = it.next();
            add(match.captured(1), unquoted(match.captured(2)), false, evidenceAt(path, number, line));
        }
    }

    /// `CUDA_VISIBLE_DEVICES=0 python train.py`: set for one command.
    void readPrefixes(const QString& line, const QString& path, int number) {
        static const QRegularExpression prefix(
            QStringLiteral("(?:^|[\\s`$>])((?:[A-Z][A-Z0-9_]{2,}=\\S+\\s+)+)(?:python[\\d.]*|torchrun|accelerate|"
                           "deepspeed|(?:ba)?sh|mpirun|\\./\\S+)\\s"));
        const auto match = prefix.match(line);
        if (!match.hasMatch())
            return;
        for (const QString& pair : match.captured(1).simplified().split(QLatin1Char(' ')))
            add(pair.section(QLatin1Char('='), 0, 0), unquoted(pair.section(QLatin1Char('='), 1)), false,
                evidenceAt(path, number, line));
    }

    void readDocument(const QString& path) {
        const std::optional<QString> text = m_tree.text(path);
        if (!text)
            return;
        int number = 0;
        for (const QString& line : text->split(QLatin1Char('\n'))) {
            ++number;
            if (line.size() > maxLine || !line.contains(QLatin1Char('=')))
                continue;
            readExports(line, path, number);
            readPrefixes(line, path, number);
        }
    }

    void readScript(const QString& path) {
        const std::optional<QString> text = m_tree.text(path);
        if (!text || text->size() > 300'000)
            return;
        static const QRegularExpression fallback(QStringLiteral("\\$\\{([A-Z][A-Z0-9_]{2,}):?[-=]([^}]*)\\}"));
        static const QRegularExpression sourced(
            QStringLiteral("(?:^|/)[\\w-]*(?:env|setup|install|path|config|init)[\\w-]*\\.sh$"),
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression demanded(QStringLiteral("\\$\\{([A-Z][A-Z0-9_]{2,}):?\\?[^}]*\\}"));
        int number = 0;
        for (const QString& line : text->split(QLatin1Char('\n'))) {
            ++number;
            if (line.size() > maxLine || line.trimmed().startsWith(QLatin1Char('#')))
                continue;
            // A script sets what it needs itself; what the code reads too, or what is there to be sourced, counts.
            if (sourced.match(path).hasMatch() ||
                std::any_of(m_draft.environment.begin(), m_draft.environment.end(),
                            [&](const EnvironmentVariable& known) { return line.contains(known.name); }))
                readExports(line, path, number);
            readPrefixes(line, path, number);
            auto it = fallback.globalMatch(line);
            while (it.hasNext()) {
                const auto match = it.next();
                add(match.captured(1), unquoted(match.captured(2)), false, evidenceAt(path, number, line));
            }
            if (const auto match = demanded.match(line); match.hasMatch())
                add(match.captured(1), {}, true, evidenceAt(path, number, line));
        }
    }

    void readDotEnv(const QString& path) {
        static const QRegularExpression pair(QStringLiteral("^\\s*(?:export\\s+)?([A-Za-z_]\\w*)\\s*=\\s*(.*)$"));
        // A file that was checked in with its secrets is named, its values are not.
        const bool example = !path.endsWith(QLatin1String(".env"));
        const std::optional<QString> text = m_tree.text(path);
        int number = 0;
        for (const QString& line : text.value_or(QString()).split(QLatin1Char('\n'))) {
            ++number;
            const auto match = pair.match(line.left(maxLine));
            if (match.hasMatch())
                add(match.captured(1), example ? unquoted(match.captured(2)) : QString(), false,
                    evidenceAt(path, number, example ? line : match.captured(1)));
        }
    }

    void readDockerfile(const QString& path) {
        static const QRegularExpression head(QStringLiteral("^\\s*ENV\\s+(.*)$"),
                                             QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression pair(QStringLiteral("([A-Za-z_]\\w*)=(\"[^\"]*\"|'[^']*'|\\S*)"));
        const QStringList lines = m_tree.text(path).value_or(QString()).split(QLatin1Char('\n'));
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const auto match = head.match(lines.at(i));
            if (!match.hasMatch() || lines.at(i).size() > maxLine)
                continue;
            const int number = int(i) + 1;
            QString arguments = match.captured(1);
            while (arguments.trimmed().endsWith(QLatin1Char('\\')) && i + 1 < lines.size() &&
                   arguments.size() < maxLine)
                arguments = arguments.trimmed().chopped(1) + QLatin1Char(' ') + lines.at(++i).trimmed();
            const Evidence evidence = evidenceAt(path, number, match.captured(0));
            auto it = pair.globalMatch(arguments);
            if (!arguments.section(QLatin1Char(' '), 0, 0).contains(QLatin1Char('='))) {
                add(arguments.section(QLatin1Char(' '), 0, 0), arguments.section(QLatin1Char(' '), 1).trimmed(), false,
                    evidence);
                continue;
            }
            while (it.hasNext()) {
                const auto one = it.next();
                add(one.captured(1), unquoted(one.captured(2)), false, evidence);
            }
        }
    }

    const SourceTree& m_tree;
    const QList<PythonFacts>& m_python;
    Draft& m_draft;
    QSet<QString> m_read; ///< by Python code
};

} // namespace

void detectEnvironmentVariables(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft) {
    Reader(tree, python, draft).read();
}

} // namespace reberth::analysis
