"""The user's own metric: a Python file that runs only with consent, apart, and not for long."""

from __future__ import annotations

import contextlib
import json
import queue
import threading
from collections.abc import Mapping
from pathlib import Path

from optimizer.children import module_command, start_child
from optimizer.errors import DataFault
from optimizer.folders import data_folder
from optimizer.identity import content_hash
from optimizer.said import say

START_LIMIT_S = 20.0
ANSWER_LIMIT_S = 5.0
_CONSENTS = "allowed_metrics.json"


def consented(path: Path) -> bool:
    """Return whether the user allowed this very file, as it is now, on this computer.

    A project file may come from anybody; so consent is kept beside the settings, never in it.
    """
    with contextlib.suppress(OSError):
        return _fingerprint(path) in _known()
    return False


def consent(path: Path) -> None:
    """Remember that the user allows this file as it is now.

    Raises:
        DataFault: It cannot be read.
    """
    try:
        fingerprint = _fingerprint(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(sorted({*_known(), fingerprint}))
    (folder / _CONSENTS).write_text(text, encoding="utf-8")


class OwnMetric:
    """One running file.

    Args:
        path: The user's file.
        limit_s: How long one answer may take.

    Raises:
        DataFault: It was not allowed, or cannot be loaded.
    """

    def __init__(self, path: Path, limit_s: float = ANSWER_LIMIT_S) -> None:
        if not consented(path):
            raise DataFault(
                say(
                    "The metric in {path} runs as a program on this computer, and was not allowed.",
                    path=path,
                ),
                say("Read the file, then allow it; a changed file has to be allowed again."),
            )
        self._path = path
        self._limit_s = limit_s
        self._lines: queue.Queue[str] = queue.Queue()
        # The file may read others beside it by relative names: it works where the program does.
        self._process = start_child(
            module_command("optimizer.metrics.metrics_child", str(path.resolve())), folder=None
        )
        threading.Thread(target=self._read, name="own-metric", daemon=True).start()
        try:
            self._answer(START_LIMIT_S, say("while it was loaded"))
        except DataFault:
            self.close()
            raise

    def score(self, answer: str, reference: str, fields: Mapping[str, str]) -> float:
        """Return the file's score of an answer.

        Raises:
            DataFault: It failed, took too long or gave no number from 0 to 1.
        """
        line = json.dumps({"answer": answer, "reference": reference, "fields": dict(fields)})
        try:
            if self._process.stdin is None:
                raise BrokenPipeError
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()
        except (OSError, ValueError) as error:
            raise self._fault(say("it has ended")) from error
        value = self._answer(self._limit_s, say("on one answer")).get("value")
        if not isinstance(value, float):
            raise self._fault(say("it gave no number"))
        return value

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _read(self) -> None:
        if self._process.stdout is not None:
            with contextlib.suppress(ValueError, OSError):
                for line in self._process.stdout:
                    self._lines.put(line.decode())
        self._lines.put("")

    def _answer(self, limit_s: float, when: str) -> dict[str, object]:
        try:
            line = self._lines.get(timeout=limit_s)
        except queue.Empty:
            self.close()
            raise self._fault(
                say("it took more than {limit_s:.0f} seconds {when}", limit_s=limit_s, when=when)
            ) from None
        if not line:
            self.close()
            raise self._fault(say("it ended {when}", when=when))
        told: dict[str, object] = json.loads(line)
        if "error" in told:
            raise self._fault(str(told["error"]))
        return told

    def _fault(self, why: str) -> DataFault:
        return DataFault(
            say("The metric in {path} failed: {why}.", path=self._path, why=why),
            say("Correct the file, then choose it again."),
        )


def _fingerprint(path: Path) -> str:
    return content_hash([str(path.resolve()), path.read_text(encoding="utf-8", errors="replace")])


def _known() -> list[str]:
    try:
        found = json.loads((data_folder() / _CONSENTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [str(each) for each in found] if isinstance(found, list) else []


def _unreadable(path: Path, error: OSError) -> DataFault:
    return DataFault(
        say("{path} cannot be read: {strerror}.", path=path, strerror=error.strerror),
        say("Check its name and permissions."),
    )
