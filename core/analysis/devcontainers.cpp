#include "core/analysis/baseimage.h"
#include "core/analysis/detectors.h"
#include "core/analysis/installcommand.h"
#include "core/analysis/jsonwithcomments.h"
#include "core/analysis/manifestscope.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace reberth::analysis {

namespace {

const QString devcontainerSource = QStringLiteral("dockerfile");

class DevcontainerReader {
public:
    DevcontainerReader(const SourceTree& tree, const QString& path, const QString& text, Draft& draft)
        : m_tree(tree)
        , m_path(path)
        , m_text(text)
        , m_draft(draft) {}

    void read(const QJsonObject& root) {
        m_draft.addManifest(m_path);
        const QString image = root.value(QLatin1String("image")).toString();
        if (!image.isEmpty()) {
            readBaseImage(image, at(image), 0.85, m_draft);
            if (m_draft.baseImage.isEmpty())
                m_draft.baseImage = image;
        }
        const QJsonObject features = root.value(QLatin1String("features")).toObject();
        for (auto it = features.begin(); it != features.end(); ++it)
            readFeature(it.key(), it.value());
        for (const char* key : {"onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand"})
            readCommand(root.value(QLatin1String(key)), QLatin1String(key));
        for (const char* key : {"containerEnv", "remoteEnv"}) {
            const QJsonObject variables = root.value(QLatin1String(key)).toObject();
            for (auto it = variables.begin(); it != variables.end(); ++it)
                m_draft.environment.append({it.key(), it.value().toString(), false, {at(it.key())}});
        }
    }

private:
    Evidence at(const QString& text) const {
        const qsizetype found = m_text.indexOf(QLatin1Char('"') + text);
        const qsizetype begin = found < 0 ? 0 : m_text.lastIndexOf(QLatin1Char('\n'), found) + 1;
        const int line = found < 0 ? 0 : int(m_text.left(found).count(QLatin1Char('\n'))) + 1;
        return evidenceAt(m_path, line, m_text.mid(begin, m_text.indexOf(QLatin1Char('\n'), begin) - begin));
    }

    /// ghcr.io/devcontainers/features/python:1 with { "version": "3.9" }, …/nvidia-cuda with { "cudaVersion" }.
    void readFeature(const QString& name, const QJsonValue& value) {
        const QString feature = name.section(QLatin1Char('/'), -1).section(QLatin1Char(':'), 0, 0);
        const QJsonObject options = value.toObject();
        static const QRegularExpression number(QStringLiteral("^\\d+\\.\\d+"));
        const auto version = [&](const char* key) {
            const QString text = value.isString() ? value.toString() : options.value(QLatin1String(key)).toString();
            return number.match(text).hasMatch() ? text : QString();
        };
        if (feature == QLatin1String("python") && !version("version").isEmpty())
            m_draft.claimPython(QLatin1String("==") + version("version"), devcontainerSource, at(name), 0.85);
        if (feature == QLatin1String("nvidia-cuda") && !version("cudaVersion").isEmpty())
            m_draft.claimCuda(QLatin1String("==") + version("cudaVersion"), devcontainerSource, at(name), 0.85);
        for (const QString& package :
             options.value(QLatin1String("packages")).toString().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
            if (feature.contains(QLatin1String("apt")))
                m_draft.addSystemPackage(
                    package.trimmed(), QCoreApplication::translate("reberth::analysis", "asked for by %1").arg(m_path),
                    at(name));
        }
    }

    void readCommand(const QJsonValue& value, const QString& key) {
        QStringList scripts;
        if (value.isString())
            scripts.append(value.toString());
        QStringList words;
        for (const QJsonValue& word : value.toArray())
            words.append(word.toString());
        if (!words.isEmpty())
            scripts.append(words.join(QLatin1Char(' ')));
        const QJsonObject parallel = value.toObject();
        for (auto it = parallel.begin(); it != parallel.end(); ++it)
            scripts.append(it.value().toString());
        const InstallContext context{m_path, devcontainerSource, 0.85, Dependency::Origin::Declared, false, &m_tree};
        for (const QString& script : std::as_const(scripts))
            readInstallScript(script, at(key).line, context, m_draft);
    }

    const SourceTree& m_tree;
    QString m_path;
    QString m_text;
    Draft& m_draft;
};

} // namespace

void detectDevcontainers(const SourceTree& tree, Draft& draft) {
    for (const QString& path :
         {QStringLiteral(".devcontainer/devcontainer.json"), QStringLiteral(".devcontainer.json")}) {
        const std::optional<QString> text = tree.contains(path) ? tree.text(path) : std::nullopt;
        if (!text)
            continue;
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(withoutJsonComments(*text).toUtf8(), &error);
        if (error.error != QJsonParseError::NoError) {
            draft.addNote(QCoreApplication::translate("reberth::analysis", "%1 is not valid JSON: %2")
                              .arg(path, error.errorString()),
                          {{path, 0, {}}});
            continue;
        }
        DevcontainerReader(tree, path, *text, draft).read(document.object());
    }
}

} // namespace reberth::analysis
