"""The colours of the program, light and dark; Qt-free so that their contrast can be measured.

A and B are a colour-blind-safe pair and keep one colour everywhere. `accent` marks what can be
pressed now. Names that end in `tint` are backgrounds behind text.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colours:
    """One appearance: every colour that anything in the program is painted with."""

    dark: bool
    window: str
    base: str
    raised: str
    border: str
    border_strong: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_tint: str
    hover: str
    side_a: str
    side_a_tint: str
    side_b: str
    side_b_tint: str
    added: str
    added_tint: str
    removed: str
    removed_tint: str
    placeholder: str
    placeholder_tint: str
    found_tint: str
    good: str
    warning: str
    warning_tint: str
    error: str
    error_tint: str
    grid: str


LIGHT = Colours(
    dark=False,
    window="#f4f5f6",
    base="#ffffff",
    raised="#fafbfb",
    border="#d8dbdf",
    border_strong="#a9afb7",
    text="#1a1d21",
    muted="#59606a",
    disabled="#9aa1aa",
    accent="#0b6e66",
    accent_hover="#095c55",
    on_accent="#ffffff",
    accent_tint="#e0f0ee",
    hover="#e9ebee",
    side_a="#0b66ad",
    side_a_tint="#dcebf8",
    side_b="#a84e00",
    side_b_tint="#fbe7d3",
    added="#17612f",
    added_tint="#dcf1e1",
    removed="#9c2a24",
    removed_tint="#fbe3e1",
    placeholder="#6a3fa0",
    placeholder_tint="#efe8f8",
    found_tint="#ffe58a",
    good="#17612f",
    warning="#7a5200",
    warning_tint="#fdf1d2",
    error="#9c2a24",
    error_tint="#fbe7e5",
    grid="#e3e6e9",
)

DARK = Colours(
    dark=True,
    window="#191b1e",
    base="#212428",
    raised="#272a2f",
    border="#363a41",
    border_strong="#565c66",
    text="#e6e8eb",
    muted="#a2a9b3",
    disabled="#6a717b",
    accent="#4cc4b4",
    accent_hover="#6bd3c5",
    on_accent="#0a1f1c",
    accent_tint="#1d3b38",
    hover="#2e3238",
    side_a="#6db4f2",
    side_a_tint="#1d3a54",
    side_b="#f0a04b",
    side_b_tint="#4a3317",
    added="#86d79d",
    added_tint="#1d3d28",
    removed="#f29b94",
    removed_tint="#4b2624",
    placeholder="#c7a8f0",
    placeholder_tint="#382c4a",
    found_tint="#6b5a14",
    good="#86d79d",
    warning="#e9c46a",
    warning_tint="#3d3317",
    error="#f29b94",
    error_tint="#452624",
    grid="#32363c",
)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two `#rrggbb` colours, from 1 to 21 (WCAG 2.1, 1.4.3)."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def blend(one: str, other: str, share: float) -> str:
    """Return a `#rrggbb` colour between two.

    Args:
        one: The colour on top.
        other: The ground.
        share: How much of the first shows, from 0 to 1.
    """
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(
        f"{round(share * over + (1 - share) * under):02x}" for over, under in pairs
    )


def _channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4
