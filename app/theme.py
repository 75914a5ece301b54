"""How the program looks: palette, style sheet, fonts, spacing and icons, light and dark, live."""

from __future__ import annotations

import sys
from dataclasses import asdict
from string import Template

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.assets import asset, asset_text
from app.colours import DARK, LIGHT, Colours
from app.late_style import LateStyle

# Spacing, in pixels: everything stands on an 8 px grid, with 4 px for what belongs together.
GAP = 8
HALF = 4
PAGE = 16
WIDE = 24
RADIUS = 6
EDGE = 3  # the coloured edge of pane A and pane B

INTERFACE_PX = 13
READING_PX = 15
LINE_HEIGHT = 1.5  # of the type size
MEASURE = 80  # characters a line, at most
FADE_MS = 120
ICON = 18

ZOOM_STEPS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
APPEARANCES = ("system", "light", "dark")


def palette(colours: Colours) -> QPalette:
    """Return the Qt palette of an appearance."""
    result = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.base),
        (role.AlternateBase, colours.raised),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Button, colours.raised),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.error),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text),
        (role.Light, colours.base),
        (role.Midlight, colours.hover),
        (role.Mid, colours.border),
        (role.Dark, colours.border_strong),
        (role.Shadow, colours.border_strong),
    ):
        result.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.disabled))
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colours.border_strong))
    return result


def style_sheet(colours: Colours, zoom: float = 1.0) -> str:
    """Return the style sheet of an appearance at a zoom."""
    look = "dark" if colours.dark else "light"
    sizes = {
        "small": round(12 * zoom),
        "interface": round(INTERFACE_PX * zoom),
        "title": round(16 * zoom),
        "display": round(22 * zoom),
        "rail": round(64 * zoom),
        "radius": RADIUS,
        "tick": round(14 * zoom),
        "tab": 12 if zoom < 1.5 else HALF,  # large words need the room
        "half_tick": round(14 * zoom) // 2 + 1,
        "dot": round(14 * zoom) + 2 - 2 * round(5 * zoom),
        "ring": round(5 * zoom),
        "edge": EDGE,
        "chevron": asset(f"icons/chevron-down-{look}.svg").as_posix(),
        "sort_up": asset(f"icons/sort-up-{look}.svg").as_posix(),
        "sort_down": asset(f"icons/sort-down-{look}.svg").as_posix(),
        "check": asset(f"icons/check-{look}.svg").as_posix(),
    }
    text = Template(asset_text("style/pairtune.qss"))
    return text.substitute({**asdict(colours), **sizes})


def colour_plots(colours: Colours) -> None:
    """Set pyqtgraph's colours, which ignore the palette; does nothing until it is imported."""
    # It may be half-way through its import in another thread.
    configure = getattr(sys.modules.get("pyqtgraph"), "setConfigOptions", None)
    if configure is not None:
        configure(background=colours.base, foreground=colours.muted, antialias=True)


class Theme(QObject):
    """The appearance in force; `changed` tells when colours, fonts or zoom are new.

    Before, `about_to_change` tells it to those who would be slow to be polished as they are.

    Pages keep the theme they are given and repaint what the palette does not reach (charts,
    text formats, tinted icons) on `changed`.
    """

    about_to_change = Signal()
    changed = Signal()

    def __init__(self, app: QApplication, appearance: str = "system", zoom: float = 1.0) -> None:
        super().__init__(app)
        self._app = app
        self._appearance = appearance
        self._zoom = zoom
        self._late = LateStyle(app)
        self._tinted_for: Colours | None = None
        self._icons: dict[tuple[str, str], QIcon] = {}
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self._family = system.families() or [system.family()]
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._mono_family = fixed.families() or [fixed.family()]
        self.colours = self._wanted()
        app.setStyle(QStyleFactory.create("Fusion"))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        # A signal, and no filter of events: a filter would see every event of the program.
        app.paletteChanged.connect(self._keep_palette)
        self._apply()

    @property
    def appearance(self) -> str:
        """What the person chose: system, light or dark."""
        return self._appearance

    @property
    def zoom(self) -> float:
        """The factor on all type sizes."""
        return self._zoom

    def set_appearance(self, appearance: str) -> None:
        """Choose system, light or dark."""
        if appearance != self._appearance:
            self._appearance = appearance
            self._follow_system()

    def set_zoom(self, zoom: float) -> None:
        """Set the factor on all type sizes."""
        if zoom != self._zoom:
            self._zoom = zoom
            self._apply()

    def step_zoom(self, steps: int) -> None:
        """Go up or down the zoom steps; 0 goes back to 100 %."""
        nearest = min(range(len(ZOOM_STEPS)), key=lambda i: abs(ZOOM_STEPS[i] - self._zoom))
        at = ZOOM_STEPS.index(1.0) if steps == 0 else nearest + steps
        self.set_zoom(ZOOM_STEPS[max(0, min(len(ZOOM_STEPS) - 1, at))])

    def px(self, size: float) -> int:
        """Return a type-dependent length at the present zoom, in pixels."""
        return round(size * self._zoom)

    def interface_font(self, *, bold: bool = False, tabular: bool = False) -> QFont:
        """Return the interface's font; `tabular` gives all digits one width."""
        font = self._font(self._family, INTERFACE_PX)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def reading_font(self) -> QFont:
        """Return the font of outputs and examples."""
        return self._font(self._family, READING_PX)

    def mono_font(self) -> QFont:
        """Return the one monospace font, for prompts and code."""
        font = self._font(self._mono_family, INTERFACE_PX)
        font.setStyleHint(QFont.StyleHint.Monospace)
        return font

    def line_height(self) -> float:
        """Return the line height of reading text in percent of the font's own."""
        font = self.reading_font()
        return max(100.0, 100 * LINE_HEIGHT * font.pixelSize() / QFontMetricsF(font).lineSpacing())

    def measure(self) -> int:
        """Return the width of the longest comfortable line of reading text, in pixels."""
        return round(QFontMetricsF(self.reading_font()).averageCharWidth() * MEASURE)

    def icon(self, name: str, colour: str | None = None) -> QIcon:
        """Return a line icon of `resources/icons`, tinted.

        Args:
            name: The file's name without `.svg`.
            colour: A `#rrggbb` colour; the text colour when left out. A disabled icon is grey.
        """
        key = (name, colour or self.colours.text)
        if key not in self._icons:
            source = asset_text(f"icons/{name}.svg")
            icon = QIcon()
            icon.addPixmap(_tinted(source, key[1]), QIcon.Mode.Normal)
            icon.addPixmap(_tinted(source, self.colours.disabled), QIcon.Mode.Disabled)
            self._icons[key] = icon
        return self._icons[key]

    def _keep_palette(self, found: QPalette) -> None:
        # The platform may bring its own palette back; ours stays in force. That of another theme is
        # no foreign one: two that answered each other would never end.
        if all(_differ(found, palette(colours)) for colours in (LIGHT, DARK)):
            self._follow_system()

    def _font(self, families: list[str], size: int) -> QFont:
        font = QFont(families)
        font.setPixelSize(self.px(size))
        return font

    def _wanted(self) -> Colours:
        if self._appearance == "system":
            scheme = QGuiApplication.styleHints().colorScheme()
            return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        return DARK if self._appearance == "dark" else LIGHT

    def _follow_system(self, *_: object) -> None:
        self.colours = self._wanted()
        self._apply()

    def _apply(self) -> None:
        if self._tinted_for != self.colours:
            self._icons.clear()
            self._tinted_for = self.colours
        self.about_to_change.emit()
        with self._late.sparing_hidden():
            # Taking one sheet off and putting another on is four times as quick as changing it.
            self._app.setStyleSheet("")
            self._app.setPalette(palette(self.colours))
            self._app.setFont(self.interface_font())
            self._app.setStyleSheet(style_sheet(self.colours, self._zoom))
        colour_plots(self.colours)
        self.changed.emit()


def _differ(one: QPalette, other: QPalette) -> bool:
    role = QPalette.ColorRole
    told = (role.Window, role.Base, role.Text, role.Highlight)
    return any(one.color(each) != other.color(each) for each in told)


def _tinted(source: str, colour: str) -> QPixmap:
    """Draw an SVG whose strokes are `currentColor` in a colour, at twice the size for sharpness."""
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    pixmap = QPixmap(QSize(48, 48))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, 48, 48))
    painter.end()
    pixmap.setDevicePixelRatio(2.0)
    return pixmap
