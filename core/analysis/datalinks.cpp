#include "core/analysis/datalinks.h"

#include "core/analysis/draft.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

constexpr auto caseless = QRegularExpression::CaseInsensitiveOption;

/// Only weights end so.
const QRegularExpression& weightsEnding() {
    static const QRegularExpression ending(
        QStringLiteral("\\.(?:pth|pt|ckpt|weights|caffemodel|safetensors|onnx|pdparams|tflite|gguf|t7|pb|pkl|model|cp)"
                       "(?:\\.(?:tar|zip|gz|tgz))?(?:$|[?#])"),
        caseless);
    return ending;
}

const QRegularExpression& dataEnding() {
    static const QRegularExpression ending(
        QStringLiteral(
            "\\.(?:csv|tsv|jsonl|parquet|lmdb|tfrecords?|arrow|hdf5|mat|ply)(?:\\.(?:gz|zip|bz2|xz))?(?:$|[?#])"),
        caseless);
    return ending;
}

const QRegularExpression& weightsWords() {
    static const QRegularExpression words(
        QStringLiteral(
            "weights?(?![a-z])|check[- ]?points?|ckpts?(?![a-z])|pre-?trained|snapshots?|(?<![a-z])models?(?![a-z])|"
            "backbones?|params(?![a-z])"),
        caseless);
    return words;
}

const QRegularExpression& dataWords() {
    static const QRegularExpression words(
        QStringLiteral(
            "data ?sets?|(?<![a-z])data(?:bases?)?(?![a-z])|(?<![a-z])images?(?![a-z])|annotations?|corpus|corpora|"
            "train(?:ing)?[ _-]?(?:set|val|data)|(?<![a-z])val(?![a-z])|benchmarks?|"
            "labels?(?![a-z])|scenes?(?![a-z])|sequences?(?![a-z])|proposals?(?![a-z])"),
        caseless);
    return words;
}

bool isTooling(const QString& address) {
    static const QRegularExpression tools(
        QStringLiteral(
            "/archive/|/releases/(?:tag|latest)|badge|shields\\.io|/(?:mini|ana)conda|anaconda\\.(?:com|org)|"
            "mini(?:conda|forge)|get-pip|bootstrap\\.pypa|pythonhosted\\.org|pypi\\.|"
            "developer\\.(?:download\\.)?nvidia\\.com|packages\\.|apt\\.|deb\\.|archive\\.ubuntu|"
            "cmake|sourceforge\\.net/projects/boost|boost_|dl\\.bintray|golang\\.org|nodejs\\.org|nodesource|"
            "download\\.docker|jax-releases|download\\.pytorch\\.org/whl|ftp\\.gnu\\.org|python\\.org|ffmpeg|"
            "bazel|open-?mpi|youtube-dl|openssl|protobuf|github\\.com/[^/]+/[^/]+/(?:tarball|zipball)|\\.git$|"
            "\\.(?:whl|deb|rpm|exe|dmg|appimage|msi|run|gpg|asc|pub|key|pem|repo|list|egg)(?:$|[?#])"),
        caseless);
    return tools.match(address).hasMatch();
}

bool isPage(const QString& address) {
    static const QRegularExpression page(QStringLiteral("\\.(?:html?|pdf|png|jpe?g|gif|svg|webp|bmp|ico|mp4|mov|avi|"
                                                        "webm|wav|mp3|flac|md|rst|ipynb|php|aspx?|css|js|"
                                                        "pptx?|docx?)(?:$|[?#])"),
                                         caseless);
    return page.match(address).hasMatch();
}

} // namespace

bool isDataAddress(const QString& address) {
    if (isTooling(address))
        return false;
    // A file share hides the name of the file: no ending to judge by.
    static const QRegularExpression share(
        QStringLiteral(
            "^https?://(?:[\\w.-]+\\.)?(?:"
            "drive\\.google\\.com/(?:file/|drive/(?:u/\\d/)?folders/|open\\?|uc\\?|folderview|a/|corp/|u/\\d/uc)|"
            "drive\\.usercontent\\.google\\.com/download|docs\\.google\\.com/uc\\?|googledrive\\.com/host/|"
            "dropbox(?:usercontent)?\\.com/(?:s|sh|scl|u)/|1drv\\.ms/|onedrive\\.live\\.com/"
            "|[\\w-]+\\.sharepoint\\.com/|"
            "pan\\.baidu\\.com/|yun\\.baidu\\.com/|mega\\.(?:co\\.)?nz/|zenodo\\.org/records?/|"
            "figshare\\.com/(?:articles|ndownloader|s|collections|files)/|ndownloader\\.figshare\\.com/|"
            "box\\.com/(?:s|v|shared)/|kaggle\\.com/(?:datasets/|c/|competitions/)|"
            "(?:cloud|disk)\\.[\\w.-]+/(?:f|d|s|index\\.php/s)/|rec\\.ustc\\.edu\\.cn/share/|[\\w.-]+/index\\.php/s/|"
            "academictorrents\\.com/details/|archive\\.org/download/|modelscope\\.cn/(?:models|datasets)/|"
            "data\\.mendeley\\.com/datasets/|osf\\.io/(?:download/|\\w{5}/(?:download|files))|dataverse[\\w.-]*/"
            "(?:dataset|file)\\.xhtml|"
            "weiyun\\.com/|aliyundrive\\.com/s/|wetransfer\\.com/|disk\\.yandex\\.\\w+/d/|openxlab\\.org\\.cn/datasets/"
            "|"
            "tfhub\\.dev/[\\w-]+/)"),
        caseless);
    // What stands in a bucket is data, unless its ending says otherwise.
    static const QRegularExpression bucket(
        QStringLiteral("^(?:https?://(?:[\\w.-]+\\.)?(?:s3[\\w.-]*\\.amazonaws\\.com|storage\\.googleapis\\.com|"
                       "storage\\.cloud\\.google\\.com|blob\\.core\\.windows\\.net|dl\\.fbaipublicfiles\\.com|"
                       "aliyuncs\\.com|myqcloud\\.com|bcebos\\.com|azureedge\\.net|"
                       "download\\.pytorch\\.org/models|download\\.openmmlab\\.com|nvlabs-fi-cdn\\.nvidia\\.com|"
                       "api\\.ngc\\.nvidia\\.com/v2/models|catalog\\.ngc\\.nvidia\\.com/orgs/[^\\s]*/models|"
                       "digitaloceanspaces\\.com)/[^\\s]*\\w|(?:gs|s3)://[\\w.-]+/[^\\s]*\\w)"),
        caseless);
    static const QRegularExpression hub(
        QStringLiteral(
            "^https?://(?:www\\.)?(?:huggingface\\.co|hf\\.co)/(?:datasets/(?!viewer)[\\w.-]+(?:/[\\w.-]+)?|"
            "(?!docs/|blog/|papers/|spaces/|models?/|tasks/|learn/|course/|collections/|organizations/|settings/|"
            "transformers/|join/|datasets|api/)[\\w.-]+/[\\w.-]+)"),
        caseless);
    static const QRegularExpression archive(
        QStringLiteral("\\.(?:zip|tar|tgz|tar\\.\\w+|tbz2?|7z|rar|pth|pt|ckpt|pkl|pickle|weights|caffemodel|"
                       "safetensors|onnx|h5|hdf5|npz|npy|"
                       "lmdb|mat|params|pdparams|bin|t7|tflite|gguf|parquet|tfrecords?|jsonl|"
                       "(?:pth|ckpt|pkl|json|jsonl|csv|tsv|txt|vec|bin|npy|dat|fa|fasta|sdf|pdb|mmcif)\\.(?:gz|bz2|xz|"
                       "tar|zip)|gz)(?:\\?[^/]*)?$"),
        caseless);
    static const QRegularExpression invented(
        QStringLiteral("//(?:[\\w.-]*\\.)?example\\.|(?:gs|s3)://(?:<|\\{|my|your|bucket|some|path)|/path/to/|//"
                       "localhost|//127\\.|"
                       "your[-_]?(?:bucket|org|name|project)|\\[|\\.\\.\\.|\\$[\\w{(]|[-_=?&]$|"
                       "//(?:www\\.)?github\\.com/[^/]+/[^/]+/?$|uc\\?export=download$"),
        caseless);
    if (invented.match(address).hasMatch())
        return false;
    if (share.match(address).hasMatch())
        return true;
    if (isPage(address))
        return false;
    return hub.match(address).hasMatch() || bucket.match(address).hasMatch() || archive.match(address).hasMatch();
}

bool isFetchedData(const QString& address) {
    static const QRegularExpression program(
        QStringLiteral("\\.(?:sh|py|ya?ml|toml|cfg|md|patch|diff|c|cpp|h)(?:$|[?#])|/[\\w-]*install(?:er)?(?:$|[?#/])"),
        caseless);
    static const QRegularExpression placeholder(QStringLiteral("^\\$|[<>]|^https?://(?:\\$|\\{)"));
    static const QRegularExpression picture(
        QStringLiteral("\\.(?:html?|png|jpe?g|gif|svg|webp|mp4|wav|mp3|pdf)(?:$|[?#])"), caseless);
    return !isTooling(address) && !picture.match(address).hasMatch() && !program.match(address).hasMatch() &&
           !placeholder.match(address).hasMatch();
}

QString kindOfData(const QString& address, const QString& row, qsizetype at, const QString& section) {
    if (address.contains(QLatin1String("/datasets/")) || address.contains(QLatin1String("kaggle.com/c")))
        return QStringLiteral("dataset");
    if (weightsEnding().match(address).hasMatch())
        return QStringLiteral("weights");
    if (dataEnding().match(address).hasMatch())
        return QStringLiteral("dataset");
    const auto last = [](const QRegularExpression& words, const QString& text) {
        qsizetype found = -1;
        auto it = words.globalMatch(text);
        while (it.hasNext())
            found = it.next().capturedStart();
        return found;
    };
    // The host says nothing about what lies there.
    const QString path = address.section(QLatin1String("://"), 1).section(QLatin1Char('/'), 1);
    const qsizetype modelInPath = last(weightsWords(), path);
    const qsizetype dataInPath = last(dataWords(), path);
    if (modelInPath >= 0 || dataInPath >= 0)
        return modelInPath > dataInPath ? QStringLiteral("weights") : QStringLiteral("dataset");
    static const QRegularExpression hub(QStringLiteral("//(?:www\\.)?(?:huggingface|hf)\\.co/"));
    if (hub.match(address).hasMatch())
        return QStringLiteral("weights");
    const auto nearest = [&](const QRegularExpression& words) {
        qsizetype best = -1;
        auto it = words.globalMatch(row);
        while (it.hasNext()) {
            const auto match = it.next();
            if (match.capturedStart() >= at && match.capturedStart() < at + address.size())
                continue;
            // People name a thing and then give its address.
            const qsizetype distance = match.capturedEnd() <= at ? at - match.capturedEnd()
                                                                 : (match.capturedStart() - at - address.size()) * 2;
            if (best < 0 || distance < best)
                best = distance;
        }
        return best;
    };
    const qsizetype model = nearest(weightsWords());
    const qsizetype data = nearest(dataWords());
    if (model >= 0 || data >= 0)
        return data < 0 || (model >= 0 && model <= data) ? QStringLiteral("weights") : QStringLiteral("dataset");
    if (weightsWords().match(section).hasMatch())
        return QStringLiteral("weights");
    if (dataWords().match(section).hasMatch())
        return QStringLiteral("dataset");
    return QStringLiteral("unknown");
}

qint64 writtenSize(const QString& row, qsizetype at) {
    static const QRegularExpression size(
        QStringLiteral("(?<![\\w.])(\\d{1,5}(?:[.,]\\d{1,3})?)\\s?([TGMK])(i?)B?\\b"
                       "(?!\\s*(?:/s|of (?:gpu |video )?(?:memory|ram|vram)|gpu|vram|ram\\b|memory))"),
        caseless);
    static const QHash<QChar, double> decimal{
        {QLatin1Char('K'), 1e3}, {QLatin1Char('M'), 1e6}, {QLatin1Char('G'), 1e9}, {QLatin1Char('T'), 1e12}};
    static const QHash<QChar, double> binary{{QLatin1Char('K'), 1024.0},
                                             {QLatin1Char('M'), 1048576.0},
                                             {QLatin1Char('G'), 1073741824.0},
                                             {QLatin1Char('T'), 1099511627776.0}};
    qint64 best = -1;
    qsizetype nearest = 120;
    auto it = size.globalMatch(row);
    while (it.hasNext()) {
        const auto match = it.next();
        // "7B", "12 M parameters" and a bare letter without its byte are numbers of something else.
        if (!match.captured().contains(QLatin1Char('B'), Qt::CaseInsensitive) &&
            match.captured(2).front().toUpper() != QLatin1Char('G') && match.captured(2) != QLatin1String("M"))
            continue;
        if (!match.captured().endsWith(QLatin1Char('B'), Qt::CaseInsensitive) &&
            QStringView(row).mid(match.capturedEnd(), 12).contains(QLatin1String("param"), Qt::CaseInsensitive))
            continue;
        const qsizetype distance =
            match.capturedStart() >= at ? match.capturedStart() - at : (at - match.capturedEnd()) * 2;
        if (distance >= nearest || distance < 0)
            continue;
        nearest = distance;
        const QChar unit = match.captured(2).front().toUpper();
        const double factor = match.captured(3).isEmpty() ? decimal.value(unit) : binary.value(unit);
        best = qint64(QString(match.captured(1)).replace(QLatin1Char(','), QLatin1Char('.')).toDouble() * factor);
    }
    return best;
}

QList<DataSource> findLinks(const QString& row, const QString& file, int line, const QString& section) {
    // `{}` and `{name}` are what a program fills in; another brace ends the address.
    static const QRegularExpression url(
        QStringLiteral("(?:https?|ftp|gs|s3)://(?:\\{\\w*\\}|[^\\s<>\"'`\\])}{|\\\\,])+"));
    static const QRegularExpression aside(
        QStringLiteral("\\b(?:paper|slides?|poster|supplementary|project page|arxiv|video|demo|talk|blog)\\b"),
        caseless);
    QList<DataSource> found;
    if (!row.contains(QLatin1String("://")))
        return found;
    auto it = url.globalMatch(row);
    while (it.hasNext() && found.size() < 200) {
        const auto match = it.next();
        QString address = match.captured();
        while (!address.isEmpty() && QStringLiteral(".;:*_!").contains(address.back()))
            address.chop(1);
        if (!isDataAddress(address))
            continue;
        DataSource source;
        source.kind = kindOfData(address, row, match.capturedStart(), section);
        // [paper](a share): the words of the link itself tell what is there.
        const QString before = row.left(match.capturedStart()).right(40);
        const QString label =
            before.endsWith(QLatin1String("](")) ? before.mid(before.lastIndexOf(QLatin1Char('[')) + 1) : QString();
        if (aside.match(label).hasMatch() && !weightsWords().match(label).hasMatch() &&
            !dataWords().match(label).hasMatch())
            continue;
        source.url = address;
        source.size = writtenSize(row, match.capturedEnd());
        source.evidence = {evidenceAt(file, line, row)};
        found.append(source);
    }
    return found;
}

QString dataKey(const QString& address) {
    static const QRegularExpression drive(QStringLiteral("(?:[?&]id=|/d/|/folders/)([\\w-]{15,})"));
    if (address.contains(QLatin1String("google")) || address.contains(QLatin1String("drive"))) {
        if (const auto match = drive.match(address); match.hasMatch())
            return QLatin1String("drive:") + match.captured(1);
    }
    QString key = address;
    if (key.startsWith(QLatin1String("http://")))
        key.insert(4, QLatin1Char('s'));
    key.replace(QLatin1String("://www."), QLatin1String("://"));
    while (key.endsWith(QLatin1Char('/')))
        key.chop(1);
    return key;
}

} // namespace reberth::analysis
