#include "core/knowledge/imagecontents.h"

#include "core/knowledge/jsontable.h"
#include "core/knowledge/knowledge.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace reberth::knowledge {

namespace {

QHash<QString, QString> pairsOf(const QJsonObject& object) {
    QHash<QString, QString> pairs;
    for (auto it = object.begin(); it != object.end(); ++it)
        pairs.insert(it.key(), it.value().toString());
    return pairs;
}

} // namespace

QList<ImageFacts::Row> ImageFacts::rowsOf(const QJsonValue& value, const QString& key, const QString& framework) {
    QList<Row> rows;
    for (const QJsonValue& item : value.toArray()) {
        const QJsonObject object = item.toObject();
        const auto text = [&object](const char* name) { return object.value(QLatin1String(name)).toString(); };
        Row row;
        row.from = object.value(key).toString();
        row.contents = {framework, text("torch"), text("cuda"), text("python")};
        rows.append(row);
    }
    return rows;
}

ImageFacts::ImageFacts(const QJsonObject& table)
    : m_ngcPytorch(rowsOf(table.value(QLatin1String("ngc_pytorch")), QStringLiteral("from"), QStringLiteral("torch")))
    , m_ngcTensorflow(
          rowsOf(table.value(QLatin1String("ngc_tensorflow")), QStringLiteral("from"), QStringLiteral("tensorflow")))
    , m_pytorchPython(rowsOf(table.value(QLatin1String("pytorch_python")), QStringLiteral("before"), {}))
    , m_tensorflowCuda(rowsOf(table.value(QLatin1String("tensorflow_cuda")), QStringLiteral("before"), {}))
    , m_tensorflowPython(rowsOf(table.value(QLatin1String("tensorflow_python")), QStringLiteral("before"), {}))
    , m_conda(rowsOf(table.value(QLatin1String("conda_python")), QStringLiteral("image"), {}))
    , m_installers(rowsOf(table.value(QLatin1String("conda_installers")), QStringLiteral("installer"), {}))
    , m_systems(pairsOf(table.value(QLatin1String("os_python")).toObject()))
    , m_systems2(pairsOf(table.value(QLatin1String("os_python2")).toObject())) {
}

ImageContents ImageFacts::ngc(const QString& framework, const QString& tag) const {
    const QList<Row>& rows = framework == QLatin1String("tensorflow") ? m_ngcTensorflow : m_ngcPytorch;
    ImageContents best;
    for (const Row& row : rows) {
        if (row.from <= tag)
            best = row.contents;
    }
    // The early ones came for both Pythons.
    if (!best.isEmpty() && tag.endsWith(QLatin1String("-py2")))
        best.python = QStringLiteral("2.7");
    else if (best.python == QLatin1String("2.7") && tag.endsWith(QLatin1String("-py3")))
        best.python = QStringLiteral("3.5");
    return best;
}

ImageContents ImageFacts::tensorflow(const Version& version, const QString& tag) const {
    ImageContents contents;
    contents.framework = QStringLiteral("tensorflow");
    const bool python3 = tag.contains(QLatin1String("py3")) || version.major() >= 2;
    contents.python = python3 ? before(m_tensorflowPython, version).python : QStringLiteral("2.7");
    if (tag.contains(QLatin1String("gpu")))
        contents.cuda = before(m_tensorflowCuda, version).cuda;
    return contents;
}

ImageContents ImageFacts::before(const QList<Row>& rows, const Version& version) {
    for (const Row& row : rows) {
        const std::optional<Version> limit = Version::parse(row.from);
        if (limit && version < *limit)
            return row.contents;
    }
    return {};
}

QString ImageFacts::pytorchPython(const Version& version) const {
    return before(m_pytorchPython, version).python;
}

QString ImageFacts::condaPython(const QString& image) const {
    for (const Row& row : m_conda) {
        if (image.startsWith(row.from))
            return row.contents.python;
    }
    return {};
}

QString ImageFacts::installerPython(const QString& fileName) const {
    static const QRegularExpression written(QStringLiteral("-py(\\d)(\\d{1,2})_"));
    if (const auto match = written.match(fileName); match.hasMatch())
        return match.captured(1) + QLatin1Char('.') + match.captured(2);
    const QString name = fileName.toLower();
    for (const Row& row : m_installers) {
        if (name.startsWith(row.from))
            return row.contents.python;
    }
    return {};
}

QString ImageFacts::pythonOfSystem(const QString& os, bool python2) const {
    return (python2 ? m_systems2 : m_systems).value(os);
}

const ImageFacts& builtInImageFacts() {
    static const ImageFacts facts = [] {
        const Knowledge registersTheTables;
        return ImageFacts(readTable(QStringLiteral(":/knowledge"), QStringLiteral("image_contents")));
    }();
    return facts;
}

} // namespace reberth::knowledge
