"""How the calibration of a judge goes and ended, in words; Qt-free."""

from __future__ import annotations

from app.language import mark, tr, tr_n
from optimizer.views import CalibrationState, CalibrationView

ABOUT = mark(
    "Rewrites the criteria that the judge goes by after half of your votes. They are kept only "
    "when the judge then agrees with you more often on the other half."
)


def calibration_text(view: CalibrationView | None, criteria: str) -> str:
    """Return how a calibration goes or ended; empty when there is nothing to say.

    Args:
        view: What the engine told last.
        criteria: The rewritten criteria that the judge goes by; empty for the person's own.
    """
    if view is None:
        return ""
    if view.state is CalibrationState.RUNNING:
        return tr("Calibrating: {activity}…", activity=tr(view.activity))
    if view.state is CalibrationState.ACCEPTED:
        if not criteria:
            return tr("The judge goes by your own criteria again.")
        return tr_n(
            "Calibrated: of {n} vote kept back it now agrees on {after}, before on {before}.",
            "Calibrated: of {n} votes kept back it now agrees on {after}, before on {before}.",
            view.kept_back,
            after=view.after,
            before=view.before,
        )
    if view.state is CalibrationState.REFUSED:
        return tr_n(
            "Not changed: of {n} vote kept back it agreed on {before}, with rewritten criteria "
            "on {after}.",
            "Not changed: of {n} votes kept back it agreed on {before}, with rewritten criteria "
            "on {after}.",
            view.kept_back,
            after=view.after,
            before=view.before,
        )
    if view.state is CalibrationState.AGREES:
        return tr_n(
            "Nothing to change: of {n} vote kept back it agreed on {before}.",
            "Nothing to change: of {n} votes kept back it agreed on {before}.",
            view.kept_back,
            before=view.before,
        )
    return tr("The calibration was stopped; nothing was changed.")
