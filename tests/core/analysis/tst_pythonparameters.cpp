#include "core/analysis/docopt.h"
#include "core/analysis/pythonfacts.h"
#include "core/analysis/watchednames.h"
#include "tests/core/analysis/samplerepository.h"

#include <QTest>

using namespace reberth::analysis;

namespace {

PythonFacts facts(const char* source) {
    return readPython(QStringLiteral("a.py"), QByteArray(source), WatchedNames(QSet<QString>()));
}

/// "name:type=default{choices}!" with ! for required.
QStringList shown(const QList<Parameter>& parameters) {
    QStringList rows;
    for (const Parameter& parameter : parameters) {
        QString row = parameter.name + QLatin1Char(':') + parameter.type;
        if (!parameter.defaultValue.isEmpty())
            row += QLatin1Char('=') + parameter.defaultValue;
        if (!parameter.choices.isEmpty())
            row += QLatin1Char('{') + parameter.choices.join(QLatin1Char(',')) + QLatin1Char('}');
        rows.append(row + (parameter.required ? QStringLiteral("!") : QString()));
    }
    return rows;
}

QStringList list(std::initializer_list<const char*> rows) {
    QStringList result;
    for (const char* row : rows)
        result.append(QString::fromLatin1(row));
    return result;
}

} // namespace

class TestPythonParameters : public QObject {
    Q_OBJECT

private slots:
    void argparse() {
        const PythonFacts file = facts(
            "import argparse, os\nLR = 0.1\nNETS = ['a', 'b']\ndef positive_int(x): return int(x)\n"
            "def main():\n    p = argparse.ArgumentParser()\n    g = p.add_argument_group('x')\n"
            "    p.add_argument('data')\n    p.add_argument('out', nargs='?', default='o')\n"
            "    g.add_argument('-l', '--lr', type=float, default=LR, help='rate of ' 'learning')\n"
            "    p.add_argument('--net', choices=NETS, required=True)\n    p.add_argument('--n', type=positive_int, "
            "default=3)\n"
            "    p.add_argument('--fast', action='store_true')\n    p.add_argument('--slow', action='store_false')\n"
            "    p.add_argument('--amp', action=argparse.BooleanOptionalAction, default=True)\n"
            "    p.add_argument('--b', type=lambda x: x.lower() == 'true', default=False)\n"
            "    p.add_argument('--sizes', type=int, nargs='+', default=[1, 2])\n    p.add_argument('--path', "
            "default=os.path.join(HERE, x()))\n"
            "    p.add_argument(**extra)\n    p.add_argument('--version', action='version', version='1')\n"
            "    p.add_argument('--quiet', default=argparse.SUPPRESS)\n    p.set_defaults(n=5)\n");
        QCOMPARE(file.parser, QStringLiteral("argparse"));
        const QStringList rows = shown(file.parameters);
        for (const char* row :
             {"data:str!", "out:str=o", "--lr:float=0.1", "--net:choice{a,b}!", "--n:int=5", "--fast:bool=False",
              "--slow:bool=True", "--amp:bool=True", "--b:bool=False", "--sizes:int=1 2", "--quiet:str"})
            QVERIFY2(rows.contains(QLatin1String(row)),
                     qPrintable(QLatin1String(row) + QLatin1String(" in ") + rows.join(QLatin1Char('\n'))));
        QCOMPARE(file.parameters.size(), 12);
        QCOMPARE(file.parameters.at(2).help, QStringLiteral("rate of learning"));
    }

    void subParsersAndOlderWays() {
        const PythonFacts file =
            facts("import argparse\np = argparse.ArgumentParser()\ns = p.add_subparsers(dest='action')\n"
                  "t = s.add_parser('train')\nt.add_argument('--lr', type=float)\ne = s.add_parser('test')\n"
                  "e.add_argument('--lr', type=float)\n");
        QCOMPARE(shown(file.parameters), list({"action:choice{train,test}!", "--lr:float"}));
        const PythonFacts old = facts("from optparse import OptionParser\np = OptionParser()\n"
                                      "p.add_option('-e', '--epochs', dest='e', type='int', default=5, help='h')\n");
        QCOMPARE(old.parser, QStringLiteral("optparse"));
        QCOMPARE(shown(old.parameters), list({"--epochs:int=5"}));
        const PythonFacts helper = facts("import argparse, functools\nadd_arg = functools.partial(f, argparser=p)\n"
                                         "add_arg('batch_size', int, 256, 'Size.')\np.add_argument('--x')\n");
        QVERIFY(shown(helper.parameters).contains(QStringLiteral("--batch_size:int=256")));
    }

    void clickAndTyper() {
        const PythonFacts click = facts(
            "import click\n@click.command()\n@click.option('--lr', '-l', type=float, default=0.1, show_default=True)\n"
            "@click.option('--net', type=click.Choice(['a', 'b']))\n@click.option('--fast/--slow', default=True)\n"
            "@click.argument('source', type=click.Path())\ndef main(**k): pass\n");
        QCOMPARE(shown(click.parameters),
                 list({"--lr:float=0.1", "--net:choice{a,b}", "--fast:bool=True", "source:str!"}));
        const PythonFacts typer =
            facts("import typer\napp = typer.Typer()\n@app.command()\ndef train(source: str, batch_size: int = 4,\n"
                  "    rate: float = typer.Option(0.1, '--lr', help='Rate.'), out: str = typer.Argument('o'),\n"
                  "    key: str = typer.Option(...)):\n    pass\n");
        QCOMPARE(shown(typer.parameters),
                 list({"source:str!", "--batch-size:int=4", "--lr:float=0.1", "out:str=o", "--key:str!"}));
    }

    void flags() {
        const PythonFacts file = facts(
            "from absl import flags\nimport tensorflow as tf\nflags.DEFINE_float('lr', 0.1, 'Rate.')\n"
            "tf.app.flags.DEFINE_boolean('fast', False, 'Fast.')\nflags.DEFINE_enum('net', 'a', ['a', 'b'], 'Net.')\n"
            "flags.DEFINE_string('data', None, 'Where.')\nflags.mark_flag_as_required('data')\n");
        QCOMPARE(shown(file.parameters),
                 list({"--lr:float=0.1", "--fast:bool=False", "--net:choice=a{a,b}", "--data:str!"}));
        QCOMPARE(file.parameters.first().help, QStringLiteral("Rate."));
    }

    void functionsAndClasses() {
        QCOMPARE(
            shown(facts("import fire\ndef train(data: str, lr=0.1, *args, **k): pass\nfire.Fire(train)\n").parameters),
            list({"--data:str!", "--lr:float=0.1"}));
        QCOMPARE(shown(facts("import fire\ndef train(lr=0.1): pass\ndef _x(): pass\ndef test(k): pass\nfire.Fire()\n")
                           .parameters),
                 list({"command:choice{train,test}!", "--lr:float=0.1", "--k:str"}));
        QCOMPARE(
            shown(facts("import fire\nclass Net:\n    def __init__(self, size=3): pass\nfire.Fire(Net)\n").parameters),
            list({"--size:int=3"}));
        QCOMPARE(shown(facts("import tyro\nfrom dataclasses import dataclass\nfrom typing import Literal, "
                             "Optional\n@dataclass\nclass Args:\n"
                             "    data: str\n    batch_size: int = 8\n    kind: Literal['a', 'b'] = 'a'\n    seed: "
                             "Optional[int] = None\n"
                             "    K: ClassVar[int] = 3\ntyro.cli(Args)\n")
                           .parameters),
                 list({"--data:str!", "--batch-size:int=8", "--kind:choice=a{a,b}", "--seed:int"}));
        const PythonFacts hf = facts(
            "from dataclasses import dataclass, field\nfrom transformers import HfArgumentParser, TrainingArguments\n"
            "@dataclass\nclass ModelArguments:\n    model_name: str = field(metadata={'help': 'Which.'})\n"
            "    cache: str = field(default='c')\n    many: list = field(default_factory=list)\n"
            "p = HfArgumentParser((ModelArguments, TrainingArguments))\n");
        QCOMPARE(shown(hf.parameters), list({"--model_name:str!", "--cache:str=c", "--many:str"}));
        QCOMPARE(hf.parameters.first().help, QStringLiteral("Which."));
        QCOMPARE(hf.parserClasses, QStringList{QStringLiteral("TrainingArguments")});
        QCOMPARE(shown(facts("from tap import Tap\nclass A(Tap):\n    lr: float = 0.1\nA().parse_args()\n").parameters),
                 list({"--lr:float=0.1"}));
        QCOMPARE(shown(facts("from jsonargparse import CLI\ndef main(x: int = 1): pass\nCLI(main)\n").parameters),
                 list({"--x:int=1"}));
        QCOMPARE(shown(facts("from sacred import Experiment\nex = Experiment()\n@ex.config\ndef cfg():\n    lr = 0.1\n "
                             "   n = 'a'\n")
                           .parameters),
                 list({"lr=:float=0.1", "n=:str=a"}));
    }

    void docoptTexts() {
        const QList<Parameter> parameters = readDocopt(
            QStringLiteral("Train.\n\nUsage:\n  train.py <data> [<out>] [--lr=<f>] [options]\n\nOptions:\n"
                           "  -h --help     Show.\n  --lr=<f>      Rate [default: 0.1].\n  --fast        Be fast.\n"
                           "  -n N --num N  Count [default: 3]\n"));
        QCOMPARE(shown(parameters), list({"data:str!", "out:str", "--help:bool=False", "--lr:float=0.1",
                                          "--fast:bool=False", "--num:int=3"}));
        QVERIFY(readDocopt(QString()).isEmpty());
        QVERIFY(shown(facts("\"\"\"Usage: a.py <x>\"\"\"\nfrom docopt import docopt\ndocopt(__doc__)\n").parameters)
                    .contains(QStringLiteral("x:str!")));
    }

    void acrossModules() {
        SampleRepository repository;
        repository
            .write("train.py", "from options.train_options import TrainOptions\nfrom util.log import Log\nif __name__ "
                               "== '__main__':\n    TrainOptions().parse()\n")
            .write("options/__init__.py", "")
            .write(
                "options/train_options.py",
                "from .base_options import BaseOptions\nclass TrainOptions(BaseOptions):\n    def init(self, parser):\n"
                "        parser.add_argument('--lr', type=float, default=0.1)\n")
            .write("options/base_options.py", "import argparse\nclass BaseOptions:\n    def init(self, parser):\n      "
                                              "  parser.add_argument('--gpu', type=int, default=0)\n")
            .write("util/log.py", "import argparse\np = argparse.ArgumentParser()\np.add_argument('--unrelated')\n")
            .write("src/main.py",
                   "import _paths\nfrom opts import opts\nif __name__ == '__main__':\n    opts().parse()\n")
            .write("src/lib/opts.py", "import argparse\nclass opts:\n    def __init__(self):\n        self.p = "
                                      "argparse.ArgumentParser()\n        self.p.add_argument('task')\n")
            .write("run.py", "from transformers import HfArgumentParser\nfrom settings import ModelArguments\nif "
                             "__name__ == '__main__':\n    HfArgumentParser(ModelArguments)\n")
            .write("settings.py",
                   "from dataclasses import dataclass\n@dataclass\nclass ModelArguments:\n    size: int = 3\n");
        const Findings findings = repository.inspected();
        QVERIFY(entryOf(findings, "train.py"));
        QCOMPARE(shown(entryOf(findings, "train.py")->parameters), list({"--lr:float=0.1", "--gpu:int=0"}));
        QVERIFY(entryOf(findings, "src/main.py"));
        QCOMPARE(shown(entryOf(findings, "src/main.py")->parameters), list({"task:str!"}));
        QVERIFY(entryOf(findings, "run.py"));
        QCOMPARE(shown(entryOf(findings, "run.py")->parameters), list({"--size:int=3"}));
    }

    void hydra() {
        SampleRepository repository;
        repository
            .write("train.py", "import hydra\n@hydra.main(config_path='conf', config_name='config')\ndef main(cfg): "
                               "pass\nif __name__ == '__main__':\n    main()\n")
            .write("conf/config.yaml", "defaults:\n  - model: small\n  - _self_\nlr: 0.1\nseed: 3\ndata: "
                                       "???\ntrainer:\n  fast: true\n  deep:\n    x: 1\nhydra:\n  run: x\n")
            .write("conf/model/small.yaml", "n: 1\n")
            .write("conf/model/large.yaml", "n: 2\n");
        const Findings findings = repository.inspected();
        QVERIFY(entryOf(findings, "train.py"));
        QCOMPARE(shown(entryOf(findings, "train.py")->parameters),
                 list({"model=:choice=small{large,small}", "lr=:float=0.1", "seed=:int=3", "data=:str!",
                       "trainer.fast=:bool=true"}));
    }

    void importsInACircleEnd() {
        SampleRepository repository;
        repository.write("train.py", "from args import get_args\nif __name__ == '__main__':\n    get_args()\n")
            .write("args.py", "from more_args import get_more_args\nimport argparse\np.add_argument('--a')\n")
            .write("more_args.py", "from args import get_args\nimport argparse\np.add_argument('--b')\n");
        const Findings findings = repository.inspected();
        QVERIFY(entryOf(findings, "train.py"));
        QCOMPARE(shown(entryOf(findings, "train.py")->parameters), list({"--a:str", "--b:str"}));
    }
};

QTEST_GUILESS_MAIN(TestPythonParameters)
#include "tst_pythonparameters.moc"
