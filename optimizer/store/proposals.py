"""Runs of a method and what its proposers wrote in them."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.identity import UlidFactory
from optimizer.records import Proposal, Refusal, StoredProposal
from optimizer.store.connection import Connection
from optimizer.store.rows import Run
from optimizer.store.values import from_json, to_json, utc_now


class Proposals:
    """Reads and writes the tables `run` and `proposal`."""

    def __init__(self, connection: Connection, new_id: UlidFactory) -> None:
        self._connection = connection
        self._new_id = new_id

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

    def stop_run(self, run_id: str, reason: str) -> None:
        """Record that a run ended, and why."""
        self._connection.update("run", run_id, {"stopped_at": utc_now(), "stop_reason": reason})

    def last_run(self) -> Run | None:
        """Return the run that was started last."""
        row = self._connection.row(
            "SELECT id, method, settings, seed, started_at, stopped_at, stop_reason"
            " FROM run ORDER BY rowid DESC LIMIT 1"
        )
        if row is None:
            return None
        return Run(row[0], row[1], from_json(row[2]), *row[3:])

    def put_proposal(
        self,
        proposal: Proposal,
        run_id: str | None,
        refusal: Refusal | None = None,
        prompt_id: str | None = None,
    ) -> str:
        """Record what a proposer wrote and what became of it.

        Args:
            proposal: As it was written.
            run_id: The run it belongs to.
            refusal: The verdict of the gate that did not let it pass.
            prompt_id: The prompt that entered the pool.

        Returns:
            The proposal's id.
        """
        proposal_id = self._new_id()
        with self._connection.atomic():
            ((step,),) = self._connection.rows(
                "SELECT count(*) + 1 FROM proposal WHERE run_id IS ?", run_id
            )
            self._connection.insert(
                "proposal",
                {
                    "id": proposal_id,
                    "run_id": run_id,
                    "step": step,
                    "proposer": proposal.proposer,
                    "parents": to_json(proposal.parents),
                    "label": proposal.label,
                    "reason": proposal.reason,
                    "hypothesis": proposal.hypothesis,
                    "edit": to_json(dict(proposal.edit)),
                    "wording_hash": proposal.wording_hash,
                    "evidence": to_json(proposal.evidence),
                    "refused_by": refusal.gate if refusal else None,
                    "refusal_reason": refusal.reason if refusal else None,
                    "prompt_id": prompt_id,
                    "made_at": utc_now(),
                },
            )
        return proposal_id

    def proposals(self) -> tuple[StoredProposal, ...]:
        """Return all proposals, oldest first."""
        rows = self._connection.rows(
            "SELECT id, proposer, parents, label, reason, hypothesis, edit, refused_by,"
            " refusal_reason, prompt_id, made_at FROM proposal ORDER BY rowid"
        )
        return tuple(
            StoredProposal(
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
            )
            for row in rows
        )
