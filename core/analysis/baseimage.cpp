#include "core/analysis/baseimage.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

const QString dockerfileSource = QStringLiteral("dockerfile");
const QString imageSource = QStringLiteral("image");

/// The Python that tensorflow/tensorflow images carry, which follow Ubuntu's.
QString pythonOfTensorflowImage(const Version& version, const QString& tag) {
    if (tag.contains(QLatin1String("py3")) || version.major() >= 2) {
        if (version < Version::of("1.14"))
            return QStringLiteral("3.5");
        if (version < Version::of("2.6"))
            return QStringLiteral("3.6");
        if (version < Version::of("2.14"))
            return QStringLiteral("3.8");
        return QStringLiteral("3.11");
    }
    return QStringLiteral("2.7");
}

QString cudaOfTensorflowImage(const Version& version) {
    struct Row {
        const char* before;
        const char* cuda;
    };
    static const Row rows[]{{"1.5", "8.0"},   {"1.13", "9.0"},  {"2.1", "10.0"},  {"2.4", "10.1"}, {"2.5", "11.0"},
                            {"2.12", "11.2"}, {"2.15", "11.8"}, {"2.16", "12.2"}, {"2.18", "12.3"}};
    for (const Row& row : rows) {
        if (version < Version::of(row.before))
            return QString::fromLatin1(row.cuda);
    }
    return {};
}

struct NgcRelease {
    const char* tag;
    const char* torch;
    const char* cuda;
    const char* python;
};

/// NVIDIA's monthly PyTorch containers; the first that is not older than the tag counts for all months before the next.
const NgcRelease* ngcPytorch(const QString& tag) {
    static const NgcRelease releases[]{
        {"18.05", "0.4.0", "9.0", "3.6"},   {"18.08", "0.5.0", "9.2", "3.6"},   {"18.09", "1.0.0", "10.0", "3.6"},
        {"19.02", "1.1.0", "10.0", "3.6"},  {"19.03", "1.1.0", "10.1", "3.6"},  {"19.06", "1.2.0", "10.1", "3.6"},
        {"19.09", "1.2.0", "10.1", "3.6"},  {"19.10", "1.3.0", "10.1", "3.6"},  {"19.11", "1.4.0", "10.2", "3.6"},
        {"20.02", "1.5.0", "10.2", "3.6"},  {"20.06", "1.6.0", "11.0", "3.6"},  {"20.08", "1.7.0", "11.0", "3.6"},
        {"20.11", "1.8.0", "11.1", "3.6"},  {"20.12", "1.8.0", "11.1", "3.8"},  {"21.02", "1.8.0", "11.2", "3.8"},
        {"21.03", "1.9.0", "11.2", "3.8"},  {"21.05", "1.9.0", "11.3", "3.8"},  {"21.07", "1.10.0", "11.4", "3.8"},
        {"21.11", "1.11.0", "11.5", "3.8"}, {"22.02", "1.11.0", "11.6", "3.8"}, {"22.03", "1.12.0", "11.6", "3.8"},
        {"22.05", "1.12.0", "11.7", "3.8"}, {"22.07", "1.13.0", "11.7", "3.8"}, {"22.09", "1.13.0", "11.8", "3.8"},
        {"22.12", "1.14.0", "11.8", "3.8"}, {"23.02", "1.14.0", "12.0", "3.8"}, {"23.03", "2.0.0", "12.1", "3.8"},
        {"23.05", "2.0.0", "12.1", "3.10"}, {"23.06", "2.1.0", "12.1", "3.10"}, {"23.08", "2.1.0", "12.2", "3.10"},
        {"23.11", "2.2.0", "12.3", "3.10"}, {"24.02", "2.3.0", "12.3", "3.10"}, {"24.03", "2.3.0", "12.4", "3.10"},
        {"24.06", "2.4.0", "12.5", "3.10"}, {"24.08", "2.5.0", "12.6", "3.10"}};
    const NgcRelease* best = nullptr;
    for (const NgcRelease& release : releases) {
        if (QString::fromLatin1(release.tag) <= tag)
            best = &release;
    }
    return best;
}

} // namespace

QString pythonOfUbuntu(const QString& release) {
    static const QHash<QString, QString> defaults{
        {QStringLiteral("14.04"), QStringLiteral("3.4")},  {QStringLiteral("16.04"), QStringLiteral("3.5")},
        {QStringLiteral("18.04"), QStringLiteral("3.6")},  {QStringLiteral("20.04"), QStringLiteral("3.8")},
        {QStringLiteral("22.04"), QStringLiteral("3.10")}, {QStringLiteral("24.04"), QStringLiteral("3.12")}};
    return defaults.value(release);
}

void readBaseImage(const QString& image, const Evidence& evidence, double factor, Draft& draft) {
    const QString name = image.section(QLatin1Char('@'), 0, 0);
    const qsizetype colon = name.lastIndexOf(QLatin1Char(':'));
    const bool tagged = colon > name.lastIndexOf(QLatin1Char('/'));
    const QString repository = tagged ? name.left(colon) : name;
    const QString tag = tagged ? name.mid(colon + 1) : QString();
    const QString base = repository.section(QLatin1Char('/'), -1);

    static const QRegularExpression leading(QStringLiteral("^v?(\\d+(?:\\.\\d+)*)"));
    const QString number = leading.match(tag).captured(1);
    static const QRegularExpression cudaPart(QStringLiteral("cuda[-_]?(\\d+\\.\\d+(?:\\.\\d+)?)"));
    static const QRegularExpression cudnnPart(QStringLiteral("cudnn(\\d+(?:\\.\\d+)*)"));
    static const QRegularExpression pythonPart(QStringLiteral("py(?:thon)?[-_]?(\\d\\.\\d+(?:\\.\\d+)?)"));
    static const QRegularExpression shortPython(QStringLiteral("py(\\d)(\\d{1,2})(?!\\d)"));

    if (const auto match = cudnnPart.match(tag); match.hasMatch())
        draft.claimCudnn(QLatin1String("==") + match.captured(1), dockerfileSource, evidence, factor);
    if (base == QLatin1String("python") && number.contains(QLatin1Char('.'))) {
        draft.claimPython(QLatin1String("==") + number, dockerfileSource, evidence, factor);
    } else if (repository.endsWith(QLatin1String("nvidia/cuda")) && !number.isEmpty()) {
        draft.claimCuda(QLatin1String("==") + number, dockerfileSource, evidence, factor);
    } else if (repository.contains(QLatin1String("nvcr.io/nvidia/pytorch"))) {
        if (const NgcRelease* release = ngcPytorch(number)) {
            draft.claimFramework(QStringLiteral("torch"), QLatin1String("==") + QLatin1String(release->torch),
                                 imageSource, evidence, factor * 1.2);
            draft.claimCuda(QLatin1String("==") + QLatin1String(release->cuda), imageSource, evidence, factor * 1.2);
            draft.claimPython(QLatin1String("==") + QLatin1String(release->python), imageSource, evidence,
                              factor * 1.2);
        }
    } else if (repository == QLatin1String("pytorch/pytorch")) {
        if (!number.isEmpty())
            draft.claimFramework(QStringLiteral("torch"), QLatin1String("==") + number, dockerfileSource, evidence,
                                 factor);
        if (const auto match = cudaPart.match(tag); match.hasMatch())
            draft.claimCuda(QLatin1String("==") + match.captured(1), dockerfileSource, evidence, factor);
    } else if (repository.endsWith(QLatin1String("tensorflow/tensorflow"))) {
        const std::optional<Version> version = Version::parse(number);
        if (version && !number.isEmpty()) {
            draft.claimFramework(QStringLiteral("tensorflow"), QLatin1String("==") + number, dockerfileSource, evidence,
                                 factor);
            draft.claimPython(QLatin1String("==") + pythonOfTensorflowImage(*version, tag), imageSource, evidence,
                              factor * 1.2);
            const QString cuda = cudaOfTensorflowImage(*version);
            if (tag.contains(QLatin1String("gpu")) && !cuda.isEmpty())
                draft.claimCuda(QLatin1String("==") + cuda, imageSource, evidence, factor * 1.2);
        }
    } else if (base.startsWith(QLatin1String("anaconda2")) || base.startsWith(QLatin1String("miniconda2"))) {
        draft.claimPython(QStringLiteral("==2.7"), imageSource, evidence, factor);
    } else {
        if (const auto match = cudaPart.match(name); match.hasMatch())
            draft.claimCuda(QLatin1String("==") + match.captured(1), dockerfileSource, evidence, factor * 0.9);
        if (const auto match = pythonPart.match(tag); match.hasMatch())
            draft.claimPython(QLatin1String("==") + match.captured(1), dockerfileSource, evidence, factor * 0.9);
        else if (const auto digits = shortPython.match(tag); digits.hasMatch())
            draft.claimPython(QLatin1String("==") + digits.captured(1) + QLatin1Char('.') + digits.captured(2),
                              dockerfileSource, evidence, factor * 0.9);
    }
}

} // namespace reberth::analysis
