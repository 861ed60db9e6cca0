// Pictures of the editor's features, light and dark: editorgallery FOLDER
#include "core/dockerfile/lint.h"
#include "core/knowledge/knowledge.h"
#include "ui/editor/codeeditor.h"
#include "ui/editor/completer.h"
#include "ui/editor/languageactions.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QTimer>

#include <memory>

using namespace reberth;
using namespace reberth::ui;

namespace {

const QString text = QStringLiteral("# syntax=docker/dockerfile:1\n"
                                    "# made for the pictures of the editor\n"
                                    "FROM nvidia/cuda:11.3.0-cudnn8-devel-ubuntu20.04 AS build\n"
                                    "ENV TORCH_CUDA_ARCH_LIST=\"7.5\" FORCE_CUDA=1\n"
                                    "ENV MODE train\n"
                                    "RUN --mount=type=cache,target=/root/.cache/pip \\\n"
                                    "    apt-get update && apt-get install -y \\\n"
                                    "        git python3-pip\n"
                                    "RUN pip install torch==1.10.0\n"
                                    "\n"
                                    "FROM ubuntu:20.04\n"
                                    "COPY --from=build /opt /opt\n"
                                    "ENV HOME_OF_DATA=/data\n"
                                    "CMD python3 train.py\n");

struct Feature {
    const char* name;
    int line;
    int column;
    void (*show)(CodeEditor&);
};

void trigger(CodeEditor& editor, const char* action) {
    editor.findChild<QAction*>(QString::fromLatin1(action))->trigger();
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    const QDir folder(QApplication::arguments().value(1, QStringLiteral(".")));
    const knowledge::Knowledge facts;
    Theme theme;
    const QList<Feature> features{
        {"completion", 11, 13, [](CodeEditor& editor) { trigger(editor, "editorComplete"); }},
        {"tags", 10, 12, [](CodeEditor& editor) { trigger(editor, "editorComplete"); }},
        {"hover", 2, 30, [](CodeEditor& editor) { editor.explain(); }},
        {"grammar", 11, 20, [](CodeEditor& editor) { editor.showSignature(); }},
        {"rename", 11, 14, [](CodeEditor& editor) { trigger(editor, "editorRename"); }},
        {"outline", 8, 0, [](CodeEditor& editor) { trigger(editor, "editorOutline"); }},
        {"folding", 6, 4, [](CodeEditor& editor) { trigger(editor, "editorFold"); }},
        {"fixes", 4, 5, [](CodeEditor& editor) { editor.showQuickFixes(); }},
        {"suppress", 4, 5,
         [](CodeEditor& editor) {
             editor.askSuppression(editor.diagnosticsAt(editor.textCursor().position()).value(0));
         }},
    };
    auto* timer = new QTimer(&application);
    int next = 0;
    std::unique_ptr<QWidget> window; // of its own font, as the program's is
    CodeEditor* editor = nullptr;
    QObject::connect(timer, &QTimer::timeout, &application, [&] {
        const int mode = next / 2;
        const bool dark = mode >= features.size();
        if (mode >= 2 * features.size()) {
            QApplication::quit();
            return;
        }
        const Feature& feature = features.at(mode % features.size());
        if (next % 2 == 0) {
            theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
            window = std::make_unique<QWidget>();
            window->resize(1000, 560);
            editor = new CodeEditor(window.get());
            editor->resize(window->size());
            editor->setFileName(QStringLiteral("Dockerfile"));
            editor->languageActions()->setContextSource([&facts] {
                language::Context context;
                context.knowledge = &facts;
                context.today = QDate::currentDate();
                return context;
            });
            editor->loadText(text);
            dockerfile::LintContext lint;
            lint.deletedImage = [&facts](const QString& image) { return facts.deletedImageReplacement(image); };
            editor->setDiagnostics(dockerfile::lint(text, lint));
            window->show();
            window->activateWindow();
            editor->goTo(feature.line, feature.column);
            QTimer::singleShot(300, editor, [&feature, target = editor] { feature.show(*target); });
        } else {
            window->grab().save(folder.filePath(
                QStringLiteral("editor-%1-%2.png")
                    .arg(QLatin1String(feature.name), dark ? QLatin1String("dark") : QLatin1String("light"))));
            window.reset();
        }
        ++next;
    });
    timer->start(700);
    return QApplication::exec();
}
