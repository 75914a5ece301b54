"""Resources are package data: they are found without the checkout's folders."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from optimizer.samples import list_samples


@pytest.mark.parametrize("folder", ["components", "wordings", "samples", "icons", "style"])
def test_each_folder_is_found_as_package_data(folder: str) -> None:
    assert any(True for _ in (files("resources") / folder).iterdir())


@pytest.mark.parametrize("sample_id", [info.id for info in list_samples()])
def test_the_rows_of_a_sample_are_unique_and_clean(sample_id: str) -> None:
    text = (files("resources") / "samples" / sample_id / "data.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    assert 36 <= len(rows) <= 48
    assert len({json.dumps(row, sort_keys=True) for row in rows}) == len(rows)
    for row in rows:
        for value in row.values():
            assert value == value.strip()
            # A value must never look like a placeholder or a web address of somebody's.
            assert "{{" not in value
            assert "://" not in value
            assert "www." not in value


def test_the_origin_and_licence_are_written_down() -> None:
    assert "MIT" in (files("resources") / "README.md").read_text(encoding="utf-8")
