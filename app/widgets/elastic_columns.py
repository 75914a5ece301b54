"""Columns that take the rest of a table's width, as long as that leaves something to read."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtWidgets import QHeaderView, QTableView


def stretch_columns(table: QTableView, elastic: Collection[int], least: int) -> None:
    """Stretch some columns over the width to spare; where there is none, let the table scroll.

    Args:
        table: Whose columns.
        elastic: The numbers of those that stretch.
        least: What each gets at least, in pixels; one whose cells need less gets no more.
    """
    header = table.horizontalHeader()
    room = table.viewport().width()
    room -= sum(header.sectionSize(at) for at in range(header.count()) if at not in elastic)
    modes, widths = QHeaderView.ResizeMode, dict.fromkeys(elastic, least)
    if least * len(elastic) > room:
        # What the cells need is asked only where it matters: that takes as long as painting them.
        widths = {at: min(least, table.sizeHintForColumn(at)) for at in elastic}
    mode = modes.Stretch if sum(widths.values()) <= room else modes.Interactive
    for at, width in widths.items():
        if header.sectionResizeMode(at) != mode:
            header.setSectionResizeMode(at, mode)
        if mode == modes.Interactive:
            header.resizeSection(at, width)
