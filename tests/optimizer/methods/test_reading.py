"""A method file is read strictly: what is wrong is told with file and key."""

from __future__ import annotations

import pytest

from optimizer.errors import MethodFault
from optimizer.methods import read_method
from optimizer.records import FromSetting, Need, PartUse, RaterKind, SettingKind, Turn, Without

WHOLE = """
name: tiny
title: Tiny
sentence: Does little.
sources:
  - {title: A paper, authors: A. Body, year: 2024, arxiv: "2401.00001"}
needs: [writer, judge or person]
without: [{need: embeddings, sentence: Goes by words.}]
picker: eubo
turn: portfolio
proposers:
  - rephrase
  - name: critique
    settings: {losses: $seen}
evidence: [person, judge]
gates:
  - {name: length, settings: {times: 2}}
waived: [repetition]
settings:
  - {name: seen, title: Seen, kind: whole number, default: 3, low: 1, high: 9, help: How many.}
  - {name: way, title: Way, kind: choice, default: up, choices: [up, down], help: Which way.}
stop: {proposals: $seen, votes: 40}
"""


def test_everything_in_a_file_reaches_the_method():
    method = read_method(WHOLE, "tiny.yaml")
    assert (method.name, method.title, method.sentence) == ("tiny", "Tiny", "Does little.")
    assert method.sources[0].arxiv == "2401.00001"
    assert method.needs == ((Need.WRITER,), (Need.JUDGE, Need.PERSON))
    assert method.without == (Without(Need.EMBEDDINGS, "Goes by words."),)
    assert method.picker == PartUse("eubo")
    assert method.turn is Turn.PORTFOLIO
    assert method.proposers == (
        PartUse("rephrase"),
        PartUse("critique", {"losses": FromSetting("seen")}),
    )
    assert method.evidence == (RaterKind.PERSON, RaterKind.JUDGE)
    assert method.gates == (PartUse("length", {"times": 2}),)
    assert method.waived == ("repetition",)
    assert [setting.kind for setting in method.settings] == [SettingKind.WHOLE, SettingKind.CHOICE]
    assert method.stop.proposals == FromSetting("seen")
    assert method.stop.votes == 40


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title: Tiny\n", "", "tiny.yaml: title: this key is missing"),
        ("title: Tiny", "titel: Tiny", "tiny.yaml: title: this key is missing"),
        ("picker: eubo", "piker: eubo", "tiny.yaml: piker: this key is not known"),
        ("turn: portfolio", "turn: never", "tiny.yaml: turn: 'never' is not one of"),
        ("[writer, judge or person]", "[typist]", r"tiny.yaml: needs\[0\]: 'typist'"),
        ("losses: $seen", "losses: $sen", r"proposers\[1\].settings.losses: the method has no"),
        ("year: 2024", "year: late", r"sources\[0\].year: a whole number is needed"),
        ("name: tiny", "name: Tiny One", "name: 'Tiny One' is not a name"),
        ("default: 3", "default: 12", r"settings\[0\].default: .*1 to 9 is allowed"),
        ("default: 3", "default: 2.5", r"settings\[0\].default: .*whole number"),
        ("default: 3", "default: true", r"settings\[0\].default: .*a number"),
        ("low: 1, ", "", r"settings\[0\].low: a number needs both"),
        ("default: up", "default: left", r"settings\[1\].default: .*one of up, down"),
        (", choices: [up, down]", "", r"settings\[1\].choices: a choice has these"),
        ("votes: 40", "votes: 0", r"stop.votes: a whole number from 1 on"),
        ("votes: 40", "votes: $way", r"stop.votes: way is not a whole number"),
        ("votes: 40", "rounds: 40", r"stop.rounds: this key is not known"),
        ("evidence: [person, judge]", "evidence: [oracle]", r"evidence\[0\]: 'oracle'"),
        (
            "  - rephrase\n",
            "  - {name: rephrase, use: 1}\n",
            r"proposers\[0\].use: this key is not",
        ),
        ("[up, down]", "[up, 3]", r"choices\[1\]: a text is needed"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_key(old, new, told):
    assert old in WHOLE
    with pytest.raises(MethodFault, match=told):
        read_method(WHOLE.replace(old, new), "tiny.yaml")


@pytest.mark.parametrize("text", ["", "- a list", "a: [", "just words"])
def test_a_file_that_is_no_mapping_is_told(text):
    with pytest.raises(MethodFault, match=r"^tiny.yaml: "):
        read_method(text, "tiny.yaml")
