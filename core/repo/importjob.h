#pragma once

#include "core/base/result.h"
#include "core/repo/checkout.h"
#include "core/repo/source.h"

#include <QObject>

#include <memory>

namespace reberth::repo {

struct ImportProgress {
    QString phase;    ///< a sentence for a person: "Receiving objects"
    int percent = -1; ///< -1 while unknown
};

/// Clones a Remote below `parentFolder` (into a hidden sibling first, renamed when whole, so that no half checkout is
/// ever seen), or opens a Folder where it stands. Git runs with hooks, prompts and command-running transports off.
/// Lives on the caller's thread and never blocks it. Destroyed is cancelled; cancel() kills git with its children and
/// removes what was written.
class ImportJob : public QObject {
    Q_OBJECT
public:
    struct Options {
        QString ref;             ///< branch, tag or commit; wins over Source::ref()
        bool submodules = true;
        QString parentFolder;    ///< for Remote; created when missing
    };

    ImportJob(Source source, Options options, QObject* parent = nullptr);
    ~ImportJob() override;

    void start();
    void cancel(); ///< idempotent

signals:
    void progress(const reberth::repo::ImportProgress& progress);
    void finished(const reberth::Result<reberth::repo::Checkout>& result); ///< exactly once

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace reberth::repo
