#include "core/yaml/document.h"

#include "core/yaml/builder.h"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <QCoreApplication>
#include <QStringDecoder>

#include <algorithm>
#include <istream>
#include <streambuf>

namespace reberth::yaml {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::yaml", text);
}

/// Reads a byte array in place.
class ArrayBuffer : public std::streambuf {
public:
    explicit ArrayBuffer(QByteArray& bytes) { setg(bytes.data(), bytes.data(), bytes.data() + bytes.size()); }
};

/// YAML allows no control characters but tab and line ends; yaml-cpp takes some of them for the end of the text.
std::optional<qsizetype> firstControl(const QByteArray& source) {
    const auto it = std::find_if(source.cbegin(), source.cend(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7f;
    });
    return it == source.cend() ? std::nullopt : std::optional(qsizetype(it - source.cbegin()));
}

/// From `position` to the end of its line, at least one character where there is one.
TextRange restOfLine(const Builder& builder, const QByteArray& source, qsizetype position) {
    position = std::clamp<qsizetype>(position, 0, source.size());
    qsizetype end = source.indexOf('\n', position);
    end = end < 0 ? source.size() : end;
    while (end > position && (source.at(end - 1) == '\r' || source.at(end - 1) == ' ')) {
        --end;
    }
    return builder.range(position, std::max(end, std::min(position + 1, source.size())));
}

Error located(const QString& text, const Problem& problem) {
    const TextPosition at = LineIndex(text).position(problem.range.start);
    return {problem.code, tr("Line %1, column %2: %3").arg(at.line + 1).arg(at.column + 1).arg(problem.message), {}};
}

} // namespace

Document read(const QString& text) {
    Document document;
    const qsizetype base = text.startsWith(QChar(0xfeff)) ? 1 : 0;
    QByteArray source = QStringView(text).sliced(base).toUtf8();
    if (source.size() > maxBytes) {
        document.error = Problem{ErrorCode::TooLarge,
                                 tr("The text is larger than %1 MiB, which is more than a YAML file here may be.")
                                     .arg(maxBytes / (1024 * 1024)),
                                 {0, 0}};
        return document;
    }
    Builder builder(source, base, document);
    if (const auto control = firstControl(source)) {
        document.error = Problem{ErrorCode::InvalidInput,
                                 tr("The text holds the control character U+%1, which YAML does not allow.")
                                     .arg(static_cast<unsigned char>(source.at(*control)), 4, 16, QLatin1Char('0')),
                                 builder.range(*control, *control + 1)};
        return document;
    }
    try {
        ArrayBuffer buffer(source);
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Problem& problem) {
        document.error = problem;
    } catch (const YAML::DeepRecursion& e) {
        document.error = Problem{ErrorCode::TooLarge, tr("The text nests deeper than %1 levels.").arg(maxDepth),
                                 restOfLine(builder, source, e.mark.pos)};
    } catch (const YAML::Exception& e) {
        document.error =
            Problem{ErrorCode::InvalidInput, tr("This is not valid YAML: %1.").arg(QString::fromStdString(e.msg)),
                    restOfLine(builder, source, e.mark.pos)};
    }
    return document;
}

Result<Node> parse(const QString& text) {
    const Document document = read(text);
    if (document.error) {
        return fail(located(text, *document.error));
    }
    if (!document.duplicates.isEmpty()) {
        const DuplicateKey& twice = document.duplicates.front();
        return fail(
            located(text, {ErrorCode::InvalidInput, tr("The key “%1” is given twice.").arg(twice.key), twice.range}));
    }
    return document.root();
}

Result<Node> parse(const QByteArray& bytes) {
    if (bytes.size() > maxBytes + 3) {
        return fail(ErrorCode::TooLarge,
                    tr("The file is larger than %1 MiB, which is more than a YAML file here may be.")
                        .arg(maxBytes / (1024 * 1024)));
    }
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::ConvertInitialBom | QStringDecoder::Flag::Stateless);
    const QString text = decoder.decode(bytes);
    if (decoder.hasError()) {
        return fail(ErrorCode::InvalidInput, tr("The file is not UTF-8 text. Save it as UTF-8 and try again."));
    }
    return parse(text);
}

} // namespace reberth::yaml
