"""Accounts and contacts of an export: which account of the ledger each is, and what is said of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

from attrs import evolve

from majoracct.adapters.exchange.salesforce.declared import Declared
from majoracct.adapters.exchange.salesforce.ids import full_id
from majoracct.adapters.exchange.salesforce.importing import FileOutcome
from majoracct.domain.account.profile import AccountOpened, ExternalIdRecorded, Profile
from majoracct.domain.account.relationships import BuyingFunction, Relationships, StakeholderIdentified
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import Level
from majoracct.ledger import Ledger

Bring = Callable[..., dict[str, FileOutcome]]
Write = Callable[..., list[Path]]
Row = Mapping[str, str]

ACME = full_id("001Hx00000aCmEa")
DEAL = full_id("006Hx00000DeaLa")


def gbp(amount: str) -> Money:
    return Money(Decimal(amount), "GBP")


def account(id_: str = ACME, name: str = "Acme", created: str = "2022-01-01T09:00:00Z", **more: str) -> Row:
    return {"Id": id_, "IsDeleted": "false", "Name": name, "CreatedDate": created, **more}


class TestAccounts:
    def test_two_of_one_name_have_keys_of_their_own_whichever_comes_first(
        self, bring: Bring, write: Write, ledger: Ledger
    ) -> None:
        other = full_id("001Hx00000oThEr")
        rows = [account(other, created="2022-02-01T09:00:00Z"), account()]
        assert bring(write(Account=rows))["Account"].opened == ("acme", f"acme-{other.lower()}")
        assert ledger.account("acme")[Profile].external_ids["salesforce"] == ACME

    def test_each_file_counts_the_accounts_it_opened(self, bring: Bring, write: Write) -> None:
        other = account(full_id("001Hx00000oThEr"), "Other")
        one, another = write(Account=[account()]), write(Account=[other])
        came = bring([one[0], another[0].rename(another[0].with_name("More.csv"))])
        assert (came["Account"].opened, came["More"].opened) == (("acme",), ("other",))

    def test_a_later_one_of_a_name_leaves_the_first_its_key(
        self, bring: Bring, write: Write, ledger: Ledger
    ) -> None:
        other = full_id("001Hx00000oThEr")
        bring(write(Account=[account(other, created="2022-02-01T09:00:00Z")]))
        bring(write(Account=[account(other, created="2022-02-01T09:00:00Z"), account()]))
        assert ledger.account("acme")[Profile].external_ids["salesforce"] == other
        assert ledger.account(f"acme-{ACME.lower()}")[Profile].external_ids["salesforce"] == ACME

    def test_a_name_that_makes_no_key_has_the_id(self, bring: Bring, write: Write) -> None:
        rows = [account(name="\u682a\u5f0f\u4f1a\u793e")]
        assert bring(write(Account=rows))["Account"].opened == (ACME.lower(),)

    def test_one_of_the_ledger_is_not_guessed_to_be_it(
        self, bring: Bring, write: Write, ledger: Ledger, declared: Declared
    ) -> None:
        desk = ledger.desk(by="kim").on(dt.date(2021, 1, 1))
        desk.record("acme", AccountOpened("Acme"))
        deal = full_id("006Hx00000DeaLa")
        opportunity = {
            "Id": deal,
            "AccountId": ACME,
            "Name": "a deal",
            "StageName": "Proposal",
            "Amount": "100",
        }
        created = {"CreatedDate": "2023-01-01T09:00:00Z"}
        change = {
            "Id": full_id("017Hx00000His01"),
            "OpportunityId": deal,
            "Field": "Amount",
            "OldValue": "90",
        }
        paths = write(
            Account=[account()],
            Opportunity=[opportunity | created | {"CloseDate": "2024-12-31", "Amount": "100"}],
            OpportunityFieldHistory=[change | created | {"OldValue": "90", "NewValue": "100"}],
        )
        came = bring(paths)
        assert [o.rejected for o in came.values()] == [1, 1, 1]
        assert f"account link acme --system salesforce --id {ACME}" in came["Account"].rejects[0].reason
        desk.record("acme", ExternalIdRecorded("Salesforce", ACME[:15]))
        came = bring(paths)
        assert [o.rejected for o in came.values()] == [0, 0, 0]
        assert came["Account"].opened == ()

    def test_or_the_map_says_which_it_is(
        self, bring: Bring, write: Write, ledger: Ledger, declared: Declared
    ) -> None:
        ledger.desk(by="kim").on(dt.date(2021, 1, 1)).record("customer-7", AccountOpened("Acme"))
        paths = write(Account=[account()])
        came = bring(paths, by=evolve(declared, keys={ACME: "customer-7"}))
        assert came["Account"].opened == ()
        assert ledger.account("customer-7")[Profile].external_ids["salesforce"] == ACME
        assert bring(paths)["Account"].known == 1

    def test_a_rename_that_no_history_tells_is_told(self, bring: Bring, write: Write) -> None:
        bring(write(Account=[account()]))
        (odd,) = bring(write(Account=[account(name="Acme Holdings")]))["Account"].odds
        assert "the ledger has 'Acme'" in odd.reason


class TestContacts:
    PERSON = full_id("003Hx00000pErSo")

    def contact(self, **more: str) -> Row:
        return {
            "Id": self.PERSON,
            "AccountId": ACME,
            "FirstName": "Ann",
            "LastName": "Lee",
            "Title": "cfo",
            "Department": "finance",
            "CreatedDate": "2022-03-01T09:00:00Z",
        } | more

    def test_function_and_level_are_looked_up(self, bring: Bring, write: Write, ledger: Ledger) -> None:
        bring(write(Contact=[self.contact()], Account=[account()]))
        (fact,) = ledger.store.facts("acme", types=("StakeholderIdentified",))
        assert isinstance(fact.event, StakeholderIdentified)
        said = fact.event
        assert (said.function, said.level, said.name) == (BuyingFunction.FINANCE, Level.C_LEVEL, "Ann Lee")
        assert fact.source == {"CreatedDate": "2022-03-01T09:00:00Z"}  # nothing that is personal

    def test_a_title_that_is_not_sure_leaves_the_level_open(
        self, bring: Bring, write: Write, ledger: Ledger
    ) -> None:
        bring(write(Contact=[self.contact(Title="Director")], Account=[account()]))
        (person,) = ledger.account("acme")[Relationships].people.values()
        assert person.level is None

    def test_an_unknown_department_is_rejected_unless_the_map_says_otherwise(
        self, bring: Bring, write: Write, declared: Declared
    ) -> None:
        paths = write(Contact=[self.contact(Department="Legal")], Account=[account()])
        assert "'Legal' is in no function" in bring(paths)["Contact"].rejects[0].reason
        otherwise = evolve(declared, otherwise=BuyingFunction.CORPORATE)
        assert bring(paths, by=otherwise)["Contact"].recorded == 1


class TestWhatTheCustomerIs:
    def described(self, **more: str) -> Row:
        said = {
            "LastModifiedDate": "2023-03-01T09:00:00Z",
            "Industry": "Food",
            "AnnualRevenue": "1.25E7",
            "NumberOfEmployees": "310",
            "BillingCity": "Hull",
        }
        return account(**{**said, **more})

    def test_its_turnover_is_its_own(self, bring: Bring, write: Write, ledger: Ledger) -> None:
        parent = full_id("001Hx00000pArEn")
        rows = [self.described(ParentId=parent[:15], YearStarted="1987"), account(parent, "Acme Holdings")]
        bring(write(Account=rows))
        before = ledger.account("acme", as_of=dt.date(2023, 2, 28))[Profile].firmographics
        found = ledger.account("acme", as_of=dt.date(2023, 3, 1))[Profile].firmographics
        assert (before.sector, found.sector, found.parent) == (None, "Food", "Acme Holdings")
        assert (found.turnover, found.employees, found.founded) == (gbp("12500000"), 310, 1987)
        assert found.location == "Hull"

    def test_a_later_export_tells_what_is_otherwise(self, bring: Bring, write: Write, ledger: Ledger) -> None:
        bring(write(Account=[self.described()]))
        before = ledger.position()
        assert bring(write(Account=[self.described()]))["Account"].known == 1
        assert ledger.position() == before
        later = {"NumberOfEmployees": "290", "LastModifiedDate": "2024-03-01T09:00:00Z"}
        assert bring(write(Account=[self.described(**later)]))["Account"].recorded == 1
        assert bring(write(Account=[self.described(**later)]))["Account"].known == 1
        employees = [
            ledger.account("acme", as_of=dt.date(year, 12, 31))[Profile].firmographics.employees
            for year in (2023, 2024)
        ]
        assert employees == [310, 290]

    def test_and_says_so_when_it_does_not_say_since_when(self, bring: Bring, write: Write) -> None:
        bring(write(Account=[self.described()]))
        came = bring(write(Account=[self.described(Industry="Drinks", LastModifiedDate="")]))["Account"]
        assert (came.recorded, came.odds[0].reason[:35]) == (0, "sector: the ledger says otherwise, ")

    def test_a_number_that_is_none_leaves_the_account(self, bring: Bring, write: Write) -> None:
        came = bring(write(Account=[self.described(NumberOfEmployees="many")]))["Account"]
        assert (came.opened, came.rejects[0].column) == (("acme",), "NumberOfEmployees")

    def test_a_record_modified_otherwise_says_nothing_new(
        self, bring: Bring, write: Write, ledger: Ledger
    ) -> None:
        bring(write(Account=[self.described()]))
        before = ledger.position()
        assert bring(write(Account=[self.described(LastModifiedDate="2024-03-01T09:00:00Z")]))[
            "Account"
        ].known
        assert ledger.position() == before
