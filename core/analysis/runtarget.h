#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace reberth::analysis {

/// What a command line starts, once launchers, wrappers and interpreters are looked through.
struct RunTarget {
    enum class Kind {
        Script,  ///< a file: word `index` names it
        Module,  ///< `python -m module`
        Nested,  ///< a shell's own text: bash -c "…"
        Console, ///< a command by its name: word `index`
    };
    Kind kind = Kind::Script;
    qsizetype index = -1;
    QString module;
    QString nested;
    qsizetype start = 0; ///< first word of what is run inside: docker run, srun, poetry run stand before it
    bool bare = false;   ///< the script stands alone without an interpreter ("train.py --lr 1")
    bool serves = false; ///< a program that only serves (streamlit run, uvicorn)
};

/// nullopt when the words start nothing that could be a script.
std::optional<RunTarget> findRunTarget(const QStringList& words);

/// "train.py", "scripts/run.sh", "main.lua", "demo.ipynb": not an option, not an assignment.
bool isScriptName(const QString& word);

} // namespace reberth::analysis
