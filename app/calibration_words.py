"""How the calibration of a judge goes and ended, in words; Qt-free."""

from __future__ import annotations

from optimizer.views import CalibrationState, CalibrationView

ABOUT = (
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
        return f"Calibrating: {view.activity}…"
    kept_back = f"{view.kept_back} votes kept back"
    if view.state is CalibrationState.ACCEPTED:
        if not criteria:
            return "The judge goes by your own criteria again."
        return f"Calibrated: of {kept_back} it now agrees on {view.after}, before on {view.before}."
    if view.state is CalibrationState.REFUSED:
        return (
            f"Not changed: of {kept_back} it agreed on {view.before}, with rewritten criteria "
            f"on {view.after}."
        )
    if view.state is CalibrationState.AGREES:
        return f"Nothing to change: of {kept_back} it agreed on {view.before}."
    return "The calibration was stopped; nothing was changed."
