"""What is personal is sealed with a key that the ledger knows, and which the first such fact brings along."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from majoracct import Ledger
from majoracct.adapters.trust.vault import KeyStore, create, open_key_store
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.book.persons import (
    KeyStoreAttached,
    PersonErased,
    PersonKeyCommitted,
    Persons,
    PersonWasErased,
)
from majoracct.domain.kernel import LEDGER, Erased, Refused
from majoracct.domain.seen import EVER, Book
from majoracct.ledger import Desk, Request
from majoracct.ports import CommandReusedError, ConflictError, KeyStoreError
from majoracct.sealing import fingerprint
from majoracct.testing.given import money

WRAPPING = bytes(range(32))
DAY = dt.date(2024, 5, 1)
ANN = StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ann Lee", title="CFO")
BO = StakeholderIdentified("p2", BuyingFunction.FINANCE, name="Bo Ek")


class Books:
    """A ledger and its key store, opened as often as asked, as by so many processes."""

    def __init__(self, folder: Path) -> None:
        self.path, self.keys = folder / "book.db", folder / "book.keys"
        self.opened: list[Ledger] = []
        self.vault()
        with Ledger.create(self.path, currency="GBP", by="kim", vault=self.vault()) as ledger:
            ledger.desk(by="kim").on(DAY).record("acme", AccountOpened("Acme"))

    def vault(self) -> KeyStore:
        made = self.keys.exists()
        return open_key_store(self.keys, WRAPPING) if made else create(self.keys, "ledger-1", WRAPPING)

    def open(self, vault: KeyStore | None = None, *, sealing: bool = True) -> Ledger:
        ledger = Ledger.open(self.path, vault=(vault or self.vault()) if sealing else None)
        self.opened.append(ledger)
        return ledger

    def desk(self, ledger: Ledger | None = None, **said: Any) -> Desk:
        return (ledger or self.open()).desk(by="kim").on(DAY, **said)

    def told(self, kind: type[Any]) -> list[str]:
        with Ledger.open(self.path) as ledger:
            return [
                f"{f.reference} {getattr(f.event, 'person', '')}"
                for f in ledger.store.facts()
                if isinstance(f.event, kind)
            ]

    @property
    def head(self) -> int:
        with Ledger.open(self.path) as ledger:
            return ledger.store.head()

    def erase(self, person: str, *, forget: bool = True) -> None:
        with Ledger.open(self.path, vault=(vault := self.vault())) as ledger:
            known = Book(LEDGER, EVER, ledger.past())[Persons].commitments[person]
            officer = ledger.desk(by="dee", role="data protection officer").on(reason="asked to be")
            officer.note(PersonErased(person, known))
            if forget:
                vault.forget(person)


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    books = Books(tmp_path)
    yield books
    for ledger in books.opened:
        ledger.close()


class TestCommitments:
    def test_the_first_personal_fact_brings_it_along_in_its_own_command(self, books: Books) -> None:
        fact = books.desk().record("acme", ANN)
        with Ledger.open(books.path) as ledger:
            together = ledger.store.of_command(fact.command_id)
        assert [f.reference for f in together] == ["acme@2", "ledger@3"]
        assert isinstance(together[1].event, PersonKeyCommitted)
        with closing(books.vault()) as vault:
            assert together[1].event.commitment == vault.kept("p1")

    def test_it_comes_once_whoever_records(self, books: Books) -> None:
        first, second = books.open(), books.open()
        books.desk(first).record("acme", ANN)
        books.desk(second).record("acme", SponsorNamed("p1", "CFO", "spend"))
        books.desk(first).on(reason="an error").correct("acme@3", remit="all spend")
        assert books.told(PersonKeyCommitted) == ["ledger@3 p1"]

    def test_several_people_in_one_append_bring_one_each(self, books: Books) -> None:
        requests = [
            Request("acme", ANN, DAY),
            Request("acme", SponsorNamed("p1", "CFO", "spend"), DAY),
            Request("acme", BO, DAY),
        ]
        books.desk().record_all(requests)
        assert books.told(PersonKeyCommitted) == ["ledger@3 p1", "ledger@4 p2"]

    def test_what_says_nothing_personal_brings_none(self, books: Books) -> None:
        desk = books.desk()
        desk.record("acme", StakeholderIdentified("p3", BuyingFunction.FINANCE))
        desk.record("acme", RevenueRecorded(money("1")))
        assert books.told(PersonKeyCommitted) == []
        with closing(books.vault()) as vault:
            assert vault.people() == []

    @pytest.mark.parametrize("way", ["rehearsed", "refused"])
    def test_what_is_not_recorded_keeps_no_key(self, books: Books, way: str) -> None:
        desk = books.desk()
        if way == "rehearsed":
            desk.on(rehearsal=True).record("acme", ANN)
        else:
            with pytest.raises(Refused):
                desk.record_all([Request("acme", ANN, DAY), Request("acme", ANN, DAY)])
        desk.record("acme", BO)  # what was made for ANN is not kept by this either
        with closing(books.vault()) as vault:
            assert vault.people() == ["p2"]

    def test_a_key_kept_for_what_was_never_recorded_is_used_later(self, books: Books) -> None:
        with closing(books.vault()) as vault:  # killed between keeping it and the append
            kept = vault.commitment("p1")
            vault.keep()
        books.desk().record("acme", ANN)
        with Ledger.open(books.path) as ledger:
            assert dict(Book(LEDGER, EVER, ledger.past())[Persons].commitments.items()) == {"p1": kept}
            assert ledger.store.fact("acme", 2).event.name is Erased.sealed  # type: ignore[union-attr]
        assert books.open().store.fact("acme", 2).event == ANN  # type: ignore[union-attr]

    def test_a_key_another_process_kept_meanwhile_is_committed_to(
        self, books: Books, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It was killed before its append: no head of the ledger's moved, and yet ours was not kept."""
        ledger, vault = books.open(mine := books.vault()), mine
        keeping = vault.keep

        def keep_late(people: Any = None) -> None:
            with closing(books.vault()) as other:
                if not other.people():
                    other.commitment("p1")
                    other.keep()
                    with pytest.raises(ConflictError):  # what another thread of ours was told, and not we
                        keeping(people)
            keeping(people)

        monkeypatch.setattr(vault, "keep", keep_late)
        books.desk(ledger).record("acme", ANN)
        with closing(books.vault()) as other, Ledger.open(books.path) as again:
            known = Book(LEDGER, EVER, again.past())[Persons].commitments.get("p1")
            assert known == other.kept("p1")

    def test_another_key_than_the_ledger_knows_is_refused(self, books: Books) -> None:
        books.desk().record("acme", ANN)
        with closing(books.vault()) as vault:
            vault.forget("p1")
            vault.commitment("p1")
            vault.keep()
        head = books.head
        with pytest.raises(KeyStoreError, match=r"another key of p1 .*doctor"):
            books.desk().record("acme", SponsorNamed("p1", "CFO", "spend"))
        assert books.head == head

    def test_a_key_that_was_lost_is_not_made_anew(self, books: Books) -> None:
        books.desk().record("acme", ANN)
        with closing(books.vault()) as vault:
            vault.forget("p1")
        with pytest.raises(KeyStoreError, match=r"no key of p1 any more: .*doctor"):
            books.desk().record("acme", SponsorNamed("p1", "CFO", "spend"))
        with closing(books.vault()) as vault:
            assert vault.people() == []


class TestWhichKeyStore:
    def test_a_ledger_is_created_with_one(self, books: Books) -> None:
        with Ledger.open(books.path) as ledger, closing(books.vault()) as vault:
            assert Book(LEDGER, EVER, ledger.past())[Persons] == Persons(vault.id, "ledger@2")
            assert ledger.id == "ledger-1"

    def test_none_given_nothing_personal_is_recorded(self, books: Books) -> None:
        head = books.head
        desk = books.desk(books.open(sealing=False))
        with pytest.raises(KeyStoreError, match="MAJORACCT_KEY_STORE"):
            desk.record("acme", ANN)
        assert books.head == head
        desk.record("acme", RevenueRecorded(money("1")))  # the rest is, as ever

    def test_another_ledgers_opens_nothing(self, books: Books, tmp_path: Path) -> None:
        with (
            closing(create(tmp_path / "other", "ledger-2", WRAPPING)) as other,
            pytest.raises(KeyStoreError, match=r"ledger-2.*ledger-1"),
        ):
            Ledger.open(books.path, vault=other)

    def test_another_one_of_the_same_ledger_seals_nothing(self, books: Books, tmp_path: Path) -> None:
        ledger = books.open(create(tmp_path / "second", "ledger-1", WRAPPING))
        head = books.head
        with pytest.raises(KeyStoreError, match="seals what is personal with the key store"):
            books.desk(ledger).record("acme", ANN)
        assert books.head == head

    def test_one_that_was_not_attached_seals_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "clear.db"
        Ledger.create(path, currency="GBP", by="kim", ledger_id="ledger-1").close()
        with Ledger.open(path, vault=create(tmp_path / "keys", "ledger-1", WRAPPING)) as ledger:
            desk = ledger.desk(by="kim").on(DAY)
            desk.record("acme", AccountOpened("Acme"))
            with pytest.raises(KeyStoreError, match="attach"):
                desk.record("acme", ANN)
            assert ledger.store.vault is not None
            desk.note(KeyStoreAttached(ledger.store.vault.id))
            desk.record("acme", ANN)
        assert b"Ann Lee" not in path.read_bytes()

    def test_the_ledger_lets_go_of_the_keys(self, books: Books) -> None:
        vault = books.vault()
        with books.open(vault) as ledger:
            books.desk(ledger).record("acme", ANN)
            assert vault._keys
        assert vault._keys == {}
        assert vault._connection is None


class TestWhoWasErased:
    def test_nothing_personal_of_them_is_recorded_again(self, books: Books) -> None:
        books.desk().record("acme", ANN)
        books.erase("p1")
        head = books.head
        with pytest.raises(PersonWasErased, match="ledger@4"):
            books.desk().record("acme", SponsorNamed("p1", "CFO", "spend"))
        assert books.head == head
        with closing(books.vault()) as vault:
            assert vault.people() == []  # and no key is made anew

    def test_by_a_process_that_knew_them_before(self, books: Books) -> None:
        ledger = books.open()
        books.desk(ledger).record("acme", ANN)
        books.erase("p1")
        with pytest.raises(PersonWasErased):
            books.desk(ledger).record("acme", SponsorNamed("p1", "CFO", "spend"))
        read = ledger.store.fact("acme", 2)
        assert read is not None
        assert isinstance(read.event, StakeholderIdentified)
        assert read.event.name is Erased.here

    @pytest.mark.parametrize("step", ["digest", "seal_all"])
    def test_by_another_process_between_our_looking_and_our_sealing(
        self, books: Books, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        """The ledger was read before they were erased; the key is missed when it is held, or sealed with."""
        books.desk().record("acme", ANN)
        ledger, vault = books.open(mine := books.vault()), mine
        real, erased = getattr(vault, step), list[str]()

        def too_late(*asked: Any) -> Any:
            if not erased:
                erased.append("p1")
                books.erase("p1")
            return real(*asked)

        monkeypatch.setattr(vault, step, too_late)
        with pytest.raises(PersonWasErased):
            books.desk(ledger).record("acme", SponsorNamed("p1", "CFO", "spend"))
        assert erased
        assert books.told(SponsorNamed) == []

    def test_from_the_moment_it_is_on_record(self, books: Books) -> None:
        books.desk().record("acme", ANN)
        books.erase("p1", forget=False)
        with pytest.raises(PersonWasErased):
            books.desk().record("acme", SponsorNamed("p1", "CFO", "spend"))

    def test_what_is_not_personal_is(self, books: Books) -> None:
        books.desk().record("acme", ANN)
        books.erase("p1")
        fact = books.desk().on(reason="an error").correct("acme@2", function=BuyingFunction.OPERATIONS)[1]
        assert isinstance(fact.event, StakeholderIdentified)
        with Ledger.open(books.path) as ledger:
            stored = [json.loads(row.body) for row in ledger.store.rows() if row.stream == "acme"][-1]
        assert stored["event"]["name"] == {"person": "p1"}

    def test_who_was_not_read_is_not_written_back(self, books: Books) -> None:
        books.desk().record("acme", ANN)
        head = books.head
        with pytest.raises(KeyStoreError, match="would be lost: name the key store"):
            books.desk(books.open(sealing=False)).on(reason="an error").correct(
                "acme@2", function=BuyingFunction.OPERATIONS
            )
        assert books.head == head


class TestFingerprints:
    """What tells a request from another keeps no digest of a name that guesses could be tried against."""

    def test_the_same_request_again_is_its_first_result(self, books: Books) -> None:
        first = books.desk(command_id="request-1").record("acme", ANN)
        again = books.desk(command_id="request-1").record("acme", ANN)
        assert again.reference == first.reference == "acme@2"

    def test_another_request_under_the_same_id_is_a_conflict(self, books: Books) -> None:
        books.desk(command_id="request-1").record("acme", ANN)
        other = StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ann Li", title="CFO")
        with pytest.raises(CommandReusedError, match="another request"):
            books.desk(command_id="request-1").record("acme", other)

    def test_after_an_erasure_it_is_still_its_first_result(self, books: Books) -> None:
        books.desk(command_id="request-1").record("acme", ANN)
        books.erase("p1")
        again = books.desk(command_id="request-1").record("acme", ANN)
        assert again.reference == "acme@2"
        assert isinstance(again.event, StakeholderIdentified)
        assert again.event.name is Erased.here

    def test_without_the_key_store_it_is_too(self, books: Books) -> None:
        books.desk(command_id="request-1").record("acme", ANN)
        again = books.desk(books.open(sealing=False), command_id="request-1").record("acme", ANN)
        assert again.reference == "acme@2"

    def test_in_an_append_of_several_as_well(self, books: Books) -> None:
        def request(name: str) -> Request:
            told = StakeholderIdentified("p1", BuyingFunction.FINANCE, name=name)
            return Request("acme", told, DAY, command_id="row-1", asked=name)

        books.desk().record_all([request("Ann Lee")])
        assert books.desk().record_all([request("Ann Lee")]) == []
        with pytest.raises(CommandReusedError):
            books.desk().record_all([request("Ann Li")])

    def test_of_two_people_told_of_together_both_keys_take_part(self, books: Books) -> None:
        asked = [Request("acme", ANN, DAY), Request("acme", BO, DAY)]
        with Ledger.open(books.path, vault=books.vault()) as ledger:
            facts = books.desk(ledger).record_all(asked)
            vault = ledger.store.vault
            assert vault is not None
            whole = fingerprint(facts, vault, "x")
            assert whole not in (fingerprint(facts[:1], vault, "x"), fingerprint(facts[2:3], vault, "x"))
            vault.forget("p2")
            assert fingerprint(facts, vault, "x") is None

    def test_no_plain_digest_is_anywhere(self, books: Books) -> None:
        fact = books.desk(command_id="request-1").record("acme", ANN)
        desk = books.desk(command_id="request-1")
        asked = desk._asked("acme", repr(ANN))
        plain = hashlib.sha256(asked.encode()).hexdigest()
        with Ledger.open(books.path) as ledger:
            bodies = [row.body for row in ledger.store.rows()]
        assert fact.fingerprint
        assert not any(plain[:16].encode() in body for body in bodies)
        # What says nothing of anybody has the plain one, so that the comparison above is of something.
        revenue = books.desk(command_id="request-2").record("acme", RevenueRecorded(money("1")))
        asked = books.desk(command_id="request-2")._asked("acme", repr(revenue.event))
        assert revenue.fingerprint == hashlib.sha256(asked.encode()).hexdigest()[:32]

    def test_what_was_recorded_before_there_was_a_key_store_is_known_again(self, tmp_path: Path) -> None:
        path = tmp_path / "clear.db"
        with Ledger.create(path, currency="GBP", by="kim", ledger_id="ledger-1") as ledger:
            desk = ledger.desk(by="kim").on(DAY)
            desk.record("acme", AccountOpened("Acme"))
            desk.on(command_id="request-1").record("acme", ANN)
        with Ledger.open(path, vault=create(tmp_path / "keys", "ledger-1", WRAPPING)) as ledger:
            desk = ledger.desk(by="kim").on(DAY)
            assert ledger.store.vault is not None
            desk.note(KeyStoreAttached(ledger.store.vault.id))
            desk.record("acme", SponsorNamed("p1", "CFO", "spend"))  # now they have a key
            assert desk.on(command_id="request-1").record("acme", ANN).reference == "acme@2"
