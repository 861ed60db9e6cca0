#include "core/analysis/inspector.h"
#include "core/compose/lint.h"
#include "core/dockerfile/lint.h"
#include "core/generation/generator.h"
#include "core/knowledge/knowledge.h"
#include "core/solver/planner.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <benchmark/benchmark.h>

#include <map>
#include <memory>

using namespace reberth;

namespace {

const knowledge::Knowledge& facts() {
    static const knowledge::Knowledge knowledge;
    return knowledge;
}

void write(const QString& path, const QByteArray& data) {
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(data) != data.size()) {
        qFatal("Can't write %s", qPrintable(path));
    }
}

/// A module as research code has them: imports, an argument parser, a class, loops. About 4 kB.
QByteArray module(int number) {
    QByteArray text = "import argparse\nimport os\nimport numpy as np\nimport torch\nimport torch.nn as nn\n"
                      "from scipy.misc import imread\n\n";
    for (int i = 0; i < 12; ++i) {
        const QByteArray name = "Layer" + QByteArray::number(number) + "_" + QByteArray::number(i);
        text += "class " + name + "(nn.Module):\n"
                "    def __init__(self, size, depth=3):\n"
                "        super(" + name + ", self).__init__()\n"
                "        self.layers = nn.ModuleList([nn.Linear(size, size) for _ in range(depth)])\n\n"
                "    def forward(self, x):\n"
                "        for layer in self.layers:\n"
                "            x = torch.relu(layer(x)) + np.float(1.0)\n"
                "        return x\n\n";
    }
    if (number % 50 == 0) {
        text += "if __name__ == '__main__':\n    parser = argparse.ArgumentParser()\n"
                "    parser.add_argument('--lr', type=float, default=0.1)\n    print(parser.parse_args())\n";
    }
    return text;
}

/// A repository of `files` Python files; made once for each size.
QString repository(int files) {
    static std::map<int, std::unique_ptr<QTemporaryDir>> made;
    auto& folder = made[files];
    if (!folder) {
        folder = std::make_unique<QTemporaryDir>();
        write(folder->filePath(QStringLiteral("requirements.txt")), "torch==1.4.0\nnumpy>=1.16\nscipy<1.2\n");
        write(folder->filePath(QStringLiteral("README.md")), "# x\n\nPython 3.6, CUDA 10.1\n\n    python m0.py\n");
        for (int i = 0; i < files; ++i) {
            write(folder->filePath(QStringLiteral("pkg%1/m%2.py").arg(i / 100).arg(i)), module(i));
        }
    }
    return folder->path();
}

analysis::Findings findings(int files) {
    repo::Checkout checkout;
    checkout.path = repository(files);
    checkout.name = QStringLiteral("bench");
    return analysis::inspect(checkout, facts()).value();
}

knowledge::Target teslaT4() {
    return facts().gpuByName(QStringLiteral("Tesla T4"))->target();
}

void inspect(benchmark::State& state) {
    const int files = static_cast<int>(state.range(0));
    repo::Checkout checkout;
    checkout.path = repository(files);
    for (auto _ : state) {
        auto result = analysis::inspect(checkout, facts());
        benchmark::DoNotOptimize(result);
    }
    state.SetItemsProcessed(state.iterations() * files);
}
BENCHMARK(inspect)->Arg(500)->Arg(3000)->Unit(benchmark::kMillisecond)->UseRealTime();

QString dockerfileOfLines(int lines) {
    QString text = QStringLiteral("FROM nvidia/cuda:11.3.1-cudnn8-devel-ubuntu20.04 AS build\nWORKDIR /app\n");
    for (int i = 0; text.count(u'\n') < lines; ++i) {
        text += QStringLiteral("RUN apt-get update && apt-get install -y --no-install-recommends \\\n"
                               "        git%1 wget \\\n    && rm -rf /var/lib/apt/lists/*\n"
                               "ENV VALUE_%1=${VALUE_%1:-x} OTHER=y\n"
                               "COPY --from=build /app/file%1 /app/\n"
                               "RUN pip install --no-cache-dir numpy==1.%1 torch\n")
                    .arg(i);
    }
    return text;
}

void lintDockerfile(benchmark::State& state) {
    const QString text = dockerfileOfLines(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        auto found = dockerfile::lint(text);
        benchmark::DoNotOptimize(found);
    }
}
BENCHMARK(lintDockerfile)->Arg(30)->Arg(300)->Unit(benchmark::kMillisecond);

void lintCompose(benchmark::State& state) {
    QString text = QStringLiteral("services:\n");
    for (int i = 0; i < 20; ++i) {
        text += QStringLiteral("  s%1:\n    image: a:%1\n    command: [python, train.py]\n    ports: ['80%1:80']\n"
                               "    volumes: ['./data:/data:ro']\n    environment: {A: b}\n    shm_size: 2gb\n")
                    .arg(i);
    }
    for (auto _ : state) {
        auto found = compose::lint(text);
        benchmark::DoNotOptimize(found);
    }
}
BENCHMARK(lintCompose)->Unit(benchmark::kMillisecond);

void plan(benchmark::State& state) {
    const analysis::Findings input = findings(500);
    const knowledge::Target target = teslaT4();
    for (auto _ : state) {
        auto plans = solver::plan(input, target, {}, facts());
        benchmark::DoNotOptimize(plans);
    }
}
BENCHMARK(plan)->Unit(benchmark::kMillisecond);

void generate(benchmark::State& state) {
    const auto plans = solver::plan(findings(500), teslaT4(), {}, facts());
    for (auto _ : state) {
        auto files = generation::generate(plans->recommended().recipe);
        benchmark::DoNotOptimize(files);
    }
}
BENCHMARK(generate)->Unit(benchmark::kMillisecond);

void loadKnowledge(benchmark::State& state) {
    for (auto _ : state) {
        const knowledge::Knowledge fresh;
        benchmark::DoNotOptimize(fresh.gpus().size() + fresh.breakages().size());
    }
}
BENCHMARK(loadKnowledge)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
