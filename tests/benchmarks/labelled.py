"""Methods on real labels with the bundled model: what a cap of answers buys, on rows kept apart.

    python -m tests.benchmarks.labelled --data DIR --methods start random auto --answers 300

DIR holds `yelp_sentences.dev.jsonl` and so on: one object a line with `input` and `target`. Half of
the rows are for tuning. Every run is an ordinary project in the folder `--work`; a run that was
stopped goes on with the same command, and one that ended leaves a JSON file there and is not
repeated. The table holds all that ended in the folder, whatever command made it, and names what of
this command is missing. Methods that ask the very same thing share the answer, and each counts it.
The start prompt and the recommended one answer the same held-out rows; intervals are of 90 %.
Methods that need a writer have the bundled model for it. A run that takes longer than `--seconds`
gets no further answers on tuning rows, and what it has come to is scored. With `--exact` a run that
was killed ends with the same table as one that was not.
"""

from __future__ import annotations

import argparse
import json
import queue
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from optimizer.commands import Close, SetOptions
from optimizer.dataset import to_examples
from optimizer.errors import WorldFault
from optimizer.events import BugFound, Closed, Event, FaultRaised, PoolChanged, StatusChanged
from optimizer.facilities import has_gradients
from optimizer.llm import ModelService
from optimizer.local.servers import LocalServers
from optimizer.methods import load_catalogue, unmet
from optimizer.project import ProjectDraft
from optimizer.records import (
    AnswerKind,
    CallRole,
    Column,
    ColumnRole,
    Method,
    ModelSpec,
    Need,
    Options,
    SettingValue,
    Task,
)
from optimizer.runner import Runner
from optimizer.template import start_prompt
from optimizer.views import EngineState, MeasuredView, PoolView
from tests.benchmarks.labelled_report import Outcome, outcome_of, read_outcome, report
from tests.benchmarks.shared_answers import SharedAnswers

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
HAVE = frozenset({Need.METRIC, Need.LABELS, Need.LOGPROBS, Need.WRITER}) | (
    {Need.GRADIENTS} if has_gradients() else set()
)
"""What a run has; nobody votes, and a judge this small would be noise."""


def main(argv: Sequence[str]) -> int:
    """Run every method on every data set that did not end before, and write the table."""
    wanted = _arguments(argv)
    runs = [
        (data, method, seed)
        for seed in range(wanted.first_seed, wanted.first_seed + wanted.seeds)
        for method in wanted.methods
        if method == START or not unmet(_method(method), HAVE)
        for data in wanted.tasks
    ]
    local = LocalServers()
    plain = ModelService(lambda name: None, local.endpoint)
    service = plain if wanted.exact else SharedAnswers(plain, wanted.work / "answers.sqlite")
    try:
        for run in [] if wanted.table else runs:
            if not _ended(wanted, run).exists():
                _tell(_run(wanted, run, service), _ended(wanted, run))
                _write(wanted, runs)
    finally:
        service.close()
        local.stop()
    _write(wanted, runs)
    return 0


def _write(wanted: argparse.Namespace, runs: Sequence[tuple[str, str, int]]) -> None:
    ended = [read_outcome(path) for path in sorted(wanted.work.glob("*.json"))]
    missing = [
        f"{data} {method} {wanted.answers} {seed}"
        for data, method, seed in runs
        if not _ended(wanted, (data, method, seed)).exists()
    ]
    played = {outcome.method for outcome in ended}
    unable = {
        m.name: why
        for m in load_catalogue().methods.values()
        if (why := unmet(m, HAVE)) and m.name not in played
    }
    writers = frozenset(m for m in load_catalogue().methods if _writes(m))
    able = [m for m in load_catalogue().methods if m not in unable]
    told = report(ended, missing, tuple(PROMPTS), unable, writers, able)
    wanted.out.write_text(told, encoding="utf-8")


def _tell(outcome: Outcome, path: Path) -> None:
    path.write_text(outcome.as_json(), encoding="utf-8")
    print(outcome.line(), flush=True)


def _ended(wanted: argparse.Namespace, run: tuple[str, str, int]) -> Path:
    data, method, seed = run
    return Path(wanted.work / f"{data}-{method}-{wanted.answers}-{seed}.json")


def _run(
    wanted: argparse.Namespace, run: tuple[str, str, int], service: ModelService | SharedAnswers
) -> Outcome:
    path = _ended(wanted, run).with_suffix(".pairtune")
    events: queue.Queue[Event] = queue.Queue()
    if path.exists():
        runner = Runner.open(path, service, events.put)
    else:
        runner = Runner.create(path, _draft(wanted, *run), service, events.put)
    began, pool, measured, late = time.monotonic(), None, None, False
    while True:
        if not late and time.monotonic() - began > wanted.seconds:
            late = True
            runner.post(SetOptions(replace(_options(wanted, run[1]), answers=1)))
        try:
            event = events.get(timeout=10.0)
        except queue.Empty:
            continue
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
    stopped = f"stopped after {wanted.seconds} s" if late else ""
    return outcome_of(run, wanted.answers, pool, measured, time.monotonic() - began, stopped)


def _whole(pool: PoolView, measured: MeasuredView) -> bool:
    rows = pool.scorecard.rows if pool.scorecard else ()
    return measured.complete and sum(len(row.scores) for row in rows) == measured.scored


def _draft(wanted: argparse.Namespace, data: str, method: str, seed: int) -> ProjectDraft:
    lines = (wanted.data / f"{data}.dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    labels = tuple(sorted({row["target"] for row in rows}))
    columns = (Column("input"), Column("target", ColumnRole.REFERENCE))
    texts = [{key: row[key] for key in ("input", "target")} for row in rows]
    start = start_prompt(PROMPTS[data].replace("{{LABELS}}", ", ".join(labels)))
    # A label needs few tokens; a small model would go on and on.
    start = replace(start, layout=replace(start.layout, answer_tokens=ANSWER_TOKENS))
    return ProjectDraft(
        name=data,
        task=Task("task", data, columns=columns, answer_kind=AnswerKind.LABEL, labels=labels),
        examples=to_examples(texts, columns, 0.5),
        start=start,
        models={CallRole.ANSWER: ModelSpec(exact=wanted.exact)} | _writer(method),
        method="random" if method == START else method,
        method_settings={} if method == START else _settings(wanted, method),
        seed=seed,
        options=_options(wanted, method),
    )


def _options(wanted: argparse.Namespace, method: str) -> Options:
    # For the start prompt alone nothing is written: its held-out figure is what counts.
    answers = 1 if method == START else wanted.answers
    return Options(metric="label", answers=answers, check_answers=wanted.check, unattended=True)


def _writer(method: str) -> dict[CallRole, ModelSpec]:
    """Return the bundled model for a method that cannot do without a writer."""
    return {CallRole.WRITE: ModelSpec()} if _writes(method) else {}


def _writes(method: str) -> bool:
    return method != START and (Need.WRITER,) in _method(method).needs


def _method(name: str) -> Method:
    return load_catalogue().find(name)


def _settings(wanted: argparse.Namespace, method: str) -> dict[str, SettingValue]:
    """Return settings that use the whole cap: random search draws as many as it can score."""
    known = _method(method)
    if method == "random":
        rows = 20 if wanted.answers >= 100 else 8
        return {"rows": rows, "prompts": max(1, wanted.answers // rows - 1)}
    prompts = known.setting("prompts")
    if prompts is None or prompts.high is None:
        return {}
    return {"prompts": int(prompts.high)}  # the cap of answers ends the run, nothing else


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder of the JSONL files")
    parser.add_argument("--work", type=Path, help="folder of the projects (DIR of --out)")
    parser.add_argument("--out", type=Path, default=Path("labelled.md"), help="the table")
    parser.add_argument("--tasks", nargs="+", choices=list(PROMPTS), default=list(PROMPTS))
    parser.add_argument("--methods", nargs="+", default=[START, "random", "auto"])
    parser.add_argument("--answers", type=int, default=300, help="cap on tuning rows")
    parser.add_argument("--check", type=int, default=200, help="answers on held-out rows")
    parser.add_argument("--seconds", type=int, default=7200, help="the longest run of a method")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument(
        "--exact", action="store_true", help="have equal answers every time, and share none"
    )
    parser.add_argument("--table", action="store_true", help="write the table, run nothing")
    wanted = parser.parse_args(argv)
    wanted.work = wanted.work or wanted.out.resolve().parent
    wanted.work.mkdir(parents=True, exist_ok=True)
    unknown = sorted(set(wanted.methods) - set(load_catalogue().methods) - {START})
    if unknown:
        parser.error(f"there is no method {', '.join(unknown)}")
    return wanted


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except WorldFault as fault:
        sys.exit(str(fault))
