"""Keys are made whole or not at all, are read only where nobody else can, and commands are held to them."""

from __future__ import annotations

import base64
import os
import shlex
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from majoracct.adapters.trust import keys
from majoracct.adapters.trust.keys import (
    KeyCommandError,
    KeyFileError,
    make_signing_key,
    make_wrapping_key,
    public_file,
    signer_by,
    signer_from,
    verifier_from,
    wrapping_key_by,
    wrapping_key_from,
)
from majoracct.adapters.trust.note import NoteError, Signer, open_note, sign

OURS = Signer("ours", bytes(range(32)))
THEIRS = Signer("theirs", bytes(32))
TEXT = "majoracct/4b1c\n1820\n"
posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    make_signing_key(path, "ours")
    return path


@pytest.fixture
def wrapping(tmp_path: Path) -> Path:
    path = tmp_path / "wrapping"
    make_wrapping_key(path)
    return path


def command(*lines: str) -> str:
    """Return a command that runs LINES of Python."""
    return shlex.join([sys.executable, "-c", "\n".join(("import sys, base64", *lines))])


def echoing(data: bytes) -> str:
    return command("sys.stdin.buffer.read()", f"sys.stdout.buffer.write({data!r})")


class TestMaking:
    @posix
    @pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
    def test_the_key_is_its_owners_and_the_public_key_everybodys(self, tmp_path: Path, umask: int) -> None:
        before = os.umask(umask)
        try:
            made = make_signing_key(tmp_path / "key")
            make_wrapping_key(tmp_path / "wrapping")
        finally:
            os.umask(before)
        assert mode(tmp_path / "key") == mode(tmp_path / "wrapping") == 0o600
        assert mode(tmp_path / "key.pub") == 0o644
        assert signer_from(tmp_path / "key") == made
        assert verifier_from(tmp_path / "key.pub") == made.verifier
        assert len(wrapping_key_from(tmp_path / "wrapping")) == 32

    def test_no_two_are_the_same_and_none_shares_its_name(self, tmp_path: Path) -> None:
        one, two = (make_signing_key(tmp_path / name) for name in ("one", "two"))
        assert one.seed != two.seed
        assert one.name != two.name
        assert one.name.startswith("majoracct-")
        make_wrapping_key(tmp_path / "w1")
        make_wrapping_key(tmp_path / "w2")
        assert wrapping_key_from(tmp_path / "w1") != wrapping_key_from(tmp_path / "w2")

    @pytest.mark.parametrize("standing", ["key", "key.pub"])
    def test_nothing_that_exists_is_written_over(self, tmp_path: Path, standing: str) -> None:
        (tmp_path / standing).write_text("mine", encoding="utf-8")
        with pytest.raises(KeyFileError, match=f"{standing} exists, and a key is never written over"):
            make_signing_key(tmp_path / "key")
        assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [(standing, "mine")]

    def test_nor_a_wrapping_key(self, wrapping: Path) -> None:
        before = wrapping.read_bytes()
        with pytest.raises(KeyFileError, match="never written over"):
            make_wrapping_key(wrapping)
        assert wrapping.read_bytes() == before

    @posix
    def test_nor_what_a_link_leads_to(self, tmp_path: Path) -> None:
        for name in ("key", "key.pub"):
            folder = tmp_path / f"of-{name}"
            folder.mkdir()
            (folder / name).symlink_to(tmp_path / "elsewhere")
            with pytest.raises(KeyFileError, match="exists"):
                make_signing_key(folder / "key")
            assert [path.name for path in folder.iterdir()] == [name]
        assert not (tmp_path / "elsewhere").exists()

    def test_a_name_that_is_none_makes_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(NoteError, match="is no name of a key"):
            make_signing_key(tmp_path / "key", "two words")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("failing", [1, 2])
    def test_what_cannot_be_made_durable_is_not_left_behind(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
    ) -> None:
        calls = iter(range(1, 10))

        def fsync(descriptor: int) -> None:
            if next(calls) >= 2 * failing - 1:
                raise OSError(5, "Input/output error")

        monkeypatch.setattr(os, "fsync", fsync)
        with pytest.raises(OSError, match="Input/output"):
            make_signing_key(tmp_path / "key")
        assert list(tmp_path.iterdir()) == []


@posix
class TestAKeyOthersMayGetAt:
    @pytest.mark.parametrize("bits", [0o640, 0o604, 0o620, 0o602, 0o660, 0o644, 0o666, 0o777])
    @pytest.mark.parametrize(
        ("make", "read"), [(make_signing_key, signer_from), (make_wrapping_key, wrapping_key_from)]
    )
    def test_is_refused(
        self, tmp_path: Path, bits: int, make: Callable[[Path], object], read: Callable[[Path], object]
    ) -> None:
        path = tmp_path / "key"
        make(path)
        path.chmod(bits)
        with pytest.raises(KeyFileError, match=rf"others may get at this key \(mode {bits:04o}\): chmod 600"):
            read(path)
        path.chmod(0o600)
        read(path)

    def test_but_a_public_one_is_everybodys(self, key: Path) -> None:
        public_file(key).chmod(0o666)
        assert verifier_from(public_file(key)) == signer_from(key).verifier

    def test_what_a_link_leads_to_is_what_is_looked_at(self, key: Path) -> None:
        link = key.with_name("link")
        link.symlink_to(key)
        assert signer_from(link) == signer_from(key)
        key.chmod(0o644)
        with pytest.raises(KeyFileError, match="others may get at"):
            signer_from(link)


class TestWhatIsNoKey:
    @pytest.mark.parametrize("read", [signer_from, wrapping_key_from, verifier_from])
    def test_is_refused_in_a_line_that_names_the_file(
        self, tmp_path: Path, read: Callable[[Path], object]
    ) -> None:
        path = tmp_path / "there"
        for content in (b"", b"nothing\n", b"\xff\xfe", b"\x00" * 20_000):
            path.write_bytes(content)
            path.chmod(0o600)
            with pytest.raises(KeyFileError) as raised:
                read(path)
            assert str(raised.value).startswith(f"{path}: ")
            assert "\n" not in str(raised.value)

    @pytest.mark.parametrize("read", [signer_from, wrapping_key_from, verifier_from])
    def test_nor_is_what_is_no_file(self, tmp_path: Path, read: Callable[[Path], object]) -> None:
        with pytest.raises(KeyFileError, match="No such file"):
            read(tmp_path / "missing")
        with pytest.raises(KeyFileError):
            read(tmp_path)
        with pytest.raises(KeyFileError, match="null"):
            read(tmp_path / "nul\x00")

    @posix
    @pytest.mark.parametrize("read", [signer_from, wrapping_key_from, verifier_from])
    def test_nor_a_pipe_and_nobody_waits_for_one(
        self, tmp_path: Path, read: Callable[[Path], object]
    ) -> None:
        os.mkfifo(tmp_path / "pipe", 0o600)
        with pytest.raises(KeyFileError, match="no ordinary file"):
            read(tmp_path / "pipe")

    def test_nor_a_key_of_another_kind(self, key: Path, wrapping: Path) -> None:
        for read, path, why in (
            (signer_from, wrapping, "is no signing key"),
            (signer_from, public_file(key), "others may get at|is no signing key"),
            (wrapping_key_from, key, "is no wrapping key"),
            (verifier_from, wrapping, "is no public key"),
            (verifier_from, key, "never to be given away"),
        ):
            with pytest.raises(KeyFileError, match=why) as raised:
                read(path)
            assert key.read_text("utf-8").strip()[-20:] not in str(raised.value)
            assert wrapping.read_text("utf-8").strip()[-20:] not in str(raised.value)

    @pytest.mark.parametrize(
        "changed",
        [
            lambda tag, encoded: f"{tag}\n{encoded[:-4]}\n",
            lambda tag, encoded: f"{tag}\n{encoded}{encoded}\n",
            lambda tag, encoded: f"{tag[:-1]}2\n{encoded}\n",
            lambda tag, encoded: f"{encoded}\n",
            lambda tag, encoded: f"{tag}\n{encoded} \n",
        ],
    )
    def test_nor_a_wrapping_key_with_something_wrong(
        self, wrapping: Path, changed: Callable[[str, str], str]
    ) -> None:
        tag, encoded = wrapping.read_text("utf-8").splitlines()
        wrapping.write_text(changed(tag, encoded), encoding="utf-8")
        with pytest.raises(KeyFileError, match="no wrapping key"):
            wrapping_key_from(wrapping)


class TestAPublicKey:
    def test_is_given_as_text_or_as_a_file(self, key: Path) -> None:
        ours = signer_from(key).verifier
        assert verifier_from(str(ours)) == verifier_from(public_file(key)) == ours
        assert verifier_from(str(public_file(key))) == ours

    def test_that_was_altered_is_refused_where_it_is(self, key: Path) -> None:
        altered = str(signer_from(key).verifier).replace("ours", "hers")
        with pytest.raises(KeyFileError, match="was altered"):
            verifier_from(altered)

    def test_a_secret_given_in_its_place_is_not_shown(self, key: Path) -> None:
        with pytest.raises(KeyFileError) as raised:
            verifier_from(signer_from(key).private())
        assert "that is a signing key itself" in str(raised.value)
        assert signer_from(key).private()[-20:] not in str(raised.value)


class TestACommandThatSigns:
    def test_gets_the_text_and_gives_the_note(self, tmp_path: Path) -> None:
        asked = tmp_path / "asked"
        note = sign(TEXT, OURS)
        by_command = command(
            f"open({str(asked)!r}, 'wb').write(sys.stdin.buffer.read())", f"sys.stdout.buffer.write({note!r})"
        )
        signer = signer_by(by_command, OURS.verifier)
        assert sign(TEXT, signer) == note
        assert asked.read_bytes() == TEXT.encode()
        assert signer.name == "ours"

    def test_may_add_signatures_of_others_which_are_left_out(self) -> None:
        note = sign(TEXT, THEIRS) + sign(TEXT, OURS).split(b"\n\n")[1] + sign(TEXT, OURS).split(b"\n\n")[1]
        made = sign(TEXT, signer_by(echoing(note), OURS.verifier))
        assert made == sign(TEXT, OURS)
        assert open_note(made, [OURS.verifier, THEIRS.verifier]).names == ("ours",)

    @pytest.mark.parametrize(
        ("by", "why"),
        [
            (echoing(sign("another text\n", OURS)), "signed another text than it was given"),
            (echoing(sign(TEXT, THEIRS)), "gave what ours did not sign: none of the keys"),
            (echoing(sign(TEXT, Signer("ours", bytes(32)))), "gave what ours did not sign: none of the keys"),
            (echoing(sign(TEXT, OURS).replace(b"1820", b"1821")), "is not of this text"),
            (echoing(b""), "gave what ours did not sign: the note has no signature"),
            (echoing(b"\xff"), "no UTF-8"),
            (
                command("sys.exit('the card is out\\nput it in')"),
                "gave exit code 1, not a signed note: put it in",
            ),
            (command("sys.exit(3)"), "gave exit code 3, not a signed note, and said nothing"),
            ("majoracct-no-such-command --sign", "cannot be run: No such file"),
            ("'unclosed", "cannot be read: No closing quotation"),
            ("", "no command is named that would give a signed note"),
            ("  ", "no command is named"),
        ],
    )
    def test_is_held_to_the_public_key(self, by: str, why: str) -> None:
        with pytest.raises(KeyCommandError, match=why) as raised:
            sign(TEXT, signer_by(by, OURS.verifier))
        assert "\n" not in str(raised.value).replace(repr(by), "")

    def test_is_run_by_no_shell(self, tmp_path: Path) -> None:
        with pytest.raises(KeyCommandError):
            sign(TEXT, signer_by(f"echo $(touch {tmp_path}/made) > {tmp_path}/made; true", OURS.verifier))
        assert list(tmp_path.iterdir()) == []

    def test_is_not_waited_for_for_ever(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(keys, "_PATIENCE", 0.2)
        with pytest.raises(KeyCommandError, match=r"gave nothing for 0\.2 seconds"):
            sign(TEXT, signer_by(command("import time", "time.sleep(60)"), OURS.verifier))


class TestACommandThatGivesTheWrappingKey:
    def test_gives_it_in_base64(self) -> None:
        encoded = base64.b64encode(bytes(range(32)))
        assert wrapping_key_by(echoing(encoded)) == bytes(range(32))
        assert wrapping_key_by(echoing(b" " + encoded + b"\r\n")) == bytes(range(32))

    @pytest.mark.parametrize(
        "given",
        [b"", b"\xff", b"not base64!", base64.b64encode(bytes(31)), base64.b64encode(bytes(33)), bytes(32)],
    )
    def test_and_what_it_gives_otherwise_is_refused(self, given: bytes) -> None:
        with pytest.raises(KeyCommandError, match="gave no wrapping key: 32 bytes in base64 are wanted"):
            wrapping_key_by(echoing(given))

    def test_its_failure_says_what_it_said(self) -> None:
        with pytest.raises(KeyCommandError, match="not the wrapping key: locked"):
            wrapping_key_by(command("sys.exit('locked')"))
