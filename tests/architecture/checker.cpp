#include "tests/architecture/checker.h"

#include <QRegularExpression>

namespace reberth::architecture {

namespace {

constexpr int longestFile = 600;

struct Door {
    const char* prefix; ///< of the included path
    const char* folder; ///< the one module that may include it
};

constexpr Door doors[] = {
    {"yaml-cpp/", "core/yaml"},
    {"libssh/", "core/ssh"},
    {"KSyntaxHighlighting/", "ui/editor"},
    {"KF5/KSyntaxHighlighting/", "ui/editor"},
    {"KF6/KSyntaxHighlighting/", "ui/editor"},
    {"nghttp2/", "core/engine"},
    {"google/protobuf/", "core/engine"},
    {"archive.h", "core/io"},
    {"archive_entry.h", "core/io"},
    {"tree_sitter/", "core/analysis"},
    {"toml++/", "core/analysis"},
    {"git2", "core/project"},
};

bool isInside(const QString& path, const QString& folder) {
    return path.startsWith(folder + QLatin1Char('/'));
}

bool isProjectPath(const QString& target) {
    return isInside(target, QStringLiteral("core")) || isInside(target, QStringLiteral("ui")) ||
           isInside(target, QStringLiteral("app")) || isInside(target, QStringLiteral("tests"));
}

QString firstComment(const QString& text) {
    static const QRegularExpression comment(QStringLiteral(R"(\A\s*((?://[^\n]*\n)+|/\*.*?\*/))"),
                                            QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression afterPragma(QStringLiteral(R"(\A\s*#pragma once\s*)"));
    QString rest = text;
    rest.remove(afterPragma);
    return comment.match(rest).captured(1);
}

} // namespace

QList<Module> parseModules(const QString& folder, const QString& cmakeText) {
    static const QRegularExpression comment(QStringLiteral("#[^\n]*"));
    static const QRegularExpression call(QStringLiteral(R"(\breberth_module\s*\(([^)]*)\))"));
    static const QRegularExpression space(QStringLiteral(R"(\s+)"));
    static const QStringList keywords{QStringLiteral("NAME"),     QStringLiteral("LAYER"),
                                      QStringLiteral("SOURCES"),  QStringLiteral("DEPENDS"),
                                      QStringLiteral("EXTERNAL"), QStringLiteral("PRIVATE_EXTERNAL")};
    QString text = cmakeText;
    text.remove(comment);
    QList<Module> modules;
    auto calls = call.globalMatch(text);
    while (calls.hasNext()) {
        Module module;
        module.folder = folder;
        QString keyword;
        const QStringList words = calls.next().captured(1).split(space, Qt::SkipEmptyParts);
        for (const QString& word : words) {
            if (keywords.contains(word)) {
                keyword = word;
            } else if (keyword == QLatin1String("NAME")) {
                module.name = word;
            } else if (keyword == QLatin1String("LAYER")) {
                module.layer = word.toInt();
            } else if (keyword == QLatin1String("DEPENDS")) {
                module.depends.append(word);
            }
        }
        modules.append(module);
    }
    return modules;
}

QList<Include> includesOf(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])"));
    QList<Include> includes;
    const QStringList lines = text.split(QLatin1Char('\n'));
    for (int i = 0; i < lines.size(); ++i) {
        const auto match = pattern.match(lines.at(i));
        if (match.hasMatch()) {
            includes.append({i + 1, match.captured(2), match.captured(1) == QLatin1String("\"")});
        }
    }
    return includes;
}

Checker::Checker(QList<Module> modules, std::function<bool(const QString&)> isGuiHeader)
    : m_modules(std::move(modules))
    , m_isGuiHeader(std::move(isGuiHeader)) {
    for (int i = 0; i < m_modules.size(); ++i) {
        m_indexByName.insert(m_modules.at(i).name, i);
    }
}

const Module* Checker::moduleOf(const QString& path) const {
    for (const Module& module : m_modules) {
        if (isInside(path, module.folder)) {
            return &module;
        }
    }
    return nullptr;
}

QString Checker::checkInclude(const QString& path, const Module* own, const Include& include) const {
    const QString& target = include.target;
    for (const Door& door : doors) {
        if (target.startsWith(QLatin1String(door.prefix)) && !isInside(path, QLatin1String(door.folder))) {
            return QStringLiteral("<%1> may only be included in %2").arg(target, QLatin1String(door.folder));
        }
    }
    const bool inCore = isInside(path, QStringLiteral("core"));
    if (inCore) {
        const QString header = target.section(QLatin1Char('/'), -1);
        if (target.startsWith(QLatin1String("QtGui/")) || target.startsWith(QLatin1String("QtWidgets/")) ||
            target.startsWith(QLatin1String("QtSvg/")) || target.startsWith(QLatin1String("QtPrintSupport/")) ||
            (!include.quoted && m_isGuiHeader(header))) {
            return QStringLiteral("core may not use <%1>, which is part of Qt's Gui or Widgets").arg(target);
        }
    }
    if (!isProjectPath(target)) {
        if (include.quoted && !target.startsWith(QLatin1String("moc_")) && !target.endsWith(QLatin1String(".moc"))) {
            return QStringLiteral("\"%1\" is not included from the repository's root").arg(target);
        }
        return {};
    }
    const bool inUi = isInside(path, QStringLiteral("ui"));
    if (isInside(target, QStringLiteral("tests")) || ((inCore || inUi) && isInside(target, QStringLiteral("app"))) ||
        (inCore && isInside(target, QStringLiteral("ui")))) {
        return QStringLiteral("\"%1\" lies above this file").arg(target);
    }
    if (isInside(target, QStringLiteral("app")) || !own) {
        return {};
    }
    const Module* other = moduleOf(target);
    if (!other) {
        return QStringLiteral("\"%1\" belongs to no module").arg(target);
    }
    if (other->name == own->name) {
        return {};
    }
    if (other->layer >= own->layer) {
        return QStringLiteral("\"%1\" lies on layer %2, this file on layer %3: an arrow upward")
            .arg(target)
            .arg(other->layer)
            .arg(own->layer);
    }
    if (!own->depends.contains(other->name)) {
        return QStringLiteral("\"%1\": the module %2 is not in the DEPENDS of %3").arg(target, other->name, own->name);
    }
    return {};
}

QStringList Checker::checkFile(const QString& path, const QString& text) const {
    QStringList violations;
    const Module* own = moduleOf(path);
    if (!own && !isInside(path, QStringLiteral("app"))) {
        violations.append(QStringLiteral("%1:1: the file lies in no module").arg(path));
    }
    const QList<Include> includes = includesOf(text);
    for (const Include& include : includes) {
        const QString problem = checkInclude(path, own, include);
        if (!problem.isEmpty()) {
            violations.append(QStringLiteral("%1:%2: %3").arg(path).arg(include.line).arg(problem));
        }
    }
    const qsizetype lines = text.count(QLatin1Char('\n'));
    if (lines > longestFile && !firstComment(text).contains(QLatin1String("long because"), Qt::CaseInsensitive)) {
        violations.append(QStringLiteral("%1:1: %2 lines; over %3 the first comment must say \"Long because …\"")
                              .arg(path)
                              .arg(lines)
                              .arg(longestFile));
    }
    return violations;
}

QStringList Checker::checkModules() const {
    QStringList violations;
    for (int i = 0; i < m_modules.size(); ++i) {
        const Module& module = m_modules.at(i);
        const QString place = module.folder + QLatin1String("/CMakeLists.txt:1: ");
        if (m_indexByName.value(module.name) != i) {
            violations.append(place + QStringLiteral("the name %1 is used twice").arg(module.name));
        }
        for (const QString& name : module.depends) {
            const auto found = m_indexByName.constFind(name);
            if (found == m_indexByName.constEnd()) {
                violations.append(place + QStringLiteral("DEPENDS names %1, which is no module").arg(name));
            } else if (m_modules.at(*found).layer >= module.layer) {
                violations.append(place + QStringLiteral("DEPENDS names %1, which is not on a lower layer").arg(name));
            }
        }
    }
    return violations;
}

} // namespace reberth::architecture
