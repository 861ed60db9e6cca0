#include "core/analysis/pythonscanner.h"

#include "core/analysis/downloadcommand.h"

#include <algorithm>
#include <array>

namespace reberth::analysis {

namespace {

constexpr qsizetype maxImports = 5000;
constexpr qsizetype maxAliases = 5000;
constexpr int maxNames = 200; ///< of one `from x import …`

bool startsBlock(Keyword keyword) {
    static constexpr std::array compound{Keyword::If,    Keyword::Elif,  Keyword::Else,   Keyword::For,
                                         Keyword::While, Keyword::Try,   Keyword::With,   Keyword::Except,
                                         Keyword::Def,   Keyword::Class, Keyword::Finally};
    return std::find(compound.begin(), compound.end(), keyword) != compound.end();
}

/// Continues the block that ended on the same column.
bool continues(Keyword keyword) {
    return keyword == Keyword::Elif || keyword == Keyword::Else || keyword == Keyword::Except ||
           keyword == Keyword::Finally;
}

bool isBuilder(QByteArrayView name) {
    static constexpr std::array<const char*, 15> builders{
        "CUDAExtension",  "CppExtension", "Extension",          "create_extension",  "cythonize",
        "CMakeExtension", "load_inline",  "make_cuda_ext",      "Pybind11Extension", "get_plugin",
        "RawKernel",      "RawModule",    "compile_with_cache", "SourceModule",      "set_source"};
    return std::any_of(builders.begin(), builders.end(), [name](const char* known) { return name == known; });
}

/// Functions whose arguments say what is fetched.
bool isFetcher(QByteArrayView name) {
    static constexpr std::array<const char*, 14> fetchers{"from_pretrained",
                                                          "hf_hub_download",
                                                          "snapshot_download",
                                                          "load_dataset",
                                                          "load_url",
                                                          "load_state_dict_from_url",
                                                          "download_url_to_file",
                                                          "get_file",
                                                          "urlretrieve",
                                                          "download_url",
                                                          "download_and_extract_archive",
                                                          "load_file_from_url",
                                                          "cached_path",
                                                          "download_file"};
    return std::any_of(fetchers.begin(), fetchers.end(), [name](const char* known) { return name == known; });
}

bool trains(QByteArrayView name) {
    static constexpr std::array<const char*, 7> calls{
        "backward", "apply_gradients", "fit", "minimize", "train_on_batch", "fit_generator", "manual_backward"};
    return std::any_of(calls.begin(), calls.end(), [name](const char* known) { return name == known; });
}

} // namespace

PythonScanner::PythonScanner(QByteArrayView source, const std::vector<Token>& tokens, const WatchedNames& watched,
                             PythonFacts& facts)
    : m_source(source)
    , m_tokens(tokens)
    , m_watched(watched)
    , m_facts(facts)
    , m_syntax(source, tokens) {
    m_regions.push_back({});
}

void PythonScanner::run() {
    for (size_t i = 0; i < m_tokens.size() && m_tokens[i].kind != TokenKind::End;) {
        if (m_tokens[i].kind != TokenKind::Line) {
            ++i; // what stands behind a broken bracket
            continue;
        }
        size_t end = i + 1;
        while (m_tokens[end].kind != TokenKind::Line && m_tokens[end].kind != TokenKind::End)
            ++end;
        line(i + 1, end, m_tokens[i].op);
        i = end;
    }
    resolve();
    m_facts.syntax = m_syntax.take();
    hints();
}

void PythonScanner::line(size_t begin, size_t end, int indent) {
    if (begin >= end)
        return;
    Block ended{-1, -1, Keyword::None, -1, 0, 0};
    while (!m_blocks.empty() && m_blocks.back().indent >= indent) {
        ended = m_blocks.back();
        m_blocks.pop_back();
    }
    const Block* previous = ended.indent == indent ? &ended : nullptr;
    m_region = m_blocks.empty() ? 0 : m_blocks.back().region;

    size_t first = begin;
    if (m_tokens[first].keyword == Keyword::Async && first + 1 < end)
        ++first;
    Keyword keyword = m_tokens[first].keyword;
    if (keyword == Keyword::Case && !m_blocks.empty() && m_blocks.back().keyword == Keyword::Match)
        m_syntax.match(m_blocks.back().begin, m_blocks.back().end);
    const bool matches = keyword == Keyword::Match && is(end - 1, ":");
    if (!startsBlock(keyword) && !matches)
        return statements(begin, end);

    // The header ends at its colon; what follows on the line is the body.
    size_t colon = first + 1;
    int depth = 0, lambdas = 0;
    for (; colon < end; ++colon) {
        const Token& token = m_tokens[colon];
        if (token.kind == TokenKind::FieldOpen || is(colon, "(") || is(colon, "[") || is(colon, "{"))
            ++depth;
        else if (token.kind == TokenKind::FieldClose || is(colon, ")") || is(colon, "]") || is(colon, "}"))
            --depth;
        else if (depth == 0 && token.keyword == Keyword::Lambda)
            ++lambdas;
        else if (depth == 0 && is(colon, ":") && --lambdas < 0)
            break;
    }
    const size_t headerEnd = std::min(colon + 1, end);
    const bool evaluated = !any(m_region, &Region::function);
    m_syntax.statement(begin, matches ? headerEnd : colon, evaluated);
    scan(first, colon);
    Block block = header(keyword, first, headerEnd, continues(keyword) ? previous : nullptr);
    block.indent = indent;
    m_blocks.push_back(block);
    if (headerEnd < end) {
        m_region = block.region;
        statements(headerEnd, end);
    }
}

PythonScanner::Block PythonScanner::header(Keyword keyword, size_t begin, size_t end, const Block* previous) {
    Region region;
    region.parent = m_region;
    Block block{0, 0, keyword, -1, begin, end};
    switch (keyword) {
    case Keyword::Try:
        region.tries = true;
        block.tries = int(m_regions.size());
        break;
    case Keyword::Except:
        region.handler = true;
        block.tries = previous ? previous->tries : -1;
        if (block.tries >= 0) {
            bool catches = begin + 2 >= end;
            for (size_t i = begin + 1; i < end && !catches; ++i) {
                const QByteArrayView name = m_tokens[i].kind == TokenKind::Name ? text(i) : QByteArrayView();
                catches = name == "ImportError" || name == "ModuleNotFoundError" || name == "Exception" ||
                          name == "BaseException" || name == "AttributeError" || name == "OSError" ||
                          name == "RuntimeError" || name == "NameError";
            }
            m_regions[size_t(block.tries)].forgives = m_regions[size_t(block.tries)].forgives || catches;
        }
        break;
    case Keyword::Else:
    case Keyword::Elif:
    case Keyword::Finally:
        block.tries = previous ? previous->tries : -1;
        if (previous && keyword != Keyword::Finally) {
            // The other side of a question is asked too; what follows a try that worked is as optional as it is.
            region.version = m_regions[size_t(previous->region)].version;
            if (previous->keyword == Keyword::If || previous->keyword == Keyword::Elif)
                block.tries = -1;
            else if (block.tries >= 0)
                region.parent = block.tries;
        }
        if (keyword == Keyword::Elif)
            condition(begin, end, region);
        break;
    case Keyword::If:
        condition(begin, end, region);
        break;
    case Keyword::Def:
        region.function = true;
        break;
    default:
        break;
    }
    block.region = int(m_regions.size());
    m_regions.push_back(region);
    return block;
}

void PythonScanner::condition(size_t begin, size_t end, Region& region) {
    bool name = false, main = false;
    for (size_t i = begin; i < end; ++i) {
        const Token& token = m_tokens[i];
        if (token.kind == TokenKind::String) {
            main = main || text(i).contains("__main__");
            continue;
        }
        if (token.kind != TokenKind::Name)
            continue;
        const QByteArrayView word = text(i);
        if (word == "__name__")
            name = true;
        else if (word == "TYPE_CHECKING" || word == "platform" || word == "system")
            region.conditional = true;
        else if (word == "__version__" || word == "version_info" || word == "hasattr" || word == "PY2" ||
                 word == "PY3" || word == "LooseVersion" || word == "Version" || word == "StrictVersion")
            region.version = true;
    }
    if (name && main && m_facts.mainLine == 0)
        m_facts.mainLine = int(m_tokens[begin].line);
}

/// Simple statements between semicolons.
void PythonScanner::statements(size_t begin, size_t end) {
    size_t start = begin;
    for (size_t i = begin; i <= end; ++i) {
        if (i < end && !is(i, ";"))
            continue;
        if (start < i)
            statement(start, i);
        start = i + 1;
    }
}

void PythonScanner::statement(size_t begin, size_t end) {
    const Keyword keyword = m_tokens[begin].keyword;
    if (keyword == Keyword::Import)
        return import(begin, end);
    if (keyword == Keyword::From)
        return importFrom(begin, end);
    m_syntax.statement(begin, end, !any(m_region, &Region::function));
    bool gives = keyword == Keyword::Raise;
    if (!gives && end - begin >= 3 && m_tokens[begin].kind == TokenKind::Name) {
        const QByteArrayView name = text(begin);
        gives = name == "exit" || name == "quit" || (name == "sys" && is(begin + 1, ".") && text(begin + 2) == "exit");
    }
    // A handler that gives up makes its try a demand.
    if (gives && !m_blocks.empty() && m_blocks.back().keyword == Keyword::Except && m_blocks.back().tries >= 0 &&
        m_region == m_blocks.back().region)
        m_regions[size_t(m_blocks.back().tries)].tries = false;
    assign(begin, end);
    scan(begin, end);
}

/// The dotted name that begins at `at`; where it ends.
size_t PythonScanner::dotted(size_t at, size_t end, QByteArray& name) const {
    name.clear();
    while (at < end && m_tokens[at].kind == TokenKind::Name) {
        name += text(at);
        ++at;
        if (at + 1 >= end || !is(at, ".") || m_tokens[at + 1].kind != TokenKind::Name)
            break;
        name += '.';
        ++at;
    }
    return at;
}

void PythonScanner::addImport(const QByteArray& module, const QStringList& names, size_t at) {
    m_syntax.imported(module);
    if (m_facts.imports.size() >= maxImports)
        return;
    m_imports.push_back({m_facts.imports.size(), m_region});
    ImportUse use;
    use.module = QString::fromUtf8(module);
    use.names = names;
    use.line = int(m_tokens[at].line);
    m_facts.imports.append(std::move(use));
}

void PythonScanner::alias(const QByteArray& name, const QByteArray& target) {
    if (m_aliases.size() >= maxAliases)
        return;
    // `except ImportError: import old as x` is the second choice.
    if (any(m_region, &Region::handler) && m_aliases.contains(name))
        return;
    m_aliases.insert(name, target);
}

void PythonScanner::import(size_t begin, size_t end) {
    QByteArray module;
    for (size_t i = begin + 1; i < end;) {
        if (m_tokens[i].kind != TokenKind::Name)
            return;
        i = dotted(i, end, module);
        if (i + 1 < end && m_tokens[i].keyword == Keyword::As) {
            alias(text(i + 1).toByteArray(), module);
            i += 2;
        } else {
            const QByteArray top = module.left(module.indexOf('.') < 0 ? module.size() : module.indexOf('.'));
            alias(top, top);
        }
        addImport(module, {}, begin);
        watch(module, begin, m_region, true);
        if (i >= end || !is(i, ","))
            return;
        ++i;
    }
}

void PythonScanner::importFrom(size_t begin, size_t end) {
    QByteArray module;
    if (begin + 1 < end && is(begin + 1, ".")) {
        importRelative(begin, end);
        return;
    }
    size_t i = dotted(begin + 1, end, module);
    if (module.isEmpty() || i >= end || m_tokens[i].keyword != Keyword::Import)
        return; // relative, or no import
    ++i;
    if (i < end && is(i, "("))
        ++i;
    const bool future = module == "__future__";
    if (!future)
        watch(module, begin, m_region, true);
    QStringList names;
    while (i < end && m_tokens[i].kind == TokenKind::Name && names.size() < maxNames) {
        const QByteArrayView name = text(i);
        if (future)
            m_syntax.future(name, begin);
        names.append(QString::fromUtf8(name));
        const QByteArray full = module + '.' + name.toByteArray();
        QByteArray known = name.toByteArray();
        ++i;
        if (i + 1 < end && m_tokens[i].keyword == Keyword::As) {
            known = text(i + 1).toByteArray();
            i += 2;
        }
        if (!future) {
            alias(known, full);
            watch(full, begin, m_region, true);
        }
        if (i >= end || !is(i, ","))
            break;
        ++i;
    }
    if (!future)
        addImport(module, names, begin);
}

/// `from ..options import BaseOptions`: only where it leads is kept, with its names.
void PythonScanner::importRelative(size_t begin, size_t end) {
    QByteArray module;
    size_t i = begin + 1;
    for (; i < end && m_tokens[i].kind == TokenKind::Operator && text(i).front() == '.'; ++i)
        module += text(i);
    QByteArray name;
    i = dotted(i, end, name);
    QStringList names;
    for (; i < end && names.size() < maxNames; ++i) {
        if (m_tokens[i].kind == TokenKind::Name && m_tokens[i].keyword == Keyword::None)
            names.append(QString::fromUtf8(text(i)));
    }
    if (m_facts.relativeImports.size() < 200)
        m_facts.relativeImports.append(
            {QString::fromUtf8(module + name), names, int(m_tokens[begin].line), false, false, false});
}

/// `tf = tensorflow.compat.v1`: one more name of a module.
void PythonScanner::assign(size_t begin, size_t end) {
    if (end - begin < 3 || m_tokens[begin].kind != TokenKind::Name || !is(begin + 1, "=") ||
        m_tokens[begin + 2].kind != TokenKind::Name || (end - begin) % 2 == 0 || any(m_region, &Region::function))
        return;
    for (size_t i = begin + 3; i + 1 < end; i += 2) {
        if (!is(i, ".") || m_tokens[i + 1].kind != TokenKind::Name)
            return;
    }
    QByteArray target;
    dotted(begin + 2, end, target);
    const qsizetype dot = target.indexOf('.');
    const auto head = m_aliases.constFind(dot < 0 ? target : target.left(dot));
    if (head != m_aliases.constEnd())
        alias(text(begin).toByteArray(), dot < 0 ? *head : *head + target.mid(dot));
}

/// Chains of names and calls in an expression.
void PythonScanner::scan(size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
        const Keyword before = i > begin ? m_tokens[i - 1].keyword : Keyword::None;
        if (m_tokens[i].kind != TokenKind::Name || before == Keyword::Def || before == Keyword::Class)
            continue;
        const bool member = i > begin && is(i - 1, ".");
        size_t last = i;
        if (!member) {
            while (last + 2 < end && is(last + 1, ".") && m_tokens[last + 2].kind == TokenKind::Name)
                last += 2;
            if (last > i) {
                m_chains.push_back({i, last, m_region});
                // x.cuda(), torch.cuda.…
                if (text(last) == "cuda" || (text(i) == "torch" && (text(i + 2) == "cuda" || text(i + 2) == "device")))
                    m_facts.usesGpu = true;
            }
        }
        if (last + 1 < end && is(last + 1, "("))
            called(member ? last : i, last);
        else if (i == last && member && last + 1 < end && text(last) == "cuda")
            m_facts.usesGpu = true;
        i = last;
    }
}

/// `name` is the last part of what is called, `chainFirst` the first one where it is only names.
void PythonScanner::called(size_t chainFirst, size_t nameAt) {
    const QByteArrayView name = text(nameAt);
    const auto whole = [&](std::initializer_list<const char*> wanted) {
        const QByteArrayView full =
            m_source.sliced(m_tokens[chainFirst].start, m_tokens[nameAt].end - m_tokens[chainFirst].start);
        const bool member = chainFirst > 0 && is(chainFirst - 1, ".");
        return !member && std::any_of(wanted.begin(), wanted.end(), [&](const char* text) { return full == text; });
    };
    const bool tree = name == "add_argument" || fetches(chainFirst, nameAt) || name.startsWith("DEFINE_") ||
                      isBuilder(name) || (name == "load" && !m_aliases.isEmpty()) ||
                      ((name == "option" || name == "argument") && whole({"click.option", "click.argument"})) ||
                      (name == "Fire" && whole({"fire.Fire", "Fire"}));
    if (tree && (name != "load" || fetches(chainFirst, nameAt) ||
                 m_aliases.value(text(chainFirst).toByteArray()).startsWith("torch.utils") ||
                 chainText({chainFirst, nameAt, 0}).startsWith("torch.utils.cpp_extension"))) {
        m_treeCalls.push_back(m_tokens[nameAt].start);
    } else if (name == "main" && whole({"hydra.main"})) {
        m_facts.parser = QStringLiteral("hydra");
    } else if (name == "cli" && whole({"tyro.cli"})) {
        m_facts.parser = QStringLiteral("tyro");
    } else if (name == "setup" && whole({"setup", "setuptools.setup", "core.setup", "distutils.core.setup"})) {
        m_facts.callsSetup = true;
    } else if (trains(name)) {
        m_facts.trains = true;
    } else if (name == "import_module" || name == "__import__") {
        namedImport(nameAt);
    }
}

/// A call that downloads something; what and to where stands in its arguments.
bool PythonScanner::fetches(size_t chainFirst, size_t nameAt) const {
    const QByteArrayView name = text(nameAt);
    if (isFetcher(name))
        return true;
    const QByteArray head = m_aliases.value(text(chainFirst).toByteArray());
    if (head.isEmpty())
        return false;
    if (name == "load")
        return head.startsWith("torch") && (head + chainText({chainFirst, nameAt, 0})).contains("hub");
    if (name.startsWith("download") || name == "cached_download")
        return head.startsWith("gdown") || head.startsWith("wget");
    // A shell command is worth a look when its text names a program that downloads.
    if (!head.startsWith("os") && !head.startsWith("subprocess"))
        return false;
    size_t at = nameAt + 2;
    while (at < m_tokens.size() && m_tokens[at].kind == TokenKind::Operator && (is(at, "[") || is(at, "(")))
        ++at;
    return at < m_tokens.size() && m_tokens[at].kind == TokenKind::String && mayDownload(QString::fromUtf8(text(at)));
}

/// importlib.import_module("a.b") and __import__("a").
void PythonScanner::namedImport(size_t at) {
    if (m_tokens[at + 2].kind != TokenKind::String || !(is(at + 3, ")") || is(at + 3, ",")))
        return;
    QByteArrayView module = text(at + 2);
    if (module.size() < 3 || (module.front() != '"' && module.front() != '\''))
        return;
    module = module.sliced(1, module.size() - 2);
    const bool valid = std::all_of(module.begin(), module.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
    if (!valid || module.front() == '.' || (module.front() >= '0' && module.front() <= '9'))
        return;
    addImport(module.toByteArray(), {}, at);
    watch(module.toByteArray(), at, m_region, true);
}

QByteArray PythonScanner::chainText(const Chain& chain) const {
    QByteArray joined;
    for (size_t i = chain.first; i <= chain.last; i += 2) {
        if (i > chain.first)
            joined += '.';
        joined += text(i);
    }
    return joined;
}

void PythonScanner::watch(const QByteArray& dottedName, size_t at, int region, bool imported) {
    const qsizetype first = dottedName.indexOf('.');
    if (!m_watched.isRoot(first < 0 ? QByteArrayView(dottedName) : QByteArrayView(dottedName).first(first)))
        return;
    QByteArray name = dottedName;
    while (!name.isEmpty()) {
        if (m_watched.contains(name)) {
            const bool guarded = isForgiven(region) || any(region, &Region::version);
            const auto known = m_found.constFind(name);
            if (known == m_found.constEnd()) {
                m_found.insert(name, m_facts.symbols.size());
                m_facts.symbols.append({QString::fromUtf8(name), int(m_tokens[at].line),
                                        lineOf(m_source, m_tokens[at].start), imported, guarded});
            } else {
                SymbolUse& use = m_facts.symbols[*known];
                if (use.guarded && !guarded) {
                    use.line = int(m_tokens[at].line);
                    use.text = lineOf(m_source, m_tokens[at].start);
                    use.guarded = false;
                }
                use.imported = use.imported || imported;
            }
        }
        const qsizetype dot = name.lastIndexOf('.');
        name.truncate(std::max<qsizetype>(dot, 0));
    }
}

bool PythonScanner::any(int region, bool Region::*flag) const {
    for (; region >= 0; region = m_regions[size_t(region)].parent) {
        if (m_regions[size_t(region)].*flag)
            return true;
    }
    return false;
}

/// The code goes on without what is missing here.
bool PythonScanner::isForgiven(int region) const {
    for (; region >= 0; region = m_regions[size_t(region)].parent) {
        const Region& around = m_regions[size_t(region)];
        if (around.handler || (around.tries && around.forgives))
            return true;
    }
    return false;
}

void PythonScanner::resolve() {
    for (const Import& import : m_imports) {
        ImportUse& use = m_facts.imports[import.index];
        use.guarded = isForgiven(import.region);
        use.conditional = any(import.region, &Region::conditional) || any(import.region, &Region::version);
        use.local = any(import.region, &Region::function);
    }
    // Symbols of imports were told before their handlers were read.
    for (SymbolUse& use : m_facts.symbols) {
        const auto import = std::find_if(m_imports.begin(), m_imports.end(), [&](const Import& candidate) {
            return m_facts.imports.at(candidate.index).line == use.line;
        });
        if (import != m_imports.end())
            use.guarded = m_facts.imports.at(import->index).guarded || any(import->region, &Region::version);
    }
    QSet<QByteArrayView> seen;
    for (const Chain& chain : m_chains) {
        const QByteArrayView headText = text(chain.first);
        const auto head = m_aliases.constFind(QByteArray::fromRawData(headText.data(), headText.size()));
        if (head == m_aliases.constEnd())
            continue;
        const qsizetype dot = head->indexOf('.');
        if (!m_watched.isRoot(dot < 0 ? QByteArrayView(*head) : QByteArrayView(*head).first(dot)))
            continue;
        const QByteArrayView raw =
            m_source.sliced(m_tokens[chain.first].start, m_tokens[chain.last].end - m_tokens[chain.first].start);
        const bool guarded = isForgiven(chain.region) || any(chain.region, &Region::version);
        if (raw.size() > 300 || (!guarded && seen.contains(raw)))
            continue;
        if (!guarded)
            seen.insert(raw);
        QByteArray name = *head;
        for (size_t i = chain.first + 2; i <= chain.last; i += 2)
            name += '.' + text(i).toByteArray();
        watch(name, chain.first, chain.region, false);
    }
}

void PythonScanner::hints() {
    if (m_watched.hints().isEmpty())
        return;
    QSet<QByteArray> modules{"python"};
    for (const ImportUse& use : std::as_const(m_facts.imports))
        modules.insert(use.module.section(QLatin1Char('.'), 0, 0).toUtf8());
    QString decoded;
    for (const HintPattern& hint : m_watched.hints()) {
        if (!hint.modules.intersects(modules))
            continue;
        const bool possible =
            hint.required.isEmpty() || std::any_of(hint.required.begin(), hint.required.end(),
                                                   [&](const QByteArray& piece) { return m_source.contains(piece); });
        if (!possible)
            continue;
        if (decoded.isEmpty())
            decoded = QString::fromUtf8(m_source);
        auto matches = hint.pattern.globalMatch(decoded);
        for (int tries = 0; tries < 20 && matches.hasNext(); ++tries) {
            const qsizetype at = matches.next().capturedStart();
            const qsizetype start = at > 0 ? decoded.lastIndexOf(QLatin1Char('\n'), at - 1) + 1 : 0;
            qsizetype end = decoded.indexOf(QLatin1Char('\n'), at);
            end = end < 0 ? decoded.size() : end;
            const QString line = decoded.mid(start, end - start).trimmed();
            if (line.startsWith(QLatin1Char('#')))
                continue;
            m_facts.hints.append(
                {hint.rule, int(QStringView(decoded).left(at).count(QLatin1Char('\n'))) + 1, line.left(200)});
            break;
        }
    }
}

} // namespace reberth::analysis
