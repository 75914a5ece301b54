from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from optimizer.store import Store
from tests.optimizer.store import making


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test's project stands."""
    return tmp_path / "Tickets.pairtune"


@pytest.fixture
def empty(path: Path) -> Iterator[Store]:
    """A new project without examples and prompts."""
    with making.create(path) as store:
        yield store


@pytest.fixture
def store(empty: Store) -> Store:
    """A project with three prompts, three examples and all their outputs."""
    return making.fill(empty)
