#pragma once

#include "core/recipe/recipe.h"

/// One recipe of each style, as the planner makes them; shared by the tests of generation.
namespace reberth::tests {

inline recipe::PythonPackage pip(const char* name, const char* specifier = "", const char* reason = "") {
    return {QLatin1String(name), QLatin1String(specifier), {}, QLatin1String(reason), false};
}

/// CPU only, everything from the distribution.
inline recipe::Recipe plainRecipe() {
    recipe::Recipe r;
    r.name = QStringLiteral("tiny-regression");
    r.source = QStringLiteral("https://example.org/lab/tiny-regression.git");
    r.commit = QStringLiteral("0123456789abcdef0123456789abcdef01234567");
    r.style = recipe::Style::Plain;
    r.baseImage = {QStringLiteral("debian:bookworm-slim"), QStringLiteral("the program needs no GPU"), false};
    r.osRelease = {QStringLiteral("debian12"), {}, false};
    r.python = {QStringLiteral("3.11"), QStringLiteral("Debian 12's own"), false};
    r.target = {QStringLiteral("CPU only"), {}, false};
    r.systemPackages = {{QStringLiteral("python3-numpy"), QStringLiteral("train.py imports numpy"), false}};
    r.entryPoints = {{QStringLiteral("train"), QStringLiteral("python train.py --epochs 20"), {}, {}},
                     {QStringLiteral("evaluate"), QStringLiteral("python evaluate.py --model /outputs/model.npz"), {}, {}}};
    r.volumes = {{QStringLiteral("./data"), QStringLiteral("/data"), true},
                 {QStringLiteral("./outputs"), QStringLiteral("/outputs"), false}};
    return r;
}

/// Built Python, an old GPU stack, an extension in a folder, a package compiled against torch.
inline recipe::Recipe pyenvRecipe() {
    recipe::Recipe r;
    r.name = QStringLiteral("faster-rcnn.pytorch");
    r.source = QStringLiteral("https://example.org/vision/faster-rcnn.pytorch.git");
    r.commit = QStringLiteral("31ae20687b1b3486155809a57eeb376259a5f5d4");
    r.style = recipe::Style::CudaPyenv;
    r.baseImage = {QStringLiteral("nvidia/cuda:11.3.1-cudnn8-devel-ubuntu18.04"),
                   QStringLiteral("CUDA 11.3 with its compiler, because lib/setup.py builds CUDA code"), false};
    r.osRelease = {QStringLiteral("ubuntu18.04"), {}, false};
    r.python = {QStringLiteral("3.7"), QStringLiteral("README.md asks for it"), false};
    r.framework = {QStringLiteral("torch"), {}, false};
    r.frameworkVersion = {QStringLiteral("1.10.1"), QStringLiteral("the first release with kernels for sm_75 and CUDA 11.3"), false};
    r.cuda = {QStringLiteral("11.3"), {}, false};
    r.cudnn = {QStringLiteral("8"), {}, false};
    r.gcc = {QStringLiteral("8"), QStringLiteral("nvcc 11.3 takes no newer one than 10"), false};
    r.archList = {QStringLiteral("7.5"), QStringLiteral("the Tesla T4's compute capability"), false};
    r.target = {QStringLiteral("Tesla T4"), {}, true};
    r.packages = {pip("torch", "==1.10.1+cu113", "pinned with its CUDA"), pip("torchvision", "==0.11.2+cu113"),
                  pip("numpy", "==1.21.6", "the newest for Python 3.7"), pip("Cython", "==0.29.36"),
                  pip("scipy", "==1.2.3", "lib/model imports scipy.misc.imread, removed in 1.3"),
                  pip("opencv-python", "==4.5.5.64")};
    r.packages.append({QStringLiteral("detectron2"), {},
                       QStringLiteral("git+https://example.org/facebookresearch/detectron2.git@v0.6"),
                       QStringLiteral("imported by demo.py"), false});
    r.indexUrls = {QStringLiteral("https://download.pytorch.org/whl/cu113")};
    r.systemPackages = {{QStringLiteral("libgl1"), QStringLiteral("opencv-python"), false},
                        {QStringLiteral("libglib2.0-0"), QStringLiteral("opencv-python"), false}};
    r.extensions = {{QStringLiteral("lib/setup.py"), QStringLiteral("lib"), QStringLiteral("python setup.py build develop"), true}};
    r.entryPoints = {{QStringLiteral("train"),
                      QStringLiteral("CUDA_VISIBLE_DEVICES=0 python trainval_net.py --dataset pascal_voc --cuda"), {}, {}},
                     {QStringLiteral("evaluate"), QStringLiteral("python test_net.py --dataset pascal_voc"), {}, {}},
                     {QStringLiteral("build"), QStringLiteral("bash make.sh"), QStringLiteral("lib"), {}}};
    r.volumes = {{QStringLiteral("./data"), QStringLiteral("/app/data"), false},
                 {QStringLiteral("./outputs"), QStringLiteral("/outputs"), false}};
    r.environment = {{QStringLiteral("OMP_NUM_THREADS"), QStringLiteral("4")}, {QStringLiteral("WANDB_API_KEY"), {}}};
    r.shmSize = QStringLiteral("8gb");
    r.gpuAccess = recipe::GpuAccess::DeployDevices;
    r.risks = {QStringLiteral("The weights that README.md names are no longer at their address.")};
    return r;
}

/// FROM pytorch/pytorch, for an old docker-compose.
inline recipe::Recipe frameworkRecipe() {
    recipe::Recipe r;
    r.name = QStringLiteral("cyclegan");
    r.style = recipe::Style::FrameworkImage;
    r.baseImage = {QStringLiteral("pytorch/pytorch:1.13.1-cuda11.6-cudnn8-runtime"),
                   QStringLiteral("has the torch, CUDA and Python of the commit's month"), false};
    r.osRelease = {QStringLiteral("ubuntu18.04"), {}, false};
    r.python = {QStringLiteral("3.10"), QStringLiteral("the image's own"), false};
    r.framework = {QStringLiteral("torch"), {}, false};
    r.frameworkVersion = {QStringLiteral("1.13.1"), QStringLiteral("the newest at the commit's date"), false};
    r.cuda = {QStringLiteral("11.6"), {}, false};
    r.target = {QStringLiteral("GeForce RTX 3090"), {}, true};
    r.packages = {pip("torch", "==1.13.1+cu116"), pip("torchvision", "==0.14.1"), pip("dominate", "==2.7.0"),
                  pip("visdom", "==0.2.3")};
    r.entryPoints = {{QStringLiteral("train"), QStringLiteral("python train.py --dataroot /data/maps --model cycle_gan"), {}, {}},
                     {QStringLiteral("infer"), QStringLiteral("bash -c 'for f in /data/*; do python test.py \"$f\"; done'"), {}, {}}};
    r.volumes = {{QStringLiteral("../data"), QStringLiteral("/data"), false}};
    r.shmSize = QStringLiteral("8gb");
    r.gpuAccess = recipe::GpuAccess::Runtime;
    r.composeVersion = QStringLiteral("2.4");
    return r;
}

/// A conda environment on a CUDA image.
inline recipe::Recipe condaRecipe() {
    recipe::Recipe r;
    r.name = QStringLiteral("pointnet2");
    r.style = recipe::Style::CudaConda;
    r.baseImage = {QStringLiteral("nvidia/cuda:11.8.0-cudnn8-devel-ubuntu22.04"), QStringLiteral("pointnet2_ops is compiled"), false};
    r.osRelease = {QStringLiteral("ubuntu22.04"), {}, false};
    r.python = {QStringLiteral("3.9"), QStringLiteral("environment.yml says so"), false};
    r.framework = {QStringLiteral("torch"), {}, false};
    r.frameworkVersion = {QStringLiteral("2.0.1"), {}, false};
    r.cuda = {QStringLiteral("11.8"), {}, false};
    r.archList = {QStringLiteral("8.6;8.9+PTX"), QStringLiteral("two kinds of GPU in the laboratory"), true};
    r.packages = {pip("torch", "==2.0.1"), pip("hydra-core", "==0.11.3")};
    r.packages.append({QStringLiteral("pointnet2"), {}, QStringLiteral("."), {}, false});
    r.condaPackages = {pip("numpy", "=1.24", "environment.yml"), pip("h5py", ">=3.7,<4")};
    r.condaChannels = {QStringLiteral("conda-forge")};
    r.extensions = {{QStringLiteral("setup.py"), {}, QStringLiteral("python setup.py install"), true}};
    r.indexUrls = {QStringLiteral("https://pypi.org/simple"), QStringLiteral("https://download.pytorch.org/whl/cu118")};
    r.gpuAccess = recipe::GpuAccess::Gpus;
    r.shmSize = QStringLiteral("16gb");
    return r;
}

} // namespace reberth::tests
