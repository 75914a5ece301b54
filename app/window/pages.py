"""The pages of the window, each made when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.page import Page
from app.theme import Theme
from optimizer.events import Closed, Event

Maker = Callable[[], Page]
SPARE_MS = 20


class Pages(Mapping[str, Page]):
    """The pages by name; asking for one makes it, and tells it what it missed.

    Args:
        makers: What makes each of them.
        join: Told the name of each page that was made, and the page.
    """

    def __init__(self, makers: Mapping[str, Maker], join: Callable[[str, Page], None]) -> None:
        self._makers = makers
        self._join = join
        self._made: dict[str, Page] = {}
        self._missed: list[Event] = []
        self._spare: QTimer | None = None
        self._held = False

    def __getitem__(self, name: str) -> Page:
        if name not in self._made:
            page = self._made[name] = self._makers[name]()
            self._join(name, page)
            for event in self._missed:
                page.handle(event)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    @property
    def made(self) -> Mapping[str, Page]:
        """The pages that were made so far."""
        return self._made

    def tell(self, event: Event, told: QWidget) -> None:
        """Tell an event to every page; one that is not made yet is told when it is.

        Args:
            event: What happened.
            told: The page that knows it already.
        """
        for page in self._made.values():
            if page is not told:
                page.handle(event)
        if isinstance(event, Closed) or len(self._made) == len(self._makers):
            self._missed = []
        else:
            self._missed.append(event)

    def make_in_spare_time(self, window: QWidget) -> None:
        """Make the others one by one once the window is seen, so that it is there sooner.

        Args:
            window: Until it is closed.
        """
        timer = self._spare = QTimer(window)
        timer.setInterval(SPARE_MS)

        def make_one() -> None:
            name = next((name for name in self._makers if name not in self._made), None)
            if name is None or self._held or not window.isVisible():
                timer.stop()
            elif window.windowHandle().isExposed():
                timer.stop()  # a page that cannot be made is told of once, not for ever
                self[name]
                timer.start()

        timer.timeout.connect(make_one)
        timer.start()

    def hold(self) -> None:
        """Make no page that nobody asks for: the first pair of a project is on its way."""
        self._held = True

    def go_on(self) -> None:
        """Make the pages that are left after all."""
        if self._held:
            self._held = False
            if self._spare is not None:
                self._spare.start()


def page_makers(theme: Theme) -> dict[str, Maker]:
    """Return what makes the pages beside Compare, by name."""

    def data() -> Page:
        from app.data.data_page import DataPage

        return DataPage(theme)

    def prompts() -> Page:
        from app.prompts.prompts_page import PromptsPage

        return PromptsPage(theme)

    def progress() -> Page:
        from app.progress.progress_page import ProgressPage

        return ProgressPage(theme)

    return {"data": data, "prompts": prompts, "progress": progress}
