from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.export import Provenance
from optimizer.methods import find_method
from optimizer.records import (
    CallRole,
    Candidate,
    Purpose,
    RaterKind,
    RoleSpend,
    Standing,
    Strength,
    Task,
    Verdict,
)
from optimizer.reports.report import ReportData, render_report
from optimizer.template import start_prompt
from optimizer.views import (
    Advice,
    AdviceKind,
    AgreementView,
    CandidateView,
    ConfirmationView,
    CurvePoint,
    HistoryRow,
    RaterView,
)

NASTY = "<script>alert(1)</script> & \"' {{ 7 * 7 }} <img src=http://x/y.png>"
VOID = {"meta", "line", "polygon", "polyline", "circle", "br"}


class Checker(HTMLParser):
    """Collects what a page holds, and fails where tags do not nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def view(handle: str, text: str, mean: float, **options: bool) -> CandidateView:
    candidate = Candidate(
        start_prompt(text),
        handle,
        "" if options.get("start") else "shorter",
        reason=NASTY,
        proposer="" if options.get("start") else "shorten",
        start=options.get("start", False),
    )
    standing = Standing(5, 2, 1, mean, 0.5, 0.6, 0.97, 0.71, 0.54, 0.84, True)
    return CandidateView(candidate, standing, options.get("best", False), 9, 30, 40.0, None)


START = view("Start", "Reply to {{text}} at length.", 0.0, start=True)
BEST = view("B3", "Reply to {{text}} in brief.", 0.8, best=True)


def vote(number: int, verdict: Verdict, reason: str = "", voided: bool = False) -> HistoryRow:
    return HistoryRow(
        *(f"V{number}", f"D{number}", number, "2026-11-21T10:00:00Z", "E1", "A film", verdict),
        *(Strength.CLEARLY, (), reason, "B3: shorter", "Start", "p3", "p0", 900, "me"),
        *(Purpose.TUNE, voided),
    )


CURVED = (START.candidate.id, BEST.candidate.id)

DATA = ReportData(
    task=Task("T", "Replies", description=NASTY, criteria="Be kind."),
    candidates=(START, BEST),
    start_id=START.candidate.id,
    incumbent_id=BEST.candidate.id,
    curve=tuple(CurvePoint(n, 0.5 + n / 100, 0.4, 0.8, 0.6, *CURVED) for n in range(12)),
    votes=(
        vote(1, Verdict.LEFT, NASTY),
        vote(2, Verdict.TIE),
        vote(3, Verdict.LEFT),
        vote(4, Verdict.RIGHT, "not counted", voided=True),
    ),
    provenance=Provenance(
        NASTY, 3, 0.97, 0.71, 0.54, 0.84, "2026-11-21T10:00:00Z", "SmolLM2", "B3: shorter"
    ),
    advice=Advice(AdviceKind.GOOD_ENOUGH, "It is good enough.", 0.97, 0.01),
    spend={
        CallRole.ANSWER: RoleSpend(30, 0, 900, 700, 0.0, 0),
        CallRole.WRITE: RoleSpend(3, 0, 90, 70, 0.012, 2),
    },
)


def test_the_report_tells_the_whole_story() -> None:
    page = render_report(DATA)
    text = Checker(page).text
    for said in (
        "B3: shorter",
        "It is good enough.",
        "54 % to 84 %",
        "free",
        "0.0120 USD, price unknown for 2 calls",
        "taken back",
        "SmolLM2",
        "Be kind.",
    ):
        assert said in " ".join(text.split()), said
    assert "<del>at length</del><ins>in brief</ins>" in page
    assert page.index("B3: shorter") < page.index(">Start<")
    assert "not counted" not in text


def test_no_sign_turns_the_direction_of_its_text() -> None:
    turned = replace(DATA, provenance=replace(DATA.provenance, project="a \u202eb"))
    page = render_report(turned)
    assert "\u202e" not in page
    assert "a [U+202E]b" in page


def test_nothing_in_it_runs_or_loads() -> None:
    page = render_report(DATA)
    checker = Checker(page)
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(checker.tags)
    assert not {"src", "href", "onload", "onclick", "style"} & set(checker.attributes)
    assert "url(" not in page
    assert "@import" not in page
    assert NASTY in checker.text


@pytest.mark.parametrize("points", [0, 1])
def test_too_few_votes_are_said(points: int) -> None:
    page = render_report(replace(DATA, curve=DATA.curve[:points], votes=(), advice=None, spend={}))
    assert "Too few votes for a curve." in page
    assert "<svg" not in page


def test_a_proposer_is_called_as_people_know_it() -> None:
    best = replace(BEST, candidate=replace(BEST.candidate, proposer="plum_genetic_crossover"))
    own = replace(BEST, candidate=replace(BEST.candidate, proposer=""))
    page = render_report(replace(DATA, candidates=(START, best, own)))
    assert "plum_genetic_crossover" not in page
    title = find_method("plum_genetic_crossover").title
    rows = [line for line in page.splitlines() if line.startswith("<td>")]
    assert {f"<td>{who}</td>" for who in (title, "start", "you")} <= set(rows)


def test_the_start_prompt_may_be_the_best() -> None:
    page = render_report(replace(DATA, candidates=(START,), incumbent_id=START.candidate.id))
    assert "No other prompt has been shown to be better" in page


def test_the_curve_names_its_prompts() -> None:
    rows = [line for line in render_report(DATA).splitlines() if "<td>Start</td><td>B3: sh" in line]
    assert len(rows) == len(DATA.curve)
    assert not any(BEST.candidate.id in row for row in rows)


def test_the_curve_is_drawn_within_its_picture() -> None:
    at_first = CurvePoint(0, 0.5, -3.0, 9.0, 0.5, "Start", "Start")
    wild = (at_first, replace(at_first, low=0.0, high=1.0))
    page = render_report(replace(DATA, curve=wild))
    points = page.split('class="band" points="')[1].split('"')[0].split()
    assert all(0 <= float(y) <= 280 for _, y in (point.split(",") for point in points))


@settings(max_examples=25, deadline=None)
@given(text=st.text())
def test_any_text_is_only_text(text: str) -> None:
    data = replace(
        DATA,
        task=replace(DATA.task, name=text, description=text, criteria=text),
        candidates=(START, replace(BEST, candidate=replace(BEST.candidate, reason=text))),
        provenance=replace(DATA.provenance, project=text),
        votes=(vote(1, Verdict.LEFT, text),),
    )
    assert "script" not in Checker(render_report(data)).tags


def test_who_judged_and_the_last_word_are_told() -> None:
    agreed = AgreementView(n=38, share=0.71, low=0.57, high=0.83, kappa=0.45)
    won = ConfirmationView(
        *("p", "B3: shorter", 20, 19, 12, 4, 3),
        *(0.75, 0.52, 0.9, 0.08, False),
    )
    page = render_report(
        replace(
            DATA,
            raters=(
                RaterView(NASTY, RaterKind.JUDGE, 106, 14, 0.7, agreed, dropped=True),
                RaterView("The expected number", RaterKind.METRIC, 46, 0, None, None, False),
            ),
            self_agreement=AgreementView(9, 0.88, 0.62, 0.98, 0.7),
            confirmations=(won, replace(won, name="Under way", active=True)),
        )
    )
    text = " ".join(Checker(page).text.split())
    for said in (
        "Confirmed: on fresh rows you prefer B3 to your start prompt.",
        "B3 won 12, start won 4, 3 ties: 75 % (52–90 %) on rows tuning never saw",
        "agrees with themselves 88 % (62–98 %) on 9 repeated pairs",
        "no: the votes contradict it",
        "The expected number",
    ):
        assert said in text, said
    cells = '</td><td class="n">'.join(("71 % (57–83 %)", "0.45", "38"))
    assert cells in page
    assert "Under way" not in text
    assert "<script>" not in page


def test_without_raters_and_confirmations_nothing_is_said_of_them() -> None:
    text = Checker(render_report(DATA)).text
    assert "Who judged" not in text
    assert "fresh rows" not in text
