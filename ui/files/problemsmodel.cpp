#include "ui/files/problemsmodel.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/meaning.h"

#include <algorithm>

namespace reberth::ui {

using diagnostics::Diagnostic;
using diagnostics::Severity;

namespace {

Ink inkOf(Severity severity) {
    return severity == Severity::Error     ? &Palette::error
           : severity == Severity::Warning ? &Palette::warning
                                           : &Palette::accent;
}

} // namespace

void ProblemsModel::setDiagnostics(const QString& file, const QString& text, const QList<Diagnostic>& diagnostics) {
    beginResetModel();
    m_rows.removeIf([&file](const Row& row) { return row.file == file; });
    const LineIndex lines(text);
    for (const Diagnostic& diagnostic : diagnostics) {
        const TextPosition place = lines.position(diagnostic.range.start);
        m_rows.append({file, static_cast<int>(place.line), static_cast<int>(place.column), diagnostic});
    }
    std::stable_sort(m_rows.begin(), m_rows.end(), [](const Row& a, const Row& b) {
        return std::tie(a.diagnostic.severity, a.file, a.line, a.column) <
               std::tie(b.diagnostic.severity, b.file, b.line, b.column);
    });
    endResetModel();
}

void ProblemsModel::keepFiles(const QStringList& names) {
    beginResetModel();
    m_rows.removeIf([&names](const Row& row) { return !names.contains(row.file); });
    endResetModel();
}

int ProblemsModel::count(Severity severity) const {
    return static_cast<int>(std::count_if(m_rows.cbegin(), m_rows.cend(),
                                          [severity](const Row& row) { return row.diagnostic.severity == severity; }));
}

int ProblemsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ProblemsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProblemsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_rows.size()) {
        return {};
    }
    const Row& row = m_rows.at(index.row());
    const Diagnostic& diagnostic = row.diagnostic;
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case SeverityColumn:
            return wordsFor(diagnostic.severity);
        case RuleColumn:
            return diagnostic.aliases.isEmpty()
                       ? diagnostic.ruleId
                       : QStringLiteral("%1  %2").arg(diagnostic.ruleId, diagnostic.aliases.join(QStringLiteral(", ")));
        case MessageColumn:
            return diagnostic.message;
        case PlaceColumn:
            return QStringLiteral("%1:%2").arg(row.file).arg(row.line + 1);
        case FixColumn:
            return diagnostic.fixes.isEmpty() ? QString() : tr("Fix");
        default:
            return {};
        }
    case Qt::DecorationRole:
        return index.column() == SeverityColumn
                   ? QVariant(icon(iconNameFor(toneOf(diagnostic.severity)), inkOf(diagnostic.severity)))
                   : QVariant();
    case Qt::FontRole:
        return index.column() == PlaceColumn ? QVariant(font(FontRole::Mono)) : QVariant();
    case Qt::ToolTipRole:
        if (index.column() == FixColumn && !diagnostic.fixes.isEmpty()) {
            return diagnostic.fixes.first().title;
        }
        return diagnostic.explanation.isEmpty() ? diagnostic.message
                                                : diagnostic.message + QStringLiteral("\n\n") + diagnostic.explanation;
    case Qt::AccessibleTextRole:
        return index.column() == FixColumn && !diagnostic.fixes.isEmpty() ? QVariant(diagnostic.fixes.first().title)
                                                                          : data(index, Qt::DisplayRole);
    default:
        return {};
    }
}

QVariant ProblemsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case SeverityColumn:
        return tr("Severity");
    case RuleColumn:
        return tr("Rule");
    case MessageColumn:
        return tr("Message");
    case PlaceColumn:
        return tr("Place");
    case FixColumn:
        return tr("Fix");
    default:
        return {};
    }
}

} // namespace reberth::ui
