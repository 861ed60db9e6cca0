#include "core/base/error.h"

namespace reberth {

QString errorCodeName(ErrorCode code) {
    switch (code) {
    case ErrorCode::Internal: return QStringLiteral("internal");
    case ErrorCode::Cancelled: return QStringLiteral("cancelled");
    case ErrorCode::InvalidInput: return QStringLiteral("invalid-input");
    case ErrorCode::NotFound: return QStringLiteral("not-found");
    case ErrorCode::AlreadyExists: return QStringLiteral("already-exists");
    case ErrorCode::PermissionDenied: return QStringLiteral("permission-denied");
    case ErrorCode::AuthenticationRequired: return QStringLiteral("authentication-required");
    case ErrorCode::NetworkUnreachable: return QStringLiteral("network-unreachable");
    case ErrorCode::ConnectionLost: return QStringLiteral("connection-lost");
    case ErrorCode::Timeout: return QStringLiteral("timeout");
    case ErrorCode::DiskFull: return QStringLiteral("disk-full");
    case ErrorCode::TooLarge: return QStringLiteral("too-large");
    case ErrorCode::Unsupported: return QStringLiteral("unsupported");
    case ErrorCode::CorruptData: return QStringLiteral("corrupt-data");
    case ErrorCode::EngineUnavailable: return QStringLiteral("engine-unavailable");
    case ErrorCode::ProcessFailed: return QStringLiteral("process-failed");
    case ErrorCode::BuildFailed: return QStringLiteral("build-failed");
    case ErrorCode::IoFailure: return QStringLiteral("io-failure");
    }
    return QStringLiteral("internal");
}

} // namespace reberth
