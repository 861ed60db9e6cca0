#include "core/analysis/inspector.h"
#include "core/analysis/sourcetree.h"
#include "core/knowledge/knowledge.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>

#include <benchmark/benchmark.h>

#include <map>
#include <memory>

#include <sys/resource.h>

using namespace reberth;

namespace {

using Files = QList<std::pair<QString, QByteArray>>;

void write(const QString& path, const QByteArray& data) {
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(data) != data.size())
        qFatal("Can't write %s", qPrintable(path));
}

QByteArray model() {
    QByteArray text = "\"\"\"Blocks of the network.\"\"\"\nfrom __future__ import print_function\nimport math\n"
                      "import numpy as np\nimport torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n"
                      "from torch.autograd import Variable\nfrom .layers import attention as att\n\n";
    for (int i = 0; i < 9; ++i) {
        const QByteArray name = "Block" + QByteArray::number(i);
        text += "\nclass " + name + "(nn.Module):\n"
                "    \"\"\"One of the blocks: convolution, normalization and a way round them.\"\"\"\n\n"
                "    def __init__(self, planes, stride=1, widen=4, drop=0.1):\n"
                "        super(" + name + ", self).__init__()\n"
                "        self.conv1 = nn.Conv2d(planes, planes * widen, kernel_size=3, stride=stride, padding=1)\n"
                "        self.bn1 = nn.BatchNorm2d(planes * widen)\n"
                "        self.drop = nn.Dropout(drop) if drop > 0 else None\n"
                "        self.shape = {'in': planes, 'out': planes * widen, 'scale': math.sqrt(2.0 / planes)}\n\n"
                "    def forward(self, x, mask=None):\n"
                "        residual = x\n"
                "        for k in range(2):\n"
                "            x = F.relu(self.bn1(self.conv1(x)), inplace=True)\n"
                "            if mask is not None and k == 0:\n"
                "                x = x.masked_fill(mask.unsqueeze(1) == 0, -1e9)\n"
                "        return x + residual[:, :, ::2, ::2]  # the way round\n";
    }
    return text;
}

QByteArray data() {
    QByteArray text = "import os\nimport json\nimport cv2\nfrom PIL import Image\nfrom scipy.misc import imread\n"
                      "import numpy as np\nfrom torch.utils.data import Dataset\n\ntry:\n    import lmdb\n"
                      "except ImportError:\n    lmdb = None\n\nCLASSES = [";
    for (int i = 0; i < 90; ++i)
        text += "'class_" + QByteArray::number(i) + "', ";
    text += "]\n";
    for (int i = 0; i < 6; ++i) {
        text += "\n\ndef load_" + QByteArray::number(i) + "(root, split='train', size=(256, 256)):\n"
                "    path = os.path.join(root, '%s.json' % split)\n"
                "    with open(path) as f:\n        rows = json.load(f)\n"
                "    images = []\n    for row in rows['annotations']:\n"
                "        image = imread(os.path.join(root, 'images', row['file_name']))\n"
                "        image = cv2.resize(image, size).astype(np.float32) / 255.\n"
                "        images.append(image - np.array([0.485, 0.456, 0.406]))\n"
                "    return np.stack(images), {k: v for k, v in enumerate(CLASSES) if v}\n";
    }
    return text;
}

QByteArray script() {
    QByteArray text = "#!/usr/bin/env python\nimport argparse\nimport os\nimport time\nimport torch\n"
                      "from tensorboardX import SummaryWriter\nfrom tqdm import tqdm\nimport yaml\n\n\n"
                      "def parse():\n    parser = argparse.ArgumentParser(description='Trains the model')\n";
    for (const char* name : {"lr", "momentum", "weight-decay", "epochs", "batch-size", "workers", "seed", "gpu"})
        text += "    parser.add_argument('--" + QByteArray(name) + "', type=float, default=0.1,\n"
                "                        help='the " + QByteArray(name) + " of this run')\n";
    text += "    return parser.parse_args()\n\n\ndef train(args, model, loader, optimizer, writer):\n"
            "    model.train()\n    for step, (x, y) in enumerate(tqdm(loader)):\n"
            "        x, y = x.cuda(non_blocking=True), y.cuda(non_blocking=True)\n"
            "        loss = model(x, y)\n        optimizer.zero_grad()\n        loss.backward()\n"
            "        optimizer.step()\n        writer.add_scalar('loss', loss.item(), step)\n"
            "        print('step %d: loss %.4f' % (step, loss.item()))\n\n\n"
            "if __name__ == '__main__':\n    args = parse()\n"
            "    os.environ['CUDA_VISIBLE_DEVICES'] = str(args.gpu)\n    started = time.time()\n";
    return text;
}

Files synthetic() {
    QByteArray numbers = "import numpy as np\n\nTABLE = np.array([\n";
    for (int i = 0; i < 200; ++i)
        numbers += "    [0.125, -1.5, 3.25e-3, 17, 42, -0.001],  # row " + QByteArray::number(i) + "\n";
    numbers += "])\n";
    return {{QStringLiteral("model.py"), model()},
            {QStringLiteral("data.py"), data()},
            {QStringLiteral("train.py"), script()},
            {QStringLiteral("tables.py"), numbers},
            {QStringLiteral("__init__.py"), "from .model import *\n"}};
}

/// The modules that are copied: synthetic ones, or those of the folder that REBERTH_BENCH_CODE names.
const Files& modules() {
    static const Files files = [] {
        const QString folder = qEnvironmentVariable("REBERTH_BENCH_CODE");
        if (folder.isEmpty())
            return synthetic();
        Files found;
        QDirIterator it(folder, {QStringLiteral("*.py")}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            if (file.open(QIODevice::ReadOnly))
                found.append({file.fileName().section(QLatin1Char('/'), -1), file.readAll()});
        }
        if (found.isEmpty())
            qFatal("No Python file in %s", qPrintable(folder));
        return found;
    }();
    return files;
}

struct Repository {
    QTemporaryDir folder;
    qint64 bytes = 0;
};

/// A repository of `count` Python files; made once for each size.
const Repository& repository(int count) {
    static std::map<int, std::unique_ptr<Repository>> made;
    std::unique_ptr<Repository>& one = made[count];
    if (one)
        return *one;
    one = std::make_unique<Repository>();
    const QDir root(one->folder.path());
    write(root.filePath(QStringLiteral("requirements.txt")), "torch==1.4.0\nnumpy>=1.16\nscipy<1.2\nopencv-python\n");
    write(root.filePath(QStringLiteral("README.md")),
          "# Network\n\nTested with Python 3.6, PyTorch 1.4 and CUDA 10.1.\n\n```\npip install -r requirements.txt\n"
          "python pkg0/train0.py --lr 0.01\n```\n");
    write(root.filePath(QStringLiteral("setup.py")),
          "from setuptools import setup\nsetup(name='network', install_requires=open('requirements.txt').read()"
          ".splitlines())\n");
    for (int i = 0; i < count; ++i) {
        const auto& [name, bytes] = modules().at(i % modules().size());
        const QString path = QStringLiteral("pkg%1/%2%3.py").arg(i / 100).arg(name.section(QLatin1Char('.'), 0, 0)).arg(i);
        write(root.filePath(path), bytes);
        one->bytes += bytes.size();
    }
    return *one;
}

/// In MB of the whole process, so it only tells something of the first size that a run measures.
double peakMemory() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_maxrss) / 1024;
}

void inspect(benchmark::State& state) {
    static const knowledge::Knowledge facts;
    const int count = int(state.range(0));
    const Repository& made = repository(count);
    repo::Checkout checkout;
    checkout.path = made.folder.path();
    checkout.name = QStringLiteral("bench");
    for (auto _ : state) {
        auto findings = analysis::inspect(checkout, facts);
        if (!findings || findings->pythonFiles < count)
            state.SkipWithError("not every file was read");
        benchmark::DoNotOptimize(findings);
    }
    state.SetBytesProcessed(state.iterations() * made.bytes);
    state.SetItemsProcessed(state.iterations() * count);
    state.counters["MB"] = double(made.bytes) / 1e6;
    state.counters["peak_MB"] = peakMemory();
}
BENCHMARK(inspect)->Arg(500)->Arg(5'000)->Arg(50'000)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The listing alone, and what it would cost with Qt's iterator, which asks for the state of each entry.
void list(benchmark::State& state) {
    const Repository& made = repository(int(state.range(0)));
    for (auto _ : state) {
        auto tree = analysis::SourceTree::open(made.folder.path(), {}, {});
        benchmark::DoNotOptimize(tree);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(list)->Arg(5'000)->Arg(50'000)->Unit(benchmark::kMillisecond)->UseRealTime();

void listWithQt(benchmark::State& state) {
    const Repository& made = repository(int(state.range(0)));
    for (auto _ : state) {
        qsizetype files = 0;
        QDirIterator it(made.folder.path(), QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                        QDirIterator::Subdirectories);
        while (it.hasNext()) {
            it.next();
            const QFileInfo entry = it.fileInfo();
            files += !entry.isSymLink() && entry.isFile() ? 1 : 0;
        }
        benchmark::DoNotOptimize(files);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(listWithQt)->Arg(5'000)->Arg(50'000)->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
