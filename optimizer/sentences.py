"""What raters, confirmations and orders of prompts come to, in sentences for people."""

from __future__ import annotations

from optimizer.views import AgreementView, ConfirmationView, OrderView, PoolView


def percent(share: float) -> str:
    """Return a share as a whole percentage; nearly sure is never shown as sure."""
    if 0 < share < 0.005:
        return "<1 %"
    if 0.995 <= share < 1:
        return ">99 %"
    return f"{share:.0%}".replace("%", " %")


def interval(share: float, low: float, high: float) -> str:
    """Return a share with its interval: `88 % (62–98 %)`."""
    return f"{percent(share)} ({percent(low).removesuffix(' %')}–{percent(high)})"


def agreement_words(found: AgreementView) -> str:
    """Return how far two raters agree: `71 % (58–82 %)`."""
    return interval(found.share, found.low, found.high)


def confirmation_result(view: ConfirmationView) -> str:
    """Return what the votes of a confirmation were, with the exact interval."""
    name = _handle(view.name)
    ties = "1 tie" if view.ties == 1 else f"{view.ties} ties"
    counted = f"{name} won {view.wins}, start won {view.losses}, {ties}"
    if not view.wins + view.losses:
        return f"{counted} on rows tuning never saw"
    return f"{counted}: {interval(view.share, view.low, view.high)} on rows tuning never saw"


def confirmation_verdict(view: ConfirmationView) -> str:
    """Return what a confirmation means, in one plain sentence."""
    name = _handle(view.name)
    if not view.judged:
        return "No pair was judged."
    if not view.wins + view.losses:
        return f"No difference: {name} and your start prompt tied on every row."
    if view.low > 0.5:
        return f"Confirmed: on fresh rows you prefer {name} to your start prompt."
    if view.high < 0.5:
        return f"Refuted: on fresh rows you prefer your start prompt to {name}."
    if view.share == 0.5:
        return "Undecided: on fresh rows neither is ahead."
    ahead = name if view.share > 0.5 else "your start prompt"
    return f"Undecided: {ahead} is ahead, but chance alone could explain it."


def confirmation_badge(view: ConfirmationView) -> str:
    """Return a confirmation's result in one word."""
    if view.active:
        return "going on"
    if not view.judged:
        return "stopped"
    return confirmation_verdict(view).partition(":")[0].casefold()


def over_optimized_words(view: PoolView) -> str:
    """Return the warning that the judge is pleased and the person is not; empty without reason."""
    if not view.over_optimized:
        return ""
    names = {row.candidate.id: row.candidate.handle for row in view.candidates}
    best = names[view.incumbent_id]
    return (
        f"The judge likes {best}, you do not: it places {best} above your start prompt, your own "
        "votes do not. Trust yours; go on voting, or switch the judge off."
    )


def order_words(order: OrderView | None) -> str:
    """Return the warning that no one order of the prompts fits the votes; empty when one does."""
    if order is None or order.possible:
        return ""
    said = "Your votes fit no one order of the prompts."
    if order.cycle:
        around = (*order.cycle, order.cycle[0])
        said = f"Your votes go in a circle: {' > '.join(map(_handle, around))}."
    winners = [f"{_handle(name)} ({percent(chance)})" for name, chance in order.lottery]
    if len(winners) == 1:
        return f"{said} {_handle(order.lottery[0][0])} still loses to none of them."
    if winners:
        listed = f"{', '.join(winners[:-1])} and {winners[-1]}"
        return f"{said} There is no single best; the fairest draw is between {listed}."
    return said


def _handle(name: str) -> str:
    return name.partition(":")[0]
