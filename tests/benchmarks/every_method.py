"""Every method with the bundled model as answerer, writer and judge: does it run to its stop?

    python -m tests.benchmarks.every_method [--methods auto capo ...] [--out FILE]

Each method works on a sample project in a folder of its own, under a cap of answers; a simulated
person votes where the method can do with one, labels decide where it needs a metric. What counts is
that nothing of ours breaks: a weak writer may well write nothing that can be used.
"""

from __future__ import annotations

import argparse
import queue
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from optimizer.commands import CastVote, Close
from optimizer.dataset import to_examples
from optimizer.events import BugFound, Closed, Event, FaultRaised, PairsReady, StatusChanged
from optimizer.llm import ModelService
from optimizer.local.model import LocalModel
from optimizer.methods import load_catalogue, unmet
from optimizer.project import ProjectDraft
from optimizer.records import CallRole, Caps, Method, ModelSpec, Need, Options, SettingValue
from optimizer.runner import Runner
from optimizer.samples import load_sample
from optimizer.simulated import SIMULATED, SimulatedPerson
from optimizer.store import Store
from optimizer.views import EngineState, Status

BY_VOTES, BY_LABELS = "customer-reply", "ticket-routing"
ANSWER_TOKENS = 24
ROWS = 24
CALLS = 160
_STILL_S = 6.0


@dataclass
class Course:
    """How the run of a method went."""

    method: str
    stop: str = ""
    votes: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    bugs: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    seconds: float = 0.0
    prompts: int = 0
    refused: int = 0
    calls: Counter[str] = field(default_factory=Counter)


def main(argv: Sequence[str]) -> int:
    """Run the methods one after the other; 1 if any of them met an error of ours."""
    wanted = _arguments(argv)
    local = LocalModel()
    service = ModelService(lambda name: None, lambda spec: local.ensure())
    courses: list[Course] = []
    known = load_catalogue().methods
    began = time.strftime("%Y-%m-%d")
    try:
        for name in wanted.methods or known:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"{name}.pairtune"
                courses.append(_run(known[name], path, service, wanted))
            print(_line(courses[-1]), flush=True)
            for report in courses[-1].bugs:
                print(report, file=sys.stderr, flush=True)
            if wanted.out is not None:
                wanted.out.write_text(_report(courses, wanted, began), encoding="utf-8")
    finally:
        service.close()
        local.stop()
    return int(any(course.bugs for course in courses))


def _run(method: Method, path: Path, service: ModelService, wanted: argparse.Namespace) -> Course:
    course = Course(method.name)
    draft = _draft(method, wanted)
    lacking = unmet(method, _have(draft))
    if lacking:
        course.stop = f"not run: {lacking}"
        return course
    events: queue.Queue[Event] = queue.Queue()
    began = time.monotonic()
    runner = Runner.create(path, draft, service, events.put)
    course.stop = _watch(runner, events, course, wanted)
    runner.post(Close())
    while not runner.join(0.2) or not events.empty():
        with suppress(queue.Empty):
            _note(events.get(timeout=0.2), course)
    course.seconds = time.monotonic() - began
    with Store.open(path) as store:
        proposals = store.proposals()
        course.prompts = len(store.candidates()) - 1
        course.refused = sum(p.refusal is not None for p in proposals)
        spend = store.spend()
        course.calls = Counter({role.value: spent.calls for role, spent in spend.items()})
        course.bugs += store.check()
    return course


def _watch(
    runner: Runner, events: queue.Queue[Event], course: Course, wanted: argparse.Namespace
) -> str:
    """Vote until the run is over; returns why it is."""
    person, judged = SimulatedPerson(wanted.seed), set[str]()
    ends, changed = time.monotonic() + wanted.seconds, time.monotonic()
    status: Status | None = None
    while time.monotonic() < ends:
        try:
            event = events.get(timeout=0.5)
        except queue.Empty:
            if status is not None and time.monotonic() - changed > _STILL_S:
                over = _standing(status)
                if over:
                    return over
            continue
        changed = time.monotonic()
        _note(event, course)
        if isinstance(event, Closed):
            return "closed by itself"
        if isinstance(event, StatusChanged):
            status = event.status
            if status.run is not None and status.run.finished:
                return status.run.stop_reason
            if status.state in (EngineState.CAP_REACHED, EngineState.OFFLINE):
                return status.stop_reason
        if isinstance(event, PairsReady) and event.current is not None:
            pair = event.current
            if pair.duel_id not in judged:
                if course.votes >= wanted.votes:
                    return f"{wanted.votes} votes were cast"
                judged.add(pair.duel_id)
                course.votes += 1
                said = person.judge(pair)
                runner.post(
                    CastVote(
                        pair.duel_id, said.verdict, said.strength, said.took_ms, rater=SIMULATED
                    )
                )
    return f"{wanted.seconds} s were over"


def _standing(status: Status) -> str:
    """Return why a run that stands still does so; empty while something is under way."""
    if status.in_flight or status.state in (EngineState.RUNNING, EngineState.WAITING):
        return ""
    return status.activity or status.stop_reason or status.state.value


def _note(event: Event, course: Course) -> None:
    if isinstance(event, FaultRaised):
        course.faults[event.fault.kind] += 1
        course.said.append(event.fault.message)
    elif isinstance(event, BugFound):
        course.bugs.append(event.report)


def _draft(method: Method, wanted: argparse.Namespace) -> ProjectDraft:
    scored = (set(each) & {Need.METRIC, Need.LABELS} for each in method.needs)
    voted = (Need.PERSON in each for each in method.needs)
    by_labels = any(some and not vote for some, vote in zip(scored, voted, strict=True))
    sample = load_sample(BY_LABELS if by_labels else BY_VOTES)
    start = sample.start
    tokens = min(ANSWER_TOKENS, start.layout.answer_tokens)
    model = ModelSpec()
    judged = (Need.JUDGE,) in method.needs
    return ProjectDraft(
        name=method.name,
        task=sample.task,
        examples=to_examples(sample.rows[:ROWS], sample.task.columns, 0.25),
        start=replace(start, layout=replace(start.layout, answer_tokens=tokens)),
        models={
            CallRole.ANSWER: model,
            CallRole.WRITE: model,
            CallRole.JUDGE: model if judged else None,
        },
        caps=Caps(calls=CALLS),
        method=method.name,
        method_settings=_settings(method, wanted.answers),
        seed=wanted.seed,
        options=Options(
            metric="label" if by_labels else "",
            judge=judged,
            judge_votes=16,
            answers=wanted.answers if by_labels else 0,
            check_answers=4,
            unattended=by_labels,
        ),
    )


def _settings(method: Method, answers: int) -> dict[str, SettingValue]:
    """Return settings for a short run: few prompts, few rows."""
    short = {"prompts": 5, "rows": 8, "answers": answers, "pool": 5}
    chosen: dict[str, SettingValue] = {}
    for name, value in short.items():
        setting = method.setting(name)
        if setting is not None:
            chosen[name] = int(max(value, setting.low or value))
    return chosen


def _have(draft: ProjectDraft) -> frozenset[Need]:
    from optimizer.facilities import facilities

    return facilities(draft.models, draft.options, draft.examples)


HEAD = (
    "| method | ended because | new prompts | refused | votes | calls | faults | bugs | seconds |"
)


def _line(course: Course) -> str:
    calls = ", ".join(f"{role} {count}" for role, count in course.calls.items() if count)
    faults = ", ".join(f"{kind} {count}" for kind, count in course.faults.items()) or "-"
    cells = [
        course.method,
        course.stop.replace("|", "/"),
        str(course.prompts),
        str(course.refused),
        str(course.votes),
        calls or "-",
        faults,
        str(len(course.bugs)),
        f"{course.seconds:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def _report(courses: Sequence[Course], wanted: argparse.Namespace, began: str) -> str:
    bugs = sum(len(course.bugs) for course in courses)
    lines = [
        "# Every method with the bundled model",
        "",
        f"`python -m tests.benchmarks.every_method`, {began}: {len(courses)} methods, {bugs} errors"
        f" of ours. The bundled 135M model answers, writes and judges; at most {wanted.answers}"
        f" answers on labelled rows, {wanted.votes} votes of a simulated person, {CALLS} calls. It"
        " is too weak to write prompts: most that it writes are refused, which is what the gates"
        " are for.",
        "",
        HEAD,
        "|" + " --- |" * 9,
        *(_line(course) for course in courses),
    ]
    return "\n".join(lines) + "\n"


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--methods", nargs="*", choices=list(load_catalogue().methods))
    parser.add_argument("--answers", type=int, default=48, help="cap on answers to labelled rows")
    parser.add_argument("--votes", type=int, default=24, help="votes of the simulated person")
    parser.add_argument("--seconds", type=int, default=240, help="the longest run of a method")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--out", type=Path, help="write the table here")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
