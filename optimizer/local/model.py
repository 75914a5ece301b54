"""The bundled model at work: its child process is started, watched, restarted and ended here.

The names of `optimizer.local.file` that others need are offered here too, so that one module is
all there is to know about the bundled model.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import subprocess
import threading
import time
import urllib.request
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from optimizer.children import module_command, spare_threads, start_child
from optimizer.errors import ModelFault
from optimizer.folders import log_folder
from optimizer.local.file import bundled_model, install, installed, model_file, verified
from optimizer.said import say

__all__ = ["Endpoint", "LocalModel", "install", "installed", "model_file", "verified"]

SLOTS = 4
SLOT_TOKENS = 2048
START_SECONDS = 120
STOP_SECONDS = 5
HEALTH_EVERY_S = 15.0
HEALTH_SECONDS = 10.0
MOST_RESTARTS = 4
RESTART_WINDOW_S = 120.0
FIRST_PAUSE_S = 0.25


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a running local model answers; good until the process is restarted.

    Attributes:
        base_url: OpenAI-compatible base, such as `http://127.0.0.1:4711/v1`.
        api_key: Random, new with each start; requests without it are refused.
        model_name: The name to send in requests.
        context_tokens: Prompt and answer together, per request.
        slots: Requests served at the same time; more are queued by the server.
        exact: Whether an equal request is answered in the same way every time.
    """

    base_url: str
    api_key: str
    model_name: str
    context_tokens: int
    slots: int
    exact: bool = False


class LocalModel:
    """One GGUF file served by a child process; safe to use from several threads.

    Args:
        file: The GGUF file; the bundled model's by default.
        slots: Requests served at the same time.
        slot_tokens: Context of each request, prompt and answer together.
        exact: Answer an equal request in the same way every time: requests that are read together,
            or after what was read before, get other last digits. Slower; there is one slot.
    """

    def __init__(
        self,
        file: Path | None = None,
        *,
        slots: int = SLOTS,
        slot_tokens: int = SLOT_TOKENS,
        exact: bool = False,
    ) -> None:
        self._file = file
        self._exact = exact
        self._slots = 1 if exact else slots
        self._slot_tokens = slot_tokens
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._endpoint: Endpoint | None = None
        self._well_at = 0.0
        self._starts: deque[float] = deque(maxlen=MOST_RESTARTS + 1)
        self._stopping = threading.Event()

    @property
    def process_id(self) -> int | None:
        """The child's process id while it lives."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def start(self) -> Endpoint:
        """Start the child, or find it running; blocks until it answers (0.3 s and more).

        Raises:
            ModelFault: The file is missing or cannot be loaded, or the child died too often.
        """
        self._stopping.clear()
        return self.ensure()

    def ensure(self) -> Endpoint:
        """Give the endpoint, starting the child again if it died or hangs; blocks meanwhile.

        Returns:
            The endpoint of the living child; another than before if it was restarted.

        Raises:
            ModelFault: As for `start`, or the model was stopped.
        """
        with self._lock:
            if self._stopping.is_set():
                raise _stopped()
            process = self._process
            if self._endpoint is not None and process is not None and process.poll() is None:
                if self._healthy(self._endpoint):
                    return self._endpoint
                process.kill()  # it lives, but does not answer: closing politely would wait
            self._discard()
            file = self._existing_file()
            self._pause_before_restart()
            self._endpoint = self._launch(file)
            return self._endpoint

    def stop(self) -> None:
        """End the child; requests under way fail. `start` brings it back."""
        self._stopping.set()
        process = self._process
        if process is not None and self._endpoint is None:
            process.kill()  # it is still loading, under the lock: do not wait for that
        with self._lock:
            self._discard()
            self._starts.clear()

    def _healthy(self, endpoint: Endpoint) -> bool:
        """Ask the child whether it is well, now and then; it says so beside any work."""
        if time.monotonic() - self._well_at < HEALTH_EVERY_S:
            return True
        address = endpoint.base_url.removesuffix("/v1")
        # No proxy may stand between the program and its own child process.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            opener.open(f"{address}/health", timeout=HEALTH_SECONDS).close()
        except OSError:
            return False
        self._well_at = time.monotonic()
        return True

    def _discard(self) -> None:
        process, self._process, self._endpoint = self._process, None, None
        if process is not None:
            _end(process)

    def _pause_before_restart(self) -> None:
        """Wait a little longer before each further start, and give up when they are too many."""
        now = time.monotonic()
        recent = sum(1 for started in self._starts if now - started < RESTART_WINDOW_S)
        if recent > MOST_RESTARTS:
            raise ModelFault(
                say(
                    "The local model ended by itself {recent} times within two minutes.",
                    recent=recent,
                ),
                say(
                    "Its log is {log_file}. Free some memory, or name another model in the "
                    "settings.",
                    log_file=_log_file(),
                ),
                kind="local_model_dies",
            )
        if recent and self._stopping.wait(FIRST_PAUSE_S * 2 ** (recent - 1)):
            raise _stopped()
        self._starts.append(time.monotonic())

    def _existing_file(self) -> Path:
        file = (self._file or model_file()).expanduser().resolve()
        if not file.is_file():
            if self._file is None:
                raise ModelFault(
                    say("The bundled model is not on this machine yet."),
                    say("Fetch it; in the terminal: `pairtune model install`."),
                    kind="no_model_file",
                )
            raise ModelFault(
                say("The model file {file} is not there.", file=file),
                say("Choose another file."),
                kind="no_model_file",
            )
        return file

    def _launch(self, file: Path) -> Endpoint:
        name = file.stem if self._file else bundled_model().name
        key = secrets.token_urlsafe(24)
        process = self._process = self._spawn(file, name)
        try:
            address = _address(process, key, file)
        except ModelFault:
            if self._stopping.is_set():
                raise _stopped() from None
            raise
        self._well_at = time.monotonic()
        return Endpoint(
            f"{address}/v1", key, name, self._slot_tokens, self._slots, exact=self._exact
        )

    def _spawn(self, file: Path, name: str) -> subprocess.Popen[bytes]:
        command = module_command("optimizer.local.server", f"--model={file}", f"--name={name}")
        command += [f"--slots={self._slots}", f"--context={self._slot_tokens}"]
        command += [f"--threads={spare_threads()}", *(["--exact"] if self._exact else [])]
        log = _log_file()
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            return start_child(command, stderr=output)


def _address(process: subprocess.Popen[bytes], key: str, file: Path) -> str:
    """Hand the key over and wait for the child's one line."""
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(OSError):  # if it died at once, the empty line below says so
        process.stdin.write(key.encode() + b"\n")
        process.stdin.flush()
    line = _line_in_time(process.stdout)
    answer: dict[str, str] = json.loads(line) if line else {}
    if "address" in answer:
        return answer["address"]
    _end(process)
    message = say("The local model could not load {file}.", file=file)
    if answer.get("error"):
        message = say("{message} {error}", message=message, error=answer["error"])
    raise ModelFault(
        message,
        say(
            "Is it a whole GGUF file, and is there enough memory? The log is {log_file}.",
            log_file=_log_file(),
        ),
        kind="local_model_load",
        retryable=not answer,
    )


def _line_in_time(stream: IO[bytes]) -> bytes:
    """Read one line; empty if the child ended or said nothing for far too long."""
    lines: list[bytes] = []
    reader = threading.Thread(target=lambda: lines.append(stream.readline()), daemon=True)
    reader.start()
    reader.join(START_SECONDS)
    return lines[0] if lines else b""


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close the child's standard input, which ends it, and help if it does not; may be repeated."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):  # it was gone already
            process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _stopped() -> ModelFault:
    return ModelFault(say("The local model was stopped."), kind="stopped")


def _log_file() -> Path:
    return log_folder() / "local_model.log"


if __name__ == "__main__":
    from optimizer.local.command import main

    raise SystemExit(main())
