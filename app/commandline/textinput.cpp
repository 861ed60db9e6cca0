#include "app/commandline/textinput.h"

#include "app/commandline/text.h"
#include "core/io/atomicfile.h"

#include <QFile>

#include <cstdio>

namespace reberth::app {

namespace {

constexpr qint64 sizeLimit = 32 * 1024 * 1024;

} // namespace

Result<linting::InputText> readInput(const QString& path) {
    if (path != QLatin1String("-")) {
        const auto data = io::readFile(path, sizeLimit);
        if (!data) {
            return fail(data.error());
        }
        return linting::decode(*data);
    }
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly)) {
        return fail(ErrorCode::IoFailure, translated("Standard input can't be read."));
    }
    const QByteArray data = input.read(sizeLimit + 1);
    if (data.size() > sizeLimit) {
        return fail(ErrorCode::TooLarge, translated("Standard input holds more than 32 MB."));
    }
    return linting::decode(data);
}

} // namespace reberth::app
