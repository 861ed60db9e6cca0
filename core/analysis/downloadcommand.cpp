#include "core/analysis/downloadcommand.h"

#include "core/analysis/datalinks.h"
#include "core/analysis/draft.h"

#include <QRegularExpression>
#include <QSet>

namespace reberth::analysis {

namespace {

bool isAddress(const QString& word) {
    static const QRegularExpression address(QStringLiteral("^(?:https?|ftp|gs|s3)://\\S+"));
    return address.match(word).hasMatch();
}

QString driveFile(const QString& id) {
    return QLatin1String("https://drive.google.com/uc?id=") + id;
}

class Reader {
public:
    Reader(const ShellCommand& command, const QString& file, const QString& section)
        : m_command(command)
        , m_file(file)
        , m_section(section)
        , m_words(command.words) {
        unwrap();
    }

    QList<DataSource> read() {
        const QString program = m_words.value(0).section(QLatin1Char('/'), -1);
        if (program == QLatin1String("wget"))
            plain(program, {"-O", "--output-document", "-P", "--directory-prefix"},
                  {"-o",
                   "-a",
                   "-e",
                   "-t",
                   "-T",
                   "-U",
                   "--header",
                   "--user-agent",
                   "--load-cookies",
                   "--save-cookies",
                   "--post-data",
                   "--user",
                   "--password",
                   "--tries",
                   "--timeout",
                   "-A",
                   "-R",
                   "-I",
                   "-X",
                   "-l"});
        else if (program == QLatin1String("curl"))
            plain(program, {"-o", "--output"},
                  {"-H", "--header", "-b", "-c", "-d", "--data", "-X", "-u", "-A", "-e", "--retry", "-C", "-m",
                   "--referer"});
        else if (program == QLatin1String("aria2c") || program == QLatin1String("axel"))
            plain(program, {"-o", "--out", "-d", "--dir"}, {"-x", "-s", "-k", "-j", "-n", "-c", "--header"});
        else if (program == QLatin1String("gdown"))
            gdown();
        else if (program == QLatin1String("gsutil") || program == QLatin1String("aws") ||
                 program == QLatin1String("azcopy") || program == QLatin1String("gcloud") ||
                 program == QLatin1String("s3cmd"))
            copy(program);
        else if (program == QLatin1String("kaggle"))
            kaggle();
        else if (program == QLatin1String("huggingface-cli") || program == QLatin1String("hf"))
            hub();
        else if (program == QLatin1String("git") && m_words.value(1) == QLatin1String("clone"))
            clone();
        else if (program == QLatin1String("rsync"))
            rsync();
        return m_found;
    }

private:
    void unwrap() {
        static const QSet<QString> wrappers{QStringLiteral("sudo"), QStringLiteral("time"), QStringLiteral("nohup"),
                                            QStringLiteral("exec"), QStringLiteral("command")};
        while (m_words.size() > 1) {
            if (wrappers.contains(m_words.first()))
                m_words.removeFirst();
            else if (m_words.first().startsWith(QLatin1String("python")) && m_words.value(1) == QLatin1String("-m"))
                m_words.remove(0, 2);
            else
                break;
        }
    }

    void add(const QString& tool, const QString& address, const QString& path, const QString& kind = {}) {
        if (m_found.size() >= 100)
            return;
        DataSource data;
        data.url = address;
        data.tool = tool;
        // "-O -" and "| tar": nothing is left under a name of its own.
        static const QRegularExpression noPath(QStringLiteral("^-$|\\$|^/dev/|^/tmp/"));
        data.path = noPath.match(path).hasMatch() ? QString() : path;
        const qsizetype at = std::max<qsizetype>(m_command.text.indexOf(address), 0);
        data.kind = kind.isEmpty() ? kindOfData(address, m_command.text, at, m_section) : kind;
        data.evidence = {evidenceAt(m_file, m_command.line, m_command.text)};
        m_found.append(data);
    }

    void plain(const QString& tool, std::initializer_list<const char*> outputs,
               std::initializer_list<const char*> valued) {
        QString path, folder;
        QStringList addresses;
        for (qsizetype i = 1; i < m_words.size(); ++i) {
            const QString& word = m_words.at(i);
            const auto is = [&word](const char* option) { return word == QLatin1String(option); };
            if (std::any_of(outputs.begin(), outputs.end(), is)) {
                const QString value = m_words.value(++i);
                // A folder and a file in it may be given apart.
                if (is("-P") || is("--directory-prefix") || is("-d") || is("--dir"))
                    folder = value;
                else
                    path = value;
            } else if (std::any_of(valued.begin(), valued.end(), is)) {
                ++i;
            } else if (word.startsWith(QLatin1String("--output=")) ||
                       word.startsWith(QLatin1String("--output-document=")) ||
                       word.startsWith(QLatin1String("--dir="))) {
                path = word.section(QLatin1Char('='), 1);
            } else if (isAddress(word)) {
                addresses.append(word);
            } else if (word.startsWith(QLatin1Char('>'))) {
                path = word.size() > 1 ? word.mid(1) : m_words.value(++i);
            }
        }
        if (!folder.isEmpty())
            path = path.isEmpty() ? folder : folder + QLatin1Char('/') + path;
        for (const QString& address : std::as_const(addresses)) {
            if (isFetchedData(address) && !address.contains(QLatin1Char('$')))
                add(tool, address, addresses.size() == 1 ? path : folder);
        }
    }

    void gdown() {
        static const QRegularExpression id(QStringLiteral("^[\\w-]{20,60}$"));
        QString address, path;
        bool folder = false;
        for (qsizetype i = 1; i < m_words.size(); ++i) {
            const QString& word = m_words.at(i);
            if (word == QLatin1String("-O") || word == QLatin1String("--output") || word == QLatin1String("-o"))
                path = m_words.value(++i);
            else if (word == QLatin1String("--folder"))
                folder = true;
            else if (word == QLatin1String("--id"))
                address = driveFile(m_words.value(++i));
            else if (word.startsWith(QLatin1String("--id=")))
                address = driveFile(word.mid(5));
            else if (isAddress(word))
                address = word;
            else if (address.isEmpty() && id.match(word).hasMatch())
                address = word;
        }
        if (id.match(address).hasMatch())
            address = folder ? QLatin1String("https://drive.google.com/drive/folders/") + address : driveFile(address);
        if (!address.isEmpty() && !address.contains(QLatin1Char('$')))
            add(QStringLiteral("gdown"), address, path);
    }

    void copy(const QString& program) {
        QString from, to;
        for (const QString& word : m_words.mid(1)) {
            if (isAddress(word) && from.isEmpty())
                from = word;
            else if (!from.isEmpty() && to.isEmpty() && !word.startsWith(QLatin1Char('-')))
                to = word;
        }
        if (!from.isEmpty() && !from.contains(QLatin1Char('$')) && !isAddress(to))
            add(program, from, to);
    }

    void kaggle() {
        QString name, path;
        for (qsizetype i = 3; i < m_words.size(); ++i) {
            const QString& word = m_words.at(i);
            if (word == QLatin1String("-p") || word == QLatin1String("--path"))
                path = m_words.value(++i);
            else if (word == QLatin1String("-d") || word == QLatin1String("-c") || word == QLatin1String("--dataset"))
                name = m_words.value(++i);
            else if (!word.startsWith(QLatin1Char('-')) && name.isEmpty())
                name = word;
        }
        if (m_words.value(2) != QLatin1String("download") || name.isEmpty() || name.contains(QLatin1Char('$')))
            return;
        const bool competition = m_words.value(1).startsWith(QLatin1String("competition"));
        add(QStringLiteral("kaggle"),
            (competition ? QLatin1String("https://www.kaggle.com/c/")
                         : QLatin1String("https://www.kaggle.com/datasets/")) +
                name,
            path, QStringLiteral("dataset"));
    }

    void hub() {
        if (m_words.value(1) != QLatin1String("download"))
            return;
        QString name, path;
        bool dataset = false;
        for (qsizetype i = 2; i < m_words.size(); ++i) {
            const QString& word = m_words.at(i);
            if (word == QLatin1String("--local-dir") || word == QLatin1String("--cache-dir"))
                path = m_words.value(++i);
            else if (word == QLatin1String("--repo-type"))
                dataset = m_words.value(++i) == QLatin1String("dataset");
            else if (word == QLatin1String("--include") || word == QLatin1String("--revision") ||
                     word == QLatin1String("--exclude") || word == QLatin1String("--token"))
                ++i;
            else if (!word.startsWith(QLatin1Char('-')) && name.isEmpty())
                name = word;
        }
        if (name.isEmpty() || name.contains(QLatin1Char('$')))
            return;
        add(QStringLiteral("huggingface"),
            (dataset ? QLatin1String("https://huggingface.co/datasets/") : QLatin1String("https://huggingface.co/")) +
                name,
            path, dataset ? QStringLiteral("dataset") : QStringLiteral("weights"));
    }

    void clone() {
        static const QRegularExpression hub(
            QStringLiteral("^(?:https?://|git@)(?:www\\.)?(?:huggingface\\.co|hf\\.co|modelscope\\.cn)[/:](.+)$"));
        for (qsizetype i = 2; i < m_words.size(); ++i) {
            if (const auto match = hub.match(m_words.at(i)); match.hasMatch()) {
                const QString target = m_words.value(i + 1);
                add(QStringLiteral("git"), m_words.at(i), target.startsWith(QLatin1Char('-')) ? QString() : target);
            }
        }
    }

    void rsync() {
        static const QRegularExpression module(QStringLiteral("^(?:rsync://|[\\w.-]+\\.[a-z]+::)\\S+"));
        for (qsizetype i = 1; i < m_words.size(); ++i) {
            if (module.match(m_words.at(i)).hasMatch())
                add(QStringLiteral("rsync"), m_words.at(i), m_words.value(i + 1));
        }
    }

    const ShellCommand& m_command;
    const QString& m_file;
    const QString& m_section;
    QStringList m_words;
    QList<DataSource> m_found;
};

} // namespace

QList<DataSource> readDownload(const ShellCommand& command, const QString& file, const QString& section) {
    return Reader(command, file, section).read();
}

bool mayDownload(const QString& text) {
    static const QRegularExpression programs(QStringLiteral(
        "\\b(?:wget|curl|aria2c|axel|gdown|gsutil|azcopy|kaggle|huggingface-cli|hf download|rsync|gcloud storage|"
        "aws s3|s3cmd|git clone)\\b"));
    return programs.match(text).hasMatch();
}

} // namespace reberth::analysis
