from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.fixture
def linux(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")


def test_all_missing_libraries_are_named_at_once(libraries, linux):
    gone = {"libEGL.so.1", "libxcb-cursor.so.0", "libxcb-icccm.so.4"}
    lacking = libraries.missing(libraries.WINDOW, lambda name: name not in gone)
    assert set(lacking) == gone
    text = libraries.missing_text(lacking)
    for library in gone:
        assert library in text
    line = next(line for line in text.splitlines() if "apt-get install" in line)
    assert line.endswith("libegl1 libxcb-cursor0 libxcb-icccm4")


def test_nothing_is_asked_of_other_systems(libraries, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert libraries.missing(libraries.WINDOW, lambda name: False) == []


def test_a_window_needs_all_that_offscreen_needs(libraries):
    assert libraries.OFFSCREEN.items() < libraries.WINDOW.items()


def test_a_library_that_nobody_has_does_not_load(libraries):
    assert not libraries.loads("libpairtune-nobody-has-this.so.9")


@pytest.mark.parametrize("codes", [[0, 0], [1, 0], [0, 1]])
def test_packages_are_installed_after_one_update(libraries, monkeypatch, codes):
    commands = []

    def record(command, **options):
        commands.append(command)
        return subprocess.CompletedProcess(command, codes[len(commands) - 1])

    monkeypatch.setattr(libraries.subprocess, "run", record)
    assert libraries.install(["libgl1", "libegl1"]) == (codes == [0, 0])
    assert commands[0][:2] == ["apt-get", "update"]
    assert all({"install", "libgl1", "libegl1"} <= set(command) for command in commands[1:])
