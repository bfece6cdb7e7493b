"""How runs end: the code, and one line that says what, where and what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from majoracct import ports
from majoracct.cli import errors
from majoracct.cli.session import BadInput
from majoracct.domain.account.profile import NameMissing
from majoracct.domain.calendar import PeriodError
from majoracct.domain.money import MoneyError
from majoracct.domain.seen import AccountUnknown
from majoracct.plugins import PluginError

Run = Callable[..., Result]

CODES = [
    (BadInput("x"), 2),
    (click.UsageError("x"), 2),
    (MoneyError("x"), 2),
    (PeriodError("x"), 2),
    (PluginError("x"), 2),
    (ports.LedgerMissingError("x"), 2),
    (ports.KeyStoreError("x"), 2),
    (ports.LedgerExistsError("x"), 2),
    (PermissionError(13, "Permission denied", "/x"), 2),
    (ports.NotFoundError("x"), 3),
    (AccountUnknown("x", "y"), 3),
    (NameMissing("x", "y"), 4),
    (ports.ConflictError("x"), 5),
    (ports.CommandReusedError("x"), 5),
    (ports.BusyError("x"), 5),
    (ports.CheckpointContradictedError("x"), 1),
    (ports.LedgerFaultError("x"), 9),
    (ports.UnreadableFactError("x"), 9),
    (ports.LedgerNewerError("x"), 9),
    (ports.LedgerClosedError("x"), 9),
    (ports.ForkedLedgerError("x"), 9),
    (ZeroDivisionError("x"), 70),
    (RecursionError(), 70),
    (KeyboardInterrupt(), 130),
    (click.Abort(), 130),
    (BrokenPipeError(32, "Broken pipe"), 141),
]


@pytest.mark.parametrize(("error", "code"), CODES, ids=lambda v: type(v).__name__)
def test_every_kind_of_error_has_its_code(
    error: BaseException, code: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAJORACCT_TRACEBACK", raising=False)
    monkeypatch.setattr(errors, "_let_go_of_output", lambda: None)

    def fail() -> None:
        raise error

    assert errors.run(fail) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert err.count("\n") == (0 if code == 141 else 1)
    assert code in (130, 141) or err.startswith("error: ")


def test_every_technical_error_has_been_thought_of() -> None:
    kinds = {getattr(ports, name) for name in ports.__all__ if name.endswith("Error")}
    assert kinds - {type(error) for error, _ in CODES} == {ports.LedgerError}


def test_done_is_nought_and_a_number_is_itself() -> None:
    assert errors.run(lambda: None) == 0
    assert errors.run(lambda: 6) == 6


def test_a_refusal_says_its_rule_obstacle_and_remedy(book: Run) -> None:
    assert book(*"qualify grant acme".split(), code=4).stderr == (
        "error: refused by rule Q8: No qualification of acme is open on 2024-06-01. "
        "Have a sales or business-development executive open it, or override and say why.\n"
    )


def test_our_own_bug_is_one_line(book: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("it")

    monkeypatch.setattr("majoracct.desk.Desk.record", fail)
    said = book(*"revenue record acme --amount 1".split(), code=70).stderr
    assert said.startswith("error: internal error, KeyError")
    assert "please report" in said


def test_escapes_in_a_message_are_shown(book: Run) -> None:
    assert r"\x1b[2J" in book("show", "\x1b[2J", code=3).stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("frob", "there is no command majoracct frob: see `majoracct --help`"),
        ("sponsr end acme", "did you mean sponsor?"),
        ("sponsor nme acme", "did you mean name?"),
        ("--frob", "there is no option --frob"),
        ("sponsor end acme --persn x", "did you mean --person"),
        ("sponsor end", "Missing argument 'ACCOUNT': see `majoracct sponsor end --help`"),
        ("sponsor end acme", "Missing option '--person'"),
        ("sponsor end acme --expect -1 --person x", "--expect"),
        ("sponsor end acme --actor= --person x", "--actor"),
        ("sponsor end acme \udcff --person x", "not text in UTF-8"),
    ],
)
def test_usage(run: Run, words: str, told: str) -> None:
    said = run(*words.split(), code=2).stderr
    assert said.startswith("error: ")
    assert told in said
    assert said.count("\n") == 1


def test_no_ledger(run: Run) -> None:
    said = run(*"revenue record acme --amount 1".split(), code=2).stderr
    assert "majoracct init" in said
    assert not Path("majoracct.db").exists()


def test_no_ledger_but_another_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "majoracct.db").write_text("Dear diary, this is no ledger. " * 40)
    assert run(*"revenue record acme --amount 1".split(), code=9).stderr.startswith("error: ")


def test_an_unwritable_ledger(book: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root writes everywhere, so as root a child gives up its rights first; it has all it imports."""
    folder = Path(tempfile.mkdtemp())
    shutil.copy(tmp_path / "majoracct.db", folder / "majoracct.db")
    (folder / "majoracct.db").chmod(0o444)
    folder.chmod(0o555)
    book(*"revenue record acme --amount 1".split())
    monkeypatch.chdir(folder)

    def refused() -> None:
        said = book(*"revenue record acme --amount 1".split(), code=9).stderr
        assert said.startswith("error: ")
        assert "majoracct.db" in said

    child = os.fork()
    if child == 0:
        code = 1
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            refused()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    folder.chmod(0o755)
    shutil.rmtree(folder)
    assert status == 0


def test_a_reader_that_went_away(book: Run, tmp_path: Path) -> None:
    """As in `majoracct … | head -0`: no traceback, and the code a shell gives for it."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "majoracct.cli", "account", "rename", "acme", "--name", "x"],
        stdout=writer,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        text=True,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


def test_what_is_yes_or_no_is_missed_by_both_its_forms(run: Run) -> None:
    run("init", "--currency", "GBP")
    said = run("candidate", "assess", "acme", "--row", "growth", code=2).stderr
    assert "Missing option '--strong' / '--no-strong'" in said
