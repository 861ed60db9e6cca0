#include "core/yaml/builder.h"

#include <QCoreApplication>

#include <algorithm>

namespace reberth::yaml {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::yaml", text);
}

QString tagName(const std::string& tag) {
    return tag == "?" || tag == "!" ? QString() : QString::fromStdString(tag);
}

} // namespace

Builder::Builder(const QByteArray& source, qsizetype base, Document& document)
    : m_source(source)
    , m_scan(source)
    , m_document(document)
    , m_base(base) {
    const bool ascii = std::all_of(source.cbegin(), source.cend(), [](char c) { return (c & 0x80) == 0; });
    if (ascii) {
        return;
    }
    m_units.reserve(source.size() + 1);
    qsizetype unit = 0;
    for (const char c : source) {
        const auto byte = static_cast<unsigned char>(c);
        m_units.append(unit);
        if ((byte & 0xc0) != 0x80) {
            unit += byte >= 0xf0 ? 2 : 1;
        }
    }
    m_units.append(unit);
    // Continuation bytes belong to the character before them.
    for (qsizetype i = 1; i < source.size(); ++i) {
        if ((static_cast<unsigned char>(source.at(i)) & 0xc0) == 0x80) {
            m_units[i] = m_units.at(i - 1);
        }
    }
}

TextRange Builder::range(qsizetype start, qsizetype end) const {
    const auto unit = [this](qsizetype byte) {
        byte = std::clamp<qsizetype>(byte, 0, m_source.size());
        return m_base + (m_units.isEmpty() ? byte : m_units.at(byte));
    };
    return {unit(start), unit(std::max(start, end))};
}

void Builder::OnDocumentStart(const YAML::Mark& mark) {
    // yaml-cpp makes one empty document after the other of a token that it does not expect.
    if (mark.pos == m_documentStart) {
        throw Problem{ErrorCode::InvalidInput, tr("This character does not belong here."),
                      range(mark.pos, mark.pos + 1)};
    }
    m_documentStart = mark.pos;
    m_anchors.clear();
    m_frames.clear();
    m_root = Node();
    m_cursor = std::max<qsizetype>(m_cursor, mark.pos);
}

void Builder::OnDocumentEnd() {
    m_document.roots.append(m_root);
}

void Builder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
    const bool asKey = !m_frames.isEmpty() && m_frames.back().data->kind == Kind::Map && !m_frames.back().hasKey;
    qsizetype end = 0;
    const qsizetype start = mark.is_null() ? m_cursor : m_scan.skipProperties(mark.pos);
    TextRange place;
    if (!mark.is_null() && m_scan.isNullWord(start, asKey, &end)) {
        place = range(start, end);
        m_cursor = end;
    } else {
        // Nothing is written: the value's place is just behind its colon or dash.
        qsizetype at = m_scan.skipBlanks(m_cursor);
        if (m_scan.at(at) == ':' || (m_scan.at(at) == '-' && !m_frames.isEmpty())) {
            m_cursor = at + 1;
        }
        place = range(m_cursor, m_cursor);
    }
    const Node node(std::make_shared<NodeData>(), place, false);
    remember(anchor, node);
    add(node);
}

void Builder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
    const qsizetype end = m_scan.aliasEnd(mark.pos);
    const TextRange place = range(mark.pos, end);
    const auto found = m_anchors.constFind(anchor);
    if (found == m_anchors.cend()) {
        throw Problem{ErrorCode::InvalidInput, tr("This alias stands inside the value that it names."), place};
    }
    m_cursor = end;
    // The value is shared; only its expanded size counts against the budget (in add()).
    add(found->aliasedAt(place));
}

void Builder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       const std::string& value) {
    const SourceScan::Scalar place = m_scan.scalar(mark.pos, value);
    if (!place.closed) {
        throw Problem{ErrorCode::InvalidInput, tr("The quote that opens here is never closed."),
                      range(place.start, place.start + 1)};
    }
    auto data = std::make_shared<NodeData>();
    data->kind = Kind::Scalar;
    data->style = place.style;
    data->tag = tagName(tag);
    data->text = QString::fromStdString(value);
    m_cursor = place.end;
    const Node node(std::move(data), range(place.start, place.end), false);
    remember(anchor, node);
    add(node);
}

void Builder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                              YAML::EmitterStyle::value style) {
    open(Kind::Sequence, mark, tag, anchor, style);
}

void Builder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) {
    open(Kind::Map, mark, tag, anchor, style);
}

void Builder::OnSequenceEnd() {
    close();
}

void Builder::OnMapEnd() {
    close();
}

void Builder::open(Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                   YAML::EmitterStyle::value style) {
    const qsizetype start = m_scan.skipProperties(mark.pos);
    if (m_frames.size() >= maxDepth) {
        throw Problem{ErrorCode::TooLarge, tr("The text nests deeper than %1 levels.").arg(maxDepth),
                      range(start, start + 1)};
    }
    Frame frame;
    frame.data = std::make_shared<NodeData>();
    frame.data->kind = kind;
    frame.data->style = style == YAML::EmitterStyle::Flow ? Style::Flow : Style::Block;
    frame.data->tag = tagName(tag);
    frame.anchor = anchor;
    frame.start = start;
    m_cursor = frame.data->style == Style::Flow ? start + 1 : start;
    m_frames.append(std::move(frame));
}

void Builder::close() {
    Frame frame = m_frames.takeLast();
    if (frame.data->style == Style::Flow) {
        m_cursor = m_scan.flowEnd(m_cursor, frame.data->kind == Kind::Map ? '}' : ']');
    }
    if (frame.data->kind == Kind::Map) {
        mergeInto(*frame.data);
    }
    const Node node(std::move(frame.data), range(frame.start, m_cursor), false);
    remember(frame.anchor, node);
    add(node);
}

void Builder::add(const Node& node) {
    if (m_frames.isEmpty()) {
        m_root = node;
        return;
    }
    Frame& frame = m_frames.back();
    frame.data->weight += node.weight();
    if (frame.data->weight > maxExpandedNodes) {
        bomb(node.range());
    }
    if (frame.data->kind == Kind::Sequence) {
        frame.data->items.append(node);
    } else if (!frame.hasKey) {
        addKey(frame, node);
    } else {
        frame.pending.value = node;
        frame.hasKey = false;
        frame.data->entries.append(std::move(frame.pending));
        frame.pending = Entry();
    }
}

void Builder::addKey(Frame& frame, const Node& node) {
    if (!node.isScalar() && !node.isNull()) {
        throw Problem{ErrorCode::Unsupported, tr("A key must be one plain value, not a list or a mapping."),
                      node.range()};
    }
    frame.pending.key = node.text();
    frame.pending.keyRange = node.range();
    frame.pending.keyNode = node;
    frame.hasKey = true;
    const auto known = frame.keys.constFind(frame.pending.key);
    const bool merge = node.style() == Style::Plain && frame.pending.key == QLatin1String("<<");
    if (known == frame.keys.cend()) {
        frame.keys.insert(frame.pending.key, node.range());
    } else if (!merge) {
        m_document.duplicates.append({frame.pending.key, node.range(), *known});
    }
}

void Builder::mergeInto(NodeData& map) {
    QList<Entry> merges;
    const auto isMerge = [](const Entry& entry) {
        return entry.key == QLatin1String("<<") && entry.keyNode.style() == Style::Plain;
    };
    std::copy_if(map.entries.cbegin(), map.entries.cend(), std::back_inserter(merges), isMerge);
    if (merges.isEmpty()) {
        return;
    }
    map.entries.removeIf(isMerge);
    QHash<QString, bool> known;
    for (const Entry& entry : std::as_const(map.entries)) {
        known.insert(entry.key, true);
    }
    for (const Entry& merge : std::as_const(merges)) {
        if (merge.value.isSequence() && merge.value.isAlias()) {
            m_document.listMerges.append(merge.value.range());
        }
        const QList<Node> sources = merge.value.isSequence() ? merge.value.items() : QList<Node>{merge.value};
        for (const Node& source : sources) {
            if (!source.isMap()) {
                throw Problem{ErrorCode::InvalidInput, tr("“<<” takes a mapping, or a list of mappings."),
                              merge.keyRange};
            }
            for (Entry entry : source.entries()) {
                if (known.contains(entry.key)) {
                    continue;
                }
                known.insert(entry.key, true);
                map.weight += 1 + entry.value.weight();
                if (map.weight > maxExpandedNodes) {
                    bomb(merge.keyRange);
                }
                entry.merged = true;
                map.entries.append(std::move(entry));
            }
        }
    }
}

void Builder::remember(YAML::anchor_t anchor, const Node& node) {
    if (anchor != 0) {
        m_anchors.insert(anchor, node);
    }
}

void Builder::bomb(TextRange place) const {
    throw Problem{ErrorCode::TooLarge,
                  tr("With its aliases expanded this text has more than %1 values; it was not read further.")
                      .arg(maxExpandedNodes),
                  place};
}

} // namespace reberth::yaml
