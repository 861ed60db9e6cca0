#include "ui/theme/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

static void initResources() {
    Q_INIT_RESOURCE(icons);
}

namespace reberth::ui {

namespace {

/// Draws an SVG whose only colour is "currentColor".
class TintedIconEngine : public QIconEngine {
public:
    TintedIconEngine(QString name, Ink ink)
        : m_name(std::move(name))
        , m_ink(ink) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return scaledPixmap(size, mode, state, 1.0);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State /*state*/, qreal scale) override {
        const Palette& palette = Palette::of(QGuiApplication::palette());
        const QColor color = mode == QIcon::Disabled ? palette.faint : palette.*m_ink;
        const QString key =
            QStringLiteral("reberth-icon/%1/%2/%3x%4").arg(m_name, color.name()).arg(size.width()).arg(size.height());
        QPixmap result;
        if (!QPixmapCache::find(key, &result)) {
            result = render(size, color);
            QPixmapCache::insert(key, result);
        }
        result.setDevicePixelRatio(scale);
        return result;
    }

    QIconEngine* clone() const override { return new TintedIconEngine(m_name, m_ink); }

private:
    QPixmap render(const QSize& size, const QColor& color) const {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QFile file(QStringLiteral(":/icons/%1.svg").arg(m_name));
        if (!file.open(QIODevice::ReadOnly)) {
            qWarning("no icon named %s", qPrintable(m_name));
            return result;
        }
        QByteArray svg = file.readAll();
        svg.replace("currentColor", color.name().toLatin1());
        QSvgRenderer renderer(svg);
        QPainter painter(&result);
        renderer.render(&painter);
        return result;
    }

    QString m_name;
    Ink m_ink;
};

} // namespace

QIcon icon(const QString& name, Ink ink) {
    initResources();
    return QIcon(new TintedIconEngine(name, ink));
}

} // namespace reberth::ui
