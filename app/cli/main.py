"""The terminal program: the same engine without a window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app.language import tr
from app.words.fault_words import fault_words
from optimizer import __version__
from optimizer.errors import WorldFault

FORMATS = ("text", "markdown", "json", "yaml", "python")
VOTE_FORMATS = ("votes-csv", "votes-jsonl")
REPORT = "report"


def main(argv: Sequence[str]) -> int:
    """Run one subcommand.

    Args:
        argv: The arguments, the subcommand first.

    Returns:
        0 for success, 1 for a fault of the world (told on standard error), 2 for wrong arguments,
        130 after Ctrl+C, with nothing lost.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    arguments = _parsed(list(argv))
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except WorldFault as fault:
        sys.stderr.write(f"{fault_words(fault)}\n")
        return 1
    except KeyboardInterrupt:
        stopped = tr("Stopped. Every vote and every output is kept.")
        sys.stderr.write(f"\n{stopped}\n")
        return 130


def parser() -> argparse.ArgumentParser:
    """Return the parser of the terminal program."""
    top = argparse.ArgumentParser(
        prog="pairtune",
        description=tr("Tune a prompt by voting on pairs of outputs, in the terminal."),
        epilog=tr("Without a subcommand PairTune opens its window."),
    )
    top.add_argument("--version", action="version", version=f"PairTune {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _add_tune(commands.add_parser("tune", help=tr("vote on pairs and export the tuned prompt")))
    _add_methods(commands.add_parser("methods", help=tr("list the methods, or tell one in full")))
    _add_export(commands.add_parser("export", help=tr("write a prompt, the votes or a report")))
    _add_model(commands.add_parser("model", help=tr("install or test the bundled model")))
    return top


def _parsed(argv: list[str]) -> argparse.Namespace:
    arguments = parser().parse_args(argv)
    if arguments.run is _tune and not (arguments.data or arguments.sample or arguments.project):
        # The usage of the subcommand helps, not that of the whole program.
        arguments.usage.error(tr("name a data file, --sample ID or --project FILE"))
    return arguments


def _add_tune(tune: argparse.ArgumentParser) -> None:
    tune.description = tr(
        "Shows pairs of outputs as text and takes the window's keys: 1 left, 2 right, 3 tie, "
        "4 both bad, s skip, u undo, r redo, c write a reason, p pause, q quit. What was done is "
        "kept in the project file; the same command goes on where it stopped."
    )
    tune.add_argument(
        "data", nargs="?", type=Path, help=tr("CSV, TSV, JSON, JSONL, Parquet or Excel")
    )
    tune.add_argument("--prompt", type=Path, help=tr("your prompt, with {{column}} for the values"))
    tune.add_argument("--sample", metavar="ID", help=tr("tune a bundled sample instead of DATA"))
    tune.add_argument(
        "--project", type=Path, help=tr("the project file (default: beside the data)")
    )
    tune.add_argument(
        "--criteria", default="", help=tr("what makes an answer good; @FILE reads it")
    )
    expected = tune.add_mutually_exclusive_group()
    expected.add_argument(
        "--reference", metavar="COLUMN", help=tr("the column of expected answers")
    )
    expected.add_argument(
        "--no-reference", action="store_true", help=tr("take no column for expected answers")
    )
    tune.add_argument(
        "--skip-bad-rows", action="store_true", help=tr("pass over rows that cannot be read")
    )
    tune.add_argument(
        "--limit", type=_positive, default=1000, help=tr("rows to take at most (1000)")
    )
    tune.add_argument(
        "--held-out", type=_share, default=0.3, help=tr("share kept for confirmation")
    )
    tune.add_argument(
        "--answer-model", metavar="NAME", help=tr("litellm name or GGUF file; default: bundled")
    )
    tune.add_argument(
        "--exact",
        action="store_true",
        help=tr("let the bundled model or GGUF file answer equally every time; slower"),
    )
    tune.add_argument(
        "--write-model",
        metavar="NAME",
        help=tr("writes new prompts, named likewise; default: none"),
    )
    tune.add_argument("--judge-model", metavar="NAME", help=tr("votes beside you; default: none"))
    _add_likeness(tune)
    tune.add_argument(
        "--metric",
        metavar="METRIC",
        default="",
        help=tr("scores answers, such as label, number:0.01, python:FILE or '2*exact + f1'"),
    )
    tune.add_argument(
        "--allow-metric-code",
        action="store_true",
        help=tr("let the Python file that --metric names run, as it is now"),
    )
    tune.add_argument(
        "--answers",
        type=_positive,
        metavar="N",
        help=tr("let labels alone decide, with N answers on tuning rows; nobody votes"),
    )
    tune.add_argument(
        "--check",
        type=_count,
        metavar="N",
        default=200,
        help=tr("answers on held-out rows at the end of such a run (200)"),
    )
    tune.add_argument("--method", metavar="NAME", help=tr("how new prompts are found (auto)"))
    tune.add_argument(
        "--set",
        action="append",
        metavar="KEY=VALUE",
        help=tr("a setting of the method; see: pairtune methods NAME"),
    )
    tune.add_argument(
        "--expect",
        action="append",
        metavar="HANDLE",
        help=tr("a prompt that you think beats the start prompt, or B3:B1; your votes overrule it"),
    )
    tune.add_argument("--base-url", default="", help=tr("address of an OpenAI-compatible server"))
    tune.add_argument(
        "--key-env", metavar="VAR", help=tr("environment variable that holds the key")
    )
    tune.add_argument("--price-in", type=_price, metavar="USD", help=tr("of a million tokens sent"))
    tune.add_argument("--price-out", type=_price, metavar="USD", help=tr("of a million answered"))
    tune.add_argument(
        "--calls-per-minute", type=_positive, metavar="N", help=tr("ask each model no more often")
    )
    tune.add_argument(
        "--tokens-per-minute", type=_positive, metavar="N", help=tr("send each model no more")
    )
    tune.add_argument("--votes", type=_positive, help=tr("stop after so many votes in this run"))
    tune.add_argument("--simulated-person", type=int, metavar="SEED", help=argparse.SUPPRESS)
    tune.add_argument("--max-calls", type=_positive, help=tr("hard cap on model calls"))
    tune.add_argument("--max-tokens", type=_positive, help=tr("hard cap on tokens"))
    tune.add_argument(
        "--estimate", action="store_true", help=tr("tell what a new project will take, and stop")
    )
    tune.add_argument("--max-cost", type=float, metavar="USD", help=tr("hard cap on money"))
    tune.add_argument("--out", type=Path, help=tr("write the recommended prompt here at the end"))
    tune.add_argument("--format", choices=FORMATS, help=tr("of --out; default: by its ending"))
    tune.set_defaults(run=_tune, usage=tune)


def _add_likeness(tune: argparse.ArgumentParser) -> None:
    tune.add_argument(
        "--embed-model",
        metavar="NAME",
        help=tr("tells how alike prompts are in meaning; default: their words are compared"),
    )
    tune.add_argument(
        "--novelty",
        type=_distance,
        metavar="D",
        default=0.0,
        help=tr("refuse new prompts closer than D to a known one, from 0 to 1 (0: none)"),
    )
    tune.add_argument(
        "--drift",
        type=_distance,
        metavar="D",
        default=0.0,
        help=tr("refuse new prompts farther than D from the start prompt (0: none)"),
    )


def _add_methods(methods: argparse.ArgumentParser) -> None:
    methods.description = tr("Lists the ways of finding new prompts, and what each of them needs.")
    methods.add_argument("name", nargs="?", help=tr("tell this one with its settings"))
    methods.add_argument(
        "--project", type=Path, help=tr("mark with - what this project lacks something for")
    )
    methods.set_defaults(run=_methods)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(tr("{text} is not 1 or more", text=text))
    return number


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(tr("{text} is below 0", text=text))
    return number


def _price(text: str) -> float:
    number = float(text)
    if not 0 <= number < float("inf"):
        raise argparse.ArgumentTypeError(tr("{text} is no price", text=text))
    return number


def _share(text: str) -> float:
    number = float(text)
    if not 0 <= number < 1:
        raise argparse.ArgumentTypeError(
            tr("{text} is not from 0 to below 1, such as 0.3", text=text)
        )
    return number


def _distance(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(tr("{text} is not from 0 to 1, such as 0.1", text=text))
    return number


def _add_export(export: argparse.ArgumentParser) -> None:
    export.description = tr(
        "Writes a prompt (the recommended one, or --prompt), the votes or a report out of a "
        "project, which may be open elsewhere."
    )
    export.add_argument("project", type=Path, help=tr("a .pairtune file"))
    export.add_argument(
        "--format",
        choices=(*FORMATS, *VOTE_FORMATS, REPORT),
        default="text",
        help=tr("what to write (text)"),
    )
    export.add_argument("--prompt", metavar="HANDLE", help=tr("such as B3; default: recommended"))
    export.add_argument("--out", type=Path, help=tr("the file to write; default: standard output"))
    export.set_defaults(run=_export)


def _add_model(model: argparse.ArgumentParser) -> None:
    model.description = tr("The bundled model answers without a key and without a network.")
    model.add_argument(
        "action",
        choices=("install", "test", "path"),
        help=tr("fetch it (98 MB, checked), ask it something, or tell where its file is"),
    )
    model.set_defaults(run=_model)


def _tune(arguments: argparse.Namespace) -> int:
    from app.cli.tune import tune

    return tune(arguments)


def _methods(arguments: argparse.Namespace) -> int:
    from app.cli.method import list_methods

    return list_methods(arguments)


def _export(arguments: argparse.Namespace) -> int:
    from app.cli.export import export

    return export(arguments)


def _model(arguments: argparse.Namespace) -> int:
    if arguments.action == "path":
        from optimizer.local.model import model_file

        sys.stdout.write(f"{model_file()}\n")
        return 0
    from optimizer.local.command import main as run

    return run([arguments.action])
