#include "core/analysis/pythonfiles.h"

#include "core/analysis/watchednames.h"

#include <QThread>
#include <QThreadPool>

#include <algorithm>
#include <atomic>

namespace reberth::analysis {

QStringList pythonFilesOf(const SourceTree& tree) {
    QStringList paths;
    for (const SourceFile& file : tree.files()) {
        if (file.path.endsWith(QLatin1String(".py")))
            paths.append(file.path);
    }
    return paths;
}

std::optional<QByteArray> pythonSource(const SourceTree& tree, const QString& path) {
    std::optional<QByteArray> bytes = tree.bytes(path);
    if (!bytes)
        return bytes;
    const bool marked = bytes->startsWith("\xff\xfe") || bytes->startsWith("\xfe\xff");
    if (marked || bytes->first(std::min<qsizetype>(4, bytes->size())).contains('\0'))
        return SourceTree::decode(*bytes).toUtf8();
    return bytes;
}

QList<PythonFacts> readPythonFiles(const SourceTree& tree, const QStringList& paths,
                                   const knowledge::Knowledge& knowledge, const std::function<void(int)>& progress) {
    if (paths.isEmpty())
        return {};
    const WatchedNames watched = WatchedNames::of(knowledge);
    std::vector<std::optional<PythonFacts>> results(size_t(paths.size()));
    std::atomic<qsizetype> next{0};
    std::atomic<int> done{0};
    const auto readNext = [&] {
        const qsizetype i = next.fetch_add(1);
        if (i >= paths.size() || tree.isCancelled())
            return false;
        if (const std::optional<QByteArray> bytes = pythonSource(tree, paths.at(i))) {
            PythonFacts facts = readPython(paths.at(i), *bytes, watched);
            facts.vendored = tree.isVendored(paths.at(i));
            results[size_t(i)] = std::move(facts);
        }
        done.fetch_add(1);
        return true;
    };
    // The calling thread works too: it reports progress, and a pool of one core needs no second thread.
    QThreadPool pool;
    pool.setStackSize(8 * 1024 * 1024); // some systems give threads far less than a program
    const int helpers = paths.size() < 16 ? 0 : std::clamp(QThread::idealThreadCount() - 1, 0, 7);
    pool.setMaxThreadCount(std::max(1, helpers));
    for (int i = 0; i < helpers; ++i) {
        pool.start([&readNext] {
            while (readNext()) {
            }
        });
    }
    while (readNext())
        progress(done.load());
    pool.waitForDone();
    if (!tree.isCancelled())
        progress(done.load());
    QList<PythonFacts> all;
    all.reserve(paths.size());
    for (std::optional<PythonFacts>& facts : results) {
        if (facts)
            all.append(std::move(*facts));
    }
    return all;
}

} // namespace reberth::analysis
