#include "tests/core/analysis/inspected.h"

#include <QTest>

using namespace reberth;
using namespace reberth::analysis;

namespace {

QString range(const Findings& findings, const char* distribution) {
    const ApiBound* bound = test::find(findings.bounds, &ApiBound::distribution, QString::fromLatin1(distribution));
    return bound ? bound->range.toString() : QString();
}

} // namespace

class TestNativeApis : public QObject {
    Q_OBJECT
private slots:
    void bounds() {
        const Findings findings =
            test::inspected({{QStringLiteral("a.cpp"),
                              "#include <torch/extension.h>\nvoid f(at::Tensor x) { auto p = x.data_ptr<float>(); }\n"},
                             {QStringLiteral("b.cu"), "#include <cooperative_groups.h>\ntexture<float, 2> image;\n"}});
        QCOMPARE(range(findings, "torch"), QStringLiteral(">=1.3"));
        QCOMPARE(range(findings, "cuda"), QStringLiteral(">=9.0,<12.0"));
    }

    void guardedNamesBoundNothing() {
        const Findings findings = test::inspected(
            {{QStringLiteral("a.cu"),
              "#if CUDART_VERSION >= 9000\n x = __shfl_sync(m, v, 0);\n#else\n x = __shfl(v, 0);\n#endif\n"}});
        QCOMPARE(range(findings, "cuda"), QString());
    }

    void oldShuffleIsNoted() {
        const Findings findings = test::inspected({{QStringLiteral("a.cu"), "x = __shfl_down(v, 1);\n"}});
        QVERIFY(std::any_of(findings.notes.begin(), findings.notes.end(),
                            [](const Note& note) { return note.text.contains(QLatin1String("__shfl")); }));
    }
};

QTEST_GUILESS_MAIN(TestNativeApis)
#include "tst_nativeapis.moc"
