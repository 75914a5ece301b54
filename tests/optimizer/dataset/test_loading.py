from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from optimizer.dataset import EXTENSIONS, Format, inspect, load
from optimizer.errors import DataFault

ROWS = ({"text": "good film", "label": "yes"}, {"text": "bad, long\nfilm", "label": ""})


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows_of(path: Path, **options: bool) -> tuple[dict[str, str], ...]:
    return load(path, limit=1_000, seed=0, **options).rows


def parquet_bytes(columns: dict[str, list[object]]) -> bytes:
    import pyarrow
    from pyarrow import parquet

    buffer = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), buffer)
    return buffer.getvalue()


def excel_bytes(*sheets: list[list[object]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"S{number}")
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


SAME_TABLE = {
    "a.csv": b'text,label\ngood film,yes\n"bad, long\nfilm",\n',
    "semicolon.csv": b'text;label\ngood film;yes\n"bad, long\nfilm";\n',
    "a.tsv": b'text\tlabel\ngood film\tyes\n"bad, long\nfilm"\t\n',
    "tab.csv": b'text\tlabel\ngood film\tyes\n"bad, long\nfilm"\t\n',
    "a.json": json.dumps([ROWS[0], {"text": ROWS[1]["text"]}]).encode(),
    "a.jsonl": (json.dumps(ROWS[0]) + "\n\n" + json.dumps(ROWS[1] | {"label": None})).encode(),
    "lines.json": (json.dumps(ROWS[0]) + "\n" + json.dumps(ROWS[1])).encode(),
    "a.parquet": parquet_bytes({"text": [r["text"] for r in ROWS], "label": ["yes", None]}),
    "a.xlsx": excel_bytes([["text", "label"], ["good film", "yes"], ["bad, long\nfilm", None]]),
}


@pytest.mark.parametrize("name", SAME_TABLE)
@pytest.mark.parametrize("suffix", ["", ".unknown"])
def test_every_format_gives_the_same_table(tmp_path: Path, name: str, suffix: str) -> None:
    path = write(tmp_path, name + suffix, SAME_TABLE[name])
    table = load(path, limit=10, seed=0)
    assert table.columns == ("text", "label")
    assert table.rows == ROWS
    assert (table.total_rows, table.skipped, table.warnings) == (2, 0, ())
    info = inspect(path)
    assert (info.columns, info.preview, info.rows) == (table.columns, table.rows, 2)


def test_the_formats_have_their_extensions() -> None:
    assert set(EXTENSIONS.values()) == set(Format)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8-sig", b""),
        ("utf-16", b""),
        ("utf-16-le", b""),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-be", b""),
        ("latin-1", b""),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json", "unknown"])
def test_encodings(tmp_path: Path, encoding: str, mark: bytes, name: str) -> None:
    text = "text,label\n" + "Größe öfter ändern,ja\n" * 3
    if name.startswith("a.j"):
        lines = ['{"text": "Größe öfter ändern", "label": "ja"}'] * 3
        text = "\n".join(lines) if name == "a.jsonl" else f"[{', '.join(lines)}]"
    path = write(tmp_path, name, mark + text.encode(encoding))
    assert rows_of(path) == ({"text": "Größe öfter ändern", "label": "ja"},) * 3


def test_western_letters_far_down_a_file_are_still_read(tmp_path: Path) -> None:
    path = write(
        tmp_path, "a.csv", b"text\n" + b"abcdefghi\n" * 120_000 + b"\x93caf\xe9\x94\n\x81\n"
    )
    table = load(path, limit=200_000, seed=0)
    assert table.rows[-2:] == ({"text": "\x93café\x94"}, {"text": "\x81"})
    assert any("not UTF-8" in warning for warning in table.warnings)


def test_windows_quotation_marks_are_read(tmp_path: Path) -> None:
    assert rows_of(write(tmp_path, "a.csv", b"text\n\x93caf\xe9\x94\n")) == ({"text": "“café”"},)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\n \n", "is empty"),
        ("a.csv", b"\xef\xbb\xbf", "is empty"),
        ("a.json", b"", "is empty"),
        ("a.xlsx", excel_bytes([]), "is empty"),
        ("a.csv", b"text,label\n", "has no rows"),
        ("a.csv", b"text,label\n,\n\n", "has no rows"),
        ("a.json", b"[]", "has no rows"),
        ("a.jsonl", b"\n\n", "has no rows"),
        ("a.jsonl", b"{}\n{}", "has no rows"),
        ("a.parquet", parquet_bytes({"text": []}), "has no rows"),
        ("a.xlsx", excel_bytes([["text"]]), "has no rows"),
        ("a.csv", b"\xff\xfet\x00e\x00x", "not valid utf-16"),
        ("a.csv", b"\xef\xbb\xbftext\ncaf\xe9\n", "not valid utf-8-sig"),
        ("a.csv", b'a,b\n"x\ny",1\n1,2,3\n', "Line 4 .* has 3 cells, but there are 2 columns"),
        ("a.csv", b"a,b\n1\n", "Line 2 .* has 1 cell,"),
        ("a.xlsx", excel_bytes([["a"], [1], [1, 2]]), "Line 3 .* column 2, which has no name"),
        ("a.csv", b"a,b,a\n1,2,3\n", "Columns 1 and 3 .* both called 'a' .line 1"),
        ("a.csv", b"a,,b\n1,2,3\n", "Column 2 .* has no name .line 1"),
        ("a.xlsx", excel_bytes([["a", None, "b"], [1, 2, 3]]), "Column 2 .* has no name"),
        ("a.jsonl", b'{"a": 1, "a": 2}', "Line 1 .*'a' comes twice"),
        ("a.jsonl", b'{"a ": 1, "a": 2}', "Line 1 .* odd name"),
        ("a.json", b'[{"a": 1},\n {"a": 1, "a": 2}]', "line 2: .*'a' comes twice"),
        ("a.jsonl", b'{"a": 1}\n{"a": \n{"a": 3}', "Line 2 .* not valid JSON"),
        ("a.jsonl", b"[" * 100_000, "JSON"),
        ("a.jsonl", b'{"a": 1}\n[1]', "Line 2 .* no JSON object"),
        ("a.json", b'[{"a": 1},\n{"a" 2}]', "not valid JSON at line 2"),
        ("a.json", b'[{"a": 1},\n{"a": 2}', "broken at line 2"),
        ("a.json", b'[{"a": 1},\n 5]', "Line 2 .* no JSON object"),
        ("a.json", b'[{"a": 1}]\n\n{}', "goes on after the array has ended .line 3"),
        ("a.json", b'{"rows": [\n1]}', "is not an array of objects"),
        ("a.jsonl", b'{"a": 1}\n{"b": [1]}', "Line 2 .* nested value in 'b'"),
        ("a.json", b'[\n{"b": {"c": 1}}]', "Line 2 .* nested value in 'b'"),
        ("a.parquet", parquet_bytes({"a": [[1]]}), "'a' .* nested values .from line 1"),
        ("a.csv", b"a\nx\n\x00y\n", "Line 3 .* NUL byte"),
        ("a.jsonl", b'{"a": "x\\u0000"}', "Line 1 .* NUL"),
        ("a.parquet", parquet_bytes({"a": ["x\0"]}), "Line 1 .* NUL"),
        ("a.csv", b'a,b\n"x" y,1\n', "Line 2 .* after a closing quotation mark"),
        ("a.csv", b'a,b\n"x,1\n', "Line 2 .* never closed"),
        ("a.csv", b"a\n" + b"x" * 200_000, "Line 2 .* more than 131,072 characters"),
        ("a.parquet", b"text\nx\n", "not in Parquet format"),
        ("a.parquet", b"PAR1 and then nothing of the kind", "not a Parquet file"),
        ("a.xlsx", b"text\nx\n", "not in Excel format"),
        ("a.xlsx", b"PK\x03\x04 and then nothing of the kind", "not an Excel workbook"),
        ("a.csv", b"%PDF-1.7", "a PDF document"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Office document"),
    ],
)
def test_what_cannot_be_read_is_said_with_line_and_remedy(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = write(tmp_path, name, content)
    for read in (inspect, rows_of):
        with pytest.raises(DataFault, match=said) as caught:
            read(path)
        assert caught.value.remedy


def test_a_folder_and_a_missing_file_are_said(tmp_path: Path) -> None:
    with pytest.raises(DataFault, match="is a folder"):
        inspect(tmp_path)
    with pytest.raises(DataFault, match="There is no file"):
        load(tmp_path / "none.csv", limit=1, seed=0)
    with pytest.raises(DataFault, match="not the name of a file"):
        inspect("a\0b.csv")
    with pytest.raises(DataFault, match="not an ordinary file"):
        inspect("/dev/null")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (PermissionError(13, "Permission denied"), "You may not read a.csv"),
        (OSError(5, "Input/output error"), "a.csv cannot be read: Input/output error"),
    ],
)
def test_what_the_system_refuses_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: OSError, said: str
) -> None:
    path = write(tmp_path, "a.csv", "a\n1\n")

    def refuse(*_: object) -> None:
        raise wrong

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DataFault, match=said):
        inspect(path)


@pytest.mark.parametrize(
    ("name", "content", "skipped"),
    [
        ("a.jsonl", b'{"a": "1"}\n{oh\n{"a": "2"}\n', 1),
        ("a.csv", b'a,b\n1,\n1,2,3\n\x00,\n"x" y,1\n2,\n', 3),
        ("a.xlsx", excel_bytes([["a"], [1], [7, 7], [2]]), 1),
        ("a.json", b'[{"a": 1}, "x", {"a": 2}]', 1),
    ],
)
def test_bad_rows_are_passed_over_on_request(
    tmp_path: Path, name: str, content: bytes, skipped: int
) -> None:
    path = write(tmp_path, name, content)
    table = load(path, limit=10, seed=0, skip_bad_rows=True)
    assert [row["a"] for row in table.rows] == ["1", "2"]
    assert (table.total_rows, table.skipped) == (2, skipped)
    assert table.warnings
    assert inspect(path, skip_bad_rows=True).preview == table.rows


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", b'{"a": [1.50, {"b": null}]}'),
        ("a.json", b'[{"a": [1.50, {"b": null}]}]'),
    ],
)
def test_nested_values_become_json_on_request(tmp_path: Path, name: str, content: bytes) -> None:
    path = write(tmp_path, name, content)
    assert rows_of(path, skip_bad_rows=True) == ({"a": '[1.5, {"b": null}]'},)


def test_nested_parquet_becomes_json_on_request(tmp_path: Path) -> None:
    path = write(tmp_path, "a.parquet", parquet_bytes({"a": [[1, 2]]}))
    assert rows_of(path, skip_bad_rows=True) == ({"a": "[1, 2]"},)


def test_values_become_text_as_they_were_written(tmp_path: Path) -> None:
    text = '[{"a": 1.50, "b": true, "c": null, "d": "  x ", "e": 12345678901234567890, "f": NaN}]'
    (row,) = rows_of(write(tmp_path, "a.json", text))
    assert row == {
        "a": "1.50", "b": "true", "c": "", "d": "  x ", "e": "12345678901234567890", "f": "",
    }  # fmt: skip


def test_half_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    (row,) = rows_of(write(tmp_path, "a.jsonl", '{"a": "x\\ud800y"}'))
    assert row == {"a": "x\ufffdy"}


def test_dates_and_numbers_of_binary_formats(tmp_path: Path) -> None:
    from datetime import date, datetime
    from decimal import Decimal

    header, row = ["a", "b", "c"], [datetime(2026, 1, 2), datetime(2026, 1, 2, 3), 3.0]
    excel = write(tmp_path, "a.xlsx", excel_bytes([header, row]))
    assert rows_of(excel) == ({"a": "2026-01-02", "b": "2026-01-02T03:00:00", "c": "3"},)
    content = parquet_bytes({"a": [date(2026, 1, 2)], "b": [Decimal("1.20")], "c": [0.5]})
    parquet = write(tmp_path, "a.parquet", content)
    assert rows_of(parquet) == ({"a": "2026-01-02", "b": "1.20", "c": "0.5"},)


def test_the_first_sheet_with_anything_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xlsx", excel_bytes([], [["a"], [1]], [["b"], [2]]))
    info = inspect(path)
    assert info.preview == ({"a": "1"},)
    assert info.warnings == ("Only the sheet 'S1' is read.",)


def test_formulas_that_nobody_computed_are_warned_of(tmp_path: Path) -> None:
    rows = [["text", "length", "note"], ["Hi", "=LEN(A2)", None], ["Ho", "=LEN(A3)", None]]
    info = inspect(write(tmp_path, "a.xlsx", excel_bytes(rows)))
    assert info.preview[0] == {"text": "Hi", "length": "", "note": ""}
    (warning,) = info.warnings
    assert "formulas of length have no results" in warning


def test_a_header_of_numbers_is_doubted(tmp_path: Path) -> None:
    (warning,) = inspect(write(tmp_path, "a.csv", "1,2.5\n3,4\n")).warnings
    assert "may be data" in warning


def test_a_name_that_no_placeholder_can_hold_is_changed(tmp_path: Path) -> None:
    info = inspect(write(tmp_path, "a.csv", '" the {x}\nname ",b\n1,2\n'))
    assert info.columns == ("the (x) name", "b")
    assert info.warnings


def test_quotation_marks_in_tab_separated_text_are_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.tsv", 'text\tlabel\n"Hi" he said\tyes\n"Ho" she said\tno\n')
    assert rows_of(path)[0] == {"text": '"Hi" he said', "label": "yes"}


def test_a_rare_name_becomes_a_column_of_every_row(tmp_path: Path) -> None:
    content = '{"a": 1}\n' * 2_000 + '{"a": 2, "b": 3}\n'
    table = load(write(tmp_path, "a.jsonl", content), limit=2_500, seed=0)
    assert table.columns == ("a", "b")
    assert table.rows[0] == {"a": "1", "b": ""}


def test_json_values_that_cross_the_window(tmp_path: Path) -> None:
    values = ["x" * size for size in (10, 65_530, 200_000, 3, 65_536, 1)]
    path = write(tmp_path, "a.json", json.dumps([{"a": value} for value in values], indent=1))
    assert [row["a"] for row in rows_of(path)] == values


def test_a_preview_does_not_read_a_large_file(tmp_path: Path) -> None:
    # The broken end is out of its sight.
    path = write(tmp_path, "a.csv", "a,b\n" + "1,2\n" * 5_000 + "1\n")
    info = inspect(path)
    assert info.rows is None
    assert len(info.preview) == 100


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = "n\n" + "".join(f"{number}\n" for number in range(20_000))
    return write(tmp_path_factory.mktemp("numbers"), "n.csv", content)


class TestSampling:
    def test_a_sample_is_repeatable_fair_and_in_order(self, numbers: Path) -> None:
        table = load(numbers, limit=1_000, seed=1)
        kept = [int(row["n"]) for row in table.rows]
        assert (len(kept), table.total_rows) == (1_000, 20_000)
        assert kept == sorted(set(kept))
        assert load(numbers, limit=1_000, seed=1) == table
        assert load(numbers, limit=1_000, seed=2) != table
        assert 9_000 < sum(kept) / len(kept) < 11_000

    def test_progress_rises_to_the_end(self, numbers: Path) -> None:
        told: list[tuple[float | None, int]] = []
        load(numbers, limit=5, seed=0, progress=lambda share, rows: told.append((share, rows)))
        assert told == sorted(told)
        assert told[-1] == (1.0, 20_000)
        assert 0 < (told[0][0] or 0) < 1

    def test_cancel_ends_the_reading(self, numbers: Path) -> None:
        told: list[int] = []
        with pytest.raises(DataFault, match="stopped"):
            load(
                numbers,
                limit=5,
                seed=0,
                progress=lambda _, rows: told.append(rows),
                cancelled=lambda: len(told) == 3,
            )
        assert len(told) == 3

    @pytest.mark.parametrize("limit", [0, 1, 5])
    def test_a_sample_may_be_larger_than_the_file(self, tmp_path: Path, limit: int) -> None:
        table = load(write(tmp_path, "a.csv", "n\n1\n2\n"), limit=limit, seed=0)
        assert len(table.rows) == min(limit, 2)


NAMES = st.sampled_from(["a.csv", "a.tsv", "a.json", "a.jsonl", "a.parquet", "a.xlsx", "a.txt"])
STARTS = st.sampled_from(
    [
        b"",
        b"a,b\n1,2\n",
        b'[{"a": 1}',
        b'{"a": 1}\n',
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"PK\x03\x04",
        b"[",
    ]
)
PIECES = st.lists(
    st.one_of(
        st.binary(max_size=12),
        st.sampled_from([b"\n", b"\r", b'"', b",", b'{"a": ', b"}", b"]", b"[", b"\\ud800", b"\t"]),
    ),
    max_size=12,
).map(b"".join)


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=NAMES, start=STARTS, rest=PIECES)
@example(name="a.xlsx", start=SAME_TABLE["a.xlsx"][:-30], rest=b"")
@example(name="a.parquet", start=SAME_TABLE["a.parquet"][:-9], rest=b"PAR1")
@example(name="a.json", start=b'[{"a": ' + b"9" * 5_000, rest=b"}]")
def test_any_bytes_end_in_rows_or_a_clear_fault(
    tmp_path: Path, name: str, start: bytes, rest: bytes
) -> None:
    path = write(tmp_path, name, start + rest)
    for skip in (False, True):
        try:
            table = load(path, limit=10, seed=0, skip_bad_rows=skip)
        except DataFault:
            continue
        assert table.rows
        assert all(tuple(row) == table.columns for row in table.rows)
        for row in table.rows:
            "".join(row.values()).encode()
