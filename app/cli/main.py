"""The terminal program: the same engine without a window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app.cli.tune_arguments import add_tune
from app.language import tr
from app.words.fault_words import fault_words
from optimizer import __version__
from optimizer.errors import WorldFault
from optimizer.export import PROMPT_FORMATS

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
        code = run(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read has seen enough, such as `head`; at exit there is nothing left to write to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
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
    tune = commands.add_parser("tune", help=tr("vote on pairs and export the tuned prompt"))
    add_tune(tune)
    tune.set_defaults(run=_tune)
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


def _add_methods(methods: argparse.ArgumentParser) -> None:
    methods.description = tr("Lists the ways of finding new prompts, and what each of them needs.")
    methods.add_argument("name", nargs="?", help=tr("tell this one with its settings"))
    methods.add_argument(
        "--project", type=Path, help=tr("mark with - what this project lacks something for")
    )
    methods.set_defaults(run=_methods)


def _add_export(export: argparse.ArgumentParser) -> None:
    export.description = tr(
        "Writes a prompt (the recommended one, or --prompt), the votes or a report out of a "
        "project, which may be open elsewhere."
    )
    export.add_argument("project", type=Path, help=tr("a .pairtune file"))
    export.add_argument(
        "--format",
        choices=(*PROMPT_FORMATS, *VOTE_FORMATS, REPORT),
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
