#pragma once

#include "core/analysis/findings.h"

#include <QHash>
#include <QMap>
#include <QSet>

namespace reberth::analysis {

/// How far a kind of source is to be believed, 0…1; what the author runs comes before what the author tells.
double sourceWeight(const QString& source);

/// One mention of a package.
struct PackageClaim {
    enum class Role {
        Need,      ///< somebody asks for it
        Frozen,    ///< on a list that names everything of an environment: a need only if something else asks for it
        Constraint ///< bounds it where something else asks for it
    };
    Dependency dependency; ///< with the one place it was seen at
    QString source;        ///< as Claim::source
    double weight = 0;
    Role role = Role::Need;
    QStringList alternatives; ///< of an import: distributions that would do as well (opencv-contrib-python)
};

/// What the detectors gather before it is ranked and merged. Order of insertion is the order of the files.
class Draft {
public:
    /// More than people have written by hand, and little enough to be compared with each other.
    static constexpr qsizetype maxPackages = 50'000;
    static constexpr qsizetype maxRows = 2'000;
    static constexpr qsizetype maxNotes = 200;
    static constexpr qsizetype maxEvidence = 20; ///< of one row

    /// The author's range for a library (">=1.2") or release ("1.2.3", "==1.2.3"); empty text only counts as a mention.
    void claimPython(const QString& specifier, const QString& source, const Evidence& evidence, double factor = 1);
    void claimCuda(const QString& specifier, const QString& source, const Evidence& evidence, double factor = 1);
    void claimCudnn(const QString& specifier, const QString& source, const Evidence& evidence, double factor = 1);
    /// `name` is a distribution of the framework or the framework itself.
    void claimFramework(const QString& name, const QString& specifier, const QString& source, const Evidence& evidence,
                        double factor = 1);
    /// Routes python, cudatoolkit and the like to their claims; tools such as pip itself are not dependencies, but
    /// where `writtenByHand` setuptools is meant.
    void addPackage(Dependency dependency, const QString& source, double factor = 1,
                    PackageClaim::Role role = PackageClaim::Role::Need, bool writtenByHand = false);
    /// The first mention in a file counts.
    void addLocked(const QString& name, const QString& version, const QString& file, bool conda = false, int line = 0);
    void addIndex(const QString& kind, const QString& url, const Evidence& evidence);
    void addSystemPackage(const QString& name, const QString& reason, const Evidence& evidence);
    void addManifest(const QString& path);
    void addNote(const QString& text, const QList<Evidence>& evidence = {});
    void addEntryPoint(EntryPoint entry);
    /// One address stands once, however it is spelled; what is known of it is joined.
    void addData(DataSource data);

    /// Adds a note on what did not fit; once, at the end.
    void noteLeftOut();

    QList<Claim> python;
    QList<Claim> cuda;
    QList<Claim> cudnn;
    QHash<QString, QList<Claim>> frameworks;
    QStringList frameworkOrder;
    QList<PackageClaim> packages;
    QList<SystemPackage> systemPackages;
    QList<Extension> extensions;
    QList<EntryPoint> entryPoints;
    QList<DataSource> data;
    QList<EnvironmentVariable> environment;
    QList<HardwareNeed> hardware;
    QList<License> licenses;
    QList<Submodule> submodules;
    QList<LfsPointer> lfsPointers;
    QList<LockedPackage> locked;
    QList<PackageIndex> indexes;
    QList<Breakage> breakages;
    QList<ApiBound> bounds;
    QStringList manifests;
    QList<Note> notes;
    QString baseImage;
    QHash<QString, QString> consoleScripts; ///< command name → "package.module:function"
    QString ownName;                        ///< distribution name of the repository itself

private:
    static constexpr qsizetype maxData = 1000;
    static void addEvidence(QList<Evidence>& places, const QList<Evidence>& more);
    bool hasRoom(qsizetype size, qsizetype limit, const QString& what);
    static void claim(QList<Claim>& claims, const QString& specifier, const QString& source, const Evidence& evidence,
                      double factor);

    QMap<QString, int> m_leftOut; ///< what there was too much of → how many
    QSet<QString> m_lockedKeys;
    QHash<QString, qsizetype> m_indexKeys;
    QHash<QString, qsizetype> m_dataIndex; ///< dataKey() → place in `data`
};

/// Evidence of a line; the text is trimmed to what people read.
Evidence evidenceAt(const QString& file, int line, const QString& text);

} // namespace reberth::analysis
