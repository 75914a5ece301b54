"""The local servers of one process: one for each model file, and one that repeats itself."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from optimizer.records import ModelSpec

if TYPE_CHECKING:
    from optimizer.local.model import Endpoint, LocalModel


class LocalServers:
    """Starts a server when it is first asked for; safe to use from several threads."""

    def __init__(self) -> None:
        self._models: dict[tuple[str, bool], LocalModel] = {}
        self._lock = Lock()

    def endpoint(self, spec: ModelSpec) -> Endpoint:
        """Return where a model that runs on this machine answers; starts it, and may block.

        Raises:
            ModelFault: It cannot be started.
        """
        from optimizer.local.model import LocalModel

        place = (spec.file, spec.exact)
        with self._lock:
            if place not in self._models:
                file = Path(spec.file) if spec.file else None
                self._models[place] = LocalModel(file, exact=spec.exact)
            model = self._models[place]
        return model.ensure()

    def stop(self) -> None:
        """End all of them."""
        with self._lock:
            models, self._models = list(self._models.values()), {}
        for model in models:
            model.stop()
