#pragma once

#include <QByteArrayView>
#include <QList>
#include <QString>

namespace reberth::analysis {

/// A line of a code cell with the line of the JSON text that it is written on.
struct NotebookLine {
    QString text;
    int line = 0;
};

/// What a Jupyter notebook says besides its outputs, which are skipped unread.
struct Notebook {
    QList<QList<NotebookLine>> cells; ///< code cells only
    QString language;                 ///< "python", "R"; empty when it does not say
    QString kernel;                   ///< "python3", "conda-env-torch-py"
    QString version;                  ///< of the language: "3.6.9"
    int versionLine = 0;
    bool complete = true; ///< false when the text ends early or is no notebook from some place on
};

/// Reads notebooks of format 3 and 4 in one pass, in time that grows with the bytes; any bytes are taken.
Notebook readNotebook(QByteArrayView json);

} // namespace reberth::analysis
