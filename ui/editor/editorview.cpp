#include "ui/editor/editorview.h"

#include "ui/editor/codeeditor.h"
#include "ui/editor/findbar.h"

#include <QAction>
#include <QVBoxLayout>

namespace reberth::ui {

EditorView::EditorView(QWidget* parent)
    : QWidget(parent)
    , m_editor(new CodeEditor(this))
    , m_findBar(new FindBar(m_editor, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_editor, 1);
    column->addWidget(m_findBar);
    setFocusProxy(m_editor);
    const auto add = [this](const QString& name, const QString& text, const QKeySequence& key, auto slot) {
        auto* action = new QAction(text, this);
        action->setObjectName(name);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, m_findBar, slot);
        addAction(action);
    };
    add(QStringLiteral("editorFind"), tr("Find…"), QKeySequence(Qt::CTRL | Qt::Key_F),
        [this] { m_findBar->open(false); });
    add(QStringLiteral("editorReplace"), tr("Replace…"), QKeySequence(Qt::CTRL | Qt::Key_H),
        [this] { m_findBar->open(true); });
    add(QStringLiteral("editorFindNext"), tr("Find Next"), QKeySequence(Qt::Key_F3), [this] { m_findBar->findNext(); });
    add(QStringLiteral("editorFindPrevious"), tr("Find Previous"), QKeySequence(Qt::SHIFT | Qt::Key_F3),
        [this] { m_findBar->findPrevious(); });
}

} // namespace reberth::ui
