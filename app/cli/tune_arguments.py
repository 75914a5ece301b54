"""What `pairtune tune` can be told on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.numbers import count, distance, money, positive, share
from app.language import tr
from optimizer.export import PROMPT_FORMATS


def add_tune(tune: argparse.ArgumentParser) -> None:
    """Add the arguments of `pairtune tune` to its parser."""
    tune.description = tr(
        "Shows pairs of outputs as text and takes the window's keys: 1 left, 2 right, 3 tie, "
        "4 both bad, s skip, u undo, r redo, c write a reason, p pause, q quit. What was done is "
        "kept in the project file; the same command goes on where it stopped."
    )
    _add_data(tune.add_argument_group(tr("the task and its data")))
    _add_models(tune.add_argument_group(tr("models")))
    _add_labels(tune.add_argument_group(tr("scores, and runs in which nobody votes")))
    _add_method(tune.add_argument_group(tr("method")))
    _add_limits(tune.add_argument_group(tr("limits")))
    _add_result(tune.add_argument_group(tr("result")))
    tune.add_argument("--simulated-person", type=int, metavar="SEED", help=argparse.SUPPRESS)
    tune.set_defaults(usage=tune)


def _add_data(data: argparse._ArgumentGroup) -> None:
    add = data.add_argument
    add("data", nargs="?", type=Path, help=tr("CSV, TSV, JSON, JSONL, Parquet or Excel"))
    add("--prompt", type=Path, help=tr("your prompt, with {{column}} for the values"))
    add("--sample", metavar="ID", help=tr("tune a bundled sample instead of DATA"))
    add("--project", type=Path, help=tr("the project file (default: beside the data)"))
    add("--criteria", default="", help=tr("what makes an answer good; @FILE reads it"))
    expected = data.add_mutually_exclusive_group()
    expected.add_argument(
        "--reference", metavar="COLUMN", help=tr("the column of expected answers")
    )
    expected.add_argument(
        "--no-reference", action="store_true", help=tr("take no column for expected answers")
    )
    add("--skip-bad-rows", action="store_true", help=tr("pass over rows that cannot be read"))
    add("--limit", type=positive, default=1000, help=tr("rows to take at most (1000)"))
    add("--held-out", type=share, default=0.3, help=tr("share kept for confirmation"))


def _add_models(models: argparse._ArgumentGroup) -> None:
    add = models.add_argument
    add("--answer-model", metavar="NAME", help=tr("litellm name or GGUF file; default: bundled"))
    add(
        "--exact",
        action="store_true",
        help=tr("let the bundled model or GGUF file answer equally every time; slower"),
    )
    add(
        "--write-model",
        metavar="NAME",
        help=tr("writes new prompts, named likewise; default: none"),
    )
    add("--judge-model", metavar="NAME", help=tr("votes beside you; default: none"))
    add(
        "--embed-model",
        metavar="NAME",
        help=tr("tells how alike prompts are in meaning; default: their words are compared"),
    )
    add("--base-url", default="", help=tr("address of an OpenAI-compatible server"))
    add("--key-env", metavar="VAR", help=tr("environment variable that holds the key"))
    add("--price-in", type=money, metavar="USD", help=tr("of a million tokens sent"))
    add("--price-out", type=money, metavar="USD", help=tr("of a million answered"))


def _add_labels(labels: argparse._ArgumentGroup) -> None:
    add = labels.add_argument
    add(
        "--metric",
        metavar="METRIC",
        default="",
        help=tr("scores answers, such as label, number:0.01, python:FILE or '2*exact + f1'"),
    )
    add(
        "--allow-metric-code",
        action="store_true",
        help=tr("let the Python file that --metric names run, as it is now"),
    )
    add(
        "--answers",
        type=positive,
        metavar="N",
        help=tr("let labels alone decide, with N answers on tuning rows; nobody votes"),
    )
    add(
        "--check",
        type=count,
        metavar="N",
        default=200,
        help=tr("answers on held-out rows at the end of such a run (200)"),
    )


def _add_method(method: argparse._ArgumentGroup) -> None:
    add = method.add_argument
    add("--method", metavar="NAME", help=tr("how new prompts are found (auto)"))
    add(
        "--set",
        action="append",
        metavar="KEY=VALUE",
        help=tr("a setting of the method; see: pairtune methods NAME"),
    )
    add(
        "--expect",
        action="append",
        metavar="HANDLE",
        help=tr("a prompt that you think beats the start prompt, or B3:B1; your votes overrule it"),
    )
    add(
        "--novelty",
        type=distance,
        metavar="D",
        default=0.0,
        help=tr("refuse new prompts closer than D to a known one, from 0 to 1 (0: none)"),
    )
    add(
        "--drift",
        type=distance,
        metavar="D",
        default=0.0,
        help=tr("refuse new prompts farther than D from the start prompt (0: none)"),
    )


def _add_limits(limits: argparse._ArgumentGroup) -> None:
    add = limits.add_argument
    add("--votes", type=positive, metavar="N", help=tr("stop after so many votes in this run"))
    add("--max-calls", type=positive, metavar="N", help=tr("hard cap on model calls"))
    add("--max-tokens", type=positive, metavar="N", help=tr("hard cap on tokens"))
    add("--max-cost", type=money, metavar="USD", help=tr("hard cap on money"))
    often = tr("ask each model no more often")
    add("--calls-per-minute", type=positive, metavar="N", help=often)
    add("--tokens-per-minute", type=positive, metavar="N", help=tr("send each model no more"))
    add("--estimate", action="store_true", help=tr("tell what a new project will take, and stop"))


def _add_result(result: argparse._ArgumentGroup) -> None:
    add = result.add_argument
    add("--out", type=Path, help=tr("write the recommended prompt here at the end"))
    add("--format", choices=PROMPT_FORMATS, help=tr("of --out; default: by its ending"))
