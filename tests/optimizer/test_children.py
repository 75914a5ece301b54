"""Children find the program wherever they work, and see no secret they have no use for."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from optimizer import children
from optimizer.children import ROOT, environment, module_command, spare_threads, start_child
from optimizer.metrics.own_metric import OwnMetric, consent
from optimizer.proposing.greater.apart import steps_apart

SECRETS = ("OPENAI_API_KEY", "MY_TOKEN", "DB_PASSWORD", "APP_SECRET", "HF_TOKEN", "AWS_CREDENTIALS")
SHOWS = "import json, os; print(json.dumps({'found': [dict(os.environ)]}))"
METRIC = """
import os
def score(answer, expected, row):
    return 1.0 if answer in os.environ else 0.0
"""


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in SECRETS:
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("HARMLESS", "yes")
    monkeypatch.setenv("PAIRTUNE_HOME", str(tmp_path))


def seen(child: object) -> set[str]:
    assert isinstance(child, dict)
    return {name for name in (*SECRETS, "HARMLESS") if name in child}


def test_a_child_that_needs_no_key_sees_none() -> None:
    assert seen(environment()) == {"HARMLESS"}
    assert seen(environment(("HF_TOKEN",))) == {"HF_TOKEN", "HARMLESS"}
    assert seen(environment(None)) == {*SECRETS, "HARMLESS"}


def test_it_is_started_with_that_environment_and_what_is_set_for_it_alone() -> None:
    command = [sys.executable, "-c", SHOWS]
    with start_child(command, more={"ITS_OWN_TOKEN": "1"}) as process:
        said = json.loads(process.communicate(timeout=60)[0])["found"][0]
    assert seen(said) == {"HARMLESS"}
    assert said["ITS_OWN_TOKEN"] == "1"
    assert "ITS_OWN_TOKEN" not in os.environ


def test_it_finds_the_program_wherever_it_works(tmp_path: Path) -> None:
    code = "import json, os, optimizer; print(json.dumps([os.getcwd(), optimizer.__file__]))"
    for folder in (tmp_path, ROOT):
        with start_child([sys.executable, "-c", code], folder=folder) as process:
            where, found = json.loads(process.communicate(timeout=60)[0])
        assert Path(where).samefile(folder)
        assert Path(found).is_relative_to(ROOT)


def test_a_metric_of_ones_own_sees_no_key(tmp_path: Path) -> None:
    file = tmp_path / "metric.py"
    file.write_text(METRIC, encoding="utf-8")
    consent(file)
    metric = OwnMetric(file)
    try:
        found = {name for name in (*SECRETS, "HARMLESS") if metric.score(name, "", {})}
    finally:
        metric.close()
    assert found == {"HARMLESS"}


def test_the_child_for_gradients_sees_the_key_of_the_hub_of_models_alone() -> None:
    found = steps_apart({"model": "toy"}, 60.0, (sys.executable, "-c", SHOWS))
    assert seen(found[0]) == {"HF_TOKEN", "HARMLESS"}


def test_a_module_is_run_by_the_program_s_own_python() -> None:
    assert module_command("optimizer.x", "--a") == [sys.executable, "-m", "optimizer.x", "--a"]


def test_a_core_is_left_to_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, threads in ((1, 1), (2, 1), (4, 3), (64, 8)):
        monkeypatch.setattr(children, "_cores", lambda n=cores: n)
        assert spare_threads() == threads


def test_nothing_else_starts_a_process_but_who_fetches_the_model() -> None:
    starting = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "optimizer").rglob("*.py")
        if "subprocess.Popen(" in path.read_text(encoding="utf-8")
    }
    assert starting == {"optimizer/children.py", "optimizer/local/fetch.py"}
