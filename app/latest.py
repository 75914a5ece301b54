"""What the engine told last of the open project; Qt-free, for exports and the report."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.told_votes import ToldVotes
from optimizer.events import (
    Closed,
    CurveChanged,
    Event,
    HistoryChanged,
    PoolChanged,
    StatusChanged,
    TaskChanged,
    VoteStored,
)
from optimizer.records import CallRole
from optimizer.views import CandidateView, CurvePoint, HistoryRow, PoolView, Status, TaskView

if TYPE_CHECKING:
    from optimizer.export import Provenance
    from optimizer.reports.report import ReportData


class Latest:
    """Listens to every event and keeps the newest of each kind."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """The project was closed: nothing of it is kept."""
        self.task: TaskView | None = None
        self.pool: PoolView | None = None
        self.status: Status | None = None
        self.curve: tuple[CurvePoint, ...] = ()
        self._votes = ToldVotes()

    def handle(self, event: Event) -> None:
        """Take in what the engine tells."""
        if isinstance(event, TaskChanged):
            self.task = event.view
        elif isinstance(event, PoolChanged):
            self.pool = event.view
        elif isinstance(event, StatusChanged):
            self.status = event.status
        elif isinstance(event, CurveChanged):
            self.curve = event.points
        elif isinstance(event, HistoryChanged):
            self._votes.enter(event.rows, whole=event.whole)
        elif isinstance(event, VoteStored):
            self._votes.enter((event.row,), whole=False)
        elif isinstance(event, Closed):
            self.forget()

    @property
    def votes(self) -> tuple[HistoryRow, ...]:
        """All votes, voided ones too, in the order cast."""
        return tuple(sorted(self._votes, key=lambda row: row.number))

    @property
    def cast(self) -> int:
        """How many votes there are: a skipped pair is none, nor is one taken back."""
        return self._votes.cast

    def provenance(self, row: CandidateView) -> Provenance:
        """Return where an export of a prompt comes from."""
        from optimizer.export import Provenance

        standing = None if row.candidate.start else row.standing
        answers = self.task.models.get(CallRole.ANSWER) if self.task else None
        return Provenance(
            project=self.task.name if self.task else "",
            votes=self.cast,
            p_beats_start=standing.p_beats_start if standing else None,
            win_rate=standing.win_rate if standing else None,
            low=standing.win_rate_low if standing else None,
            high=standing.win_rate_high if standing else None,
            date=datetime.now(UTC).date().isoformat(),
            model=answers.title if answers else "",
            prompt_name=row.candidate.name,
            confirmed=self._confirmed(row.candidate.id),
            held_to=", ".join(row.candidate.prompt.layout.choices),
        )

    def _confirmed(self, prompt_id: str) -> str:
        """Return what the last finished confirmation of a prompt came to; empty without one."""
        from optimizer.reports.sentences import confirmation_result

        for view in reversed(self.pool.confirmations if self.pool else ()):
            if view.prompt_id == prompt_id and view.judged and not view.active:
                return confirmation_result(view)
        return ""

    def write_prompt(self, row: CandidateView, fmt: str) -> str:
        """Return a prompt as the text of a file.

        Args:
            row: The prompt.
            fmt: text, markdown, json, yaml or python.
        """
        from optimizer.export import export_prompt

        return export_prompt(row.candidate, fmt, self.provenance(row))  # type: ignore[arg-type]

    def report_data(self) -> ReportData | None:
        """Return what a report is made of; None while the pool is not known yet."""
        from optimizer.reports.report import ReportData

        if self.task is None or self.pool is None:
            return None
        rows = {row.candidate.id: row for row in self.pool.candidates}
        return ReportData(
            task=self.task.task,
            candidates=self.pool.candidates,
            start_id=self.pool.start_id,
            incumbent_id=self.pool.incumbent_id,
            curve=self.curve,
            votes=self.votes,
            provenance=self.provenance(rows[self.pool.incumbent_id]),
            advice=self.pool.advice,
            spend=self.status.spend if self.status else {},
            raters=self.pool.raters,
            self_agreement=self.pool.self_agreement,
            confirmations=self.pool.confirmations,
        )
