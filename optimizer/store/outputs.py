"""What the answer model made, and how metrics scored it."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.identity import content_hash
from optimizer.records import Output
from optimizer.store.connection import Connection
from optimizer.store.rows import AnswerCost, OutputRef
from optimizer.store.values import from_body, to_json, utc_now


class Outputs:
    """Reads and writes the tables `output` and `score`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._costs: dict[str, AnswerCost] = {}
        self._costs_of = ""
        self._costed = (0, 0)  # the latest output that they count, and how many there are

    def put_output(self, output: Output) -> None:
        """Store an output; one that is there already is left as it is.

        Args:
            output: Its prompt, its example and its call must be stored.
        """
        if self._connection.has("output", output.id):
            return
        text_hash = content_hash(output.text)
        with self._connection.atomic():
            self._connection.put_text(text_hash, output.text)
            self._connection.insert(
                "output",
                {
                    "id": output.id,
                    "prompt_id": output.prompt_id,
                    "example_id": output.example_id,
                    "setting_id": output.setting_id,
                    "sample": output.sample,
                    "call_id": output.call_id,
                    "text_hash": text_hash,
                    "finish": output.finish,
                    "made_at": utc_now(),
                },
            )

    def outputs(self, setting_id: str, prompt_id: str | None = None) -> tuple[OutputRef, ...]:
        """Return the outputs of a setting without their texts, in the order of making.

        Args:
            setting_id: The setting.
            prompt_id: Only those of this prompt.
        """
        rows = self._connection.rows(
            "SELECT id, prompt_id, example_id, sample, text_hash, finish FROM output"
            # The plus keeps SQLite from going through all outputs of the setting for one prompt.
            f" WHERE {'+setting_id = ? AND prompt_id = ?' if prompt_id else 'setting_id = ?'}"
            " ORDER BY rowid",
            *((setting_id, prompt_id) if prompt_id else (setting_id,)),
        )
        return tuple(OutputRef(*row) for row in rows)

    def cut_short(self, output_ids: Iterable[str]) -> frozenset[str]:
        """Return which of these outputs were cut at their length cap."""
        rows = self._connection.rows(
            "SELECT id FROM output WHERE finish = 'length'"
            " AND id IN (SELECT value FROM json_each(?))",
            to_json(list(output_ids)),
        )
        return frozenset(row[0] for row in rows)

    def output(self, output_id: str) -> Output:
        """Return one output with its text.

        Raises:
            KeyError: There is none with this id.
        """
        row = self._connection.row(
            "SELECT id, prompt_id, example_id, setting_id, sample, body, finish, call_id"
            " FROM output JOIN text ON text.hash = output.text_hash WHERE id = ?",
            output_id,
        )
        if row is None:
            raise KeyError(output_id)
        return Output(
            id=row[0],
            prompt_id=row[1],
            example_id=row[2],
            setting_id=row[3],
            sample=row[4],
            text=from_body(row[5]),
            finish=row[6],
            call_id=row[7],
        )

    def output_texts(self, output_ids: Iterable[str]) -> dict[str, str]:
        """Return the texts of these outputs by output id; unknown ids are left out."""
        rows = self._connection.rows(
            "SELECT output.id, body FROM output JOIN text ON text.hash = output.text_hash"
            " WHERE output.id IN (SELECT value FROM json_each(?))",
            to_json(list(output_ids)),
        )
        return {output_id: from_body(body) for output_id, body in rows}

    def answer_costs(self, setting_id: str) -> dict[str, AnswerCost]:
        """Return by prompt id what its answers in a setting cost on average.

        It is never changed in place; of earlier answers it is remembered.
        """
        ((latest, count),) = self._connection.rows(
            "SELECT coalesce(max(rowid), 0), count(*) FROM output"
        )
        if self._costs_of != setting_id or latest < self._costed[0]:
            self._costs, self._costs_of, self._costed = {}, setting_id, (0, 0)
        if (latest, count) != self._costed:
            more = ""
            if self._costs:
                more = (
                    "AND prompt_id IN (SELECT prompt_id FROM output"
                    f" WHERE rowid > {self._costed[0]})"
                )
            rows = self._connection.rows(
                "SELECT prompt_id, count(*), avg(tokens_out), avg(cost_usd), avg(latency_ms)"
                " FROM output LEFT JOIN call ON call.id = output.call_id"
                f" WHERE {'+' if more else ''}setting_id = ? {more} GROUP BY prompt_id",
                setting_id,
            )
            self._costs = {**self._costs, **{row[0]: AnswerCost(*row[1:]) for row in rows}}
            self._costed = (latest, count)
        return self._costs

    def put_score(self, output_id: str, metric: str, value: float) -> None:
        """Store a metric's result on an output, in place of an earlier one."""
        self._connection.upsert(
            "score", {"output_id": output_id, "metric": metric, "value": float(value)}
        )

    def scores(self, metric: str) -> dict[str, float]:
        """Return a metric's results by output id."""
        return dict(
            self._connection.rows("SELECT output_id, value FROM score WHERE metric = ?", metric)
        )
