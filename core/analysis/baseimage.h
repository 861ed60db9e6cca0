#pragma once

#include "core/analysis/draft.h"

namespace reberth::analysis {

/// Adds what an image name tells: python:3.6, pytorch/pytorch:1.4-cuda10.1-cudnn7-devel, nvidia/cuda:9.0-…,
/// tensorflow/tensorflow:1.12.0-gpu-py3, ufoym/deepo:pytorch-py36-cu101, continuumio/anaconda2.
void readBaseImage(const QString& image, const Evidence& evidence, double factor, Draft& draft,
                   const QString& source = QStringLiteral("dockerfile"));

} // namespace reberth::analysis
