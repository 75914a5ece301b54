"""A key that was used goes to the provider and nowhere else."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

from tests.optimizer.llm.conftest import CANARY


def test_no_file_log_or_stream_ever_holds_the_key(tmp_path: Path) -> None:
    places = {"HOME": "home", "TMPDIR": "temporary", "PAIRTUNE_HOME": "data", "PYTHONPATH": ""}
    for name in ("home", "temporary", "data"):
        (tmp_path / name).mkdir()
    environment = {name: str(tmp_path / place) for name, place in places.items()}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-m", "tests.canary_run"],
        input=f"{CANARY}\n".encode(),
        capture_output=True,
        cwd=tmp_path,
        env=os.environ | environment | {"LITELLM_LOG": "DEBUG"},
    )
    assert done.returncode == 0, done.stderr.decode()[-4000:]
    assert b"sent" in done.stdout
    found = {"standard output": done.stdout, "standard error": done.stderr}
    found |= {str(file): file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert any(name.endswith(".pairtune") for name in found)
    assert any(name.endswith("everything.log") for name in found)
    assert any(name.endswith("export.json") for name in found)
    # Whole, in part, and as a header of another kind would carry it.
    traces = [CANARY, CANARY[7:], base64.b64encode(CANARY.encode()).decode().rstrip("=")]
    assert [
        (name, trace) for name, text in found.items() for trace in traces if trace.encode() in text
    ] == []
