#include "core/linting/formatting.h"

#include "core/compose/format.h"
#include "core/dockerfile/format.h"

namespace reberth::linting {

QString formatted(const QString& text, FileKind kind) {
    return kind == FileKind::Compose ? compose::format(text) : dockerfile::format(text);
}

} // namespace reberth::linting
