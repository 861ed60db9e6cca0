#include "core/engine/tracedecoder.h"

#include "core/engine/protobuf.h"

#include <QCoreApplication>

namespace reberth::engine {

namespace {

using Wire = ProtobufReader::Wire;
using Field = ProtobufReader::Field;

/// Calls `visit` for each field; false when the bytes are no message.
template <typename Visitor> bool eachField(QByteArrayView bytes, Visitor visit) {
    ProtobufReader reader(bytes);
    while (const auto field = reader.next()) {
        if (!visit(*field)) {
            return false;
        }
    }
    return !reader.failed();
}

bool isBytes(const Field& field, quint32 number) {
    return field.number == number && field.wire == Wire::Bytes;
}

bool isNumber(const Field& field, quint32 number) {
    return field.number == number && field.wire == Wire::Varint;
}

bool readTimestamp(QByteArrayView bytes, QDateTime* time) {
    qint64 seconds = 0;
    qint64 nanoseconds = 0;
    const bool ok = eachField(bytes, [&](const Field& field) {
        if (isNumber(field, 1)) {
            seconds = field.number64();
        } else if (isNumber(field, 2)) {
            nanoseconds = field.number64();
        }
        return true;
    });
    // Beyond year 9999 in either direction QDateTime has nothing to show for it.
    constexpr qint64 limit = 253402300800;
    if (ok && seconds > -limit && seconds < limit && nanoseconds >= 0 && nanoseconds < 1000000000) {
        *time = QDateTime::fromMSecsSinceEpoch(seconds * 1000 + nanoseconds / 1000000, Qt::UTC);
    }
    return ok;
}

bool readVertex(QByteArrayView bytes, TraceVertex* vertex) {
    return eachField(bytes, [&](const Field& field) {
        if (isBytes(field, 1)) {
            vertex->digest = field.text();
        } else if (isBytes(field, 3)) {
            vertex->name = field.text();
        } else if (isNumber(field, 4)) {
            vertex->cached = field.value != 0;
        } else if (isBytes(field, 5)) {
            return readTimestamp(field.bytes, &vertex->started);
        } else if (isBytes(field, 6)) {
            return readTimestamp(field.bytes, &vertex->completed);
        } else if (isBytes(field, 7)) {
            vertex->error = field.text();
        }
        return true;
    });
}

bool readStatus(QByteArrayView bytes, TraceStatus* status) {
    QString name;
    const bool ok = eachField(bytes, [&](const Field& field) {
        if (isBytes(field, 1)) {
            status->id = field.text();
        } else if (isBytes(field, 2)) {
            status->vertex = field.text();
        } else if (isBytes(field, 3)) {
            name = field.text();
        } else if (isNumber(field, 4)) {
            status->current = field.number64();
        } else if (isNumber(field, 5)) {
            status->total = field.number64();
        } else if (isBytes(field, 8)) {
            status->completed = true;
        }
        return true;
    });
    if (status->id.isEmpty()) {
        status->id = name;
    }
    return ok;
}

bool readLog(QByteArrayView bytes, TraceLog* log) {
    return eachField(bytes, [&](const Field& field) {
        if (isBytes(field, 1)) {
            log->vertex = field.text();
        } else if (isNumber(field, 3)) {
            log->isError = field.value == 2;
        } else if (isBytes(field, 4)) {
            log->data = field.bytes.toByteArray();
        }
        return true;
    });
}

bool readWarning(QByteArrayView bytes, TraceWarning* warning) {
    return eachField(bytes, [&](const Field& field) {
        if (isBytes(field, 1)) {
            warning->vertex = field.text();
        } else if (isBytes(field, 3)) {
            warning->text = field.text();
        } else if (isBytes(field, 5)) {
            warning->url = field.text();
        }
        return true;
    });
}

} // namespace

Result<TraceMessage> decodeTrace(const QByteArray& message) {
    TraceMessage trace;
    const bool ok = eachField(message, [&](const Field& field) {
        if (isBytes(field, 1)) {
            return readVertex(field.bytes, &trace.vertexes.emplaceBack());
        }
        if (isBytes(field, 2)) {
            return readStatus(field.bytes, &trace.statuses.emplaceBack());
        }
        if (isBytes(field, 3)) {
            return readLog(field.bytes, &trace.logs.emplaceBack());
        }
        if (isBytes(field, 4)) {
            return readWarning(field.bytes, &trace.warnings.emplaceBack());
        }
        return true;
    });
    if (!ok) {
        return fail(
            ErrorCode::CorruptData,
            QCoreApplication::translate("reberth::engine", "The engine's build progress could not be understood."),
            QStringLiteral("bad protobuf"));
    }
    return trace;
}

} // namespace reberth::engine
