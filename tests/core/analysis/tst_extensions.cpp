#include "tests/core/analysis/inspected.h"

#include <QTest>

using namespace reberth;
using namespace reberth::analysis;
using test::inspected;

namespace {

const Extension* at(const Findings& findings, const char* path) {
    return test::find(findings.extensions, &Extension::path, QString::fromLatin1(path));
}

const QByteArray cudaSetup =
    "from setuptools import setup\nfrom torch.utils.cpp_extension import CUDAExtension, BuildExtension\n"
    "setup(name='warp', ext_modules=[CUDAExtension('warp_cuda', ['warp.cpp', 'warp_kernel.cu'],\n"
    "    extra_compile_args={'nvcc': ['-gencode', 'arch=compute_61,code=sm_61']})],\n"
    "    cmdclass={'build_ext': BuildExtension})\n";

} // namespace

class TestExtensions : public QObject {
    Q_OBJECT
private slots:
    void setupWithCuda() {
        const Findings findings = inspected({{QStringLiteral("ops/setup.py"), cudaSetup},
                                             {QStringLiteral("ops/warp.cpp"), "#include <torch/extension.h>\n"},
                                             {QStringLiteral("ops/warp_kernel.cu"), "#include <THC/THC.h>\n"}});
        const Extension* extension = at(findings, "ops/setup.py");
        QVERIFY(extension);
        QCOMPARE(findings.extensions.size(), 1);
        QCOMPARE(extension->kind, QStringLiteral("setuptools"));
        QVERIFY(extension->cuda);
        QCOMPARE(extension->workdir, QStringLiteral("ops"));
        QCOMPARE(extension->sources,
                 QStringList({QStringLiteral("ops/warp.cpp"), QStringLiteral("ops/warp_kernel.cu")}));
        QCOMPARE(extension->architectures, QStringList({QStringLiteral("compute_61"), QStringLiteral("sm_61")}));
        QCOMPARE(extension->includes, QStringList({QStringLiteral("torch/extension.h"), QStringLiteral("THC/THC.h")}));
    }

    void classInAVariable() {
        const Findings findings = inspected(
            {{QStringLiteral("setup.py"),
              "import glob, os\nimport torch\nfrom setuptools import setup\n"
              "from torch.utils.cpp_extension import CppExtension, CUDAExtension\n"
              "def modules():\n    root = os.path.dirname(__file__)\n    folder = os.path.join(root, 'lib', 'csrc')\n"
              "    kind = CUDAExtension if torch.cuda.is_available() else CppExtension\n"
              "    return [kind('lib._C', glob.glob(os.path.join(folder, '*.cu')))]\nsetup(ext_modules=modules())\n"},
             {QStringLiteral("lib/csrc/a.cu"), "\n"},
             {QStringLiteral("tools/other.cpp"), "\n"}});
        QCOMPARE(findings.extensions.size(), 1);
        QCOMPARE(findings.extensions.first().path, QStringLiteral("setup.py"));
        QVERIFY(findings.extensions.first().cuda);
        QCOMPARE(findings.extensions.first().sources, QStringList({QStringLiteral("lib/csrc/a.cu")}));
    }

    void hookWithoutCudaSources() {
        const Findings findings =
            inspected({{QStringLiteral("bbox/setup.py"),
                        "from distutils.core import setup\nfrom distutils.extension import Extension\n"
                        "def customize_compiler_for_nvcc(self):\n    self.src_extensions.append('.cu')\n"
                        "setup(ext_modules=[Extension('bbox', ['bbox.pyx'])])\n"},
                       {QStringLiteral("bbox/bbox.pyx"), "\n"}});
        const Extension* extension = at(findings, "bbox/setup.py");
        QVERIFY(extension);
        QCOMPARE(extension->kind, QStringLiteral("cython"));
        QVERIFY(!extension->cuda);
        QCOMPARE(extension->buildCommand, QStringLiteral("python setup.py build_ext --inplace"));
    }

    void umbrellaScriptBuildsItsMembers() {
        const Findings findings = inspected({{QStringLiteral("README.md"), "```\nbash make.sh\n```\n"},
                                             {QStringLiteral("make.sh"), "cd ops\npython setup.py install\ncd ..\n"},
                                             {QStringLiteral("ops/setup.py"), cudaSetup},
                                             {QStringLiteral("ops/warp_kernel.cu"), "\n"}});
        const Extension* script = at(findings, "make.sh");
        QVERIFY(script);
        QVERIFY(script->cuda);
        QCOMPARE(script->buildCommand, QStringLiteral("bash make.sh"));
        QVERIFY(at(findings, "ops/setup.py"));
        QVERIFY(at(findings, "ops/setup.py")->buildCommand.isEmpty());
    }

    void innerScriptIsNotRunTwice() {
        const QByteArray nvcc = "nvcc -c -o k.o k.cu -x cu -Xcompiler -fPIC -arch=sm_52\n";
        const Findings findings = inspected({{QStringLiteral("lib/make.sh"), "cd nms\nsh make.sh\ncd ..\n" + nvcc},
                                             {QStringLiteral("lib/nms/make.sh"), nvcc},
                                             {QStringLiteral("lib/nms/k.cu"), "\n"}});
        QVERIFY(at(findings, "lib/make.sh") && at(findings, "lib/nms/make.sh"));
        QVERIFY(!at(findings, "lib/make.sh")->buildCommand.isEmpty());
        QVERIFY(at(findings, "lib/nms/make.sh")->buildCommand.isEmpty());
        QCOMPARE(at(findings, "lib/nms/make.sh")->architectures, QStringList({QStringLiteral("sm_52")}));
    }

    void readmeGivesOrderAndCommand() {
        const Findings findings =
            inspected({{QStringLiteral("README.md"),
                        "## Build\n```bash\ncd zeta\nsudo python3 setup.py build_ext --inplace --user\ncd ../alpha\n"
                        "python setup.py install\n```\n"},
                       {QStringLiteral("alpha/setup.py"), cudaSetup},
                       {QStringLiteral("alpha/warp_kernel.cu"), "\n"},
                       {QStringLiteral("zeta/setup.py"), cudaSetup},
                       {QStringLiteral("zeta/warp_kernel.cu"), "\n"}});
        QCOMPARE(findings.extensions.size(), 2);
        QCOMPARE(findings.extensions.at(0).path, QStringLiteral("zeta/setup.py"));
        QCOMPARE(findings.extensions.at(0).buildCommand, QStringLiteral("python setup.py build_ext --inplace"));
        QCOMPARE(findings.extensions.at(1).path, QStringLiteral("alpha/setup.py"));
        QCOMPARE(findings.extensions.at(1).buildCommand, QStringLiteral("python setup.py install"));
    }

    void submoduleThatIsBuilt() {
        const QByteArray modules = "[submodule \"fork\"]\n\tpath = fork-caffe\n\turl = https://example.org/fork.git\n"
                                   "[submodule \"notes\"]\n\tpath = notes\n\turl = https://example.org/notes.git\n";
        const Findings findings =
            inspected({{QStringLiteral(".gitmodules"), modules},
                       {QStringLiteral("README.md"), "```\ncd $ROOT/fork-caffe\nmake -j8 && make pycaffe\n```\n"},
                       {QStringLiteral("train.py"), "import caffe\n"}});
        const Extension* extension = at(findings, "fork-caffe");
        QVERIFY(extension);
        QCOMPARE(extension->kind, QStringLiteral("submodule"));
        QVERIFY2(extension->buildCommand.isEmpty(), "what is not here can't be built");
        QVERIFY(!at(findings, "notes"));
    }

    void compiledAtUse() {
        const Findings findings = inspected(
            {{QStringLiteral("net/op.py"),
              "import os\nfrom torch.utils.cpp_extension import load\nhere = os.path.dirname(__file__)\n"
              "op = load('op', sources=[os.path.join(here, 'src', f) for f in ['op.cpp', 'op_kernel.cu']])\n"},
             {QStringLiteral("net/src/op.cpp"), "\n"},
             {QStringLiteral("net/src/op_kernel.cu"), "\n"},
             {QStringLiteral("corr.py"),
              "import cupy\nk = cupy.RawKernel('''extern \"C\" __global__ void f() {}''', 'f')\n"},
             {QStringLiteral("plugin.py"), "import custom_ops\np = custom_ops.get_plugin('p', sources=['p.cpp'])\n"},
             {QStringLiteral("p.cpp"), "\n"},
             {QStringLiteral("loose/lone.cu"), "\n"}});
        QVERIFY(at(findings, "net/op.py"));
        QCOMPARE(at(findings, "net/op.py")->sources,
                 QStringList({QStringLiteral("net/src/op.cpp"), QStringLiteral("net/src/op_kernel.cu")}));
        QVERIFY(!at(findings, "net/src/op_kernel.cu"));
        QVERIFY(at(findings, "corr.py"));
        QVERIFY(at(findings, "corr.py")->cuda);
        QVERIFY(at(findings, "plugin.py"));
        QVERIFY(!at(findings, "plugin.py")->cuda);
        QVERIFY(at(findings, "loose/lone.cu"));
        QCOMPARE(at(findings, "loose/lone.cu")->kind, QStringLiteral("source"));
        QVERIFY(std::any_of(findings.notes.begin(), findings.notes.end(),
                            [](const Note& note) { return note.text.contains(QLatin1String("loose/lone.cu")); }));
    }

    void whatOnlyATestCompilesIsNotBuilt() {
        const QByteArray source = "from torch.utils.cpp_extension import load\nk = load('k', ['k.cu'])\n";
        const Findings findings = inspected({{QStringLiteral("tests/check.py"), source},
                                             {QStringLiteral("tests/k.cu"), "\n"},
                                             {QStringLiteral("net/ops.py"), source},
                                             {QStringLiteral("net/k.cu"), "\n"}});
        QVERIFY(at(findings, "net/ops.py"));
        QVERIFY(!at(findings, "tests/check.py"));
    }

    void linesOfWideTextAreCountedAsShown() {
        // An editor of Windows saved it in UTF-16; NULs alone do not make text wide.
        const QString setup = QStringLiteral("\n\nfrom setuptools import setup\nsetup(install_requires=['scipy'])\n");
        const QByteArray wide(reinterpret_cast<const char*>(setup.utf16()), setup.size() * 2);
        for (const QByteArray& bytes :
             {QByteArray("\xff\xfe") + wide, wide, QByteArray("\xd8\0\0\0\n", 5) + setup.toUtf8().mid(1)}) {
            const Findings findings = inspected({{QStringLiteral("setup.py"), bytes}});
            const Dependency* scipy = test::find(findings.dependencies, &Dependency::name, QStringLiteral("scipy"));
            const QString shown = SourceTree::decode(bytes);
            QVERIFY(scipy || bytes.startsWith('\xd8'));
            for (const Dependency& dependency : findings.dependencies)
                QVERIFY(dependency.evidence.first().line <= shown.count(QLatin1Char('\n')) + 1);
            if (scipy)
                QCOMPARE(shown.split(QLatin1Char('\n'))
                             .value(scipy->evidence.first().line - 1)
                             .contains(QLatin1String("scipy")),
                         true);
        }
    }

    void cmakeAndCffi() {
        const Findings findings = inspected(
            {{QStringLiteral("cpp/CMakeLists.txt"), "project(x LANGUAGES CXX CUDA)\npybind11_add_module(x x.cu)\n"},
             {QStringLiteral("cpp/x.cu"), "\n"},
             {QStringLiteral("ext/build_ext.py"),
              "from cffi import FFI\nffi = FFI()\nffi.set_source('_e', '', sources=['e.c'])\nffi.compile()\n"},
             {QStringLiteral("ext/e.c"), "\n"}});
        QCOMPARE(at(findings, "cpp/CMakeLists.txt") ? at(findings, "cpp/CMakeLists.txt")->kind : QString(),
                 QStringLiteral("cmake"));
        QVERIFY(at(findings, "cpp/CMakeLists.txt")->cuda);
        QCOMPARE(at(findings, "ext/build_ext.py") ? at(findings, "ext/build_ext.py")->kind : QString(),
                 QStringLiteral("cffi"));
        QCOMPARE(at(findings, "ext/build_ext.py")->buildCommand, QStringLiteral("python build_ext.py"));
    }

    void plainPackagesBuildNothing() {
        const Findings findings =
            inspected({{QStringLiteral("setup.py"),
                        "from setuptools import setup, find_packages\nsetup(name='x', packages=find_packages())\n"},
                       {QStringLiteral("Makefile"), "all:\n\tpdflatex paper.tex\n"},
                       {QStringLiteral("build.sh"), "docker build .\n"},
                       {QStringLiteral("x/a.py"), "import torch\nm = torch.load('m.pth')\n"}});
        QVERIFY(findings.extensions.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestExtensions)
#include "tst_extensions.moc"
