#pragma once

#include <QByteArray>

/// A small notebook; in a header of its own because moc stumbles over its quotes.
inline const QByteArray exampleNotebook = R"json({
 "cells": [
  {"cell_type": "markdown", "source": ["!pip install nothing"]},
  {
   "cell_type": "code",
   "outputs": [{"text": ["import wrong\n", "{\"cells\": [\\"]}],
   "source": [
    "!pip install alpha==1.2 \\\n",
    "    beta\n",
    "%cd tools\n",
    "!python run.py --fast\n",
    "import numpy as np\n",
    "np.float(1)"
   ]
  },
  {"cell_type": "code", "source": "%%bash\napt-get install -y libgl1\nwget https://example.org/w.pth"}
 ],
 "metadata": {"kernelspec": {"name": "python3"}, "language_info": {"name": "python", "version": "3.7.4"}}
})json";
