#include "core/dockerfile/lint.h"
#include "tests/support/privateengine.h"
#include "tests/system/mutateddockerfile.h"

#include <QRegularExpression>
#include <QtTest>

#include <algorithm>

using namespace reberth;
using namespace reberth::test;

/// The engine's own verdict on changed Dockerfiles beside ours. A file that the engine takes must never get an error
/// here. REBERTH_VERDICTS sets how many files are asked about (60 when it is not set).
class TestSystemVerdict : public QObject {
    Q_OBJECT

private slots:
    void agrees();
};

namespace {

void field(QByteArray& header, int at, int size, const QByteArray& value) {
    header.replace(at, std::min<qsizetype>(size, value.size()), value.left(size));
}

/// A tar archive with nothing but a Dockerfile in it.
QByteArray context(const QByteArray& dockerfile) {
    QByteArray header(512, '\0');
    field(header, 0, 100, "Dockerfile");
    field(header, 100, 8, "0000644");
    field(header, 108, 8, "0000000");
    field(header, 116, 8, "0000000");
    field(header, 124, 12, QByteArray::number(dockerfile.size(), 8).rightJustified(11, '0'));
    field(header, 136, 12, "00000000000");
    field(header, 148, 8, "        ");
    header[156] = '0';
    field(header, 257, 8, QByteArray("ustar\00000", 8));
    unsigned sum = 0;
    for (const char c : header) {
        sum += static_cast<unsigned char>(c);
    }
    field(header, 148, 8, QByteArray::number(sum, 8).rightJustified(6, '0') + QByteArray("\0 ", 2));
    const qsizetype padding = (512 - dockerfile.size() % 512) % 512;
    return header + dockerfile + QByteArray(padding + 1024, '\0');
}

/// "" when the engine takes the file; a build that fails later, at a file that is missing or a program that can't run
/// on the empty image, has been taken.
QString refusal(const PrivateEngine& engine, const QString& text) {
    const PrivateEngine::Answer answer = engine.ask("POST", "/build?version=2&nocache=0", context(text.toUtf8()));
    static const QRegularExpression error(QStringLiteral("\"error\":\"((?:[^\"\\\\]|\\\\.)*)\""));
    static const QRegularExpression later(QStringLiteral(
        "failed to compute cache key|not found|did not complete successfully|failed to resolve source|"
        "failed to authorize|failed to do request|runc run failed|pull access denied|unable to find user|"
        "no users found|invalid user index|/etc/passwd"));
    const QRegularExpressionMatch match = error.match(QString::fromUtf8(answer.body));
    if (answer.status == 0) {
        return QStringLiteral("no answer");
    }
    const QString message = match.captured(1);
    return message.contains(later) ? QString() : message;
}

/// The builder inside the engine is older than today's: it reads a list with text behind it as a list, and looks at
/// file modes later.
bool isReadOtherwiseToday(const QString& text) {
    static const QRegularExpression listAndMore(QStringLiteral("^[^#\n]*\\[[^\\n\\]]*\\][ \\t\\\\]*[^\\s\\\\]"),
                                                QRegularExpression::MultilineOption);
    static const QRegularExpression mode(QStringLiteral("--chmod=\\S*[89]"));
    static const QRegularExpression continuation(QStringLiteral("\\\\[ \\t]*\\n"));
    return QString(text).replace(continuation, QStringLiteral(" ")).contains(listAndMore) || text.contains(mode);
}

} // namespace

void TestSystemVerdict::agrees() {
    const PrivateEngine engine = PrivateEngine::fromEnvironment();
    bool given = false;
    const int wanted = qEnvironmentVariableIntValue("REBERTH_VERDICTS", &given);
    const unsigned files = given && wanted > 0 ? static_cast<unsigned>(wanted) : 60;
    unsigned agreed = 0;
    unsigned refused = 0;
    unsigned asked = 0;
    QStringList missed;
    QStringList falseErrors;
    for (unsigned i = 0; i < files; ++i) {
        const QString text = mutatedDockerfile(i);
        if (isReadOtherwiseToday(text)) {
            continue;
        }
        ++asked;
        const QString message = refusal(engine, text);
        const QList<diagnostics::Diagnostic> found = dockerfile::lint(text);
        const auto ours = std::find_if(found.cbegin(), found.cend(), [](const diagnostics::Diagnostic& one) {
            return one.severity == diagnostics::Severity::Error;
        });
        refused += message.isEmpty() ? 0 : 1;
        if (message.isEmpty() == (ours == found.cend())) {
            ++agreed;
        } else if (message.isEmpty()) {
            falseErrors.append(QStringLiteral("#%1: %2\n%3").arg(i).arg(ours->message, text));
        } else {
            missed.append(QStringLiteral("#%1: the engine says %2\n%3").arg(i).arg(message, text));
        }
    }
    qInfo("%u files, %u refused by the engine, %u verdicts agree (%.1f %%), %d missed, %d false errors", asked, refused,
          agreed, 100.0 * agreed / asked, int(missed.size()), int(falseErrors.size()));
    for (const QString& one : missed + falseErrors) {
        qInfo("%s\n----", qPrintable(one));
    }
    QVERIFY2(refused > 0 && refused < asked, "The files are all of one kind");
    QVERIFY(falseErrors.isEmpty());
    QVERIFY2(agreed * 100 >= asked * 99, "The engine refuses too many files that pass here");
}

QTEST_GUILESS_MAIN(TestSystemVerdict)
#include "tst_system_verdict.moc"
