"""Gather all texts for people from the code and the resources, and compile the catalogues.

    python packaging/translations.py            gather, and write resources/languages/*.po and *.mo
    python packaging/translations.py --check    only say what is missing

A text is gathered where the code hands it to `tr`, `tr_n`, `tr_as`, `mark`, `say` or `say_n`, and
from the fields of resource files that people read. Translations that exist are kept; a text without
one is listed at the end.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import yaml
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ROOT / "resources" / "languages"
KEYWORDS = {
    "tr": None,
    "tr_n": (1, 2),
    "tr_as": ((1, "c"), 2),
    "mark": None,
    "say": None,
    "say_n": (1, 2),
}
# The fields of resource files that people read, by the folder or file they stand in.
RESOURCE_FIELDS = {
    "methods/*.yaml": ("title", "sentence", "help"),
    "samples/*/sample.yaml": ("title", "summary"),
    "providers.yaml": ("help",),
    "wordings/*.md": ("purpose",),
}
FENCE = "---\n"  # around what is said about a wording, before the wording itself
# What stands below these is quoted, such as the titles of papers.
QUOTED = frozenset({"sources"})


def gather(root: Path = ROOT) -> Catalog:
    """Return every text for people, with the places it stands in.

    Args:
        root: The project's folder.

    Returns:
        A catalogue without translations.
    """
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for room in ("app", "optimizer"):
        for place, line, message, _, context in extract_from_dir(
            str(root / room), method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            catalogue.add(message, None, [(f"{room}/{place}", line)], context=context)
    for place, text in _resource_texts(root / "resources"):
        catalogue.add(text, None, [(place, 1)])
    return catalogue


def updated(code: str, template: Catalog) -> Catalog:
    """Return one language's catalogue brought up to the texts of today.

    Args:
        code: The language, such as `de`.
        template: All texts.

    Returns:
        The catalogue with the translations that exist; those of texts that are gone are dropped.
    """
    file = LANGUAGES / f"{code}.po"
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=code, charset="utf-8")
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    """Return the texts of a catalogue that have no whole translation."""
    return [
        str(message.id)
        for message in catalogue
        if message.id
        and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def po_bytes(catalogue: Catalog) -> bytes:
    """Return a catalogue as its readable file, the same for the same texts."""
    target = BytesIO()
    write_po(target, catalogue, width=100, sort_output=True, no_location=True, omit_header=False)
    return target.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return a catalogue as the file that the program reads."""
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def main() -> int:
    """Gather and compile, and list what is missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args()
    template = gather()
    lacking = 0
    for file in sorted(LANGUAGES.glob("*.po")):
        catalogue = updated(file.stem, template)
        if not options.check:
            file.write_bytes(po_bytes(catalogue))
            file.with_suffix(".mo").write_bytes(mo_bytes(catalogue))
        texts = missing(catalogue)
        lacking += len(texts)
        print(f"{file.name}: {len(catalogue)} texts, {len(texts)} without a translation")
        print("".join(f"  {text!r}\n" for text in texts), end="")
    return 1 if lacking else 0


def _resource_texts(folder: Path) -> Iterator[tuple[str, str]]:
    for pattern, fields in RESOURCE_FIELDS.items():
        for file in sorted(folder.glob(pattern)):
            place = file.relative_to(folder.parent).as_posix()
            told = file.read_text("utf-8")
            told = told.split(FENCE)[1] if file.suffix == ".md" else told
            for text in _fields(yaml.safe_load(told), fields):
                yield place, text


def _fields(node: object, fields: tuple[str, ...]) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name in QUOTED:
                continue
            if name in fields and isinstance(value, str):
                yield value
            else:
                yield from _fields(value, fields)
    elif isinstance(node, list):
        for value in node:
            yield from _fields(value, fields)


if __name__ == "__main__":
    sys.exit(main())
