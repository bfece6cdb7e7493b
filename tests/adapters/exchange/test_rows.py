"""What a map makes of a row: exactly what it declares, and a reason where that is nothing."""

from __future__ import annotations

import locale
from collections.abc import Callable
from pathlib import Path

import pytest

from majoracct.adapters.exchange.mapping import read_map
from majoracct.adapters.exchange.reading import check
from majoracct.adapters.exchange.rows import Mapped, RowMapper, RowRejected, slug

Write = Callable[..., Path]


def _mapper(write: Write, currency: str = "GBP") -> RowMapper:
    return RowMapper(read_map("uk-spend"), check(write()), currency)


def _cells(
    body: str = "Northwick", day: str = "2016-04-05", amount: str = "1.00", unit: str = "u"
) -> list[str]:
    return [body, "2016-04.csv", day, amount, unit, "EXAMPLE LTD"]


class TestWhatIsRejected:
    @pytest.mark.parametrize(
        "amount",
        [
            "1e999",
            "NaN",
            "sNaN",
            "Infinity",
            "(1,044.82)",
            "1,044.82",
            "####",
            "",
            " 1.00",
            "1.00 GBP",
            "£1",
            "1_000",
            "\u0661",
            "+1",
            "007",
            "1.234",
            "9" * 16,
            "x" * 200,
            "--1",
            "1.",
            ".5",
        ],
    )
    def test_an_amount(self, write: Write, amount: str) -> None:
        with pytest.raises(RowRejected) as no:
            _mapper(write).map_row(2, _cells(amount=amount))
        assert no.value.column == "amount"
        assert len(no.value.reason) < 200

    @pytest.mark.parametrize(
        "day",
        [
            "2013-02-30",
            "2013-04",
            "2013",
            "04/05/2013",
            "20130405",
            "2013-W14-3",
            "2013-04-05T00:00",
            "",
            "45000",
            "Friday, May 04, 2022",
            "Wednesday, May 4, 2022",
            "Wed, May 04, 2022",
            "wednesday, may 04, 2022",
            "Monday, February 30, 2015",
            "July 2010-September 2010",
            "2013-04-05 ",
            "\u0662013-04-05",
            "1899-12-31",
            "0201-04-05",
            "2201-01-01",
            "9999-12-31",
        ],
    )
    def test_a_day(self, write: Write, day: str) -> None:
        with pytest.raises(RowRejected) as no:
            _mapper(write).map_row(2, _cells(day=day))
        assert no.value.column == "payment_date"

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "  ",
            "ledger",
            "Programme",
            "!!!",
            "\x1b[31mNorthwick",
            "North\u202ewick",
            "Łódź",
            "x" * 65,
            "#REF!",
            "#N/A",
            "#n/a",
            " #VALUE! ",
            "#NAME?",
            "#DIV/0!",
            "#NUM!",
            "#NULL!",
            "##",
            "########",
        ],
    )
    def test_a_name(self, write: Write, body: str) -> None:
        with pytest.raises(RowRejected) as no:
            _mapper(write).map_row(2, _cells(body=body))
        assert no.value.column == "body"
        assert no.value.reason.isprintable()

    def test_and_says_how_long_a_name_may_be(self, write: Write) -> None:
        with pytest.raises(RowRejected, match="a key of 65 characters, and a key has at most 64 characters"):
            _mapper(write).map_row(2, _cells(body="x" * 65))
        assert _mapper(write).map_row(2, _cells(body="x" * 64)).key == "x" * 64

    def test_and_says_that_an_error_is_one(self, write: Write) -> None:
        with pytest.raises(RowRejected, match="'#REF!' is a spreadsheet's error"):
            _mapper(write).map_row(2, _cells(body="#REF!"))

    @pytest.mark.parametrize("cells", [["Northwick"], [*_cells(), "more"]])
    def test_a_ragged_row(self, write: Write, cells: list[str]) -> None:
        with pytest.raises(RowRejected, match="cells, and the header has 6"):
            _mapper(write).map_row(2, cells)

    def test_an_amount_finer_than_the_currency(self, write: Write) -> None:
        with pytest.raises(RowRejected, match="finer than JPY"):
            _mapper(write, "JPY").map_row(2, _cells(amount="1.00"))


class TestWhatIsRead:
    def test_both_ways_of_writing_a_day_are_one_day(self, write: Write) -> None:
        mapper = _mapper(write)
        one = mapper.map_row(2, _cells(day="2022-05-04"))
        other = mapper.map_row(3, _cells(day="Wednesday, May 04, 2022"))
        assert one.made[0].day == other.made[0].day

    def test_days_are_english_whatever_the_locale(self, write: Write) -> None:
        before = locale.setlocale(locale.LC_TIME)
        try:
            locale.setlocale(locale.LC_TIME, "")
            assert _mapper(write).map_row(2, _cells(day="Thursday, May 04, 2017")).made[0].day.month == 5
        finally:
            locale.setlocale(locale.LC_TIME, before)

    def test_an_alias_stands_for_another_name_exactly(self, write: Write, tmp_path: Path) -> None:
        text = (Path(__file__).parents[3] / "src/majoracct/adapters/exchange/maps/uk-spend.toml").read_text()
        path = tmp_path / "ours.toml"
        path.write_text(text.replace("[account.aliases]", '[account.aliases]\n"NW Council" = "Northwick"'))
        mapper = RowMapper(read_map(str(path)), check(write()), "GBP")
        assert [mapper.map_row(2, _cells(body=b)).key for b in ("NW Council", "NW council")] == [
            "northwick", "nw-council",
        ]  # fmt: skip

    @pytest.mark.parametrize("day", ["1900-01-01", "2200-12-31"])
    def test_the_first_day_and_the_last(self, write: Write, day: str) -> None:
        assert _mapper(write).map_row(2, _cells(day=day)).made[0].day.isoformat() == day

    @pytest.mark.parametrize("body", ["# 1 Supplies", "#1", "REF!", "#REF"])
    def test_a_name_with_a_number_sign(self, write: Write, body: str) -> None:
        assert _mapper(write).map_row(2, _cells(body=body)).key

    def test_another_spelling_of_an_account_is_noticed(self, write: Write) -> None:
        mapper = _mapper(write)
        for body in ("Northwick", "NORTHWICK", "Northwick "):
            assert mapper.map_row(2, _cells(body=body)).key == "northwick"
        assert mapper.names == {"northwick": "Northwick"}
        assert mapper.spellings == {"northwick": {"NORTHWICK"}}

    def test_an_empty_detail_is_not_kept(self, write: Write) -> None:
        mapper = _mapper(write)
        [request] = mapper.requests(mapper.map_row(2, _cells(unit="")))
        assert request.source == {"source_file": "2016-04.csv", "supplier": "EXAMPLE LTD"}


class TestIdentity:
    def _two(self, write: Write, one: list[str], other: list[str]) -> tuple[Mapped, Mapped]:
        return _mapper(write).map_row(2, one), _mapper(write).map_row(9, other)

    @pytest.mark.parametrize(("one", "other"), [("22800", "22800.00"), ("1.5", "1.50"), ("0", "-0.00")])
    def test_a_resaved_amount_is_the_same_row(self, write: Write, one: str, other: str) -> None:
        first, second = self._two(write, _cells(amount=one), _cells(amount=other))
        assert first.id == second.id
        assert first.made[0].values == second.made[0].values
        assert str(first.made[0].event()) == str(second.made[0].event())

    @pytest.mark.parametrize(
        ("one", "other"), [("a\nb", "a\r\nb"), ("a\nb", "a\rb"), ("caf\u00e9", "cafe\u0301")]
    )
    def test_a_detail_saved_on_another_system_is_the_same_row(
        self, write: Write, one: str, other: str
    ) -> None:
        first, second = self._two(write, _cells(unit=one), _cells(unit=other))
        assert first.id == second.id
        assert (one in first.details, other in second.details) == (True, True)  # kept as they are

    @pytest.mark.parametrize(
        "other",
        [
            _cells(amount="1.01"),
            _cells(amount="-1.00"),
            _cells(day="2016-04-06"),
            _cells(body="Eastmere"),
            _cells(unit="v"),
            _cells(unit=""),
            _cells(unit="u\n"),
            _cells(unit="\uff55"),
        ],
    )
    def test_another_value_is_another_row(self, write: Write, other: list[str]) -> None:
        first, second = self._two(write, _cells(), other)
        assert first.id != second.id

    def test_cells_do_not_run_into_each_other(self, write: Write) -> None:
        one = ["N", "ab", "2016-04-05", "1.00", "u", "c"]
        other = ["N", "a", "2016-04-05", "1.00", "u", "bc"]
        first, second = self._two(write, one, other)
        assert first.id != second.id

    def test_rows_alike_are_told_apart_by_their_number(self, write: Write) -> None:
        mapper = _mapper(write)
        ids = [mapper.map_row(line, _cells()).id for line in (2, 3, 4)]
        assert [id_.rpartition(":")[2] for id_ in ids] == ["1", "2", "3"]
        assert len({id_.rpartition(":")[0] for id_ in ids}) == 1
        assert mapper.repeated == 2

    def test_it_stays_what_it_is_for_ever(self, write: Write) -> None:
        row = _mapper(write).map_row(2, _cells())
        assert (
            row.id == "uk-spend:d72d79d146971cfa7aa6d6487d664622:1"
        )  # another id would record every imported row again


def test_slugs() -> None:
    assert slug("St. Helen's  Council (North)") == "st-helen-s-council-north"
    assert slug("ÁVILA") == "avila"
    assert slug("Łódź") == ""
