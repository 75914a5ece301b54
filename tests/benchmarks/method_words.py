"""The words of the simulated worlds: what prompts may demand, how it is complained of, fillers."""

from __future__ import annotations

import re
from dataclasses import dataclass

TOO_LONG, HARD, UNUSUAL = "too long", "hard to read", "not how we usually write"
"""Complaints that name no single demand."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that a prompt can ask for.

    Attributes:
        tag: How people complain where an answer lacks it.
        sign: What stands in an answer that has it.
        wordings: Ways to ask for it; where there are three, the first is in the program's library.
    """

    tag: str
    sign: str
    wordings: tuple[str, ...]

    def asked_in(self, text: str) -> bool:
        """Return whether a text asks for it, whatever stands around."""
        said = text.casefold()
        return any(wording[:-1].casefold() in said for wording in self.wordings)


DEMANDS = (
    Demand(
        "no greeting",
        "Hello Ms Blum,",
        (
            "Begin with a greeting that uses the person's name.",
            "Greet the person by name first.",
            "Open with the name of the person.",
        ),
    ),
    Demand(
        "no next step",
        "Next, please ring us.",
        (
            "End with one sentence that says what to do next.",
            "Close with the next step.",
            "Name the next step at the end.",
        ),
    ),
    Demand(
        "no thanks",
        "Thank you for writing.",
        (
            "Begin by thanking the person for writing.",
            "Thank them for their message.",
            "Say thanks for the message.",
        ),
    ),
    Demand(
        "sounds cold",
        "That must have been tiresome.",
        (
            "Show in a few words that you understand how the person feels.",
            "Show that you see how they feel.",
            "Put yourself in their place in a few words.",
        ),
    ),
    Demand(
        "numbers are missing",
        "It is 12 euros by May 3.",
        (
            "Keep the important numbers and dates.",
            "Repeat all figures that matter.",
            "Give every figure and date.",
        ),
    ),
    Demand(
        "a question left open",
        "To your second question: yes.",
        (
            "Find every question in the input and answer each one.",
            "Answer all of their questions.",
            "Leave no question without an answer.",
        ),
    ),
    Demand(
        "ends abruptly",
        "Warm regards from all of us.",
        (
            "End with a short, friendly sign-off.",
            "Sign off with a kind word.",
            "Finish with warm regards.",
        ),
    ),
    Demand(
        "no alternative",
        "Instead we can send a blue one.",
        (
            "If something is not possible, offer the next best thing.",
            "Offer a second choice where the first is not to be had.",
            "Name another way where one is closed.",
        ),
    ),
    Demand(
        "no apology",
        "We are sorry about that.",
        (
            "If something went wrong, apologise once and briefly.",
            "Say sorry where we made a mistake.",
            "Apologise for mistakes of ours.",
        ),
    ),
    Demand("the price is missing", "The price is 30 euros.", ("Name the price.", "Say the price.")),
    Demand(
        "opening hours are missing",
        "We are open until six.",
        ("Give the opening hours.", "Say when the shop is open."),
    ),
    Demand(
        "no link",
        "All is on our page on returns.",
        ("Point to the page with the details.", "Name the page where more stands."),
    ),
    Demand(
        "no order number",
        "Your order is B-17.",
        ("Repeat the order number.", "Quote the number of the order."),
    ),
    Demand(
        "delivery time is missing",
        "It arrives on Friday.",
        ("Name the day of delivery.", "Say when it arrives."),
    ),
    Demand(
        "return is missing",
        "You can send it back for free.",
        ("Say how things can be sent back.", "Explain the way to return things."),
    ),
    Demand(
        "nobody named",
        "Yours, Mr Hart.",
        ("Sign with the name of a colleague.", "Put the name of a person under it."),
    ),
)

FILLERS = (
    "As you surely know, this is of great importance to all of us here.",
    "It goes without saying that each and every message has to be taken seriously.",
    "We would be very grateful if you could be so kind as to make an effort.",
    "In this connection it should once again be pointed out that care has to be taken.",
    "All of this holds in general and for all possible cases without any exception.",
    "Needless to say, what has been said above is to be understood in this sense too.",
    "Please be aware that this matters a lot, as has been said before in these lines.",
    "For the sake of completeness let it be mentioned here that quality comes first.",
)

_LEADS = (
    "Please ",
    "Always ",
    "In every case ",
    "Take care to ",
    "Make sure to ",
    "Be sure to ",
    "Remember to ",
    "Above all, ",
    "As a rule, ",
)
_TAILS = (
    ", whatever they write",
    ", so that it is easy to follow",
    " in the whole reply",
    ", as a good clerk would",
    " from the first word on",
    ", also where it is hard",
)
_SAME = {
    "reply": "answer",
    "message": "letter",
    "customer": "client",
    "use": "take up",
    "facts": "details",
    "given": "known",
    "write": "speak",
    "plain": "simple",
    "language": "words",
    "keep": "hold",
    "friendly": "kind",
    "tone": "manner",
    "important": "weighty",
    "importance": "weight",
    "each": "any",
    "surely": "certainly",
    "care": "heed",
    "general": "principle",
    "pointed": "made",
    "quality": "merit",
}
_MARK = re.compile(r"^\s*(?:[-*•]\s+|\d{1,2}[.)]\s+|(?:step\s+)?\d{1,2}:\s+)", re.IGNORECASE)
_HEADING = re.compile(r"^\s*(?:#{1,4}\s+.*|<[^>]+>|\*\*[^*]+\*\*:?)\s*$")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+", re.MULTILINE)


def sentences(text: str) -> list[str]:
    """Return the sentences of a prompt without marks of lists, and without headings."""
    found: list[str] = []
    for line in text.splitlines():
        if not _HEADING.match(line):
            found += re.split(r"(?<=[.!?])\s+", _MARK.sub("", line).strip())
    return [sentence for sentence in found if sentence.strip()]


def structured(text: str) -> bool:
    """Return whether a text has sections or numbered steps."""
    headings = sum(1 for line in text.splitlines() if _HEADING.match(line))
    return headings >= 2 or len(_NUMBERED.findall(text)) >= 2


def plain(sentence: str) -> str:
    """Return a sentence as it is compared: small letters, no full stop."""
    return sentence.strip().rstrip(".!").casefold()


def demand_of(sentence: str) -> Demand | None:
    """Return the demand that a sentence makes, if it is a known one."""
    return next((demand for demand in DEMANDS if demand.asked_in(sentence)), None)


def other_words(sentence: str, number: int) -> str:
    """Return a sentence in other words that mean the same.

    Args:
        sentence: The sentence.
        number: Which of its variants; any whole number from 0 on.
    """
    demand = demand_of(sentence)
    if demand is not None:
        others = [wording for wording in demand.wordings if plain(wording) != plain(sentence)]
        return others[number % len(others)]
    bare = core_of(sentence)
    for place, (word, other) in enumerate(_SAME.items()):
        if number >> (place % 3) & 1:
            bare = re.sub(rf"\b{word}\b", other, bare)
    return f"{_LEADS[number % len(_LEADS)]}{bare}{_TAILS[number % len(_TAILS)]}."


def core_of(sentence: str) -> str:
    """Return what all ways to say a sentence have in common: it without what `other_words` did."""
    bare = sentence.strip().rstrip(".!")
    bare = next((bare[len(lead) :] for lead in _LEADS if bare.startswith(lead)), bare)
    bare = next((bare[: -len(tail)] for tail in _TAILS if bare.endswith(tail)), bare).casefold()
    for word, other in _SAME.items():
        bare = re.sub(rf"\b{other}\b", word, bare)
    return bare
