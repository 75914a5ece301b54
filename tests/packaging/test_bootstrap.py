from __future__ import annotations

import sys

import pytest

from app.__main__ import TERMINAL


@pytest.fixture
def calm(bootstrap, monkeypatch):
    """A bootstrap that installs, fetches and starts nothing; says what it would have done."""
    done = []
    monkeypatch.setattr(bootstrap, "mend_system", lambda environment, needed: [])
    monkeypatch.setattr(bootstrap.Environment, "prepare", lambda self, lock: done.append(lock))
    monkeypatch.setattr(bootstrap, "fetch_model", lambda environment: done.append("model") or True)
    monkeypatch.setattr(bootstrap, "become", lambda command: done.append(command[1:]) or 0)
    monkeypatch.setattr(
        bootstrap.checks, "run_checks", lambda root, programs, python, extra: done.append(extra)
    )
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    return done


def test_without_a_display_both_ways_on_are_told_after_the_set_up(bootstrap, calm, capsys):
    assert bootstrap.main(["run"]) == 2
    assert calm == ["requirements.lock", "model"]
    text = capsys.readouterr().err
    assert "no display" in text
    assert "xvfb-run" in text
    assert "tune DATA.csv --prompt" in text


def test_without_a_display_missing_window_libraries_are_told_too(
    bootstrap, calm, capsys, monkeypatch
):
    monkeypatch.setattr(bootstrap, "mend_system", lambda environment, needed: ["libEGL.so.1"])
    assert bootstrap.main(["run"]) == 2
    assert "libegl1" in capsys.readouterr().err


def test_with_a_display_missing_libraries_end_the_run_before_any_download(
    bootstrap, calm, capsys, monkeypatch
):
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(bootstrap, "mend_system", lambda environment, needed: ["libEGL.so.1"])
    assert bootstrap.main(["run"]) == 1
    assert calm == []
    assert "libEGL.so.1" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_with_a_display_the_program_gets_the_remaining_arguments(
    bootstrap, calm, monkeypatch, name
):
    monkeypatch.setenv(name, "offscreen")
    assert bootstrap.main(["run", "my.pairtune", "--seed", "3"]) == 0
    assert calm == ["requirements.lock", "model", ["-m", "app", "my.pairtune", "--seed", "3"]]


def test_the_terminal_needs_no_display(bootstrap, calm):
    assert bootstrap.main(["run", "tune", "data.csv"]) == 0
    assert calm == ["requirements.lock", "model", ["-m", "app", "tune", "data.csv"]]


@pytest.mark.parametrize("command", TERMINAL)
def test_no_command_of_the_terminal_asks_for_a_display(bootstrap, calm, command):
    assert bootstrap.main(["run", command]) == 0
    assert calm[-1] == ["-m", "app", command]


def test_the_terminal_needs_no_libraries_of_qt(bootstrap):
    assert bootstrap.libraries_for(["tune", "data.csv"], {}) == {}
    assert bootstrap.libraries_for([], {}) == bootstrap.libraries.WINDOW
    offscreen = {"QT_QPA_PLATFORM": "offscreen"}
    assert bootstrap.libraries_for([], offscreen) == bootstrap.libraries.OFFSCREEN


def test_help_and_the_model_commands_fetch_no_model(bootstrap, calm):
    bootstrap.main(["run", "--help"])
    bootstrap.main(["run", "model", "install"])
    assert "model" not in calm


def test_the_tests_get_their_own_lock_and_the_remaining_arguments(bootstrap, calm):
    bootstrap.main(["test", "-k", "vote"])
    assert calm == ["requirements-test.lock", "model", ["-k", "vote"]]


def test_a_wrong_python_ends_before_anything_is_done(bootstrap, calm, capsys, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    assert bootstrap.main(["run"]) == 1
    assert calm == []
    assert "3.11 to 3.13" in capsys.readouterr().err


def test_a_fault_of_the_set_up_is_told_without_a_traceback(bootstrap, calm, capsys, monkeypatch):
    def fail(self, lock):
        raise bootstrap.SetupFault("No room.\nMake room.")

    monkeypatch.setattr(bootstrap.Environment, "prepare", fail)
    assert bootstrap.main(["setup"]) == 1
    assert capsys.readouterr().err == "No room.\nMake room.\n"


def test_ctrl_c_has_its_own_exit_code(bootstrap, calm, monkeypatch):
    def interrupt(self, lock):
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap.Environment, "prepare", interrupt)
    assert bootstrap.main(["run"]) == 130


def test_the_usage_is_shown_for_anything_else(bootstrap, capsys):
    assert bootstrap.main([]) == 2
    assert bootstrap.main(["fly"]) == 2
    assert bootstrap.main(["--help"]) == 0
    assert "bootstrap.py run" in capsys.readouterr().err


def test_where_it_may_it_installs_all_that_is_missing_in_one_go(bootstrap, monkeypatch, tmp_path):
    there, asked = set(bootstrap.libraries.OFFSCREEN), []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(bootstrap, "lacks_venv", lambda: False)
    monkeypatch.setattr(bootstrap.libraries, "may_install", lambda: True)
    monkeypatch.setattr(
        bootstrap.libraries,
        "missing",
        lambda needed: [name for name in needed if name not in there],
    )

    def install(packages):
        asked.append(packages)
        there.update(bootstrap.libraries.WINDOW)
        return True

    monkeypatch.setattr(bootstrap.libraries, "install", install)
    environment = bootstrap.Environment(tmp_path)
    assert bootstrap.mend_system(environment, bootstrap.libraries.WINDOW) == []
    assert len(asked) == 1
    assert "libxcb-cursor0" in asked[0]
    assert "libgl1" not in asked[0]


def test_where_it_may_not_it_names_what_is_missing(bootstrap, monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "lacks_venv", lambda: False)
    monkeypatch.setattr(bootstrap.libraries, "may_install", lambda: False)
    monkeypatch.setattr(bootstrap.libraries, "missing", list)
    lacking = bootstrap.mend_system(bootstrap.Environment(tmp_path), {"libGL.so.1": "libgl1"})
    assert lacking == ["libGL.so.1"]


def test_a_python_without_venv_ends_with_the_package_to_install(bootstrap, monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "lacks_venv", lambda: True)
    monkeypatch.setattr(bootstrap.libraries, "may_install", lambda: False)
    with pytest.raises(bootstrap.SetupFault, match="-venv"):
        bootstrap.mend_system(bootstrap.Environment(tmp_path), {})
