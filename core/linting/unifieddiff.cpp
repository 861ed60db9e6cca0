#include "core/linting/unifieddiff.h"

#include <QList>
#include <QStringList>

#include <algorithm>

namespace reberth::linting {

namespace {

constexpr qsizetype context = 3;
/// Differences above this are shown as one replaced block; the table of the search grows with their square.
constexpr qsizetype maxDistance = 3000;

struct Change {
    qsizetype before = 0;
    qsizetype removed = 0;
    qsizetype after = 0;
    qsizetype added = 0;
};

/// Lines with their ends, so that a missing last line end is a difference.
QList<QStringView> linesOf(QStringView text) {
    QList<QStringView> lines;
    while (!text.isEmpty()) {
        const qsizetype end = text.indexOf(u'\n');
        const qsizetype length = end < 0 ? text.size() : end + 1;
        lines.append(text.first(length));
        text = text.sliced(length);
    }
    return lines;
}

/// Myers' greedy search; matched pairs (before, after) in order.
QList<std::pair<qsizetype, qsizetype>> matches(const QList<QStringView>& a, const QList<QStringView>& b) {
    const qsizetype n = a.size();
    const qsizetype m = b.size();
    const qsizetype most = std::min(n + m, maxDistance);
    QList<QList<qsizetype>> trace;
    QList<qsizetype> reach(2 * most + 3, 0);
    const auto at = [most](qsizetype k) { return k + most + 1; };
    for (qsizetype d = 0; d <= most; ++d) {
        trace.append(reach.mid(at(-d) - 1, 2 * d + 3));
        for (qsizetype k = -d; k <= d; k += 2) {
            const bool down = k == -d || (k != d && reach.at(at(k - 1)) < reach.at(at(k + 1)));
            qsizetype x = down ? reach.at(at(k + 1)) : reach.at(at(k - 1)) + 1;
            qsizetype y = x - k;
            while (x < n && y < m && a.at(x) == b.at(y)) {
                ++x;
                ++y;
            }
            reach[at(k)] = x;
            if (x < n || y < m) {
                continue;
            }
            QList<std::pair<qsizetype, qsizetype>> found;
            for (qsizetype step = d; step > 0 || x > 0 || y > 0; --step) {
                const QList<qsizetype>& old = trace.at(step);
                const qsizetype diagonal = x - y;
                const auto oldAt = [&](qsizetype other) { return old.at(other + step + 1); };
                const bool fromAbove =
                    diagonal == -step || (diagonal != step && oldAt(diagonal - 1) < oldAt(diagonal + 1));
                const qsizetype startX = step == 0 ? 0 : fromAbove ? oldAt(diagonal + 1) : oldAt(diagonal - 1) + 1;
                const qsizetype startY = startX - diagonal;
                while (x > startX && y > startY) {
                    found.append({--x, --y});
                }
                if (step == 0) {
                    break;
                }
                x = fromAbove ? startX : startX - 1;
                y = fromAbove ? startY - 1 : startY;
            }
            std::reverse(found.begin(), found.end());
            return found;
        }
    }
    return {};
}

QList<Change> changes(const QList<QStringView>& a, const QList<QStringView>& b) {
    qsizetype head = 0;
    while (head < a.size() && head < b.size() && a.at(head) == b.at(head)) {
        ++head;
    }
    qsizetype tail = 0;
    while (tail < a.size() - head && tail < b.size() - head && a.at(a.size() - 1 - tail) == b.at(b.size() - 1 - tail)) {
        ++tail;
    }
    const QList<QStringView> innerA = a.mid(head, a.size() - head - tail);
    const QList<QStringView> innerB = b.mid(head, b.size() - head - tail);
    auto pairs = matches(innerA, innerB);
    pairs.append({innerA.size(), innerB.size()});
    QList<Change> out;
    qsizetype x = 0;
    qsizetype y = 0;
    for (const auto& [i, j] : std::as_const(pairs)) {
        if (i > x || j > y) {
            out.append({head + x, i - x, head + y, j - y});
        }
        x = i + 1;
        y = j + 1;
    }
    return out;
}

QString span(qsizetype start, qsizetype count) {
    const qsizetype line = count == 0 ? start : start + 1;
    return count == 1 ? QString::number(line) : QStringLiteral("%1,%2").arg(line).arg(count);
}

void appendLine(QString& out, QChar sign, QStringView line) {
    out += sign;
    out += line;
    if (!line.endsWith(u'\n')) {
        out += QLatin1String("\n\\ No newline at end of file\n");
    }
}

} // namespace

QString unifiedDiff(const QString& path, const QString& before, const QString& after) {
    if (before == after) {
        return {};
    }
    const QList<QStringView> a = linesOf(before);
    const QList<QStringView> b = linesOf(after);
    const QList<Change> all = changes(a, b);
    QString out = QStringLiteral("--- %1\n+++ %1\n").arg(path);
    for (qsizetype first = 0; first < all.size();) {
        qsizetype last = first;
        while (last + 1 < all.size() &&
               all.at(last + 1).before - (all.at(last).before + all.at(last).removed) <= 2 * context) {
            ++last;
        }
        const qsizetype lead = std::min(context, all.at(first).before);
        const qsizetype start = all.at(first).before - lead;
        const qsizetype end = std::min(a.size(), all.at(last).before + all.at(last).removed + context);
        const qsizetype startB = all.at(first).after - lead;
        const qsizetype endB = all.at(last).after + all.at(last).added + end - all.at(last).before - all.at(last).removed;
        out += QStringLiteral("@@ -%1 +%2 @@\n").arg(span(start, end - start), span(startB, endB - startB));
        qsizetype line = start;
        for (; first <= last; ++first) {
            const Change& change = all.at(first);
            for (; line < change.before; ++line) {
                appendLine(out, u' ', a.at(line));
            }
            for (; line < change.before + change.removed; ++line) {
                appendLine(out, u'-', a.at(line));
            }
            for (qsizetype i = 0; i < change.added; ++i) {
                appendLine(out, u'+', b.at(change.after + i));
            }
        }
        for (; line < end; ++line) {
            appendLine(out, u' ', a.at(line));
        }
    }
    return out;
}

} // namespace reberth::linting
