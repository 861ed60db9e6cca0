#include "core/analysis/detectors.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

QString folderOf(const QString& path) {
    return path.contains(QLatin1Char('/')) ? path.left(path.lastIndexOf(QLatin1Char('/'))) : QString();
}

QString nameOf(const QString& path) {
    return path.mid(path.lastIndexOf(QLatin1Char('/')) + 1);
}

bool isInside(const QString& path, const QString& folder) {
    return folder.isEmpty() || path == folder || path.startsWith(folder + QLatin1Char('/'));
}

bool endsWithAny(const QString& path, std::initializer_list<const char*> endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&path](const char* ending) { return path.endsWith(QLatin1String(ending)); });
}

/// "-gencode" lines, nvcc calls and shared objects: a script that compiles by itself.
bool compiles(const QString& text) {
    static const QRegularExpression compiler(
        QStringLiteral(
            "(?:^|[\\s/"
            "$({;&])(?:nvcc|NVCC\\)?|\\$\\{?NVCC\\}?)\\s+[^\\n]*(?:\\\\\\n[^\\n]*)*-(?:shared|c\\b|-?lib|Xcompiler)|"
            "(?:^|[\\s/"
            ";&])(?:g\\+\\+|gcc|c\\+\\+|\\$\\(CXX\\)|\\$\\(CC\\))[-\\w.]*\\s+[^\\n]*(?:\\\\\\n[^\\n]*)*-shared"),
        QRegularExpression::MultilineOption);
    return compiler.match(text).hasMatch();
}

bool buildsSetup(const QString& text) {
    static const QRegularExpression setup(
        QStringLiteral("python[\\d.]*\\s+(?:\\S*/)?(?:setup\\w*\\.py\\s+(?:build|install|develop)|build\\.py)"));
    return setup.match(text).hasMatch();
}

class Finder {
public:
    Finder(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft)
        : m_tree(tree)
        , m_python(python)
        , m_draft(draft) {}

    void run() {
        scripts();
        pythonBuilders();
        justInTime();
        cmake();
        looseCuda();
        std::stable_sort(m_found.begin(), m_found.end(),
                         [](const Extension& a, const Extension& b) { return order(a) < order(b); });
        m_draft.extensions = m_found;
    }

private:
    static int order(const Extension& extension) {
        if (extension.kind == QLatin1String("cmake"))
            return 0;
        if (extension.kind == QLatin1String("make"))
            return 1;
        if (extension.kind == QLatin1String("cython"))
            return 2;
        return extension.kind == QLatin1String("jit") ? 4 : 3;
    }

    QStringList sourcesUnder(const QString& folder) const {
        QStringList sources;
        for (const SourceFile& file : m_tree.files()) {
            if (isInside(file.path, folder) && endsWithAny(file.path, {".cu", ".cuh", ".cpp", ".cc", ".c", ".pyx"}) &&
                sources.size() < 200)
                sources.append(file.path);
        }
        return sources;
    }

    /// What an enclosing make.sh or Makefile builds already needs no command of its own.
    bool isCovered(const QString& path) const {
        const QString folder = folderOf(path);
        for (const auto& [script, text] : m_scripts) {
            const QString base = folderOf(script);
            if (!isInside(folder, base))
                continue;
            QString relative = base.isEmpty() ? folder : folder.mid(base.size() + 1);
            if (folder == base)
                relative.clear();
            if (!text.contains(nameOf(path)))
                continue;
            if (relative.isEmpty())
                return true;
            const QStringList parts = relative.split(QLatin1Char('/'));
            if (text.contains(relative) || text.contains(parts.last()))
                return true;
        }
        return false;
    }

    void scripts() {
        for (const SourceFile& file : m_tree.files()) {
            const QString name = file.name();
            const bool shell = name.endsWith(QLatin1String(".sh"));
            const bool make = name == QLatin1String("Makefile") || name == QLatin1String("makefile");
            if ((!shell && !make) || file.depth() > 8)
                continue;
            std::optional<QString> text = m_tree.text(file.path);
            if (!text || text->size() > 200'000)
                continue;
            static const QRegularExpression comment(QStringLiteral("^\\s*#.*$"), QRegularExpression::MultilineOption);
            text->replace(comment, QString());
            const bool direct = compiles(*text);
            const bool indirect = make && buildsSetup(*text);
            if (!direct && !indirect) {
                continue;
            }
            m_scripts.append({file.path, *text});
            Extension extension;
            extension.path = file.path;
            extension.kind = QStringLiteral("make");
            extension.cuda = text->contains(QLatin1String("nvcc"));
            extension.workdir = file.folder();
            extension.buildCommand = make ? QStringLiteral("make") : QLatin1String("sh ") + name;
            if (shell && text->contains(QLatin1String("bash")))
                extension.buildCommand = QLatin1String("bash ") + name;
            extension.sources = sourcesUnder(file.folder());
            extension.cuda =
                extension.cuda ||
                std::any_of(extension.sources.begin(), extension.sources.end(), [&](const QString& source) {
                    return source.endsWith(QLatin1String(".cu")) && text->contains(nameOf(source));
                });
            extension.evidence = {evidenceAt(file.path, 1, text->trimmed().section(QLatin1Char('\n'), 0, 0))};
            m_found.append(extension);
        }
    }

    void pythonBuilders() {
        for (const PythonFacts& facts : m_python) {
            if (facts.buildCalls.isEmpty())
                continue;
            const QString name = nameOf(facts.path);
            const bool ffi = std::any_of(facts.buildCalls.begin(), facts.buildCalls.end(), [](const BuildCall& call) {
                return call.function == QLatin1String("create_extension");
            });
            if ((!facts.callsSetup && !ffi) || name.contains(QLatin1String("windows")))
                continue;
            const QString text = m_tree.text(facts.path).value_or(QString());
            Extension extension;
            extension.path = facts.path;
            extension.workdir = folderOf(facts.path);
            bool cuda = text.contains(QLatin1String("nvcc")) || text.contains(QLatin1String("with_cuda"));
            bool cython = false;
            for (const BuildCall& call : facts.buildCalls) {
                cuda = cuda || call.function == QLatin1String("CUDAExtension") ||
                       call.function == QLatin1String("make_cuda_ext");
                cython = cython || call.function == QLatin1String("cythonize");
                for (const QString& source : call.sources) {
                    cuda = cuda || source.endsWith(QLatin1String(".cu"));
                    cython = cython || source.endsWith(QLatin1String(".pyx"));
                    const std::optional<QString> path = joinInside(extension.workdir, source);
                    extension.sources.append(path.value_or(source));
                }
                extension.evidence.append(evidenceAt(facts.path, call.line, call.text));
            }
            if (extension.sources.isEmpty())
                extension.sources = sourcesUnder(extension.workdir);
            // A setup.py that only names extensions of other packages has no source here.
            if (extension.sources.isEmpty() && !ffi)
                continue;
            extension.cuda = cuda;
            if (ffi) {
                extension.kind = QStringLiteral("torch-ffi");
                extension.buildCommand = QLatin1String("python ") + name;
            } else if (cython && !text.contains(QLatin1String("cpp_extension"))) {
                extension.kind = QStringLiteral("cython");
                extension.buildCommand = QStringLiteral("python %1 build_ext --inplace").arg(name);
            } else {
                extension.kind = QStringLiteral("setuptools");
                extension.buildCommand = QStringLiteral("python %1 build develop").arg(name);
                if (text.contains(QLatin1String("distutils")) && !text.contains(QLatin1String("setuptools")))
                    extension.buildCommand = QStringLiteral("python %1 build_ext --inplace").arg(name);
            }
            if (isCovered(facts.path))
                extension.buildCommand.clear();
            m_found.append(extension);
        }
    }

    void justInTime() {
        for (const PythonFacts& facts : m_python) {
            QList<Evidence> evidence;
            QStringList sources;
            for (const BuildCall& call : facts.buildCalls) {
                if (call.function != QLatin1String("load") && call.function != QLatin1String("load_inline"))
                    continue;
                evidence.append(evidenceAt(facts.path, call.line, call.text));
                for (const QString& source : call.sources)
                    sources.append(joinInside(folderOf(facts.path), source).value_or(source));
            }
            if (evidence.isEmpty())
                continue;
            Extension extension;
            extension.path = facts.path;
            extension.kind = QStringLiteral("jit");
            extension.sources = sources;
            extension.cuda = sources.isEmpty() ||
                             std::any_of(sources.begin(), sources.end(),
                                         [](const QString& source) { return source.endsWith(QLatin1String(".cu")); });
            extension.evidence = evidence;
            m_found.append(extension);
        }
    }

    void cmake() {
        QStringList roots;
        for (const QString& path : m_tree.named(QStringLiteral("CMakeLists.txt"))) {
            const QString folder = folderOf(path);
            if (std::any_of(roots.begin(), roots.end(), [&](const QString& root) { return isInside(folder, root); }))
                continue;
            const std::optional<QString> text = m_tree.text(path);
            static const QRegularExpression cuda(
                QStringLiteral(
                    "cuda_add_|find_package\\s*\\(\\s*CUDA|enable_language\\s*\\(\\s*CUDA|LANGUAGES[^)]*CUDA"),
                QRegularExpression::CaseInsensitiveOption);
            static const QRegularExpression module(
                QStringLiteral("pybind11_add_module|find_package\\s*\\(\\s*(?:Torch|pybind11|PythonLibs|Python3?)|add_"
                               "library\\s*\\([^)]*SHARED"),
                QRegularExpression::CaseInsensitiveOption);
            if (!text)
                continue;
            const bool gpu = cuda.match(*text).hasMatch();
            const auto match = gpu ? cuda.match(*text) : module.match(*text);
            if (!match.hasMatch())
                continue;
            roots.append(folder);
            // A setup.py beside it runs cmake by itself.
            const bool driven = std::any_of(m_found.begin(), m_found.end(),
                                            [&](const Extension& known) { return known.workdir == folder; });
            Extension extension;
            extension.path = path;
            extension.kind = QStringLiteral("cmake");
            extension.cuda = gpu;
            extension.workdir = folder;
            extension.buildCommand = driven ? QString() : QStringLiteral("cmake -S . -B build && cmake --build build");
            extension.sources = sourcesUnder(folder);
            const int line = int(QStringView(*text).left(match.capturedStart()).count(QLatin1Char('\n'))) + 1;
            extension.evidence = {evidenceAt(path, line, text->section(QLatin1Char('\n'), line - 1, line - 1))};
            m_found.append(extension);
        }
    }

    /// CUDA sources that no build file covers are compiled when they are first used.
    void looseCuda() {
        QSet<QString> covered;
        for (const Extension& extension : std::as_const(m_found)) {
            if (extension.kind != QLatin1String("jit"))
                covered.insert(folderOf(extension.path));
            for (const QString& source : extension.sources)
                covered.insert(source);
        }
        for (const SourceFile& file : m_tree.files()) {
            if (!file.path.endsWith(QLatin1String(".cu")) || file.vendored || covered.contains(file.path))
                continue;
            bool inside = false;
            for (QString folder = file.folder(); !inside; folder = folderOf(folder)) {
                inside = covered.contains(folder);
                if (folder.isEmpty())
                    break;
            }
            if (inside)
                continue;
            Extension extension;
            extension.path = file.path;
            extension.kind = QStringLiteral("jit");
            extension.cuda = true;
            extension.sources = {file.path};
            extension.evidence = {{file.path, 0, {}}};
            m_found.append(extension);
        }
    }

    const SourceTree& m_tree;
    const QList<PythonFacts>& m_python;
    Draft& m_draft;
    QList<std::pair<QString, QString>> m_scripts;
    QList<Extension> m_found;
};

} // namespace

void detectExtensions(const SourceTree& tree, const QList<PythonFacts>& python, Draft& draft) {
    Finder(tree, python, draft).run();
}

} // namespace reberth::analysis
