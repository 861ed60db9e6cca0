#include "ui/theme/fonts.h"

#include <QFontDatabase>
#include <QStringList>
#include <QWidget>

#include <algorithm>

namespace reberth::ui {

namespace {

QString firstInstalled(const QStringList& families, const QString& otherwise) {
    const QStringList installed = QFontDatabase::families();
    for (const QString& family : families) {
        if (installed.contains(family)) {
            return family;
        }
    }
    return otherwise;
}

QString textFamily() {
    static const QString family = firstInstalled({QStringLiteral("Inter"), QStringLiteral("Inter Variable")},
                                                 QFontDatabase::systemFont(QFontDatabase::GeneralFont).family());
    return family;
}

qreal bodyPoints() {
    constexpr qreal smallest = 9.75; // 13 px at 96 dpi
    static const qreal points = std::max(smallest, QFontDatabase::systemFont(QFontDatabase::GeneralFont).pointSizeF());
    return points;
}

} // namespace

QString monospaceFamily() {
    static const QString family =
        firstInstalled({QStringLiteral("JetBrains Mono"), QStringLiteral("Cascadia Mono"), QStringLiteral("SF Mono"),
                        QStringLiteral("Menlo"), QStringLiteral("Source Code Pro"), QStringLiteral("Noto Sans Mono"),
                        QStringLiteral("DejaVu Sans Mono")},
                       QFontDatabase::systemFont(QFontDatabase::FixedFont).family());
    return family;
}

QFont font(FontRole role) {
    QFont result(textFamily());
    qreal scale = 1;
    switch (role) {
    case FontRole::Body:
        break;
    case FontRole::Strong:
        result.setWeight(QFont::DemiBold);
        break;
    case FontRole::Title:
        scale = 18.0 / 13;
        result.setWeight(QFont::DemiBold);
        break;
    case FontRole::Heading:
        scale = 15.0 / 13;
        result.setWeight(QFont::DemiBold);
        break;
    case FontRole::Section:
        scale = 12.0 / 13;
        result.setWeight(QFont::DemiBold);
        break;
    case FontRole::Small:
        scale = 12.0 / 13;
        break;
    case FontRole::Tag:
        scale = 11.0 / 13;
        result.setWeight(QFont::Medium);
        break;
    case FontRole::Mono:
    case FontRole::MonoStrong:
        result.setFamily(monospaceFamily());
        result.setStyleHint(QFont::Monospace);
        scale = 12.0 / 13;
        if (role == FontRole::MonoStrong) {
            result.setWeight(QFont::Bold);
        }
        break;
    }
    result.setPointSizeF(bodyPoints() * scale);
    return result;
}

void setFontRole(QWidget* widget, FontRole role) {
    widget->setFont(font(role));
}

} // namespace reberth::ui
