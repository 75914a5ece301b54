"""A new project out of the arguments of `pairtune tune`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.method import check_draft_method, wish_of
from app.cli.models import Models, models_of
from app.language import tr
from app.widgets.plain_text import visible
from optimizer.errors import DataFault, RowFault
from optimizer.metrics.metric_needs import can_score
from optimizer.project import ProjectDraft
from optimizer.records import (
    AnswerKind,
    Caps,
    Column,
    ColumnRole,
    Example,
    Options,
    Prompt,
    Split,
    Task,
)
from optimizer.said import say

if TYPE_CHECKING:
    from optimizer.dataset import RoleAdvice, Table

SUFFIX = ".pairtune"


def project_path(arguments: argparse.Namespace) -> Path:
    """Return where the project lies, or will lie.

    Raises:
        DataFault: Neither data, nor a sample, nor a project was named.
    """
    if arguments.project is not None:
        return Path(arguments.project)
    if arguments.data is not None:
        return Path(arguments.data).with_suffix(SUFFIX)
    if arguments.sample is not None:
        return Path(f"{arguments.sample}{SUFFIX}")
    raise DataFault(
        say("There is nothing to tune."), say("Name a data file, --sample ID or --project FILE.")
    )


def draft_of(arguments: argparse.Namespace) -> ProjectDraft:
    """Return the draft of a new project.

    Raises:
        WorldFault: The data or the prompt cannot be read, or do not fit each other.
    """
    models = models_of(arguments)
    caps = Caps(calls=arguments.max_calls, tokens=arguments.max_tokens, cost_usd=arguments.max_cost)
    make = _from_sample if arguments.sample is not None else _from_data
    options = Options(
        judge=arguments.judge_model is not None,
        metric=_metric(arguments),
        novelty_radius=arguments.novelty,
        drift_limit=arguments.drift,
    )
    draft = replace(make(arguments, models, caps), options=options)
    if arguments.answers is not None:
        draft = replace(draft, options=alone_options(arguments, options, draft.examples))
    wish = wish_of(arguments)
    if wish is None:
        return draft
    check_draft_method(draft, wish)
    return replace(draft, method=wish.method.name, method_settings=wish.settings)


def alone_options(
    arguments: argparse.Namespace, options: Options, examples: Iterable[Example]
) -> Options:
    """Return the options of a run in which labels alone decide.

    Args:
        arguments: `--answers`, `--check` and `--metric`.
        options: The project's.
        examples: Its rows.

    Raises:
        DataFault: There is no metric, or it needs expected answers and no tuning row has one.
    """
    metric = _metric(arguments) or options.metric
    if not metric:
        raise DataFault(
            say("Labels cannot decide without a metric."), say("Name one, such as --metric exact.")
        )
    if not can_score(metric, [e for e in examples if e.split is Split.TUNING]):
        raise DataFault(
            say("No row has an expected answer, so nothing can be scored."),
            say(
                "Name the column with --reference COLUMN, or a metric that needs none, such "
                "as json."
            ),
        )
    return replace(
        options,
        metric=metric,
        answers=arguments.answers,
        check_answers=arguments.check,
        unattended=True,
    )


def _metric(arguments: argparse.Namespace) -> str:
    """Return the metric that was asked for; a file of the user's needs their word that it may run.

    Raises:
        DataFault: It is none, or its file was not allowed.
    """
    from optimizer.metrics.own_metric import consent, consented
    from optimizer.metrics.scorer import PYTHON, check_metric, read_parts

    line = check_metric(arguments.metric)
    for part in read_parts(line):
        if part.name != PYTHON:
            continue
        path = Path(part.setting)
        if arguments.allow_metric_code:
            consent(path)
        if not consented(path):
            raise DataFault(
                say("{path} would run as a program on this computer.", path=path),
                say("Read it first; then allow it as it is now with --allow-metric-code."),
            )
    return line


def _from_sample(arguments: argparse.Namespace, models: Models, caps: Caps) -> ProjectDraft:
    from optimizer.dataset import to_examples
    from optimizer.samples import list_samples, load_sample

    try:
        sample = load_sample(arguments.sample)
    except KeyError as unknown:
        names = ", ".join(info.id for info in list_samples())
        raise DataFault(
            say("There is no sample {name}.", name=arguments.sample),
            say("Use one of these: {names}.", names=names),
        ) from unknown
    examples = to_examples(sample.rows, sample.task.columns, arguments.held_out)
    return ProjectDraft(sample.info.title, sample.task, examples, sample.start, models, caps)


def _from_data(arguments: argparse.Namespace, models: Models, caps: Caps) -> ProjectDraft:
    from optimizer.dataset import (
        answer_kind,
        check_placeholders,
        guess_roles,
        role_advice,
        summarise,
        to_examples,
    )
    from optimizer.template import prompt_text, used_columns

    table, start = _table(arguments), _start(arguments)
    used = used_columns(start)
    guessed = guess_roles(table.columns, table.rows, used)
    if arguments.no_reference:
        guessed = tuple(Column(column.name, _not_reference(column.role)) for column in guessed)
    columns = _columns(guessed, arguments.reference)
    check_placeholders(start, [c.name for c in columns if c.role is ColumnRole.INPUT])
    reference = next((c.name for c in columns if c.role is ColumnRole.REFERENCE), None)
    found = {summary.name: summary.labels for summary in summarise(table.columns, table.rows)}
    labels = found[reference] if reference else ()
    criteria = arguments.criteria
    criteria = _read(Path(criteria[1:])) if criteria.startswith("@") else criteria
    text = f"{prompt_text(start)}\n{criteria}"
    kind = answer_kind(labels, text, chosen=arguments.reference is not None)
    name = arguments.data.stem
    told = labels if kind is AnswerKind.LABEL else ()
    task = Task("task", name, "", criteria, columns, answer_kind=kind, labels=told)
    advice = None if arguments.no_reference else role_advice(columns, found, text, used, kind)
    _tell_roles(task, advice)
    examples = to_examples(table.rows, columns, arguments.held_out)
    return ProjectDraft(name, task, examples, start, models, caps)


def _table(arguments: argparse.Namespace) -> Table:
    from optimizer.dataset import load

    if arguments.data is None:
        raise DataFault(
            say("A new project needs data."), say("Name DATA and --prompt FILE, or --sample ID.")
        )
    try:
        return load(
            arguments.data, limit=arguments.limit, seed=0, skip_bad_rows=arguments.skip_bad_rows
        )
    except RowFault as fault:
        raise DataFault(
            fault.message, say("{remedy} That is --skip-bad-rows.", remedy=fault.remedy)
        ) from fault


def _start(arguments: argparse.Namespace) -> Prompt:
    from optimizer.importing import import_prompt

    if arguments.prompt is None:
        raise DataFault(
            say("A new project needs a prompt."), say("Write one to a file: --prompt FILE.")
        )
    return import_prompt(_read(arguments.prompt), "text")


def _columns(guessed: tuple[Column, ...], reference: str | None) -> tuple[Column, ...]:
    if reference is None:
        return guessed
    if reference not in {column.name for column in guessed}:
        names = ", ".join(column.name for column in guessed)
        raise DataFault(
            say("The data has no column {name!r}.", name=reference),
            say("It has these: {names}.", names=names),
        )
    return tuple(
        Column(column.name, ColumnRole.REFERENCE)
        if column.name == reference
        else Column(column.name, _not_reference(column.role))
        for column in guessed
    )


def _tell_roles(task: Task, advice: RoleAdvice | None) -> None:
    """Say what was guessed, so that nothing is taken for expected answers in silence."""
    named = {
        role: ", ".join(column.name for column in task.columns if column.role is role) or tr("none")
        for role in ColumnRole
    }
    lines = [
        tr(
            "Columns: input {inputs}; expected answer {reference}; ignored {ignored}.",
            inputs=named[ColumnRole.INPUT],
            reference=named[ColumnRole.REFERENCE],
            ignored=named[ColumnRole.IGNORE],
        )
    ]
    if task.labels:
        listed = ", ".join(task.labels)
        lines.append(
            tr("Answers are one of {n} labels: {labels}.", n=len(task.labels), labels=listed)
        )
    if advice is not None:
        change = f"--reference {advice.column}"
        if advice.role is ColumnRole.INPUT:
            change = "--no-reference"
        note = tr("Note: {text}", text=tr(advice.text))
        offer = tr("{option} changes that.", option=change) if advice.role else ""
        lines.append(f"{note} {offer}".strip())
    sys.stderr.write("".join(f"{visible(line)}\n" for line in lines))


def _not_reference(role: ColumnRole) -> ColumnRole:
    return ColumnRole.INPUT if role is ColumnRole.REFERENCE else role


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataFault(
            say("{name} cannot be read: {reason}.", name=path, reason=error.strerror),
            say("Check the file's name and permissions."),
        ) from error
    except UnicodeDecodeError as error:
        raise DataFault(
            say("{path} is not UTF-8 text.", path=path), say("Save it as UTF-8.")
        ) from error
