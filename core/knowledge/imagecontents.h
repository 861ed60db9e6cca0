#pragma once

#include "core/base/version.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace reberth::knowledge {

/// What an image is known to hold beyond what its tag says.
struct ImageContents {
    QString framework; ///< distribution, "" for none
    QString frameworkVersion;
    QString cuda;
    QString python;
    bool isEmpty() const { return frameworkVersion.isEmpty() && cuda.isEmpty() && python.isEmpty(); }
};

/// image_contents.json. Immutable; safe to share between threads.
class ImageFacts {
public:
    ImageFacts() = default;
    explicit ImageFacts(const QJsonObject& table);

    /// NVIDIA's monthly containers: nvcr.io/nvidia/pytorch:20.12-py3, …/tensorflow:19.08-py3.
    ImageContents ngc(const QString& framework, const QString& tag) const;
    /// tensorflow/tensorflow:1.12.0-gpu-py3. The release itself stands in the tag.
    ImageContents tensorflow(const Version& version, const QString& tag) const;
    /// Python of pytorch/pytorch at a release; "" when unknown.
    QString pytorchPython(const Version& version) const;
    /// Python of continuumio/anaconda2 and the like; "" when unknown.
    QString condaPython(const QString& image) const;
    /// Python that an installer brings: "Anaconda3-5.2.0-Linux-x86_64.sh", "Miniconda3-py37_4.8.3…"; "" when unknown.
    QString installerPython(const QString& fileName) const;
    /// "3.8" for "ubuntu20.04"; "" when unknown. `python2`: of its package named python.
    QString pythonOfSystem(const QString& os, bool python2 = false) const;

private:
    struct Row {
        QString from; ///< a tag, or the release that the row stands before
        ImageContents contents;
    };
    /// The first row that a release stands before.
    static ImageContents before(const QList<Row>& rows, const Version& version);
    static QList<Row> rowsOf(const QJsonValue& value, const QString& key, const QString& framework);

    QList<Row> m_ngcPytorch;
    QList<Row> m_ngcTensorflow;
    QList<Row> m_pytorchPython;
    QList<Row> m_tensorflowCuda;
    QList<Row> m_tensorflowPython;
    QList<Row> m_conda;
    QList<Row> m_installers;
    QHash<QString, QString> m_systems;
    QHash<QString, QString> m_systems2;
};

/// The built-in table, read once.
const ImageFacts& builtInImageFacts();

} // namespace reberth::knowledge
