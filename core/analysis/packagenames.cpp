#include "core/analysis/packagenames.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

namespace reberth::analysis {

QString normalizedName(const QString& name) {
    static const QRegularExpression runs(QStringLiteral("[-_.]+"));
    return QString(name).replace(runs, QStringLiteral("-")).toLower();
}

std::optional<QString> frameworkOf(const QString& distribution) {
    static const QHash<QString, QString> frameworks{
        {QStringLiteral("torch"), QStringLiteral("torch")},
        {QStringLiteral("pytorch"), QStringLiteral("torch")},
        {QStringLiteral("pytorch-nightly"), QStringLiteral("torch")},
        {QStringLiteral("torch-nightly"), QStringLiteral("torch")},
        {QStringLiteral("tensorflow"), QStringLiteral("tensorflow")},
        {QStringLiteral("tensorflow-gpu"), QStringLiteral("tensorflow")},
        {QStringLiteral("tensorflow-cpu"), QStringLiteral("tensorflow")},
        {QStringLiteral("tf-nightly"), QStringLiteral("tensorflow")},
        {QStringLiteral("tf-nightly-gpu"), QStringLiteral("tensorflow")},
        {QStringLiteral("tensorflow-macos"), QStringLiteral("tensorflow")},
        {QStringLiteral("nvidia-tensorflow"), QStringLiteral("tensorflow")},
        {QStringLiteral("jax"), QStringLiteral("jax")},
        {QStringLiteral("keras"), QStringLiteral("keras")},
        {QStringLiteral("mxnet"), QStringLiteral("mxnet")},
        {QStringLiteral("paddle"), QStringLiteral("paddlepaddle")},
        {QStringLiteral("paddlepaddle"), QStringLiteral("paddlepaddle")},
        {QStringLiteral("paddlepaddle-gpu"), QStringLiteral("paddlepaddle")},
        {QStringLiteral("chainer"), QStringLiteral("chainer")},
        {QStringLiteral("theano"), QStringLiteral("theano")},
        {QStringLiteral("caffe"), QStringLiteral("caffe")},
        {QStringLiteral("caffe2"), QStringLiteral("caffe2")},
        {QStringLiteral("mindspore"), QStringLiteral("mindspore")},
        {QStringLiteral("mindspore-gpu"), QStringLiteral("mindspore")},
        {QStringLiteral("cntk"), QStringLiteral("cntk")},
        {QStringLiteral("oneflow"), QStringLiteral("oneflow")},
        {QStringLiteral("jittor"), QStringLiteral("jittor")},
    };
    const QString name = normalizedName(distribution);
    if (const auto it = frameworks.find(name); it != frameworks.end())
        return *it;
    static const QRegularExpression mxnet(QStringLiteral("^mxnet-cu\\d+(?:mkl)?$"));
    if (mxnet.match(name).hasMatch())
        return QStringLiteral("mxnet");
    return std::nullopt;
}

QString indexNameOfConda(const QString& package) {
    static const QHash<QString, QString> names{
        {QStringLiteral("pytorch"), QStringLiteral("torch")},
        {QStringLiteral("pytorch-gpu"), QStringLiteral("torch")},
        {QStringLiteral("pytorch-nightly"), QStringLiteral("torch")},
        {QStringLiteral("pytorch-cpu"), QStringLiteral("torch")},
        {QStringLiteral("opencv"), QStringLiteral("opencv-python")},
        {QStringLiteral("opencv3"), QStringLiteral("opencv-python")},
        {QStringLiteral("py-opencv"), QStringLiteral("opencv-python")},
        {QStringLiteral("python-opencv"), QStringLiteral("opencv-python")},
        {QStringLiteral("matplotlib-base"), QStringLiteral("matplotlib")},
        {QStringLiteral("pytables"), QStringLiteral("tables")},
        {QStringLiteral("pil"), QStringLiteral("pillow")},
        {QStringLiteral("tensorflow-base"), QStringLiteral("tensorflow")},
        {QStringLiteral("tensorflow-gpu-base"), QStringLiteral("tensorflow-gpu")},
        {QStringLiteral("pytorch3d"), QStringLiteral("pytorch3d")},
        {QStringLiteral("pyg"), QStringLiteral("torch-geometric")},
        {QStringLiteral("pytorch-scatter"), QStringLiteral("torch-scatter")},
        {QStringLiteral("pytorch-sparse"), QStringLiteral("torch-sparse")},
        {QStringLiteral("pytorch-cluster"), QStringLiteral("torch-cluster")},
        {QStringLiteral("python-lmdb"), QStringLiteral("lmdb")},
        {QStringLiteral("seaborn-base"), QStringLiteral("seaborn")},
        {QStringLiteral("dask-core"), QStringLiteral("dask")},
        {QStringLiteral("py-xgboost"), QStringLiteral("xgboost")},
        {QStringLiteral("python-graphviz"), QStringLiteral("graphviz")},
        {QStringLiteral("prompt_toolkit"), QStringLiteral("prompt-toolkit")},
    };
    return names.value(package.toLower(), package);
}

bool isNativeConda(const QString& package) {
    static const QSet<QString> names{
        QStringLiteral("imagemagick"),
        QStringLiteral("ffmpeg"),
        QStringLiteral("git"),
        QStringLiteral("gcc"),
        QStringLiteral("gxx"),
        QStringLiteral("make"),
        QStringLiteral("openssl"),
        QStringLiteral("ca-certificates"),
        QStringLiteral("readline"),
        QStringLiteral("sqlite"),
        QStringLiteral("tk"),
        QStringLiteral("xz"),
        QStringLiteral("zlib"),
        QStringLiteral("zstd"),
        QStringLiteral("ncurses"),
        QStringLiteral("mkl"),
        QStringLiteral("blas"),
        QStringLiteral("intel-openmp"),
        QStringLiteral("openblas"),
        QStringLiteral("freetype"),
        QStringLiteral("jpeg"),
        QStringLiteral("lz4-c"),
        QStringLiteral("bzip2"),
        QStringLiteral("expat"),
        QStringLiteral("fontconfig"),
        QStringLiteral("glib"),
        QStringLiteral("gstreamer"),
        QStringLiteral("icu"),
        QStringLiteral("pcre"),
        QStringLiteral("qt"),
        QStringLiteral("qt-main"),
        QStringLiteral("dbus"),
        QStringLiteral("hdf5"),
        QStringLiteral("cairo"),
        QStringLiteral("pixman"),
        QStringLiteral("harfbuzz"),
        QStringLiteral("graphite2"),
        QStringLiteral("jasper"),
        QStringLiteral("giflib"),
        QStringLiteral("bazel"),
        QStringLiteral("nccl"),
        QStringLiteral("magma-cuda"),
        QStringLiteral("gst-plugins-base"),
        QStringLiteral("yaml"),
        QStringLiteral("nettle"),
        QStringLiteral("gnutls"),
        QStringLiteral("gmp"),
        QStringLiteral("lame"),
        QStringLiteral("openh264"),
        QStringLiteral("x264"),
        QStringLiteral("ninja-base"),
        QStringLiteral("lcms2"),
        QStringLiteral("lerc"),
        QStringLiteral("openjpeg"),
        QStringLiteral("nvcc_linux-64"),
        QStringLiteral("eigen"),
        QStringLiteral("boost"),
        QStringLiteral("boost-cpp"),
        QStringLiteral("glew"),
        QStringLiteral("glfw"),
        QStringLiteral("mesalib"),
        QStringLiteral("patchelf"),
        QStringLiteral("wget"),
        QStringLiteral("curl"),
        QStringLiteral("unzip"),
        QStringLiteral("openjdk"),
        QStringLiteral("swig"),
        QStringLiteral("tbb"),
        QStringLiteral("openmpi"),
        QStringLiteral("pytorch-mutex"),
        QStringLiteral("cpuonly"),
        QStringLiteral("nodejs"),
        QStringLiteral("libgcc"),
        QStringLiteral("vim"),
        QStringLiteral("htop"),
        QStringLiteral("tmux"),
        QStringLiteral("ld_impl_linux-64"),
        QStringLiteral("cuda-nvcc"),
        QStringLiteral("cudatoolkit-dev"),
        QStringLiteral("cub"),
        QStringLiteral("cuda-toolkit"),
    };
    const QString name = package.toLower();
    if (name.startsWith(QLatin1Char('_')) || names.contains(name))
        return true;
    static const QSet<QString> pythonLibs{QStringLiteral("librosa"), QStringLiteral("libcst"),
                                          QStringLiteral("libclang"), QStringLiteral("libmambapy"),
                                          QStringLiteral("librosa-base")};
    return (name.startsWith(QLatin1String("lib")) && !pythonLibs.contains(name)) ||
           name.startsWith(QLatin1String("gcc_")) || name.startsWith(QLatin1String("gxx_")) ||
           name.startsWith(QLatin1String("xorg-")) || name.startsWith(QLatin1String("binutils"));
}

bool isWellKnown(const QString& module) {
    static const QSet<QString> names{
        QStringLiteral("numpy"),   QStringLiteral("scipy"), QStringLiteral("pandas"),  QStringLiteral("matplotlib"),
        QStringLiteral("imutils"), QStringLiteral("click"), QStringLiteral("typer"),   QStringLiteral("uvicorn"),
        QStringLiteral("keras"),   QStringLiteral("yapf"),  QStringLiteral("munkres"), QStringLiteral("tifffile"),
    };
    return names.contains(module) || frameworkOf(module).has_value();
}

bool isInstallTool(const QString& package) {
    static const QSet<QString> names{QStringLiteral("pip"),         QStringLiteral("pip3"),
                                     QStringLiteral("setuptools"),  QStringLiteral("wheel"),
                                     QStringLiteral("conda"),       QStringLiteral("anaconda"),
                                     QStringLiteral("virtualenv"),  QStringLiteral("uv"),
                                     QStringLiteral("poetry"),      QStringLiteral("pipenv"),
                                     QStringLiteral("certifi"),     QStringLiteral("mamba"),
                                     QStringLiteral("conda-build"), QStringLiteral("nb-conda-kernels")};
    return names.contains(normalizedName(package));
}

} // namespace reberth::analysis
