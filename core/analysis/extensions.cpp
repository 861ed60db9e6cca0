#include "core/analysis/buildscripts.h"
#include "core/analysis/detectors.h"
#include "core/analysis/documents.h"
#include "core/analysis/extensionbuilders.h"
#include "core/analysis/nativesources.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

constexpr int maxScriptDepth = 8;
constexpr qsizetype maxScriptSize = 200'000;
constexpr qsizetype maxExtensions = 500;

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

QString folderOf(const QString& path) {
    return path.contains(QLatin1Char('/')) ? path.left(path.lastIndexOf(QLatin1Char('/'))) : QString();
}

QString nameOf(const QString& path) {
    return path.mid(path.lastIndexOf(QLatin1Char('/')) + 1);
}

bool isInside(const QString& path, const QString& folder) {
    return folder.isEmpty() || path == folder || path.startsWith(folder + QLatin1Char('/'));
}

/// The commands of a document; all other lines are blank, so that numbers stay.
QString codeOf(const QStringList& lines) {
    static const QRegularExpression fence(QStringLiteral("^\\s*(?:>\\s*)?(?:```|~~~)"));
    QStringList code;
    bool fenced = false;
    for (const QString& line : lines) {
        if (fence.match(line).hasMatch()) {
            fenced = !fenced;
            code.append(QString());
            continue;
        }
        const bool indented = line.startsWith(QLatin1String("    ")) || line.startsWith(QLatin1Char('\t'));
        const bool prompted = line.startsWith(QLatin1String("$ "));
        code.append((fenced || indented || prompted) && line.size() < 2000 ? line.trimmed() : QString());
    }
    return code.join(QLatin1Char('\n'));
}

QString joined(const QString& folder, const QString& name) {
    return folder.isEmpty() ? name : folder + QLatin1Char('/') + name;
}

class Finder {
public:
    Finder(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft)
        : m_tree(tree)
        , m_python(python)
        , m_draft(draft)
        , m_native(tree) {
        for (const Submodule& module : draft.submodules)
            m_modules.append(module.path);
    }

    void run() {
        scripts();
        const ExtensionBuilders builders(m_tree, m_python, m_native);
        QList<Extension> made = builders.setupScripts();
        for (Extension& extension : made) {
            if (isCovered(extension.path))
                extension.buildCommand.clear();
        }
        m_found += made;
        m_found += builders.justInTime();
        m_found += builders.cmake(m_found);
        documents();
        umbrellas();
        enclosed();
        submodules();
        looseCuda();
        for (Extension& extension : m_found)
            complete(extension);
        order();
        noteKernels();
        m_draft.extensions = m_found;
    }

private:
    struct Script {
        QString path;
        QString text;
        QList<BuildStep> steps;
        bool listed = false; ///< an extension of its own
    };

    static bool builds(const BuildStep& step, const Extension& extension) {
        const QString name = nameOf(extension.path);
        return step.folder == folderOf(extension.path) &&
               (step.file == name || (step.file == QLatin1String("Makefile") && name == QLatin1String("makefile")));
    }

    /// What an enclosing make.sh or Makefile builds already needs no command of its own.
    bool isCovered(const QString& path) const {
        const QString folder = folderOf(path);
        Extension sought;
        sought.path = path;
        for (const Script& script : m_scripts) {
            if (!script.listed || script.path == path)
                continue;
            if (std::any_of(script.steps.begin(), script.steps.end(),
                            [&sought](const BuildStep& step) { return builds(step, sought); }))
                return true;
            const QString base = folderOf(script.path);
            if (!isInside(folder, base) || !script.text.contains(nameOf(path)))
                continue;
            const QString relative = folder == base ? QString() : base.isEmpty() ? folder : folder.mid(base.size() + 1);
            if (relative.isEmpty() || script.text.contains(relative) ||
                script.text.contains(relative.section(QLatin1Char('/'), -1)))
                return true;
        }
        return false;
    }

    static bool isMakefile(const QString& name) {
        return name == QLatin1String("Makefile") || name == QLatin1String("makefile") ||
               name == QLatin1String("GNUmakefile");
    }

    /// Shell scripts and Makefiles; those that compile by themselves are extensions.
    void scripts() {
        for (const SourceFile& file : m_tree.files()) {
            const QString name = file.name();
            const bool shell = name.endsWith(QLatin1String(".sh"));
            const bool make = isMakefile(name);
            if ((!shell && !make) || file.depth() > maxScriptDepth)
                continue;
            const std::optional<QString> content = m_tree.text(file.path);
            if (!content || content->size() > maxScriptSize)
                continue;
            Script script{file.path, withoutComments(*content), {}, false};
            script.steps = buildSteps(script.text, file.folder(), m_tree, m_modules);
            static const QRegularExpression setup(QStringLiteral(
                "python[\\d.]*\\s+(?:\\S*/)?(?:setup\\w*\\.py\\s+(?:build|install|develop)|build\\.py)"));
            const bool direct = compilesDirectly(script.text);
            // A Makefile may be left over from setup scripts that are gone.
            const bool calls = make && setup.match(script.text).hasMatch() &&
                               std::any_of(script.steps.begin(), script.steps.end(), [this](const BuildStep& step) {
                                   return m_tree.contains(joined(step.folder, step.file));
                               });
            script.listed = (direct || calls) && m_found.size() < maxExtensions;
            m_scripts.append(script);
            if (!script.listed)
                continue;
            Extension extension;
            extension.path = file.path;
            extension.kind = QStringLiteral("make");
            extension.workdir = file.folder();
            extension.buildCommand = commandOf(name, script.text);
            extension.sources = m_native.under(file.folder());
            extension.cuda =
                script.text.contains(QLatin1String("nvcc")) ||
                std::any_of(extension.sources.begin(), extension.sources.end(), [&](const QString& source) {
                    return isCudaSource(source) && script.text.contains(nameOf(source));
                });
            extension.evidence = {evidenceAt(file.path, 1, content->trimmed().section(QLatin1Char('\n'), 0, 0))};
            m_found.append(extension);
        }
    }

    static QString commandOf(const QString& name, const QString& text) {
        if (isMakefile(name))
            return QStringLiteral("make");
        // What is written for bash fails in sh: arrays, [[ ]], source, pushd.
        static const QRegularExpression bash(
            QStringLiteral("bash|\\[\\[|^\\s*(?:source|pushd|declare|function)\\b|=\\("),
            QRegularExpression::MultilineOption);
        return (bash.match(text).hasMatch() ? QLatin1String("bash ") : QLatin1String("sh ")) + name;
    }

    /// What the READMEs tell to build, in their order, with the commands they give.
    void documents() {
        for (const SourceFile& file : documentsOf(m_tree)) {
            if (file.depth() > 3)
                continue;
            const std::optional<QString> text = m_tree.text(file.path);
            if (!text)
                continue;
            const QList<BuildStep> steps =
                buildSteps(codeOf(text->split(QLatin1Char('\n'))), file.folder(), m_tree, m_modules);
            for (const BuildStep& step : steps) {
                for (Extension& extension : m_found) {
                    if (builds(step, extension))
                        follow(extension, step, file.path);
                }
                m_steps.append({step, file.path});
            }
        }
        for (const Script& script : std::as_const(m_scripts)) {
            for (const BuildStep& step : script.steps)
                m_steps.append({step, script.path});
        }
    }

    /// Takes the README's command for a setup.py or a script, without what only a person's machine needs.
    static void follow(Extension& extension, const BuildStep& step, const QString& document) {
        extension.evidence.append(evidenceAt(document, step.line, step.command));
        static const QRegularExpression plain(QStringLiteral(
            "^(?:python[\\d.]*\\s+(?:setup|build)[\\w]*\\.py(?:\\s+[\\w=-]+)*|(?:ba)?sh\\s+(?:\\./)?[\\w.-]+\\.sh)$"));
        static const QRegularExpression personal(QStringLiteral("^sudo\\s+|\\s+--user\\b"));
        QString command = QString(step.command).remove(personal).simplified();
        if (extension.buildCommand.isEmpty() || !plain.match(command).hasMatch())
            return;
        static const QRegularExpression interpreter(QStringLiteral("^python[\\d.]+"));
        command.replace(interpreter, QStringLiteral("python"));
        extension.buildCommand = command;
    }

    /// make.sh and compile.sh that only build other extensions, each in its folder.
    void umbrellas() {
        static const QRegularExpression name(QStringLiteral("make|build|compile"),
                                             QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression other(
            QStringLiteral(
                "docker|test|wheel|docs?\\b|release|conda|travis|appveyor|jenkins|circle|(?:^|/)\\.|(?:^|/)ci/"),
            QRegularExpression::CaseInsensitiveOption);
        for (Script& script : m_scripts) {
            if (script.listed || !name.match(nameOf(script.path)).hasMatch() || other.match(script.path).hasMatch() ||
                m_found.size() >= maxExtensions)
                continue;
            Extension extension;
            QList<qsizetype> members;
            for (const BuildStep& step : std::as_const(script.steps)) {
                for (qsizetype i = 0; i < m_found.size(); ++i) {
                    if (!builds(step, m_found.at(i)) || members.contains(i))
                        continue;
                    members.append(i);
                    extension.cuda = extension.cuda || m_found.at(i).cuda;
                    extension.sources += m_found.at(i).sources;
                    extension.evidence.append(evidenceAt(script.path, step.line, step.command));
                }
            }
            if (members.isEmpty())
                continue;
            script.listed = true;
            for (qsizetype i : std::as_const(members))
                m_found[i].buildCommand.clear();
            extension.path = script.path;
            extension.kind = QStringLiteral("make");
            // A script below the root is run from where its own paths begin.
            const QString folder = folderOf(script.path);
            extension.workdir = startsAtRoot(script, folder) ? QString() : folder;
            extension.buildCommand = commandOf(nameOf(script.path), script.text);
            if (extension.workdir != folder)
                extension.buildCommand =
                    extension.buildCommand.section(QLatin1Char(' '), 0, 0) + QLatin1Char(' ') + script.path;
            extension.sources.removeDuplicates();
            for (const auto& [step, file] : std::as_const(m_steps)) {
                if (builds(step, extension) && !file.endsWith(QLatin1String(".sh")) && extension.workdir == folder)
                    follow(extension, step, file);
            }
            m_found.append(extension);
        }
    }

    /// A make.sh below a script that builds the same: only the outer one runs. What a script builds tells of its CUDA.
    void enclosed() {
        for (const Script& outer : std::as_const(m_scripts)) {
            if (!outer.listed)
                continue;
            const QString base = folderOf(outer.path);
            bool cuda = false;
            for (Extension& extension : m_found) {
                if (extension.path == outer.path)
                    continue;
                const QString folder = folderOf(extension.path);
                const bool member = std::any_of(outer.steps.begin(), outer.steps.end(),
                                                [&](const BuildStep& step) { return builds(step, extension); });
                cuda = cuda || (member && extension.cuda);
                const bool script = extension.kind == QLatin1String("make") && folder != base && isInside(folder, base);
                const bool entered = std::any_of(outer.steps.begin(), outer.steps.end(),
                                                 [&folder](const BuildStep& step) { return step.folder == folder; });
                if (script && (member || entered))
                    extension.buildCommand.clear();
            }
            for (Extension& extension : m_found)
                extension.cuda = extension.cuda || (cuda && extension.path == outer.path);
        }
        variants();
        dropDependencies();
    }

    /// setup_windows.py beside setup.py: of several builders in a folder those run that somebody runs.
    void variants() {
        const auto isRun = [this](const Extension& extension) {
            return std::any_of(m_steps.begin(), m_steps.end(),
                               [&](const auto& step) { return builds(step.first, extension); });
        };
        QSet<QString> folders;
        for (const Extension& extension : std::as_const(m_found)) {
            if (extension.path.endsWith(QLatin1String(".py")) && extension.kind != QLatin1String("jit") &&
                isRun(extension))
                folders.insert(folderOf(extension.path));
        }
        for (Extension& extension : m_found) {
            if (extension.path.endsWith(QLatin1String(".py")) && folders.contains(folderOf(extension.path)) &&
                !isRun(extension))
                extension.buildCommand.clear();
        }
    }

    /// What CMake pulls in from copied libraries is no extension of the repository, unless somebody builds it.
    void dropDependencies() {
        static const QRegularExpression foreign(
            QStringLiteral("(?:^|/)(?:dependencies|deps|third_?party|3rdparty|external|submodules|vendor)/"));
        QStringList roots;
        for (const Extension& extension : std::as_const(m_found)) {
            if (extension.kind == QLatin1String("cmake") && !foreign.match(extension.path).hasMatch())
                roots.append(folderOf(extension.path));
        }
        m_found.removeIf([&](const Extension& extension) {
            return foreign.match(extension.path).hasMatch() &&
                   std::any_of(roots.begin(), roots.end(),
                               [&](const QString& root) { return isInside(extension.path, root); }) &&
                   std::none_of(m_steps.begin(), m_steps.end(),
                                [&](const auto& step) { return builds(step.first, extension); });
        });
    }

    /// The first `cd` of the script leads to a folder that only the root has.
    bool startsAtRoot(const Script& script, const QString& folder) const {
        static const QRegularExpression change(QStringLiteral("\\bcd\\s+([\\w./-]+)"));
        const auto match = change.match(script.text);
        if (folder.isEmpty() || !match.hasMatch())
            return false;
        const std::optional<QString> own = joinInside(folder, match.captured(1));
        const std::optional<QString> fromRoot = joinInside({}, match.captured(1));
        return (!own || !m_tree.hasFolder(*own)) && fromRoot && m_tree.hasFolder(*fromRoot);
    }

    /// A submodule that the README or a script builds: a fork of Caffe or MXNet, somebody's operators.
    void submodules() {
        for (const Submodule& module : std::as_const(m_draft.submodules)) {
            Extension extension;
            for (const auto& [step, file] : std::as_const(m_steps)) {
                if (!isInside(step.folder, module.path) || isInside(file, module.path) ||
                    extension.evidence.size() >= 20)
                    continue;
                extension.evidence.append(evidenceAt(file, step.line, step.command));
                static const QRegularExpression plain(
                    QStringLiteral("^(?:make(?:\\s+[\\w=-]+)*|python[\\d.]*\\s+setup\\w*\\.py(?:\\s+[\\w=-]+)*)$"));
                // What is not here can't be built yet.
                if (!module.present || !extension.buildCommand.isEmpty() || !plain.match(step.command).hasMatch())
                    continue;
                extension.workdir = step.folder;
                extension.buildCommand = step.command;
            }
            const bool known = std::any_of(m_found.begin(), m_found.end(),
                                           [&](const Extension& other) { return isInside(other.path, module.path); });
            if (extension.evidence.isEmpty() || known)
                continue;
            extension.path = module.path;
            extension.kind = QStringLiteral("submodule");
            extension.cuda = true;
            if (extension.workdir.isEmpty())
                extension.workdir = module.path;
            m_found.append(extension);
        }
    }

    /// CUDA sources that no build file covers: named in Python they are compiled there, else by nobody.
    void looseCuda() {
        QSet<QString> covered;
        for (const Extension& extension : std::as_const(m_found)) {
            if (extension.kind != QLatin1String("jit") && extension.kind != QLatin1String("submodule"))
                covered.insert(folderOf(extension.path));
            for (const QString& source : extension.sources)
                covered.insert(source);
        }
        QStringList orphans;
        for (const QString& path : m_native.cuda()) {
            bool inside = covered.contains(path);
            for (QString folder = folderOf(path); !inside; folder = folderOf(folder)) {
                inside = covered.contains(folder);
                if (folder.isEmpty())
                    break;
            }
            if (inside || m_found.size() >= maxExtensions)
                continue;
            Extension extension;
            extension.path = path;
            extension.kind = isNamed(path) ? QStringLiteral("jit") : QStringLiteral("source");
            extension.cuda = true;
            extension.sources = {path};
            extension.evidence = {{path, 0, {}}};
            if (extension.kind == QLatin1String("source"))
                orphans.append(path);
            m_found.append(extension);
        }
        if (orphans.isEmpty())
            return;
        QList<Evidence> evidence;
        for (const QString& path : orphans.mid(0, 20))
            evidence.append({path, 0, {}});
        m_draft.addNote(
            tr("No build file of the repository compiles %1.").arg(orphans.mid(0, 5).join(QLatin1String(", "))),
            evidence);
    }

    /// Some Python file beside it or above names the source.
    bool isNamed(const QString& path) const {
        const QByteArray stem = nameOf(path).section(QLatin1Char('.'), 0, 0).toUtf8();
        for (const PythonFacts& facts : m_python) {
            if (!isInside(folderOf(path), folderOf(facts.path)) ||
                folderOf(facts.path).isEmpty() != folderOf(path).isEmpty())
                continue;
            if (std::any_of(facts.buildCalls.begin(), facts.buildCalls.end(),
                            [](const BuildCall& call) { return compilesAtUse(call.function); }) ||
                m_tree.bytes(facts.path).value_or(QByteArray()).contains(stem))
                return true;
        }
        return false;
    }

    void complete(Extension& extension) const {
        QString text = extension.kind == QLatin1String("submodule") || isCudaSource(extension.path)
                           ? QString()
                           : withoutComments(m_tree.text(extension.path).value_or(QString()));
        for (const Script& script : m_scripts) {
            const bool member = std::any_of(script.steps.begin(), script.steps.end(),
                                            [&](const BuildStep& step) { return builds(step, extension); });
            if (member)
                text += script.text;
        }
        extension.architectures = architecturesIn(text);
        extension.includes = m_native.datingIncludes(extension.sources);
    }

    static int kindOrder(const Extension& extension) {
        static const QStringList kinds{
            QStringLiteral("submodule"),  QStringLiteral("cmake"),     QStringLiteral("make"), QStringLiteral("cython"),
            QStringLiteral("setuptools"), QStringLiteral("torch-ffi"), QStringLiteral("cffi")};
        return int(kinds.indexOf(extension.kind));
    }

    /// As the READMEs or an enclosing script tell; then what only compiles before what installs the package itself.
    void order() {
        const auto place = [this](const Extension& extension) {
            for (qsizetype i = 0; i < m_steps.size(); ++i) {
                const BuildStep& step = m_steps.at(i).first;
                if (builds(step, extension) ||
                    (extension.kind == QLatin1String("submodule") && isInside(step.folder, extension.path)))
                    return i;
            }
            return m_steps.size();
        };
        struct Key {
            bool late;
            qsizetype place;
            int kind;
            bool root;
            auto operator<=>(const Key&) const = default;
        };
        QList<std::pair<Key, Extension>> keyed;
        for (const Extension& extension : std::as_const(m_found)) {
            const bool late = extension.kind == QLatin1String("jit") || extension.kind == QLatin1String("source");
            keyed.append({{late, late ? 0 : place(extension), kindOrder(extension),
                           extension.kind == QLatin1String("setuptools") && extension.workdir.isEmpty()},
                          extension});
        }
        std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        m_found.clear();
        for (const auto& [key, extension] : std::as_const(keyed))
            m_found.append(extension);
    }

    /// Kernels that numba or Triton translate need the driver, and numba the toolkit too; nothing is built for them.
    void noteKernels() {
        QList<Evidence> evidence;
        for (const PythonFacts& facts : m_python) {
            for (const ImportUse& use : facts.imports) {
                const bool numba = use.module == QLatin1String("numba.cuda") ||
                                   (use.module == QLatin1String("numba") && use.names.contains(QLatin1String("cuda")));
                if ((numba || use.module == QLatin1String("triton")) && !facts.vendored && evidence.size() < 20)
                    evidence.append(
                        evidenceAt(facts.path, use.line,
                                   use.module + (numba ? QLatin1String(" (numba.cuda)") : QLatin1String(" (Triton)"))));
            }
        }
        if (!evidence.isEmpty())
            m_draft.addNote(
                tr("GPU kernels are written in Python (numba.cuda or Triton): they are compiled when they are "
                   "first used, which needs the GPU's driver and, for numba, parts of the CUDA toolkit."),
                evidence);
    }

    const SourceTree& m_tree;
    const QList<PythonFacts>& m_python;
    Draft& m_draft;
    NativeSources m_native;
    QStringList m_modules;
    QList<Script> m_scripts;
    QList<std::pair<BuildStep, QString>> m_steps; ///< of documents, then of scripts, with their file
    QList<Extension> m_found;
};

} // namespace

void detectExtensions(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft) {
    Finder(tree, python, draft).run();
}

} // namespace reberth::analysis
