#include "core/recipe/validate.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

namespace reberth::recipe {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("RecipeValidation", text);
}

/// A value as a person may read it in a message: one line, not too long.
QString shown(const QString& value) {
    QString text;
    for (const QChar c : value.left(80)) {
        if (c == QLatin1Char('\n')) {
            text += QLatin1String("\\n");
        } else {
            text += c.isPrint() ? c : QChar(0xFFFD);
        }
    }
    return value.size() > 80 ? text + QChar(0x2026) : text;
}

/// Line ends of every reader of our files: BuildKit, make, YAML 1.1 and Python's splitlines() (which pip uses).
bool hasControl(const QString& value) {
    for (const QChar c : value) {
        switch (c.category()) {
        case QChar::Other_Control:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            return true;
        default:
            break;
        }
    }
    return !value.isValidUtf16();
}

/// Collects the first objection; every check is one call, in the order of the recipe's fields.
class Checker {
public:
    /// `pattern` must match the whole value; an empty value passes unless `required`.
    void match(const QString& field, const QString& value, const QString& pattern, const QString& expected,
               bool required = false) {
        if (value.isEmpty() && !required) {
            return;
        }
        // \z, not $: a dollar would let a line break at the end through.
        const QRegularExpression expression(QLatin1String("\\A(?:") + pattern + QLatin1String(")\\z"));
        if (hasControl(value) || !expression.match(value).hasMatch()) {
            object(field, value, expected);
        }
    }

    /// One line of any text.
    void line(const QString& field, const QString& value) {
        if (hasControl(value)) {
            object(field, value, tr("one line of text without control characters"));
        }
    }

    void object(const QString& field, const QString& value, const QString& expected) {
        if (m_error) {
            return;
        }
        m_error = Error{ErrorCode::InvalidInput,
                        tr("The recipe's %1 is \"%2\", which cannot be written into the files. It must be %3.")
                            .arg(field, shown(value), expected),
                        {}};
    }

    Result<void> result() const {
        if (m_error) {
            return fail(*m_error);
        }
        return {};
    }

private:
    std::optional<Error> m_error;
};

const QString versionPattern = QStringLiteral("[0-9]+(?:\\.[0-9]+){0,3}");
const QString packagePattern = QStringLiteral("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
                                              "(?:\\[[A-Za-z0-9._-]+(?:, ?[A-Za-z0-9._-]+)*\\])?");
const QString clausePattern = QStringLiteral(" ?(?:===|==|~=|!=|<=|>=|<|>) ?[0-9A-Za-z.*+!_-]+ ?");
// No blank, quote, backslash, back quote or "${": pip puts the environment's values into "${NAME}".
const QString urlBody = QStringLiteral("(?:(?!\\$\\{)[A-Za-z0-9._~:/?#\\[\\]@!$&()*+,;=%-])+");
// A path below the checkout without a part that leaves it, no glob and no variable (COPY expands both).
const QString pathPattern = QStringLiteral("(?!/)(?!(?:.*/)?\\.\\.(?:/|\\z))[\\w.@+,=~ -][\\w./@+,=~ -]*");

bool carriesPassword(const QString& url) {
    static const QRegularExpression expression(QStringLiteral("://[^/@]*:[^/@]*@"));
    static const QRegularExpression token(QStringLiteral("https?://[^/@]+@"));
    return expression.match(url).hasMatch() || token.match(url).hasMatch();
}

void checkUrl(Checker& check, const QString& field, const QString& url, const QString& schemes) {
    check.match(field, url, schemes + QStringLiteral("://") + urlBody,
                tr("a URL without blanks, quotes or ${variables}"));
    if (carriesPassword(url)) {
        check.object(field, QString(url).replace(QRegularExpression(QStringLiteral("//[^@]*@")), QStringLiteral("//***@")),
                     tr("a URL without user name and password, which would stand readable in the files"));
    }
}

void checkChoices(Checker& check, const Recipe& recipe) {
    check.match(tr("name"), recipe.name, QStringLiteral("[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*"),
                tr("lower case letters and digits, with single dots, dashes or underscores between them"), true);
    if (recipe.name.size() > 100) {
        check.object(tr("name"), recipe.name, tr("at most 100 characters long"));
    }
    check.line(tr("source"), recipe.source);
    if (carriesPassword(recipe.source)) {
        check.object(tr("source"), QStringLiteral("***"), tr("a URL without user name and password"));
    }
    check.match(tr("commit"), recipe.commit, QStringLiteral("[0-9a-f]{7,64}"), tr("a commit in hexadecimal digits"));

    const QString part = QStringLiteral("[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*");
    check.match(tr("base image"), recipe.baseImage.value,
                QStringLiteral("(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]+)?/)?%1(?:/%1)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?"
                               "(?:@sha256:[0-9a-f]{64})?")
                    .arg(part),
                tr("an image with its tag, such as debian:bookworm-slim"), true);
    check.match(tr("operating system"), recipe.osRelease.value, QStringLiteral("[a-z]+[0-9.]*"),
                tr("a release such as ubuntu22.04 or debian12"));
    const QString version = tr("a version such as 3.8");
    check.match(tr("Python"), recipe.python.value, versionPattern, version);
    check.match(tr("framework"), recipe.framework.value, packagePattern, tr("a package name such as torch"));
    check.match(tr("framework version"), recipe.frameworkVersion.value, QStringLiteral("[0-9A-Za-z.+!_-]+"), version);
    check.match(tr("CUDA"), recipe.cuda.value, versionPattern, version);
    check.match(tr("cuDNN"), recipe.cudnn.value, versionPattern, version);
    check.match(tr("GCC"), recipe.gcc.value, versionPattern, version);
    check.match(tr("GPU architectures"), recipe.archList.value, QStringLiteral("[0-9A-Za-z.+; ]+"),
                tr("a list such as 7.5;8.6+PTX"));
}

void checkPackages(Checker& check, const Recipe& recipe) {
    for (const PythonPackage& package : recipe.packages) {
        const QString field = tr("Python package");
        check.match(field, package.name, packagePattern, tr("a package name such as numpy or ray[tune]"),
                    package.url.isEmpty());
        check.match(tr("version of %1").arg(shown(package.name)), package.specifier,
                    QStringLiteral("%1(?:,%1)*").arg(clausePattern), tr("a version range such as ==1.2 or >=1,<2"));
        const QString urlField = tr("address of %1").arg(shown(package.name));
        if (package.url.contains(QLatin1String("://"))) {
            checkUrl(check, urlField, package.url,
                     QStringLiteral("(?:git\\+|hg\\+|svn\\+|bzr\\+)?(?:https?|ssh|git|file)"));
        } else {
            check.match(urlField, package.url, QStringLiteral("\\.|(?:\\./)?%1").arg(pathPattern),
                        tr("a URL, or a folder inside of the repository"));
        }
        check.line(tr("reason of %1").arg(shown(package.name)), package.reason);
    }
    for (const QString& url : recipe.indexUrls) {
        checkUrl(check, tr("package index"), url, QStringLiteral("https?"));
    }
    for (const QString& url : recipe.findLinks) {
        checkUrl(check, tr("page of wheels"), url, QStringLiteral("https?"));
    }
    for (const PythonPackage& package : recipe.condaPackages) {
        check.match(tr("conda package"), package.name, QStringLiteral("(?:[A-Za-z0-9_.-]+::)?[A-Za-z0-9_][A-Za-z0-9_.-]*"),
                    tr("a package name such as numpy or conda-forge::numpy"), true);
        check.match(tr("version of %1").arg(shown(package.name)), package.specifier,
                    QStringLiteral("[0-9A-Za-z.*=<>!~,|+_ -]+"), tr("a version range such as =1.2 or >=1,<2"));
    }
    for (const QString& channel : recipe.condaChannels) {
        check.match(tr("conda channel"), channel, QStringLiteral("[A-Za-z0-9_](?:[A-Za-z0-9_./:-]*)"),
                    tr("a channel's name such as conda-forge"), true);
    }
    for (const Choice& package : recipe.systemPackages) {
        check.match(tr("system package"), package.value,
                    QStringLiteral("[a-z0-9][a-z0-9+.-]+(?::[a-z0-9]+)?(?:=[A-Za-z0-9.+:~-]+)?"),
                    tr("an apt name such as libgl1"), true);
    }
}

void checkCommand(Checker& check, const QString& field, const QString& command) {
    check.line(field, command);
    if (command.trimmed().isEmpty()) {
        check.object(field, command, tr("a command"));
    }
    // At the end of a line a backslash would join the next line of the file to this one.
    if (command.trimmed().endsWith(QLatin1Char('\\'))) {
        check.object(field, command, tr("a command that does not end with a backslash"));
    }
}

void checkCommands(Checker& check, const Recipe& recipe) {
    for (const ExtensionBuild& extension : recipe.extensions) {
        const QString path = tr("a path inside of the repository, of letters, digits, blanks and . _ - + = ~ @ ,");
        check.match(tr("extension's file"), extension.path, pathPattern, path);
        check.match(tr("extension's folder"), extension.workdir, pathPattern, path);
        const QString field = tr("extension's build command");
        checkCommand(check, field, extension.command);
        // RUN would read "<<X" as the start of a here-document, "--x" as its own option and "[" as its JSON form.
        static const QRegularExpression own(QStringLiteral("<<|\\A\\s*(?:-|\\[)"));
        if (own.match(extension.command).hasMatch()) {
            check.object(field, extension.command, tr("a shell command without here-documents"));
        }
    }
    QSet<QString> verbs;
    for (const EntryPoint& entry : recipe.entryPoints) {
        check.match(tr("verb"), entry.verb, QStringLiteral("[a-z0-9]+(?:[_-][a-z0-9]+)*"),
                    tr("a lower case word such as train or train-small"), true);
        if (verbs.contains(entry.verb)) {
            check.object(tr("verb"), entry.verb, tr("different from the verbs of the other entry points"));
        }
        verbs.insert(entry.verb);
        checkCommand(check, tr("command of %1").arg(shown(entry.verb)), entry.command);
        check.match(tr("folder of %1").arg(shown(entry.verb)), entry.workdir, pathPattern,
                    tr("a folder inside of the repository"));
        for (const Parameter& parameter : entry.parameters) {
            check.line(tr("parameter of %1").arg(shown(entry.verb)), parameter.name);
        }
    }
}

void checkSurroundings(Checker& check, const Recipe& recipe) {
    for (const Volume& volume : recipe.volumes) {
        check.match(tr("volume's folder on the host"), volume.host, QStringLiteral("(?:\\.|/|~/)[\\w./@+,=~ -]*"),
                    tr("a path that starts with ./, ../, ~/ or / and has no colon, quote or variable"), true);
        check.match(tr("volume's folder in the container"), volume.container, QStringLiteral("/[\\w./@+,=~-]+"),
                    tr("an absolute path without blanks, such as /data"), true);
    }
    static const QRegularExpression secret(
        QStringLiteral("(?:\\A|_)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|\\z)"),
        QRegularExpression::CaseInsensitiveOption);
    for (auto it = recipe.environment.begin(); it != recipe.environment.end(); ++it) {
        check.match(tr("environment variable"), it.key(), QStringLiteral("[A-Za-z_][A-Za-z0-9_]*"),
                    tr("a name of letters, digits and underscores"), true);
        check.line(tr("value of %1").arg(shown(it.key())), it.value());
        if (!it.value().isEmpty() && secret.match(it.key()).hasMatch()) {
            check.object(tr("value of %1").arg(it.key()), QStringLiteral("***"),
                         tr("empty, because a secret would stand readable in the files; the value is then taken from the "
                            "environment when the container is started"));
        }
    }
    check.match(tr("shared memory"), recipe.shmSize, QStringLiteral("(?i)[0-9]+(?:\\.[0-9]+)?(?:[kmg]?b?)"),
                tr("a size such as 8gb"));
    check.match(tr("compose version"), recipe.composeVersion, QStringLiteral("[23](?:\\.[0-9]{1,2})?"),
                tr("2.4, 3.8 or empty for the Compose specification"));
    for (const QString& line : recipe.ignore) {
        check.line(tr("ignore pattern"), line);
    }
    const bool spec = recipe.composeVersion.isEmpty();
    const bool second = recipe.composeVersion == QLatin1String("2.3") || recipe.composeVersion == QLatin1String("2.4");
    const bool fits = recipe.gpuAccess == GpuAccess::None || spec || (second && recipe.gpuAccess == GpuAccess::Runtime);
    if (!fits) {
        check.object(tr("compose version"), recipe.composeVersion,
                     tr("2.4 or empty for GPU access by \"runtime\", and empty for access by \"%1\"")
                         .arg(gpuAccessName(recipe.gpuAccess)));
    }
}

} // namespace

Result<void> validate(const Recipe& recipe) {
    Checker check;
    checkChoices(check, recipe);
    checkPackages(check, recipe);
    checkCommands(check, recipe);
    checkSurroundings(check, recipe);
    return check.result();
}

} // namespace reberth::recipe
