#include "tests/core/analysis/inspected.h"

#include <QTest>

using namespace reberth;
using namespace reberth::analysis;

namespace {

QStringList licenses(const QList<std::pair<QString, QByteArray>>& files) {
    QStringList found;
    for (const License& license : test::inspected(files).licenses)
        found.append(license.spdx);
    return found;
}

const QByteArray mit =
    "The MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy\n"
    "of this software and associated documentation files (the \"Software\"), to deal in it, provided that\n"
    "this permission notice is kept.\n";
const QByteArray bsd =
    "Redistribution and use in source and binary forms, with or without modification, are permitted.\n";

} // namespace

class TestLicenses : public QObject {
    Q_OBJECT
private slots:
    void texts_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("spdx");
        QTest::newRow("mit") << mit << QStringLiteral("MIT");
        QTest::newRow("bsd-2") << bsd << QStringLiteral("BSD-2-Clause");
        QTest::newRow("bsd-3") << bsd + "The name may not be used to endorse or promote products.\n"
                               << QStringLiteral("BSD-3-Clause");
        QTest::newRow("apache") << QByteArray("      Apache License\n   Version 2.0, January 2004\n")
                                << QStringLiteral("Apache-2.0");
        QTest::newRow("gpl-3") << QByteArray("GNU GENERAL PUBLIC LICENSE\n   Version 3, 29 June 2007\n")
                               << QStringLiteral("GPL-3.0-only");
        QTest::newRow("lgpl-3") << QByteArray("GNU LESSER GENERAL PUBLIC LICENSE\n   Version 3, 29 June 2007\n")
                                << QStringLiteral("LGPL-3.0-only");
        QTest::newRow("cc-by-nc-sa") << QByteArray("Attribution-NonCommercial-ShareAlike 4.0\nInternational\n")
                                     << QStringLiteral("CC-BY-NC-SA-4.0");
        QTest::newRow("cc-by-nc") << QByteArray("Attribution-NonCommercial 4.0 International\n")
                                  << QStringLiteral("CC-BY-NC-4.0");
        QTest::newRow("nvidia") << QByteArray("NVIDIA Source Code License for Some Net\n")
                                << QStringLiteral("LicenseRef-NVIDIA-Source-Code");
        QTest::newRow("unknown") << QByteArray("All rights reserved by the laboratory. ").repeated(20)
                                 << QStringLiteral("LicenseRef-custom");
    }

    void texts() {
        QFETCH(QByteArray, text);
        QFETCH(QString, spdx);
        QCOMPARE(licenses({{QStringLiteral("LICENSE"), text}}), QStringList({spdx}));
    }

    void severalAreKeptRootFirst() {
        QCOMPARE(licenses({{QStringLiteral("LICENSE"), mit},
                           {QStringLiteral("LICENSE-METRIC"), bsd},
                           {QStringLiteral("sub/COPYING"), mit}}),
                 QStringList({QStringLiteral("MIT"), QStringLiteral("BSD-2-Clause")}));
    }

    void statements() {
        QCOMPARE(licenses({{QStringLiteral("setup.py"), "from setuptools import setup\nsetup(classifiers=['License :: "
                                                        "OSI Approved :: Apache Software License'])\n"}}),
                 QStringList({QStringLiteral("Apache-2.0")}));
        QCOMPARE(licenses({{QStringLiteral("pyproject.toml"),
                            "[project]\nname = \"x\"\nlicense = {text = \"BSD-3-Clause\"}\n"}}),
                 QStringList({QStringLiteral("BSD-3-Clause")}));
        QCOMPARE(licenses({{QStringLiteral("README.md"), "# X\n\n## License\n\nCC BY-NC-SA 4.0\n"}}),
                 QStringList({QStringLiteral("CC-BY-NC-SA-4.0")}));
        QCOMPARE(licenses({{QStringLiteral("README.md"), "The code is released under the GPLv3 license.\n"}}),
                 QStringList({QStringLiteral("GPL-3.0-only")}));
        QCOMPARE(licenses({{QStringLiteral("README.md"), "The data come from MIT and Apache helicopters.\n"}}),
                 QStringList());
        QCOMPARE(licenses({{QStringLiteral("license.py"), mit}}), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestLicenses)
#include "tst_licenses.moc"
