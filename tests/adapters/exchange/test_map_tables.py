"""A map of several tables: each key is held against the format, the events and the other keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from majoracct.adapters.exchange.cells import RowRejected
from majoracct.adapters.exchange.mapping import Map, MappingFileError, read_map
from majoracct.adapters.exchange.reading import UnusableFileError, check
from majoracct.adapters.exchange.rows import RowMapper
from majoracct.domain.account.delivery import DeliveryCompleted
from majoracct.domain.account.opportunities import LearnedAt
from majoracct.domain.account.segmentation import TierMoved

TEXT = Path(__file__).with_name("crm.toml").read_text(encoding="utf-8")
Write = Callable[..., Path]

PLAIN = """
[[table]]
name = "rows"
recognised = { columns = ["who"] }
account = { column = "who", key = "exact" }
identity = { from = "row", name = "ours" }

[[table.event]]
"""


def _read(tmp_path: Path, text: str) -> Map:
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return read_map(str(path))


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ('name = "deals"', 'name = "accounts"', "table.name is the same for two tables"),
        ('name = "t-deal"', 'name = "t-account"', "table.identity.name is the same for two tables"),
        ('name = "deals"', 'name = "../deals"', "table.name is '../deals': up to 30 small letters"),
        ('recognised = { columns = ["id", "stage"] }\n', "", "table.recognised is missing"),
        (
            'unknown = "reject"',
            'unknown = "refuse"',
            "account.unknown is 'refuse': the nearest it takes is 'reject'",
        ),
        ("Pmup", "Pmup.x", "table.aliases.product is a table of texts"),
        ("product = { Pmup", "produkt = { Pmup", "table.aliases: 'produkt' is no column that the map reads"),
        (
            'event = "OpportunityWon"',
            'event = "OpportunityWin"',
            "is 'OpportunityWin': the nearest it takes is 'OpportunityWon'",
        ),
        ('event = "OpportunityWon"', 'event = "AccountOpened"', "is AccountOpened, which no row becomes"),
        ('event = "OpportunityWon"', 'event = "PolicyAdopted"', "table.event.event is 'PolicyAdopted'"),
        ('name = "won"', 'name = "Won"', "table.event.name is 'Won': up to 30 small letters"),
        ('name = "won"', "", "table.event.name is missing"),
        ('name = "won"', 'name = "found"', "'found' is given to events of two kinds"),
        (
            'when = { column = "stage", in = ["new"] }\n',
            "",
            "'found' is given twice: each then needs a `when`",
        ),
        (
            'day = "on"\nfields',
            'day = "today"\nfields',
            'table.event.day is "on", the day given with --on, or a table',
        ),
        (
            'fact = "found"',
            'fact = "fuond"',
            "is 'fuond': it names an event above this one, recorded once; there are found",
        ),
        ('fact = "found"', 'fact = "paid"', "it names an event above this one"),
        (
            'fact = "found"',
            'column = "id"',
            "unknown key table.event.fields.opportunity.column: the nearest is",
        ),
        (
            "amount = {",
            "ammount = {",
            "unknown key table.event.fields.ammount: the nearest is table.event.fields.amount",
        ),
        ('fields = { opportunity = { fact = "found" } }\n', "", "table.event.fields is missing"),
        (
            'fields = { opportunity = { fact = "found" } }',
            "fields = {}",
            "table.event.fields.opportunity is missing",
        ),
        (
            'column = "value", type = "money"',
            'column = "value", type = "integer"',
            "the nearest it takes is 'money'",
        ),
        ("scale = 1_000_000", "scale = 0", "table.event.fields.turnover.scale is a whole number from 1 to"),
        ("scale = 1_000_000", "scale = 1.5", "table.event.fields.turnover.scale is a whole number from 1 to"),
        (
            'currency = "USD"',
            'currency = "usd"',
            "table.event.fields.turnover.currency is wrong: 'usd' is no currency",
        ),
        ('recorded = "when-changed"', 'recorded = "always"', "table.event.recorded is 'always'"),
        ('"{product} {id}"', '"{product!r}"', "takes columns as {column}, and nothing else"),
        ('"{product} {id}"', '"{product"', "table.event.fields.title.template is not one"),
        ('"{product} {id}"', '"Pump"', "names no column"),
        (
            'template = "{product} {id}"',
            'template = "{id}", column = "id"',
            "and template exclude each other",
        ),
        (
            'from = "column", column = "id"',
            'from = "row", column = "id"',
            "identity.column is read only where",
        ),
        (
            'column = "customer"\nequals',
            'column = "custom"\nequals',
            "table.reject.column: 'custom' is no column",
        ),
        ("[[table]]", "event = 1\n[[table]]", "unknown key event: the nearest is table"),
    ],
)
def test_what_is_wrong_with_it_is_said(tmp_path: Path, wrong: str, right: str, says: str) -> None:
    assert wrong in TEXT
    with pytest.raises(MappingFileError) as error:
        _read(tmp_path, TEXT.replace(wrong, right, 1))
    assert says in str(error.value)
    assert str(error.value).startswith(str(tmp_path))


def test_which_table_and_event_is_said(tmp_path: Path) -> None:
    with pytest.raises(MappingFileError) as error:
        _read(tmp_path, TEXT.replace('amount = { column = "value"', 'ammount = { column = "value"'))
    assert "ours.toml, table 2, event 4: unknown key table.event.fields.ammount" in str(error.value)


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ('event = "SponsorNamed"\nday = "on"\nfields = {}', "table.event.fields.person names somebody"),
        ('event = "OrgChartFiled"\nday = "on"\nrecorded = "when-changed"', "needs identity.from"),
        (
            'event = "PrecisFiled"\nday = "on"\n[table.event.fields]\nareas = { column = "a" }',
            "holds several values",
        ),
        ('event = "OpportunityWon"\nday = "on"\nfields = { opportunity = { fact = "x" } }', "there is none"),
    ],
)
def test_what_no_row_can_say_is_said(tmp_path: Path, event: str, says: str) -> None:
    with pytest.raises(MappingFileError, match=says):
        _read(tmp_path, PLAIN + event)


def test_a_table_without_an_event_or_a_map_without_a_table_is_none(tmp_path: Path) -> None:
    with pytest.raises(MappingFileError, match=r"table\.event is missing"):
        _read(tmp_path, PLAIN.replace("[[table.event]]", ""))
    with pytest.raises(MappingFileError, match="table is empty"):
        _read(tmp_path, "table = []")


class TestRecognising:
    def test_by_its_columns_whatever_their_order_and_others_beside_them(
        self, tmp_path: Path, write: Write
    ) -> None:
        map_ = _read(tmp_path, TEXT)
        assert map_.table_of(check(write(header="x,stage,id\n"))).name == "deals"
        assert map_.table_of(check(write(header="industry,x,name\n"))).name == "accounts"

    def test_neither(self, tmp_path: Path, write: Write) -> None:
        with pytest.raises(UnusableFileError) as error:
            _read(tmp_path, TEXT).table_of(check(write(header="id,name\n")))
        assert "none of the files that the map" in str(error.value)
        assert "accounts by name, industry; deals by id, stage" in str(error.value)
        assert "the header has 'id', 'name'" in str(error.value)

    def test_both(self, tmp_path: Path, write: Write) -> None:
        with pytest.raises(UnusableFileError, match="takes it for accounts and deals"):
            _read(tmp_path, TEXT).table_of(check(write(header="id,name,stage,industry\n")))


class TestTypes:
    """Every type of field, read exactly or rejected."""

    def _mapper(self, tmp_path: Path, write: Write, event: str, fields: str) -> RowMapper:
        text = f'{PLAIN}event = "{event}"\nday = {{ column = "when", formats = ["YYYY-MM-DD"] }}\n{fields}'
        return RowMapper(_read(tmp_path, text), check(write(header="who,when,a,b\n")), "GBP")

    def test_an_enum_and_a_text(self, tmp_path: Path, write: Write) -> None:
        mapper = self._mapper(
            tmp_path,
            write,
            "OpportunityIdentified",
            'fields = { learned = { column = "a", type = "enum" }, title = { column = "b", type = "text" } }',
        )
        [making] = mapper.map_row(2, ["acme", "2024-01-01", "pre-need", " Meters "]).made
        event = making.event()
        assert (event.title, event.learned) == ("Meters", LearnedAt.PRE_NEED)  # type: ignore[attr-defined]
        assert mapper.map_row(3, ["acme", "2024-01-01", "", "x"]).made[0].event().learned is None  # type: ignore[attr-defined]
        with pytest.raises(RowRejected, match="'early' is not one of pre-need, forming"):
            mapper.map_row(4, ["acme", "2024-01-01", "early", "x"])
        with pytest.raises(RowRejected, match="holds control characters"):
            mapper.map_row(5, ["acme", "2024-01-01", "", "x\x1b"])
        with pytest.raises(RowRejected, match="it says no title"):
            mapper.map_row(6, ["acme", "2024-01-01", "", " "])

    def test_a_word_for_yes(self, tmp_path: Path, write: Write) -> None:
        fields = (
            'fields = { successful = { column = "a", type = "boolean" }, '
            'title = { column = "b", type = "text" } }'
        )
        mapper = self._mapper(tmp_path, write, "DeliveryCompleted", fields)
        found = [
            mapper.map_row(n, ["acme", "2024-01-01", word, "x"]).made[0].event()
            for n, word in enumerate(("yes", "false"))
        ]
        assert [event.successful for event in found if isinstance(event, DeliveryCompleted)] == [True, False]
        with pytest.raises(RowRejected, match="'1' is not yes or no"):
            mapper.map_row(4, ["acme", "2024-01-01", "1", "x"])

    def test_a_whole_number(self, tmp_path: Path, write: Write) -> None:
        fields = 'fields = { employees = { column = "a", type = "integer", scale = 1000 } }'
        mapper = self._mapper(tmp_path, write, "FirmographicsRecorded", fields)
        event = mapper.map_row(2, ["acme", "2024-01-01", "12", ""]).made[0].event()
        assert event.employees == 12_000  # type: ignore[attr-defined]
        for wrong in ("12.5", "1e3", "twelve", "012"):
            with pytest.raises(RowRejected, match="is no whole number"):
                mapper.map_row(3, ["acme", "2024-01-01", wrong, ""])

    def test_a_day(self, tmp_path: Path, write: Write) -> None:
        fields = (
            'fields = { title = { column = "b", type = "text" }, '
            'closes = { column = "a", type = "day", formats = ["DD/MM/YYYY"] } }'
        )
        mapper = self._mapper(tmp_path, write, "OpportunityIdentified", fields)
        event = mapper.map_row(2, ["acme", "2024-01-01", "31/12/2024", "x"]).made[0].event()
        assert event.closes.isoformat() == "2024-12-31"  # type: ignore[attr-defined]
        with pytest.raises(RowRejected, match="is not a day written as DD/MM/YYYY"):
            mapper.map_row(3, ["acme", "2024-01-01", "2024-12-31", "x"])

    def test_another_event_than_revenue_in_a_map_of_one_table(self, tmp_path: Path, write: Write) -> None:
        text = (
            'event = "TierMoved"\naccount = { column = "who", key = "exact" }\n'
            'day = { column = "when", formats = ["YYYY-MM-DD"] }\n'
            'identity = { from = "row", name = "ours" }\n'
            'fields = { tier = { column = "a", type = "enum" } }\n'
        )
        mapper = RowMapper(_read(tmp_path, text), check(write(header="who,when,a,b\n")), "GBP")
        row = mapper.map_row(2, ["acme", "2024-01-01", "core", ""])
        assert isinstance(row.made[0].event(), TierMoved)
        assert row.made[0].id == row.id
