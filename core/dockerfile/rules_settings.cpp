// Rules that are off, or have nothing to say, until settings ask for them.
#include "core/dockerfile/imagereference.h"
#include "core/dockerfile/rule.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QSet>
#include <QUrl>

#include <algorithm>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

bool isTrusted(const QString& registry, const QStringList& trusted) {
    const bool hub = registry.isEmpty() || registry == QLatin1String("docker.io") ||
                     registry == QLatin1String("hub.docker.com") || registry == QLatin1String("index.docker.io");
    return std::any_of(trusted.cbegin(), trusted.cend(), [&](const QString& one) {
        if (one == QLatin1String("*") || one == registry) {
            return true;
        }
        if (one.startsWith(QLatin1String("*."))) {
            return registry.endsWith(one.mid(1));
        }
        return hub && (one == QLatin1String("docker.io") || one == QLatin1String("hub.docker.com"));
    });
}

void untrustedRegistry(const Subject& subject, Findings& findings) {
    const QStringList& trusted = subject.context.settings.trustedRegistries;
    if (trusted.isEmpty()) {
        return;
    }
    const auto look = [&](const QString& image, TextRange range, qsizetype stage) {
        bool number = false;
        image.toInt(&number);
        const auto reference = ImageReference::parse(image);
        if (number || !reference || image == QLatin1String("scratch") || image == QLatin1String("context") ||
            subject.document.stageIndex(image, stage) >= 0 || isTrusted(reference->registry, trusted)) {
            return;
        }
        findings.add(range,
                     translated("“%1” comes from a registry that is not on the list of trusted ones.").arg(image));
    };
    subject.eachInstruction([&](const Instruction& outer, const Variables& variables) {
        const Instruction& one = outer.trigger.isEmpty() ? outer : outer.trigger.front();
        if (one.is(Keyword::From) && !one.words.isEmpty()) {
            const QString image = expand(one.words.front().text, subject.document.escape, variables.lookup()).value;
            look(image, one.words.front().range, one.stage);
        } else if (one.is(Keyword::Copy)) {
            if (const Flag* from = one.flag(u"from"); from && from->value) {
                look(*from->value, from->valueRange, one.stage);
            }
        } else if (one.is(Keyword::Run)) {
            for (const Flag& flag : one.flags) {
                const QString from =
                    flag.name == QLatin1String("mount") && flag.value ? readMount(*flag.value).from() : QString();
                if (!from.isEmpty()) {
                    look(from, flag.range, one.stage);
                }
            }
        }
    });
}

void ignoreComment(const Subject& subject, Findings& findings) {
    static const QRegularExpression pragma(QStringLiteral("^hadolint\\s+(global\\s+|stage\\s+)?ignore\\s*="));
    for (const Comment& comment : subject.document.comments) {
        if (comment.text.contains(pragma)) {
            findings.add(comment.range, translated("A rule is switched off here."));
        }
    }
}

/// Reports stages for which `holds` is false, unless a stage that they are built on, or that is built on them, has it:
/// then the image that comes out has it, or the stage is only a step on the way.
template <typename Missing> void stagesWithout(const Subject& subject, const QSet<qsizetype>& having, Missing missing) {
    QSet<qsizetype> good = having;
    for (qsizetype i = 0; i < subject.document.stages.size(); ++i) {
        const QList<qsizetype> line = subject.lineage(i);
        if (having.contains(i)) {
            good += QSet<qsizetype>(line.cbegin(), line.cend());
        } else if (std::any_of(line.cbegin(), line.cend(), [&](qsizetype one) { return having.contains(one); })) {
            good.insert(i);
        }
    }
    for (qsizetype i = 0; i < subject.document.stages.size(); ++i) {
        if (!good.contains(i)) {
            missing(subject.document.stages.at(i));
        }
    }
}

void noHealthcheck(const Subject& subject, Findings& findings) {
    QSet<qsizetype> having;
    for (const Instruction* instruction : subject.instructions) {
        if (instruction->is(Keyword::Healthcheck)) {
            having.insert(instruction->stage);
        }
    }
    stagesWithout(subject, having, [&](const Stage& stage) {
        findings.add(subject.document.instructions.at(stage.from).range,
                     translated("Nothing tells whether a container of this stage still works; HEALTHCHECK would."));
    });
}

QString plainValue(const Subject& subject, const Assignment& assignment) {
    return expand(assignment.value.value_or(QString()), subject.document.escape, {}).value;
}

QString plainName(const Assignment& assignment) {
    return QString(assignment.name).remove(u'"').remove(u'\'');
}

void missingLabel(const Subject& subject, Findings& findings) {
    const auto& schema = subject.context.settings.labelSchema;
    for (auto it = schema.cbegin(); it != schema.cend(); ++it) {
        QSet<qsizetype> having;
        for (const Instruction* instruction : subject.instructions) {
            if (instruction->is(Keyword::Label)) {
                for (const Assignment& assignment : assignmentsOf(*instruction)) {
                    if (plainName(assignment) == it.key()) {
                        having.insert(instruction->stage);
                    }
                }
            } else if (const Flag* from = instruction->flag(u"from");
                       instruction->is(Keyword::Copy) && from && from->value) {
                // A stage that only gives files to another one becomes no image.
                if (const qsizetype index = subject.document.stageIndex(*from->value, instruction->stage); index >= 0) {
                    having.insert(index);
                }
            }
        }
        stagesWithout(subject, having, [&](const Stage& stage) {
            findings.add(subject.document.instructions.at(stage.from).range,
                         translated("The label “%1” is missing.").arg(it.key()));
        });
    }
}

void eachLabel(const Subject& subject, const std::function<void(const Assignment&, const QString& name)>& visit) {
    for (const Instruction* instruction : subject.instructions) {
        if (instruction->is(Keyword::Label)) {
            for (const Assignment& assignment : assignmentsOf(*instruction)) {
                visit(assignment, plainName(assignment));
            }
        }
    }
}

void extraLabel(const Subject& subject, Findings& findings) {
    const LintSettings& settings = subject.context.settings;
    if (!settings.strictLabels) {
        return;
    }
    eachLabel(subject, [&](const Assignment& assignment, const QString& name) {
        if (!settings.labelSchema.contains(name)) {
            findings.add(assignment.nameRange, translated("“%1” is no label of the schema.").arg(name));
        }
    });
}

void emptyLabel(const Subject& subject, Findings& findings) {
    eachLabel(subject, [&](const Assignment& assignment, const QString& name) {
        if (subject.context.settings.labelSchema.contains(name) && plainValue(subject, assignment).isEmpty() &&
            !assignment.value.value_or(QString()).contains(u'$')) {
            findings.add(assignment.range, translated("The label “%1” is empty.").arg(name));
        }
    });
}

bool isTime(const QString& text) {
    static const QRegularExpression pattern(
        QStringLiteral("^\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?([Zz]|[+-]\\d{2}:\\d{2})$"));
    return text.contains(pattern) && QDate::fromString(text.left(10), Qt::ISODate).isValid() &&
           QTime::fromString(text.mid(11, 8), Qt::ISODate).isValid();
}

/// An SPDX expression of known shape: identifiers joined by AND, OR and WITH.
bool isLicense(const QString& text) {
    static const QSet<QString> ids = [] {
        QSet<QString> out;
        for (const char* id : {"0BSD",
                               "AFL-3.0",
                               "AGPL-3.0",
                               "AGPL-3.0-only",
                               "AGPL-3.0-or-later",
                               "Apache-1.1",
                               "Apache-2.0",
                               "APSL-2.0",
                               "Artistic-2.0",
                               "BSD-1-Clause",
                               "BSD-2-Clause",
                               "BSD-2-Clause-Patent",
                               "BSD-3-Clause",
                               "BSD-3-Clause-Clear",
                               "BSD-4-Clause",
                               "BSL-1.0",
                               "CC-BY-3.0",
                               "CC-BY-4.0",
                               "CC-BY-NC-4.0",
                               "CC-BY-NC-ND-4.0",
                               "CC-BY-NC-SA-4.0",
                               "CC-BY-ND-4.0",
                               "CC-BY-SA-3.0",
                               "CC-BY-SA-4.0",
                               "CC0-1.0",
                               "CDDL-1.0",
                               "CDDL-1.1",
                               "CECILL-2.1",
                               "ECL-2.0",
                               "EPL-1.0",
                               "EPL-2.0",
                               "EUPL-1.1",
                               "EUPL-1.2",
                               "GFDL-1.3-only",
                               "GFDL-1.3-or-later",
                               "GPL-1.0-only",
                               "GPL-1.0-or-later",
                               "GPL-2.0",
                               "GPL-2.0-only",
                               "GPL-2.0-or-later",
                               "GPL-2.0+",
                               "GPL-3.0",
                               "GPL-3.0-only",
                               "GPL-3.0-or-later",
                               "GPL-3.0+",
                               "ISC",
                               "LGPL-2.0-only",
                               "LGPL-2.0-or-later",
                               "LGPL-2.1",
                               "LGPL-2.1-only",
                               "LGPL-2.1-or-later",
                               "LGPL-2.1+",
                               "LGPL-3.0",
                               "LGPL-3.0-only",
                               "LGPL-3.0-or-later",
                               "LGPL-3.0+",
                               "LPPL-1.3c",
                               "MIT",
                               "MIT-0",
                               "MPL-1.1",
                               "MPL-2.0",
                               "MPL-2.0-no-copyleft-exception",
                               "MS-PL",
                               "MS-RL",
                               "MulanPSL-2.0",
                               "NCSA",
                               "ODbL-1.0",
                               "OFL-1.1",
                               "OpenSSL",
                               "OSL-3.0",
                               "PostgreSQL",
                               "PSF-2.0",
                               "Python-2.0",
                               "QPL-1.0",
                               "Ruby",
                               "SSPL-1.0",
                               "Unicode-DFS-2016",
                               "Unlicense",
                               "UPL-1.0",
                               "Vim",
                               "W3C",
                               "WTFPL",
                               "X11",
                               "Zlib",
                               "zlib-acknowledgement",
                               "ZPL-2.1"}) {
            out.insert(QLatin1String(id));
        }
        return out;
    }();
    const QStringList words = QString(text).replace(u'(', u' ').replace(u')', u' ').split(u' ', Qt::SkipEmptyParts);
    return !words.isEmpty() && std::all_of(words.cbegin(), words.cend(), [&](const QString& word) {
        static const QSet<QString> joints{QStringLiteral("AND"), QStringLiteral("OR"), QStringLiteral("WITH")};
        return ids.contains(word) || joints.contains(word) || word.startsWith(QLatin1String("LicenseRef-")) ||
               word.endsWith(QLatin1String("-exception"));
    });
}

bool fits(LabelKind kind, const QString& value) {
    static const QRegularExpression hash(QStringLiteral("^([0-9a-f]{7}|[0-9a-f]{40}|[0-9a-f]{64})$"));
    static const QRegularExpression semantic(
        QStringLiteral("^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?"
                       "(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?$"));
    static const QRegularExpression email(
        QStringLiteral("^[^\\s@<>\",;:\\\\]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9-]+)*$"));
    switch (kind) {
    case LabelKind::Text:
        return true;
    case LabelKind::Url: {
        const QUrl url(value, QUrl::StrictMode);
        return url.isValid() && !url.scheme().isEmpty() && (!url.host().isEmpty() || !url.path().isEmpty());
    }
    case LabelKind::Time:
        return isTime(value);
    case LabelKind::License:
        return isLicense(value);
    case LabelKind::GitHash:
        return value.contains(hash);
    case LabelKind::SemanticVersion:
        return value.contains(semantic);
    case LabelKind::Email:
        return value.contains(email);
    }
    return true;
}

template <LabelKind kind> void wrongLabel(const Subject& subject, Findings& findings) {
    eachLabel(subject, [&](const Assignment& assignment, const QString& name) {
        const auto& schema = subject.context.settings.labelSchema;
        const auto it = schema.constFind(name);
        const QString written = assignment.value.value_or(QString());
        if (it != schema.cend() && *it == kind && !written.contains(u'$') &&
            !fits(kind, plainValue(subject, assignment))) {
            findings.add(assignment.range,
                         translated("The value of “%1” does not have the form that was asked for.").arg(name));
        }
    });
}

} // namespace

QList<Rule> settingsRules() {
    const char* const schema = "The settings say which labels an image carries and what their values look like.";
    return {
        {"untrusted-registry",
         {QStringLiteral("DL3026")},
         Severity::Warning,
         "Image from another registry",
         "The settings name the registries that images may come from.",
         untrustedRegistry},
        {"ignore-comment",
         {QStringLiteral("DL1001")},
         Severity::Info,
         "Comment that switches a rule off",
         "For those who want every exception in one place: the project's settings.",
         ignoreComment,
         false},
        {"no-healthcheck",
         {QStringLiteral("DL3057")},
         Severity::Info,
         "No HEALTHCHECK",
         "Orchestrators restart containers whose check fails; a container for one run of a program needs none.",
         noHealthcheck,
         false},
        {"label-missing", {QStringLiteral("DL3049")}, Severity::Info, "Label missing", schema, missingLabel},
        {"label-extra", {QStringLiteral("DL3050")}, Severity::Info, "Label of no schema", schema, extraLabel},
        {"label-empty", {QStringLiteral("DL3051")}, Severity::Warning, "Empty label", schema, emptyLabel},
        {"label-url",
         {QStringLiteral("DL3052")},
         Severity::Warning,
         "Label that is no address",
         schema,
         wrongLabel<LabelKind::Url>},
        {"label-time",
         {QStringLiteral("DL3053")},
         Severity::Warning,
         "Label that is no time",
         schema,
         wrongLabel<LabelKind::Time>},
        {"label-license",
         {QStringLiteral("DL3054")},
         Severity::Warning,
         "Label that is no licence",
         schema,
         wrongLabel<LabelKind::License>},
        {"label-commit",
         {QStringLiteral("DL3055")},
         Severity::Warning,
         "Label that is no commit",
         schema,
         wrongLabel<LabelKind::GitHash>},
        {"label-version",
         {QStringLiteral("DL3056")},
         Severity::Warning,
         "Label that is no version",
         schema,
         wrongLabel<LabelKind::SemanticVersion>},
        {"label-email",
         {QStringLiteral("DL3058")},
         Severity::Warning,
         "Label that is no e-mail address",
         schema,
         wrongLabel<LabelKind::Email>},
    };
}

} // namespace reberth::dockerfile
