from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from optimizer.records import Duel, Purpose, Verdict, Vote
from optimizer.votes.casebook import Casebook
from optimizer.votes.evidence import Judgement, ballots
from optimizer.votes.tallies import Tally, tallies

SETTINGS = ("one", "two")


@st.composite
def duels(draw: st.DrawFn) -> Duel:
    """A duel of two of three prompts, on one of two examples, under one of two settings."""
    left, right = draw(st.permutations(["p0", "p1", "p2"]))[:2]
    example, setting = draw(st.sampled_from("ab")), draw(st.sampled_from(SETTINGS))
    return Duel(
        id=draw(st.sampled_from([f"d{k}" for k in range(6)])),
        purpose=draw(st.sampled_from(Purpose)),
        example_id=example,
        left_output=f"{left} on {example} under {setting}",
        right_output=f"{right} on {example} under {setting}",
        left_prompt=left,
        right_prompt=right,
        picker="eubo",
        setting_id=setting,
    )


STEPS = st.lists(
    st.one_of(
        st.tuples(duels(), st.sampled_from(Verdict)),
        st.integers(0, 12),  # void or restore the vote at this place
    ),
    max_size=20,
)


PROMPTS = ("p0", "p1", "p2")


def told(book: Casebook) -> list[object]:
    """Return all that a book says of its votes, as plain values."""
    return [
        tuple(book.in_force()),
        [[book.judged(f"d{k}"), book.verdict_on(f"d{k}")] for k in range(6)],
        [dockets(book, setting) for setting in SETTINGS],
        [book.repeats(entry) for entry in book],
        [tuple(book.for_purpose(purpose, "one")) for purpose in Purpose],
    ]


def dockets(book: Casebook, setting: str) -> list[object]:
    docket = book.docket(setting)
    pairs = [(one, two) for one in PROMPTS for two in PROMPTS if one != two]
    return [
        tuple(docket.teaching),
        tuple(docket.all),
        dict(docket.tallies),
        [docket.met.examples(*pair) for pair in pairs],
        [set(docket.met.opponents(prompt)) for prompt in PROMPTS],
        [docket.past.lead(*pair) for pair in pairs],
        [docket.past.used(prompt) for prompt in PROMPTS],
        docket.past.latest(3),
        len(docket.past),
    ]


def counted(teaching: list[Judgement]) -> dict[str, Tally]:
    """Return wins, losses and ties, one vote at a time."""
    sums: dict[str, list[int]] = {}
    for entry in teaching:
        sides = (entry.duel.left_prompt, Verdict.LEFT), (entry.duel.right_prompt, Verdict.RIGHT)
        for prompt, won in sides:
            row = sums.setdefault(prompt, [0, 0, 0])
            decided = entry.vote.verdict in (Verdict.LEFT, Verdict.RIGHT)
            row[(0 if entry.vote.verdict is won else 1) if decided else 2] += 1
    return {prompt: Tally(*row) for prompt, row in sums.items()}


@given(STEPS)
def test_a_book_that_grew_says_the_same_as_one_read_anew(steps: list[object]) -> None:
    grown = Casebook.of((), {})
    known: dict[str, Duel] = {}
    for step in steps:
        if isinstance(step, tuple):
            duel = known.setdefault(step[0].id, step[0])
            told(grown)  # whatever was summed before must follow
            grown.enter(Vote(f"v{len(grown)}", duel.id, "person", step[1]), duel)
        elif isinstance(step, int) and step < len(grown):
            vote = grown[f"v{step}"].vote
            grown.amend(replace(vote, voided=not vote.voided))

    assert told(grown) == told(Casebook.of([entry.vote for entry in grown], known))


@given(STEPS)
def test_sums_are_what_the_votes_in_force_say(steps: list[object]) -> None:
    votes = [step for step in steps if isinstance(step, tuple)]
    known = {duel.id: duel for duel, _ in reversed(votes)}
    book = Casebook.of(
        (
            Vote(f"v{n}", duel.id, "person", verdict, voided=n % 3 == 2)
            for n, (duel, verdict) in enumerate(votes)
        ),
        known,
    )
    for setting in SETTINGS:
        teaching = [entry for entry in book if entry.teaches(setting)]
        assert list(book.teaching(setting)) == teaching
        assert book.docket(setting).tallies == counted(teaching)
        assert dict(book.docket(setting).tallies.items()) == dict(tallies(teaching))
        index, places = {"p0": 0, "p1": 1, "p2": 2}, {"a": 0, "b": 1}
        learned, known_ones = (
            book.teaching(setting).ballots(index, places),
            ballots(teaching, index, places),
        )
        assert [learned[k] for k in range(len(learned))] == [
            known_ones[k] for k in range(len(teaching))
        ]
        for prompt in PROMPTS:
            shown = [e.duel for e in book.docket(setting).all]
            assert book.docket(setting).past.used(prompt) == sum(
                prompt in (duel.left_prompt, duel.right_prompt) for duel in shown
            )
        for entry in teaching:
            others = [e for e in teaching if e.outputs == entry.outputs and e is not entry]
            assert book.repeats(entry) == bool(others)
    for duel_id in known:
        standing = [e.vote for e in book if e.duel.id == duel_id and not e.vote.voided]
        assert (book.verdict_on(duel_id) in standing) if standing else True
        assert (book.verdict_on(duel_id) is None) == (not standing)


def test_a_tie_and_both_bad_count_alike() -> None:
    duel = Duel("d", Purpose.TUNE, "e", "o1", "o2", "p1", "p2", "eubo", "one")
    said = [Verdict.LEFT, Verdict.TIE, Verdict.BOTH_BAD, Verdict.RIGHT, Verdict.LEFT]
    votes = [Judgement(Vote(f"v{n}", "d", "person", v), duel) for n, v in enumerate(said)]
    first, second = tallies(votes)["p1"], tallies(votes)["p2"]
    assert (first.wins, first.losses, first.ties) == (2, 1, 2)
    assert (second.wins, second.losses, second.ties) == (1, 2, 2)
