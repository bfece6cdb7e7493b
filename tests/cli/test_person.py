"""`person`: who is on record, all that is held about one of them, sealing and erasing; `init` with keys."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from majoracct import Ledger
from majoracct.adapters.trust import erasing, keys, vault
from majoracct.desk import Desk
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.ports import BusyError, KeyStoreError

Run = Callable[..., Result]
OFFICER = ("--role", "data protection officer", "--reason", "asked for")


@pytest.fixture
def keyed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a command line that knows where the key store is to be, and what it is wrapped by."""
    keys.make_wrapping_key(tmp_path / "wrapping.key")
    monkeypatch.setenv("MAJORACCT_KEY_STORE", "keys.db")
    monkeypatch.setenv("MAJORACCT_WRAPPING_KEY_FILE", "wrapping.key")
    return run


def tell(run: Run) -> None:
    """Record Ann Lee, at acme and bolt, withdrawn there, and as a sponsor; Bob Roe; Una of ours."""
    on = ("--on", "2024-02-01")
    run("account", "open", "acme", "--name", "Acme Ltd", *on)
    run("account", "open", "bolt", "--name", "Bolt plc", *on)
    run(*"stakeholder identify acme --function finance --title Controller --name".split(), "Ann Lee", *on)
    run(*"stakeholder identify bolt --function operations --title Clerk --name".split(), "Bob Roe", *on)
    sponsor = ("sponsor", "name", "acme", "--person", "Ann Lee", "--title", "Controller")
    why = ("--evidence", "https://example.org/letter", "--reason", "board of March")
    run(*sponsor, "--remit", "capital spend", *why, "--on", "2024-03-01")
    run("staff", "identify", "--name", "Una Marsh", "--on", "2024-01-01")


@pytest.fixture
def sealed(keyed: Run) -> Run:
    keyed("--actor", "kim", "init", "--currency", "GBP")
    tell(keyed)
    return keyed


@pytest.fixture
def clear(run: Run) -> Run:
    run("--actor", "kim", "init", "--currency", "GBP")
    tell(run)
    return run


@contextmanager
def at_desk() -> Iterator[Desk]:
    """Lend a desk of the ledger here, with its keys: for what no single command records."""
    with (
        closing(vault.open_key_store(Path("keys.db"), keys.wrapping_key_from("wrapping.key"))) as store,
        Ledger.open("majoracct.db", vault=store) as ledger,
    ):
        yield ledger.desk(by="kim").on(dt.date(2024, 5, 1))


def document(found: Result) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(found.stdout)
    return read


def id_of(run: Run, name: str) -> str:
    rows = document(run("person", "list", "--json"))["rows"]
    return next(str(row["person"]) for row in rows if row["name"] == name)


class TestInit:
    def test_without_a_key_store_it_says_what_that_means(self, run: Run) -> None:
        said = run("init", "--currency", "GBP").stdout
        assert "in the clear: nobody can be erased. With `init --key-store FILE` they are sealed." in said
        assert (
            document(run("--ledger", "b.db", "init", "--currency", "GBP", "--json"))["data"]["key_store"]
            is None
        )

    def test_with_one_both_files_are_made_and_what_is_personal_is_sealed(
        self, sealed: Run, tmp_path: Path
    ) -> None:
        assert (tmp_path / "keys.db").stat().st_mode & 0o777 == 0o600
        stored = b"".join(path.read_bytes() for path in tmp_path.glob("majoracct.db*"))
        assert b"Acme Ltd" in stored
        for text in (b"Ann Lee", b"Controller", b"capital spend", b"Una Marsh"):
            assert text not in stored
        assert "Ann Lee identified, Controller" in sealed("timeline", "acme").stdout

    def test_the_option_names_it_as_well_as_the_setting(
        self, keyed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("MAJORACCT_KEY_STORE")
        made = document(keyed("init", "--currency", "GBP", "--key-store", "mine.db", "--json"))["data"]
        assert (tmp_path / "mine.db").exists()
        with closing(
            vault.open_key_store(tmp_path / "mine.db", keys.wrapping_key_from("wrapping.key"))
        ) as store:
            assert made["key_store"] == store.id
            assert made["id"] == store.ledger_id
        keyed("account", "open", "acme", "--name", "Acme")
        identify = ("stakeholder", "identify", "acme", "--function", "finance", "--name", "Ann")
        said = keyed(*identify, code=2).stderr
        assert "name it, with --key-store, in MAJORACCT_KEY_STORE" in said
        keyed(*identify, "--key-store", "mine.db")

    @pytest.mark.parametrize("stands", ["majoracct.db", "majoracct.db-wal", "keys.db"])
    def test_nothing_half_made_is_left(self, keyed: Run, tmp_path: Path, stands: str) -> None:
        (tmp_path / stands).write_bytes(b"somebody's")
        before = sorted(path.name for path in tmp_path.iterdir())
        keyed("init", "--currency", "GBP", code=2)
        assert sorted(path.name for path in tmp_path.iterdir()) == before
        assert (tmp_path / stands).read_bytes() == b"somebody's"

    @pytest.mark.parametrize(
        "wrong", [("--currency", "pounds"), ("--currency", "GBP", "--zone", "Nowhere/X")]
    )
    def test_nor_by_a_wrong_word_or_a_missing_wrapping_key(
        self, keyed: Run, tmp_path: Path, wrong: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keyed("init", *wrong, code=2)
        monkeypatch.delenv("MAJORACCT_WRAPPING_KEY_FILE")
        assert "MAJORACCT_WRAPPING_KEY_FILE" in keyed("init", "--currency", "GBP", code=2).stderr
        assert [path.name for path in tmp_path.iterdir()] == ["wrapping.key"]

    def test_when_the_ledger_cannot_be_made_the_key_store_goes(
        self, keyed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keyed("init", "--currency", "GBP", "--ledger", "nowhere/book.db", code=9)
        assert [path.name for path in tmp_path.iterdir()] == ["wrapping.key"]

    def test_the_demo_stays_in_the_clear_whatever_is_configured(self, keyed: Run, tmp_path: Path) -> None:
        keyed("demo")
        assert not (tmp_path / "keys.db").exists()

    def test_config_says_which_and_shows_no_key(self, sealed: Run, tmp_path: Path) -> None:
        said = sealed("config").stdout
        assert "keys.db" in said
        assert "key store id" in said
        assert (tmp_path / "wrapping.key").read_text().strip() not in said
        (tmp_path / "wrapping.key").unlink()  # and needs none
        assert sealed("config").stdout == said


class TestSeal:
    def test_from_then_on_it_is_sealed_and_what_was_there_is_counted(
        self, clear: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys.make_wrapping_key(tmp_path / "wrapping.key")
        monkeypatch.setenv("MAJORACCT_WRAPPING_KEY_FILE", "wrapping.key")
        assert "which key store?" in clear("person", "seal", code=2).stderr
        assert not (tmp_path / "keys.db").exists()
        monkeypatch.setenv("MAJORACCT_KEY_STORE", "keys.db")
        assert "there is no key store" in clear("list", code=2).stderr
        said = clear("person", "seal").stdout
        assert "7 personal values of 3 people recorded before this stay in the clear" in said
        clear(*"stakeholder identify acme --function finance --name".split(), "Cy Dee")
        rows = document(clear("person", "list", "--json"))["rows"]
        assert sorted((row["name"], row["sealed"], row["clear"]) for row in rows) == [
            ("Ann Lee", 0, 4),
            ("Bob Roe", 0, 2),
            ("Cy Dee", 1, 0),
            ("Una Marsh", 0, 1),
        ]
        assert "refused by rule PE1" in clear("person", "seal", code=4).stderr

    def test_interrupted_before_it_was_recorded_it_goes_on_with_the_key_store_it_made(
        self, clear: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys.make_wrapping_key(tmp_path / "wrapping.key")
        monkeypatch.setenv("MAJORACCT_WRAPPING_KEY_FILE", "wrapping.key")
        ledger_id = document(clear("config", "--json"))["ledger"]
        key = keys.wrapping_key_from("wrapping.key")
        with closing(vault.create(tmp_path / "keys.db", ledger_id, key)) as store:
            made = store.id
        assert (
            document(clear("person", "seal", "--key-store", "keys.db", "--json"))["data"]["key_store"] == made
        )
        vault.create(tmp_path / "others.db", "another", key).close()
        clear("init", "--currency", "GBP", "--ledger", "second.db")
        said = clear("person", "seal", "--key-store", "others.db", "--ledger", "second.db", code=2).stderr
        assert "another ledger's" in said
        assert (tmp_path / "others.db").exists()


class TestShow:
    @pytest.fixture
    def told(self, sealed: Run) -> Run:
        """The same, with Ann at bolt, too, by mistake; and Bob reporting to her."""
        ann = id_of(sealed, "Ann Lee")
        sealed("withdraw", "acme@3", "--reason", "twice", code=0)
        sealed("sponsor", "name", "acme", "--person", ann, "--title", "CEO", "--remit", "all of it")
        return sealed

    def test_every_fact_that_names_them_with_what_is_personal_and_what_is_not(self, told: Run) -> None:
        told("person", "show", "nobody at all", code=3)
        found = document(told("person", "show", "Ann Lee", "--json"))
        assert found["schema"] == "majoracct.person.show.1"
        rows = {row["fact"]: row for row in found["rows"]}
        assert list(rows) == ["acme@2", "acme@3", "ledger@3", "acme@5"]
        assert rows["acme@2"]["personal"] == {"name": "Ann Lee", "title": "Controller"}
        assert rows["acme@2"]["kept"] == {"name": "sealed", "title": "sealed"}
        assert rows["acme@2"]["other"] == {"function": "finance"}
        assert rows["acme@3"]["withdrawn_by"] == "acme@4"
        assert rows["acme@3"]["evidence"] == ["https://example.org/letter"]
        assert rows["acme@3"]["reason"] == "board of March"
        assert rows["ledger@3"]["personal"] == {}
        assert found["personal_values"] == {"sealed": 6}
        assert [(each["account"], each["name"]) for each in found["introduced"]] == [("acme", "Ann Lee")]
        assert found["erased"] is None
        assert "Bob" not in json.dumps(found)

    def test_text_csv_and_lines_say_the_same(self, told: Run) -> None:
        said = told("person", "show", "Ann Lee").stdout
        for line in ("    name: Ann Lee (sealed)", "    function: finance", "    withdrawn by acme@4",
                     "    shown: https://example.org/letter", "    reason: board of March"):  # fmt: skip
            assert line in said.split("\n")
        assert "4 facts naming them, 6 personal values: 6 sealed with their key" in said
        rows = list(csv.DictReader(io.StringIO(told("person", "show", "Ann Lee", "--csv").stdout)))
        assert json.loads(rows[0]["personal"]) == {"name": "Ann Lee", "title": "Controller"}
        lines = told("person", "show", "Ann Lee", "--nl", "--where", "account=acme").stdout.splitlines()
        assert [json.loads(line)["fact"] for line in lines] == ["acme@2", "acme@3", "acme@5"]

    def test_the_id_that_a_source_or_a_caller_gave_is_held_too(self, told: Run) -> None:
        told(
            "stakeholder", "power", "acme", "--person", "Ann Lee", "--power", "high", "--command-id", "crm-7"
        )
        assert "    command: crm-7" in told("person", "show", "Ann Lee").stdout.split("\n")
        rows = document(told("person", "show", "Ann Lee", "--json"))["rows"]
        assert rows[-1]["command_id"] == "crm-7"

    def test_on_both_clocks(self, told: Run) -> None:
        found = told("person", "show", "Ann Lee", "--as-of", "2024-02-15", "--known-at", "@8")
        assert [line[12:18] for line in found.stdout.split("\n") if line.startswith("2024-")] == ["acme@2"]
        later = document(told("person", "show", "Ann Lee", "--as-of", "2024-02-15", "--json"))
        assert [row["fact"] for row in later["rows"]] == ["acme@2"]
        assert "3 more after 2024-02-15" in told("person", "show", "Ann Lee", "--as-of", "2024-02-15").stderr

    def test_without_the_keys_what_is_sealed_stays_so(
        self, told: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ann = id_of(told, "Ann Lee")
        monkeypatch.delenv("MAJORACCT_KEY_STORE")
        told("person", "show", "Ann Lee", code=3)
        rows = document(told("person", "show", ann, "--json"))["rows"]
        assert rows[0]["personal"] == {"name": "[sealed]", "title": "[sealed]"}
        assert rows[0]["kept"] == {"name": "sealed", "title": "sealed"}

    def test_two_of_one_name_are_asked_for_by_id_and_one_id_is_one_person(self, sealed: Run) -> None:
        sealed("staff", "identify", "--name", "ann lee")
        said = sealed("person", "show", "Ann Lee", code=3).stderr
        assert "several people are called 'Ann Lee'" in said
        ann = id_of(sealed, "Ann Lee")
        assert f"{ann} (at acme)" in said
        with at_desk() as desk:
            desk.adopt(StaffIdentified(ann, "Ann of ours"))
        found = document(sealed("person", "show", ann, "--json"))
        assert [(each["account"], each["name"]) for each in found["introduced"]] == [
            ("acme", "Ann Lee"),
            ("", "Ann of ours"),
        ]

    def test_in_the_clear_it_says_so(self, clear: Run) -> None:
        assert "4 in the clear in the ledger's file" in clear("person", "show", "Ann Lee").stdout


class TestErase:
    def test_it_says_before_what_it_will_do_and_records_nothing(self, sealed: Run) -> None:
        ann = id_of(sealed, "Ann Lee")
        said = sealed("person", "erase", "Ann Lee", *OFFICER, "--dry-run")
        assert f"{ann} would be erased:" in said.stdout
        assert "4 values sealed with their key" in said.stdout
        assert "2 facts: acme@2, acme@3" in said.stdout
        assert "Nothing was recorded." in said.stderr
        assert "Ann Lee" in sealed("timeline", "acme").stdout

    def test_afterwards_every_answer_says_erased_before_and_after(self, sealed: Run, tmp_path: Path) -> None:
        ann = id_of(sealed, "Ann Lee")
        why = sealed("why", "acme", "--as-of", "2024-05-01", "--known-at", "@12", code=1).stdout
        sealed("views")
        found = document(sealed("person", "erase", "Ann Lee", *OFFICER, "--json"))["data"]
        assert found["recorded_now"]
        assert found["values"] == {"sealed": 4, "clear": 0, "gone": 0}
        assert [Path(path).name for path in found["removed"]] == ["majoracct.views.db"]
        assert found["left"] == []
        for asked in (("timeline", "acme"), ("timeline", "acme", "--known-at", "@12"), ("show", "acme"),
                      ("person", "show", ann), ("report", "sponsors"), ("query", "SELECT * FROM sponsors"),
                      ("person", "list"), ("timeline", "acme", "--json")):  # fmt: skip
            said = sealed(*asked).stdout
            assert "Ann Lee" not in said, asked
            assert "[erased]" in said, asked
        after = sealed("why", "acme", "--as-of", "2024-05-01", "--known-at", "@12", code=1).stdout
        held = document(sealed("person", "show", ann, "--json"))
        assert {how for row in held["rows"] for how in row["kept"].values()} == {"erased"}
        assert after == why.replace("Ann Lee", "[erased]").replace("Controller", "[erased]").replace(
            "capital spend", "[erased]"
        )
        sealed("verify", code=7)
        sealed("person", "show", "Ann Lee", code=3)
        for path in tmp_path.iterdir():
            for text in (b"Ann Lee", b"Controller", b"capital spend"):
                assert text not in path.read_bytes(), path

    def test_again_it_is_done(self, sealed: Run) -> None:
        ann = id_of(sealed, "Ann Lee")
        sealed("person", "erase", ann, *OFFICER)
        said = sealed("person", "erase", ann, "--reason", "once more")
        assert f"{ann} was erased on 2024-06-01 by ledger@" in said.stdout
        facts = document(sealed("timeline", "--all", "--json"))["rows"]
        assert sum(1 for row in facts if row["type"] == "PersonErased") == 1

    def test_typed_again_by_name_it_says_whose_id_finishes_it(self, sealed: Run) -> None:
        ann, others = id_of(sealed, "Ann Lee"), ("Zed", *OFFICER)
        assert "finished by id" not in sealed("person", "erase", *others, code=3).stderr
        sealed("person", "erase", "Ann Lee", *OFFICER)
        said = sealed("person", "erase", "Ann Lee", *OFFICER, code=3).stderr
        assert "is finished by id: the last on record, ledger@" in said
        assert said.endswith(f", is of {ann}\n")

    @pytest.mark.parametrize(
        ("why", "code", "first"),
        [
            (BusyError("keys.db is busy. Try again."), 5, "error: keys.db is busy. Try again; "),
            (KeyStoreError("keys.db cannot be written"), 2, ""),
        ],
    )
    def test_what_keeps_the_key_is_told_with_what_is_on_record(
        self, sealed: Run, monkeypatch: pytest.MonkeyPatch, why: Exception, code: int, first: str
    ) -> None:
        ann = id_of(sealed, "Ann Lee")

        def kept(*_: object) -> None:
            raise why

        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(vault.KeyStore, "forget", kept)
            said = sealed("person", "erase", "Ann Lee", *OFFICER, code=code).stderr
        assert said.startswith(f"{first}{ann} was erased by ledger@")
        assert "which is not finished: run it again, by that id" in said
        assert "nothing was recorded" not in said
        sealed("person", "erase", ann, *OFFICER)

    def test_whoever_may_not_or_names_nobody_is_told(self, sealed: Run) -> None:
        for words, code, told in (
            (("Ann Lee", "--reason", "so"), 4, "refused by rule PE3"),
            (("Ann Lee", "--role", "data protection officer"), 2, "--reason"),
            (("Zed", *OFFICER), 3, "`majoracct person list`"),
            (("Ann Lee", *OFFICER, "--views", "wrapping.key"), 2, "no file of views"),
            (
                ("Ann Lee", *OFFICER[:2], "--reason", "ann lee asked"),
                2,
                "--reason: the reason holds the name",
            ),
        ):
            assert told in sealed("person", "erase", *words, code=code).stderr
        assert "Ann Lee" in sealed("timeline", "acme").stdout

    def test_a_file_of_views_that_is_not_there_or_anothers_is_not_passed_over_in_silence(
        self, sealed: Run, tmp_path: Path
    ) -> None:
        (tmp_path / "elsewhere").mkdir()
        sealed("views", "-o", "elsewhere/v.db")
        sealed(
            "--ledger", "elsewhere/other.db", "init", "--currency", "GBP", "--key-store", "elsewhere/keys.db"
        )
        sealed("--ledger", "elsewhere/other.db", "--key-store", "elsewhere/keys.db", "views", "-o", "w.db")
        said = sealed("person", "erase", "Ann Lee", *OFFICER, "--views", "w.db", code=2).stderr
        assert "--views w.db: it tells of another ledger" in said
        (tmp_path / "w.db").unlink()
        done = sealed(
            "person", "erase", "Ann Lee", *OFFICER, "--views", "elsewhere/v.db", "--views", "typo.db"
        )
        assert "removed elsewhere/v.db" in done.stdout
        assert "--views typo.db: there is no such file" in done.stderr

    def test_in_a_ledger_without_a_key_store_nobody_can_be(self, clear: Run) -> None:
        said = clear("person", "erase", "Ann Lee", *OFFICER, code=4).stderr
        assert "refused by rule PE4: The ledger has no key store" in said
        assert "person seal" in said

    def test_who_was_recorded_in_the_clear_is_erased_only_knowing_that(
        self, clear: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys.make_wrapping_key(tmp_path / "wrapping.key")
        monkeypatch.setenv("MAJORACCT_WRAPPING_KEY_FILE", "wrapping.key")
        monkeypatch.setenv("MAJORACCT_KEY_STORE", "keys.db")
        clear("person", "seal")
        for more in ((), ("--dry-run",)):
            said = clear("person", "erase", "Ann Lee", *OFFICER, *more, code=2).stderr
            assert "4 of the 4 personal values" in said
            assert "--although-clear" in said
        said = clear("person", "erase", "Ann Lee", *OFFICER, "--although-clear", code=1).stdout
        assert "  their key is destroyed\n" in said  # it sealed nothing
        assert "Still to be read:" in said
        assert "acme@2: name: it was recorded in the clear" in said
        looked = next(line for line in said.splitlines() if "looked for in" in line)
        assert looked.endswith("found, see below")  # in the ledger's own file, by the fact that is named
        assert "[erased]" in clear("timeline", "acme").stdout
        assert "Ann Lee" not in clear("timeline", "acme").stdout
        clear("verify", code=7)

    def test_who_has_nothing_personal_on_record_is_not_erased(self, sealed: Run) -> None:
        with at_desk() as desk:
            desk.record("acme", StakeholderIdentified("p0", BuyingFunction.FINANCE))
        rows = document(sealed("person", "list", "--json"))["rows"]
        nameless = next(row["person"] for row in rows if row["name"] is None)
        assert "nothing personal" in sealed("person", "erase", nameless, *OFFICER, code=2).stderr

    def test_what_was_begun_before_is_finished_and_said(
        self, sealed: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bob = id_of(sealed, "Bob Roe")
        with monkeypatch.context() as patched:
            patched.setattr(erasing, "STEPS", erasing.STEPS[:1])
            sealed("person", "erase", "Bob Roe", *OFFICER)
        assert "[erased]" in sealed("timeline", "bolt").stdout
        assert f"finished for {bob} too" in sealed("person", "erase", "Ann Lee", *OFFICER).stdout

    def test_control_characters_in_a_name_reach_no_terminal(self, sealed: Run) -> None:
        assert "\x1b" not in sealed("person", "erase", "\x1b[31mAnn", *OFFICER, code=3).stderr
