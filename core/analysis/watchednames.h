#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QRegularExpression>
#include <QSet>
#include <QString>

namespace reberth::knowledge {
class Knowledge;
}

namespace reberth::analysis {

/// A rule that only a pattern over the text can see; read where its library is imported.
struct HintPattern {
    QString rule;               ///< BreakageRule::id
    QSet<QByteArray> modules;   ///< top-level import names of the library
    QList<QByteArray> required; ///< a file with none of these needs no look; empty: always look
    QRegularExpression pattern;
};

/// The names that the knowledge has something to say about. Made once for a run, then only read; thread-safe.
class WatchedNames {
public:
    WatchedNames() = default;
    explicit WatchedNames(const QSet<QString>& dotted);
    static WatchedNames of(const knowledge::Knowledge& knowledge);

    /// True when some watched name begins with this module: "numpy".
    bool isRoot(QByteArrayView top) const { return m_roots.contains(top); }
    bool contains(const QByteArray& dotted) const { return m_dotted.contains(dotted); }
    const QList<HintPattern>& hints() const { return m_hints; }

private:
    void insert(const QString& dotted);

    QSet<QByteArray> m_dotted;
    QSet<QByteArrayView> m_roots; ///< views of m_rootNames
    QList<QByteArray> m_rootNames;
    QList<HintPattern> m_hints;
};

/// Text of which one piece must stand in whatever the pattern matches, one piece for each of its alternatives; empty
/// when an alternative has no such piece.
QList<QByteArray> requiredPieces(const QString& pattern);

} // namespace reberth::analysis
