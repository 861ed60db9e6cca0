#pragma once

#include "core/base/result.h"
#include "core/build/dockerfileoutline.h"
#include "core/engine/client.h"
#include "core/engine/jsonstream.h"

#include <QHash>
#include <QObject>

#include <optional>

namespace reberth::build {

/// Sees to it that the images a build starts from lie on the engine, by pulling those that do not. BuildKit can't do
/// that for us: without a session it gets no registry's token and ends with "no active sessions".
class ImagePreparation : public QObject {
    Q_OBJECT
public:
    /// `always`: also asks the registry for newer versions of those that are there.
    ImagePreparation(engine::Client* client, QList<DockerfileOutline::Image> images, bool always,
                     QObject* parent = nullptr);

    void start();
    /// After finished(): why the images are not all there.
    const std::optional<Error>& error() const { return m_error; }

signals:
    void pullStarted(const QString& reference, int dockerfileLine);
    void pullProgress(qint64 current, qint64 total); ///< bytes; total 0 while unknown
    void pullMessage(const QString& line);
    void pullEnded();
    void finished(); ///< exactly once

private:
    void next();
    void pull(const DockerfileOutline::Image& image);
    void readMessages(const QByteArray& bytes);
    void pullFinished(const DockerfileOutline::Image& image);

    engine::Client* m_client;
    QList<DockerfileOutline::Image> m_images;
    bool m_always;
    engine::Call* m_call = nullptr;
    engine::JsonStream m_messages;
    QHash<QString, std::pair<qint64, qint64>> m_layers;
    QString m_pullError;
    std::optional<Error> m_error;
};

} // namespace reberth::build
