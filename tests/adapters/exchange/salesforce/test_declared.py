"""The map of an export: everything it may say is checked, and nothing else is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from majoracct.adapters.exchange.mapping import MappingFileError
from majoracct.adapters.exchange.salesforce.declared import read_declared
from majoracct.domain.account.relationships import BuyingFunction
from majoracct.domain.programme.terms import Level

ID = "001Hx00000aCmEa"


def _map(tmp_path: Path, text: str) -> str:
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_shipped_one_reads() -> None:
    found = read_declared("salesforce")
    assert found is not None
    assert (found.otherwise, found.function_column) == (None, "Department")
    assert found.won == {"Closed Won"}
    assert found.functions["it"] is BuyingFunction.TECHNOLOGY
    assert found.levels["cfo"] is Level.C_LEVEL


def test_one_of_ones_own(tmp_path: Path) -> None:
    text = f"""
export = "salesforce"
stages = {{ won = ["Signed"] }}
accounts.keys = {{ {ID} = "acme" }}
contacts.function = {{ column = "Area__c", otherwise = "operations" }}
"""
    found = read_declared(_map(tmp_path, text))
    assert found is not None
    assert found.keys == {f"{ID}IAK": "acme"}
    assert (found.function_column, found.otherwise) == ("Area__c", BuyingFunction.OPERATIONS)


@pytest.mark.parametrize("named", ["uk-spend", "nowhere.toml"])
def test_another_map_is_left_to_others(named: str) -> None:
    assert read_declared(named) is None


def test_a_map_of_payments_is_left_to_others(tmp_path: Path) -> None:
    assert read_declared(_map(tmp_path, 'event = "RevenueRecorded"')) is None
    assert read_declared(_map(tmp_path, "not toml")) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("stage = {}", "unknown key stage: the nearest is stages"),
        ('stages.won = ["A"]\nstages.lost = ["A"]', "stages.lost both name 'A'"),
        ('contacts.function.otherwise = "financial"', "the nearest it takes is 'finance'"),
        ('contacts.level.table = { Boss = "boss" }', "contacts.level.table.Boss is 'boss'"),
        ('contacts.level.table = { A = "staff", a = "c-level" }', "says different things"),
        ('accounts.keys = { "006Hx00000aCmEa" = "acme" }', "begins 001"),
        (f'accounts.keys = {{ {ID} = "ledger" }}', "no key of an account"),
        (f'accounts.keys = {{ {ID} = "a", {ID[:-1]}b = "a" }}', "like another"),
        ("stages = 1", "is a table"),
        ("stages.won = [1]", "is a list of texts"),
        ("contacts.function.column = 1", "is text"),
        ("contacts.function.table = 1", "is a table of texts"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(MappingFileError, match=r"ours\.toml: ") as no:
        read_declared(_map(tmp_path, f'export = "salesforce"\n{text}'))
    assert says in str(no.value)


def test_another_system_has_none(tmp_path: Path) -> None:
    with pytest.raises(MappingFileError, match="no other export"):
        read_declared(_map(tmp_path, 'export = "dynamics"'))
