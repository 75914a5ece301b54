"""Every model call of every role, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from optimizer.identity import content_hash
from optimizer.records import Call, CallRole, Completion, Parameters, RoleSpend
from optimizer.store.connection import Connection
from optimizer.store.values import from_body, to_json, utc_now

_SUMS = (
    "count(*), sum(error IS NOT NULL), sum(tokens_in), sum(tokens_out), total(cost_usd), "
    "sum(error IS NULL AND cost_usd IS NULL)"
)


class Calls:
    """Reads and writes the table `call`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put_call(self, call: Call, text: str | None, parameters: Parameters | None = None) -> None:
        """Store a call, whether it succeeded or not.

        Args:
            call: What is known of it.
            text: The model's answer; None when there is none.
            parameters: The sampling parameters it was made with.
        """
        with self._connection.atomic():
            text_hash = None if text is None else content_hash(text)
            if text is not None and text_hash is not None:
                self._connection.put_text(text_hash, text)
            self._connection.insert(
                "call",
                {
                    "id": call.id,
                    "role": call.role.value,
                    "model": call.model,
                    "parameters": None if parameters is None else to_json(asdict(parameters)),
                    "request_hash": call.request_hash,
                    "run_id": call.run_id,
                    "tokens_in": call.tokens_in,
                    "tokens_out": call.tokens_out,
                    "cost_usd": call.cost_usd,
                    "latency_ms": call.latency_ms,
                    "finish": call.finish,
                    "error": call.error,
                    "text_hash": text_hash,
                    "made_at": call.made_at or utc_now(),
                },
            )

    def drop_calls(self, call_ids: Sequence[str]) -> None:
        """Remove calls that were only booked ahead, now that it is known how they ended.

        Args:
            call_ids: Calls without an answer.
        """
        with self._connection.atomic():
            for call_id in call_ids:
                self._connection.db.execute(
                    "DELETE FROM call WHERE id = ? AND text_hash IS NULL", (call_id,)
                )

    def find_completion(self, request_hash: str) -> tuple[str, Completion] | None:
        """Return the stored answer to an equal request, so that it need not be paid again.

        Args:
            request_hash: The request's hash.

        Returns:
            The id of the first successful call and its completion, or None.
        """
        row = self._connection.row(
            "SELECT call.id, body, finish, tokens_in, tokens_out, cost_usd, latency_ms"
            " FROM call JOIN text ON text.hash = call.text_hash"
            " WHERE request_hash = ? AND error IS NULL ORDER BY call.rowid LIMIT 1",
            request_hash,
        )
        if row is None:
            return None
        return row[0], Completion(from_body(row[1]), *row[2:])

    def calls(self, limit: int | None = None) -> tuple[Call, ...]:
        """Return the calls, newest last; the last `limit` of them when it is given."""
        rows = self._connection.rows(
            "SELECT id, role, model, request_hash, run_id, tokens_in, tokens_out, cost_usd,"
            " latency_ms, finish, error, made_at FROM call ORDER BY rowid DESC LIMIT ?",
            -1 if limit is None else limit,
        )
        return tuple(Call(row[0], CallRole(row[1]), *row[2:]) for row in reversed(rows))

    def spend(self) -> dict[CallRole, RoleSpend]:
        """Return what each role has cost in this project.

        Returns:
            All roles. `calls` counts failed ones too; `unpriced_calls` are the successful ones
            whose price is unknown.
        """
        return self._spend("")

    def run_spend(self, run_id: str) -> dict[CallRole, RoleSpend]:
        """Return what each role has cost in one run."""
        return self._spend("WHERE run_id = ?", run_id)

    def model_spend(self) -> dict[str, RoleSpend]:
        """Return what each model has cost in this project, by its title."""
        rows = self._connection.rows(f"SELECT model, {_SUMS} FROM call GROUP BY model")
        return {str(row[0]): RoleSpend(*row[1:]) for row in rows}

    def _spend(self, where: str, *values: object) -> dict[CallRole, RoleSpend]:
        rows = self._connection.rows(
            f"SELECT role, {_SUMS} FROM call {where} GROUP BY role",
            *values,
        )
        known = {CallRole(row[0]): RoleSpend(*row[1:]) for row in rows}
        return {role: known.get(role, RoleSpend()) for role in CallRole}
