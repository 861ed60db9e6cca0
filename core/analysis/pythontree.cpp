#include "core/analysis/pythontree.h"

extern "C" const TSLanguage* tree_sitter_python();

namespace reberth::analysis {

const TSLanguage* pythonLanguage() {
    return tree_sitter_python();
}

PythonTree::PythonTree(QByteArray source)
    : m_source(std::move(source)) {
    const std::unique_ptr<TSParser, void (*)(TSParser*)> parser(ts_parser_new(), ts_parser_delete);
    ts_parser_set_language(parser.get(), pythonLanguage());
    ts_parser_set_timeout_micros(parser.get(), 3'000'000);
    m_tree.reset(ts_parser_parse_string(parser.get(), nullptr, m_source.constData(), uint32_t(m_source.size())));
}

QByteArrayView PythonTree::view(TSNode node) const {
    if (ts_node_is_null(node))
        return {};
    const uint32_t start = ts_node_start_byte(node);
    const uint32_t end = ts_node_end_byte(node);
    return QByteArrayView(m_source).sliced(start, end - start);
}

} // namespace reberth::analysis
