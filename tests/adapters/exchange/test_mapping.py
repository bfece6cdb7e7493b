"""A map declares everything; what it does not have is an error that names the file and the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from majoracct.adapters.exchange.mapping import MappingFileError, read_map, shipped_maps
from majoracct.adapters.exchange.reading import UnusableFileError, check

TEXT = """
event = "RevenueRecorded"
account = { column = "who", key = "slug", aliases = { "NW Council" = "Northwick Council" } }
day = { column = "when", formats = ["YYYY-MM-DD"] }
fields.amount = { column = "how much", type = "money" }
identity = { from = "row", name = "ours" }
"""


def _map(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_shipped_map_reads() -> None:
    assert shipped_maps() == ["crm-opportunities", "uk-spend"]
    assert [table.name for table in read_map("crm-opportunities").tables] == ["accounts", "opportunities"]
    assert read_map("uk-spend").tables[0].columns == [
        "body", "payment_date", "amount", "source_file", "supplier", "organisational_unit",
    ]  # fmt: skip


def test_a_map_of_ones_own_is_named_by_its_path(tmp_path: Path) -> None:
    [table] = read_map(str(_map(tmp_path, TEXT))).tables
    assert table.columns == ["who", "when", "how much"]
    assert table.aliases == {"who": {"NW Council": "Northwick Council"}}


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("event =", "events =", "unknown key events: the nearest is event"),
        ("formats =", "format =", "unknown key day.format: the nearest is day.formats"),
        (
            'type = "money"',
            'typ = "money"',
            "unknown key fields.amount.typ: the nearest is fields.amount.type",
        ),
        ("fields.amount", "fields.amont", "unknown key fields.amont: the nearest is fields.amount"),
        ('"money"', '"monney"', "fields.amount.type is 'monney': the nearest it takes is 'money'"),
        ('"slug"', '"slugg"', "account.key is 'slugg'"),
        ('"YYYY-MM-DD"', '"DD/MM/YY"', "day.formats is 'DD/MM/YY': the nearest it takes is 'DD/MM/YYYY'"),
        ('"YYYY-MM-DD"', '"DD/MM/YYYY", "MM/DD/YYYY"', "03/04/2024 is a day in both"),
        ('["YYYY-MM-DD"]', "[]", "day.formats is empty"),
        ('["YYYY-MM-DD"]', '"YYYY-MM-DD"', "day.formats is a list"),
        ('"RevenueRecorded"', '"RevenueRecord"', "event is 'RevenueRecord'"),
        ('"row"', '"rows"', "identity.from is 'rows': the nearest it takes is 'row'"),
        ('"row"', '"column"', "identity.column is missing"),
        ('name = "ours"', "name = 1", "identity.name is text"),
        ('identity = { from = "row", name = "ours" }', "", "identity is missing"),
        ('"Northwick Council"', "3", "account.aliases is a table of texts"),
        ("event =", "event", "it is not TOML"),
    ],
)
def test_what_is_wrong_with_it_is_said(tmp_path: Path, wrong: str, right: str, says: str) -> None:
    path = _map(tmp_path, TEXT.replace(wrong, right, 1))
    with pytest.raises(MappingFileError) as error:
        read_map(str(path))
    assert str(error.value).startswith(f"{path}: ")
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ('column = "whom", equals = [""], reason = "x"', "'whom' is no column that the map reads"),
        (
            'column = "who", equal = [""], reason = "x"',
            "unknown key reject.equal: the nearest is reject.equals",
        ),
        ('column = "who", equals = ["", ""], reason = "x"', "reject.equals says one thing twice"),
    ],
)
def test_a_reject_rule_is_held_to_the_columns(tmp_path: Path, rule: str, says: str) -> None:
    with pytest.raises(MappingFileError, match=says):
        read_map(str(_map(tmp_path, f"{TEXT}\nreject = [{{ {rule} }}]\n")))


def test_an_unknown_map_names_the_nearest() -> None:
    with pytest.raises(MappingFileError, match=r"no map 'uk-spent'.*did you mean uk-spend\?"):
        read_map("uk-spent")


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("id;customer;stage\n", "the delimiter seems to be a semicolon: save it as CSV delimited by commas"),
        ("id,Stage\n", "; for deals it lacks stage, to which 'Stage' comes nearest"),
        ("name,sector\n", "; for accounts it lacks industry"),
        ("product,price\n", "the header has 'product', 'price'"),
    ],
)
def test_a_file_of_no_table_is_told_what_it_lacks(tmp_path: Path, header: str, says: str) -> None:
    path = tmp_path / "f.csv"
    path.write_text(header, encoding="utf-8")
    map_ = read_map(str(Path(__file__).with_name("crm.toml")))
    with pytest.raises(UnusableFileError) as wrong:
        map_.table_of(check(path))
    assert says in str(wrong.value)
    assert str(wrong.value).endswith((says, "with the header first"))


def test_a_map_that_is_not_there_is_told_every_shipped_one() -> None:
    with pytest.raises(MappingFileError) as wrong:
        read_map("sales-force")
    assert "did you mean salesforce?" in str(wrong.value)
    assert str(wrong.value).endswith("Shipped: crm-opportunities, salesforce, uk-spend")
