#include "core/analysis/pythonresources.h"

#include "core/analysis/datalinks.h"
#include "core/analysis/downloadcommand.h"
#include "core/analysis/draft.h"
#include "core/analysis/shellwords.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

constexpr qsizetype maxData = 300;
constexpr qsizetype maxEnvironment = 300;
constexpr qsizetype maxLine = 4000;

QString lineAround(const QByteArray& source, qsizetype at) {
    qsizetype start = at;
    while (start > 0 && source.at(start - 1) != '\n' && at - start < maxLine)
        --start;
    qsizetype end = source.indexOf('\n', at);
    if (end < 0)
        end = source.size();
    return QString::fromUtf8(source.mid(start, std::min(end - start, maxLine)));
}

QString lineOf(const PythonTree& tree, TSNode node) {
    return lineAround(tree.source(), ts_node_start_byte(node)).trimmed();
}

/// The text of a literal; nothing where it interpolates.
std::optional<QString> unquoted(const QString& literal) {
    static const QRegularExpression plain(QStringLiteral("^[rRuUbB]{0,2}(['\"]{3}|['\"])(.*)\\1$"),
                                          QRegularExpression::DotMatchesEverythingOption);
    const auto match = plain.match(literal);
    return match.hasMatch() ? std::optional(match.captured(2)) : std::nullopt;
}

std::optional<QString> plainString(const PythonTree& tree, TSNode node) {
    if (ts_node_is_null(node) || !PythonTree::is(node, "string"))
        return std::nullopt;
    return unquoted(tree.text(node));
}

TSNode argument(const PythonTree& tree, TSNode call, uint32_t position, std::initializer_list<const char*> names) {
    const TSNode arguments = PythonTree::field(call, "arguments");
    if (ts_node_is_null(arguments))
        return {};
    const uint32_t count = std::min<uint32_t>(ts_node_named_child_count(arguments), 60);
    uint32_t seen = 0;
    TSNode positional{};
    for (uint32_t i = 0; i < count; ++i) {
        const TSNode child = ts_node_named_child(arguments, i);
        if (PythonTree::is(child, "comment"))
            continue;
        if (PythonTree::is(child, "keyword_argument")) {
            const QByteArrayView key = tree.view(PythonTree::field(child, "name"));
            if (std::any_of(names.begin(), names.end(), [&key](const char* name) { return key == name; }))
                return PythonTree::field(child, "value");
        } else if (seen++ == position) {
            positional = child;
        }
    }
    return positional;
}

bool isVariableName(const QString& name) {
    static const QRegularExpression valid(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]{0,80}$"));
    return valid.match(name).hasMatch();
}

class EnvironmentReader {
public:
    EnvironmentReader(const QByteArray& source, const std::vector<Token>& tokens, PythonFacts& facts)
        : m_source(source)
        , m_tokens(tokens)
        , m_facts(facts) {}

    void run() {
        for (size_t i = 0; i + 4 < m_tokens.size() && m_facts.environment.size() < maxEnvironment; ++i) {
            if (m_tokens[i].kind != TokenKind::Name)
                continue;
            const QByteArrayView name = text(i);
            if (name == "getenv" || name == "putenv")
                call(i, name == "putenv");
            else if (name == "environ" && is(i + 1, "["))
                subscript(i);
            else if (name == "environ" && is(i + 1, ".") && i + 6 < m_tokens.size())
                method(i);
        }
    }

private:
    QByteArrayView text(size_t at) const {
        return QByteArrayView(m_source).sliced(m_tokens[at].start, m_tokens[at].end - m_tokens[at].start);
    }
    bool is(size_t at, const char* op) const {
        return m_tokens[at].kind == TokenKind::Operator && m_tokens[at].op == opcode(op);
    }

    std::optional<QString> stringAt(size_t at) const {
        if (at >= m_tokens.size() || m_tokens[at].kind != TokenKind::String)
            return std::nullopt;
        return unquoted(QString::fromUtf8(text(at)));
    }

    void add(const QString& name, const QString& value, bool written, bool required, size_t at) {
        if (isVariableName(name))
            m_facts.environment.append({name, value, written, required, int(m_tokens[at].line),
                                        lineAround(m_source, m_tokens[at].start).trimmed()});
    }

    /// `at` is the function's name: its first argument is the variable, the second what it is without it.
    void call(size_t at, bool written) {
        const std::optional<QString> name = is(at + 1, "(") ? stringAt(at + 2) : std::nullopt;
        if (name)
            add(*name, is(at + 3, ",") ? argument(at + 4) : QString(), written, false, at);
    }

    void method(size_t at) {
        const QByteArrayView name = text(at + 2);
        if (name == "get" || name == "pop" || name == "setdefault")
            call(at + 2, name == "setdefault");
    }

    void subscript(size_t at) {
        const std::optional<QString> name = stringAt(at + 2);
        if (!name || !is(at + 3, "]"))
            return;
        if (is(at + 4, "=")) {
            add(*name, stringAt(at + 5).value_or(QString()), true, false, at);
            return;
        }
        // `if "X" in os.environ` somewhere: the code can do without.
        bool askedFor = false;
        for (const char quote : {'"', '\''}) {
            const QByteArray quoted = quote + name->toUtf8() + quote;
            askedFor = askedFor || m_source.contains(quoted + " in os.environ") ||
                       m_source.contains(quoted + " not in os.environ");
        }
        add(*name, {}, false, !askedFor, at);
    }

    /// A constant, or the expression's text where it is short.
    QString argument(size_t at) const {
        if (at + 1 < m_tokens.size() && m_tokens[at].kind == TokenKind::Name && is(at + 1, "="))
            at += 2; // default=
        size_t end = at;
        for (int depth = 0; end < m_tokens.size() && m_tokens[end].kind != TokenKind::End; ++end) {
            if (is(end, "(") || is(end, "["))
                ++depth;
            else if ((is(end, ")") || is(end, "]")) && --depth < 0)
                break;
            else if (depth == 0 && is(end, ","))
                break;
        }
        if (end >= m_tokens.size() || end == at)
            return {};
        if (end == at + 1 && m_tokens[at].kind == TokenKind::String)
            return stringAt(at).value_or(QString());
        const QString text = QString::fromUtf8(
            QByteArrayView(m_source).sliced(m_tokens[at].start, m_tokens[end - 1].end - m_tokens[at].start));
        return text.size() <= 60 && text != QLatin1String("None") ? text : QString();
    }

    const QByteArray& m_source;
    const std::vector<Token>& m_tokens;
    PythonFacts& m_facts;
};

/// "org/name" as the Hugging Face hub has them, or a bare name such as bert-base-uncased.
bool isHubName(const QString& name) {
    static const QRegularExpression full(QStringLiteral("^[A-Za-z0-9][\\w.-]{1,60}/[A-Za-z0-9][\\w.-]{0,90}$"));
    static const QRegularExpression bare(
        QStringLiteral("^(?:[a-z0-9]+(?:[-_][\\w.]+)+|gpt2|t5|bart|roberta|distilgpt2)$"));
    static const QRegularExpression file(
        QStringLiteral("^(?:path|your|my|data|models?|checkpoints?|outputs?|logs?|results?|pretrained|\\.)/|"
                       "\\.(?:pth?|ckpt|bin|json|txt|py|pkl)$"));
    return (full.match(name).hasMatch() || bare.match(name).hasMatch()) && !file.match(name).hasMatch();
}

class FetchReader {
public:
    FetchReader(const PythonTree& tree, TSNode call, const std::function<const LiteralEvaluator&()>& literals,
                PythonFacts& facts)
        : m_tree(tree)
        , m_call(call)
        , m_literals(literals)
        , m_facts(facts) {}

    void hub(const char* kind, std::initializer_list<const char*> names) {
        const QString name = constant(0, names);
        if (!isHubName(name))
            return;
        const bool dataset = qstrcmp(kind, "dataset") == 0;
        const QString type = constant(99, {"repo_type"});
        const bool stored = dataset || type == QLatin1String("dataset");
        add((stored ? QLatin1String("https://huggingface.co/datasets/") : QLatin1String("https://huggingface.co/")) +
                name,
            constant(99, {"local_dir"}), QStringLiteral("huggingface"),
            stored ? QStringLiteral("dataset") : QStringLiteral("weights"));
    }

    void torchHub() {
        const QString name = constant(0, {"repo_or_dir", "github"}).section(QLatin1Char(':'), 0, 0);
        static const QRegularExpression repository(QStringLiteral("^[\\w-]+/[\\w.-]+$"));
        if (repository.match(name).hasMatch() && constant(99, {"source"}) != QLatin1String("local"))
            add(QLatin1String("https://github.com/") + name, {}, QStringLiteral("torch.hub"),
                QStringLiteral("weights"));
    }

    void address(std::initializer_list<const char*> names, uint32_t position, std::initializer_list<const char*> paths,
                 uint32_t pathPosition, const char* tool) {
        const QString url = constant(position, names);
        if (url.contains(QLatin1String("://")) && isFetchedData(url))
            add(url, constant(pathPosition, paths), QString::fromLatin1(tool), {});
    }

    void gdown(bool folder) {
        QString id = constant(99, {"id"});
        const QString url = constant(0, {"url"});
        if (id.isEmpty() && !url.contains(QLatin1String("://")))
            id = url;
        static const QRegularExpression plain(QStringLiteral("^[\\w-]{20,60}$"));
        const QString path = constant(1, {"output"});
        if (plain.match(id).hasMatch())
            add((folder ? QLatin1String("https://drive.google.com/drive/folders/")
                        : QLatin1String("https://drive.google.com/uc?id=")) +
                    id,
                path, QStringLiteral("gdown"), {});
        else if (url.contains(QLatin1String("://")))
            add(url, path, QStringLiteral("gdown"), {});
    }

    /// os.system("wget …"), subprocess.call(["wget", …]).
    void shell() {
        const TSNode node = argument(m_tree, m_call, 0, {"args"});
        if (ts_node_is_null(node) || !mayDownload(m_tree.text(node)))
            return;
        const QVariant value = m_literals().evaluate(node);
        const QStringList words = LiteralEvaluator::strings(value);
        const QString text = words.join(QLatin1Char(' '));
        for (const ShellCommand& command : splitShell(text, PythonTree::line(m_call))) {
            for (DataSource data : readDownload(command, m_facts.path, {})) {
                data.evidence = {evidenceAt(m_facts.path, PythonTree::line(m_call), lineOf(m_tree, m_call))};
                if (m_facts.data.size() < maxData)
                    m_facts.data.append(data);
            }
        }
    }

private:
    /// A position of 99 asks for the keyword only.
    QString constant(uint32_t position, std::initializer_list<const char*> names) const {
        const TSNode node = argument(m_tree, m_call, position, names);
        if (ts_node_is_null(node))
            return {};
        if (const std::optional<QString> text = plainString(m_tree, node))
            return *text;
        if (PythonTree::is(node, "identifier") || PythonTree::is(node, "binary_operator") ||
            PythonTree::is(node, "concatenated_string"))
            return m_literals().evaluate(node).toString();
        return {};
    }

    void add(const QString& url, const QString& path, const QString& tool, const QString& kind) {
        if (m_facts.data.size() >= maxData)
            return;
        const QString row = lineOf(m_tree, m_call);
        DataSource data;
        data.url = url;
        data.path = path.startsWith(QLatin1Char('/')) ? QString() : path;
        data.tool = tool;
        data.kind = kind.isEmpty() ? kindOfData(url, row, 0, {}) : kind;
        data.evidence = {evidenceAt(m_facts.path, PythonTree::line(m_call), row)};
        m_facts.data.append(data);
    }

    const PythonTree& m_tree;
    TSNode m_call;
    const std::function<const LiteralEvaluator&()>& m_literals;
    PythonFacts& m_facts;
};

} // namespace

void readEnvironmentUses(const QByteArray& source, const std::vector<Token>& tokens, PythonFacts& facts) {
    EnvironmentReader(source, tokens, facts).run();
}

bool readFetchCall(const PythonTree& tree, TSNode call, QByteArrayView function, const QString& resolved,
                   const std::function<const LiteralEvaluator&()>& literals, PythonFacts& facts) {
    const qsizetype dot = function.lastIndexOf('.');
    const QByteArrayView name = dot < 0 ? function : function.sliced(dot + 1);
    FetchReader reader(tree, call, literals, facts);
    if (name == "from_pretrained" || name == "snapshot_download" || name == "hf_hub_download" || name == "from_hf_hub")
        reader.hub("weights", {"pretrained_model_name_or_path", "repo_id"});
    else if (name == "load_dataset" && resolved.startsWith(QLatin1String("datasets.")))
        reader.hub("dataset", {"path"});
    else if (resolved == QLatin1String("torch.hub.load"))
        reader.torchHub();
    else if (name == "load_url" || name == "load_state_dict_from_url" || name == "download_url_to_file")
        reader.address({"url"}, 0, {"model_dir", "dst"}, 1, "torch");
    else if (name == "get_file" && resolved.contains(QLatin1String("utils")))
        reader.address({"origin"}, 1, {"fname"}, 0, "keras");
    else if (name == "urlretrieve")
        reader.address({"url"}, 0, {"filename"}, 1, "urllib");
    else if (name == "download_url" || name == "download_and_extract_archive" || name == "load_file_from_url" ||
             name == "cached_path" || name == "download_file")
        reader.address({"url"}, 0, {"filename", "model_dir", "download_root"}, 1, "python");
    else if (resolved == QLatin1String("wget.download"))
        reader.address({"url"}, 0, {"out"}, 1, "wget");
    else if (resolved.startsWith(QLatin1String("gdown.")) &&
             (name == "download" || name == "cached_download" || name == "download_folder"))
        reader.gdown(name == "download_folder");
    else if (resolved == QLatin1String("os.system") || resolved == QLatin1String("os.popen") ||
             (resolved.startsWith(QLatin1String("subprocess.")) &&
              (name == "call" || name == "run" || name == "check_call" || name == "Popen" || name == "check_output")))
        reader.shell();
    else
        return false;
    return true;
}

void readWrittenLinks(const QByteArray& source, PythonFacts& facts) {
    qsizetype counted = 0;
    int line = 1;
    for (qsizetype at = source.indexOf("://"); at >= 0; at = source.indexOf("://", at)) {
        if (facts.data.size() >= maxData)
            return;
        line += int(QByteArrayView(source).sliced(counted, at - counted).count('\n'));
        counted = at;
        const QString row = lineAround(source, at);
        facts.data += findLinks(row, facts.path, line, {});
        const qsizetype next = source.indexOf('\n', at);
        if (next < 0)
            return;
        at = next;
    }
}

} // namespace reberth::analysis
