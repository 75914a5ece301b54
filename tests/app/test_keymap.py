"""The table of actions and the person's own keys."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence

from app.keymap import ACTIONS, Keymap, Scope, is_single, key_text, refusal


def test_the_defaults_do_not_clash() -> None:
    assert Keymap().clashes() == ()


def test_ids_are_unique_and_keys_are_real() -> None:
    assert len({known.id for known in ACTIONS}) == len(ACTIONS)
    for known in ACTIONS:
        assert QKeySequence(known.key).toString() == known.key


def test_bare_keys_belong_to_compare_only_and_are_letters_or_digits() -> None:
    for known in ACTIONS:
        if is_single(known.key):
            assert known.scope is Scope.COMPARE
        assert refusal(known.id, known.key) == ""


def test_a_changed_key_replaces_the_default() -> None:
    keymap = Keymap({"vote.left": "A"})
    assert keymap.key("vote.left") == "A"
    assert keymap.key("vote.right") == "2"
    assert keymap.with_key("vote.left", "B").key("vote.left") == "B"


def test_a_clash_is_found_where_both_keys_hold() -> None:
    (clash,) = Keymap({"vote.tie": "1"}).clashes()
    assert {clash.first.id, clash.second.id} == {"vote.left", "vote.tie"}
    (clash,) = Keymap({"view.find": "Ctrl+O"}).clashes()
    assert {clash.first.id, clash.second.id} == {"view.find", "project.open"}


def test_the_off_switch_leaves_keys_with_a_modifier() -> None:
    keymap = Keymap(single_keys=False)
    assert keymap.key("vote.left") == ""
    assert keymap.key("view.find") == "Ctrl+F"


def test_an_unknown_action_in_the_settings_is_passed_over() -> None:
    assert Keymap({"gone.away": "X"}).changes == {}


@pytest.mark.parametrize("key", ["Space", "Return", "Tab", "Left", "Esc", ",", "Shift+A", "Home"])
def test_keys_that_widgets_need_are_refused(key: str) -> None:
    assert refusal("vote.left", key)


@pytest.mark.parametrize("key", ["", "G", "7", "F5", "Ctrl+L", "Alt+Return"])
def test_other_keys_are_accepted(key: str) -> None:
    assert refusal("vote.left", key) == ""


def test_a_window_action_needs_a_modifier() -> None:
    assert refusal("project.open", "O")


def test_keys_are_called_as_the_keyboard_calls_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for known in ACTIONS:
        assert key_text(known.key) == known.key
    monkeypatch.setenv("LANGUAGE", "de")
    assert key_text("Ctrl+Shift+Z") == "Strg+Umschalt+Z"
    assert key_text("Ctrl++") == "Strg++"
    assert key_text("1") == "1"
