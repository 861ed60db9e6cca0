#include "core/dockerfile/document.h"

#include <algorithm>
#include <array>
#include <utility>

namespace reberth::dockerfile {

namespace {

constexpr std::array keywordNames{
    std::pair{Keyword::Add, "ADD"},
    std::pair{Keyword::Arg, "ARG"},
    std::pair{Keyword::Cmd, "CMD"},
    std::pair{Keyword::Copy, "COPY"},
    std::pair{Keyword::Entrypoint, "ENTRYPOINT"},
    std::pair{Keyword::Env, "ENV"},
    std::pair{Keyword::Expose, "EXPOSE"},
    std::pair{Keyword::From, "FROM"},
    std::pair{Keyword::Healthcheck, "HEALTHCHECK"},
    std::pair{Keyword::Label, "LABEL"},
    std::pair{Keyword::Maintainer, "MAINTAINER"},
    std::pair{Keyword::Onbuild, "ONBUILD"},
    std::pair{Keyword::Run, "RUN"},
    std::pair{Keyword::Shell, "SHELL"},
    std::pair{Keyword::Stopsignal, "STOPSIGNAL"},
    std::pair{Keyword::User, "USER"},
    std::pair{Keyword::Volume, "VOLUME"},
    std::pair{Keyword::Workdir, "WORKDIR"},
};

} // namespace

QString keywordName(Keyword keyword) {
    for (const auto& [value, name] : keywordNames) {
        if (value == keyword) {
            return QLatin1String(name);
        }
    }
    return {};
}

Keyword keywordFromName(QStringView name) {
    for (const auto& [value, text] : keywordNames) {
        if (name.compare(QLatin1String(text), Qt::CaseInsensitive) == 0) {
            return value;
        }
    }
    return Keyword::Unknown;
}

const Flag* Instruction::flag(QStringView flagName) const {
    const auto it =
        std::find_if(flags.cbegin(), flags.cend(), [flagName](const Flag& one) { return one.name == flagName; });
    return it == flags.cend() ? nullptr : &*it;
}

qsizetype Document::stageIndex(const QString& name, qsizetype before) const {
    // The last one of a name wins, as in BuildKit.
    for (qsizetype i = std::min(before, stages.size()) - 1; i >= 0; --i) {
        if (!stages.at(i).name.isEmpty() && stages.at(i).name.compare(name, Qt::CaseInsensitive) == 0) {
            return i;
        }
    }
    bool number = false;
    const int index = name.toInt(&number);
    return number && index >= 0 && index < before && index < stages.size() ? index : -1;
}

QString print(const Document& document) {
    QString out;
    out.reserve(document.source.size());
    for (const Piece& piece : document.pieces) {
        out += QStringView(document.source).sliced(piece.range.start, piece.range.length());
    }
    return out;
}

} // namespace reberth::dockerfile
