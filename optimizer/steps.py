"""Steps that change the file and the memory of a session together, or neither."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from optimizer.store import Store


class Steps:
    """Makes steps of a session; the truth is in the file.

    Args:
        store: The open project file.
        reread: Brings the memory back to what is in the file.
    """

    def __init__(self, store: Store, reread: Callable[[], None]) -> None:
        self._store = store
        self._reread = reread

    @contextmanager
    def step(self) -> Iterator[None]:
        """Store everything inside at once; a step that fails leaves no trace in memory either.

        Raises:
            ProjectFault: The disk does not take it.
        """
        try:
            with self._store.atomic():
                yield
        except Exception:
            self._reread()
            raise
