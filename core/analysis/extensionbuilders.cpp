#include "core/analysis/extensionbuilders.h"

#include "core/analysis/draft.h"
#include "core/analysis/localmodules.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace reberth::analysis {

namespace {

constexpr qsizetype maxExtensions = 500;

QString folderOf(const QString& path) {
    return path.contains(QLatin1Char('/')) ? path.left(path.lastIndexOf(QLatin1Char('/'))) : QString();
}

QString nameOf(const QString& path) {
    return path.mid(path.lastIndexOf(QLatin1Char('/')) + 1);
}

bool isInside(const QString& path, const QString& folder) {
    return folder.isEmpty() || path == folder || path.startsWith(folder + QLatin1Char('/'));
}

/// A kernel whose text stands in the Python file and is compiled when it is first called.
bool compilesText(const QString& function) {
    return function == QLatin1String("RawKernel") || function == QLatin1String("RawModule") ||
           function == QLatin1String("compile_with_cache") || function == QLatin1String("SourceModule");
}

bool imports(const PythonFacts& facts, const char* module) {
    return std::any_of(facts.imports.begin(), facts.imports.end(), [module](const ImportUse& use) {
        return use.module == QLatin1String(module) || use.module.startsWith(QLatin1String(module) + QLatin1Char('.'));
    });
}

bool importsBuilder(const PythonFacts& facts) {
    static const QSet<QString> names{QStringLiteral("CUDAExtension"), QStringLiteral("CppExtension"),
                                     QStringLiteral("BuildExtension"), QStringLiteral("Extension"),
                                     QStringLiteral("cythonize")};
    return std::any_of(facts.imports.begin(), facts.imports.end(), [](const ImportUse& use) {
        return use.module == QLatin1String("torch.utils.cpp_extension") ||
               std::any_of(use.names.begin(), use.names.end(),
                           [](const QString& name) { return names.contains(name); });
    });
}

} // namespace

bool isCudaSource(const QString& path) {
    return path.endsWith(QLatin1String(".cu")) || path.endsWith(QLatin1String(".cuh"));
}

bool compilesAtUse(const QString& function) {
    return function == QLatin1String("load") || function == QLatin1String("load_inline") ||
           function == QLatin1String("get_plugin") || compilesText(function);
}

/// A source's path in the tree; its folder is often put together by code.
QString ExtensionBuilders::located(const QString& folder, const QString& source) const {
    const QString direct = joinInside(folder, source).value_or(source);
    if (m_tree.contains(direct))
        return direct;
    const QString name = QLatin1Char('/') + nameOf(source);
    QString found;
    for (const QString& candidate : m_native.under(folder)) {
        if (!(QLatin1Char('/') + candidate).endsWith(name))
            continue;
        if (!found.isEmpty())
            return direct;
        found = candidate;
    }
    return found.isEmpty() ? direct : found;
}

QList<Extension> ExtensionBuilders::setupScripts() const {
    QList<Extension> found;
    for (const PythonFacts& facts : m_python) {
        const QString name = nameOf(facts.path);
        const auto calls = [&facts](const char* function) {
            return std::any_of(facts.buildCalls.begin(), facts.buildCalls.end(),
                               [function](const BuildCall& call) { return call.function == QLatin1String(function); });
        };
        const bool ffi = calls("create_extension");
        const bool cffi = calls("set_source") && imports(facts, "cffi");
        // `extension = CUDAExtension` and a call of that: only the import tells.
        const bool indirect = facts.callsSetup && facts.buildCalls.isEmpty() && importsBuilder(facts);
        if ((facts.buildCalls.isEmpty() && !indirect) || (!facts.callsSetup && !ffi && !cffi) ||
            name.contains(QLatin1String("windows")) || found.size() >= maxExtensions)
            continue;
        const QString text = m_tree.text(facts.path).value_or(QString());
        if (indirect && !text.contains(QLatin1String("ext_modules")))
            continue;
        Extension extension;
        extension.path = facts.path;
        extension.workdir = folderOf(facts.path);
        bool cuda = false, cython = false;
        for (const BuildCall& call : facts.buildCalls) {
            cuda = cuda || call.function == QLatin1String("CUDAExtension") ||
                   call.function == QLatin1String("make_cuda_ext");
            cython = cython || call.function == QLatin1String("cythonize");
            for (const QString& source : call.sources) {
                cuda = cuda || isCudaSource(source);
                cython = cython || source.endsWith(QLatin1String(".pyx"));
                extension.sources.append(located(extension.workdir, source));
            }
            extension.evidence.append(evidenceAt(facts.path, call.line, call.text));
        }
        extension.sources.removeDuplicates();
        if (extension.sources.isEmpty())
            extension.sources = globbedSources(extension.workdir, text);
        if (indirect)
            extension.evidence = {lineWith(facts.path, text, QStringLiteral("ext_modules"))};
        // What was copied for its nvcc hook need not compile any CUDA.
        cuda = cuda || std::any_of(extension.sources.begin(), extension.sources.end(), isCudaSource) ||
               ((text.contains(QLatin1String("nvcc")) || text.contains(QLatin1String("with_cuda"))) &&
                hasCuda(extension.workdir));
        // A setup.py that only names extensions of other packages has no source here.
        if (extension.sources.isEmpty() && !ffi && !cffi)
            continue;
        extension.cuda = cuda;
        if (ffi || cffi) {
            extension.kind = ffi ? QStringLiteral("torch-ffi") : QStringLiteral("cffi");
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
        found.append(extension);
    }
    return found;
}

Evidence ExtensionBuilders::lineWith(const QString& path, const QString& text, const QString& word) const {
    const qsizetype at = std::max<qsizetype>(text.indexOf(word), 0);
    const int line = int(QStringView(text).left(at).count(QLatin1Char('\n'))) + 1;
    return evidenceAt(path, line, text.section(QLatin1Char('\n'), line - 1, line - 1));
}

bool ExtensionBuilders::hasCuda(const QString& folder) const {
    const QStringList sources = m_native.under(folder);
    return std::any_of(sources.begin(), sources.end(), isCudaSource);
}

/// The sources below the folder that os.path.join() names for a glob, or below the script's own.
QStringList ExtensionBuilders::globbedSources(const QString& workdir, const QString& text) const {
    static const QRegularExpression join(QStringLiteral("path\\.join\\(([^()]*)\\)"));
    static const QRegularExpression quoted(QStringLiteral("['\"]([\\w./-]+)['\"]"));
    auto it = join.globalMatch(text);
    while (it.hasNext()) {
        QString folder = workdir;
        auto parts = quoted.globalMatch(it.next().captured(1));
        while (parts.hasNext()) {
            const std::optional<QString> next = joinInside(folder, parts.next().captured(1));
            if (!next || !m_tree.hasFolder(*next))
                break;
            folder = *next;
        }
        const QStringList sources = folder == workdir ? QStringList() : m_native.under(folder);
        if (!sources.isEmpty())
            return sources;
    }
    return m_native.under(workdir);
}

/// torch's load() and what wraps it, CuPy's and PyCUDA's kernels in text.
QList<Extension> ExtensionBuilders::justInTime() const {
    QList<Extension> found;
    for (const PythonFacts& facts : m_python) {
        if (isSideCode(facts.path))
            continue;
        Extension extension;
        bool inText = false;
        const bool arrays = std::any_of(facts.imports.begin(), facts.imports.end(), [](const ImportUse& use) {
            return use.module.startsWith(QLatin1String("cupy")) || use.module.startsWith(QLatin1String("pycuda"));
        });
        for (const BuildCall& call : facts.buildCalls) {
            if (!compilesAtUse(call.function) || (compilesText(call.function) && !arrays) || facts.callsSetup)
                continue;
            inText = inText || compilesText(call.function);
            extension.evidence.append(evidenceAt(facts.path, call.line, call.text));
            for (const QString& source : call.sources)
                extension.sources.append(located(folderOf(facts.path), source));
        }
        if (extension.evidence.isEmpty() || found.size() >= maxExtensions)
            continue;
        extension.path = facts.path;
        extension.kind = QStringLiteral("jit");
        if (extension.sources.isEmpty() && !inText)
            extension.sources = namedSources(facts.path);
        extension.sources.removeDuplicates();
        extension.cuda = extension.sources.isEmpty() ||
                         std::any_of(extension.sources.begin(), extension.sources.end(), isCudaSource);
        found.append(extension);
    }
    return found;
}

/// Sources that a Python file names anywhere in its text and that exist.
QStringList ExtensionBuilders::namedSources(const QString& path) const {
    static const QRegularExpression quoted(QStringLiteral("['\"]([\\w./-]+\\.(?:cu|cpp|cc|c|cuh))['\"]"));
    const QString text = m_tree.text(path).value_or(QString());
    QStringList found;
    auto it = quoted.globalMatch(text);
    while (it.hasNext() && found.size() < 100) {
        const QString source = located(folderOf(path), it.next().captured(1));
        if (m_tree.contains(source) && !found.contains(source))
            found.append(source);
    }
    return found;
}

QList<Extension> ExtensionBuilders::cmake(const QList<Extension>& known) const {
    QList<Extension> found;
    QStringList roots;
    for (const QString& path : m_tree.named(QStringLiteral("CMakeLists.txt"))) {
        const QString folder = folderOf(path);
        if (std::any_of(roots.begin(), roots.end(), [&](const QString& root) { return isInside(folder, root); }))
            continue;
        const std::optional<QString> text = m_tree.text(path);
        static const QRegularExpression cuda(
            QStringLiteral("cuda_add_|find_package\\s*\\(\\s*CUDA|enable_language\\s*\\(\\s*CUDA|LANGUAGES[^)]*CUDA"),
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression module(
            QStringLiteral("pybind11_add_module|find_package\\s*\\(\\s*(?:Torch|pybind11|PythonLibs|Python3?)|add_"
                           "library\\s*\\([^)]*SHARED"),
            QRegularExpression::CaseInsensitiveOption);
        if (!text || found.size() >= maxExtensions)
            continue;
        const bool gpu = cuda.match(*text).hasMatch();
        const auto match = gpu ? cuda.match(*text) : module.match(*text);
        if (!match.hasMatch())
            continue;
        roots.append(folder);
        // A setup.py beside it runs cmake by itself.
        const bool driven =
            std::any_of(known.begin(), known.end(), [&](const Extension& other) { return other.workdir == folder; });
        Extension extension;
        extension.path = path;
        extension.kind = QStringLiteral("cmake");
        extension.cuda = gpu;
        extension.workdir = folder;
        extension.buildCommand = driven ? QString() : QStringLiteral("cmake -S . -B build && cmake --build build");
        extension.sources = m_native.under(folder);
        const int line = int(QStringView(*text).left(match.capturedStart()).count(QLatin1Char('\n'))) + 1;
        extension.evidence = {evidenceAt(path, line, text->section(QLatin1Char('\n'), line - 1, line - 1))};
        found.append(extension);
    }
    return found;
}

} // namespace reberth::analysis
