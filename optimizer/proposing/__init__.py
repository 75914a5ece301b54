"""Writing new prompts: one small file per proposer, all of the same shape.

A proposer is a frozen dataclass: its fields are its settings, each with a default, and its class
variables are `name` and `needs_writer`. It keeps nothing between calls; what a method remembers is
read out of `snapshot.proposals` and the lineage. A package outside adds one by an entry point of
the group `pairtune.proposers`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from optimizer.parts import Shelf
from optimizer.proposing.abo import Abo
from optimizer.proposing.ampo import Ampo
from optimizer.proposing.apohf_pool import ApohfPool
from optimizer.proposing.bbt_rgb import BbtRgb
from optimizer.proposing.calibrate import Calibrate
from optimizer.proposing.capo import Capo
from optimizer.proposing.claps import Claps
from optimizer.proposing.components import Components
from optimizer.proposing.counterweight import Counterweight
from optimizer.proposing.critique import Critique
from optimizer.proposing.directional import Directional
from optimizer.proposing.eccentric import Eccentric
from optimizer.proposing.exemplar_selection import ExemplarSelection
from optimizer.proposing.exemplars import Exemplars
from optimizer.proposing.fipo import Fipo
from optimizer.proposing.forest import Forest
from optimizer.proposing.gpo_gradient import GpoGradient
from optimizer.proposing.gpo_robust import GpoRobust
from optimizer.proposing.greater.search import Greater
from optimizer.proposing.langgpt import LangGpt
from optimizer.proposing.layout import LayoutSearch
from optimizer.proposing.map_elites import MapElites
from optimizer.proposing.mepo import Mepo
from optimizer.proposing.metatextgrad import MetaTextGrad
from optimizer.proposing.mipro.instructions import GroundedInstructions
from optimizer.proposing.mipro.search import Mipro
from optimizer.proposing.opro import Opro
from optimizer.proposing.optoprime import OptoPrime
from optimizer.proposing.plum.annealing import Annealing
from optimizer.proposing.plum.genetic import Genetic, GeneticCrossover
from optimizer.proposing.plum.harmony import Harmony
from optimizer.proposing.plum.hill_climbing import HillClimbing
from optimizer.proposing.plum.tabu import Tabu
from optimizer.proposing.pmpo.rewrite import Pmpo
from optimizer.proposing.polca import Polca
from optimizer.proposing.prefpo import PrefPO
from optimizer.proposing.promptagent import PromptAgent
from optimizer.proposing.promptquine import PromptQuine
from optimizer.proposing.promst import Promst
from optimizer.proposing.rephrase import Rephrase
from optimizer.proposing.scope import Scope
from optimizer.proposing.shorten import Shorten
from optimizer.proposing.spo import Spo
from optimizer.proposing.sprig import Sprig
from optimizer.proposing.tapo.evolve import Tapo
from optimizer.proposing.zopo.search import Zopo
from optimizer.protocols import Proposer
from optimizer.records import CallRole, ModelSpec, Task

GROUP = "pairtune.proposers"


def _own() -> tuple[Callable[..., Proposer], ...]:
    # In the order of the alphabet, so that two additions seldom meet in one line.
    return (
        Abo,
        Ampo,
        Annealing,
        ApohfPool,
        BbtRgb,
        Calibrate,
        Capo,
        Claps,
        Components,
        Counterweight,
        Critique,
        Directional,
        Eccentric,
        ExemplarSelection,
        Exemplars,
        Fipo,
        Forest,
        Genetic,
        GeneticCrossover,
        GpoGradient,
        GpoRobust,
        Greater,
        GroundedInstructions,
        Harmony,
        HillClimbing,
        LangGpt,
        LayoutSearch,
        MapElites,
        Mepo,
        MetaTextGrad,
        Mipro,
        Opro,
        OptoPrime,
        Pmpo,
        Polca,
        PrefPO,
        PromptAgent,
        PromptQuine,
        Promst,
        Rephrase,
        Scope,
        Shorten,
        Spo,
        Sprig,
        Tabu,
        Tapo,
        Zopo,
    )


PROPOSERS: Shelf[Proposer] = Shelf("proposer", GROUP, _own)


def proposers() -> dict[str, Proposer]:
    """Return the proposers of the plain round-robin, by name and in its order."""
    names = ("layout", "components", "critique", "exemplars", "rephrase", "shorten")
    return {name: PROPOSERS.build(name) for name in names}


def uses_writer(proposer: Proposer) -> bool:
    """Return whether a proposer asks a writer: it needs one, or its setting `writes` says so."""
    return proposer.needs_writer or bool(getattr(proposer, "writes", False))


def needs_likelihood(proposer: Proposer) -> bool:
    """Return whether a proposer has nothing to go by where no likelihoods are told."""
    return bool(getattr(proposer, "needs_likelihood", False))


def able(
    proposers: Mapping[str, Proposer], models: Mapping[CallRole, ModelSpec | None], task: Task
) -> tuple[str, ...]:
    """Return the proposers that can work in a project, in their order.

    Args:
        proposers: By name.
        models: The model of each role; some need a writer.
        task: What is done; some need labels.
    """
    writer, labelled = models.get(CallRole.WRITE) is not None, len(task.labels) > 1
    return tuple(
        name
        for name, proposer in proposers.items()
        if (writer or not proposer.needs_writer)
        and (labelled or not getattr(proposer, "needs_labels", False))
    )


def reads_reasons(proposer: Proposer) -> bool:
    """Return whether a proposer writes after what people said of the answers."""
    return bool(getattr(proposer, "reads_reasons", False))


def stands_in(proposer: Proposer) -> bool:
    """Return whether a proposer changes prompts at random, so that others in a portfolio go first.

    Labels are cheap and tell by themselves what a change at random is worth; votes are not.
    """
    return bool(getattr(proposer, "stands_in", False))


def keeps_map(proposer: Proposer) -> bool:
    """Return whether a proposer thinks in the map of elites, so that the map is worth showing."""
    return bool(getattr(proposer, "keeps_map", False))
