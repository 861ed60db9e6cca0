#pragma once

#include "core/analysis/inspector.h"
#include "core/knowledge/knowledge.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>

namespace reberth::analysis {

/// A folder of files that a test writes, and what is found in it.
class SampleRepository {
public:
    SampleRepository& write(const QString& path, const QByteArray& content) {
        const QString full = m_folder.filePath(path);
        QFile file(full);
        if (!QDir().mkpath(QFileInfo(full).path()) || !file.open(QIODevice::WriteOnly) ||
            file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(full));
        return *this;
    }
    SampleRepository& write(const char* path, const char* content) {
        return write(QString::fromLatin1(path), QByteArray(content));
    }
    QString path() const { return m_folder.path(); }
    Findings inspected() const {
        repo::Checkout checkout;
        checkout.path = m_folder.path();
        checkout.name = QStringLiteral("sample");
        return inspect(checkout, m_knowledge, CancellationToken()).value_or(Findings());
    }

private:
    QTemporaryDir m_folder;
    knowledge::Knowledge m_knowledge;
};

inline const EntryPoint* entryOf(const Findings& findings, const char* script) {
    const auto it = std::find_if(findings.entryPoints.begin(), findings.entryPoints.end(),
                                 [script](const EntryPoint& row) { return row.script == QLatin1String(script); });
    return it == findings.entryPoints.end() ? nullptr : &*it;
}

inline QString versionOf(const VersionFinding& finding) {
    return finding.version ? finding.version->toString() : QString();
}

} // namespace reberth::analysis
