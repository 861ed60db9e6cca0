#include "core/language/composefile.h"

#include "core/yaml/document.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::language {

using yaml::Entry;
using yaml::Node;

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::language", text);
}

TextRange inner(const QString& text, TextRange range) {
    if (range.length() > 1 && (text.at(range.start) == QLatin1Char('"') || text.at(range.start) == QLatin1Char('\''))) {
        return {range.start + 1, range.end - 1};
    }
    return range;
}

/// Collects the names of one file.
class Names {
public:
    explicit Names(const QString& text)
        : m_text(text) {}

    QList<ComposeName> take() {
        const Node root = yaml::read(m_text).root();
        for (const char* section : {"services", "networks", "volumes", "secrets", "configs"}) {
            const Node map = root.value(QString::fromLatin1(section));
            for (const Entry& entry : map.entries()) {
                if (!entry.merged) {
                    add(section, entry.key, entry.keyRange, true);
                }
                if (!entry.merged && !entry.value.isAlias() && section == QLatin1String("services")) {
                    readService(entry.value);
                }
            }
        }
        readAnchors();
        std::sort(m_names.begin(), m_names.end(),
                  [](const ComposeName& a, const ComposeName& b) { return a.range.start < b.range.start; });
        return m_names;
    }

private:
    void add(const char* kind, const QString& name, TextRange range, bool definition) {
        range = inner(m_text, range);
        // Escapes or a name that is put together have no place of their own.
        if (!name.isEmpty() && m_text.mid(range.start, range.length()) == name) {
            m_names.append({QLatin1String(kind), name, range, definition});
        }
    }

    void useScalar(const char* kind, const Node& node) {
        if (node.isScalar() && !node.isAlias()) {
            add(kind, node.text(), node.range(), false);
        }
    }

    /// A list of names, a map by names, or a list of maps with `source`.
    void useEach(const char* kind, const Node& node) {
        if (node.isAlias()) {
            return;
        }
        for (const Node& item : node.items()) {
            useScalar(kind, item);
            if (item.isMap()) {
                useScalar(kind, item.value(u"source"));
            }
        }
        for (const Entry& entry : node.entries()) {
            if (!entry.merged) {
                add(kind, entry.key, entry.keyRange, false);
            }
        }
    }

    /// "service:NAME" and the like: the part [start, end) of the scalar.
    void usePart(const char* kind, const Node& node, qsizetype start, qsizetype end) {
        const TextRange range = inner(m_text, node.range());
        if (!node.isAlias() && end > start && m_text.mid(range.start, range.length()) == node.text()) {
            m_names.append({QLatin1String(kind),
                            node.text().mid(start, end - start),
                            {range.start + start, range.start + end},
                            false});
        }
    }

    void readService(const Node& service) {
        useEach("services", service.value(u"depends_on"));
        useEach("networks", service.value(u"networks"));
        useEach("secrets", service.value(u"secrets"));
        useEach("configs", service.value(u"configs"));
        for (const Node& link : service.value(u"links").items()) {
            const qsizetype colon = link.text().indexOf(QLatin1Char(':'));
            usePart("services", link, 0, colon < 0 ? link.text().size() : colon);
        }
        const Node extends = service.value(u"extends");
        if (extends.isScalar()) {
            useScalar("services", extends);
        } else if (!extends.contains(u"file")) {
            useScalar("services", extends.value(u"service"));
        }
        for (const char* key : {"network_mode", "ipc", "pid"}) {
            const Node mode = service.value(QString::fromLatin1(key));
            if (mode.text().startsWith(QLatin1String("service:"))) {
                usePart("services", mode, 8, mode.text().size());
            }
        }
        const Node volumes = service.value(u"volumes");
        for (const Node& volume : volumes.isAlias() ? QList<Node>() : volumes.items()) {
            if (volume.isScalar()) {
                const QString written = volume.text();
                const qsizetype colon = written.indexOf(QLatin1Char(':'));
                const bool isName = colon > 0 && !QStringLiteral("./~$").contains(written.at(0)) &&
                                    !written.left(colon).contains(QLatin1Char('/'));
                if (isName) {
                    usePart("volumes", volume, 0, colon);
                }
            } else if (volume.value(u"type").text() == QLatin1String("volume")) {
                useScalar("volumes", volume.value(u"source"));
            }
        }
    }

    /// &name and *name where a value begins.
    void readAnchors() {
        static const QRegularExpression mark(QStringLiteral("(?:^|[\\s\\[,{])([&*])([^\\s,\\[\\]{}]+)"));
        qsizetype at = 0;
        const QStringList lines = m_text.split(QLatin1Char('\n'));
        for (const QString& line : lines) {
            qsizetype stop = line.size();
            if (line.trimmed().startsWith(QLatin1Char('#'))) {
                stop = 0;
            } else if (const qsizetype comment = line.indexOf(QLatin1String(" #")); comment >= 0) {
                stop = comment;
            }
            auto matches = mark.globalMatch(line.left(stop));
            while (matches.hasNext()) {
                const QRegularExpressionMatch match = matches.next();
                // A value begins behind "- ", ": ", "[", "," and "{"; elsewhere it is text.
                const QString before = line.left(match.capturedStart(1)).trimmed();
                const bool begins = before.isEmpty() || QStringLiteral(":-[,{").contains(before.back());
                if (begins) {
                    m_names.append({QStringLiteral("anchor"),
                                    match.captured(2),
                                    {at + match.capturedStart(2), at + match.capturedEnd(2)},
                                    match.captured(1) == QLatin1String("&")});
                }
            }
            at += line.size() + 1;
        }
    }

    const QString& m_text;
    QList<ComposeName> m_names;
};

} // namespace

QList<ComposeName> composeNames(const QString& text) {
    return Names(text).take();
}

Occurrences occurrencesInCompose(const QString& text, qsizetype position) {
    const QList<ComposeName> names = composeNames(text);
    Occurrences found;
    for (const ComposeName& name : names) {
        if (position < name.range.start || position > name.range.end) {
            continue;
        }
        found.name = name.name;
        for (const ComposeName& other : names) {
            if (other.kind == name.kind && other.name == name.name) {
                found.ranges.append(other.range);
                if (other.isDefinition && found.definition.isEmpty()) {
                    found.definition = other.range;
                }
            }
        }
        break;
    }
    return found;
}

QString composeNameProblem(const QString& text, qsizetype position, const QString& name) {
    static const QRegularExpression allowed(QStringLiteral("^[A-Za-z0-9._-]+$"));
    if (!allowed.match(name).hasMatch()) {
        return tr("A name has letters, digits, “.”, “_” and “-” only.");
    }
    const QList<ComposeName> names = composeNames(text);
    const auto here = std::find_if(names.cbegin(), names.cend(), [position](const ComposeName& each) {
        return position >= each.range.start && position <= each.range.end;
    });
    const bool taken = here != names.cend() && here->name != name &&
                       std::any_of(names.cbegin(), names.cend(), [&](const ComposeName& each) {
                           return each.kind == here->kind && each.isDefinition && each.name == name;
                       });
    return taken ? tr("The file has a %1 already.").arg(name) : QString();
}

QList<Symbol> symbolsOfCompose(const QString& text) {
    QList<Symbol> symbols;
    const Node root = yaml::read(text).root();
    for (const Entry& section : root.entries()) {
        symbols.append({section.key, section.value.text().left(160), SymbolKind::Section, section.keyRange, 0});
        for (const Entry& entry : section.value.entries()) {
            if (entry.merged) {
                continue;
            }
            QString detail = entry.value.value(u"image").text();
            const Node build = entry.value.value(u"build");
            if (detail.isEmpty() && !build.isNull()) {
                detail = tr("built from %1").arg(build.isScalar() ? build.text() : build.value(u"context").text());
            }
            symbols.append({entry.key, detail, SymbolKind::Entry, entry.keyRange, 1});
        }
    }
    return symbols;
}

QList<Fold> foldsOfCompose(const QString& text) {
    QList<Fold> folds;
    struct Open {
        int line;
        qsizetype indent;
    };
    QList<Open> open;
    int last = -1; // that has text
    int comment = -1;
    const QStringList lines = text.split(QLatin1Char('\n'));
    const auto close = [&](qsizetype indent) {
        while (!open.isEmpty() && open.last().indent >= indent) {
            if (last > open.last().line) {
                folds.append({open.last().line, last, Fold::Kind::Block});
            }
            open.removeLast();
        }
    };
    for (int i = 0; i < lines.size(); ++i) {
        const QString trimmed = lines.at(i).trimmed();
        const bool isComment = trimmed.startsWith(QLatin1Char('#'));
        if (isComment && comment < 0) {
            comment = i;
        } else if (!isComment && comment >= 0) {
            if (i - 1 > comment) {
                folds.append({comment, i - 1, Fold::Kind::Comment});
            }
            comment = -1;
        }
        if (trimmed.isEmpty() || isComment) {
            continue;
        }
        qsizetype indent = 0;
        while (lines.at(i).at(indent).isSpace()) {
            ++indent;
        }
        // An item of a list may stand as far left as the key that it belongs to.
        const bool dash = trimmed.startsWith(QLatin1String("- ")) || trimmed == QLatin1String("-");
        close(dash ? indent + 1 : indent);
        last = i;
        open.append({i, dash ? indent + 1 : indent});
    }
    close(0);
    if (comment >= 0 && lines.size() - 1 > comment) {
        folds.append({comment, static_cast<int>(lines.size()) - 1, Fold::Kind::Comment});
    }
    std::stable_sort(folds.begin(), folds.end(), [](const Fold& a, const Fold& b) {
        return a.first != b.first ? a.first < b.first : a.last > b.last;
    });
    return folds;
}

} // namespace reberth::language
