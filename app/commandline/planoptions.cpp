#include "app/commandline/steps.h"
#include "app/commandline/text.h"

namespace reberth::app {

namespace {

Result<knowledge::Target> targetFromOptions(const QCommandLineParser& parser, knowledge::Target target,
                                            const knowledge::Knowledge& knowledge) {
    if (parser.isSet(QStringLiteral("gpu"))) {
        const QString name = parser.value(QStringLiteral("gpu"));
        if (name.compare(QLatin1String("cpu"), Qt::CaseInsensitive) == 0) {
            target = {translated("CPU only"), std::nullopt, std::nullopt, 0};
        } else if (const auto gpu = knowledge.gpuByName(name)) {
            target = gpu->target();
        } else {
            return fail(ErrorCode::InvalidInput,
                        translated("No GPU is called “%1”. Give a name such as “Tesla T4” or “RTX 3090”, or “cpu”.").arg(name));
        }
    }
    if (parser.isSet(QStringLiteral("driver"))) {
        target.driver = Version::parse(parser.value(QStringLiteral("driver")));
        if (!target.driver) {
            return fail(ErrorCode::InvalidInput, translated("“%1” is no driver version. nvidia-smi shows it, e.g. 525.60.")
                                                     .arg(parser.value(QStringLiteral("driver"))));
        }
    }
    return target;
}

Result<solver::FixedChoices> fixedFromOptions(const QCommandLineParser& parser, solver::FixedChoices fixed) {
    const auto take = [&](const char* option, QString& field) {
        if (parser.isSet(QLatin1String(option))) {
            field = parser.value(QLatin1String(option));
        }
    };
    take("python", fixed.python);
    take("framework-version", fixed.frameworkVersion);
    take("cuda", fixed.cuda);
    take("base-image", fixed.baseImage);
    if (parser.isSet(QStringLiteral("style"))) {
        const auto style = recipe::styleFromName(parser.value(QStringLiteral("style")));
        if (!style) {
            return tl::unexpected(style.error());
        }
        fixed.style = *style;
    }
    return fixed;
}

} // namespace

void declareRepositoryArgument(QCommandLineParser& parser) {
    parser.addPositionalArgument(QStringLiteral("repository"),
                                 translated("A folder, a Git URL, or owner/name of a GitHub repository"));
    parser.addOption({QStringLiteral("ref"), translated("Branch, tag or commit to clone"), QStringLiteral("ref")});
}

void declareHostOption(QCommandLineParser& parser) {
    parser.addOption({QStringLiteral("host"),
                      translated("Engine to use: a name from “reberth hosts” or unix:///path (default: the first that answers)"),
                      QStringLiteral("engine")});
}

void declarePlanOptions(QCommandLineParser& parser) {
    parser.addOptions({
        {QStringLiteral("gpu"), translated("GPU to plan for, e.g. “Tesla T4”, or “cpu”"), QStringLiteral("name")},
        {QStringLiteral("driver"), translated("NVIDIA driver of the target, e.g. 525.60"), QStringLiteral("version")},
        {QStringLiteral("python"), translated("Fix the Python version"), QStringLiteral("version")},
        {QStringLiteral("framework-version"), translated("Fix the framework's version"), QStringLiteral("version")},
        {QStringLiteral("cuda"), translated("Fix the CUDA version"), QStringLiteral("version")},
        {QStringLiteral("base-image"), translated("Fix the base image"), QStringLiteral("image")},
        {QStringLiteral("style"), translated("Kind of image: framework-image, cuda-pyenv, cuda-conda or plain"),
         QStringLiteral("style")},
        {QStringLiteral("choose"), translated("Plan to take: recommended (default), faithful or lifted"),
         QStringLiteral("plan"), QString()},
    });
}

Result<void> applyPlanOptions(const QCommandLineParser& parser, project::Project& project, CommandContext* context) {
    const auto target = targetFromOptions(parser, project.target(), context->knowledge);
    if (!target) {
        return tl::unexpected(target.error());
    }
    const auto fixed = fixedFromOptions(parser, project.fixedChoices());
    if (!fixed) {
        return tl::unexpected(fixed.error());
    }
    bool asked = parser.isSet(QStringLiteral("choose"));
    for (const char* option : {"gpu", "driver", "python", "framework-version", "cuda", "base-image", "style"}) {
        asked = asked || parser.isSet(QLatin1String(option));
    }
    if (!asked && project.recipe()) {
        return {};
    }
    if (!asked && project.recipeError()) {
        return fail(*project.recipeError());
    }
    // Both at once: a target alone may not go with the fixed choices of before.
    if (const auto taken = project.setTargetAndChoices(*target, *fixed); !taken) {
        return taken;
    }
    const QString choice = parser.value(QStringLiteral("choose"));
    if (choice.isEmpty() || choice == QLatin1String("recommended")) {
        return project.setRecipe(project.plans()->recommended().recipe);
    }
    if (choice == QLatin1String("faithful")) {
        return project.setRecipe(project.plans()->faithful.recipe);
    }
    if (choice == QLatin1String("lifted")) {
        return project.setRecipe(project.plans()->lifted.recipe);
    }
    return fail(ErrorCode::InvalidInput,
                translated("“%1” is no plan. Choose recommended, faithful or lifted.").arg(choice));
}

} // namespace reberth::app
