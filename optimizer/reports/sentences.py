"""What raters, confirmations and orders of prompts come to, in sentences for people."""

from __future__ import annotations

from optimizer.said import say, say_n
from optimizer.views import (
    AgreementView,
    ConfirmationView,
    LeaningView,
    OrderView,
    PoolView,
    Trait,
)

EVEN = 0.5


def percent(share: float) -> str:
    """Return a share as a whole percentage; nearly sure is never shown as sure."""
    if 0 < share < 0.005:
        return "<1 %"
    if 0.995 <= share < 1:
        return ">99 %"
    return f"{share:.0%}".replace("%", " %")


def interval(share: float, low: float, high: float) -> str:
    """Return a share with its interval, whose ends are rounded: `88 % (62–98 %)`."""
    return f"{percent(share)} ({100 * low:.0f}–{100 * high:.0f} %)"


def agreement_words(found: AgreementView) -> str:
    """Return how far two raters agree: `71 % (58–82 %)`."""
    return interval(found.share, found.low, found.high)


def leaning_words(found: LeaningView) -> str:
    """Return what a person's votes go by beside the prompts; empty where nothing shows."""
    share = interval(found.win_rate, found.low, found.high)
    less, more = found.high < EVEN, found.low > EVEN
    if found.trait is Trait.LENGTH:
        if less:
            return say("You lean to shorter outputs: one twice as long wins {share}.", share=share)
        if more:
            return say("You lean to longer outputs: one twice as long wins {share}.", share=share)
        return say("Length alone moves you little: twice as long wins {share}.", share=share)
    if less:
        return say(
            "You lean to less Markdown: the output with more of it wins {share}.", share=share
        )
    if more:
        return say(
            "You lean to more Markdown: the output with more of it wins {share}.", share=share
        )
    return ""


def confirmation_result(view: ConfirmationView) -> str:
    """Return what the votes of a confirmation were, with the exact interval."""
    name = _handle(view.name)
    ties = say_n("{n} tie", "{n} ties", view.ties)
    counted = say(
        "{name} won {wins}, start won {losses}, {ties}",
        name=name,
        wins=view.wins,
        losses=view.losses,
        ties=ties,
    )
    if not view.wins + view.losses:
        return say("{counted} on rows tuning never saw", counted=counted)
    return say(
        "{counted}: {share} on rows tuning never saw",
        counted=counted,
        share=interval(view.share, view.low, view.high),
    )


def confirmation_verdict(view: ConfirmationView) -> str:
    """Return what a confirmation means, in one plain sentence."""
    name = _handle(view.name)
    if not view.judged:
        return say("No pair was judged.")
    if not view.wins + view.losses:
        return say("No difference: {name} and your start prompt tied on every row.", name=name)
    if view.low > 0.5:
        return say("Confirmed: on fresh rows you prefer {name} to your start prompt.", name=name)
    if view.high < 0.5:
        return say("Refuted: on fresh rows you prefer your start prompt to {name}.", name=name)
    if view.share == 0.5:
        return say("Undecided: on fresh rows neither is ahead.")
    ahead = name if view.share > 0.5 else say("your start prompt")
    return say("Undecided: {ahead} is ahead, but chance alone could explain it.", ahead=ahead)


def confirmation_badge(view: ConfirmationView) -> str:
    """Return a confirmation's result in one word."""
    if view.active:
        return say("going on")
    if not view.judged:
        return say("stopped")
    if not view.wins + view.losses:
        return say("no difference")
    if view.low > 0.5:
        return say("confirmed")
    return say("refuted") if view.high < 0.5 else say("undecided")


def over_optimized_words(view: PoolView) -> str:
    """Return the warning that the judge is pleased and the person is not; empty without reason."""
    if not view.over_optimized:
        return ""
    names = {row.candidate.id: row.candidate.handle for row in view.candidates}
    best = names[view.incumbent_id]
    return say(
        "The judge likes {best}, you do not: it places {best} above your start prompt, your own "
        "votes do not. Trust yours; go on voting, or switch the judge off.",
        best=best,
    )


def order_words(order: OrderView | None) -> str:
    """Return the warning that no one order of the prompts fits the votes; empty when one does."""
    if order is None or order.possible:
        return ""
    said = say("Your votes fit no one order of the prompts.")
    if order.cycle:
        around = (*order.cycle, order.cycle[0])
        said = say("Your votes go in a circle: {circle}.", circle=" > ".join(map(_handle, around)))
    winners = [f"{_handle(name)} ({percent(chance)})" for name, chance in order.lottery]
    if len(winners) == 1:
        return say(
            "{said} {name} still loses to none of them.",
            said=said,
            name=_handle(order.lottery[0][0]),
        )
    if winners:
        return say(
            "{said} There is no single best; the fairest draw is between {several} and {last}.",
            said=said,
            several=", ".join(winners[:-1]),
            last=winners[-1],
        )
    return said


def _handle(name: str) -> str:
    return name.partition(":")[0]
