"""Texts of the engine that lie in project files are told in the person's language."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import optimizer.proposing
from app.language import VARIABLE
from app.words.retold import HOPES, KNOWN, REASONS, REFUSALS, retold
from optimizer.said import say

PROPOSING = Path(optimizer.proposing.__file__).parent
FIELD = re.compile(r"\{\w*\}")


def shape(template: str) -> str:
    """Return a template with every field written alike."""
    return FIELD.sub("{}", template)


def written(node: ast.expr) -> str | None:
    """Return what an expression says, with {} for what it fills in; None for no plain text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
    return None


def texts() -> set[str]:
    """Return every text that stands in the proposers and the gates."""
    nodes = (
        node
        for file in PROPOSING.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.expr)
    )
    return {text for node in nodes if (text := written(node)) is not None}


def refusals() -> set[str]:
    """Return the text of every refusal that a gate writes down in one piece."""
    found = set()
    for file in (PROPOSING / "gates").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal":
                text = written(node.args[1])
                if text is not None:
                    found.add(text)
    return found


def test_every_refusal_of_a_gate_is_known() -> None:
    assert len(refusals()) > 10
    assert refusals() <= {shape(template) for template in REFUSALS}


def test_everything_known_is_really_said() -> None:
    said = "\n".join(sorted(texts()))
    for template in (*REFUSALS, *REASONS, *HOPES):
        for piece in re.split(r"[{}();,]+|\{\w+\}", FIELD.sub("{}", template)):
            assert piece.strip() in said, template


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("added: “Be brief.”", "hinzugefügt: „Be brief.“"),
        ("“Be warm.” instead of “Be brief.”", "„Be warm.“ statt „Be brief.“"),
        ("12 words instead of 30", "12 Wörter statt 30"),
        (
            "2 examples out of good answers, drawn by lot",
            "2 Beispiele aus guten Antworten, ausgelost",
        ),
        ("is nearly the same as B3: no cue", "ist fast dasselbe wie B3: no cue"),
        ("should fix: too long (7), rude (2)", "sollte beheben: zu lang (7), rude (2)"),
        ("lost {{message}}", "hat {{message}} verloren"),
        ("lost the greeting", "lost the greeting"),
        ("The reply ignores the facts.", "The reply ignores the facts."),
        ("", ""),
    ],
)
def test_known_forms_are_told_in_german_and_all_else_stays(
    monkeypatch: pytest.MonkeyPatch, stored: str, told: str
) -> None:
    monkeypatch.setenv(VARIABLE, "de")
    assert retold(stored) == told
    monkeypatch.setenv(VARIABLE, "en")
    assert retold(stored) == stored


def test_what_the_engine_says_just_now_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "de")
    assert retold(say("added: “{text}”", text="x")) == "hinzugefügt: „x“"


def test_no_two_forms_take_the_same_text() -> None:
    assert len({shape(template) for template in KNOWN}) == len(KNOWN)
