#pragma once

#include "core/analysis/findings.h"

namespace reberth {

/// Findings made by hand, a line per fact.
class FindingsBuilder {
public:
    FindingsBuilder(const char* name, const char* date) {
        m_findings.checkout.name = QString::fromLatin1(name);
        m_findings.checkout.url = QStringLiteral("https://github.com/example/") + m_findings.checkout.name;
        m_findings.checkout.commitDate = QDateTime(QDate::fromString(QString::fromLatin1(date), Qt::ISODate), QTime(12, 0), Qt::UTC);
    }

    FindingsBuilder& framework(const char* name, const char* version = "", const char* range = "") {
        analysis::Framework framework;
        framework.name = QString::fromLatin1(name);
        framework.main = m_findings.frameworks.isEmpty();
        framework.version = finding(version, range, "requirements.txt", 1);
        m_findings.frameworks.append(framework);
        return *this;
    }
    FindingsBuilder& python(const char* version, const char* range = "") {
        m_findings.python = finding(version, range, "README.md", 10);
        return *this;
    }
    FindingsBuilder& cuda(const char* version) {
        m_findings.cuda = finding(version, "", "README.md", 11);
        return *this;
    }
    FindingsBuilder& needs(const char* name, const char* specifier = "", const char* url = "") {
        analysis::Dependency dependency;
        dependency.name = QString::fromLatin1(name);
        dependency.specifier = QString::fromLatin1(specifier);
        dependency.url = QString::fromLatin1(url);
        dependency.evidence.append({QStringLiteral("requirements.txt"), static_cast<int>(m_findings.dependencies.size()) + 2, {}});
        m_findings.dependencies.append(dependency);
        return *this;
    }
    FindingsBuilder& imports(const char* name, double confidence) {
        needs(name);
        m_findings.dependencies.last().origin = analysis::Dependency::Origin::Imported;
        m_findings.dependencies.last().confidence = confidence;
        return *this;
    }
    FindingsBuilder& conda(const char* name, const char* specifier = "") {
        needs(name, specifier);
        m_findings.dependencies.last().conda = true;
        m_findings.manifests = QStringList{QStringLiteral("environment.yml")};
        return *this;
    }
    FindingsBuilder& breaks(const char* symbol, const char* distribution, const char* bound) {
        m_findings.breakages.append({QString::fromLatin1(symbol), QString::fromLatin1(distribution), QString::fromLatin1(bound), {},
                                     {{QStringLiteral("train.py"), 3, {}}}});
        return *this;
    }
    FindingsBuilder& extension(const char* folder, bool cuda) {
        analysis::Extension extension;
        extension.path = QString::fromLatin1(folder) + QLatin1String("/setup.py");
        extension.kind = QStringLiteral("setuptools");
        extension.cuda = cuda;
        extension.workdir = QString::fromLatin1(folder);
        extension.buildCommand = QStringLiteral("python setup.py build develop");
        m_findings.extensions.append(extension);
        return *this;
    }
    FindingsBuilder& entry(const char* verb, const char* script) {
        analysis::EntryPoint entry;
        entry.verb = QString::fromLatin1(verb);
        entry.script = QString::fromLatin1(script);
        entry.command = QLatin1String("python ") + entry.script;
        m_findings.entryPoints.append(entry);
        return *this;
    }
    analysis::Findings findings() const { return m_findings; }

private:
    static analysis::VersionFinding finding(const char* version, const char* range, const char* file, int line) {
        analysis::VersionFinding finding;
        finding.version = Version::parse(QString::fromLatin1(version));
        finding.range = VersionRange::parse(QString::fromLatin1(range)).value_or(VersionRange());
        finding.confidence = 0.9;
        finding.reason = QStringLiteral("Stated by the authors");
        finding.claims.append({QString::fromLatin1(version), QString::fromLatin1(range), 0.9, QStringLiteral("requirements"),
                               {QString::fromLatin1(file), line, {}}});
        return finding;
    }

    analysis::Findings m_findings;
};

} // namespace reberth
