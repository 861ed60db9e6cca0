#pragma once

#include "core/yaml/document.h"
#include "core/yaml/sourcescan.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <QByteArray>
#include <QHash>
#include <QList>

namespace reberth::yaml {

/// Turns yaml-cpp's events into our tree, within the budget. Positions handed out are UTF-16 offsets.
/// Throws Problem out of the event functions; document.cpp catches it.
class Builder : public YAML::EventHandler {
public:
    /// `source` is UTF-8 without a byte order mark; `base` is the UTF-16 offset of its first byte.
    Builder(const QByteArray& source, qsizetype base, Document& document);

    void OnDocumentStart(const YAML::Mark& mark) override;
    void OnDocumentEnd() override;
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override;
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override;
    void OnSequenceEnd() override;
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override;
    void OnMapEnd() override;

    /// The UTF-16 range of bytes [start, end).
    TextRange range(qsizetype start, qsizetype end) const;

private:
    struct Frame {
        std::shared_ptr<NodeData> data;
        YAML::anchor_t anchor = 0;
        qsizetype start = 0;
        QHash<QString, TextRange> keys;
        Entry pending;
        bool hasKey = false;
    };

    void open(Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
              YAML::EmitterStyle::value style);
    void close();
    void add(const Node& node);
    void addKey(Frame& frame, const Node& node);
    void mergeInto(NodeData& map);
    void remember(YAML::anchor_t anchor, const Node& node);
    [[noreturn]] void bomb(TextRange place) const;

    const QByteArray& m_source;
    SourceScan m_scan;
    Document& m_document;
    QList<qsizetype> m_units; ///< UTF-16 offset of every byte; empty when the source is ASCII
    qsizetype m_base = 0;
    qsizetype m_cursor = 0; ///< end of the last value, in bytes
    qsizetype m_documentStart = -1;
    QList<Frame> m_frames;
    QHash<YAML::anchor_t, Node> m_anchors;
    Node m_root;
};

} // namespace reberth::yaml
