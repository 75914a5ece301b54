"""What jobs do away from the GUI thread."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import chores
from app.jobs import Job
from app.requests import LoadData
from optimizer.errors import RowFault


def test_a_bad_row_hides_no_table_and_is_named_by_the_reading_that_follows(tmp_path: Path) -> None:
    file = tmp_path / "letters.jsonl"
    file.write_text('{"text": "one"}\n{broken\n{"text": "two"}\n')

    info = chores.look_into(file)
    assert info.columns == ("text",)
    assert info.preview == ({"text": "one"}, {"text": "two"})
    assert info.warnings == ()

    asked = LoadData(file, 100)
    with pytest.raises(RowFault, match="Line 2"):
        chores.load_table(asked, Job(asked, lambda told: None))
