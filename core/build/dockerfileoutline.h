#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace reberth::build {

/// As much of a Dockerfile as a build session needs: where its instructions stand, and which images it starts from.
/// Reads anything; what is no Dockerfile gives an empty outline. The engine judges the rest.
class DockerfileOutline {
public:
    struct Instruction {
        QString keyword; ///< upper case
        QString text;    ///< what follows it, continued lines joined by a blank
        int line = 0;    ///< 1-based
        int stage = -1;  ///< -1 before the first FROM
    };
    struct Image {
        QString reference;
        int line = 0;
    };

    static DockerfileOutline parse(const QByteArray& text);

    const QList<Instruction>& instructions() const { return m_instructions; }
    /// The instruction that a step's name speaks of, such as "[build 2/5] RUN make", "Step 3/9 : COPY . ." or
    /// "STEP 1/4: FROM x"; 0 when it is of none.
    int lineOfStep(const QString& name) const;
    /// Images from outside that building `target` ("" = the last stage) needs, the frontend of a syntax line included.
    /// Those whose name can't be known before the build are left out.
    QList<Image> baseImages(const QMap<QString, QString>& buildArgs, const QString& target) const;

private:
    struct Stage {
        QString name;
        QString base;
        int line = 0;
        QList<Image> used; // COPY --from, RUN --mount=from
    };

    void addInstruction(const QString& text, int line);
    int stageIndex(const QString& name) const;

    QList<Instruction> m_instructions;
    QList<Stage> m_stages;
    QMap<QString, QString> m_globalArgs;
    Image m_syntax;
};

} // namespace reberth::build
