#pragma once

#include "core/analysis/inspector.h"
#include "core/analysis/sourcetree.h"
#include "core/knowledge/knowledge.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <algorithm>
#include <utility>

namespace reberth::test {

/// The findings of a tree that is made of these files; empty findings when it can't be read.
inline analysis::Findings inspected(const QList<std::pair<QString, QByteArray>>& files) {
    const knowledge::Knowledge knowledge;
    return analysis::inspect(analysis::SourceTree::fromBytes(files), repo::Checkout(), knowledge, {})
        .value_or(analysis::Findings());
}

/// The row whose member equals `value`, or nullptr.
template <typename Row, typename Member, typename Value>
const Row* find(const QList<Row>& rows, Member Row::*member, const Value& value) {
    const auto it = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.*member == value; });
    return it == rows.end() ? nullptr : &*it;
}

} // namespace reberth::test
