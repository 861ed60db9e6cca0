#pragma once

#include <QByteArray>
#include <QString>

#include <tree_sitter/api.h>

#include <memory>

namespace reberth::analysis {

/// A syntax tree over Python text (2 and 3; errors are nodes of their own). Owns a copy of the text.
class PythonTree {
public:
    /// Parsing stops after a few seconds on text that no person wrote; the tree is then empty.
    explicit PythonTree(QByteArray source);

    bool isNull() const { return !m_tree; }
    /// The text was longer than the parser can take; its end is missing.
    bool isCut() const { return m_cut; }
    TSNode root() const { return ts_tree_root_node(m_tree.get()); }
    QByteArrayView view(TSNode node) const;
    QString text(TSNode node) const { return QString::fromUtf8(view(node)); }
    static int line(TSNode node) { return int(ts_node_start_point(node).row) + 1; }
    static bool is(TSNode node, const char* type) { return qstrcmp(ts_node_type(node), type) == 0; }
    static TSNode field(TSNode node, const char* name) {
        return ts_node_child_by_field_name(node, name, uint32_t(qstrlen(name)));
    }
    const QByteArray& source() const { return m_source; }

private:
    struct Delete {
        void operator()(TSTree* tree) const { ts_tree_delete(tree); }
    };
    QByteArray m_source;
    bool m_cut = false;
    std::unique_ptr<TSTree, Delete> m_tree;
};

/// The grammar; owned by the library.
const TSLanguage* pythonLanguage();

} // namespace reberth::analysis
