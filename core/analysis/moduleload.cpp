#include "core/analysis/moduleload.h"

#include "core/analysis/packagenames.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

/// "cuda/10.1", "CUDA/11.3.1-GCC-10.3.0", "python3.7-anaconda", "nvidia/cuda/11.0", "cudnn-7.6.5".
void readModule(const QString& module, const Evidence& evidence, const QString& source, double factor, Draft& draft) {
    static const QRegularExpression form(
        QStringLiteral("(?:^|/)(cuda|cudatoolkit|cudnn|python|pytorch|tensorflow|torch|jax|keras|mxnet)(?:[-_]?gpu)?"
                       "[/_-]?v?(\\d+(?:\\.\\d+)+)"),
        QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(module);
    if (!match.hasMatch())
        return;
    const QString name = match.captured(1).toLower();
    const QString version = QLatin1String("==") + match.captured(2);
    if (name.startsWith(QLatin1String("cuda")))
        draft.claimCuda(version, source, evidence, factor);
    else if (name == QLatin1String("cudnn"))
        draft.claimCudnn(version, source, evidence, factor);
    else if (name == QLatin1String("python"))
        draft.claimPython(version, source, evidence, factor);
    else
        draft.claimFramework(name, version, source, evidence, factor);
}

} // namespace

bool readModuleLoad(const QStringList& words, const Evidence& evidence, const QString& source, double factor,
                    Draft& draft) {
    qsizetype first = 0;
    if (words.value(0) == QLatin1String("module") &&
        (words.value(1) == QLatin1String("load") || words.value(1) == QLatin1String("add") ||
         words.value(1) == QLatin1String("switch") || words.value(1) == QLatin1String("swap")))
        first = 2;
    else if (words.value(0) == QLatin1String("ml"))
        first = words.value(1) == QLatin1String("load") ? 2 : 1;
    else
        return false;
    for (qsizetype i = first; i < words.size(); ++i)
        readModule(words.at(i), evidence, source, factor, draft);
    return true;
}

} // namespace reberth::analysis
