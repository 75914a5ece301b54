"""metaTextGrad: the wording of the poorest proposer is improved, and kept while it earns."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from optimizer.methods import arrange, read_method
from optimizer.proposing.layout import LayoutSearch
from optimizer.proposing.metatextgrad import MetaTextGrad
from optimizer.proposing.moves.asking import wording_of
from optimizer.proposing.moves.learned import learned_wording
from optimizer.proposing.rephrase import Rephrase
from optimizer.proposing.shorten import Shorten
from optimizer.records import Proposal, Snapshot
from optimizer.wordings import load_wording, parse_wording
from tests.optimizer.proposing.growing import Answering, grown, refusals, with_means
from tests.optimizer.proposing.pools import START, Scripted, snapshot

LONG = replace(START, instruction="Reply to the customer. " + " ".join(f"w{n}" for n in range(20)))
OWN = """
name: own
title: Own
sentence: A proposer with a setting, and its teacher.
proposers:
  - {name: mepo, settings: {merits: $merits}}
  - metatextgrad
settings:
  - {name: merits, title: Merits, kind: lines, default: "", help: One a line.}
"""
CHILD = "<prompt>Reply to them in a kind way.</prompt>"


def better(name: str, mark: str = "Read it twice first.") -> str:
    wording = load_wording(name)
    return (
        f"It was too free.\n<system>{wording.system} {mark}</system>\n<user>{wording.user}</user>"
    )


def taught(rephrase: float = -1.0, shorten: float = -0.5) -> Snapshot:
    """Three judged children of each of two proposers, with these gains over the start prompt."""
    pool = with_means(snapshot(start=LONG), {LONG.id: 0.0})
    for number in range(3):
        for proposer, gained in ((Rephrase(), rephrase), (Shorten(), shorten)):
            words = f"<prompt>{proposer.name} them {number} kindly.</prompt>"
            at_start = replace(pool, incumbent=pool.start)
            found = proposer.propose(at_start, Scripted(words), _Zero())
            pool = grown(pool, found, lambda _, gained=gained: gained)
    return pool


def test_the_learner_writes_with_the_settings_that_its_method_gives_it() -> None:
    parts = arrange(read_method(OWN, "own.yaml"), {"merits": "dry: no jokes"}).proposers
    learner, meta = parts["mepo"], parts["metatextgrad"]
    pool = with_means(snapshot(start=LONG), {LONG.id: 0.0})
    for number in range(3):
        written = Scripted(f"<prompt>Say it in dry way {number}.</prompt>")
        pool = grown(pool, learner.propose(pool, written, Random(0)), lambda _: -1.0)
        pool = replace(pool, proposals=tuple(replace(p, edit={}) for p in pool.proposals))

    writer = Scripted(better("mepo"), CHILD)
    (found,) = meta.propose(pool, writer, Random(0))
    assert found.edit["wording_of"] == "mepo"
    assert "- dry: no jokes" in writer.told[1]


def test_only_the_proposers_of_its_method_learn() -> None:
    pool = taught(rephrase=-1.0, shorten=-0.5)
    meta = MetaTextGrad().beside([Shorten(), MetaTextGrad()])
    (found,) = meta.propose(pool, Scripted(better("shorten"), CHILD), Random(0))
    assert found.edit["wording_of"] == "shorten", "rephrase earned less, and takes no turn here"
    # Without any that could learn, all proposers that have a writer may.
    assert MetaTextGrad().beside([LayoutSearch()]) == MetaTextGrad()


class _Zero(Random):
    """Chance that always chooses the incumbent as the parent."""

    def random(self) -> float:
        return 0.0


def improve(pool: Snapshot, name: str = "rephrase", mark: str = "Read it twice.") -> list[Proposal]:
    return MetaTextGrad().propose(pool, Scripted(better(name, mark), CHILD), Random(0))


def test_the_wording_of_the_poorest_is_improved_and_tried_at_once() -> None:
    pool = taught()
    writer = Scripted(better("rephrase"), CHILD)
    (found,) = MetaTextGrad().propose(pool, writer, Random(0))

    meta, trial = writer.told
    assert load_wording("rephrase").system in meta
    assert "{{prompt}}" in meta
    assert "Gain: -1.00" in meta
    assert "rephrase them 0 kindly." in meta
    assert "shorten them" not in meta
    assert "Read it twice first." in trial
    assert "{{prompt}}" not in trial
    assert found.proposer == "metatextgrad"
    assert found.edit["wording_of"] == "rephrase"
    assert found.edit["gain_before"] == -1.0
    assert found.edit["action"] == "rewrite"
    assert found.wording_hash != load_wording("rephrase").hash
    assert refusals([found], pool) == [None]


def test_who_earned_least_is_measured() -> None:
    writer = Scripted(better("shorten"), CHILD)
    (found,) = MetaTextGrad().propose(taught(-0.5, -1.0), writer, Random(0))
    assert found.edit["wording_of"] == "shorten"


def test_too_few_judged_children_or_the_persons_own_wording_leave_it_alone() -> None:
    assert MetaTextGrad(after=4).propose(taught(), Scripted(), Random(0)) == []
    text = f"---\nversion: 1\npurpose: Mine.\n---\n[system]\n{'x'}\n[user]\n{'{{prompt}}'}\n"
    own = replace(taught(), wordings={"rephrase": text})
    writer = Scripted(better("shorten"), CHILD)
    (found,) = MetaTextGrad().propose(own, writer, Random(0))
    assert found.edit["wording_of"] == "shorten"


def test_the_persons_own_wording_stays_even_when_its_children_earned_least() -> None:
    text = "---\nversion: 1\npurpose: Mine.\n---\n[system]\nx\n[user]\n{{prompt}}\n"
    mine, ours = parse_wording("rephrase", text).hash, load_wording("rephrase").hash
    pool = taught()
    made = tuple(
        replace(p, wording_hash=mine) if p.wording_hash == ours else p for p in pool.proposals
    )
    own = replace(pool, proposals=made, wordings={"rephrase": text})
    (found,) = MetaTextGrad().propose(own, Scripted(better("shorten"), CHILD), Random(0))
    assert found.edit["wording_of"] == "shorten"


def test_the_new_wording_holds_in_the_project_while_it_is_on_trial() -> None:
    pool = grown(taught(), improve(taught()), lambda _: -2.0)
    assert wording_of(pool, "rephrase").system.endswith("Read it twice.")
    assert wording_of(pool, "shorten") == load_wording("shorten")


@pytest.mark.parametrize(("gained", "kept"), [(-3.0, False), (-0.5, True)])
def test_it_stays_only_if_its_children_gain_no_less(gained: float, kept: bool) -> None:
    pool = taught()
    pool = grown(pool, improve(pool), lambda p: gained + pool.standings[p.parents[0]].mean)
    at_start = replace(pool, incumbent=pool.start)
    words = Scripted("<prompt>Quite another thing to say.</prompt>")
    found = Rephrase().propose(at_start, words, _Zero())
    assert "Read it twice." in words.told[0]
    pool = grown(pool, found, lambda p: gained + pool.standings[p.parents[0]].mean)

    assert (learned_wording(pool, "rephrase") != load_wording("rephrase")) is kept


def test_a_version_whose_children_are_refused_goes() -> None:
    pool = taught()
    (found,) = improve(pool)
    lost = replace(found, prompt=replace(LONG, instruction="Reply to {{name}}."))
    for number in range(3):
        assert (learned_wording(pool, "rephrase") == load_wording("rephrase")) is (number == 0)
        pool = grown(pool, [lost], lambda _: 0.0)
    assert learned_wording(pool, "rephrase") == load_wording("rephrase")


def test_the_next_improvement_begins_with_the_version_in_force() -> None:
    pool = taught()
    means = pool.standings
    pool = grown(pool, improve(pool), lambda p: means[p.parents[0]].mean - 0.7)
    for number in range(2):
        words = Scripted(f"<prompt>Another thing {number} to say to them.</prompt>")
        found = Rephrase().propose(replace(pool, incumbent=pool.start), words, _Zero())
        pool = grown(pool, found, lambda _: -0.7)
    writer = Answering(lambda told: CHILD if "Put the whole new prompt" in told else "")
    MetaTextGrad().propose(pool, writer, Random(0))
    assert "Read it twice." in writer.told[0]


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "no parts",
        "<system>Only write.</system><user>Without its fields.</user>",
        better("rephrase").replace("{{criteria}}", ""),
        better("rephrase").replace("{{prompt}}", "{{prompt}} {{secret}}"),
        better("rephrase").replace("<prompt>", "(prompt)"),
        better("rephrase", "").replace(" </system>", "</system>"),
        better("rephrase", "\n[user]\nx"),
    ],
)
def test_a_wording_that_lost_its_fields_or_its_form_is_never_used(junk: str) -> None:
    writer = Scripted(junk)
    assert MetaTextGrad().propose(taught(), writer, Random(0)) == []
    assert len(writer.told) == 1


def test_a_record_of_another_version_is_not_believed() -> None:
    pool = grown(taught(), improve(taught()), lambda _: 0.0)
    *rest, last = pool.proposals
    for broken in ({"wording_user": 7}, {"wording_user": "no fields"}, {"wording": None}):
        odd = replace(last, edit={**last.edit, **broken})
        told = replace(pool, proposals=(*rest, odd))
        assert learned_wording(told, "rephrase") == load_wording("rephrase")
