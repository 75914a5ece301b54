"""What a run on labelled rows came to, kept as JSON and told as a table in Markdown."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from optimizer.scoring import Figure
from optimizer.views import MeasuredView, PoolView

_MARK = " (W)"
_USED = 0.9  # of the cap; a method that draws whole rounds leaves a few answers over
_HEAD = (
    "| method | seed | answers | prompts | start, held out | chosen, held out | gain |"
    " on the tuning rows | less luck | chosen prompt |"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run came to.

    `tuning` and `shrunken` are the chosen prompt's scores on the rows that it was chosen by.
    `spent` tells by proposer how many prompts it wrote and how many answers they were given;
    `stopped` why it did not use its cap.
    """

    data: str
    method: str
    cap: int
    seed: int
    answers: int
    prompts: int
    seconds: float
    name: str
    same: bool
    chosen: Figure | None
    start: Figure | None
    gain: Figure | None
    tuning: float | None
    shrunken: float | None
    cannot: str
    spent: dict[str, tuple[int, int]]
    stopped: str = ""

    def as_json(self) -> str:
        """Return it as text for a file."""
        return json.dumps(asdict(self), indent=1)

    def line(self, mark: str = "") -> str:
        """Return it as a line of the table.

        Args:
            mark: What stands behind the method's name.
        """
        cells = [
            f"{self.method}{mark}",
            str(self.seed),
            f"{self.answers}{self._why_ended()}",
            str(self.prompts),
            _told(self.start),
            _told(self.chosen),
            "-" if self.same else _told(self.gain, "+"),
            "-" if self.tuning is None else f"{self.tuning:.2f}",
            "-" if self.shrunken is None else f"{self.shrunken:.2f}",
            f"{self.name}{self._doubt()}",
        ]
        return f"| {' | '.join(cells)} |"

    def _why_ended(self) -> str:
        """Return why the cap was not used, where it was not: it had nothing more to try."""
        by_itself = "nothing more to try" if 1 < self.answers < _USED * self.cap else ""
        why = self.stopped or by_itself
        return f" ({why})" if why else ""

    def _doubt(self) -> str:
        if not self.cannot:
            return ""
        return " (*cannot*)" if "cannot" in self.cannot else " (*nothing shows yet*)"


def outcome_of(
    run: tuple[str, str, int],
    cap: int,
    pool: PoolView,
    measured: MeasuredView,
    seconds: float,
    stopped: str = "",
) -> Outcome:
    """Return what a run that is over came to, out of what the engine tells of it."""
    best = next(row for row in pool.candidates if row.incumbent)
    card = pool.scorecard
    chosen = card.row(pool.incumbent_id) if card else None
    start = card.row(pool.start_id) if card else None
    told = [sentence for sentence in pool.verdict if "model can" in sentence]
    spent: dict[str, tuple[int, int]] = {}
    for row in pool.candidates:
        scored = card.row(row.candidate.id) if card else None
        answers = scored.tuning.rows if scored and scored.tuning else 0
        prompts, before = spent.get(row.candidate.proposer or "start", (0, 0))
        spent[row.candidate.proposer or "start"] = (prompts + 1, before + answers)
    data, method, seed = run
    return Outcome(
        data=data,
        method=method,
        cap=cap,
        seed=seed,
        answers=measured.made,
        prompts=len(pool.candidates),
        seconds=round(seconds, 1),
        name=best.candidate.name,
        same=pool.incumbent_id == pool.start_id,
        chosen=chosen.held_out if chosen else None,
        start=start.held_out if start else None,
        gain=chosen.gain if chosen else None,
        tuning=chosen.tuning.mean if chosen and chosen.tuning else None,
        shrunken=chosen.shrunken if chosen else None,
        cannot=" ".join(told),
        spent=spent,
        stopped=stopped,
    )


def read_outcome(path: Path) -> Outcome:
    """Return an outcome out of its file."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    for name in ("chosen", "start", "gain"):
        plain[name] = Figure(**plain[name]) if plain[name] else None
    plain["spent"] = {name: (each[0], each[1]) for name, each in plain["spent"].items()}
    return Outcome(**plain)


def report(
    outcomes: Sequence[Outcome],
    missing: Sequence[str],
    order: Sequence[str],
    unable: Mapping[str, str],
    writers: Collection[str],
    able: Sequence[str],
) -> str:
    """Return all outcomes as tables in Markdown, best first, and what is missing.

    Args:
        outcomes: The runs that ended.
        missing: What was asked for and did not end.
        order: The data sets in the order of the tables.
        unable: Why a method cannot run by labels alone, by its name.
        writers: Methods that the bundled model writes for.
        able: Methods that can run by labels alone; those without a run are named.
    """
    lines = [
        "Made by `python -m tests.benchmarks.labelled` with the bundled model. Held-out rows were",
        "never seen by tuning; intervals are of 90 %. *Gain* is on the same held-out rows against",
        "the start prompt. *Less luck* is what is left of the chosen prompt's tuning score after",
        "allowing for its having been chosen. *Cannot* and *nothing shows yet* are what the",
        "program says of the model itself. Answers that another run had asked for came from its",
        "file, and count all the same. The bundled server does not answer every request the same",
        "way twice: what it has read before changes the last digits, and now and then a label.",
        f"{_MARK.strip()}: the bundled model writes; it is far too small for it, so this tells",
        "whether the method comes to no harm, and not what it is worth.",
    ]
    for cap in sorted({each.cap for each in outcomes}):
        for data in order:
            rows = [each for each in outcomes if (each.cap, each.data) == (cap, data)]
            if rows:
                lines += ["", f"## {data}, at most {cap} answers on tuning rows", "", _HEAD]
                lines.append("|" + " --- |" * _HEAD.count(" |"))
                for each in sorted(rows, key=_rank):
                    lines.append(each.line(_MARK if each.method in writers else ""))
    lines += ["", *_spending(outcomes)]
    lines += ["", "Methods that cannot run here:", ""]
    lines += [f"- {method}: {why[:1].lower()}{why[1:]}" for method, why in unable.items()]
    never = sorted(set(able) - {each.method for each in outcomes})
    for word, named in (
        ("a writer, for which the bundled model is too small", [m for m in never if m in writers]),
        ("nothing that is lacking", [m for m in never if m not in writers]),
    ):
        if named:
            lines += ["", f"Never run here, and in need of {word}: {', '.join(named)}."]
    if missing:
        lines += ["", f"Not run or not ended: {'; '.join(missing)}."]
    return "\n".join(lines) + "\n"


def _rank(outcome: Outcome) -> tuple[float, str, int]:
    return (-(outcome.chosen.mean if outcome.chosen else 0.0), outcome.method, outcome.seed)


def _spending(outcomes: Sequence[Outcome]) -> list[str]:
    """Return where the answers of `auto` went: who wrote how many prompts, and their answers."""
    lines = []
    for each in outcomes:
        if each.method == "auto":
            parts = [f"{who} {n} ({a})" for who, (n, a) in each.spent.items()]
            lines.append(f"- {each.data}, {each.cap}, seed {each.seed}: {', '.join(parts)}")
    return ["Prompts of `auto` by proposer, with their answers on tuning rows:", "", *lines]


def _told(figure: Figure | None, sign: str = "") -> str:
    if figure is None:
        return "-"
    spec = f"{sign}.2f"
    return f"{figure.mean:{spec}} ({figure.low:{spec}} to {figure.high:{spec}})"
