#include "core/analysis/baseimage.h"

#include "core/analysis/packagenames.h"
#include "core/analysis/requirement.h"
#include "core/dockerfile/imagereference.h"
#include "core/knowledge/imagecontents.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

class ImageReader {
public:
    ImageReader(const dockerfile::ImageReference& image, const Evidence& evidence, double factor, const QString& source,
                Draft& draft)
        : stated(source)
        , held(source == QLatin1String("ci") ? source : QStringLiteral("image"))
        , m_repository(image.repository())
        , m_base(image.name.section(QLatin1Char('/'), -1))
        , m_tag(image.tag)
        , m_evidence(evidence)
        , m_factor(factor)
        , m_draft(draft) {
        static const QRegularExpression leading(QStringLiteral("^v?(\\d+(?:\\.\\d+)*)"));
        m_number = leading.match(m_tag).captured(1);
    }

    void read() {
        static const QRegularExpression cudnn(QStringLiteral("cudnn[-_]?(\\d+(?:\\.\\d+)*)"));
        if (const auto match = cudnn.match(m_tag); match.hasMatch())
            m_draft.claimCudnn(equal(match.captured(1)), stated, m_evidence, m_factor);
        if (m_base == QLatin1String("python") && m_number.contains(QLatin1Char('.')))
            python(m_number);
        else if (m_repository.endsWith(QLatin1String("nvidia/cuda")) && !m_number.isEmpty())
            m_draft.claimCuda(equal(m_number), stated, m_evidence, m_factor);
        else if (m_repository.endsWith(QLatin1String("nvidia/pytorch")))
            known(knowledge::builtInImageFacts().ngc(QStringLiteral("torch"), m_tag));
        else if (m_repository.endsWith(QLatin1String("nvidia/tensorflow")))
            known(knowledge::builtInImageFacts().ngc(QStringLiteral("tensorflow"), m_tag));
        else if (m_repository.endsWith(QLatin1String("tensorflow/tensorflow")))
            tensorflow();
        else
            other();
    }

private:
    static QString equal(const QString& version) { return QLatin1String("==") + version; }

    void python(const QString& version, double factor = 1) {
        m_draft.claimPython(equal(version), stated, m_evidence, m_factor * factor);
    }

    void known(const knowledge::ImageContents& contents) {
        if (!contents.framework.isEmpty())
            m_draft.claimFramework(contents.framework,
                                   contents.frameworkVersion.isEmpty() ? QString() : equal(contents.frameworkVersion),
                                   held, m_evidence, m_factor * 1.2);
        if (!contents.cuda.isEmpty())
            m_draft.claimCuda(equal(contents.cuda), held, m_evidence, m_factor * 1.2);
        if (!contents.python.isEmpty())
            m_draft.claimPython(equal(contents.python), held, m_evidence, m_factor * 1.2);
    }

    void tensorflow() {
        const std::optional<Version> version = Version::parse(m_number);
        if (!version || m_number.isEmpty()) {
            m_draft.claimFramework(QStringLiteral("tensorflow"), {}, stated, m_evidence, m_factor);
            return;
        }
        m_draft.claimFramework(QStringLiteral("tensorflow"), equal(m_number), stated, m_evidence, m_factor);
        knowledge::ImageContents contents = knowledge::builtInImageFacts().tensorflow(*version, m_tag);
        contents.framework.clear();
        known(contents);
    }

    /// Images of others: what the words of their tags say.
    void other() {
        const bool official = m_repository == QLatin1String("pytorch/pytorch");
        const double factor = official ? 1.0 : 0.9;
        // cuda10.1, cuda-9.0, cu101; a bare "cuda9" is 9.0 as often as 9.2.
        static const QRegularExpression dotted(QStringLiteral("cu(?:da)?[-_]?(\\d+\\.\\d+(?:\\.\\d+)?)"));
        static const QRegularExpression digits(QStringLiteral("(?:^|[-_.])cu(?:da)?(\\d{2,3})(?![\\d.])"));
        const QString words = m_base + QLatin1Char(':') + m_tag;
        if (const auto match = dotted.match(words); match.hasMatch())
            m_draft.claimCuda(equal(match.captured(1)), stated, m_evidence, m_factor * factor);
        else if (const auto plain = digits.match(words); plain.hasMatch())
            m_draft.claimCuda(equal(cudaOfDigits(plain.captured(1))), stated, m_evidence, m_factor * factor);
        static const QRegularExpression pythonDotted(QStringLiteral("py(?:thon)?[-_]?(\\d\\.\\d+(?:\\.\\d+)?)"));
        static const QRegularExpression pythonDigits(QStringLiteral("py(?:thon)?(\\d)(\\d{0,2})(?!\\d)"));
        if (const auto match = pythonDotted.match(m_tag); match.hasMatch())
            python(match.captured(1), 0.9);
        else if (const auto plain = pythonDigits.match(m_tag); plain.hasMatch() && !plain.captured(2).isEmpty())
            python(plain.captured(1) + QLatin1Char('.') + plain.captured(2), 0.9);
        else if (plain.hasMatch() && plain.captured(1) == QLatin1String("2"))
            python(QStringLiteral("2.7"), 0.9);
        else if (const QString conda = knowledge::builtInImageFacts().condaPython(m_base); !conda.isEmpty())
            m_draft.claimPython(equal(conda), held, m_evidence, m_factor);
        else if (const std::optional<Version> release = Version::parse(m_number); official && release)
            m_draft.claimPython(equal(knowledge::builtInImageFacts().pytorchPython(*release)), held, m_evidence,
                                m_factor);
        frameworks(factor);
    }

    void frameworks(double factor) {
        static const QRegularExpression torch(QStringLiteral("(?:^|[-_.])torch[-_]?(\\d+\\.\\d+(?:\\.\\d+)?)"));
        if (const auto match = torch.match(m_tag); match.hasMatch()) {
            m_draft.claimFramework(QStringLiteral("torch"), equal(match.captured(1)), stated, m_evidence,
                                   m_factor * 0.9);
            return;
        }
        const std::optional<QString> framework = frameworkOf(m_base);
        if (!framework)
            return;
        const bool release = m_number.contains(QLatin1Char('.'));
        m_draft.claimFramework(*framework, release ? equal(m_number) : QString(), stated, m_evidence,
                               m_factor * factor);
    }

    const QString stated; ///< source of what the name says
    const QString held;   ///< source of what such an image is known to hold
    QString m_repository;
    QString m_base;
    QString m_tag;
    QString m_number;
    Evidence m_evidence;
    double m_factor;
    Draft& m_draft;
};

} // namespace

void readBaseImage(const QString& image, const Evidence& evidence, double factor, Draft& draft, const QString& source) {
    if (const std::optional<dockerfile::ImageReference> reference = dockerfile::ImageReference::parse(image))
        ImageReader(*reference, evidence, factor, source, draft).read();
}

} // namespace reberth::analysis
