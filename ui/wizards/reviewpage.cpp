#include "ui/wizards/reviewpage.h"

#include "ui/theme/meaning.h"
#include "ui/theme/palette.h"
#include "ui/wizards/environmentcontext.h"
#include "ui/wizards/recipewords.h"

#include <QTextBrowser>
#include <QVBoxLayout>

namespace reberth::ui {

ReviewPage::ReviewPage(EnvironmentContext& context, QWidget* parent)
    : ContextPage(context, tr("Review"), tr("Finish takes this recipe; the files are written when you generate them."),
                  parent)
    , m_text(new QTextBrowser(this)) {
    m_text->setObjectName(QStringLiteral("reviewText"));
    m_text->setAccessibleName(tr("Recipe with its reasons"));
    m_text->setOpenLinks(false);
    body()->addWidget(m_text, 1);
}

void ReviewPage::refresh() {
    const Palette& scheme = Palette::of(palette());
    const recipe::Recipe& recipe = context().recipe();
    QString html = QStringLiteral("<p><span style=\"color:%1\"><b>%2</b></span></p>")
                       .arg(scheme.foregroundOf(toneOf(context().verdict())).name(),
                            verdictSentence(context().verdict(), context().target().name).toHtmlEscaped());
    for (const solver::Problem& problem : context().problems()) {
        html += QStringLiteral("<p style=\"color:%1\">%2 <span style=\"color:%3\">%4</span></p>")
                    .arg(scheme.foregroundOf(toneOf(problem.severity)).name(), problem.text.toHtmlEscaped(),
                         scheme.text.name(), problem.cure.toHtmlEscaped());
    }
    html += QStringLiteral("<table cellspacing=\"0\" cellpadding=\"5\" width=\"100%\">");
    const auto row = [&html, &scheme](const QString& label, const QString& value, const QString& reason) {
        html += QStringLiteral("<tr><td style=\"color:%1\" width=\"120\">%2</td><td><b>%3</b><br>"
                               "<span style=\"color:%1\">%4</span></td></tr>")
                    .arg(scheme.dim.name(), label.toHtmlEscaped(), value.toHtmlEscaped(), reason.toHtmlEscaped());
    };
    for (const RecipeValue& value : recipeValues(recipe)) {
        row(value.label, value.text, value.reason);
    }
    QStringList packages;
    for (const recipe::PythonPackage& package : recipe.packages) {
        packages.append(package.name + package.specifier);
    }
    row(tr("Packages"), QString::number(packages.size()), packages.join(QStringLiteral(", ")));
    for (const recipe::EntryPoint& entry : recipe.entryPoints) {
        row(entry.verb, entry.command, entry.workdir.isEmpty() ? QString() : tr("in %1").arg(entry.workdir));
    }
    html += QStringLiteral("</table>");
    for (const QString& risk : recipe.risks) {
        html += QStringLiteral("<p style=\"color:%1\">%2</p>").arg(scheme.warning.name(), risk.toHtmlEscaped());
    }
    m_text->setHtml(html);
}

} // namespace reberth::ui
