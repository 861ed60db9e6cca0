#pragma once

#include <QList>
#include <QString>

#include <compare>
#include <optional>

namespace reberth {

/// A release number such as 3.6, 1.13.1, 11.8 or 2.0.0rc1 (PEP 440 order for what research code uses: epoch and local
/// label are kept in the text and ignored in comparisons). "1.4" and "1.4.0" compare equal.
class Version {
public:
    Version() = default;
    static std::optional<Version> parse(QStringView text);
    /// For literals in code and tests; asserts that the text parses.
    static Version of(const char* text);

    bool isNull() const { return m_numbers.isEmpty(); }
    int major() const { return part(0); }
    int minor() const { return part(1); }
    int patch() const { return part(2); }
    int part(qsizetype index) const { return index < m_numbers.size() ? m_numbers.at(index) : 0; }
    qsizetype size() const { return m_numbers.size(); }
    bool isPreRelease() const { return !m_pre.isEmpty(); }
    /// As it was written, without blanks.
    QString toString() const { return m_text; }
    /// "1.13" of "1.13.1".
    QString majorMinor() const { return QStringLiteral("%1.%2").arg(major()).arg(minor()); }
    /// True when every number of `prefix` equals ours: 1.4.0 startsWith 1.4.
    bool startsWith(const Version& prefix) const;

    std::strong_ordering operator<=>(const Version& other) const;
    bool operator==(const Version& other) const { return (*this <=> other) == std::strong_ordering::equal; }

private:
    QString m_text;
    QList<int> m_numbers;
    QString m_pre; // "a1", "b2", "rc1", "dev3"; empty for a release
};

/// A comma list of PEP 440 clauses: ">=1.0,<2", "==1.4.*", "~=1.4", "!=1.5". Empty allows everything.
class VersionRange {
public:
    enum class Op { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, Compatible, Prefix, NotPrefix };
    struct Clause {
        Op op;
        Version version;
        bool operator==(const Clause&) const = default;
    };

    VersionRange() = default;
    /// Also reads conda's "=1.4" (prefix) and a bare "1.4" (equal). nullopt when a clause can't be read.
    static std::optional<VersionRange> parse(QStringView text);

    bool contains(const Version& version) const;
    bool isEmpty() const { return m_clauses.isEmpty(); }
    const QList<Clause>& clauses() const { return m_clauses; }
    /// The version when the range is a single "==x" without wildcard.
    std::optional<Version> exact() const;
    void add(Op op, Version version) { m_clauses.append({op, std::move(version)}); }
    /// Both must hold.
    VersionRange intersected(const VersionRange& other) const;
    QString toString() const;
    bool operator==(const VersionRange&) const = default;

private:
    QList<Clause> m_clauses;
};

} // namespace reberth
