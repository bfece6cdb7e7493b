"""Commands made from events: what they take, record and print."""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from click.testing import Result

from majoracct import Ledger
from majoracct.cli.fields import fields_of, kind_of
from majoracct.domain.account.relationships import StakeholderIdentified
from majoracct.domain.kernel import Fact
from majoracct.domain.money import Money

Run = Callable[..., Result]


def facts(stream: str = "acme") -> list[Fact]:
    with Ledger.open("majoracct.db") as ledger:
        return list(ledger.store.facts(stream))


def last(stream: str = "acme") -> Any:
    return facts(stream)[-1].event


class TestARefusal:
    SPONSOR = "sponsor name acme --title CFO --remit all --on 2024-05-01 --person".split()

    def test_calls_people_as_they_are_called(self, book: Run) -> None:
        said = book(*self.SPONSOR, "Ann Lee", "--introduced-by", "Ann Lee", code=4)
        assert said.stderr == "error: refused by rule SP3: Ann Lee does not sponsor us. Name them first.\n"
        book("staff", "identify", "--name", "Kim Doe", "--on", "2024-01-01")
        book("staff", "leave", "--person", "Kim Doe", "--on", "2024-02-01")
        said = book(
            *"stakeholder loyalty acme --level strong --on 2024-05-01 --person".split(),
            "Ann Lee",
            "--to",
            "Kim Doe",
            code=4,
        )
        assert "Kim Doe left us on 2024-02-01" in said.stderr

    def test_but_not_by_a_name_that_is_not_theirs_alone(self, book: Run) -> None:
        ann = last().person
        book("stakeholder", "identify", "acme", "--name", "Ann Lee", "--function", "finance")
        said = book(*self.SPONSOR, ann, "--introduced-by", ann, code=4)
        assert f"SP3: {ann} does not sponsor us" in said.stderr


class TestAWrite:
    def test_prints_each_fact_on_a_line(self, book: Run) -> None:
        said = book(
            *"sponsor name acme --title CFO --on 2024-05-01 --remit".split(),
            "capital spend",
            "--person",
            "Ann Lee",
        )
        assert said.stdout == (
            "acme@3  @5  2024-05-01  SponsorNamed  Ann Lee, CFO, named executive sponsor (capital spend)\n"
        )
        assert said.stderr == ""

    def test_as_one_document(self, book: Run) -> None:
        said = book(
            *"revenue record acme --amount 12.30 --on 2024-05-01 --json --actor sam --role".split(),
            "sales executive",
            "--reason",
            "invoice 7",
        )
        document = json.loads(said.stdout)
        assert document["schema"] == "majoracct.recorded.1"
        assert document["ledger"]
        (row,) = document["rows"]
        assert row.pop("recorded_at").startswith("2024-06-01T12:")
        assert row == {
            "fact": "acme@3",
            "position": 5,
            "on": "2024-05-01",
            "type": "RevenueRecorded",
            "summary": "Paid 12.30 GBP",
            "by": "sam",
            "role": "sales executive",
            "assurance": "asserted",
            "reason": "invoice 7",
        }

    def test_rehearsed_records_nothing(self, book: Run) -> None:
        said = book(*"revenue record acme --amount 12.30 --dry-run".split())
        assert said.stderr == "Nothing was recorded.\n"
        assert said.stdout.startswith("acme@3  ")
        assert len(facts()) == 2
        assert json.loads(book(*"revenue record acme --amount 1 --dry-run --json".split()).stdout)["dry_run"]

    def test_shows_what_a_terminal_would_obey(self, book: Run) -> None:
        assert r"A\x1b[31m" in book("delivery", "start", "acme", "--title", "A\x1b[31m").stdout

    def test_is_dated_today_in_the_ledgers_zone_unless_it_says_when(self, book: Run) -> None:
        assert "  2024-06-01  " in book(*"revenue record acme --amount 1".split()).stdout
        assert facts()[-1].channel == "cli"

    def test_evidence_is_digested(self, book: Run, tmp_path: Path) -> None:
        (tmp_path / "chart.pdf").write_bytes(b"chart")
        book(*"account org-chart acme --evidence chart.pdf --evidence https://example.org/x".split())
        file, address = facts()[-1].evidence
        assert (file.name, file.size, file.sha256) == ("chart.pdf", 5, hashlib.sha256(b"chart").hexdigest())
        assert (address.name, address.size) == ("https://example.org/x", None)

    def test_repeated_under_one_id_records_once(self, book: Run) -> None:
        asked = "action add acme --task call --aim trust --command-id c1".split()
        first = book(*asked)
        second = book(*asked)
        assert second.stdout == first.stdout
        assert "nothing new was recorded" in second.stderr
        assert "another request" in book(*asked, "--owner", "sam", code=5).stderr
        assert len(facts()) == 3

    def test_expects_a_version(self, book: Run) -> None:
        assert (
            "stands at version 2" in book(*"revenue record acme --amount 1 --expect 1".split(), code=5).stderr
        )
        book(*"revenue record acme --amount 1 --expect 2".split())


class TestTheAccount:
    @pytest.mark.parametrize("named", ["acme", "Acme Ltd", "acme ltd", "New Acme", "SF-9"])
    def test_answers_to_key_names_and_external_ids(self, book: Run, named: str) -> None:
        book("account", "rename", "acme", "--name", "New Acme")
        book(*"account link acme --system salesforce --id SF-9".split())
        assert book("revenue", "record", named, "--amount", "1").stdout.startswith("acme@5")

    def test_unknown(self, book: Run) -> None:
        said = book(*"revenue record acmee --amount 1".split(), code=3).stderr
        assert said == "error: no account answers to 'acmee' at @4: did you mean acme?\n"

    def test_ambiguous(self, book: Run) -> None:
        book("account", "open", "acme-2", "--name", "Acme Ltd")
        said = book("revenue", "record", "Acme Ltd", "--amount", "1", code=3).stderr
        assert "acme, acme-2" in said

    def test_opening_takes_a_key_as_it_is(self, book: Run) -> None:
        assert "P1" in book("account", "open", "Acme Ltd", "--name", "x", code=4).stderr
        assert "is open already" in book("account", "open", "acme", "--name", "x", code=4).stderr

    @pytest.mark.parametrize("own", ["programme", "ledger"])
    def test_opening_takes_no_key_of_the_ledgers_own(self, book: Run, own: str) -> None:
        result = book("account", "open", own, "--name", "X", code=2)
        assert "choose another" in result.stderr
        assert "internal error" not in result.stderr

    def test_the_programme_has_none(self, book: Run) -> None:
        said = book(*"programme target --count 3 --by 2024-12-31".split()).stdout
        assert said.startswith("programme@2  @5  2024-06-01  NamedAccountTargetSet  ")

    def test_after_its_merger_a_rule_says_no(self, book: Run) -> None:
        book("account", "open", "big", "--name", "Big plc", "--on", "2024-01-01")
        said = book(*"account merge acme --into big --on 2024-04-01".split()).stdout
        assert [line.split()[0] for line in said.splitlines()] == ["acme@3", "big@2"]
        assert "K2" in book(*"revenue record acme --amount 1 --on 2024-04-01".split(), code=4).stderr


class TestValues:
    @pytest.mark.parametrize(
        ("text", "amount"), [("1.01", "1.01"), ("-5", "-5.00"), ("7.5 GBP", "7.50"), ("0", "0.00")]
    )
    def test_money(self, book: Run, text: str, amount: str) -> None:
        book("revenue", "record", "acme", "--amount", text)
        assert last().amount.exact == amount

    @pytest.mark.parametrize(
        "text", ["1e999", "NaN", "(1,044.82)", "####", "1,000", "12.345", "1.0 pounds", ""]
    )
    def test_no_money(self, book: Run, text: str) -> None:
        said = book("revenue", "record", "acme", "--amount", text, code=2).stderr
        assert said.startswith("error: --amount: ")
        assert said.count("\n") == 1

    @pytest.mark.parametrize("text", ["2013-02-30", "2024", "01/02/2024", "today"])
    def test_no_day(self, book: Run, text: str) -> None:
        for option in ("--due", "--on"):
            said = book(*"action add acme --task call --aim trust".split(), option, text, code=2).stderr
            assert said.startswith(f"error: {option}: ")

    def test_words_are_of_a_list(self, book: Run) -> None:
        assert "'confidence'" in book(*"action add acme --task call --aim fun".split(), code=2).stderr

    def test_yes_and_no_are_both_said(self, book: Run) -> None:
        asked = "delivery complete acme --title ERP".split()
        assert "--successful" in book(*asked, code=2).stderr
        book(*asked, "--no-successful")
        assert last().successful is False

    def test_lists_repeat(self, book: Run) -> None:
        book(*"account precis acme --areas rail --areas road --text short".split())
        assert last().areas == ("rail", "road")

    def test_a_fact_is_named_whole_by_version_or_by_position(self, book: Run) -> None:
        for named in ("acme@3", "3", "@5"):
            book(*"opportunity identify acme --title ERP".split()) if named == "acme@3" else None
            book(*"opportunity estimate acme --value 5 --opportunity".split(), named)
            assert last().opportunity == "acme@3"
        assert "names no fact" in book(*"opportunity win acme --opportunity erp".split(), code=2).stderr
        assert "O2" in book(*"opportunity win acme --opportunity 99".split(), code=4).stderr


class TestPeople:
    def test_are_named_by_name_or_id(self, book: Run) -> None:
        ann = last().person
        for named in ("Ann Lee", "ann lee", ann):
            book("stakeholder", "verify", "acme", "--person", named)
            assert last().person == ann

    def test_unknown(self, book: Run) -> None:
        said = book(*"stakeholder verify acme --person Bob".split(), code=3).stderr
        assert "stakeholder identify acme" in said

    def test_ambiguous(self, book: Run) -> None:
        book("stakeholder", "identify", "acme", "--function", "finance", "--name", "Ann Lee")
        said = book("stakeholder", "verify", "acme", "--person", "Ann Lee", code=3).stderr
        assert "several stakeholders" in said
        assert "(CFO)" in said

    def test_known_to_another_account_keep_their_id(self, book: Run) -> None:
        ann = last().person
        book("account", "open", "big", "--name", "Big plc")
        asked = ("stakeholder", "identify", "big", "--function", "finance", "--name", "Ann Lee", "--person")
        book(*asked, ann)
        assert last("big").person == ann
        book(*asked, "Bob", code=3)


class Colour(enum.Enum):
    RED = "red"


@frozen
class Part:
    """A part.

    size: how large.
    """

    size: Money
    day: dt.date | None = None


class Somewhere:
    currency = "GBP"

    def person(self, text: str) -> str:
        return f"p-{text}"

    def colleague(self, text: str) -> str:
        return f"s-{text}"

    def fact(self, text: str) -> str:
        return f"f-{text}"


class TestKinds:
    """What an annotation takes that no event uses yet."""

    def test_values_of_several_parts(self, tmp_path: Path) -> None:
        kind = kind_of(Part)
        whole = Part(Money(Decimal("1.50"), "GBP"), dt.date(2024, 1, 2))
        text = '{"size": "1.50", "day": "2024-01-02"}'
        (tmp_path / "part.json").write_text(text, encoding="utf-8-sig")
        assert kind.text(text, Somewhere()) == whole
        assert kind.text(f"@{tmp_path / 'part.json'}", Somewhere()) == whole
        assert kind_of(tuple[Part, ...]).many
        for wrong in (
            "{}",
            '{"size": 1}',
            '{"size": "1", "x": 1}',
            "[]",
            "@nowhere",
            '{"size": "1", "size": "2"}',
        ):
            with pytest.raises(ValueError, match=r"\w"):
                kind.text(wrong, Somewhere())

    def test_scalars(self) -> None:
        here = Somewhere()
        assert kind_of(int).text("-12", here) == -12
        assert kind_of(Decimal).text("1.25", here) == Decimal("1.25")
        assert kind_of(Colour).text("red", here) is Colour.RED
        title = next(f.kind for f in fields_of(StakeholderIdentified) if f.name == "title")
        assert title.text("Ann", here) == "Ann"
        assert title.nullable

    @pytest.mark.parametrize(("hint", "text"), [(int, "1.0"), (int, "1_000"), (int, "٣"), (Decimal, "1e3")])
    def test_no_number(self, hint: type[Any], text: str) -> None:
        with pytest.raises(ValueError, match="number"):
            kind_of(hint).text(text, Somewhere())

    @pytest.mark.parametrize(
        ("hint", "value"),
        [
            (int, True),
            (int, "1"),
            (int, 10**30),
            (bool, 1),
            (str, 1),
            (Decimal, 1),
            (Money, 1),
            (Money, {}),
            (dt.date, 1),
        ],
    )
    def test_json_of_another_type(self, hint: type[Any], value: object) -> None:
        with pytest.raises(ValueError, match=r"\w"):
            kind_of(hint).json(value, Somewhere())
