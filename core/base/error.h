#pragma once

#include <QString>

namespace reberth {

/// What kind of thing went wrong; callers branch on this, people read Error::message.
enum class ErrorCode {
    Internal,
    Cancelled,
    InvalidInput,
    NotFound,
    AlreadyExists,
    PermissionDenied,
    AuthenticationRequired,
    NetworkUnreachable,
    ConnectionLost,
    Timeout,
    DiskFull,
    TooLarge,
    Unsupported,
    CorruptData,
    EngineUnavailable,
    ProcessFailed,
    BuildFailed,
    IoFailure,
};

/// An error as a value. `message` is one sentence or two for a person: what happened and what to do.
/// `detail` is technical (a program's stderr, an HTTP body) and may be empty.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString message;
    QString detail;

    bool operator==(const Error&) const = default;
};

/// Stable lower-case name ("not-found") for JSON output and logs.
QString errorCodeName(ErrorCode code);

} // namespace reberth
