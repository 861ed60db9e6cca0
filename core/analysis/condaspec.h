#pragma once

#include "core/analysis/requirement.h"

namespace reberth::analysis {

/// One package as conda takes it.
struct CondaSpec : Requirement {
    QString channel;    ///< of "pytorch::torchvision"
    QString build;      ///< "py37h4f9e949_0"; empty where none is written
    QString buildCudnn; ///< "7.6.3" when the build's name says so
};

/// "name=1.2=build", "name>=1,<2", "name 1.2.*", "channel::name==1.2", "name[version='>=1.2',build=*cuda*]", or the URL
/// of an explicit list; `dependency.conda` is set. nullopt when it is none of them.
std::optional<CondaSpec> parseCondaSpec(QString text);

} // namespace reberth::analysis
