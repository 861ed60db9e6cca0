#include "app/commandline/exitcode.h"

namespace reberth::app {

ExitCode exitCodeFor(const Error& error) {
    switch (error.code) {
    case ErrorCode::Cancelled: return Interrupted;
    case ErrorCode::EngineUnavailable:
    case ErrorCode::ConnectionLost: return EngineUnavailable;
    case ErrorCode::InvalidInput:
    case ErrorCode::NotFound:
    case ErrorCode::AuthenticationRequired:
    case ErrorCode::NetworkUnreachable:
    case ErrorCode::PermissionDenied:
    case ErrorCode::CorruptData:
    case ErrorCode::TooLarge:
    case ErrorCode::Unsupported: return BadInput;
    default: return Failed;
    }
}

} // namespace reberth::app
