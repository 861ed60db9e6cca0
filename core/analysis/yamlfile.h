#pragma once

#include "core/analysis/draft.h"
#include "core/analysis/sourcetree.h"
#include "core/base/textrange.h"
#include "core/yaml/document.h"

namespace reberth::analysis {

/// A YAML file of the tree with the way back from a value to its line. What can't be read becomes a note.
class YamlFile {
public:
    static std::optional<YamlFile> read(const SourceTree& tree, const QString& path, Draft& draft);

    const yaml::Node& root() const { return m_root; }
    Evidence at(const yaml::Node& node) const;
    /// The whole line of a value, with its comment.
    QString lineOf(const yaml::Node& node) const;
    const QString& path() const { return m_path; }
    const QString& text() const { return m_text; }

private:
    YamlFile(QString path, QString text, yaml::Node root);

    QString m_path;
    QString m_text;
    yaml::Node m_root;
    LineIndex m_lines;
};

} // namespace reberth::analysis
