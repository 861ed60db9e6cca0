#include "core/build/imagepreparation.h"

namespace reberth::build {

ImagePreparation::ImagePreparation(engine::Client* client, QList<DockerfileOutline::Image> images, bool always,
                                   QObject* parent)
    : QObject(parent)
    , m_client(client)
    , m_images(std::move(images))
    , m_always(always) {
}

void ImagePreparation::start() {
    next();
}

void ImagePreparation::next() {
    if (m_images.isEmpty()) {
        emit finished();
        return;
    }
    const DockerfileOutline::Image image = m_images.takeFirst();
    if (m_always) {
        pull(image);
        return;
    }
    m_client->inspectImage(image.reference, this, [this, image](const Result<engine::ImageInfo>& result) {
        if (result) {
            next();
        } else if (result.error().code == ErrorCode::NotFound) {
            pull(image);
        } else {
            m_error = result.error();
            emit finished();
        }
    });
}

void ImagePreparation::pull(const DockerfileOutline::Image& image) {
    m_messages = engine::JsonStream();
    m_layers.clear();
    m_pullError.clear();
    emit pullStarted(image.reference, image.line);
    m_call = m_client->pullImage(image.reference, {});
    connect(m_call, &engine::Call::data, this, &ImagePreparation::readMessages);
    connect(m_call, &engine::Call::finished, this, [this, image] { pullFinished(image); });
    m_call->start();
}

void ImagePreparation::readMessages(const QByteArray& bytes) {
    const auto objects = m_messages.feed(bytes);
    if (!objects) {
        m_pullError = objects.error().message;
        return;
    }
    for (const QJsonObject& object : *objects) {
        const QString error = object.value(QLatin1String("errorDetail"))
                                  .toObject()
                                  .value(QLatin1String("message"))
                                  .toString(object.value(QLatin1String("error")).toString());
        if (!error.isEmpty()) {
            m_pullError = error;
            continue;
        }
        const QString layer = object.value(QLatin1String("id")).toString();
        const QJsonObject detail = object.value(QLatin1String("progressDetail")).toObject();
        const QString status = object.value(QLatin1String("status")).toString();
        if (status == QLatin1String("Downloading") && detail.contains(QLatin1String("current"))) {
            m_layers.insert(layer, {detail.value(QLatin1String("current")).toInteger(),
                                    detail.value(QLatin1String("total")).toInteger()});
            qint64 current = 0;
            qint64 total = 0;
            for (const auto& [now, all] : std::as_const(m_layers)) {
                current += now;
                total += qMax(now, all);
            }
            emit pullProgress(current, total);
        } else if (detail.isEmpty() && !status.isEmpty()) {
            emit pullMessage(layer.isEmpty() ? status : layer + QStringLiteral(": ") + status);
        }
    }
}

void ImagePreparation::pullFinished(const DockerfileOutline::Image& image) {
    const auto result = m_call->result();
    m_call->deleteLater();
    m_call = nullptr;
    if (result && m_pullError.isEmpty()) {
        emit pullEnded();
        next();
        return;
    }
    const QString reason = m_pullError.isEmpty() ? result.error().message : m_pullError;
    const QString lower = reason.toLower();
    if (!result && m_pullError.isEmpty() && result.error().code == ErrorCode::ConnectionLost) {
        m_error = result.error();
    } else if (lower.contains(QLatin1String("unauthorized")) || lower.contains(QLatin1String("denied")) ||
               lower.contains(QLatin1String("authentication required"))) {
        m_error =
            Error{ErrorCode::AuthenticationRequired,
                  tr("The image %1 (line %2 of the Dockerfile) needs a login, or does not exist. Pull it once with "
                     "“docker login” and “docker pull %1”, then build again.")
                      .arg(image.reference)
                      .arg(image.line),
                  reason};
    } else if (lower.contains(QLatin1String("not found")) || lower.contains(QLatin1String("manifest unknown"))) {
        m_error = Error{ErrorCode::NotFound,
                        tr("There is no image %1 (line %2 of the Dockerfile). Check its name and tag.")
                            .arg(image.reference)
                            .arg(image.line),
                        reason};
    } else {
        m_error = Error{ErrorCode::NetworkUnreachable,
                        tr("The image %1 (line %2 of the Dockerfile) is not on this engine and could not be pulled: %3")
                            .arg(image.reference)
                            .arg(image.line)
                            .arg(reason),
                        reason};
    }
    emit finished();
}

} // namespace reberth::build
