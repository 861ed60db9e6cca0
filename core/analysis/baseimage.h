#pragma once

#include "core/analysis/draft.h"

namespace reberth::analysis {

/// Adds what an image name tells: python:3.6, pytorch/pytorch:1.4-cuda10.1-cudnn7-devel, nvidia/cuda:9.0-…,
/// tensorflow/tensorflow:1.12.0-gpu-py3, continuumio/anaconda3, and the default Python of an Ubuntu release.
void readBaseImage(const QString& image, const Evidence& evidence, double factor, Draft& draft);

/// "3.8" for Ubuntu "20.04"; empty when unknown.
QString pythonOfUbuntu(const QString& release);

} // namespace reberth::analysis
