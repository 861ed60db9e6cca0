#include "core/analysis/runcommand.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

struct Rule {
    const char* verb;
    QRegularExpression pattern;
};

/// Words of a script's name.
const QList<Rule>& nameRules() {
    static const QList<Rule> rules = [] {
        const auto rule = [](const char* verb, const char* words) {
            return Rule{verb,
                        QRegularExpression(QStringLiteral("(?:^|[_\\d-])(?:%1)").arg(QString::fromLatin1(words)))};
        };
        return QList<Rule>{
            rule("preprocess", "prep|preprocess|prepare|create_|make_|convert|download|get_|fetch|extract|export|build_"
                               "|process|data_|dataset|gen_data|gen_pred|setup|tokeniz|clean_|crop_|split_"),
            rule("evaluate", "eval|test|valid|val(?:_|$)|score|metric|calc_|bench|reval|compute"),
            rule("train", "train|finetune|fine_tune|pretrain|fit|main_train|learn|run_(?:nerf|pretrain|squad|glue|lm|"
                          "clm|mlm)|end2end|search"),
            rule("serve", "serve|server|app$|api|gradio|streamlit|web_?ui|deploy"),
            rule("demo", "demo|webcam|live|visuali[sz]e|vis_|show|play|interactive|plot"),
            rule("infer", "infer|predict|generate|sample|gen_|translate|synth|detect|inference|txt2|img2|style_|"
                          "project|render|tracking|retriev|extract|enjoy|sim_"),
        };
    }();
    return rules;
}

/// Words of the heading that a command stands under.
QString verbOfSection(const QString& section) {
    static const QList<Rule> rules = [] {
        const auto rule = [](const char* verb, const char* words) {
            return Rule{verb, QRegularExpression(QStringLiteral("\\b(?:%1)").arg(QString::fromLatin1(words)),
                                                 QRegularExpression::CaseInsensitiveOption)};
        };
        return QList<Rule>{
            rule("train", "train|fine-?\\s?tun|pre-?train(?!ed)|learning"),
            rule("evaluate", "evaluat|test(?:ing)?\\b|benchmark|validat|reproduc"),
            rule("preprocess", "prepar|pre-?process|download|data\\s?sets?|data\\b|convert|conversion"),
            rule("serve", "serv(?:e|er|ing)\\b|deploy|web|api\\b"),
            rule("demo", "demo|visuali[sz]|play|try\\b"),
            rule("infer", "infer|predict|generat|sampl|inference|synthes|usage|run\\b"),
        };
    }();
    // The nearest heading decides.
    const QStringList headings = section.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (auto heading = headings.crbegin(); heading != headings.crend(); ++heading) {
        for (const Rule& rule : rules) {
            if (rule.pattern.match(*heading).hasMatch())
                return QString::fromLatin1(rule.verb);
        }
    }
    return {};
}

} // namespace

QString verbOf(const QString& script, const QString& command, const QString& section) {
    const QString name = script.section(QLatin1Char('/'), -1).section(QLatin1Char('.'), 0, 0).toLower();
    // "train" beats "test" in names such as train_test.py or trainval_net.py, and loses in prepare_train_data.py.
    static const QRegularExpression trainFirst(QStringLiteral("^(?:train|trainval|.*_train(?:_|$)|.*end2end)"));
    const QString options = command.section(script.section(QLatin1Char('/'), -1), 1).toLower();
    static const QRegularExpression evaluates(QStringLiteral(
        "--(?:eval(?:uate)?(?:[-_]only)?|test(?:[-_]only)?|validate|inference[-_]only|do[-_]eval(?!.*--do[-_]train))"
        "\\b|^\\s*(?:test|eval|evaluate)\\b|\\b(?:mode|phase|task|action)[= ](?:test|eval)"));
    static const QRegularExpression infers(
        QStringLiteral("--(?:inference|predict|infer|generate|sample)\\b|^\\s*(?:predict|infer|generate|sample)\\b|"
                       "\\b(?:mode|phase|task|action)[= ](?:infer|predict|generate)"));
    static const QRegularExpression trainsFirst(
        QStringLiteral("^\\s*(?:train|fit)\\b|--(?:do[-_]train|train)(?:[= ]true)?(?:\\s|$)|"
                       "\\b(?:mode|phase|task|action)[= ]train"));
    if (!name.contains(QLatin1String("train")) || name == QLatin1String("train")) {
        if (evaluates.match(options).hasMatch())
            return QStringLiteral("evaluate");
        if (infers.match(options).hasMatch())
            return QStringLiteral("infer");
    }
    if (trainFirst.match(name).hasMatch() && !name.startsWith(QLatin1String("prep")))
        return QStringLiteral("train");
    for (const Rule& rule : nameRules()) {
        if (rule.pattern.match(name).hasMatch())
            return QString::fromLatin1(rule.verb);
    }
    if (trainsFirst.match(options).hasMatch())
        return QStringLiteral("train");
    if (const QString verb = verbOfSection(section); !verb.isEmpty())
        return verb;
    static const QRegularExpression trains(
        QStringLiteral("--(?:train\\w*|epochs?|num[-_]epochs|lr|learning[-_]rate|batch[-_]size|optimizer)\\b"));
    if (trains.match(options).hasMatch())
        return QStringLiteral("train");
    // The folder may say what the file does not: examples/train/main.py.
    const QString folder = script.section(QLatin1Char('/'), -2, -2).toLower();
    for (const Rule& rule : nameRules()) {
        if (!folder.isEmpty() && rule.pattern.match(folder).hasMatch())
            return QString::fromLatin1(rule.verb);
    }
    return script.endsWith(QLatin1String(".ipynb")) ? QStringLiteral("demo") : QStringLiteral("other");
}

} // namespace reberth::analysis
