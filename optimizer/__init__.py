"""PairTune's engine: it learns from votes on pairs which prompt is best, and knows no Qt."""

from __future__ import annotations

__version__ = "0.1.0"
