#include "ui/mainwindow/pagefactory.h"

#include "ui/builds/buildspage.h"
#include "ui/environment/environmentpage.h"
#include "ui/files/filespage.h"
#include "ui/home/homepage.h"
#include "ui/hosts/hostspage.h"
#include "ui/preferences/preferencespage.h"
#include "ui/repository/repositorypage.h"
#include "ui/runs/runspage.h"

#include <QCoreApplication>

namespace reberth::ui {

QList<PageEntry> makePages(const Services& services, QWidget* parent) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("PageFactory", text); };
    return {
        {PageId::Home, QStringLiteral("home"), tr("Home"), QStringLiteral("home"), 0, new HomePage(services, parent)},
        {PageId::Repository,
         QStringLiteral("repository"),
         tr("Repository"),
         {},
         1,
         new RepositoryPage(services, parent)},
        {PageId::Environment,
         QStringLiteral("environment"),
         tr("Environment"),
         {},
         2,
         new EnvironmentPage(services, parent)},
        {PageId::Files, QStringLiteral("files"), tr("Files"), {}, 3, new FilesPage(services, parent)},
        {PageId::Build, QStringLiteral("build"), tr("Build"), {}, 4, new BuildsPage(services, parent)},
        {PageId::Run, QStringLiteral("run"), tr("Run"), {}, 5, new RunsPage(services, parent)},
        {PageId::Hosts, QStringLiteral("hosts"), tr("Hosts"), QStringLiteral("hosts"), 0,
         new HostsPage(services, parent)},
        {PageId::Settings, QStringLiteral("settings"), tr("Settings"), QStringLiteral("settings"), 0,
         new PreferencesPage(services, parent)},
    };
}

} // namespace reberth::ui
