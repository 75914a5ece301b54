"""`pairtune export`: a prompt, the votes or a report out of a project file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.language import tr
from app.latest import Latest
from optimizer.errors import ExportFault
from optimizer.events import CurveChanged, HistoryChanged, PoolChanged, TaskChanged
from optimizer.said import say
from optimizer.session import Session
from optimizer.store import Store
from optimizer.views import CandidateView

ENDINGS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".json": "json",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".py": "python",
}


def export(arguments: argparse.Namespace) -> int:
    """Write what was asked for.

    Raises:
        WorldFault: The project cannot be read, or the file not be written.
    """
    if arguments.format.startswith("votes-"):
        text = votes_text(arguments.project, arguments.format.removeprefix("votes-"))
    else:
        latest = read_project(arguments.project)
        if arguments.format == "report":
            text = _report(latest)
        else:
            text = latest.write_prompt(find_prompt(latest, arguments.prompt), arguments.format)
    put(text, arguments.out)
    return 0


def read_project(path: Path) -> Latest:
    """Return what a project file holds, with the posterior of all its votes."""
    session = Session(Store.open(path), gates=())
    try:
        board = session.board
        job = board.belief.refit_job(board.hearing(), interest=board.interest)
        if job is not None:
            board.belief.accept(job, job.run())
        latest = Latest()
        latest.handle(TaskChanged(session.task_view()))
        latest.handle(HistoryChanged(session.voting.rows(), whole=True))
        latest.handle(PoolChanged(session.pool_picture().run()))
        latest.handle(CurveChanged(session.curve_picture().run()))
        return latest
    finally:
        session.close()


def find_prompt(latest: Latest, handle: str | None) -> CandidateView:
    """Return a prompt by its handle; the recommended one without.

    Raises:
        ExportFault: There is no such prompt.
    """
    if latest.pool is None:
        raise ExportFault(say("The project holds no prompt."), say("Open it once with PairTune."))
    rows = latest.pool.candidates
    if handle is None:
        return next(row for row in rows if row.incumbent)
    for row in rows:
        if row.candidate.handle.casefold() == handle.casefold():
            return row
    names = ", ".join(row.candidate.handle for row in rows)
    raise ExportFault(
        say("There is no prompt {name}.", name=handle),
        say("Use one of these: {names}.", names=names),
    )


def votes_text(path: Path, fmt: str) -> str:
    """Return the votes of a project as the text of a file; `fmt` is csv or jsonl."""
    from app.chores import exported_votes
    from optimizer.export import export_votes

    return export_votes(exported_votes(path), "jsonl" if fmt == "jsonl" else "csv")


def put(text: str, out: Path | None) -> None:
    """Write a text to a file, whole or not at all; to standard output without one."""
    from optimizer.export import write_atomically

    if out is None:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
    else:
        write_atomically(out, text)
        sys.stderr.write(tr("Written: {path}", path=out) + "\n")


def _report(latest: Latest) -> str:
    from optimizer.reports.report import render_report

    data = latest.report_data()
    if data is None:
        raise ExportFault(say("The project holds no prompt."), say("Open it once with PairTune."))
    return render_report(data)
