"""Runs of a method and what its proposers wrote in them."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.identity import UlidFactory
from optimizer.records import Proposal, Refusal, Spent, StoredProposal
from optimizer.store.connection import Connection, Row
from optimizer.store.rows import Run
from optimizer.store.values import from_json, to_json, utc_now

_PROPOSALS = (
    "SELECT id, proposer, parents, label, reason, hypothesis, edit, refused_by,"
    " refusal_reason, prompt_id, made_at, run_id, step, wording_hash, evidence, calls,"
    " cost_usd, rowid FROM proposal WHERE rowid > ? ORDER BY rowid"
)


class Proposals:
    """Reads and writes the tables `run` and `proposal`."""

    def __init__(self, connection: Connection, new_id: UlidFactory) -> None:
        self._connection = connection
        self._new_id = new_id
        self._known: tuple[StoredProposal, ...] = ()
        self._last = 0

    def start_run(self, method: str, settings: Mapping[str, object], seed: int) -> str:
        """Record that a method begins to work.

        Returns:
            The run's id.
        """
        run_id = self._new_id()
        self._connection.insert(
            "run",
            {
                "id": run_id,
                "method": method,
                "settings": to_json(dict(settings)),
                "seed": seed,
                "started_at": utc_now(),
            },
        )
        return run_id

    def stop_run(self, run_id: str, reason: str, *, finished: bool = False) -> None:
        """Record that a run stands still, and why.

        Args:
            run_id: The run.
            reason: Why, for people.
            finished: Whether it has ended for good.
        """
        values = {"stopped_at": utc_now(), "stop_reason": reason, "finished": int(finished)}
        self._connection.update("run", run_id, values)

    def resume_run(self, run_id: str) -> None:
        """Record that a run goes on that stood still or was killed."""
        self._connection.update("run", run_id, {"stopped_at": None, "stop_reason": ""})

    def last_run(self) -> Run | None:
        """Return the run that was started last."""
        return next(iter(self._runs("ORDER BY rowid DESC LIMIT 1")), None)

    def runs(self) -> tuple[Run, ...]:
        """Return all runs, oldest first."""
        return self._runs("ORDER BY rowid")

    def _runs(self, order: str) -> tuple[Run, ...]:
        rows = self._connection.rows(
            "SELECT id, method, settings, seed, started_at, stopped_at, stop_reason, finished"
            f" FROM run {order}"
        )
        return tuple(
            Run(r[0], r[1], from_json(r[2]), r[3], r[4], r[5], r[6], bool(r[7])) for r in rows
        )

    def put_proposal(
        self,
        proposal: Proposal,
        run_id: str | None,
        refusal: Refusal | None = None,
        prompt_id: str | None = None,
        spent: Spent | None = None,
    ) -> str:
        """Record what a proposer wrote and what became of it.

        Args:
            proposal: As it was written.
            run_id: The run it belongs to.
            refusal: The verdict of the gate that did not let it pass.
            prompt_id: The prompt that entered the pool.
            spent: What it took to write it.

        Returns:
            The proposal's id.
        """
        return self._put(
            run_id,
            refusal,
            spent or Spent(),
            proposer=proposal.proposer,
            parents=to_json(proposal.parents),
            label=proposal.label,
            reason=proposal.reason,
            hypothesis=proposal.hypothesis,
            edit=to_json(dict(proposal.edit)),
            wording_hash=proposal.wording_hash,
            evidence=to_json(proposal.evidence),
            prompt_id=prompt_id,
        )

    def put_empty_proposal(
        self, proposer: str, run_id: str | None, refusal: Refusal, spent: Spent
    ) -> str:
        """Record that a proposer came back with nothing; arguments and result as above."""
        return self._put(
            run_id,
            refusal,
            spent,
            proposer=proposer,
            parents=to_json(()),
            label="",
            reason="",
            hypothesis="",
            edit=to_json({}),
            wording_hash="",
            evidence=to_json(()),
            prompt_id=None,
        )

    def _put(
        self, run_id: str | None, refusal: Refusal | None, spent: Spent, **values: str | None
    ) -> str:
        proposal_id = self._new_id()
        with self._connection.atomic():
            ((step,),) = self._connection.rows(
                "SELECT count(*) + 1 FROM proposal WHERE run_id IS ?", run_id
            )
            row = {
                "id": proposal_id,
                "run_id": run_id,
                "step": step,
                "refused_by": refusal.gate if refusal else None,
                "refusal_reason": refusal.reason if refusal else None,
                "made_at": utc_now(),
                "calls": spent.calls,
                "cost_usd": spent.cost_usd,
            }
            self._connection.insert("proposal", row | values)
        return proposal_id

    def proposals(self) -> tuple[StoredProposal, ...]:
        """Return all proposals, oldest first; none is ever changed."""
        ((count,),) = self._connection.rows("SELECT count(*) FROM proposal")
        last = self._connection.row("SELECT id FROM proposal WHERE rowid = ?", self._last)
        if self._known and (last is None or last[0] != self._known[-1].id):
            self._known, self._last = (), 0  # what was read last was never stored after all
        if count != len(self._known):
            rows = self._connection.rows(_PROPOSALS, self._last)
            if count != len(self._known) + len(rows):
                self._known, rows = (), self._connection.rows(_PROPOSALS, 0)
            self._known += tuple(_read(row) for row in rows)
            self._last = rows[-1][17] if rows else 0
        return self._known

    def written_at(self, run_id: str) -> list[tuple[str, Refusal | None]]:
        """Return when each proposal of a run was made, and its refusal, oldest first."""
        rows = self._connection.rows(
            "SELECT made_at, refused_by, refusal_reason FROM proposal WHERE run_id = ?"
            " ORDER BY rowid",
            run_id,
        )
        return [(row[0], None if row[1] is None else Refusal(row[1], row[2])) for row in rows]


def _read(row: Row) -> StoredProposal:
    return StoredProposal(
        id=row[0],
        proposer=row[1],
        parents=tuple(from_json(row[2])),
        label=row[3],
        reason=row[4],
        hypothesis=row[5],
        edit=from_json(row[6]),
        refusal=None if row[7] is None else Refusal(row[7], row[8]),
        prompt_id=row[9],
        made_at=row[10],
        run_id=row[11],
        step=row[12],
        wording_hash=row[13],
        evidence=tuple(from_json(row[14])),
        calls=row[15],
        cost_usd=row[16],
    )
