#include "core/dockerfile/rule.h"

namespace reberth::dockerfile {

using diagnostics::Severity;

// The parser and check() find these; the rows give them their words.
QList<Rule> syntaxRules() {
    return {
        {"syntax", {QStringLiteral("DL1000")}, Severity::Error, "The text can't be read",
         "The builder stops at this place. What follows is still checked here.", nullptr},
        {"unknown-instruction", {}, Severity::Error, "There is no such instruction",
         "The builder stops at an instruction that it does not know. A line that belongs to the one above needs a "
         "continuation character at the end of that one.",
         nullptr},
        {"unknown-flag", {}, Severity::Error, "There is no such flag",
         "Flags stand directly behind the instruction; each instruction has its own.", nullptr},
        {"flag-value", {}, Severity::Error, "A flag's value is wrong", "The builder refuses this value.", nullptr},
        {"mount", {}, Severity::Error, "A mount is wrong", "The builder refuses this mount of a RUN.", nullptr},
        {"arguments", {}, Severity::Error, "The arguments don't fit the instruction",
         "The builder refuses the instruction with these arguments. A comment needs a line of its own.", nullptr},
        {"instruction-order", {QStringLiteral("DL3061"), QStringLiteral("DL3043")}, Severity::Error,
         "An instruction stands where it may not",
         "A file begins with FROM; only ARG may stand before it. ONBUILD can't hold ONBUILD, FROM or MAINTAINER.", nullptr},
        {"image-reference", {}, Severity::Error, "This is no image name",
         "An image is [registry/]name[:tag][@digest], with a name in lower case.", nullptr},
        {"stage-reference", {QStringLiteral("DL3023")}, Severity::Error, "There is no such stage",
         "A stage can take files from earlier stages, by name or number, and from images.", nullptr},
        {"variable-syntax", {}, Severity::Error, "A variable is written in a way the builder does not know",
         "The builder knows ${x}, ${x:-default}, ${x:+other}, ${x:?message}, ${x#prefix}, ${x%suffix} and ${x/a/b}; "
         "everything else of a shell works in RUN only.",
         nullptr},
        {"port", {QStringLiteral("DL3011")}, Severity::Error, "This is no port",
         "EXPOSE takes numbers from 0 to 65535, ranges, and /tcp, /udp or /sctp behind them.", nullptr},
        {"foreign-syntax", {}, Severity::Info, "Another frontend builds this file",
         "The first line names a frontend of its own, whose grammar is not known here.", nullptr},
    };
}

} // namespace reberth::dockerfile
