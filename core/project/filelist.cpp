#include "core/project/filelist.h"

#include "core/compose/lint.h"
#include "core/dockerfile/lint.h"
#include "core/io/atomicfile.h"
#include "core/knowledge/knowledge.h"
#include "core/project/merge.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace reberth::project {

namespace {

/// A longer list of requirements is not one that a person wrote.
constexpr qint64 maxListBytes = 1024 * 1024;

/// In the order in which people look at them.
const QStringList knownNames = {QStringLiteral("Dockerfile"),       QStringLiteral("compose.yaml"),
                                QStringLiteral("Makefile"),         QStringLiteral("Dockerfile.dockerignore"),
                                QStringLiteral("requirements.txt"), QStringLiteral("requirements-build.txt"),
                                QStringLiteral("environment.yml")};

const QString settingsName = QStringLiteral("lint.json");

QString baseName(const QString& name) {
    return QStringLiteral("generated/") + name;
}

QString autosaveName(const QString& name) {
    return QStringLiteral("autosave/") + name;
}

} // namespace

void FileList::load(const Storage& storage, const QString& root) {
    m_storage = storage;
    m_root = root;
    m_files.clear();
    m_onDisk.clear();
    m_dirty.clear();
    readSettings();
    for (const QString& name : knownNames) {
        const auto text = m_storage.readText(name);
        const auto unsaved = m_storage.readText(autosaveName(name));
        if (!text && !unsaved) {
            continue;
        }
        ProjectFile& file = entry(name);
        m_onDisk[name] = text.value_or(QString());
        file.text = unsaved.value_or(m_onDisk.value(name));
        file.modified = file.text != m_onDisk.value(name);
        file.recovered = unsaved.has_value() && file.modified;
        file.generatedText = m_storage.readText(baseName(name)).value_or(QString());
        file.conflict = file.text.contains(QLatin1String("<<<<<<< yours"));
        lint(file);
    }
    m_requirements.clear();
    const QDir folder(root);
    for (const QString& name : folder.entryList({QStringLiteral("*requirements*.txt")}, QDir::Files)) {
        if (const auto list = io::readFile(folder.filePath(name), maxListBytes)) {
            m_requirements.append({meaning::FileKind::Requirements, name, QString::fromUtf8(*list)});
        }
    }
    checkTogether();
}

ProjectFile& FileList::entry(const QString& name) {
    ProjectFile& file = m_files[name];
    file.name = name;
    return file;
}

QStringList FileList::names() const {
    QStringList names;
    for (const QString& name : knownNames) {
        if (m_files.contains(name)) {
            names << name;
        }
    }
    for (auto it = m_files.cbegin(); it != m_files.cend(); ++it) {
        if (!names.contains(it.key())) {
            names << it.key();
        }
    }
    return names;
}

const ProjectFile* FileList::file(const QString& name) const {
    const auto it = m_files.constFind(name);
    return it == m_files.cend() ? nullptr : &*it;
}

Result<void> FileList::takeGenerated(const QList<generation::GeneratedFile>& files) {
    QStringList fresh;
    for (const generation::GeneratedFile& generated : files) {
        fresh << generated.name;
        const QString text = QString::fromUtf8(generated.content);
        const bool known = m_files.contains(generated.name);
        ProjectFile& file = entry(generated.name);
        if (!known) {
            file.text = text;
            file.conflict = false;
        } else {
            const auto merge = mergeGenerated(file.generatedText, file.text, text);
            if (!merge) {
                return tl::unexpected(merge.error());
            }
            file.text = merge->text;
            file.conflict = merge->conflict;
        }
        // The text first: killed in between, the merge is done again and finds nothing new.
        if (!known || file.text != m_onDisk.value(generated.name)) {
            if (const auto written = m_storage.writeText(generated.name, file.text); !written) {
                return written;
            }
        }
        if (file.generatedText != text || !known) {
            if (const auto written = m_storage.writeText(baseName(generated.name), text); !written) {
                return written;
            }
        }
        m_storage.remove(autosaveName(generated.name));
        m_dirty.remove(generated.name);
        m_onDisk[generated.name] = file.text;
        file.generatedText = text;
        file.modified = false;
        file.recovered = false;
    }
    // A file that is no longer rendered goes only when the user never touched it.
    for (const QString& name : names()) {
        const ProjectFile& file = m_files[name];
        if (!fresh.contains(name) && !file.generatedText.isEmpty() && file.text == file.generatedText) {
            m_storage.remove(name);
            m_storage.remove(baseName(name));
            m_storage.remove(autosaveName(name));
            m_files.remove(name);
            m_onDisk.remove(name);
        }
    }
    // Last: the Dockerfile copies files that were written after it.
    for (ProjectFile& file : m_files) {
        lint(file);
    }
    checkTogether();
    return {};
}

void FileList::setText(const QString& name, const QString& text) {
    ProjectFile& file = entry(name);
    if (file.text == text) {
        return;
    }
    file.text = text;
    file.modified = text != m_onDisk.value(name);
    file.conflict = text.contains(QLatin1String("<<<<<<< yours"));
    file.recovered = false;
    file.checked = false;
    m_dirty.insert(name);
}

Result<void> FileList::save(const QString& name) {
    const auto it = m_files.find(name);
    if (it == m_files.end() || !it->modified) {
        return {};
    }
    if (const auto written = m_storage.writeText(name, it->text); !written) {
        return written;
    }
    m_onDisk[name] = it->text;
    it->modified = false;
    it->recovered = false;
    m_dirty.remove(name);
    m_storage.remove(autosaveName(name));
    return {};
}

void FileList::revert(const QString& name) {
    const auto it = m_files.find(name);
    if (it == m_files.end()) {
        return;
    }
    it->text = m_onDisk.value(name);
    it->modified = false;
    it->recovered = false;
    it->conflict = it->text.contains(QLatin1String("<<<<<<< yours"));
    m_dirty.remove(name);
    m_storage.remove(autosaveName(name));
    lint(*it);
    checkTogether();
}

Result<void> FileList::autosave() {
    const QSet<QString> dirty = std::exchange(m_dirty, {});
    for (const QString& name : dirty) {
        const ProjectFile& file = m_files[name];
        if (!file.modified) {
            m_storage.remove(autosaveName(name));
        } else if (const auto written = m_storage.writeText(autosaveName(name), file.text); !written) {
            return written;
        }
    }
    return {};
}

int FileList::problemCount() const {
    int count = 0;
    for (const ProjectFile& file : m_files) {
        for (const diagnostics::Diagnostic& diagnostic : file.diagnostics) {
            if (diagnostic.severity != diagnostics::Severity::Info) {
                ++count;
            }
        }
    }
    return count;
}

QList<FileList::DiskChange> FileList::takeDiskChanges() {
    QList<DiskChange> changes;
    for (ProjectFile& file : m_files) {
        const auto read = m_storage.readText(file.name);
        // One that is gone is written again by the next save.
        const QString before = m_onDisk.value(file.name);
        if (!read || *read == before) {
            continue;
        }
        const auto merge = mergeGenerated(before, file.text, *read, "on disk");
        if (!merge) {
            continue;
        }
        m_onDisk[file.name] = *read;
        file.text = merge->text;
        file.conflict = merge->conflict || file.text.contains(QLatin1String("<<<<<<< yours"));
        file.modified = file.text != *read;
        file.recovered = false;
        m_dirty.insert(file.name);
        lint(file);
        changes.append({file.name, merge->conflict});
    }
    if (!changes.isEmpty()) {
        checkTogether();
    }
    return changes;
}

void FileList::readSettings() {
    m_settings = {};
    if (const auto text = m_storage.readText(settingsName)) {
        // A file that can't be read leaves nothing out.
        m_settings = dockerfile::LintSettings::fromJson(text->toUtf8()).value_or(dockerfile::LintSettings());
    }
}

Result<void> FileList::ignoreRule(const QString& ruleId, const QString& reason) {
    // Whatever else stands in the file stays.
    QJsonObject settings =
        QJsonDocument::fromJson(m_storage.readText(settingsName).value_or(QString()).toUtf8()).object();
    QJsonObject off;
    const QJsonValue written = settings.value(QLatin1String("off"));
    if (written.isArray()) {
        const QJsonArray rules = written.toArray();
        for (const QJsonValue& rule : rules) {
            off.insert(rule.toString(), QString());
        }
    } else {
        off = written.toObject();
    }
    off.insert(ruleId, reason);
    settings.insert(QLatin1String("off"), off);
    if (const auto saved = m_storage.writeText(settingsName, QString::fromUtf8(QJsonDocument(settings).toJson()));
        !saved) {
        return saved;
    }
    readSettings();
    for (ProjectFile& file : m_files) {
        lint(file);
    }
    checkTogether();
    return {};
}

namespace {

/// Nobody may leave out what stops a build.
bool isOff(const dockerfile::LintSettings& settings, const diagnostics::Diagnostic& diagnostic) {
    return diagnostic.severity != diagnostics::Severity::Error && settings.off.contains(diagnostic.ruleId);
}

bool isTogether(const diagnostics::Diagnostic& one) {
    const auto& all = meaning::rules();
    return std::any_of(all.cbegin(), all.cend(),
                       [&one](const diagnostics::RuleInfo& rule) { return rule.id == one.ruleId; });
}

} // namespace

std::function<FileList::Checked()> FileList::check(const QString& name) const {
    const QString text = m_files.value(name).text;
    dockerfile::LintContext context;
    context.deletedImage = [facts = &m_knowledge](const QString& image) {
        return facts->deletedImageReplacement(image);
    };
    const QDir root(m_root);
    context.contextHas = [root](const QString& path) { return QFileInfo::exists(root.filePath(path)); };
    context.settings = m_settings;
    return [name, text, context, inputs = together(), facts = &m_knowledge] {
        Checked found;
        if (name == QLatin1String("Dockerfile")) {
            found.own = dockerfile::lint(text, context);
        } else if (name == QLatin1String("compose.yaml")) {
            found.own = compose::lint(text);
        }
        for (diagnostics::Diagnostic& diagnostic : found.own) {
            diagnostic.file = name;
        }
        found.together = meaning::check(inputs, *facts);
        const auto off = [&context](const diagnostics::Diagnostic& diagnostic) {
            return isOff(context.settings, diagnostic);
        };
        found.own.removeIf(off);
        found.together.removeIf(off);
        return found;
    };
}

bool FileList::takeDiagnostics(const QString& name, const QString& text, const Checked& found) {
    const auto it = m_files.find(name);
    if (it == m_files.end() || it->text != text) {
        return false;
    }
    it->diagnostics = found.own;
    it->checked = true;
    takeTogether(found.together);
    return true;
}

void FileList::lint(ProjectFile& file) const {
    file.diagnostics = check(file.name)().own;
    file.checked = true;
}

meaning::Inputs FileList::together() const {
    meaning::Inputs inputs;
    inputs.files = m_requirements;
    for (const ProjectFile& file : m_files) {
        if (file.name == QLatin1String("Dockerfile")) {
            inputs.files.append({meaning::FileKind::Dockerfile, file.name, file.text});
        } else if (file.name == QLatin1String("compose.yaml")) {
            inputs.files.append({meaning::FileKind::Compose, file.name, file.text});
        }
    }
    return inputs;
}

void FileList::takeTogether(const QList<diagnostics::Diagnostic>& found) {
    for (ProjectFile& file : m_files) {
        file.diagnostics.removeIf(isTogether);
    }
    for (const diagnostics::Diagnostic& one : found) {
        // What is wrong with a list of the checkout is no problem of one of these files.
        if (const auto file = m_files.find(one.file); file != m_files.end() && !isOff(m_settings, one)) {
            file->diagnostics.append(one);
        }
    }
}

void FileList::checkTogether() {
    takeTogether(meaning::check(together(), m_knowledge));
}

} // namespace reberth::project
