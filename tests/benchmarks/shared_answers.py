"""Answers of a model that several runs share: equal requests at temperature 0 are made once.

Every run still counts each answer against its own cap; only the waiting is saved.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from optimizer.errors import WorldFault
from optimizer.llm import ModelService
from optimizer.records import Completion, Request

Done = Callable[[Request, Completion | WorldFault], None]


class _Answered:
    """A call that ended at once."""

    def cancel(self) -> None:
        """Nothing is left to cancel."""


class SharedAnswers:
    """A model service before which a file of answers stands.

    Args:
        service: Makes the calls that nobody made yet.
        file: Where the answers are kept; several processes may use it.
    """

    def __init__(self, service: ModelService, file: Path) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._file = sqlite3.connect(file, check_same_thread=False, timeout=60.0)
        with self._file:
            self._file.execute("PRAGMA journal_mode=WAL")
            self._file.execute(
                "CREATE TABLE IF NOT EXISTS answer (hash TEXT PRIMARY KEY, made TEXT)"
            )
        self.found = self.made = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._service, name)

    def submit(self, request: Request, done: Done, **more: Any) -> Any:
        """Answer from the file, or make the call and keep what came; see `ModelService.submit`."""
        known = self._find(request.hash) if request.parameters.temperature == 0.0 else None
        if known is not None:
            self.found += 1
            done(request, known)
            return _Answered()

        def kept(asked: Request, outcome: Completion | WorldFault) -> None:
            if isinstance(outcome, Completion) and request.parameters.temperature == 0.0:
                self._keep(request.hash, outcome)
            done(asked, outcome)

        self.made += 1
        return self._service.submit(request, kept, **more)

    def close(self) -> None:
        """Close the service, then the file."""
        self._service.close()
        with self._lock:
            self._file.close()

    def _find(self, key: str) -> Completion | None:
        with self._lock:
            row = self._file.execute("SELECT made FROM answer WHERE hash = ?", (key,)).fetchone()
        return Completion(**json.loads(row[0])) if row else None

    def _keep(self, key: str, made: Completion) -> None:
        with self._lock, self._file:
            text = json.dumps(asdict(made))
            self._file.execute("INSERT OR IGNORE INTO answer VALUES (?, ?)", (key, text))
