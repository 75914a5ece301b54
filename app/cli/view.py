"""How pairs and news look in a terminal; model text is shown with nothing in it that acts."""

from __future__ import annotations

from pathlib import Path

from rich.columns import Columns
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from app.cli.map import elite_lines
from app.language import mark, tr, tr_n
from app.latest import Latest
from app.widgets.plain_text import visible
from app.words.compare_words import reveal_text
from app.words.forecast_words import forecast_words
from optimizer.views import ForecastView, PairView, Reveal, Status

_WIDE = 100
_KEYS = mark(
    "1 left  2 right  3 tie  4 both bad  s skip  u undo  r redo  c reason  p pause  q quit"
)


class View:
    """Writes to the terminal."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False)

    def pair(self, pair: PairView) -> None:
        """Show a pair, side by side where there is room."""
        console = self._console
        console.rule(tr("Example"))
        for name, value in pair.example.fields.items():
            console.print(Text.assemble((f"{visible(name)}: ", "bold"), visible(value)))
        width = (console.width - 1) // 2 if console.width >= _WIDE else console.width
        panels = [
            Panel(Text(visible(side.text)), title=title, title_align="left", border_style=colour)
            for side, title, colour in (
                (pair.left, _title("1", pair.left.truncated), "blue"),
                (pair.right, _title("2", pair.right.truncated), "yellow"),
            )
        ]
        if console.width >= _WIDE:
            console.print(Columns(panels, width=width, padding=(0, 0)))
        else:
            for panel in panels:
                console.print(panel)
        console.print(Text(tr(_KEYS), style="dim"))

    def reveal(self, reveal: Reveal) -> None:
        """Tell what a stored vote was about."""
        self._console.print(Text(visible(reveal_text(reveal)), style="green"))

    def waiting(self, status: Status) -> None:
        """Tell what the optimizer does while there is no pair."""
        self._console.print(Text(visible(tr(status.stop_reason or status.activity)), style="dim"))

    def forecast(self, forecast: ForecastView | None, caution: str) -> None:
        """Tell what the run will take, and whether the caps leave room for it."""
        if forecast is not None:
            self._console.print(Text(forecast_words(forecast), style="dim"))
        if caution:
            self._console.print(Text(visible(tr(caution)), style="yellow"))

    def note(self, text: str) -> None:
        """Tell what is done otherwise than the method or the settings would have it."""
        self._console.print(Text(f"{visible(tr(text))}.", style="yellow"))

    def fault(self, text: str) -> None:
        """Tell a fault with its remedy."""
        self._console.print(Text(visible(text), style="red"))

    def help(self) -> None:
        """Tell the keys."""
        self._console.print(Text(tr(_KEYS)))

    def end(self, path: Path, latest: Latest) -> None:
        """Tell how it stands at the end."""
        console = self._console
        console.rule("PairTune")
        if latest.pool is not None:
            best = next(row for row in latest.pool.candidates if row.incumbent)
            console.print(tr("Recommended: {name}", name=visible(best.candidate.name)))
            console.print(visible(tr(latest.pool.advice.text)))
            run = latest.status.run if latest.status else None
            if (lines := elite_lines(latest.pool, run)) is not None:
                console.print(lines)
        votes = tr_n("{n:,} vote", "{n:,} votes", latest.cast)
        console.print(tr("{votes} in {path}", votes=votes, path=path))


def _title(key: str, truncated: bool) -> str:
    return tr("{key} (truncated)", key=key) if truncated else key
