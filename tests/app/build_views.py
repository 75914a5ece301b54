"""Frozen records and events as the engine would make them, for the pages' tests."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from optimizer.commands import Command
from optimizer.dataset import Table, TableInfo
from optimizer.dataset.formats import Format
from optimizer.proposing.moves.elites import LENGTH_AXIS, RULES_AXIS, TONES
from optimizer.records import (
    CallRole,
    Candidate,
    Caps,
    Column,
    ColumnRole,
    Demonstration,
    Example,
    InputField,
    Layout,
    ModelSpec,
    Prompt,
    Purpose,
    Refusal,
    RoleSpend,
    Standing,
    StoredProposal,
    Strength,
    Task,
    Verdict,
)
from optimizer.views import (
    Advice,
    AdviceKind,
    CandidateView,
    CurvePoint,
    EliteMap,
    EliteView,
    EngineState,
    HistoryRow,
    HypothesisState,
    HypothesisView,
    MatrixCell,
    PoolView,
    ProposerGain,
    Status,
    TaskView,
    WinMatrix,
)

START = Prompt(
    "Reply to this customer of our shop.",
    system="You are a support agent.",
    fields=(InputField("message", "Message"),),
    layout=Layout(cue="Reply:"),
)
MODELS = MappingProxyType(
    {CallRole.ANSWER: ModelSpec(), CallRole.WRITE: ModelSpec("openai/gpt-4o-mini", key_name="o")}
)
TASK = Task(
    id="T1",
    name="Support replies",
    description="Answer customers' messages about our shop.",
    criteria="Friendly, at most three sentences, names the next step.",
    columns=(
        Column("message"),
        Column("customer"),
        Column("reply", ColumnRole.REFERENCE),
        Column("id", ColumnRole.IGNORE),
    ),
)


class Recorder:
    """Keeps what a page posts and asks for."""

    def __init__(self, page: object) -> None:
        self.commands: list[Command] = []
        self.requests: list[object] = []
        if hasattr(page, "command"):
            page.command.connect(self.commands.append)
        page.request.connect(self.requests.append)

    def last(self, kind: type) -> object:
        """Return the last request of a kind."""
        return next(made for made in reversed(self.requests) if isinstance(made, kind))


def rows(number: int = 12) -> tuple[dict[str, str], ...]:
    """Return rows of a support data set."""
    messages = (
        "My card was charged twice for the same order. Please give one payment back.",
        "The tracking page has said “on its way” for nine days. Has my parcel got lost?",
        "How do I change the address of an order that has not left yet?",
    )
    return tuple(
        {
            "message": messages[at % 3],
            "customer": ("Ms Ito", "Mr Okafor", "Dana")[at % 3],
            "reply": "",
            "id": str(1000 + at),
        }
        for at in range(number)
    )


def table_info(number: int = 12, path: str = "/data/tickets.csv") -> TableInfo:
    """Return what a look into the support data set shows."""
    found = rows(number)
    return TableInfo(Path(path), Format.CSV, tuple(found[0]), number, found[:100], (), "utf-8")


def table(number: int = 12, total: int | None = None) -> Table:
    """Return the support data set, read."""
    found = rows(number)
    return Table(tuple(found[0]), found, total or number, 0)


def examples(number: int = 12) -> tuple[Example, ...]:
    """Return examples of the support task."""
    return tuple(
        Example(f"e{at}", {"message": row["message"], "customer": row["customer"]})
        for at, row in enumerate(rows(number))
    )


def task_view(**changes: object) -> TaskView:
    """Return the open project's task."""
    view = TaskView(
        task=TASK,
        tuning=41,
        held_out=19,
        preview=examples(8),
        models=dict(MODELS),
        caps=Caps(cost_usd=5.0, calls=1000),
        read_only=False,
        path="/home/me/support.pairtune",
        name="Support replies",
    )
    return replace(view, **changes)


def standing(mean: float = 0.0, sd: float = 0.4, **changes: object) -> Standing:
    """Return a standing with the posterior given."""
    made = Standing(
        wins=5,
        losses=3,
        ties=1,
        mean=mean,
        sd=sd,
        p_best=0.2,
        p_beats_start=0.7,
        win_rate=1 / (1 + math.exp(-mean)),
        win_rate_low=1 / (1 + math.exp(-(mean - 1.64 * sd))),
        win_rate_high=1 / (1 + math.exp(-(mean + 1.64 * sd))),
        live=True,
    )
    return replace(made, **changes)


def candidates() -> tuple[CandidateView, ...]:
    """Return a small family: the start prompt, two children, a grandchild, one archived."""
    start = Candidate(START, "Start", start=True, added_at="2026-11-20T09:00:00+00:00")
    shorter = Candidate(
        replace(START, instruction="Reply in two short sentences."),
        "B1",
        "shorter",
        parents=(start.id,),
        proposer="shorten",
        reason="Long replies lost three of four duels.",
        hypothesis="Readers prefer replies that end sooner.",
    )
    warm = Candidate(
        replace(START, instruction="Reply warmly and name the next step, {{customer}} first."),
        "B2",
        "warmer, next step",
        parents=(start.id,),
        proposer="critique",
        reason="Two replies were called cold.",
    )
    shown = Candidate(
        replace(
            shorter.prompt,
            demonstrations=(
                Demonstration(
                    (("message", "Where is my parcel?"),), "It arrives on Friday. Sorry!"
                ),
            ),
        ),
        "B3",
        "with an example",
        parents=(shorter.id, warm.id),
        proposer="exemplars",
        reason="The output you liked best became an example.",
        pinned=True,
    )
    mine = Candidate(
        replace(START, instruction="Say sorry, then answer."),
        "H1",
        "mine",
        (start.id,),
        archived=True,
    )
    figures = (
        (start, standing(0.0, 0.25, wins=4, losses=9, p_best=0.02, p_beats_start=0.5)),
        (shorter, standing(0.82, 0.35, wins=7, losses=3, p_best=0.31, p_beats_start=0.94)),
        (warm, standing(-0.3, 0.5, wins=2, losses=5, p_best=0.04, live=False)),
        (shown, standing(1.21, 0.45, wins=6, losses=1, p_best=0.63, p_beats_start=0.97)),
        (mine, standing(0.1, 0.9, wins=0, losses=0, ties=0, p_best=0.0, live=False)),
    )
    return tuple(
        CandidateView(
            candidate,
            figure,
            incumbent=candidate is shown,
            words=12 + 9 * at,
            outputs=20 - 3 * at,
            mean_answer_tokens=41.5 + at,
            mean_cost_usd=(0.0, 0.0, 0.00031, None, None)[at],
        )
        for at, (candidate, figure) in enumerate(figures)
    )


def proposals() -> tuple[StoredProposal, ...]:
    """Return one proposal that passed and two that were refused."""
    pool = candidates()
    stamp = "2026-11-20T10:11:00+00:00"
    common = {"parents": (pool[0].candidate.id,), "hypothesis": "", "edit": {}, "made_at": stamp}
    return (
        StoredProposal(
            "p1",
            "shorten",
            label="shorter",
            reason="Long replies lost.",
            refusal=None,
            prompt_id=pool[1].candidate.id,
            **common,
        ),
        StoredProposal(
            "p2",
            "critique",
            label="detailed steps",
            reason="Steps were missing.",
            refusal=Refusal("placeholders", "It lost {{message}}."),
            prompt_id=None,
            **common,
        ),
        StoredProposal(
            "p3",
            "rephrase",
            label="other words",
            reason="To try other words.",
            refusal=Refusal("duplicate", "It is the same as B1."),
            prompt_id=None,
            **common,
        ),
    )


def pool_view(kind: AdviceKind = AdviceKind.KEEP_VOTING, **changes: object) -> PoolView:
    """Return the pool of that family."""
    found = candidates()
    texts = {
        AdviceKind.TOO_FEW_VOTES: "Too few votes to name a winner: 4 so far.",
        AdviceKind.KEEP_VOTING: "Keep voting: B3 leads, and beats the start prompt with "
        "probability 97%.",
        AdviceKind.GOOD_ENOUGH: "Good enough: against B3 the start prompt would win about 12 % "
        "of the time.",
        AdviceKind.NOTHING_TO_LEARN: "Little left to learn here.",
    }
    view = PoolView(
        candidates=found,
        proposals=proposals(),
        gains=(
            ProposerGain("shorten", 4, 2, 0.82, 0.31, 1.33, 11.5, 0.72),
            ProposerGain("critique", 5, 1, -0.31),
            ProposerGain("exemplars", 1, 1, 0.39),
            ProposerGain("layout", 2, 0, None),
        ),
        hypotheses=(
            HypothesisView(
                found[3].candidate.id,
                found[3].candidate.name,
                "should fix: too long (7)",
                "7 of 20",
                "0 of 9",
                HypothesisState.CONFIRMED,
            ),
            HypothesisView(
                found[2].candidate.id,
                found[2].candidate.name,
                "should be easier to follow",
                "",
                "",
                HypothesisState.OPEN,
            ),
        ),
        advice=Advice(kind, texts[kind], 0.97, 0.03),
        incumbent_id=found[3].candidate.id,
        start_id=found[0].candidate.id,
        matrix=matrix(),
    )
    return replace(view, **changes)


def matrix() -> WinMatrix:
    """Return the prompts of that family against each other; two of them never met."""
    start, shorter, warm, shown, _ = (row.candidate.id for row in candidates())
    cells = {
        (shown, shorter): MatrixCell(0.6, 0.4, 0.78, 3, 1, 1),
        (shown, start): MatrixCell(0.77, 0.62, 0.88, 3, 0, 0),
        (shown, warm): MatrixCell(0.82, 0.58, 0.94, 0, 0, 0),
        (shorter, start): MatrixCell(0.69, 0.54, 0.81, 4, 2, 0),
        (shorter, warm): MatrixCell(0.75, 0.5, 0.9, 2, 0, 0),
        (start, warm): MatrixCell(0.57, 0.35, 0.77, 2, 1, 0),
    }
    cells |= {
        (column, row): MatrixCell(1 - c.win_rate, 1 - c.high, 1 - c.low, c.losses, c.wins, c.ties)
        for (row, column), c in cells.items()
    }
    ids = (shown, shorter, start, warm)
    return WinMatrix(ids, tuple(tuple(cells.get((r, c)) for c in ids) for r in ids))


def elite_map() -> EliteMap:
    """Return three cells of the map of that family's kinds."""
    start, shorter, _, shown, _ = (row.candidate.id for row in candidates())
    lengths, rules = LENGTH_AXIS, RULES_AXIS
    return EliteMap(
        lengths,
        rules,
        TONES,
        (
            EliteView(lengths[1], rules[1], TONES[1], shown, 0.91, 2),
            EliteView(lengths[0], rules[0], TONES[0], shorter, 0.42, 1),
            EliteView(lengths[1], rules[0], TONES[0], start, 0.0, 3),
        ),
        start=0.0,
    )


def curve(number: int = 30) -> tuple[CurvePoint, ...]:
    """Return a curve that rises and narrows."""
    best = candidates()[3].candidate.id
    points = []
    for votes in range(1, number + 1):
        rate = 0.5 + 0.26 * (1 - math.exp(-votes / 12)) + 0.02 * math.sin(votes)
        half = 0.34 / math.sqrt(1 + votes / 3)
        points.append(
            CurvePoint(
                votes,
                rate,
                max(0.02, rate - half),
                min(0.98, rate + half),
                0.5 + rate / 3,
                best,
                best,
                f"v{votes}",
            )
        )
    return tuple(points)


def history(number: int = 14) -> tuple[HistoryRow, ...]:
    """Return votes, one of them voided."""
    pool = [row.candidate for row in candidates()]
    verdicts = (Verdict.LEFT, Verdict.RIGHT, Verdict.TIE, Verdict.LEFT, Verdict.BOTH_BAD)
    found = []
    for at in range(number):
        left, right = pool[at % 4], pool[(at + 1) % 4]
        found.append(
            HistoryRow(
                vote_id=f"v{at + 1}",
                duel_id=f"d{at + 1}",
                number=at + 1,
                cast_at=f"2026-11-20T10:{at:02}:05+00:00",
                example_id=f"e{at % 8}",
                example_title=rows(3)[at % 3]["message"],
                verdict=verdicts[at % 5],
                strength=Strength.CLEARLY,
                tags=("too long",) if at % 4 == 0 else (),
                reason="It promises a refund that nobody decided." if at % 6 == 0 else "",
                left_name=left.name,
                right_name=right.name,
                left_prompt=left.id,
                right_prompt=right.id,
                took_ms=2400 + 310 * at,
                rater="me",
                purpose=Purpose.TUNE,
                voided=at == 2,
            )
        )
    return tuple(found)


def status(**changes: object) -> Status:
    """Return a status with spend in three roles, one of unknown price."""
    made = Status(
        state=EngineState.RUNNING,
        activity="Writing a shorter prompt",
        ready=3,
        votes=14,
        spend={
            CallRole.ANSWER: RoleSpend(120, 2, 18_400, 7_310, 0.0, 0),
            CallRole.WRITE: RoleSpend(9, 0, 6_200, 2_100, 0.0123, 0),
            CallRole.JUDGE: RoleSpend(14, 0, 3_100, 140, 0.0, 14),
        },
        caps=Caps(cost_usd=5.0, calls=1000),
        undo_text="Undo vote 14: left better",
        redo_text="",
    )
    return replace(made, **changes)
