"""Evidence bundles as they should be: they verify with nothing but the program and a public key."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings

from majoracct.adapters.storage.codec import Codec
from majoracct.adapters.trust import bundle, bundle_keys, seal
from majoracct.adapters.trust.bundle_file import Bundle, BundleError
from majoracct.adapters.trust.bundle_report import BundleReport
from majoracct.adapters.trust.note import CryptographyMissingError, NoteError, sign
from majoracct.domain import index
from majoracct.domain.account.coverage import OwnerAssigned
from majoracct.domain.account.mergers import merge
from majoracct.domain.account.profile import AccountOpened, AccountRenamed
from majoracct.domain.book.persons import PersonErased, Persons
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.seen import EVER, Book
from majoracct.ledger import Ledger
from majoracct.ports import LedgerFaultError, NotFoundError
from majoracct.testing.evidence import DAY, OTHERS, SIGNER, Evidence, checkpoint, evidence, ledger_of, tell
from majoracct.testing.given import money
from majoracct.testing.ledgers import Kept, ledgers


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    return evidence(tmp_path_factory.mktemp("evidence"))


KEY = SIGNER.verifier


def verified(data: bytes, checkpoint: bytes | None = None) -> BundleReport:
    return bundle.verify(data, [SIGNER.verifier], checkpoint)


def dossier(data: bytes) -> str:
    return Bundle.parse(data).worded


class TestVerifying:
    def test_a_pinned_key_that_signed_vouches(self, small: Evidence) -> None:
        report = verified(small.data)
        assert (report.problems, report.vouched) == ((), True)
        assert report.signed_by == ("ledger.example",)
        assert (report.facts, report.size) == (6, 15)
        assert report.others == ("ledger@1", "programme@1", "ledger@3")

    def test_without_a_key_it_is_sound_and_nobody_vouches(self, small: Evidence) -> None:
        report = bundle.verify(small.data)
        assert report.sound
        assert not report.vouched
        assert report.claims == ("ledger.example",)
        assert "Nothing outside the bundle vouches for it" in report.lines()[-1]

    def test_the_same_checkpoint_kept_elsewhere_vouches(self, small: Evidence) -> None:
        assert bundle.verify(small.data, (), small.note).vouched

    def test_a_later_checkpoint_does_not_and_speaks_not_against_it(self, small: Evidence) -> None:
        ledger = ledger_of(None)
        tell(ledger)
        first = checkpoint(ledger)
        data = bundle.make(ledger, ["bolt"], DAY, first)
        ledger.desk(by="kim").record("bolt", AccountRenamed("Nut plc"))
        report = bundle.verify(data, (), checkpoint(ledger))
        assert report.sound
        assert not report.vouched
        assert any("does not show how the two belong together" in line for line in report.lines())

    def test_another_root_for_the_same_size_speaks_against_it(self, small: Evidence, tmp_path: Path) -> None:
        other = evidence(tmp_path)  # the same story, under other keys
        assert seal.checkpoint_in(other.note).size == seal.checkpoint_in(small.note).size
        report = bundle.verify(small.data, (), other.note)
        assert any("another root" in problem for problem in report.problems)

    def test_a_checkpoint_of_another_ledger_speaks_against_it(self, small: Evidence, tmp_path: Path) -> None:
        other = evidence(tmp_path, "another")
        report = verified(small.data, other.note)
        assert any("another ledger" in problem for problem in report.problems)

    def test_a_checkpoint_whose_signature_is_wrong_vouches_for_nothing(self, small: Evidence) -> None:
        text = seal.checkpoint_in(small.note).text()
        report = verified(small.data, sign(text, OTHERS))
        assert not report.vouched
        assert any("checkpoint that was given" in problem for problem in report.problems)

    def test_junk_as_a_checkpoint_is_said(self, small: Evidence) -> None:
        assert not verified(small.data, b"junk").sound

    @pytest.mark.parametrize("data", [b"", b"junk", b"majoracct evidence bundle 1", bytes(1000)])
    def test_what_is_no_bundle_is_said(self, data: bytes) -> None:
        report = verified(data)
        assert report.problems
        assert report.lines()
        assert json.dumps(report.to_dict())

    def test_it_is_told_by_its_first_bytes(self, small: Evidence) -> None:
        assert bundle.looks_like(small.data[:64])
        assert not bundle.looks_like(b"SQLite format 3\x00")

    def test_in_a_fresh_process_with_an_empty_folder(self, small: Evidence, tmp_path: Path) -> None:
        program = (
            "import sys; from majoracct.adapters.trust import bundle; "
            "from majoracct.adapters.trust.note import Verifier; "
            "found = bundle.verify(sys.stdin.buffer.read(), [Verifier.parse(sys.argv[1])]); "
            "assert not {'eventsourcing', 'click'} & sys.modules.keys(); "
            "sys.exit(0 if found.sound and found.vouched else 1)"
        )
        environment = {
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "TZ": "Asia/Tokyo",
            "LC_ALL": "C",
        }
        done = subprocess.run(
            [sys.executable, "-c", program, str(SIGNER.verifier)],
            input=small.data,
            cwd=tmp_path,
            env=environment,
            check=False,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr
        assert not list(tmp_path.iterdir())

    def test_another_version_s_wording_is_named(
        self, small: Evidence, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("majoracct.adapters.trust.bundle_check.program_version", lambda: "99.1")
        report = verified(small.data)
        assert report.proven
        assert not report.sound
        assert any("and this is 99.1" in problem for problem in report.problems)

    @pytest.mark.parametrize("module", ["ciphers.aead", "asymmetric.ed25519"])
    def test_without_cryptography_it_is_neither_sound_nor_altered(
        self, small: Evidence, monkeypatch: pytest.MonkeyPatch, module: str
    ) -> None:
        monkeypatch.setitem(sys.modules, f"cryptography.hazmat.primitives.{module}", None)
        with pytest.raises(CryptographyMissingError, match="pip install"):
            bundle.verify(small.data, [KEY])

    def test_a_type_nobody_here_knows_leaves_the_facts_proven(
        self, small: Evidence, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delitem(index._EVENTS, "RevenueRecorded")
        bundle_keys._keyless.cache_clear()
        report = verified(small.data)
        bundle_keys._keyless.cache_clear()
        assert report.proven
        assert not report.vouched
        assert any("the dossier cannot be compared: @10" in problem for problem in report.problems)


class TestMaking:
    def test_the_same_ledger_gives_the_same_bytes(self, small: Evidence) -> None:
        assert bundle.make(small.ledger, ["acme"], DAY, small.note) == small.data

    def test_the_dossier_can_be_read_without_a_program(self, small: Evidence) -> None:
        text = dossier(small.data)
        assert "Acme Ltd (acme)" in text
        assert "WITHDRAWN: Paid 400,000.00 GBP" in text
        assert "Ann Lee identified" in text
        assert "under programme@1 of 0001-01-01" in text
        assert max(map(len, text.split("\n"))) <= 110

    def test_nothing_of_another_account_is_in_it(self, small: Evidence) -> None:
        assert b"Bolt" not in small.data
        assert b'p2\\"' not in small.data  # as it is written in a body

    def test_what_is_later_than_the_checkpoint_is_not_in_it(self) -> None:
        ledger = ledger_of(None)
        tell(ledger)
        note = checkpoint(ledger)
        ledger.desk(by="kim").record("bolt", AccountRenamed("Nut plc"))
        data = bundle.make(ledger, ["bolt"], dt.date(2024, 6, 1), note)
        assert b"Nut plc" not in data
        assert verified(data).sound

    def test_of_our_people_those_who_are_named_are_in_it(self) -> None:
        ledger = ledger_of(None)
        tell(ledger)
        desk = ledger.desk(by="kim").on(DAY)
        for person, name in (("s1", "Sam Named"), ("s2", "Una Known")):
            desk.adopt(StaffIdentified(person, name=name))
        desk.record("acme", OwnerAssigned("s1"))
        data = bundle.make(ledger, ["acme"], DAY, checkpoint(ledger))
        assert b"Sam Named" in data
        assert b"Una Known" not in data

    def test_every_policy_is_in_it(self) -> None:
        ledger = ledger_of(None)
        tell(ledger)
        terms = ledger.programme(as_of=DAY)[Policy].terms
        later = evolve(terms, threshold=money("2,000,000"))
        ledger.desk(by="kim").on(dt.date(2024, 5, 2), reason="grown").adopt(PolicyAdopted(later))
        data = bundle.make(ledger, ["acme"], DAY, checkpoint(ledger))
        assert "programme@2" in verified(data).others

    def test_a_merged_account_brings_its_predecessors_facts(self) -> None:
        ledger = ledger_of(None)
        tell(ledger)
        ledger.desk(by="kim").on(DAY).carry_out("acme", merge, into="bolt")
        note = checkpoint(ledger)
        data = bundle.make(ledger, ["bolt"], DAY, note)
        assert [head.stream for head in Bundle.parse(data).heads] == ["acme", "bolt"]
        assert verified(data).sound
        with pytest.raises(NotFoundError, match="had merged into bolt"):
            bundle.make(ledger, ["acme"], DAY, note)

    def test_an_account_nobody_knew_by_then_is_not_found(self, small: Evidence) -> None:
        for account, day in (("nobody", DAY), ("acme", dt.date(2024, 4, 30)), ("programme", DAY)):
            with pytest.raises(NotFoundError):
                bundle.make(small.ledger, [account], day, small.note)

    def test_another_ledger_s_checkpoint_is_no_ground(self, small: Evidence, tmp_path: Path) -> None:
        with pytest.raises(NoteError, match="another ledger"):
            bundle.make(small.ledger, ["acme"], DAY, evidence(tmp_path, "another").note)

    def test_a_checkpoint_the_ledger_does_not_agree_with_is_a_fault(
        self, small: Evidence, tmp_path: Path
    ) -> None:
        with pytest.raises(LedgerFaultError, match="altered"):
            bundle.make(small.ledger, ["acme"], DAY, evidence(tmp_path).note)

    def test_a_bundle_nobody_would_read_is_not_made(
        self, small: Evidence, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("majoracct.adapters.trust.bundle_file.MOST_BYTES", 1000)
        with pytest.raises(BundleError, match="prove fewer accounts"):
            bundle.make(small.ledger, ["acme"], DAY, small.note)

    @given(ledgers())
    @settings(deadline=None, derandomize=True, database=None, max_examples=6)
    def test_whatever_was_recorded_every_account_of_a_day_verifies(self, kept: Kept) -> None:
        note = checkpoint(kept.ledger)
        for day in kept.days:
            keys = [account.key for account in kept.ledger.accounts(as_of=day)]
            report = verified(bundle.make(kept.ledger, keys, day, note))
            assert report.vouched, report.problems

    def test_what_a_terminal_would_obey_is_spelt_out(self) -> None:
        ledger = ledger_of(None)
        ledger.desk(by="kim").on(DAY, reason="\x1b[2J\u202egone\x9b").record(
            "acme", AccountOpened("A\u200bcme")
        )
        data = bundle.make(ledger, ["acme"], DAY, checkpoint(ledger))
        assert verified(data).vouched
        assert not {"\x1b", "\u202e", "\x9b", "\u200b"} & set(data.decode())
        assert "\\x1b[2J\\u202egone\\x9b" in data.decode()


class TestPersonalData:
    def test_redacted_it_shows_that_something_is_sealed_and_verifies(self, tmp_path: Path) -> None:
        found = evidence(tmp_path, redact=True)
        report = verified(found.data)
        assert report.vouched
        assert report.sealed == 1
        assert "[sealed] identified" in dossier(found.data)
        assert b"Ann Lee" not in found.data
        assert not found.parsed.keys

    def test_a_ledger_in_the_clear_cannot_be_redacted(self) -> None:
        with pytest.raises(bundle.NotRedactableError, match="of 1 person stands"):
            evidence(None, redact=True)

    def test_only_the_keys_that_are_needed_are_handed_on(self, small: Evidence) -> None:
        assert [key.person for key in small.parsed.keys] == ["p1"]

    def test_who_was_erased_before_the_checkpoint_is_shown_as_erased(self, tmp_path: Path) -> None:
        ledger = ledger_of(tmp_path)
        tell(ledger)
        _erase(ledger, forget=True)
        data = bundle.make(ledger, ["acme"], DAY, checkpoint(ledger))
        assert verified(data).vouched
        assert "[erased] identified" in dossier(data)
        assert "p1 erased" in dossier(data) or "[erased] erased" in dossier(data)

    def test_who_was_erased_since_stays_sealed_even_while_the_key_is_there(self, tmp_path: Path) -> None:
        ledger = ledger_of(tmp_path)
        tell(ledger)
        note = checkpoint(ledger)
        _erase(ledger, forget=False)
        data = bundle.make(ledger, ["acme"], DAY, note)
        assert verified(data).vouched
        assert not Bundle.parse(data).keys
        assert b"Ann Lee" not in data

    def test_what_stands_in_the_clear_of_somebody_erased_is_handed_to_nobody(self, tmp_path: Path) -> None:
        ledger = ledger_of(tmp_path)
        store: Any = ledger.store
        sealing, store._codec = store._codec, Codec()  # as before there was a key store
        tell(ledger)
        store._codec = sealing
        _erase(ledger, forget=True)
        with pytest.raises(bundle.NotRedactableError, match="p1 was erased"):
            bundle.make(ledger, ["acme"], DAY, checkpoint(ledger))


def _erase(ledger: Ledger, *, forget: bool) -> None:
    commitment = Book("ledger", EVER, ledger.past())[Persons].commitments["p1"]
    desk = ledger.desk(by="dora", role="data protection officer").on(reason="she asked")
    desk.note(PersonErased("p1", commitment))
    if forget and ledger.store.vault is not None:
        ledger.store.vault.forget("p1")
