#include "core/analysis/datalinks.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

QString kindOf(const QString& url, const QString& context) {
    static const QRegularExpression weights(
        QStringLiteral("\\.(?:pth|pt|ckpt|pkl|weights|caffemodel|safetensors|onnx|h5|pdparams|params|bin|t7|model)(?:"
                       "\\.(?:tar|zip|gz))?(?:$|[?#])|weights?\\b|checkpoint|pre-?trained|snapshot|\\bmodels?\\b"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression data(
        QStringLiteral("data ?set|\\bdata\\b|images?\\b|annotations?|corpus|train(?:ing)? set"),
        QRegularExpression::CaseInsensitiveOption);
    if (weights.match(url).hasMatch())
        return QStringLiteral("weights");
    if (data.match(url).hasMatch())
        return QStringLiteral("dataset");
    if (weights.match(context).hasMatch())
        return QStringLiteral("weights");
    if (data.match(context).hasMatch())
        return QStringLiteral("dataset");
    return QStringLiteral("unknown");
}

} // namespace

void readLinks(const QString& text, const QString& file, int line, Draft& draft) {
    static const QRegularExpression url(QStringLiteral("https?://[^\\s<>\"'`\\])}|\\\\]+"));
    static const QRegularExpression host(QStringLiteral(
        "drive\\.google\\.com|docs\\.google\\.com/uc|dropbox\\.com|zenodo\\.org/"
        "record|figshare\\.com|1drv\\.ms|onedrive\\.live|pan\\.baidu|mega\\.nz|storage\\.googleapis\\.com|"
        "huggingface\\.co/(?!spaces|docs|papers)|box\\.com/s|kaggle\\.com/(?:datasets|c)/|dl\\.fbaipublicfiles"));
    static const QRegularExpression archive(
        QStringLiteral("\\.(?:zip|tar|tgz|tar\\.\\w+|7z|rar|pth|pt|ckpt|pkl|weights|caffemodel|safetensors|onnx|h5|"
                       "hdf5|npz|npy|lmdb|mat|params|bin|t7)(?:\\?[^/]*)?$"));
    static const QRegularExpression notData(
        QStringLiteral("/archive/|/releases/tag|badge|\\.whl$|/miniconda|/anaconda|get-pip|\\.git$"),
        QRegularExpression::CaseInsensitiveOption);
    auto it = url.globalMatch(text);
    while (it.hasNext()) {
        const auto match = it.next();
        QString address = match.captured();
        while (address.endsWith(QLatin1Char('.')) || address.endsWith(QLatin1Char(',')) ||
               address.endsWith(QLatin1Char(';')))
            address.chop(1);
        const bool wanted = host.match(address).hasMatch() || archive.match(address).hasMatch();
        if (!wanted || notData.match(address).hasMatch() || draft.data.size() > 500)
            continue;
        const int at = line + int(QStringView(text).left(match.capturedStart()).count(QLatin1Char('\n')));
        const qsizetype start = text.lastIndexOf(QLatin1Char('\n'), match.capturedStart()) + 1;
        qsizetype end = text.indexOf(QLatin1Char('\n'), match.capturedStart());
        end = end < 0 ? text.size() : end;
        const QString row = text.mid(start, end - start);
        DataSource source;
        source.kind = kindOf(address, row);
        source.url = address;
        source.evidence = {evidenceAt(file, at, row)};
        draft.addData(source);
    }
}

void readDownload(const ShellCommand& command, const QString& file, Draft& draft) {
    const QString program = command.words.value(0).section(QLatin1Char('/'), -1);
    if (program != QLatin1String("wget") && program != QLatin1String("curl") && program != QLatin1String("gdown") &&
        program != QLatin1String("aria2c"))
        return;
    DataSource data;
    data.evidence = {evidenceAt(file, command.line, command.text)};
    for (qsizetype i = 1; i < command.words.size(); ++i) {
        const QString& word = command.words.at(i);
        if (word == QLatin1String("-O") || word == QLatin1String("-o") || word == QLatin1String("-P") ||
            word == QLatin1String("--output"))
            data.path = command.words.value(++i);
        else if (word == QLatin1String("--id"))
            data.url = QLatin1String("https://drive.google.com/uc?id=") + command.words.value(++i);
        else if (word.startsWith(QLatin1String("http")) || word.startsWith(QLatin1String("ftp")))
            data.url = word;
        else if (program == QLatin1String("gdown") && !word.startsWith(QLatin1Char('-')) && word.size() > 20)
            data.url = QLatin1String("https://drive.google.com/uc?id=") + word;
    }
    static const QRegularExpression tools(
        QStringLiteral("conda|get-pip|\\.deb$|\\.whl$|nvidia\\.com|raw\\.githubusercontent"),
        QRegularExpression::CaseInsensitiveOption);
    if (data.url.isEmpty() || data.url.contains(QLatin1Char('$')) || tools.match(data.url).hasMatch())
        return;
    data.kind = kindOf(data.url, command.text);
    draft.addData(data);
}

} // namespace reberth::analysis
