"""The set-up scripts are no package: they are loaded from their folder, under their own names."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).parents[2] / "packaging"


def _load(name: str) -> ModuleType:
    sys.path.insert(0, str(SCRIPTS))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(SCRIPTS))


@pytest.fixture(scope="session")
def bootstrap() -> ModuleType:
    return _load("bootstrap")


@pytest.fixture(scope="session")
def checks() -> ModuleType:
    return _load("checks")


@pytest.fixture(scope="session")
def environment() -> ModuleType:
    return _load("environment")


@pytest.fixture(scope="session")
def libraries() -> ModuleType:
    return _load("libraries")


@pytest.fixture(scope="session")
def translations() -> ModuleType:
    return _load("translations")
