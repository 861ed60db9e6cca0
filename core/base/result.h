#pragma once

#include "core/base/error.h"

#include <QtCore/qtypeinfo.h>

#include <tl/expected.hpp>

#include <utility>

namespace reberth {

/// A value or an Error. No function of core throws across its folder's door.
template <typename T>
using Result = tl::expected<T, Error>;

/// `return fail(ErrorCode::NotFound, tr("…"));` in a function that returns any Result.
inline tl::unexpected<Error> fail(ErrorCode code, QString message, QString detail = {}) {
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(detail)});
}

inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

} // namespace reberth

/// tl::expected declares operator== for every T, which QMetaType would try to use: Results travel through signals
/// without needing values that compare.
template <typename T>
struct QTypeTraits::has_operator_equal<reberth::Result<T>> : std::false_type {};
