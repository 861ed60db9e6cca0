#include "core/compose/shape.h"

#include <QCoreApplication>

#include <array>
#include <utility>

namespace reberth::compose {

namespace {

/// The facts of the Compose Specification, one row a named shape. Alternatives are joined by '|': s text, n number, i
/// whole number, b boolean, z nothing, * anything, =a/b one of these words, [x] list (! unique), {x} map with free
/// keys, @name another row, (key:x …) map with these keys; a '!' behind a key makes it required and '...' lets other
/// keys pass.
constexpr std::array rows{
    std::pair{"file", "(version:s name:s include:[@include] services:{@service} models:{@model} networks:{@network} "
                      "volumes:{@volume} secrets:{@secret} configs:{@config})"},
    std::pair{"texts", "[s]!"},
    std::pair{"strings", "s|[s]!"},
    std::pair{"flag", "b|s"},
    std::pair{"amount", "n|s"},
    std::pair{"whole", "i|s"},
    std::pair{"pairs", "{s|n|b|z}|[s]!"},
    std::pair{"command", "z|s|[s]"},
    std::pair{"options", "{s|n}"},
    std::pair{"hosts", "{s|[s]}|[s]!"},
    std::pair{"include", "s|(path!:@strings env_file:@strings project_directory:s)"},
    std::pair{"envfile", "s|[s|(path!:s format:s required:@flag)]"},
    std::pair{"grants", "[s|(source:s target:s uid:s gid:s mode:@amount)]"},
    std::pair{"limits", "{i|s|(hard!:@whole soft!:@whole)}"},
    std::pair{"hook", "(command!:@command user:s privileged:@flag working_dir:s environment:@pairs)"},
    std::pair{"starthook",
              "(command:@command image:s user:s privileged:@flag working_dir:s environment:@pairs per_replica:@flag)"},
    std::pair{"rates", "[(path:s rate:@whole)]"},
    std::pair{
        "build",
        "s|(context:s dockerfile:s dockerfile_inline:s entitlements:[s] args:@pairs ssh:@pairs labels:@pairs "
        "cache_from:[s] "
        "cache_to:[s] no_cache:@flag no_cache_filter:@strings additional_contexts:@pairs network:s provenance:@flag "
        "sbom:@flag "
        "pull:@flag target:s shm_size:@whole extra_hosts:@hosts isolation:s privileged:@flag secrets:@grants tags:[s] "
        "ulimits:@limits platforms:[s])"},
    std::pair{"port", "n|s|(name:s mode:s host_ip:s target:@whole published:@whole protocol:s app_protocol:s)"},
    std::pair{"mount",
              "s|(type!:=bind/volume/tmpfs/cluster/npipe/image source:s target:s read_only:@flag consistency:s "
              "bind:(propagation:s create_host_path:@flag recursive:=enabled/disabled/writable/readonly selinux:=z/Z) "
              "volume:(labels:@pairs nocopy:@flag subpath:s) tmpfs:(size:@whole mode:@amount) image:(subpath:s))"},
    std::pair{"depends", "@texts|{(restart:@flag required:b "
                         "condition!:=service_started/service_healthy/service_completed_successfully)}"},
    std::pair{
        "joined",
        "@texts|{(aliases:@texts interface_name:s ipv4_address:s ipv6_address:s link_local_ips:@texts mac_address:s "
        "driver_opts:@options priority:n gw_priority:n)|z}"},
    std::pair{"health",
              "(disable:@flag interval:s retries:@amount test:s|[s] timeout:s start_period:s start_interval:s)"},
    std::pair{"devices", "[(capabilities!:@texts count:@whole device_ids:@texts driver:s options:@pairs)]"},
    std::pair{"gpus", "=all|[(capabilities:@texts count:@whole device_ids:@texts driver:s options:@pairs ...)]"},
    std::pair{"rollout", "(parallelism:@whole delay:s failure_action:s monitor:s max_failure_ratio:@amount "
                         "order:=start-first/stop-first)"},
    std::pair{"deploy",
              "z|(mode:s endpoint_mode:s replicas:@whole labels:@pairs rollback_config:@rollout update_config:@rollout "
              "resources:(limits:(cpus:@amount memory:s pids:@whole) reservations:(cpus:@amount memory:s "
              "generic_resources:[(discrete_resource_spec:(kind:s value:@amount))] devices:@devices)) "
              "restart_policy:(condition:s delay:s max_attempts:@whole window:s) "
              "placement:(constraints:[s] preferences:[(spread:s)] max_replicas_per_node:@whole))"},
    std::pair{"develop", "z|(watch:[(ignore:@strings include:@strings path!:s "
                         "action!:=rebuild/sync/restart/sync+restart/sync+exec target:s "
                         "exec:@hook initial_sync:b)])"},
    std::pair{
        "service",
        "(develop:@develop deploy:@deploy annotations:@pairs attach:@flag build:@build "
        "blkio_config:(device_read_bps:@rates device_read_iops:@rates device_write_bps:@rates device_write_iops:@rates "
        "weight:@whole weight_device:[(path:s weight:@whole)]) "
        "cap_add:@texts cap_drop:@texts cgroup:=host/private cgroup_parent:s command:@command configs:@grants "
        "container_name:s "
        "cpu_count:@whole cpu_percent:@whole cpu_shares:@amount cpu_quota:@amount cpu_period:@amount "
        "cpu_rt_period:@amount "
        "cpu_rt_runtime:@amount cpus:@amount cpuset:s credential_spec:(config:s file:s registry:s) depends_on:@depends "
        "device_cgroup_rules:@texts devices:[s|(source!:s target:s permissions:s)] dns:@strings dns_opt:@texts "
        "dns_search:@strings "
        "domainname:s entrypoint:@command env_file:@envfile label_file:s|[s] environment:@pairs expose:[s|n]! "
        "extends:s|(service!:s file:s) provider:(type!:s options:{s|n|b|[s|n|b]}) external_links:@texts "
        "extra_hosts:@hosts "
        "gpus:@gpus group_add:[s|n]! healthcheck:@health hostname:s image:s init:@flag ipc:s isolation:s labels:@pairs "
        "links:@texts "
        "logging:(driver:s options:{s|n|z}) mac_address:s mem_limit:@amount mem_reservation:@whole "
        "mem_swappiness:@whole "
        "memswap_limit:@amount network_mode:s models:@texts|{(endpoint_var:s model_var:s)|z} networks:@joined "
        "oom_kill_disable:@flag oom_score_adj:@whole pid:s|z pids_limit:@amount platform:s ports:[@port] "
        "pre_start:[@starthook] "
        "post_start:[@hook] pre_stop:[@hook] privileged:@flag profiles:@texts pull_policy:s pull_refresh_after:s "
        "read_only:@flag "
        "restart:s runtime:s scale:@whole security_opt:@texts shm_size:@amount secrets:@grants sysctls:@pairs "
        "stdin_open:@flag "
        "stop_grace_period:s stop_signal:s storage_opt:{*} tmpfs:@strings tty:@flag ulimits:@limits use_api_socket:b "
        "user:s uts:s "
        "userns_mode:s volumes:[@mount]! volumes_from:@texts working_dir:s)"},
    std::pair{"network", "z|(name:s driver:s driver_opts:@options ipam:(driver:s config:[(subnet:s ip_range:s "
                         "gateway:s aux_addresses:{s})] "
                         "options:{s}) external:@flag|(name:s) internal:@flag enable_ipv4:@flag enable_ipv6:@flag "
                         "attachable:@flag labels:@pairs)"},
    std::pair{"volume", "z|(name:s driver:s driver_opts:@options external:@flag|(name:s) labels:@pairs)"},
    std::pair{"secret", "(name:s environment:s file:s external:@flag|(name:s ...) labels:@pairs driver:s "
                        "driver_opts:@options template_driver:s)"},
    std::pair{"config",
              "(name:s content:s environment:s file:s external:@flag|(name:s ...) labels:@pairs template_driver:s)"},
    std::pair{"model", "(name:s model!:s context_size:i runtime_flags:[s])"},
};

/// Reads the notation above. The table is ours, so it is trusted to be well formed.
class ShapeReader {
public:
    explicit ShapeReader(QHash<QString, ShapePtr>& known)
        : m_known(known) {}

    ShapePtr read(const QString& text) {
        m_text = text;
        m_at = 0;
        return alternatives();
    }

private:
    QChar peek() const { return m_at < m_text.size() ? m_text.at(m_at) : QChar(); }
    QString word(QStringView stops) {
        const qsizetype start = m_at;
        while (m_at < m_text.size() && !stops.contains(m_text.at(m_at))) {
            ++m_at;
        }
        return m_text.mid(start, m_at - start);
    }
    ShapePtr alternatives() {
        auto shape = std::make_shared<Shape>();
        one(*shape);
        while (peek() == u'|') {
            ++m_at;
            one(*shape);
        }
        return shape;
    }
    static void merge(Shape& shape, const Shape& other) {
        shape.any |= other.any;
        shape.text |= other.text;
        shape.number |= other.number;
        shape.integer |= other.integer;
        shape.boolean |= other.boolean;
        shape.null |= other.null;
        shape.words += other.words;
        shape.item = other.item ? other.item : shape.item;
        shape.unique |= other.unique;
        shape.value = other.value ? other.value : shape.value;
        if (other.isObject) {
            shape.keys = other.keys;
            shape.required = other.required;
            shape.open = other.open;
            shape.isObject = true;
        }
    }
    void one(Shape& shape) {
        const QChar c = m_text.at(m_at++);
        switch (c.unicode()) {
        case u's':
            shape.text = true;
            break;
        case u'n':
            shape.number = true;
            break;
        case u'i':
            shape.integer = true;
            break;
        case u'b':
            shape.boolean = true;
            break;
        case u'z':
            shape.null = true;
            break;
        case u'*':
            shape.any = true;
            break;
        case u'=':
            shape.words += word(u"|])} ").split(u'/');
            break;
        case u'@':
            merge(shape, *m_known.value(word(u"|])}! ")));
            break;
        case u'[':
            shape.item = alternatives();
            ++m_at;
            if (peek() == u'!') {
                shape.unique = true;
                ++m_at;
            }
            break;
        case u'{':
            shape.value = alternatives();
            ++m_at;
            break;
        default:
            object(shape);
            break;
        }
    }
    void object(Shape& shape) {
        shape.isObject = true;
        while (peek() != u')') {
            if (peek() == u' ') {
                ++m_at;
                continue;
            }
            if (peek() == u'.') {
                shape.open = true;
                m_at += 3;
                continue;
            }
            QString key = word(u":");
            ++m_at;
            if (key.endsWith(u'!')) {
                key.chop(1);
                shape.required.insert(key);
            }
            shape.keys.insert(key, alternatives());
        }
        ++m_at;
    }

    QHash<QString, ShapePtr>& m_known;
    QString m_text;
    qsizetype m_at = 0;
};

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::compose", text);
}

} // namespace

QString Shape::description() const {
    QStringList parts;
    if (text) {
        parts.append(tr("a text"));
    }
    if (number || integer) {
        parts.append(integer && !number ? tr("a whole number") : tr("a number"));
    }
    if (boolean) {
        parts.append(tr("true or false"));
    }
    if (!words.isEmpty()) {
        parts.append(words.join(QLatin1String(", ")));
    }
    if (item) {
        parts.append(tr("a list"));
    }
    if (isObject || value) {
        parts.append(tr("a mapping"));
    }
    if (parts.size() < 2) {
        return parts.join(QString());
    }
    const QString last = parts.takeLast();
    return tr("%1 or %2").arg(parts.join(QLatin1String(", ")), last);
}

const ShapePtr& composeShape() {
    static const ShapePtr root = [] {
        QHash<QString, ShapePtr> known;
        ShapeReader reader(known);
        // Rows refer to rows above them, but for the first one, which comes last.
        for (std::size_t i = 1; i < rows.size(); ++i) {
            known.insert(QLatin1String(rows[i].first), reader.read(QLatin1String(rows[i].second)));
        }
        return reader.read(QLatin1String(rows[0].second));
    }();
    return root;
}

} // namespace reberth::compose
