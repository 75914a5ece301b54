"""PairTune's engine: it learns which prompt is best from votes on pairs of outputs; it knows no Qt."""

from __future__ import annotations

__version__ = "0.1.0"
