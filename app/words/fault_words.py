"""What a fault of the world says to the person; Qt-free."""

from __future__ import annotations

from app.language import tr
from optimizer.errors import WorldFault
from optimizer.views import FaultView


def fault_words(fault: WorldFault | FaultView) -> str:
    """Return a fault's cause and remedy in the person's language."""
    return f"{tr(fault.message)} {tr(fault.remedy)}".strip()
