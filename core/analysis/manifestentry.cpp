#include "core/analysis/manifestentry.h"

#include "core/analysis/marker.h"
#include "core/analysis/packagenames.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

QString exactOf(const QString& specifier) {
    static const QRegularExpression exact(QStringLiteral("^={2,3}([^,*]+)$"));
    return exact.match(specifier).captured(1);
}

} // namespace

QString cudaOfIndex(const QString& url) {
    static const QRegularExpression cuda(QStringLiteral("(?:/|-)cu(?:da)?(\\d{2,3})(?:[/_.-]|$)"));
    return cudaOfDigits(cuda.match(url).captured(1));
}

void addManifestEntry(const Requirement& requirement, const Evidence& evidence, const ManifestContext& context,
                      Draft& draft) {
    Dependency dependency = requirement.dependency;
    if (requirement.self || dependency.name.isEmpty())
        return;
    const bool folder = dependency.url.startsWith(QLatin1Char('.')) || dependency.url.endsWith(QLatin1Char('/'));
    if (folder && !dependency.url.contains(QLatin1String("://")) && !dependency.url.endsWith(QLatin1String(".whl")))
        return;
    // A build of one's own, not a release.
    if (dependency.specifier == QLatin1String("==0.0.0"))
        dependency.specifier.clear();
    const bool applies = mayHoldOnLinux(dependency.marker);
    const QString extra = extraOfMarker(dependency.marker);
    dependency.optional = context.optional || !applies || !extra.isEmpty();
    dependency.group = !extra.isEmpty() ? extra : !applies ? QStringLiteral("other systems") : context.group;
    dependency.origin = context.origin;
    dependency.evidence = {evidence};
    const QString sign = QStringLiteral("==");
    if (applies && !requirement.wheelPython.isEmpty())
        draft.claimPython(sign + requirement.wheelPython, context.source, evidence, context.factor * 0.95);
    if (applies && !requirement.wheelCuda.isEmpty())
        draft.claimCuda(sign + requirement.wheelCuda, context.source, evidence, context.factor * 0.95);
    if (context.locks || context.role == PackageClaim::Role::Frozen)
        draft.addLocked(dependency.name, exactOf(dependency.specifier), evidence.file, dependency.conda,
                        evidence.line);
    draft.addPackage(dependency, context.source, context.factor, context.role, context.writtenByHand);
}

void addManifestEntry(const CondaSpec& spec, const Evidence& evidence, const ManifestContext& context, Draft& draft) {
    if (!spec.channel.isEmpty())
        draft.addIndex(QStringLiteral("conda-channel"), spec.channel, evidence);
    if (!spec.buildCudnn.isEmpty())
        draft.claimCudnn(QLatin1String("==") + spec.buildCudnn, context.source, evidence, context.factor * 0.9);
    addManifestEntry(static_cast<const Requirement&>(spec), evidence, context, draft);
}

} // namespace reberth::analysis
