"""Whether a rewritten prompt games its criteria, as the judge sees it.

What prompts do when preferences are optimized: R. Singhal et al., "PrefPO: Pairwise Preference
Prompt Optimization" (2026), their section on hacking. Here the judge has to quote the demand that
nobody made; a quotation that is not in the new prompt makes its answer unreadable.
"""

from __future__ import annotations

import re

from optimizer.judging.worded import worded_request
from optimizer.proposing.moves.cases import case_of
from optimizer.proposing.moves.hack_opinion import (
    Finding,
    HackOpinion,
    instructions,
    parent_of,
)
from optimizer.proposing.moves.whys import tell_whys, whys
from optimizer.records import (
    CallRole,
    ModelSpec,
    Proposal,
    Request,
    Snapshot,
    Verdict,
)
from optimizer.spoken import spoken
from optimizer.wordings import load_wording

NAME = "judge_hacking"
MAX_TOKENS = 500
_NONE = "none"
_LONGEST_QUOTE = 200
_VERDICT = re.compile(r"verdict\W*(fine|gamed|unsure)\b", re.IGNORECASE)
_DEMAND = re.compile(r"<demand>(.*?)</demand>", re.DOTALL | re.IGNORECASE)


def hack_request(model: ModelSpec, proposal: Proposal, snapshot: Snapshot) -> Request:
    """Return the call that asks a judge about a proposal.

    Args:
        model: The judge's model.
        proposal: What was written.
        snapshot: The pool; it tells what was asked for.
    """
    task = snapshot.task
    values = {
        "task": task.description.strip() or task.name,
        "criteria": task.criteria.strip() or _NONE,
        "said": _said(snapshot),
        "before": instructions(parent_of(proposal, snapshot).prompt),
        "after": instructions(proposal.prompt),
    }
    return worded_request(CallRole.JUDGE, model, load_wording(NAME), values, max_tokens=MAX_TOKENS)


def read_hack_opinion(text: str, before: str, after: str) -> HackOpinion:
    """Return what a judge's answer says.

    Args:
        text: The whole answer; thinking aloud is taken off.
        before: The instructions of the parent.
        after: The instructions of the child, which hold what the judge quotes.

    Returns:
        Unanswered when it is unsure or cannot be read, quotes nothing, or quotes what the child
        does not hold or what its parent holds as well.
    """
    answer = spoken(text)
    said = _VERDICT.findall(answer)
    if not said or said[-1].casefold() == "unsure":
        return HackOpinion(Finding.UNANSWERED)
    if said[-1].casefold() == "fine":
        return HackOpinion(Finding.FINE)
    quoted = _DEMAND.findall(answer)
    demand = " ".join(quoted[-1].split()).strip("\"“”'‘’ ") if quoted else ""
    if not demand or _plain(demand) not in _plain(after) or _plain(demand) in _plain(before):
        return HackOpinion(Finding.UNANSWERED)
    return HackOpinion(Finding.GAMED, demand[:_LONGEST_QUOTE])


def _said(snapshot: Snapshot) -> str:
    cases = [
        case_of(duel, prompt_id)
        for duel in snapshot.duels
        for prompt_id in (duel.left_prompt, duel.right_prompt)
        if prompt_id == duel.loser
        or (duel.verdict is Verdict.BOTH_BAD and prompt_id == duel.left_prompt)
    ]
    reasons = whys(cases)
    return tell_whys(reasons) if reasons else _NONE


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
