#include "core/analysis/inspector.h"
#include "core/knowledge/knowledge.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>

#include <cstdio>

/// Prints what inspect() finds in a folder, for the scorer of the known repositories.
int main(int argc, char* argv[]) {
    QCoreApplication application(argc, argv);
    if (argc < 2) {
        std::fputs("usage: inspect_probe FOLDER\n", stderr);
        return 2;
    }
    reberth::repo::Checkout checkout;
    checkout.path = QDir(QString::fromLocal8Bit(argv[1])).absolutePath();
    checkout.name = QDir(checkout.path).dirName();
    const reberth::knowledge::Knowledge knowledge;
    const reberth::Result<reberth::analysis::Findings> findings = reberth::analysis::inspect(checkout, knowledge);
    if (!findings) {
        std::fprintf(stderr, "%s\n", qPrintable(findings.error().message));
        return 1;
    }
    std::fputs(QJsonDocument(findings->toJson()).toJson().constData(), stdout);
    return 0;
}
