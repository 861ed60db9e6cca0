#include "core/compose/canonical.h"

#include "core/compose/configproblem.h"
#include "core/compose/longform.h"
#include "core/compose/override.h"
#include "core/compose/report.h"

#include <QSet>

#include <functional>

namespace reberth::compose {

namespace {

using Change = std::function<QJsonValue(const QJsonValue&)>;

void change(QJsonObject& object, const char* key, const Change& make) {
    const auto it = object.find(QLatin1String(key));
    if (it != object.end() && !it.value().isNull()) {
        it.value() = make(it.value());
    }
}

void inside(QJsonObject& object, const char* key, const std::function<void(QJsonObject&)>& visit) {
    const auto it = object.find(QLatin1String(key));
    if (it != object.end() && it.value().isObject()) {
        QJsonObject inner = it.value().toObject();
        visit(inner);
        it.value() = inner;
    }
}

QJsonArray each(const QJsonValue& list, const std::function<QJsonValue(const QJsonValue&)>& make) {
    QJsonArray out;
    for (const QJsonValue& item : asList(list)) {
        out.append(make(item));
    }
    return out;
}

QJsonValue texts(const QJsonValue& value) {
    return each(value, [](const QJsonValue& item) { return QJsonValue(asText(item)); });
}

QJsonValue distinctTexts(const QJsonValue& value) {
    QJsonArray out;
    for (const QJsonValue& item : texts(value).toArray()) {
        if (!out.contains(item)) {
            out.append(item);
        }
    }
    return out;
}

QJsonValue whole(const QJsonValue& value) {
    if (!value.isString()) {
        return value.isDouble() ? QJsonValue(value.toInteger()) : value;
    }
    bool fine = false;
    const QString text = value.toString();
    const qint64 number =
        text.size() > 1 && text.startsWith(u'0') ? text.toLongLong(&fine, 8) : text.toLongLong(&fine, 10);
    if (!fine) {
        throw ConfigProblem{ErrorCode::InvalidInput, translated("“%1” is no whole number.").arg(text)};
    }
    return number;
}

QJsonValue number(const QJsonValue& value) {
    if (!value.isString()) {
        return value;
    }
    bool fine = false;
    const double out = value.toString().toDouble(&fine);
    if (!fine) {
        throw ConfigProblem{ErrorCode::InvalidInput, translated("“%1” is no number.").arg(value.toString())};
    }
    return out;
}

QJsonValue flag(const QJsonValue& value) {
    static const QStringList yes{QStringLiteral("true"), QStringLiteral("yes"), QStringLiteral("y"),
                                 QStringLiteral("on"),   QStringLiteral("1"),   QStringLiteral("t")};
    return value.isString() ? QJsonValue(yes.contains(value.toString().toLower())) : value;
}

/// Values as texts; nothing becomes "".
QJsonValue labels(const QJsonValue& value) {
    QJsonObject out = asMapping(value);
    for (auto it = out.begin(); it != out.end(); ++it) {
        it.value() = asText(it.value());
    }
    return out;
}

QJsonObject pairs(const QJsonValue& value, const Variables& variables, bool keepUnset) {
    QJsonObject out;
    const QJsonObject map = asMapping(value);
    for (auto it = map.constBegin(); it != map.constEnd(); ++it) {
        if (!it.value().isNull()) {
            out.insert(it.key(), asText(it.value()));
        } else if (const auto found = variables.constFind(it.key()); found != variables.cend()) {
            out.insert(it.key(), *found);
        } else if (keepUnset) {
            out.insert(it.key(), QJsonValue::Null);
        }
    }
    return out;
}

/// Takes out what says nothing; `kept` are keys whose emptiness means something.
void dropEmpty(QJsonObject& object, const QSet<QString>& kept) {
    for (const QString& key : object.keys()) {
        const QJsonValue value = object.value(key);
        const bool empty = value.isNull() || (value.isBool() && !value.toBool()) ||
                           (value.isString() && value.toString().isEmpty()) ||
                           (value.isDouble() && value.toDouble() == 0) ||
                           (value.isArray() && value.toArray().isEmpty()) ||
                           (value.isObject() && value.toObject().isEmpty());
        if (empty && (value.isNull() || !kept.contains(key)) && !key.startsWith(QLatin1String("x-"))) {
            object.remove(key);
        }
    }
}

QJsonValue limits(const QJsonValue& value) {
    QJsonObject out = value.toObject();
    for (auto it = out.begin(); it != out.end(); ++it) {
        if (it.value().isObject()) {
            QJsonObject both = it.value().toObject();
            change(both, "soft", whole);
            change(both, "hard", whole);
            it.value() = both;
        } else {
            it.value() = whole(it.value());
        }
    }
    return out;
}

QJsonValue grants(const QJsonValue& value, bool secretsOfService) {
    return each(value, [&](const QJsonValue& item) {
        QJsonObject grant = grantForms(item).first().toObject();
        change(grant, "mode", whole);
        for (const char* key : {"uid", "gid"}) {
            change(grant, key, [](const QJsonValue& id) { return QJsonValue(asText(id)); });
        }
        if (secretsOfService && grant.value(QLatin1String("target")).toString().isEmpty()) {
            grant.insert(QStringLiteral("target"),
                         QLatin1String("/run/secrets/") + grant.value(QLatin1String("source")).toString());
        }
        return QJsonValue(grant);
    });
}

QJsonValue requests(const QJsonValue& value) {
    if (value.isString()) {
        return QJsonArray{QJsonObject{{QStringLiteral("count"), -1}}};
    }
    return each(value, [](const QJsonValue& item) {
        QJsonObject request = item.toObject();
        change(request, "count", [](const QJsonValue& count) {
            return count.toString() == QLatin1String("all") ? QJsonValue(-1) : whole(count);
        });
        change(request, "options", labels);
        change(request, "device_ids", texts);
        dropEmpty(request, {});
        return QJsonValue(request);
    });
}

QJsonValue blockDevices(const QJsonValue& value) {
    return each(value, [](const QJsonValue& item) {
        QJsonObject device = item.toObject();
        change(device, "rate", byteCount);
        return QJsonValue(device);
    });
}

void health(QJsonObject& object) {
    change(object, "test", [](const QJsonValue& test) {
        return test.isString() ? QJsonValue(QJsonArray{QStringLiteral("CMD-SHELL"), test}) : texts(test);
    });
    for (const char* key : {"interval", "timeout", "start_period", "start_interval"}) {
        change(object, key, duration);
    }
    change(object, "retries", whole);
    change(object, "disable", flag);
    dropEmpty(object, {QStringLiteral("retries")});
}

void deploy(QJsonObject& object) {
    change(object, "labels", labels);
    change(object, "replicas", whole);
    inside(object, "resources", [](QJsonObject& resources) {
        for (const char* side : {"limits", "reservations"}) {
            inside(resources, side, [](QJsonObject& one) {
                change(one, "cpus", number);
                change(one, "memory", byteCount);
                change(one, "pids", whole);
                change(one, "devices", requests);
                dropEmpty(one, {});
            });
        }
        dropEmpty(resources, {});
    });
    for (const char* key : {"update_config", "rollback_config"}) {
        inside(object, key, [](QJsonObject& rollout) {
            change(rollout, "delay", duration);
            change(rollout, "monitor", duration);
            change(rollout, "parallelism", whole);
            change(rollout, "max_failure_ratio", number);
            dropEmpty(rollout, {QStringLiteral("parallelism")});
        });
    }
    inside(object, "restart_policy", [](QJsonObject& policy) {
        change(policy, "delay", duration);
        change(policy, "window", duration);
        change(policy, "max_attempts", whole);
        dropEmpty(policy, {QStringLiteral("max_attempts")});
    });
    inside(object, "placement", [](QJsonObject& placement) { dropEmpty(placement, {}); });
    dropEmpty(object, {QStringLiteral("replicas")});
}

void build(QJsonObject& object, const Variables& variables) {
    change(object, "args", [&](const QJsonValue& args) { return QJsonValue(pairs(args, variables, false)); });
    change(object, "labels", labels);
    change(object, "additional_contexts", labels);
    change(object, "ulimits", limits);
    change(object, "shm_size", byteCount);
    change(object, "extra_hosts", [](const QJsonValue& hosts) { return QJsonValue(hostList(hosts)); });
    change(object, "secrets", [](const QJsonValue& secrets) { return grants(secrets, false); });
    change(object, "ssh", [](const QJsonValue& ssh) {
        if (!ssh.isObject()) {
            return texts(ssh);
        }
        QStringList keys;
        const QJsonObject map = ssh.toObject();
        for (auto it = map.constBegin(); it != map.constEnd(); ++it) {
            keys.append(it.value().isNull() ? it.key() : it.key() + u'=' + asText(it.value()));
        }
        return QJsonValue(QJsonArray::fromStringList(keys));
    });
    for (const char* key : {"no_cache", "pull", "privileged"}) {
        change(object, key, flag);
    }
    for (const char* key : {"cache_from", "cache_to", "tags", "platforms", "no_cache_filter"}) {
        change(object, key, distinctTexts);
    }
    const bool inlineText = object.contains(QLatin1String("dockerfile_inline"));
    if (!inlineText && object.value(QLatin1String("dockerfile")).toString().isEmpty()) {
        object.insert(QStringLiteral("dockerfile"), QStringLiteral("Dockerfile"));
    }
    dropEmpty(object, {});
}

QJsonValue serviceNetworks(const QJsonValue& value) {
    QJsonObject out = namedNulls(value);
    for (auto it = out.begin(); it != out.end(); ++it) {
        QJsonObject one = it.value().toObject();
        change(one, "driver_opts", labels);
        dropEmpty(one, {});
        it.value() = it.value().isNull() ? it.value() : QJsonValue(one);
    }
    return out;
}

QJsonValue mounts(const QJsonValue& value) {
    return each(value, [](const QJsonValue& item) {
        QJsonObject mount = mountForms(item).first().toObject();
        change(mount, "read_only", flag);
        inside(mount, "bind", [](QJsonObject& bind) {
            change(bind, "create_host_path", flag);
            dropEmpty(bind, {});
        });
        inside(mount, "volume", [](QJsonObject& volume) {
            change(volume, "nocopy", flag);
            change(volume, "labels", labels);
            dropEmpty(volume, {});
        });
        inside(mount, "tmpfs", [](QJsonObject& tmpfs) {
            change(tmpfs, "size", byteCount);
            change(tmpfs, "mode", whole);
            dropEmpty(tmpfs, {});
        });
        dropEmpty(mount, {QStringLiteral("bind"), QStringLiteral("volume"), QStringLiteral("tmpfs")});
        return QJsonValue(mount);
    });
}

/// What a service waits for without saying so.
void addImplicit(QJsonObject& service) {
    QJsonObject waits = dependencies(service.value(QLatin1String("depends_on")));
    const auto add = [&waits](const QString& name, bool restart) {
        if (!name.isEmpty() && !waits.contains(name)) {
            QJsonObject one{{QStringLiteral("condition"), QStringLiteral("service_started")},
                            {QStringLiteral("required"), true}};
            if (restart) {
                one.insert(QStringLiteral("restart"), true);
            }
            waits.insert(name, one);
        }
    };
    for (const QJsonValue& link : service.value(QLatin1String("links")).toArray()) {
        add(link.toString().section(u':', 0, 0), true);
    }
    for (const char* key : {"network_mode", "ipc", "pid", "uts", "cgroup"}) {
        const QString mode = service.value(QLatin1String(key)).toString();
        if (mode.startsWith(QLatin1String("service:"))) {
            add(mode.mid(8), true);
        }
    }
    for (const QJsonValue& from : service.value(QLatin1String("volumes_from")).toArray()) {
        if (!from.toString().startsWith(QLatin1String("container:"))) {
            add(from.toString().section(u':', 0, 0), false);
        }
    }
    for (auto it = waits.begin(); it != waits.end(); ++it) {
        QJsonObject one = it.value().toObject();
        change(one, "restart", flag);
        dropEmpty(one, {QStringLiteral("required")});
        it.value() = one;
    }
    service.insert(QStringLiteral("depends_on"), waits);
}

QJsonObject canonicalService(QJsonObject service, const Variables& variables) {
    for (const char* key : {"labels", "annotations", "sysctls", "storage_opt"}) {
        change(service, key, labels);
    }
    for (const char* key : {"command", "entrypoint"}) {
        change(service, key, commandWords);
    }
    for (const char* key : {"attach", "init", "oom_kill_disable", "privileged", "read_only", "stdin_open", "tty"}) {
        change(service, key, flag);
    }
    for (const char* key : {"cpu_count", "cpu_period", "cpu_quota", "cpu_rt_period", "cpu_rt_runtime", "cpu_shares",
                            "oom_score_adj", "pids_limit", "scale"}) {
        change(service, key, whole);
    }
    for (const char* key : {"cpus", "cpu_percent"}) {
        change(service, key, number);
    }
    for (const char* key : {"mem_limit", "mem_reservation", "mem_swappiness", "memswap_limit", "shm_size"}) {
        change(service, key, byteCount);
    }
    for (const char* key : {"cap_add", "cap_drop", "device_cgroup_rules", "dns", "dns_opt", "dns_search", "expose",
                            "external_links", "group_add", "links", "profiles", "security_opt", "tmpfs",
                            "volumes_from"}) {
        change(service, key, texts);
    }
    change(service, "environment",
           [&](const QJsonValue& value) { return QJsonValue(pairs(value, variables, true)); });
    change(service, "stop_grace_period", duration);
    change(service, "ulimits", limits);
    change(service, "extra_hosts", [](const QJsonValue& hosts) { return QJsonValue(hostList(hosts)); });
    change(service, "devices", [](const QJsonValue& devices) {
        return QJsonValue(each(devices, [](const QJsonValue& one) { return QJsonValue(deviceForm(one)); }));
    });
    change(service, "gpus", requests);
    change(service, "secrets", [](const QJsonValue& secrets) { return grants(secrets, true); });
    change(service, "configs", [](const QJsonValue& configs) { return grants(configs, false); });
    change(service, "volumes", mounts);
    change(service, "ports", [](const QJsonValue& ports) {
        QJsonArray out;
        QSet<QString> seen;
        for (const QJsonValue& port : ports.toArray()) {
            for (const QJsonValue& one : portForms(port)) {
                if (!seen.contains(portName(one))) {
                    seen.insert(portName(one));
                    out.append(one);
                }
            }
        }
        return QJsonValue(out);
    });
    inside(service, "logging", [](QJsonObject& logging) {
        change(logging, "options", labels);
        dropEmpty(logging, {});
    });
    for (const char* key : {"post_start", "pre_start", "pre_stop"}) {
        change(service, key, [&](const QJsonValue& hooks) { return QJsonValue(each(hooks, [&](const QJsonValue& item) {
            QJsonObject hook = item.toObject();
            change(hook, "command", commandWords);
            change(hook, "environment", [&](const QJsonValue& value) { return QJsonValue(pairs(value, variables, true)); });
            change(hook, "privileged", flag);
            dropEmpty(hook, {});
            return QJsonValue(hook);
        })); });
    }
    inside(service, "healthcheck", health);
    inside(service, "deploy", deploy);
    inside(service, "blkio_config", [](QJsonObject& block) {
        for (const char* key : {"device_read_bps", "device_read_iops", "device_write_bps", "device_write_iops"}) {
            change(block, key, blockDevices);
        }
        change(block, "weight", whole);
        dropEmpty(block, {});
    });
    inside(service, "develop", [](QJsonObject& develop) { dropEmpty(develop, {}); });
    if (!service.value(QLatin1String("build")).isUndefined() && !service.value(QLatin1String("build")).isNull()) {
        QJsonObject object = buildObject(service.value(QLatin1String("build")));
        build(object, variables);
        service.insert(QStringLiteral("build"), object);
    }
    addImplicit(service);
    const QJsonValue networks = service.value(QLatin1String("networks"));
    const bool own = !service.value(QLatin1String("network_mode")).toString().isEmpty();
    const bool named = (networks.isArray() && !networks.toArray().isEmpty()) ||
                       (networks.isObject() && !networks.toObject().isEmpty());
    if (named) {
        service.insert(QStringLiteral("networks"), serviceNetworks(networks));
    } else if (!own) {
        service.insert(QStringLiteral("networks"), QJsonObject{{QStringLiteral("default"), QJsonValue::Null}});
    } else {
        service.remove(QStringLiteral("networks"));
    }
    service.remove(QStringLiteral("extends"));
    service.remove(QStringLiteral("env_file"));
    service.remove(QStringLiteral("label_file"));
    dropEmpty(service, {QStringLiteral("attach"), QStringLiteral("command"), QStringLiteral("entrypoint"),
                        QStringLiteral("init"), QStringLiteral("scale")});
    return service;
}

/// Names of what the services use of a section.
QSet<QString> used(const QJsonObject& services, const QString& section) {
    QSet<QString> out;
    const auto grantsOf = [&](const QJsonValue& list) {
        for (const QJsonValue& item : list.toArray()) {
            out.insert(item.toObject().value(QLatin1String("source")).toString());
        }
    };
    for (const QJsonValue& value : services) {
        const QJsonObject service = value.toObject();
        if (section == QLatin1String("networks") || section == QLatin1String("models")) {
            for (const QString& name : namedNulls(service.value(section)).keys()) {
                out.insert(name);
            }
            continue;
        }
        if (section == QLatin1String("volumes")) {
            for (const QJsonValue& item : service.value(section).toArray()) {
                const QJsonObject mount = item.toObject();
                if (mount.value(QLatin1String("type")).toString() == QLatin1String("volume")) {
                    out.insert(mount.value(QLatin1String("source")).toString());
                }
            }
            continue;
        }
        grantsOf(service.value(section));
        if (section == QLatin1String("secrets")) {
            grantsOf(service.value(QLatin1String("build")).toObject().value(section));
        }
    }
    return out;
}

QJsonObject canonicalResource(QJsonObject one, const QString& key, const QString& projectName) {
    const QJsonValue external = one.value(QLatin1String("external"));
    QString name = one.value(QLatin1String("name")).toString();
    const bool foreign = external.isObject() || flag(external).toBool();
    if (external.isObject() && name.isEmpty()) {
        name = external.toObject().value(QLatin1String("name")).toString();
    }
    if (name.isEmpty()) {
        name = foreign ? key : projectName + u'_' + key;
    }
    one.insert(QStringLiteral("name"), name);
    one.insert(QStringLiteral("external"), foreign);
    for (const char* map : {"labels", "driver_opts"}) {
        change(one, map, labels);
    }
    for (const char* word : {"internal", "attachable", "enable_ipv4", "enable_ipv6"}) {
        change(one, word, flag);
    }
    inside(one, "ipam", [](QJsonObject& ipam) {
        ipam.remove(QStringLiteral("options"));
        change(ipam, "config", [](const QJsonValue& pools) {
            return QJsonValue(each(pools, [](const QJsonValue& item) {
                QJsonObject pool = item.toObject();
                change(pool, "aux_addresses", labels);
                dropEmpty(pool, {});
                return QJsonValue(pool);
            }));
        });
        dropEmpty(ipam, {});
    });
    dropEmpty(one, {});
    return one;
}

} // namespace

QJsonObject canonical(const QJsonObject& model, const QString& projectName, const Variables& variables) {
    QJsonObject out;
    out.insert(QStringLiteral("name"), projectName);
    QJsonObject services = model.value(QLatin1String("services")).toObject();
    for (auto it = services.begin(); it != services.end(); ++it) {
        try {
            it.value() = canonicalService(it.value().toObject(), variables);
        } catch (const ConfigProblem& problem) {
            throw ConfigProblem{problem.code, QStringLiteral("services.%1: %2").arg(it.key(), problem.message)};
        }
    }
    out.insert(QStringLiteral("services"), services);
    for (const char* section : {"networks", "volumes", "secrets", "configs", "models"}) {
        const QString name = QLatin1String(section);
        const QJsonObject defined = model.value(name).toObject();
        QJsonObject kept;
        for (const QString& key : used(services, name)) {
            const bool usual = name == QLatin1String("networks") && key == QLatin1String("default");
            if (defined.contains(key) || usual) {
                kept.insert(key, canonicalResource(defined.value(key).toObject(), key, projectName));
            } else if (!key.isEmpty()) {
                throw ConfigProblem{
                    ErrorCode::InvalidInput,
                    translated("A service uses “%1”, which “%2:” does not define.").arg(key, name)};
            }
        }
        if (!kept.isEmpty()) {
            out.insert(name, kept);
        }
    }
    for (auto it = model.constBegin(); it != model.constEnd(); ++it) {
        if (it.key().startsWith(QLatin1String("x-"))) {
            out.insert(it.key(), it.value());
        }
    }
    return out;
}

} // namespace reberth::compose
