from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.fixture
def runner(checks, monkeypatch, tmp_path):
    """Runs the checks with programs that end as told; returns their exit code."""

    def run(failing=(), closing="== 3 passed in 1.00s ==", tests_code=0):
        def ended(command, **options):
            return subprocess.CompletedProcess(command, int(command[0].split("/")[-1] in failing))

        monkeypatch.setattr(checks.subprocess, "run", ended)
        monkeypatch.setattr(
            checks, "_stream", lambda command, root, surroundings: (tests_code, closing)
        )
        return checks.run_checks(tmp_path, tmp_path, tmp_path / "python", [])

    return run


def test_all_good_ends_with_the_test_runners_closing_line(runner, capfd):
    assert runner() == 0
    assert capfd.readouterr().out.splitlines()[-1] == "== 3 passed in 1.00s =="


def test_any_failure_is_a_failure_but_all_checks_run(runner, capfd):
    assert runner(failing=("mypy",)) == 1
    lines = capfd.readouterr().out.splitlines()
    assert "--- lint-imports" in lines
    assert "--- pytest" in lines
    assert lines[-2:] == ["Failed: mypy", "== 3 passed in 1.00s =="]


def test_failing_tests_are_a_failure(runner, capfd):
    assert runner(tests_code=1, closing="== 1 failed in 1.00s ==") == 1
    assert capfd.readouterr().out.splitlines()[-2:] == [
        "Failed: pytest",
        "== 1 failed in 1.00s ==",
    ]


def test_output_passes_through_in_order_and_the_last_line_is_held_back(checks, tmp_path, capfd):
    program = "import sys; print('a'); print('b', file=sys.stderr, flush=True); print('c\\n')"
    code, last = checks._stream([sys.executable, "-u", "-c", program], tmp_path, {})
    assert (code, last) == (0, "c")
    assert capfd.readouterr().out == "a\nb\n"
