"""Methods on real labels with the bundled model: what a cap of answers buys, on rows kept apart.

    python tests/benchmarks/labelled.py --data DIR --methods start random auto --answers 300

DIR holds `yelp_sentences.dev.jsonl` and so on: one object a line with `input` and `target`. Half of
the rows are for tuning. Every run is an ordinary project in a folder of its own; what was answered
is kept there, so that the same command goes on where it was stopped. The start prompt and the
recommended one answer the same held-out rows; intervals are of 90 %.
"""

from __future__ import annotations

import argparse
import json
import queue
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from optimizer.commands import Close
from optimizer.dataset import to_examples
from optimizer.events import BugFound, Closed, Event, FaultRaised, PoolChanged, StatusChanged
from optimizer.llm import ModelService
from optimizer.local_model import LocalModel
from optimizer.methods import load_catalogue
from optimizer.project import ProjectDraft
from optimizer.records import (
    AnswerKind,
    CallRole,
    Column,
    ColumnRole,
    ModelSpec,
    Options,
    SettingValue,
    Task,
)
from optimizer.runner import Runner
from optimizer.scoring import Figure, ScoreRow
from optimizer.template import start_prompt
from optimizer.views import EngineState, MeasuredView, PoolView

PROMPTS = {
    "yelp_sentences": "Is this restaurant review positive or negative?\n\nReview: {{input}}\n\n"
    "Sentiment:",
    "sst2": "Is this sentence of a film review positive or negative?\n\nSentence: {{input}}\n\n"
    "Sentiment:",
    "banking8": "A bank's customer writes. Which of these is it about: {{LABELS}}?\n\n"
    "Message: {{input}}\n\nTopic:",
    "bbh_sports_understanding": "{{input}}\n\nAnswer yes or no:",
}
START = "start"
ANSWER_TOKENS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run came to."""

    data: str
    method: str
    seed: int
    answers: int
    prompts: int
    seconds: float
    name: str
    chosen: ScoreRow | None
    start: ScoreRow | None
    verdict: str


def main(argv: Sequence[str]) -> int:
    """Run every method on every data set, and print the table after each run."""
    wanted = _arguments(argv)
    local = LocalModel()
    service = ModelService(lambda name: None, lambda spec: local.ensure())
    outcomes: list[Outcome] = []
    try:
        for data in wanted.tasks:
            for method in wanted.methods:
                for seed in range(wanted.seeds):
                    outcomes.append(_run(wanted, data, method, seed, service))
                    text = report(outcomes, wanted.answers)
                    wanted.out.write_text(text, encoding="utf-8")
                    print(text.splitlines()[-1], flush=True)
    finally:
        service.close()
        local.stop()
    print(report(outcomes, wanted.answers))
    return 0


def report(outcomes: Sequence[Outcome], answers: int) -> str:
    """Return the outcomes as a table in Markdown."""
    head = (
        "| data | method | seed | answers | prompts | start, held out | chosen, held out | gain |"
        " tuning | less luck | chosen | seconds |"
    )
    lines = [f"Cap: {answers} answers on tuning rows; intervals of 90 %.", "", head]
    lines.append("|" + " --- |" * head.count(" |"))
    for each in outcomes:
        chosen, start = each.chosen, each.start
        cells = [
            each.data,
            each.method,
            str(each.seed),
            str(each.answers),
            str(each.prompts),
            _told(start.held_out if start else None),
            _told(chosen.held_out if chosen else None),
            _told(chosen.gain if chosen and each.name != "Start" else None, sign="+"),
            f"{chosen.tuning.mean:.2f}" if chosen and chosen.tuning else "-",
            f"{chosen.shrunken:.2f}" if chosen and chosen.shrunken is not None else "-",
            f"{each.name}{' (cannot)' if 'cannot' in each.verdict else ''}",
            f"{each.seconds:.0f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _run(
    wanted: argparse.Namespace, data: str, method: str, seed: int, service: ModelService
) -> Outcome:
    path = wanted.work / f"{data}-{method}-{wanted.answers}-{seed}.pairtune"
    events: queue.Queue[Event] = queue.Queue()
    if path.exists():
        runner = Runner.open(path, service, events.put)
    else:
        draft = _draft(wanted, data, method, seed)
        runner = Runner.create(path, draft, service, events.put)
    began, pool, measured = time.monotonic(), None, None
    while True:
        event = events.get(timeout=3600)
        if isinstance(event, (BugFound, FaultRaised)):
            print(event, file=sys.stderr)
        elif isinstance(event, Closed):
            raise RuntimeError("the project was closed before its run was over")
        elif isinstance(event, PoolChanged):
            pool = event.view
        elif isinstance(event, StatusChanged):
            measured = event.status.measured
            if event.status.state in (EngineState.OFFLINE, EngineState.CAP_REACHED):
                raise RuntimeError(event.status.stop_reason)
        if pool is not None and measured is not None and _whole(pool, measured):
            break
    runner.post(Close())
    runner.join(60.0)
    return _outcome(data, method, seed, pool, measured, time.monotonic() - began)


def _whole(pool: PoolView, measured: MeasuredView) -> bool:
    rows = pool.scorecard.rows if pool.scorecard else ()
    return measured.complete and sum(len(row.scores) for row in rows) == measured.scored


def _outcome(
    data: str, method: str, seed: int, pool: PoolView, measured: MeasuredView, seconds: float
) -> Outcome:
    best = next(row for row in pool.candidates if row.incumbent)
    card = pool.scorecard
    return Outcome(
        data=data,
        method=method,
        seed=seed,
        answers=measured.made,
        prompts=len(pool.candidates),
        seconds=seconds,
        name=best.candidate.name,
        chosen=card.row(pool.incumbent_id) if card else None,
        start=card.row(pool.start_id) if card else None,
        verdict=" ".join(pool.verdict),
    )


def _draft(wanted: argparse.Namespace, data: str, method: str, seed: int) -> ProjectDraft:
    lines = (wanted.data / f"{data}.dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    labels = tuple(sorted({row["target"] for row in rows}))
    columns = (Column("input"), Column("target", ColumnRole.REFERENCE))
    # For the start prompt alone nothing is written: its held-out figure is what counts.
    answers = 1 if method == START else wanted.answers
    texts = [{key: row[key] for key in ("input", "target")} for row in rows]
    start = start_prompt(PROMPTS[data].replace("{{LABELS}}", ", ".join(labels)))
    # A label needs few tokens; a small model would go on and on.
    start = replace(start, layout=replace(start.layout, answer_tokens=ANSWER_TOKENS))
    return ProjectDraft(
        name=data,
        task=Task("task", data, columns=columns, answer_kind=AnswerKind.LABEL, labels=labels),
        examples=to_examples(texts, columns, 0.5),
        start=start,
        models={CallRole.ANSWER: ModelSpec()},
        method="random" if method == START else method,
        method_settings={} if method == START else _settings(wanted, method),
        seed=seed,
        options=Options(
            metric="label", answers=answers, check_answers=wanted.check, unattended=True
        ),
    )


def _settings(wanted: argparse.Namespace, method: str) -> dict[str, SettingValue]:
    """Return settings that use the whole cap: random search draws as many as it can score."""
    known = load_catalogue().find(method)
    if method == "random":
        rows = 20 if wanted.answers >= 100 else 8
        return {"rows": rows, "prompts": max(1, wanted.answers // rows - 1)}
    prompts = known.setting("prompts")
    if prompts is None or prompts.high is None:
        return {}
    return {"prompts": int(prompts.high)}  # the cap of answers ends the run, nothing else


def _told(figure: Figure | None, sign: str = "") -> str:
    if figure is None:
        return "-"
    spec = f"{sign}.2f"
    return f"{figure.mean:{spec}} ({figure.low:{spec}} to {figure.high:{spec}})"


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder of the JSONL files")
    parser.add_argument("--work", type=Path, help="folder of the projects (DIR of --out)")
    parser.add_argument("--out", type=Path, default=Path("labelled.md"), help="the table")
    parser.add_argument("--tasks", nargs="+", choices=list(PROMPTS), default=list(PROMPTS))
    parser.add_argument("--methods", nargs="+", default=[START, "random", "auto"])
    parser.add_argument("--answers", type=int, default=300, help="cap on tuning rows")
    parser.add_argument("--check", type=int, default=200, help="answers on held-out rows")
    parser.add_argument("--seeds", type=int, default=1)
    wanted = parser.parse_args(argv)
    wanted.work = wanted.work or wanted.out.resolve().parent
    wanted.work.mkdir(parents=True, exist_ok=True)
    for method in wanted.methods:
        if method != START:
            load_catalogue().find(method)
    return wanted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
