#include "core/analysis/buildscripts.h"

#include <QTest>

using namespace reberth::analysis;

class TestBuildScripts : public QObject {
    Q_OBJECT
    const SourceTree m_tree = SourceTree::fromBytes({{QStringLiteral("lib/nms/setup.py"), ""},
                                                     {QStringLiteral("lib/Makefile"), ""},
                                                     {QStringLiteral("ops/roi/setup.py"), ""},
                                                     {QStringLiteral("compile.sh"), ""}});
    QStringList steps(const char* text, const QString& folder = {}, const QStringList& modules = {}) const {
        QStringList found;
        for (const BuildStep& step : buildSteps(QString::fromLatin1(text), folder, m_tree, modules))
            found.append(QStringLiteral("%1|%2|%3").arg(step.folder, step.file).arg(step.line));
        return found;
    }
private slots:
    void followsFolders() {
        QCOMPARE(steps("cd lib/nms\npython setup.py build_ext --inplace\ncd ..\nmake\ncd ../ops/roi && python3 "
                       "setup.py install\n"),
                 QStringList({QStringLiteral("lib/nms|setup.py|2"), QStringLiteral("lib|Makefile|4"),
                              QStringLiteral("ops/roi|setup.py|5")}));
    }

    void variablesAndCloneFolders() {
        QCOMPARE(steps("cd ${ROOT}/lib\nmake\n"), QStringList({QStringLiteral("lib|Makefile|2")}));
        QCOMPARE(steps("cd my-clone/ops/roi\npython setup.py develop\n"),
                 QStringList({QStringLiteral("ops/roi|setup.py|2")}));
        QCOMPARE(steps("cd /nowhere/else\npython setup.py develop\n"), QStringList());
    }

    void subshellsAndMakefileLinesComeBack() {
        QCOMPARE(steps("(cd lib/nms; python setup.py build_ext)\n(cd ops/roi; python setup.py build_ext)\n"),
                 QStringList({QStringLiteral("lib/nms|setup.py|1"), QStringLiteral("ops/roi|setup.py|2")}));
        QCOMPARE(
            steps("all:\n\tcd nms; python setup.py build_ext --inplace\n\tcd ../ops/roi; python setup.py install\n",
                  QStringLiteral("lib")),
            QStringList({QStringLiteral("lib/nms|setup.py|2"), QStringLiteral("ops/roi|setup.py|3")}));
    }

    void otherPrograms() {
        QCOMPARE(steps("make -C lib -j4\nbash compile.sh\npip install ./ops/roi\nmake clean\nmake sure that it "
                       "works\npython setup.py clean\n"),
                 QStringList({QStringLiteral("lib|Makefile|1"), QStringLiteral("|compile.sh|2"),
                              QStringLiteral("ops/roi|setup.py|3")}));
    }

    void foldersOfSubmodulesAreBelieved() {
        QCOMPARE(steps("cd fork/python\nmake\n", {}, {QStringLiteral("fork")}),
                 QStringList({QStringLiteral("fork/python|Makefile|2")}));
        QCOMPARE(steps("cd fork/python\nmake\n"), QStringList());
    }

    void direct() {
        QVERIFY(compilesDirectly(QStringLiteral("nvcc -std=c++11 -c -o a.o a.cu -x cu -Xcompiler -fPIC\n")));
        QVERIFY(compilesDirectly(QStringLiteral("g++ -std=c++11 a.cpp \\\n  -o a.so -shared -fPIC\n")));
        QVERIFY(!compilesDirectly(QStringLiteral("which nvcc\npython train.py -c config\n")));
        QVERIFY(!withoutComments(QStringLiteral("# nvcc -c a.cu\nls\n")).contains(QLatin1String("nvcc")));
    }

    void architectures() {
        QCOMPARE(architecturesIn(QStringLiteral("-gencode arch=compute_70,code=sm_70 -arch=sm_35 code=sm_70")),
                 QStringList({QStringLiteral("compute_70"), QStringLiteral("sm_70"), QStringLiteral("sm_35")}));
        QCOMPARE(architecturesIn(QStringLiteral("export TORCH_CUDA_ARCH_LIST=\"6.0;7.5+PTX\"")),
                 QStringList({QStringLiteral("sm_60"), QStringLiteral("sm_75"), QStringLiteral("compute_75")}));
        QCOMPARE(architecturesIn(QStringLiteral("transform_10 sm_x")), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestBuildScripts)
#include "tst_buildscripts.moc"
