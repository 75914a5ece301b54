"""`pairtune tune --answers N` with a fake model: labels alone decide."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from app.cli.main import main
from optimizer.records import Request
from tests.fake_service import FakeService

LABELS = ("positive", "negative")


def classify(request: Request) -> str:
    """Answer right as often as the words around the row deserve; the same request the same."""
    text = "\n".join(message.content for message in request.messages)
    number = int(text.rsplit("Review number ", 1)[1].split()[0].strip(".\"'<>`*"))
    around = text.replace(f"Review number {number}", "")
    right = Random(request.hash).random() < 0.3 + 0.6 * Random(f"merit {around}").random()
    return f"It is {LABELS[number % 2 if right else 1 - number % 2]}."


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeService:
    """A service that classifies, instead of the real one."""
    fake = FakeService(classify, threaded=True)
    monkeypatch.setattr(fake, "close", lambda: None)
    monkeypatch.setattr("app.cli.tune.ModelService", lambda *arguments: fake)
    monkeypatch.setenv("PAIRTUNE_HOME", str(tmp_path / "home"))
    return fake


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Labelled rows and a prompt."""
    rows = [{"text": f"Review number {n}", "label": LABELS[n % 2]} for n in range(60)]
    path = tmp_path / "reviews.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "prompt.txt").write_text(
        "Is the review positive or negative?\n\nReview: {{text}}\n\nLabel:"
    )
    return path


def tune(data: Path, *arguments: object) -> int:
    """Run the command."""
    prompt = data.with_name("prompt.txt")
    known = ("tune", data, "--prompt", prompt, "--reference", "label", *arguments)
    return main([str(each) for each in known])


def test_it_runs_to_its_cap_and_tells_the_held_out_figure(
    service: FakeService, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = data.with_name("best.txt")
    code = tune(data, "--metric", "label", "--answers", 60, "--check", 20, "--out", out)
    told = " ".join(capsys.readouterr().out.split())
    assert code == 0
    assert "Recommended:" in told
    assert "that tuning never saw" in told
    assert "60 answers were made" in told
    assert "{{text}}" in out.read_text()
    made = len(service.requests)
    assert made <= 60 + 20
    assert tune(data, "--metric", "label", "--answers", 60, "--check", 20) == 0
    assert len(service.requests) == made


def test_without_a_metric_or_with_a_wrong_one_nothing_begins(
    service: FakeService, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tune(data, "--answers", 30) == 1
    assert "without a metric" in capsys.readouterr().err
    assert tune(data, "--answers", 30, "--metric", "nonsense") == 1
    assert "There is no metric nonsense" in capsys.readouterr().err
    assert not service.requests


def test_the_users_own_file_needs_their_word(
    service: FakeService, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = data.with_name("mine.py")
    own.write_text("def score(answer, expected, row):\n    return float(expected in answer)\n")
    arguments = ("--answers", 24, "--check", 0, "--metric", f"python:{own}")
    assert tune(data, *arguments) == 1
    assert "--allow-metric-code" in capsys.readouterr().err
    assert tune(data, *arguments, "--allow-metric-code") == 0
    told = capsys.readouterr().out
    assert "24 answers were made" in " ".join(told.split())
    assert len(table(data.with_suffix(".pairtune"))) == 24


def test_a_metric_that_needs_no_expected_answers_decides_without_them(
    service: FakeService, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = ("tune", data, "--prompt", data.with_name("prompt.txt"), "--no-reference")
    alone = ("--answers", 24, "--check", 0, "--method", "mipro")
    assert main([*map(str, bare), *map(str, alone), "--metric", "exact"]) == 1
    assert "or a metric that needs none" in " ".join(capsys.readouterr().err.split())
    assert main([*map(str, bare), *map(str, alone), "--metric", "regex:positive"]) == 0
    assert "24 answers were made" in " ".join(capsys.readouterr().out.split())
    scored = table(data.with_suffix(".pairtune"))
    assert len(scored) == 24
    assert len({prompt for prompt, _, _ in scored}) > 1, "MIPRO combined without a writer"


def test_a_method_that_keeps_a_map_tells_the_best_of_every_kind(
    service: FakeService, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("--metric", "label", "--answers", 60, "--check", 0)
    assert tune(data, *arguments, "--method", "map_elites", "--set", "rows=8") == 0
    told = capsys.readouterr().out
    assert "The best of every kind" in told
    assert any(kind in told for kind in ("about as long", "up to 3 times as long"))
    assert tune(data, *arguments, "--method", "layout") == 0
    assert "The best of every kind" not in capsys.readouterr().out


SCRIPT = """
import sys, time
from pathlib import Path
import app.cli.tune
from app.cli.main import main
from tests.app.cli.test_alone import classify
from tests.fake_service import FakeService

def slowly(request):
    time.sleep(0.02)
    return classify(request)

app.cli.tune.ModelService = lambda *arguments: FakeService(slowly, threaded=True)
sys.exit(main(sys.argv[1:]))
"""


def test_a_killed_run_ends_with_the_table_of_one_that_was_not(tmp_path: Path, data: Path) -> None:
    often, once = tmp_path / "often.pairtune", tmp_path / "once.pairtune"
    killed(tmp_path, data, often, scores=8)
    for ending in ("", "-wal"):
        if Path(f"{often}{ending}").exists():
            shutil.copyfile(f"{often}{ending}", f"{once}{ending}")
    killed(tmp_path, data, often, scores=35)
    for project in (often, once):
        assert start(tmp_path, data, project).wait(60) == 0
    assert table(often) == table(once)
    assert len(table(often)) == 60 + 10


def start(folder: Path, data: Path, project: Path) -> subprocess.Popen[bytes]:
    """Begin the run, or go on with it, in a process of its own."""
    script = folder / "slowly.py"
    script.write_text(SCRIPT)
    root = Path(__file__).parents[3]
    prompt = data.with_name("prompt.txt")
    arguments = ("tune", data, "--prompt", prompt, "--project", project, "--reference", "label")
    rest = ("--metric", "label", "--answers", 60, "--check", 10)
    return subprocess.Popen(
        [sys.executable, str(script), *map(str, arguments), *map(str, rest)],
        env={**os.environ, "PYTHONPATH": str(root), "PAIRTUNE_HOME": str(folder / "home")},
        stdout=subprocess.DEVNULL,
    )


def killed(folder: Path, data: Path, project: Path, scores: int) -> None:
    """Let the run work until so many scores are there, then kill it."""
    process = start(folder, data, project)
    while process.poll() is None and len(table(project)) < scores:
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert len(table(project)) >= scores


def table(project: Path) -> set[tuple[str, str, float]]:
    """Every score in a project file, whoever has it open."""
    if not project.exists():
        return set()
    with closing(sqlite3.connect(f"file:{project}?mode=ro", uri=True)) as reader:
        try:
            query = (
                "SELECT prompt_id, example_id, value FROM score"
                " JOIN output ON output.id = score.output_id"
            )
            return set(reader.execute(query).fetchall())
        except sqlite3.OperationalError:
            return set()  # it is being made
