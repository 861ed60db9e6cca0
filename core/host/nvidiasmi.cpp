#include "core/host/nvidiasmi.h"

namespace reberth::host {

QStringList nvidiaSmiArguments(bool withComputeCapability) {
    return {QStringLiteral("--query-gpu=name,memory.total,driver_version") +
                (withComputeCapability ? QStringLiteral(",compute_cap") : QString()),
            QStringLiteral("--format=csv,noheader,nounits")};
}

NvidiaReport parseNvidiaSmi(const QByteArray& output, bool withComputeCapability) {
    NvidiaReport report;
    const QStringList rows = QString::fromUtf8(output).split(u'\n', Qt::SkipEmptyParts);
    for (const QString& row : rows) {
        // From the end: a name may hold a comma.
        QStringList cells = row.split(u',');
        const qsizetype behindName = withComputeCapability ? 3 : 2;
        if (cells.size() <= behindName) {
            continue;
        }
        Gpu gpu;
        if (withComputeCapability) {
            gpu.computeCapability = Version::parse(cells.takeLast().trimmed());
        }
        const auto driver = Version::parse(cells.takeLast().trimmed());
        bool ok = false;
        gpu.memoryGib = cells.takeLast().trimmed().toDouble(&ok) / 1024.0;
        gpu.name = cells.join(u',').trimmed();
        if (!ok || gpu.name.isEmpty()) {
            continue;
        }
        report.gpus.append(gpu);
        if (driver) {
            report.driver = driver;
        }
    }
    return report;
}

} // namespace reberth::host
