#include "core/analysis/pythontree.h"

extern "C" const TSLanguage* tree_sitter_python();

namespace reberth::analysis {

namespace {

/// tree-sitter 0.20 writes past its memory when one error node gets 65,536 children. No node can have more than the
/// text has tokens, so longer text ends at the line that reaches this many; what imports and parses stands far above
/// it.
constexpr int maxTokens = 60'000;

QByteArray withinTokenLimit(QByteArray source) {
    int tokens = 0;
    qsizetype lineStart = 0;
    bool inWord = false;
    for (qsizetype i = 0; i < source.size(); ++i) {
        const auto c = static_cast<unsigned char>(source.at(i));
        const bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (c == '\n') {
            tokens += 3; // end of statement, indent, dedent
            lineStart = i + 1;
        } else if (word) {
            tokens += inWord ? 0 : 1;
        } else if (c != ' ' && c != '\t' && c != '\r') {
            ++tokens;
        }
        inWord = word;
        if (tokens > maxTokens) {
            source.truncate(lineStart);
            break;
        }
    }
    return source;
}

} // namespace

const TSLanguage* pythonLanguage() {
    return tree_sitter_python();
}

PythonTree::PythonTree(QByteArray source)
    : m_source(withinTokenLimit(source)) {
    m_cut = m_source.size() < source.size();
    // One parser a thread: its memory and its tables are made once.
    thread_local const std::unique_ptr<TSParser, void (*)(TSParser*)> parser = [] {
        std::unique_ptr<TSParser, void (*)(TSParser*)> made(ts_parser_new(), ts_parser_delete);
        ts_parser_set_language(made.get(), pythonLanguage());
        ts_parser_set_timeout_micros(made.get(), 3'000'000);
        return made;
    }();
    m_tree.reset(ts_parser_parse_string(parser.get(), nullptr, m_source.constData(), uint32_t(m_source.size())));
    if (!m_tree)
        ts_parser_reset(parser.get()); // it would go on where it gave up
}

QByteArrayView PythonTree::view(TSNode node) const {
    if (ts_node_is_null(node))
        return {};
    const uint32_t start = ts_node_start_byte(node);
    const uint32_t end = ts_node_end_byte(node);
    return QByteArrayView(m_source).sliced(start, end - start);
}

} // namespace reberth::analysis
