"""The appearance: palette, style sheet, icons, fonts."""

from __future__ import annotations

from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.assets import asset
from app.colours import DARK, LIGHT, Colours
from app.theme import ZOOM_STEPS, Theme, palette, style_sheet


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_the_palette_is_ours(colours: Colours) -> None:
    made = palette(colours)
    assert made.color(QPalette.ColorRole.Base).name() == colours.base
    assert made.color(QPalette.ColorRole.Text).name() == colours.text
    disabled = made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled.name() == colours.disabled


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_the_style_sheet_has_no_hole(colours: Colours) -> None:
    sheet = style_sheet(colours, 1.5)
    assert "$" not in sheet
    assert colours.accent in sheet


def test_colours_are_written_as_six_digits() -> None:
    for colours in (LIGHT, DARK):
        for field in fields(colours):
            if field.name != "dark":
                value = getattr(colours, field.name)
                assert len(value) == 7
                int(value[1:], 16)


def test_the_appearance_changes_live(qtbot: QtBot, theme: Theme, qapp: QApplication) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set_appearance("dark")
    assert theme.colours is DARK
    assert qapp.palette().color(QPalette.ColorRole.Base).name() == DARK.base


def test_a_foreign_palette_does_not_stay(theme: Theme, qapp: QApplication) -> None:
    foreign = palette(LIGHT)
    foreign.setColor(QPalette.ColorRole.Base, QColor("#123456"))
    qapp.setPalette(foreign)
    qapp.processEvents()
    assert qapp.palette().color(QPalette.ColorRole.Base).name() == LIGHT.base


def test_two_themes_do_not_answer_each_other_for_ever(theme: Theme, qapp: QApplication) -> None:
    other = Theme(qapp)
    other.set_appearance("dark")
    assert qapp.palette().color(QPalette.ColorRole.Base).name() == DARK.base
    theme.set_appearance("light")
    other.deleteLater()


def test_zoom_goes_in_steps_and_stays_within_them(theme: Theme) -> None:
    for _ in range(20):
        theme.step_zoom(1)
    assert theme.zoom == ZOOM_STEPS[-1]
    for _ in range(20):
        theme.step_zoom(-1)
    assert theme.zoom == ZOOM_STEPS[0]
    theme.step_zoom(0)
    assert theme.zoom == 1.0


def test_type_sizes_follow_the_zoom(theme: Theme) -> None:
    assert theme.interface_font().pixelSize() == 13
    assert theme.reading_font().pixelSize() == 15
    theme.set_zoom(2.0)
    assert theme.interface_font().pixelSize() == 26
    assert theme.reading_font().pixelSize() == 30


def test_every_icon_can_be_drawn_and_tinted(theme: Theme) -> None:
    for file in asset("icons").glob("*.svg"):
        picture = theme.icon(file.stem, "#ff0000").pixmap(24, 24).toImage()
        pixels = [
            picture.pixelColor(x, y)
            for x in range(picture.width())
            for y in range(picture.height())
        ]
        assert any(pixel.alpha() > 0 for pixel in pixels), file.name
