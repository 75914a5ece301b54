"""Outputs that are found by their call."""

from __future__ import annotations

from optimizer.schema.database import Database

# A call that was only booked ahead is dropped again; without it that looks through all outputs.
_OUTPUTS_BY_CALL = "CREATE INDEX output_call ON output(call_id);"


def m003_outputs_by_call(db: Database) -> None:
    """Let the outputs of a call be found at once, as dropping a call requires."""
    db.executescript(_OUTPUTS_BY_CALL)
