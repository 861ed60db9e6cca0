#include "core/language/language.h"

#include "core/language/composefile.h"
#include "core/language/docker.h"
#include "core/language/requirements.h"

#include <QCoreApplication>

#include <algorithm>

namespace reberth::language {

Kind kindOf(const QString& fileName) {
    const QString base = fileName.section(QLatin1Char('/'), -1);
    const QString lower = base.toLower();
    if (lower.endsWith(QLatin1String(".dockerignore"))) {
        return Kind::Plain;
    }
    if (lower == QLatin1String("dockerfile") || lower == QLatin1String("containerfile") ||
        lower.startsWith(QLatin1String("dockerfile.")) || lower.endsWith(QLatin1String(".dockerfile"))) {
        return Kind::Dockerfile;
    }
    const bool isYaml = lower.endsWith(QLatin1String(".yaml")) || lower.endsWith(QLatin1String(".yml"));
    if (isYaml && (lower.startsWith(QLatin1String("compose")) || lower.startsWith(QLatin1String("docker-compose")))) {
        return Kind::Compose;
    }
    if ((lower.startsWith(QLatin1String("requirements")) || lower.startsWith(QLatin1String("constraints"))) &&
        lower.endsWith(QLatin1String(".txt"))) {
        return Kind::Requirements;
    }
    return Kind::Plain;
}

CompletionList complete(Kind kind, const QString& text, qsizetype position, const Context& context) {
    position = std::clamp<qsizetype>(position, 0, text.size());
    switch (kind) {
    case Kind::Dockerfile:
        return completeDockerfile(text, position, context);
    case Kind::Compose:
        return completeCompose(text, position, context);
    case Kind::Requirements:
        return completeRequirements(text, position, context);
    case Kind::Plain:
        break;
    }
    return {{position, position}, {}};
}

std::optional<Hover> hover(Kind kind, const QString& text, qsizetype position, const Context& context) {
    position = std::clamp<qsizetype>(position, 0, text.size());
    switch (kind) {
    case Kind::Dockerfile:
        return hoverDockerfile(text, position, context);
    case Kind::Compose:
        return hoverCompose(text, position, context);
    case Kind::Requirements:
        return hoverRequirements(text, position, context);
    case Kind::Plain:
        break;
    }
    return std::nullopt;
}

QList<Symbol> symbols(Kind kind, const QString& text) {
    switch (kind) {
    case Kind::Dockerfile:
        return symbolsOfDockerfile(text);
    case Kind::Compose:
        return symbolsOfCompose(text);
    case Kind::Requirements:
        return symbolsOfRequirements(text);
    case Kind::Plain:
        break;
    }
    return {};
}

QList<Fold> folds(Kind kind, const QString& text) {
    switch (kind) {
    case Kind::Dockerfile:
        return foldsOfDockerfile(text);
    case Kind::Compose:
        return foldsOfCompose(text);
    case Kind::Requirements:
        return foldsOfRequirements(text);
    case Kind::Plain:
        break;
    }
    return {};
}

Occurrences occurrences(Kind kind, const QString& text, qsizetype position) {
    position = std::clamp<qsizetype>(position, 0, text.size());
    switch (kind) {
    case Kind::Dockerfile:
        return occurrencesInDockerfile(text, position);
    case Kind::Compose:
        return occurrencesInCompose(text, position);
    case Kind::Requirements:
    case Kind::Plain:
        break;
    }
    return {};
}

std::optional<TextRange> definition(Kind kind, const QString& text, qsizetype position) {
    if (kind == Kind::Dockerfile) {
        return definitionInDockerfile(text, std::clamp<qsizetype>(position, 0, text.size()));
    }
    const Occurrences found = occurrences(kind, text, position);
    return found.definition.isEmpty() ? std::nullopt : std::optional<TextRange>(found.definition);
}

Result<QList<TextEdit>> rename(Kind kind, const QString& text, qsizetype position, const QString& newName) {
    const Occurrences found = occurrences(kind, text, position);
    if (found.isEmpty()) {
        return fail(ErrorCode::NotFound,
                    QCoreApplication::translate(
                        "reberth::language", "There is nothing to rename here. Stages, variables, services, volumes, "
                                             "networks and anchors can be renamed."));
    }
    if (found.definition.isEmpty()) {
        return fail(ErrorCode::NotFound,
                    QCoreApplication::translate("reberth::language",
                                                "%1 is not defined in this file, so it can't be renamed here.")
                        .arg(found.name));
    }
    const QString problem = kind == Kind::Dockerfile ? dockerfileNameProblem(text, position, newName)
                                                     : composeNameProblem(text, position, newName);
    if (!problem.isEmpty()) {
        return fail(ErrorCode::InvalidInput, problem);
    }
    QList<TextEdit> edits;
    for (const TextRange& range : found.ranges) {
        edits.append({range, newName});
    }
    return edits;
}

std::optional<Signature> signature(Kind kind, const QString& text, qsizetype position) {
    return kind == Kind::Dockerfile ? signatureInDockerfile(text, std::clamp<qsizetype>(position, 0, text.size()))
                                    : std::nullopt;
}

QList<TextEdit> suppress(Kind kind, const QString& text, qsizetype position, const QString& rule,
                         const QString& reason) {
    return kind == Kind::Dockerfile
               ? suppressInDockerfile(text, std::clamp<qsizetype>(position, 0, text.size()), rule, reason)
               : QList<TextEdit>();
}

} // namespace reberth::language
