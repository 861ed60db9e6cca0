// What should not be inside an image: data, weights, secrets.
#include "core/dockerfile/rule.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

const QRegularExpression& weights() {
    static const QRegularExpression pattern(
        QStringLiteral(
            "\\.(pth|pt|ckpt|pkl|pickle|h5|hdf5|pb|onnx|caffemodel|safetensors|weights|npz|npy|tfrecords?|lmdb|"
            "pth\\.tar|t7|bin\\.gz)$"),
        QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

const QRegularExpression& dataFolder() {
    static const QRegularExpression pattern(
        QStringLiteral("(^|/)(data|datasets?|checkpoints?|weights|pretrained(_models?)?|imagenet|coco|cifar)/?$"),
        QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

QList<Word> localSources(const Instruction& instruction) {
    QList<Word> words = instruction.isJson ? instruction.json : expandedWords(instruction);
    if ((!instruction.is(Keyword::Copy) && !instruction.is(Keyword::Add)) || instruction.flag(u"from") ||
        words.isEmpty()) {
        return {};
    }
    words.removeLast();
    return words;
}

void dataCopied(const Subject& subject, Findings& findings) {
    for (const Instruction* instruction : subject.instructions) {
        for (const Word& word : localSources(*instruction)) {
            const bool isWeights = word.text.contains(weights());
            if ((isWeights || word.text.contains(dataFolder())) && subject.isShipped(instruction->stage)) {
                findings.add(word.range,
                             isWeights
                                 ? translated("“%1” looks like weights or data; a volume keeps it out of every layer.")
                                       .arg(word.text)
                                 : translated("“%1” looks like a folder of data; a volume keeps it out of every layer.")
                                       .arg(word.text));
            }
        }
    }
}

void dataDownloaded(const Subject& subject, Findings& findings) {
    static const QRegularExpression sets(QStringLiteral(
        "images\\.cocodataset\\.org|image-net\\.org|cs\\.toronto\\.edu/~kriz|yann\\.lecun\\.com|"
        "host\\.robots\\.ox\\.ac\\.uk|kaggle\\.com/.*download|zenodo\\.org/record|drive\\.google\\.com"));
    static const QRegularExpression hub(QStringLiteral("huggingface\\.co/.*/resolve/"));
    subject.eachCommand([&](const RunView& view, const ShellCommand& command) {
        const QString& name = command.name();
        const bool tool = name == QLatin1String("gdown") ||
                          (name == QLatin1String("kaggle") && command.verb() == QLatin1String("datasets")) ||
                          (name == QLatin1String("huggingface-cli") && command.verb() == QLatin1String("download")) ||
                          (name == QLatin1String("hf") && command.verb() == QLatin1String("download"));
        const bool get =
            name == QLatin1String("wget") || name == QLatin1String("curl") || name == QLatin1String("aria2c");
        const bool data = get && std::any_of(command.words.cbegin(), command.words.cend(), [](const ShellWord& word) {
                              const QString path = word.text.section(u'?', 0, 0);
                              return word.text.contains(sets) || word.text.contains(hub) ||
                                     (path.contains(QLatin1String("://")) && path.contains(weights()));
                          });
        if ((tool || data) && subject.isShipped(view)) {
            findings.add(command.range, translated("This puts data or weights into the image, and asks their server at "
                                                   "every build; a volume is filled once."));
        }
    });
}

void secretFile(const Subject& subject, Findings& findings) {
    static const QRegularExpression files(QStringLiteral(
        "(^|/)(\\.env(\\.[a-z]+)?|\\.netrc|_netrc|\\.pypirc|\\.npmrc|id_(rsa|dsa|ecdsa|ed25519)|\\.ssh|\\.aws|"
        "\\.kaggle|kaggle\\.json|credentials(\\.json)?|service[-_]account.*\\.json|.*\\.pem|.*\\.p12|"
        "\\.git-credentials|\\.docker/config\\.json)/?$"));
    for (const Instruction* instruction : subject.instructions) {
        for (const Word& word : localSources(*instruction)) {
            if (word.text.contains(files) && !word.text.endsWith(QLatin1String(".env.example"))) {
                findings.add(word.range,
                             translated("“%1” holds secrets as a rule, and a layer keeps it even when a later one "
                                        "deletes it; use RUN --mount=type=secret.")
                                 .arg(word.text));
            }
        }
    }
}

void tokenInText(const Subject& subject, Findings& findings) {
    static const QRegularExpression token(
        QStringLiteral("(?<![A-Za-z0-9])(hf_[A-Za-z0-9]{30,}|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,}|"
                       "glpat-[A-Za-z0-9_-]{20,}|AKIA[0-9A-Z]{16}|sk-[A-Za-z0-9]{32,}|xox[bp]-[A-Za-z0-9-]{20,}|"
                       "AIza[0-9A-Za-z_-]{35})(?![A-Za-z0-9])"));
    for (auto it = token.globalMatch(subject.source()); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        findings.add(
            {match.capturedStart(), match.capturedEnd()},
            translated("This is somebody's key: whoever reads the file or the image's history has it. Withdraw it, "
                       "then use RUN --mount=type=secret."));
    }
    subject.eachCommand([&](const RunView&, const ShellCommand& command) {
        static const QRegularExpression key(QStringLiteral("^[0-9a-f]{40}$"));
        if (command.name() == QLatin1String("wandb") && command.verb() == QLatin1String("login")) {
            for (const ShellWord& word : command.operands()) {
                if (word.text.contains(key)) {
                    findings.add(word.range,
                                 translated("This is somebody's key of Weights & Biases; everybody who has the "
                                            "image can read it."));
                }
            }
        }
    });
}

void credentialsInAddress(const Subject& subject, Findings& findings) {
    static const QRegularExpression user(QStringLiteral("[a-z+]+://[^/@:\\s]+:([^/@\\s$]+)@"));
    subject.eachCommand([&](const RunView&, const ShellCommand& command) {
        for (const ShellWord& word : command.words) {
            if (word.text.contains(user)) {
                findings.add(word.range, translated("The password in this address stays in the image's history."));
            }
        }
    });
}

void wholeContext(const Subject& subject, Findings& findings) {
    if (!subject.context.contextHas || subject.context.ignoreFile ||
        subject.context.contextHas(QStringLiteral(".dockerignore"))) {
        return;
    }
    for (const Instruction* instruction : subject.instructions) {
        for (const Word& word : localSources(*instruction)) {
            if (word.text == QLatin1String(".") || word.text == QLatin1String("./")) {
                findings.add(word.range,
                             translated("Everything is copied, .git and data too: there is no .dockerignore."));
                return;
            }
        }
    }
}

} // namespace

QList<Rule> contentsRules() {
    return {
        {"data-in-image",
         {},
         Severity::Info,
         "Data or weights copied into the image",
         "An image with data is large, can't be shared freely, and is built anew when a file changes.",
         dataCopied},
        {"data-downloaded",
         {},
         Severity::Info,
         "Data or weights downloaded by the build",
         "Servers of data sets ask for patience and logins; a mounted folder is filled once and kept.",
         dataDownloaded},
        {"secret-copied",
         {},
         Severity::Warning,
         "File with secrets copied",
         "Layers are never erased; what was copied once can be read by everybody who has the image.",
         secretFile},
        {"token-in-text", {}, Severity::Warning, "Key in the file", "Keys belong to the build's secrets.", tokenInText},
        {"password-in-address",
         {},
         Severity::Warning,
         "Password in an address",
         "The history of an image shows each command.",
         credentialsInAddress},
        {"no-ignore-file",
         {},
         Severity::Info,
         "COPY . without a .dockerignore",
         "What is not needed slows the build down and changes its cache: .git, data, results, secrets.",
         wholeContext},
    };
}

} // namespace reberth::dockerfile
