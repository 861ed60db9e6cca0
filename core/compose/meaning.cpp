#include "core/compose/references.h"
#include "core/compose/validate.h"
#include "core/compose/values.h"

namespace reberth::compose {

using yaml::Entry;
using yaml::Node;
using yaml::ScalarType;

namespace {

/// What compose casts a text to, by the key of the value.
enum class Cast { Size, Duration, Flag, Whole };

struct CastRow {
    const char* key;
    Cast cast;
};

constexpr CastRow serviceCasts[] = {
    {"shm_size", Cast::Size},
    {"mem_limit", Cast::Size},
    {"mem_reservation", Cast::Size},
    {"memswap_limit", Cast::Size},
    {"stop_grace_period", Cast::Duration},
    {"privileged", Cast::Flag},
    {"read_only", Cast::Flag},
    {"tty", Cast::Flag},
    {"stdin_open", Cast::Flag},
    {"init", Cast::Flag},
    {"oom_kill_disable", Cast::Flag},
    {"scale", Cast::Whole},
    {"oom_score_adj", Cast::Whole},
    {"pids_limit", Cast::Whole},
    {"cpu_count", Cast::Whole},
};
constexpr CastRow healthCasts[] = {{"interval", Cast::Duration},     {"timeout", Cast::Duration},
                                   {"start_period", Cast::Duration}, {"start_interval", Cast::Duration},
                                   {"retries", Cast::Whole},         {"disable", Cast::Flag}};
constexpr CastRow deployCasts[] = {{"replicas", Cast::Whole}};
constexpr CastRow resourceCasts[] = {{"memory", Cast::Size}, {"pids", Cast::Whole}};
constexpr CastRow buildCasts[] = {
    {"shm_size", Cast::Size}, {"no_cache", Cast::Flag}, {"pull", Cast::Flag}, {"privileged", Cast::Flag}};

class Meaning {
public:
    Meaning(const Node& root, const LintContext& context, Report& report)
        : m_root(root)
        , m_context(context)
        , m_report(report) {}

    void run();

private:
    template <std::size_t N> void casts(const Node& node, const CastRow (&rows)[N]);
    void conflict(const Node& map, const char* a, const char* b);
    void checkService(const Entry& service);
    void checkBuild(const Node& build, const Node& body);
    void checkDevices(const Node& devices);
    void checkHealth(const Node& health);
    void checkPorts(const Node& ports);
    void checkVolumes(const Node& volumes);
    void checkScale(const Entry& service);
    void checkGpu(const Entry& service);
    void checkResources();
    void checkVersion();

    const Node& m_root;
    const LintContext& m_context;
    Report& m_report;
};

template <std::size_t N> void Meaning::casts(const Node& node, const CastRow (&rows)[N]) {
    for (const CastRow& row : rows) {
        const Node value = node.value(QString(QLatin1String(row.key)));
        if (!value.isString() || isInterpolated(value)) {
            continue;
        }
        const QString text = value.text();
        bool whole = false;
        text.toLongLong(&whole, 0);
        if (row.cast == Cast::Size && !isByteSize(text)) {
            m_report.add("bad-value", value.range(), translated("“%1” is no size; write 8gb or 512m.").arg(text));
        } else if (row.cast == Cast::Duration && !isDuration(text)) {
            m_report.add("bad-value", value.range(), translated("“%1” is no duration; write 30s or 1m30s.").arg(text));
        } else if (row.cast == Cast::Flag && !isBooleanWord(text)) {
            m_report.add("bad-value", value.range(), translated("“%1” is neither true nor false.").arg(text));
        } else if (row.cast == Cast::Whole && !whole) {
            m_report.add("bad-value", value.range(), translated("“%1” is no whole number.").arg(text));
        }
    }
}

void Meaning::conflict(const Node& map, const char* a, const char* b) {
    const Entry* first = map.find(QString(QLatin1String(a)));
    const Entry* second = map.find(QString(QLatin1String(b)));
    if (first && second && !first->value.isNull() && !second->value.isNull()) {
        for (const Entry* one : {first, second}) {
            m_report.add("conflict", one->keyRange,
                         translated("“%1” and “%2” exclude each other.").arg(QLatin1String(a), QLatin1String(b)));
        }
    }
}

void Meaning::checkBuild(const Node& build, const Node& body) {
    conflict(build, "dockerfile", "dockerfile_inline");
    casts(build, buildCasts);
    const QStringList platforms = build.value(u"platforms").texts();
    const Node platform = body.value(u"platform");
    if (!platforms.isEmpty() && platform.isScalar() && !isInterpolated(platform) &&
        !platforms.contains(platform.text())) {
        m_report.add("conflict", platform.range(),
                     translated("“platforms” of the build lack “%1”.").arg(platform.text()));
    }
}

void Meaning::checkDevices(const Node& devices) {
    for (const Node& device : devices.items()) {
        conflict(device, "count", "device_ids");
        const Node count = device.value(u"count");
        if (count.isString() && count.text() != QLatin1String("all") && !isInterpolated(count)) {
            bool whole = false;
            count.text().toInt(&whole);
            if (!whole) {
                m_report.add("bad-value", count.range(), translated("“count” is a number, or “all”."));
            }
        }
    }
}

void Meaning::checkHealth(const Node& health) {
    casts(health, healthCasts);
    const Node test = health.value(u"test");
    if (test.isSequence() && !test.items().isEmpty() && test.items().front().isScalar()) {
        const Node first = test.items().front();
        static const QStringList kinds{QStringLiteral("CMD"), QStringLiteral("CMD-SHELL"), QStringLiteral("NONE")};
        if (!kinds.contains(first.text()) && !isInterpolated(first)) {
            m_report.add("bad-value", first.range(),
                         translated("A test that is a list begins with CMD, CMD-SHELL or NONE."));
        }
    }
}

void Meaning::checkPorts(const Node& ports) {
    for (const Node& port : ports.items()) {
        if (port.isScalar() && !isInterpolated(port) && port.scalarType() != ScalarType::Null) {
            if (const QString message = portProblem(port.text()); !message.isEmpty()) {
                m_report.add("bad-value", port.range(), message);
            }
        }
    }
}

void Meaning::checkVolumes(const Node& volumes) {
    for (const Node& volume : volumes.items()) {
        if (volume.isMap()) {
            const Node target = volume.value(u"target");
            const bool missing = target.isNull() || target.text().isEmpty();
            if (missing && volume.tag().isEmpty()) {
                m_report.add("missing-key", volume.range(),
                             translated("A volume needs a “target”: the path in the container."));
            }
            if (volume.value(u"type").text() == QLatin1String("bind") && volume.value(u"source").isNull()) {
                m_report.add("missing-key", volume.range(),
                             translated("A bind mount needs a “source”: the path on this machine."));
            }
        } else if (volume.isScalar() && isInterpolated(volume)) {
            const auto text = expanded(volume.text(), m_context);
            if (text && (text->startsWith(u':') || text->contains(QLatin1String("::")) || text->endsWith(u':'))) {
                m_report.add("bad-value", volume.range(),
                             translated("Without its variables this volume is “%1”, which compose refuses.").arg(*text));
            }
        } else if (volume.isScalar()) {
            const QString text = volume.text();
            if (text.startsWith(u':') || text.contains(QLatin1String("::")) || text.endsWith(u':')) {
                m_report.add("bad-value", volume.range(),
                             translated("A part of “%1” is missing; write SOURCE:TARGET.").arg(text));
            }
        }
    }
}

void Meaning::checkScale(const Entry& service) {
    const Node& body = service.value;
    const Node scale = body.value(u"scale");
    const Node replicas = body.value(u"deploy").value(u"replicas");
    if (scale.toInt() && replicas.toInt() && scale.toInt() != replicas.toInt()) {
        m_report.add("conflict", scale.range(), translated("“scale” and “deploy.replicas” give different numbers."));
    }
    const qint64 count = scale.toInt().value_or(replicas.toInt().value_or(1));
    if (const Entry* name = body.find(u"container_name"); name && count > 1) {
        m_report.add("conflict", name->keyRange,
                     translated("Several containers can't have one name; leave out “container_name” or run one."));
    }
    const Node limits = body.value(u"deploy").value(u"resources").value(u"limits");
    const auto differ = [&](const char* own, const char* limit) {
        const Node a = body.value(QString(QLatin1String(own)));
        const Node b = limits.value(QString(QLatin1String(limit)));
        if (a.isScalar() && b.isScalar() && a.text() != b.text() && !isInterpolated(a) && !isInterpolated(b)) {
            m_report.add("conflict", a.range(),
                         translated("“%1” and “deploy.resources.limits.%2” differ.")
                             .arg(QLatin1String(own), QLatin1String(limit)));
        }
    };
    differ("cpus", "cpus");
    differ("mem_limit", "memory");
    differ("pids_limit", "pids");
}

void Meaning::checkGpu(const Entry& service) {
    const Node& body = service.value;
    const Entry* runtime = body.find(u"runtime");
    const bool nvidia = runtime && runtime->value.text() == QLatin1String("nvidia");
    const Entry* gpus = body.find(u"gpus");
    const Node reservations = body.value(u"deploy").value(u"resources").value(u"reservations");
    const Entry* devices = reservations.find(u"devices");
    const QString version = m_root.value(u"version").text();
    const bool two = version.startsWith(QLatin1String("2"));
    const bool three = version.startsWith(QLatin1String("3"));
    if ((nvidia && (gpus || devices)) || (gpus && devices)) {
        const Entry* second = gpus ? gpus : devices;
        m_report.add("gpu-twice", second->keyRange, translated("“%1” asks for GPUs in two ways.").arg(service.key));
    }
    if (nvidia && three) {
        m_report.add(
            "gpu-format", runtime->keyRange,
            translated("docker-compose 1 knows “runtime” in versions 2.3 and 2.4 only, not in %1.").arg(version));
    }
    if (devices && (two || three)) {
        m_report.add("gpu-format", devices->keyRange,
                     translated("docker-compose before 1.28 refuses “devices” in version %1; leave “version” out.")
                         .arg(version));
    }
    if (gpus && (two || three)) {
        m_report.add("gpu-format", gpus->keyRange,
                     translated("“gpus” needs Docker Compose 2.30 or newer, which ignores “version”."));
    }
    const bool loadsData = nvidia || gpus || devices || body.value(u"image").text().contains(QLatin1String("torch"));
    if (loadsData && !body.contains(u"extends")) {
        const bool shared = body.contains(u"shm_size") || body.contains(u"ipc") ||
                            body.value(u"tmpfs").texts().join(u' ').contains(QLatin1String("/dev/shm"));
        if (!shared) {
            m_report.add("small-shm", service.keyRange,
                         translated("“%1” has 64 MB of shared memory; data loaders need more.").arg(service.key));
        }
    }
}

void Meaning::checkService(const Entry& service) {
    const Node& body = service.value;
    if (!body.isMap()) {
        return;
    }
    const Entry* image = body.find(u"image");
    const bool named = image && image->value.tag() != QLatin1String("!reset") &&
                       expanded(image->value.text(), m_context) != std::optional(QString());
    const bool made =
        named || body.contains(u"build") || body.contains(u"provider") || body.contains(u"extends");
    if (!made && !m_root.contains(u"include")) {
        m_report.add("no-image", service.keyRange,
                     translated("“%1” has neither “image” nor “build”.").arg(service.key));
    }
    checkBuild(body.value(u"build"), body);
    conflict(body, "network_mode", "networks");
    casts(body, serviceCasts);
    casts(body.value(u"deploy"), deployCasts);
    const Node resources = body.value(u"deploy").value(u"resources");
    casts(resources.value(u"limits"), resourceCasts);
    casts(resources.value(u"reservations"), resourceCasts);
    checkDevices(resources.value(u"reservations").value(u"devices"));
    checkDevices(body.value(u"gpus"));
    for (const Entry& limit : body.value(u"ulimits").entries()) {
        bool whole = false;
        limit.value.text().toLongLong(&whole);
        if (limit.value.isString() && !isInterpolated(limit.value) && !whole) {
            m_report.add("bad-value", limit.value.range(),
                         translated("“%1” is no whole number.").arg(limit.value.text()));
        }
    }
    checkHealth(body.value(u"healthcheck"));
    checkPorts(body.value(u"ports"));
    checkVolumes(body.value(u"volumes"));
    checkScale(service);
    checkGpu(service);
    if (image && image->value.isScalar() && !body.contains(u"build") &&
        image->value.text().endsWith(QLatin1String(":latest"))) {
        m_report.add("image-latest", image->value.range(),
                     translated("The tag “latest” names another image next month; name a version."));
    }
    for (const Node& watch : body.value(u"develop").value(u"watch").items()) {
        const QString action = watch.value(u"action").text();
        if (action.startsWith(QLatin1String("sync")) && !watch.contains(u"target")) {
            m_report.add("missing-key", watch.range(),
                         translated("Syncing needs a “target”: the path in the container."));
        }
    }
}

void Meaning::checkResources() {
    for (const QString& section : {QStringLiteral("secrets"), QStringLiteral("configs")}) {
        for (const Entry& entry : m_root.value(section).entries()) {
            const Node& body = entry.value;
            if (!body.isMap() || !body.tag().isEmpty()) {
                continue;
            }
            int sources = 0;
            for (const QString& key : {QStringLiteral("file"), QStringLiteral("environment"), QStringLiteral("content"),
                                       QStringLiteral("external")}) {
                sources += body.contains(key) && body.value(key).toBool() != std::optional(false) ? 1 : 0;
            }
            const bool driver = body.contains(u"driver") || body.contains(u"template_driver");
            if (sources > 1 || (sources == 0 && !driver)) {
                m_report.add(
                    "conflict", entry.keyRange,
                    translated("“%1” needs exactly one of file, environment, content and external.").arg(entry.key));
            }
        }
    }
    for (const QString& section : {QStringLiteral("volumes"), QStringLiteral("networks")}) {
        for (const Entry& entry : m_root.value(section).entries()) {
            const Node external = entry.value.value(u"external");
            if (external.toBool() != std::optional(true) && !external.isMap()) {
                continue;
            }
            for (const Entry& other : entry.value.entries()) {
                const bool fine = other.key == QLatin1String("external") ||
                                  (other.key == QLatin1String("name") && !external.isMap()) ||
                                  other.key.startsWith(QLatin1String("x-"));
                if (!fine) {
                    m_report.add(
                        "conflict", other.keyRange,
                        translated("“%1” is external, so “%2” can't be chosen here.").arg(entry.key, other.key));
                }
            }
        }
    }
}

void Meaning::checkVersion() {
    const Entry* version = m_root.find(u"version");
    if (!version) {
        return;
    }
    // For docker-compose 1, 2.x and runtime: nvidia belong together.
    for (const Entry& service : m_root.value(u"services").entries()) {
        if (service.value.contains(u"runtime") && version->value.text().startsWith(u'2')) {
            return;
        }
    }
    m_report.add("version-obsolete", version->keyRange,
                 translated("Compose ignores “version”, and says so each time."));
}

void Meaning::run() {
    for (const Entry& service : m_root.value(u"services").entries()) {
        checkService(service);
    }
    checkResources();
    checkVersion();
    validateReferences(m_root, m_report);
}

} // namespace

void validateMeaning(const Node& root, const LintContext& context, Report& report) {
    Meaning(root, context, report).run();
}

} // namespace reberth::compose
