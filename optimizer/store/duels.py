"""The duels that were shown, and who judges them."""

from __future__ import annotations

from optimizer.records import Duel, Purpose, Rater, RaterKind
from optimizer.store.connection import Connection, Row

_DUEL = """
SELECT duel.id, purpose, item.example_id, left_output_id, right_output_id,
    left_output.prompt_id, right_output.prompt_id, picker, duel.setting_id, shown_at,
    looked_at
FROM duel
JOIN duel_item AS item ON item.duel_id = duel.id AND item.ordinal = 0
JOIN output AS left_output ON left_output.id = left_output_id
JOIN output AS right_output ON right_output.id = right_output_id
"""


class Duels:
    """Reads and writes the tables `duel`, `duel_item` and `rater`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put_duel(self, duel: Duel, seed: int | None = None) -> None:
        """Store a duel; of one that is there already only `shown_at` is renewed.

        Args:
            duel: Both outputs must be stored. `shown_at` tells when it last came on the screen.
            seed: What the picker drew it with.
        """
        if self._connection.has("duel", duel.id):
            if duel.shown_at is not None:
                self._connection.update("duel", duel.id, {"shown_at": duel.shown_at})
            return
        with self._connection.atomic():
            self._connection.insert(
                "duel",
                {
                    "id": duel.id,
                    "purpose": duel.purpose.value,
                    "picker": duel.picker,
                    "seed": seed,
                    "setting_id": duel.setting_id,
                    "shown_at": duel.shown_at,
                    "looked_at": duel.looked_at,
                },
            )
            self._connection.insert(
                "duel_item",
                {
                    "duel_id": duel.id,
                    "ordinal": 0,
                    "example_id": duel.example_id,
                    "left_output_id": duel.left_output,
                    "right_output_id": duel.right_output,
                },
            )

    def duel(self, duel_id: str) -> Duel:
        """Return one duel.

        Raises:
            KeyError: There is none with this id.
        """
        row = self._connection.row(f"{_DUEL} WHERE duel.id = ?", duel_id)
        if row is None:
            raise KeyError(duel_id)
        return _read_duel(row)

    def duels(self) -> tuple[Duel, ...]:
        """Return all duels in the order of storing."""
        return tuple(
            _read_duel(row) for row in self._connection.rows(f"{_DUEL} ORDER BY duel.rowid")
        )

    def add_rater(self, rater: Rater) -> None:
        """Add a rater, or give the one with this id another name."""
        self._connection.upsert(
            "rater", {"id": rater.id, "kind": rater.kind.value, "name": rater.name}
        )

    def raters(self) -> tuple[Rater, ...]:
        """Return all raters in the order of adding."""
        rows = self._connection.rows("SELECT id, kind, name FROM rater ORDER BY rowid")
        return tuple(Rater(row[0], RaterKind(row[1]), row[2]) for row in rows)


def _read_duel(row: Row) -> Duel:
    return Duel(
        id=row[0],
        purpose=Purpose(row[1]),
        example_id=row[2],
        left_output=row[3],
        right_output=row[4],
        left_prompt=row[5],
        right_prompt=row[6],
        picker=row[7],
        setting_id=row[8],
        shown_at=row[9],
        looked_at=row[10],
    )
