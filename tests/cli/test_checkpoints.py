"""Checkpoints given as files: what is wrong with one is told alike, whichever command takes it."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import Result

from majoracct.adapters.trust.keys import make_signing_key
from majoracct.adapters.trust.note import Checkpoint, sign

Run = Callable[..., Result]

TAKING = {
    "verify": ("verify",),
    "backup": ("backup", "copy.db"),
    "restore": ("--ledger", "new.db", "restore", "majoracct.db"),
    "prove": ("prove", "acme", "-o", "acme.evidence"),
}


@pytest.fixture
def files(tmp_path: Path) -> None:
    """Make files that are no checkpoint, and one that is over nothing."""
    signer = make_signing_key(tmp_path / "key", "ours")
    nothing = Checkpoint("majoracct/id1", 0, sha256().digest())
    (tmp_path / "nothing.note").write_bytes(sign(nothing.text(), signer))


@pytest.mark.usefixtures("files")
class TestACheckpointThatIsGiven:
    @pytest.mark.parametrize("command", TAKING)
    @pytest.mark.parametrize(
        ("file", "said"),
        [
            ("none.note", "--checkpoint none.note cannot be read: No such file or directory"),
            (".", "--checkpoint . cannot be read: Is a directory"),
        ],
    )
    def test_that_cannot_be_read_is_named_with_its_option(
        self, book: Run, command: str, file: str, said: str
    ) -> None:
        assert said in book(*TAKING[command], "--checkpoint", file, code=2).stderr

    @pytest.mark.parametrize("command", ["verify", "backup", "restore"])
    def test_over_no_fact_vouches_for_nothing(self, book: Run, command: str) -> None:
        told = book(*TAKING[command], "--checkpoint", "nothing.note", code=2).stderr
        assert "--checkpoint nothing.note is over no fact, and vouches for nothing" in told
        assert not Path("copy.db").exists()
        assert not Path("new.db").exists()

    @pytest.mark.parametrize("command", ["verify", "backup", "restore"])
    def test_that_is_none_says_what_makes_one(self, book: Run, command: str) -> None:
        told = book(*TAKING[command], "--checkpoint", "key.pub", code=2).stderr
        assert "--checkpoint key.pub is no checkpoint: the note has no signature" in told
        assert "give what `majoracct checkpoint` wrote" in told
