"""A file that is not sound is one clear error, and not one row of it is used."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from majoracct.adapters.exchange.reading import FIELD_LIMIT, UnusableFileError, check


def _file(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "f.csv"
    path.write_bytes(content)
    return path


class TestAnUnsoundFileIsOneError:
    @pytest.mark.parametrize(
        ("content", "says"),
        [
            pytest.param(b"", "f.csv: no rows", id="empty"),
            pytest.param(b"\n\n", "f.csv, row 1: no header", id="blank"),
            pytest.param(
                b"a,b,a\n1,2,3\n",
                "f.csv, row 1, column a: the header names it twice, as columns 1 and 3",
                id="second header of the same name",
            ),
            pytest.param(b"a,b\n1,2\n\xe9,3\n", "f.csv, row 3: byte 8 (0xe9) is not UTF-8", id="latin-1"),
            pytest.param(
                b"\xef\xbb\xbfa,b\n\xe9,3\n", "f.csv, row 2: byte 7 (0xe9)", id="latin-1 after a BOM"
            ),
            pytest.param(
                b"a,b\n" + b"1,2\n" * 100_000 + b"\xc3(,1\n",
                "f.csv, row 100002: byte 400004 (0xc3)",
                id="far into the file",
            ),
            pytest.param(b"a,b\n1,\xc3", "f.csv, row 2: byte 6 (0xc3)", id="cut within a character"),
            pytest.param("a,b\n".encode("utf-16"), "--encoding utf-16", id="utf-16"),
            pytest.param(b"a,b\n1,2\n3,\0\n", "f.csv, row 3: a NUL", id="nul"),
            pytest.param(
                b'a,b\n1,2\n3,"x\n4,5\n',
                "f.csv, row 3, column b: a quote is opened and not closed",
                id="unclosed quote",
            ),
            pytest.param(
                b'a,b\n1,2\n3,"x\n4,"5"\n',
                "f.csv, row 3, column b: a quote is not closed",
                id="unclosed quote before another",
            ),
            pytest.param(
                b'a,b\n1,"' + b"x,y\n" * 100_000,
                "f.csv, row 2, column b: a quote is opened",
                id="a quote that swallows the file",
            ),
            pytest.param(
                b"a,b\n1," + b"x" * (FIELD_LIMIT + 1),
                "f.csv, row 2, column b: more than 10,000",
                id="long field",
            ),
            pytest.param(
                b"a,b\n1," + b"x" * 131_073 + b"\n",
                "f.csv, row 2, column b: more than 10,000",
                id="longer than the csv module reads",
            ),
            pytest.param(
                b'a,b\n1,2\n1,"' + b"x\n" * 70_000 + b'"\n',
                "f.csv, row 3, column b: more than 10,000",
                id="as long, over many lines",
            ),
            pytest.param(
                b"a," + b"x" * 140_000, "f.csv, row 1, column 2: more than 10,000", id="long header"
            ),
            pytest.param(b"a,b\n" + b"x" * 2_100_000, "f.csv, row 2: a line of more", id="long line"),
            pytest.param(
                b",".join(b"c%d" % n for n in range(300)), "f.csv, row 1: 300 columns", id="too many columns"
            ),
        ],
    )
    def test_that_says_where(self, tmp_path: Path, content: bytes, says: str) -> None:
        with pytest.raises(UnusableFileError) as error:
            check(_file(tmp_path, content))
        assert says in str(error.value)
        assert "\n" not in str(error.value)

    def test_for_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(UnusableFileError, match="there is no such file"):
            check(tmp_path / "f.csv")

    def test_for_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(UnusableFileError, match="no ordinary file"):
            check(tmp_path)

    @pytest.mark.parametrize(
        "encoding",
        [
            "utf-7",
            "nonsense",
            "unicode_escape",
            "hex",
            "idna",
            "punycode",
            "undefined",
            "a\0b",
            "x\ny",
            "x" * 999,
        ],
    )
    def test_for_an_encoding_that_is_none_of_files(self, tmp_path: Path, encoding: str) -> None:
        with pytest.raises(UnusableFileError, match="--encoding") as error:
            check(_file(tmp_path, b"a\n"), encoding)
        assert "\n" not in str(error.value)
        assert len(str(error.value)) < 200

    def test_for_columns_that_are_missing(self, tmp_path: Path) -> None:
        sheet = check(_file(tmp_path, b"body,amont\nx,1\n"))
        with pytest.raises(
            UnusableFileError, match=r"row 1, column amount: there is no column 'amount'.*'amont'"
        ):
            sheet.require(["body", "amount"])

    @pytest.mark.parametrize(
        ("header", "says"),
        [
            (b"body;amount", "a semicolon"),
            (b"body\tamount", "a tab"),
            (b"sep=;\nbody;amount", "is for a spreadsheet"),
            (b"SEP=,\nbody,amount", "is for a spreadsheet"),
        ],
    )
    def test_for_another_delimiter(self, tmp_path: Path, header: bytes, says: str) -> None:
        sheet = check(_file(tmp_path, header + b"\n"))
        with pytest.raises(
            UnusableFileError, match=r"there is no column 'body'.*delimited by commas"
        ) as error:
            sheet.require(["body", "amount"])
        assert says in str(error.value)

    def test_and_the_limit_of_the_csv_module_is_as_it_was(self, tmp_path: Path) -> None:
        before = csv.field_size_limit()
        with pytest.raises(UnusableFileError):
            check(_file(tmp_path, b"a\n" + b"x" * 140_000))
        assert csv.field_size_limit() == before

    def test_when_it_changes_while_it_is_read(self, tmp_path: Path) -> None:
        path = _file(tmp_path, b"a,b\n1,2\n3,4\n")
        sheet = check(path)
        path.write_bytes(b"a,b\n1,2\n3,4\n5,6\n")
        with pytest.raises(UnusableFileError, match="changed while it was being read"):
            list(sheet.read())


class TestASoundFile:
    def test_may_begin_with_a_bom(self, tmp_path: Path) -> None:
        assert check(_file(tmp_path, b"\xef\xbb\xbfa,b\n1,2\n")).header == ("a", "b")

    def test_may_have_another_encoding_that_is_named(self, tmp_path: Path) -> None:
        sheet = check(_file(tmp_path, "a,b\n\xe9,2\n".encode("cp1252")), "cp1252")
        assert list(sheet.read()) == [(2, ["\xe9", "2"])]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_numbers_rows_by_the_line_they_begin_on(self, tmp_path: Path, end: str) -> None:
        text = f'a,b{end}1,"x{end}y"{end}{end}2,z{end}'
        sheet = check(_file(tmp_path, text.encode()))
        assert [(line, cells[0]) for line, cells in sheet.read()] == [(2, "1"), (5, "2")]
        assert sheet.rows == 2

    def test_may_have_ragged_rows_which_are_their_own_fault(self, tmp_path: Path) -> None:
        assert check(_file(tmp_path, b"a,b\n1\n1,2,3\n")).rows == 2

    def test_may_have_a_header_only(self, tmp_path: Path) -> None:
        assert check(_file(tmp_path, b"a,b\n")).rows == 0
