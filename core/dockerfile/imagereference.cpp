#include "core/dockerfile/imagereference.h"

#include <QRegularExpression>

namespace reberth::dockerfile {

std::optional<ImageReference> ImageReference::parse(const QString& text) {
    static const QRegularExpression path(
        QStringLiteral("^[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*$"));
    static const QRegularExpression host(QStringLiteral("^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9]("
                                                        "?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\\[[0-9a-fA-F:]+\\])"
                                                        "(?::[0-9]+)?$"));
    static const QRegularExpression tagPattern(QStringLiteral("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$"));
    static const QRegularExpression digestPattern(
        QStringLiteral("^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$"));
    if (text.size() > 512) {
        return std::nullopt;
    }
    ImageReference out;
    QString rest = text;
    if (const qsizetype at = rest.indexOf(u'@'); at >= 0) {
        out.digest = rest.mid(at + 1);
        rest.truncate(at);
        if (!digestPattern.match(out.digest).hasMatch()) {
            return std::nullopt;
        }
    }
    const qsizetype slash = rest.lastIndexOf(u'/');
    if (const qsizetype colon = rest.indexOf(u':', slash + 1); colon >= 0) {
        out.tag = rest.mid(colon + 1);
        rest.truncate(colon);
        if (!tagPattern.match(out.tag).hasMatch()) {
            return std::nullopt;
        }
    }
    if (const qsizetype first = rest.indexOf(u'/'); first > 0) {
        const QString head = rest.left(first);
        const bool isHost =
            head.contains(u'.') || head.contains(u':') || head == QLatin1String("localhost") || head.toLower() != head;
        if (isHost) {
            if (!host.match(head).hasMatch()) {
                return std::nullopt;
            }
            out.registry = head;
            rest = rest.mid(first + 1);
        }
    }
    out.name = rest;
    if (!path.match(rest).hasMatch()) {
        return std::nullopt;
    }
    return out;
}

} // namespace reberth::dockerfile
