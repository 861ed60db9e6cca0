#include "core/dockerfile/rule.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

/// One package manager, as far as rules need to know it.
struct Manager {
    QStringList programs;
    QStringList installVerbs;
    QStringList yes;               ///< options that answer its question
    QRegularExpression pinned;     ///< a package whose version is given
    QStringList valueOptions;      ///< options whose value is a word of its own
    QStringList askingVerbs = {};  ///< further verbs that ask a question
    QStringList fillingVerbs = {}; ///< further verbs that leave downloads behind
    QStringList oneOperandVerbs = {};
};

bool hasVerb(const ShellCommand& command, const Manager& manager, const QStringList& verbs) {
    if (!manager.programs.contains(command.name())) {
        return false;
    }
    const QList<ShellWord>& operands = command.operands();
    return std::any_of(operands.cbegin(), operands.cend(),
                       [&](const ShellWord& word) { return verbs.contains(word.text); });
}

QList<ShellWord> packagesOf(const ShellCommand& command, const Manager& manager) {
    QList<ShellWord> out;
    bool seen = false;
    const QList<ShellWord>& words = command.arguments();
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& text = words.at(i).text;
        if (manager.valueOptions.contains(text)) {
            ++i;
        } else if (!seen && manager.installVerbs.contains(text)) {
            seen = true;
        } else if (seen && !text.startsWith(u'-')) {
            out.append(words.at(i));
            if (manager.oneOperandVerbs.contains(command.verb())) {
                break; // the rest is the program's own
            }
        }
    }
    return out;
}

bool installs(const ShellCommand& command, const Manager& manager) {
    return hasVerb(command, manager, manager.installVerbs);
}

void reportUnpinned(const Subject& subject, Findings& findings, const Manager& manager) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            // A group has no version of its own.
            if (!installs(command, manager) || command.verb() == QLatin1String("group")) {
                continue;
            }
            for (const ShellWord& package : packagesOf(command, manager)) {
                if (!package.text.contains(manager.pinned) && !package.text.contains(u'$')) {
                    findings.add(package.range,
                                 translated("“%1” is installed in whatever version there is.").arg(package.text));
                    break;
                }
            }
        }
    }
}

void reportNoYes(const Subject& subject, Findings& findings, const Manager& manager) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            if (hasVerb(command, manager, manager.installVerbs + manager.askingVerbs) &&
                !command.hasOption(manager.yes)) {
                findings.add(command.range,
                             translated("Nobody can answer %1's question during a build; add -y.").arg(command.name()));
            }
        }
    }
}

void reportNoClean(const Subject& subject, Findings& findings, const Manager& manager, const QStringList& cleanVerbs,
                   const QStringList& caches) {
    const QStringList verbs = manager.installVerbs + manager.fillingVerbs;
    const auto isCache = [&](const QString& path) {
        return std::any_of(caches.cbegin(), caches.cend(), [&](const QString& cache) { return path.contains(cache); });
    };
    for (const RunView& view : subject.runs) {
        const ShellCommand* install = nullptr;
        bool cleaned =
            std::any_of(caches.cbegin(), caches.cend(), [&](const QString& cache) { return view.hasCacheFor(cache); });
        for (const ShellCommand& command : view.script.commands) {
            if (hasVerb(command, manager, verbs)) {
                install = &command;
            } else if (install && manager.programs.contains(command.name())) {
                const QList<ShellWord>& words = command.operands();
                cleaned = cleaned || std::any_of(words.cbegin(), words.cend(),
                                                 [&](const ShellWord& word) { return cleanVerbs.contains(word.text); });
            } else if (install && command.name() == QLatin1String("rm")) {
                const QList<ShellWord>& words = command.operands();
                cleaned = cleaned || std::any_of(words.cbegin(), words.cend(),
                                                 [&](const ShellWord& word) { return isCache(word.text); });
            }
        }
        if (install && !cleaned) {
            findings.add(install->range, translated("%1 leaves its downloads in the image.").arg(install->name()));
        }
    }
}

const Manager& apk() {
    static const Manager manager{{QStringLiteral("apk")},
                                 {QStringLiteral("add")},
                                 {},
                                 QRegularExpression(QStringLiteral("=|\\.apk$|~|<|>|@")),
                                 {QStringLiteral("-t"), QStringLiteral("--virtual"), QStringLiteral("--repository"),
                                  QStringLiteral("-X"), QStringLiteral("-p"), QStringLiteral("--root"),
                                  QStringLiteral("--arch"), QStringLiteral("--keys-dir"), QStringLiteral("--wait")}};
    return manager;
}

Manager rpm(const QStringList& programs, const QString& yes) {
    return {programs,
            {QStringLiteral("install"), QStringLiteral("in"), QStringLiteral("localinstall"),
             QStringLiteral("reinstall"), QStringLiteral("rei")},
            {yes, QStringLiteral("-y"), QStringLiteral("--assumeyes"), QStringLiteral("--non-interactive"),
             QStringLiteral("-n"), QStringLiteral("--no-confirm")},
            QRegularExpression(QStringLiteral("-[0-9~]|=|\\.rpm$|^@|^https?:|[<>]|:[0-9]")),
            {QStringLiteral("-c"), QStringLiteral("--setopt"), QStringLiteral("--repo"), QStringLiteral("--enablerepo"),
             QStringLiteral("--installroot")},
            {QStringLiteral("groupinstall")}};
}

Manager zypper() {
    Manager out = rpm({QStringLiteral("zypper")}, QStringLiteral("-y"));
    out.askingVerbs = {QStringLiteral("remove"), QStringLiteral("rm"), QStringLiteral("source-install"),
                       QStringLiteral("si"), QStringLiteral("patch")};
    return out;
}

Manager dnf(const QStringList& programs) {
    Manager out = rpm(programs, QStringLiteral("-y"));
    out.fillingVerbs = {QStringLiteral("upgrade"), QStringLiteral("up"),        QStringLiteral("upgrade-minimal"),
                        QStringLiteral("up-min"),  QStringLiteral("update"),    QStringLiteral("groupinstall"),
                        QStringLiteral("dg"),      QStringLiteral("downgrade"), QStringLiteral("distro-sync")};
    return out;
}

const Manager& npm() {
    static const Manager manager{
        {QStringLiteral("npm")},
        {QStringLiteral("install"), QStringLiteral("i"), QStringLiteral("add")},
        {},
        QRegularExpression(QStringLiteral("^@?[^@:]+@[^@:]*$|#|^(\\.|/|~/|https?:|file:)|\\.tgz$|\\.tar(\\.gz)?$")),
        {QStringLiteral("--prefix"), QStringLiteral("--registry"), QStringLiteral("--loglevel"),
         QStringLiteral("--cache")}};
    return manager;
}

const Manager& gem() {
    static const Manager manager{
        {QStringLiteral("gem")},
        {QStringLiteral("install"), QStringLiteral("i")},
        {},
        QRegularExpression(QStringLiteral(":[0-9]|=|\\.gem$")),
        {QStringLiteral("-i"), QStringLiteral("--install-dir"), QStringLiteral("-n"), QStringLiteral("--bindir")}};
    return manager;
}

const Manager& go() {
    static const Manager manager{{QStringLiteral("go")},
                                 {QStringLiteral("install"), QStringLiteral("get"), QStringLiteral("run")},
                                 {},
                                 QRegularExpression(QStringLiteral("@(?!latest$)|^\\.|^/|\\.go$|^(all|std|cmd|tool)$")),
                                 {QStringLiteral("-ldflags"), QStringLiteral("-tags"), QStringLiteral("-o"),
                                  QStringLiteral("-modfile"), QStringLiteral("-gcflags"), QStringLiteral("-p")},
                                 {},
                                 {},
                                 {QStringLiteral("run")}};
    return manager;
}

void apkUnpinned(const Subject& subject, Findings& findings) {
    reportUnpinned(subject, findings, apk());
}

void apkCache(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            if (installs(command, apk()) && !command.hasOption({QStringLiteral("--no-cache")}) &&
                !view.hasCacheFor(u"/apk")) {
                const TextRange program = command.program()->range;
                findings.add(
                    command.range, translated("apk leaves its index in the image; add --no-cache."),
                    {safeFix(translated("Add --no-cache"), {program.end, program.end}, QStringLiteral(" --no-cache"))});
            }
        }
    }
}

void gemUnpinned(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            if (!installs(command, gem()) || command.hasOption({QStringLiteral("-v"), QStringLiteral("--version")})) {
                continue;
            }
            for (const ShellWord& package : packagesOf(command, gem())) {
                if (package.text == QLatin1String("true") || package.text == QLatin1String("false")) {
                    continue; // the value of a switch in front of it
                }
                if (!package.text.contains(gem().pinned)) {
                    findings.add(package.range,
                                 translated("“%1” is installed in whatever version there is.").arg(package.text));
                    break;
                }
            }
        }
    }
}

void yarnCache(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        const ShellCommand* install = nullptr;
        bool cleaned = view.hasCacheFor(u"yarn");
        for (const ShellCommand& command : view.script.commands) {
            if (command.name() != QLatin1String("yarn")) {
                continue;
            }
            const QList<ShellWord>& words = command.operands();
            const QString verb = words.value(0).text;
            if (verb.isEmpty() || verb == QLatin1String("install") || verb == QLatin1String("add")) {
                install = &command;
            } else if (verb == QLatin1String("cache") && words.value(1).text == QLatin1String("clean")) {
                cleaned = cleaned || install;
            }
        }
        if (install && !cleaned && subject.isShipped(view)) {
            findings.add(install->range, translated("yarn leaves its cache in the image; add “yarn cache clean”."));
        }
    }
}

void zypperUpgrade(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        for (const ShellCommand& command : view.script.commands) {
            const QString verb = command.verb();
            if (command.name() == QLatin1String("zypper") &&
                (verb == QLatin1String("dup") || verb == QLatin1String("dist-upgrade"))) {
                findings.add(command.range, translated("This makes another release out of the base image."));
            }
        }
    }
}

} // namespace

QList<Rule> packageRules() {
    const char* const why = "The package's version is then whatever the index has on the day of the build.";
    const char* const clean = "Clean up in the same RUN, or keep the downloads in a cache mount.";
    const char* const answer = "The build stops at the question.";
    return {
        {"apk-unpinned",
         {QStringLiteral("DL3018")},
         Severity::Info,
         "apk packages without a version",
         why,
         apkUnpinned},
        {"apk-cache", {QStringLiteral("DL3019")}, Severity::Info, "apk add without --no-cache", clean, apkCache},
        {"yum-yes",
         {QStringLiteral("DL3030")},
         Severity::Warning,
         "yum install without -y",
         answer,
         [](const Subject& s, Findings& f) { reportNoYes(s, f, rpm({QStringLiteral("yum")}, QStringLiteral("-y"))); }},
        {"yum-cache",
         {QStringLiteral("DL3032")},
         Severity::Info,
         "yum install without yum clean",
         clean,
         [](const Subject& s, Findings& f) {
             reportNoClean(s, f, rpm({QStringLiteral("yum")}, QStringLiteral("-y")), {QStringLiteral("clean")},
                           {QStringLiteral("/var/cache/yum"), QStringLiteral("/var/cache/dnf")});
         }},
        {"yum-unpinned",
         {QStringLiteral("DL3033")},
         Severity::Info,
         "yum packages without a version",
         why,
         [](const Subject& s, Findings& f) {
             reportUnpinned(s, f, rpm({QStringLiteral("yum")}, QStringLiteral("-y")));
         }},
        {"zypper-yes",
         {QStringLiteral("DL3034")},
         Severity::Warning,
         "zypper install without -y",
         answer,
         [](const Subject& s, Findings& f) { reportNoYes(s, f, zypper()); }},
        {"zypper-cache",
         {QStringLiteral("DL3036")},
         Severity::Info,
         "zypper install without zypper clean",
         clean,
         [](const Subject& s, Findings& f) {
             reportNoClean(s, f, zypper(), {QStringLiteral("clean"), QStringLiteral("cc")},
                           {QStringLiteral("/var/cache/zypp")});
         }},
        {"zypper-unpinned",
         {QStringLiteral("DL3037")},
         Severity::Info,
         "zypper packages without a version",
         why,
         [](const Subject& s, Findings& f) { reportUnpinned(s, f, zypper()); }},
        {"zypper-upgrade",
         {QStringLiteral("DL3035")},
         Severity::Warning,
         "zypper dist-upgrade",
         "Choose a newer base image instead.",
         zypperUpgrade},
        {"dnf-yes",
         {QStringLiteral("DL3038")},
         Severity::Warning,
         "dnf install without -y",
         answer,
         [](const Subject& s, Findings& f) {
             reportNoYes(s, f, dnf({QStringLiteral("dnf"), QStringLiteral("microdnf")}));
         }},
        {"dnf-cache",
         {QStringLiteral("DL3040")},
         Severity::Info,
         "dnf install without dnf clean",
         clean,
         [](const Subject& s, Findings& f) {
             for (const char* program : {"dnf", "microdnf"}) {
                 reportNoClean(s, f, dnf({QLatin1String(program)}), {QStringLiteral("clean")},
                               {QStringLiteral("/var/cache/dnf"), QStringLiteral("/var/cache/yum"),
                                QStringLiteral("/var/cache/libdnf5")});
             }
         }},
        {"dnf-unpinned",
         {QStringLiteral("DL3041")},
         Severity::Info,
         "dnf packages without a version",
         why,
         [](const Subject& s, Findings& f) {
             reportUnpinned(s, f, dnf({QStringLiteral("dnf"), QStringLiteral("microdnf")}));
         }},
        {"npm-unpinned",
         {QStringLiteral("DL3016")},
         Severity::Info,
         "npm packages without a version",
         why,
         [](const Subject& s, Findings& f) { reportUnpinned(s, f, npm()); }},
        {"gem-unpinned", {QStringLiteral("DL3028")}, Severity::Info, "gems without a version", why, gemUnpinned},
        {"go-unpinned",
         {QStringLiteral("DL3062")},
         Severity::Info,
         "Go tools without a version",
         why,
         [](const Subject& s, Findings& f) { reportUnpinned(s, f, go()); }},
        {"yarn-cache",
         {QStringLiteral("DL3060")},
         Severity::Info,
         "yarn install without cache clean",
         clean,
         yarnCache},
    };
}

} // namespace reberth::dockerfile
