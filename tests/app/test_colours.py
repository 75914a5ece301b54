"""Contrast of every text colour on every background it stands on, in both appearances."""

from __future__ import annotations

import pytest

from app.colours import DARK, LIGHT, Colours, contrast

GROUNDS = ("window", "base", "raised", "hover")
TEXTS = ("text", "muted", "accent", "good", "warning", "error")
PAIRS = (
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("text", "accent_tint"),
    ("accent", "accent_tint"),
    ("text", "side_a_tint"),
    ("text", "side_b_tint"),
    ("side_a", "base"),
    ("side_b", "base"),
    ("text", "found_tint"),
    ("added", "added_tint"),
    ("text", "added_tint"),
    ("good", "added_tint"),
    ("removed", "removed_tint"),
    ("placeholder", "placeholder_tint"),
    ("warning", "warning_tint"),
    ("text", "warning_tint"),
    ("error", "error_tint"),
    ("text", "error_tint"),
)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(colours: Colours, text: str, ground: str) -> None:
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_sides_stand_out_from_what_is_around_them(colours: Colours) -> None:
    assert contrast(colours.side_a, colours.window) >= 3
    assert contrast(colours.side_b, colours.window) >= 3


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
