// Milliseconds from a changed character to the diagnostics, in process: bench_lint [RUNS] FILE…
// Prints FILE, lines, median and 99th percentile, tab separated; *.yaml and *.yml are compose files.
#include "core/compose/lint.h"
#include "core/dockerfile/lint.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStringList>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace reberth;

namespace {

/// As if somebody typed: one letter more in a comment at the end, another each time.
double once(const QString& text, bool compose, int run) {
    const QString changed = text + QLatin1String("# ") + QString::number(run) + u'\n';
    QElapsedTimer timer;
    timer.start();
    const qsizetype found = compose ? compose::lint(changed).size() : dockerfile::lint(changed).size();
    const double spent = double(timer.nsecsElapsed()) / 1e6;
    return found < 0 ? 0 : spent;
}

} // namespace

int main(int argc, char** argv) {
    int runs = 200;
    for (int i = 1; i < argc; ++i) {
        const QString path = QString::fromLocal8Bit(argv[i]);
        bool number = false;
        if (const int given = path.toInt(&number); number && given > 0) {
            runs = given;
            continue;
        }
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            std::fprintf(stderr, "bench_lint: %s can't be read\n", argv[i]);
            return 2;
        }
        const QString text = QString::fromUtf8(file.readAll());
        const bool compose = path.endsWith(QLatin1String(".yaml")) || path.endsWith(QLatin1String(".yml"));
        once(text, compose, 0); // tables are made at the first use
        std::vector<double> times;
        for (int run = 1; run <= runs; ++run) {
            times.push_back(once(text, compose, run));
        }
        std::sort(times.begin(), times.end());
        std::printf("%s\t%d\t%.3f\t%.3f\n", argv[i], int(text.count(u'\n')), times.at(times.size() / 2),
                    times.at(std::min(times.size() - 1, times.size() * 99 / 100)));
    }
    return 0;
}
