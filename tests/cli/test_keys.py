"""`keygen` makes keys, says which is whose, and writes over nothing."""

from __future__ import annotations

import errno
import json
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from majoracct.adapters.trust.keys import signer_from, verifier_from, wrapping_key_from

Run = Callable[..., Result]


class TestKeygen:
    def test_makes_a_key_and_a_public_key(self, run: Run, tmp_path: Path) -> None:
        said = run("keygen", "-o", "key").stdout
        signer = signer_from(tmp_path / "key")
        assert verifier_from(tmp_path / "key.pub") == signer.verifier
        assert said.splitlines() == [
            f"Wrote key: the signing key {signer.name}. It is a secret.",
            "Wrote key.pub: its public key, for whoever verifies:",
            str(signer.verifier),
        ]
        assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600

    def test_never_shows_the_secret(self, run: Run, tmp_path: Path) -> None:
        for number, more in enumerate([[], ["--json"], ["--wrapping"], ["--wrapping", "--json"]]):
            done = run("keygen", "-o", f"key{number}", *more)
            secret = (tmp_path / f"key{number}").read_text("utf-8").splitlines()[-1].rpartition("+")[2]
            assert secret not in done.output

    def test_takes_a_name(self, run: Run, tmp_path: Path) -> None:
        found = json.loads(run("keygen", "-o", "key", "--name", "ledger.example/2026", "--json").stdout)
        assert found["schema"] == "majoracct.key.1"
        assert found["data"] == {
            "kind": "signing",
            "file": "key",
            "public_file": "key.pub",
            "name": "ledger.example/2026",
            "public_key": str(signer_from(tmp_path / "key").verifier),
        }

    @pytest.mark.parametrize("name", ["two words", "one+one", "", "tab\there", "\x1b[31m"])
    def test_refuses_a_name_that_is_none(self, run: Run, tmp_path: Path, name: str) -> None:
        said = run("keygen", "-o", "key", "--name", name, code=2).stderr
        assert said.startswith("error: --name: ")
        assert "\x1b" not in said
        assert list(tmp_path.iterdir()) == []

    def test_makes_a_wrapping_key_which_has_no_public_part(self, run: Run, tmp_path: Path) -> None:
        assert "a wrapping key" in run("keygen", "-o", "wrap", "--wrapping").stdout
        assert [path.name for path in tmp_path.iterdir()] == ["wrap"]
        assert len(wrapping_key_from(tmp_path / "wrap")) == 32
        assert "has no name" in run("keygen", "-o", "w2", "--wrapping", "--name", "x", code=2).stderr

    @pytest.mark.parametrize("more", [[], ["--wrapping"]])
    def test_writes_over_nothing(self, run: Run, tmp_path: Path, more: list[str]) -> None:
        run("keygen", "-o", "key", *more)
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        said = run("keygen", "-o", "key", *more, code=2).stderr
        assert "exists, and a key is never written over" in said
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before

    @pytest.mark.parametrize(
        ("output", "why"),
        [("-", "it is no file"), ("none/key", "there is no folder"), (".", "it is a folder")],
    )
    def test_wants_a_file(self, run: Run, tmp_path: Path, output: str, why: str) -> None:
        assert why in run("keygen", "-o", output, code=2).stderr
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("more", [[], ["--wrapping"]])
    def test_a_full_disk_is_of_the_file_and_nothing_is_left(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: list[str]
    ) -> None:
        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("majoracct.adapters.trust.keys.os.fsync", full)
        assert run("keygen", "-o", "key", *more, code=2).stderr == "error: key: No space left on device\n"
        assert list(tmp_path.iterdir()) == []

    def test_says_so_when_the_key_is_beside_the_ledger(self, book: Run, tmp_path: Path) -> None:
        (tmp_path / "away").mkdir()
        assert "is in the ledger's folder: move it" in book("keygen", "-o", "key").stderr
        assert "is in the ledger's folder" not in book("keygen", "-o", "away/key").stderr

    def test_needs_the_library_and_says_how_to_get_it(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in [*(n for n in sys.modules if n.startswith("cryptography.")), "cryptography"]:
            monkeypatch.setitem(sys.modules, name, None)
        said = run("keygen", "-o", "key", code=2).stderr
        assert said == "error: this needs the library cryptography: pip install 'majoracct[trust]'\n"
        assert list(tmp_path.iterdir()) == []
        run("keygen", "-o", "wrap", "--wrapping")
