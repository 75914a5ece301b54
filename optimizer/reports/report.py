"""The whole project as one HTML file that loads nothing and runs nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from optimizer.export import Provenance
from optimizer.records import CallRole, Purpose, RoleSpend, Task, Verdict
from optimizer.reports.sentences import agreement_words, confirmation_result, confirmation_verdict
from optimizer.reports.titles import proposer_title
from optimizer.template import DiffPart, prompt_text, word_diff
from optimizer.views import (
    Advice,
    AgreementView,
    CandidateView,
    ConfirmationView,
    CurvePoint,
    HistoryRow,
    RaterView,
)

_TEMPLATE = "report.html.j2"
# The embeddings, overrides and isolates of bidirectional text, by their names.
_TURNING = {code: f"[U+{code:04X}]" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_WIDTH, _HEIGHT = 720, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 16, 14, 40


@dataclass(frozen=True, slots=True)
class ReportData:
    """What a report is made of; `votes` holds the whole history, voided votes too."""

    task: Task
    candidates: Sequence[CandidateView]
    start_id: str
    incumbent_id: str
    curve: Sequence[CurvePoint]
    votes: Sequence[HistoryRow]
    provenance: Provenance
    advice: Advice | None = None
    spend: Mapping[CallRole, RoleSpend] = field(default_factory=dict)
    raters: Sequence[RaterView] = ()
    self_agreement: AgreementView | None = None
    confirmations: Sequence[ConfirmationView] = ()


@dataclass(frozen=True, slots=True)
class _PromptPart:
    """A prompt of the report, with what differs from the start prompt."""

    view: CandidateView
    start: bool
    diff: tuple[DiffPart, ...]


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The score curve in the coordinates of its picture."""

    width: int
    height: int
    line: str
    band: str
    last: tuple[float, float]
    left: float
    right: float
    top: float
    bottom: float
    rows: tuple[tuple[float, str], ...]
    columns: tuple[tuple[float, str], ...]


def render_report(data: ReportData) -> str:
    """Return the report as one HTML page with its style and its curve inside.

    Args:
        data: What to show; every text in it is escaped.
    """
    from importlib.resources import files

    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_powerless,
    )
    environment.filters["percent"] = _percent
    environment.filters["title_of"] = proposer_title
    environment.filters["money"] = _money
    environment.filters["agreement"] = agreement_words
    environment.filters["result"] = confirmation_result
    environment.filters["verdict"] = confirmation_verdict
    source = files("resources").joinpath(_TEMPLATE).read_text(encoding="utf-8")
    ranked = sorted(data.candidates, key=lambda view: _rank(view, data.incumbent_id))
    return environment.from_string(source).render(
        data=data,
        names={view.candidate.id: view.candidate.name for view in ranked},
        best=next((view for view in ranked if view.candidate.id == data.incumbent_id), None),
        prompts=_prompts(ranked, data.start_id),
        drawing=_draw(data.curve) if len(data.curve) > 1 else None,
        verdicts=_verdicts(data.votes),
        voided=sum(row.voided for row in data.votes),
        purposes=_purposes(data.votes),
        confirmed=[view for view in reversed(data.confirmations) if not view.active],
        reasons=[row for row in data.votes if row.reason and not row.voided],
    )


def _powerless(value: object) -> object:
    """Return a value in which no sign turns the direction of what stands beside it."""
    return value.translate(_TURNING) if isinstance(value, str) else value


def _rank(view: CandidateView, incumbent_id: str) -> tuple[bool, bool, float]:
    return view.candidate.id != incumbent_id, view.candidate.archived, -view.standing.mean


def _prompts(ranked: Sequence[CandidateView], start_id: str) -> list[_PromptPart]:
    texts = {view.candidate.id: prompt_text(view.candidate.prompt) for view in ranked}
    start = texts.get(start_id, "")
    return [
        _PromptPart(view, view.candidate.id == start_id, word_diff(start, texts[view.candidate.id]))
        for view in ranked
    ]


def _verdicts(votes: Sequence[HistoryRow]) -> list[tuple[str, int]]:
    counts = Counter(row.verdict for row in votes if not row.voided)
    return [(verdict.value, counts[verdict]) for verdict in Verdict]


def _purposes(votes: Sequence[HistoryRow]) -> list[tuple[str, int]]:
    counts = Counter(row.purpose for row in votes if not row.voided)
    return [(purpose.value, counts[purpose]) for purpose in Purpose if counts[purpose]]


def _draw(curve: Sequence[CurvePoint]) -> _Drawing:
    """Return the curve's win rate with its band, drawn from 0 to 1 over the votes."""
    most = max(point.votes for point in curve) or 1
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM

    def x(votes: float) -> float:
        return round(_LEFT + (right - _LEFT) * votes / most, 1)

    def y(share: float) -> float:
        return round(bottom - (bottom - _TOP) * min(1.0, max(0.0, share)), 1)

    def path(points: Sequence[tuple[int, float]]) -> str:
        return " ".join(f"{x(votes)},{y(share)}" for votes, share in points)

    upper = [(point.votes, point.high) for point in curve]
    lower = [(point.votes, point.low) for point in reversed(curve)]
    return _Drawing(
        width=_WIDTH,
        height=_HEIGHT,
        line=path([(point.votes, point.win_rate) for point in curve]),
        band=path(upper + lower),
        last=(x(curve[-1].votes), y(curve[-1].win_rate)),
        left=_LEFT,
        right=right,
        top=_TOP,
        bottom=bottom,
        rows=tuple((y(share), f"{share:.0%}") for share in (0.0, 0.25, 0.5, 0.75, 1.0)),
        columns=tuple(
            (x(votes), str(votes)) for votes in sorted({round(most * k / 4) for k in range(5)})
        ),
    )


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{share * 100:.0f} %"


def _money(spend: RoleSpend) -> str:
    """Return a cost in words; an unknown price is said, never counted as nothing."""
    told = [f"{spend.cost_usd:.4f} USD"] if spend.cost_usd else []
    if spend.unpriced_calls:
        told.append(f"price unknown for {spend.unpriced_calls} calls")
    return ", ".join(told) or "free"
