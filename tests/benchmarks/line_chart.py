"""A plain line chart as SVG text, labelled at the lines' ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 860, 420
LEFT, RIGHT, TOP, BOTTOM = 60, 270, 40, 50
# Okabe and Ito's colours, told apart by colour-blind eyes too.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#666666", "#000000")
LABEL_GAP = 15


def line_chart(
    lines: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    *,
    title: str,
    x_title: str,
    y_title: str,
) -> str:
    """Draw lines over a common horizontal axis that starts at zero.

    Args:
        lines: per label the horizontal and the vertical values.
        title: the chart's title.
        x_title: title of the horizontal axis.
        y_title: title of the vertical axis.

    Returns:
        A whole SVG document.
    """
    most = max(max(xs) for xs, _ in lines.values())
    top = 1.05 * max(max(ys) for _, ys in lines.values())

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * value / most

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="22" font-size="15">{escape(title)}</text>',
        f'<text x="{x(most / 2):.0f}" y="{HEIGHT - 12}" text-anchor="middle">'
        f"{escape(x_title)}</text>",
        f'<text x="16" y="{y(top / 2):.0f}" text-anchor="middle" '
        f'transform="rotate(-90 16 {y(top / 2):.0f})">{escape(y_title)}</text>',
    ]
    for step in range(6):
        at, along = top * step / 5, most * step / 5
        parts.append(
            f'<line x1="{LEFT}" x2="{x(most):.0f}" y1="{y(at):.1f}" y2="{y(at):.1f}" '
            f'stroke="#dddddd"/><text x="{LEFT - 6}" y="{y(at) + 4:.1f}" '
            f'text-anchor="end">{at:.2f}</text>'
            f'<text x="{x(along):.1f}" y="{HEIGHT - BOTTOM + 18}" '
            f'text-anchor="middle">{along:.0f}</text>'
        )
    free = float(TOP)
    ends = sorted(lines, key=lambda label: -lines[label][1][-1])
    for rank, label in enumerate(ends):
        xs, ys = lines[label]
        colour, dash = COLOURS[rank % len(COLOURS)], "6 4" if rank >= len(COLOURS) else "none"
        points = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in zip(xs, ys, strict=True))
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{dash}"/>'
        )
        place = max(y(ys[-1]), free)
        free = place + LABEL_GAP
        parts.append(
            f'<text x="{x(most) + 8:.0f}" y="{place + 4:.1f}" fill="{colour}">'
            f"{escape(label)}</text>"
        )
    return "\n".join([*parts, "</svg>"])
