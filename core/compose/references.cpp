#include "core/compose/references.h"

#include "core/diagnostics/nearest.h"

#include <QHash>
#include <QSet>

#include <functional>

namespace reberth::compose {

using yaml::Entry;
using yaml::Node;

namespace {

QStringList keysOf(const Node& map) {
    QStringList out;
    for (const Entry& entry : map.entries()) {
        out.append(entry.key);
    }
    return out;
}

class References {
public:
    References(const Node& root, Report& report)
        : m_root(root)
        , m_report(report) {}

    void run() {
        // An included file may define anything.
        if (m_root.contains(u"include")) {
            return;
        }
        for (const Entry& service : m_root.value(u"services").entries()) {
            checkService(service);
        }
        findCycles();
    }

private:
    void need(const QString& name, TextRange range, const char* section, const QString& service);
    void eachName(const Node& node, const std::function<void(const QString&, TextRange)>& visit);
    void grants(const Node& node, const char* section, const QString& service);
    void checkService(const Entry& service);
    void findCycles();

    const Node& m_root;
    Report& m_report;
    QHash<QString, QStringList> m_waits;
    QHash<QString, TextRange> m_places;
};

void References::need(const QString& name, TextRange range, const char* section, const QString& service) {
    if (name.isEmpty() || name.contains(u'$') || m_root.value(QString(QLatin1String(section))).contains(name)) {
        return;
    }
    const QString near = diagnostics::nearest(name, keysOf(m_root.value(QString(QLatin1String(section)))));
    QString message =
        translated("“%1” uses “%2”, which “%3:” does not define.").arg(service, name, QLatin1String(section));
    if (!near.isEmpty()) {
        message += QLatin1Char(' ') + translated("Did you mean “%1”?").arg(near);
    }
    m_report.add("undefined-reference", range, message);
}

void References::eachName(const Node& node, const std::function<void(const QString&, TextRange)>& visit) {
    for (const Node& item : node.items()) {
        if (item.isScalar()) {
            visit(item.text(), item.range());
        }
    }
    for (const Entry& entry : node.entries()) {
        visit(entry.key, entry.keyRange);
    }
}

void References::grants(const Node& node, const char* section, const QString& service) {
    for (const Node& item : node.items()) {
        const Node source = item.isMap() ? item.value(u"source") : item;
        if (source.isScalar()) {
            need(source.text(), source.range(), section, service);
        }
    }
}

void References::checkService(const Entry& service) {
    const Node& body = service.value;
    const QString& name = service.key;
    eachName(body.value(u"networks"), [&](const QString& network, TextRange range) {
        if (network != QLatin1String("default")) {
            need(network, range, "networks", name);
        }
    });
    eachName(body.value(u"depends_on"), [&](const QString& other, TextRange range) {
        m_waits[name].append(other);
        m_places.insert(name + QLatin1Char('\n') + other, range);
        const Node entry = body.value(u"depends_on").value(other);
        if (entry.value(u"required").toBool() != std::optional(false)) {
            need(other, range, "services", name);
        }
    });
    eachName(body.value(u"models"), [&](const QString& model, TextRange range) { need(model, range, "models", name); });
    grants(body.value(u"secrets"), "secrets", name);
    grants(body.value(u"configs"), "configs", name);
    grants(body.value(u"build").value(u"secrets"), "secrets", name);
    for (const Node& link : body.value(u"links").items()) {
        if (link.isScalar()) {
            const QString other = link.text().section(u':', 0, 0);
            m_waits[name].append(other);
            m_places.insert(name + QLatin1Char('\n') + other, link.range());
            need(other, link.range(), "services", name);
        }
    }
    for (const QString& key : {QStringLiteral("network_mode"), QStringLiteral("ipc"), QStringLiteral("pid")}) {
        const Node mode = body.value(key);
        if (mode.isScalar() && mode.text().startsWith(QLatin1String("service:"))) {
            const QString other = mode.text().mid(8);
            m_waits[name].append(other);
            m_places.insert(name + QLatin1Char('\n') + other, mode.range());
            need(other, mode.range(), "services", name);
        }
    }
    for (const Entry& context : body.value(u"build").value(u"additional_contexts").entries()) {
        if (context.value.text().startsWith(QLatin1String("service:"))) {
            need(context.value.text().mid(8), context.value.range(), "services", name);
        }
    }
    for (const Node& volume : body.value(u"volumes").items()) {
        if (volume.isMap()) {
            const Node source = volume.value(u"source");
            if (volume.value(u"type").text() == QLatin1String("volume") && source.isScalar()) {
                need(source.text(), source.range(), "volumes", name);
            }
            continue;
        }
        const QString text = volume.text();
        const qsizetype colon = text.indexOf(u':');
        const QString source = text.left(colon);
        const bool path = source.startsWith(u'.') || source.startsWith(u'/') || source.startsWith(u'~') ||
                          source.contains(u'\\') || source.contains(u'/') ||
                          (source.size() == 1 && source.front().isLetter() &&
                           (text.mid(2, 1) == QLatin1String("\\") || text.mid(2, 1) == QLatin1String("/")));
        if (colon > 0 && !path) {
            need(source, volume.range(), "volumes", name);
        }
    }
}

void References::findCycles() {
    QSet<QString> done;
    for (const QString& start : m_waits.keys()) {
        // Walk without recursion: a file may chain thousands of services.
        QList<std::pair<QString, qsizetype>> path{{start, 0}};
        QSet<QString> active{start};
        while (!path.isEmpty()) {
            auto& [service, next] = path.back();
            const QStringList others = m_waits.value(service);
            if (done.contains(service) || next >= others.size()) {
                done.insert(service);
                active.remove(service);
                path.removeLast();
                continue;
            }
            const QString other = others.at(next++);
            if (active.contains(other)) {
                m_report.add("dependency-cycle", m_places.value(service + QLatin1Char('\n') + other),
                             translated("“%1” and “%2” wait for each other.").arg(service, other));
            } else if (!done.contains(other)) {
                active.insert(other);
                path.append({other, 0});
            }
        }
    }
}

} // namespace

void validateReferences(const Node& root, Report& report) {
    References(root, report).run();
}

} // namespace reberth::compose
