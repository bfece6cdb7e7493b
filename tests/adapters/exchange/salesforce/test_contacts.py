"""Contacts: somebody is identified, and how they are reached is recorded with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from majoracct.adapters.exchange.salesforce.ids import full_id
from majoracct.adapters.exchange.salesforce.importing import FileOutcome
from majoracct.domain.account.contact_data import StakeholderContactRecorded
from majoracct.domain.account.relationships import StakeholderIdentified
from majoracct.ledger import Ledger

Bring = Callable[..., dict[str, FileOutcome]]
Write = Callable[..., list[Path]]
Row = Mapping[str, str]

ACME = {
    "Id": full_id("001Hx00000aCmEa"),
    "Name": "Acme",
    "IsDeleted": "false",
    "CreatedDate": "2022-01-01T09:00:00Z",
}
INES = {
    "Id": full_id("003Hx0000Pe0p01"),
    "IsDeleted": "false",
    "AccountId": ACME["Id"],
    "FirstName": "Ines",
    "LastName": "Farrow",
    "Department": "Finance",
    "CreatedDate": "2022-02-01T09:00:00Z",
}


def reached(ledger: Ledger) -> list[tuple[str, str]]:
    events = [fact.event for fact in ledger.store.facts("acme")]
    (ines,) = (event for event in events if isinstance(event, StakeholderIdentified))
    told = [event for event in events if isinstance(event, StakeholderContactRecorded)]
    assert {event.person for event in told} <= {ines.person}
    return [(event.kind.value, str(event.value)) for event in told]


class TestHowSomebodyIsReached:
    def test_is_recorded_with_them_and_once(self, ledger: Ledger, write: Write, bring: Bring) -> None:
        said = {
            "Email": "ines@example.com",
            "Phone": "+44 20 7946 0000",
            "MobilePhone": "",
            "MailingStreet": "7 Quay Street",
            "MailingCity": "Bristol",
            "MailingCountry": "Bristol",
        }
        files = write(Account=[ACME], Contact=[{**INES, **said}])
        assert bring(files)["Contact"].recorded == 1
        assert bring(files)["Contact"].known == 1
        assert reached(ledger) == [
            ("mail", "ines@example.com"),
            ("phone", "+44 20 7946 0000"),
            ("address", "7 Quay Street, Bristol"),
        ]

    def test_is_told_where_it_is_none_and_the_person_recorded(
        self, ledger: Ledger, write: Write, bring: Bring
    ) -> None:
        files = write(Account=[ACME], Contact=[{**INES, "Email": "ask the desk", "Phone": "020 7946 0000"}])
        came = bring(files)["Contact"]
        assert (came.recorded, came.rejected, came.at_odds) == (1, 0, 1)
        assert [(odd.column, odd.reason) for odd in came.odds] == [
            ("Email", "the mail is no address: it is not recorded")
        ]
        assert reached(ledger) == [("phone", "020 7946 0000")]

    def test_may_be_unknown(self, ledger: Ledger, write: Write, bring: Bring) -> None:
        bring(write(Account=[ACME], Contact=[INES]))
        assert reached(ledger) == []

    def test_stands_in_nothing_that_is_no_part_of_it(
        self, ledger: Ledger, write: Write, bring: Bring
    ) -> None:
        bring(write(Account=[ACME], Contact=[{**INES, "Email": "ines@example.com"}]))
        for fact in ledger.store.facts("acme"):
            beside = repr((fact.command_id, dict(fact.source), fact.reason, fact.fingerprint))
            assert not [text for text in ("Ines", "Farrow", "example.com") if text in beside]
