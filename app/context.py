"""What the parts of the window share, handed to them explicitly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from app.keys import KeyRing
from app.settings import Settings
from optimizer.folders import data_folder
from optimizer.local.servers import LocalServers

if TYPE_CHECKING:
    from optimizer.llm import ModelService


class AppContext:
    """Settings, keys, folders and the one model service of the process.

    Args:
        folder: Where the program keeps what it writes; the user's data folder when left out.
        make_service: Makes the model service; the real one when left out.
    """

    def __init__(
        self,
        folder: Path | None = None,
        make_service: Callable[[KeyRing, LocalServers], ModelService] | None = None,
    ) -> None:
        self.folder = folder or data_folder()
        self.settings = Settings(self.folder / "settings.ini")
        self.keys = KeyRing()
        self._servers = LocalServers()
        self._make_service = make_service or _model_service
        self._service: ModelService | None = None
        self._lock = Lock()

    @property
    def samples_folder(self) -> Path:
        """Where the person's own copies of the sample projects lie."""
        return self.folder / "samples"

    def service(self) -> ModelService:
        """Return the model service, made on first use; call it from a thread that may wait."""
        with self._lock:
            if self._service is None:
                self._service = self._make_service(self.keys, self._servers)
            return self._service

    def close(self) -> None:
        """End the model service and write the settings."""
        self.settings.flush()
        with self._lock:
            service, self._service = self._service, None
        if service is not None:
            service.close()
        self._servers.stop()


def _model_service(keys: KeyRing, servers: LocalServers) -> ModelService:
    from optimizer.llm import ModelService

    return ModelService(keys.lookup, servers.endpoint)
