"""Signed notes and checkpoints are C2SP's: against vectors, openssl, and notes that are none."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.adapters.trust.note import (
    Checkpoint,
    CryptographyMissingError,
    NoteError,
    Opened,
    Signer,
    Verifier,
    open_note,
    sign,
    signatures,
)

VECTORS = Path(__file__).parents[4] / "shared" / "data" / "vectors"
steady = settings(deadline=None, derandomize=True, database=None, max_examples=100)

# Of the specification's example, and of the tests of the program that made the format.
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"  # noqa: E501
)
NEUMANN = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
NEUMANN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SAID = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNED = (
    f"{SAID}\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"  # noqa: E501
)
ENOCH_KEY = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
BY_ENOCH = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"  # noqa: E501
PETER = Verifier.parse(NEUMANN_KEY)
ENOCH = Verifier.parse(ENOCH_KEY)
OURS = Signer("ours", bytes(range(32)))
BY_PETER = SIGNED.removeprefix(f"{SAID}\n")
HEAD = Checkpoint("majoracct/4b1c", 1820, bytes(range(32)))


class TestVectors:
    def test_of_opening(self) -> None:
        opened = open_note(EXAMPLE.encode(), [Verifier.parse(EXAMPLE_KEY)])
        assert opened == Opened("This is an example message.\n", ("example.com/foo",))

    def test_of_signing(self) -> None:
        signer = Signer.parse(NEUMANN)
        assert sign(SAID, signer) == SIGNED.encode()
        assert str(signer.verifier) == NEUMANN_KEY
        assert signer.private() == NEUMANN

    @pytest.mark.shared_data
    def test_published_of_notes(self) -> None:
        found: dict[str, Any] = json.loads((VECTORS / "signed_note_vectors.json").read_bytes())
        for case in found["sign"]:
            assert sign(case["text"], Signer.parse(case["skey"])).decode() == case["want"]
            assert str(Signer.parse(case["skey"]).verifier) == case["vkey"]
        for case in found["open"]:
            data = case["note"].encode() if "note" in case else bytes.fromhex(case["note_hex"])
            keys = [Verifier.parse(key) for key in case["vkeys"]]
            if case["ok"]:
                assert list(open_note(data, keys).names) == case["verified"], case["desc"]
            else:
                with pytest.raises(NoteError):
                    open_note(data, keys)
        for key in found["bad_vkeys"]:
            with pytest.raises(NoteError):
                Verifier.parse(key)

    @pytest.mark.shared_data
    def test_published_of_checkpoints(self) -> None:
        found: dict[str, Any] = json.loads((VECTORS / "checkpoint_vectors.json").read_bytes())
        for case in found["cases"]:
            if case["ok"] and case["strict"]:
                checkpoint = Checkpoint.parse(case["body"])
                assert (checkpoint.origin, checkpoint.size) == (case["origin"], case["size"])
                assert checkpoint.text() == case["body"]
            else:
                with pytest.raises(NoteError):
                    Checkpoint.parse(case["body"])


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
class TestWithOpenssl:
    """The recipe of the docs rests on it: what we sign others verify, and the other way round."""

    def openssl(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, check=False)

    def test_it_verifies_what_we_sign(self, tmp_path: Path) -> None:
        text, [(_, held)] = signatures(sign(HEAD.text(), OURS))
        (tmp_path / "text").write_bytes(text.encode())
        (tmp_path / "signature").write_bytes(held[4:])
        # RFC 8410: what stands before the 32 bytes of an Ed25519 key.
        encoded = bytes.fromhex("302a300506032b6570032100") + OURS.verifier.key
        (tmp_path / "key").write_bytes(encoded)
        asked = "pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile signature".split()
        assert self.openssl(tmp_path, *asked).returncode == 0
        (tmp_path / "text").write_bytes(text.replace("1820", "1821").encode())
        assert self.openssl(tmp_path, *asked).returncode != 0

    def test_we_verify_what_it_signs(self, tmp_path: Path) -> None:
        self.openssl(tmp_path, *"genpkey -algorithm ed25519 -out key".split())
        public = self.openssl(tmp_path, *"pkey -in key -pubout -outform DER".split()).stdout
        (tmp_path / "text").write_text(HEAD.text(), encoding="utf-8")
        signature = self.openssl(tmp_path, *"pkeyutl -sign -inkey key -rawin -in text".split()).stdout
        theirs = Verifier("theirs", public[-32:])
        held = base64.b64encode(theirs.hash + signature).decode()
        note = f"{HEAD.text()}\n— theirs {held}\n".encode()
        assert Checkpoint.parse(open_note(note, [theirs]).text) == HEAD


class TestOpening:
    def test_names_every_key_that_signed(self) -> None:
        both = (SIGNED + BY_ENOCH).encode()
        assert open_note(both, [ENOCH, PETER]).names == ("PeterNeumann", "EnochRoot")
        assert open_note(both, [ENOCH]).names == ("EnochRoot",)

    def test_ignores_signatures_of_others_whatever_they_are(self) -> None:
        other = base64.b64encode(b"\x00\x01\x02\x03" + b"of a kind not known here").decode()
        lines = f"— witness.example {other}\n— PeterNeumann {other}\n"  # his name, another key
        for note in (SIGNED + lines, SIGNED.replace("\n\n", f"\n\n{lines}")):
            assert open_note(note.encode(), [PETER]) == Opened(SAID, ("PeterNeumann",))

    def test_refuses_what_none_of_the_keys_signed(self) -> None:
        with pytest.raises(NoteError, match=r"which is signed by PeterNeumann\+c74f20a3"):
            open_note(SIGNED.encode(), [ENOCH])
        with pytest.raises(NoteError, match="none of the keys"):
            open_note(SIGNED.encode(), [])

    def test_refuses_a_wrong_signature_of_a_known_key_even_beside_a_right_one(self) -> None:
        wrong = sign("another text\n", OURS).decode().split("\n\n")[1]
        with pytest.raises(NoteError, match=r"of ours\+[0-9a-f]{8} is not of this text"):
            open_note((SIGNED + wrong).encode(), [PETER, OURS.verifier])

    def test_counts_a_key_that_signed_twice_once(self) -> None:
        assert open_note((SIGNED + BY_PETER).encode(), [PETER]).names == ("PeterNeumann",)

    def test_refuses_a_key_given_twice_once_it_is_used(self) -> None:
        with pytest.raises(NoteError, match="give each once"):
            open_note(SIGNED.encode(), [PETER, ENOCH, PETER])
        assert open_note(SIGNED.encode(), [ENOCH, PETER, ENOCH]).names == ("PeterNeumann",)

    def test_reads_a_text_with_empty_lines_up_to_the_last(self) -> None:
        text = "one\n\ntwo\n\n\nthree — with dashes\n"
        assert open_note(sign(text, OURS), [OURS.verifier]).text == text

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (b"", "has no signature"),
            (SAID.encode(), "has no signature"),
            (f"{SAID}\n".encode(), "has no signature"),
            (SIGNED[:-1].encode(), "has no signature"),
            (SIGNED.replace("\n\n", "\n").encode(), "has no signature"),
            (f"{SIGNED}More.\n".encode(), "a line that is no signature: 'More.'"),
            (f"{SIGNED}\n".encode(), "has no signature"),
            (SIGNED.replace("— ", "- ").encode(), "a line that is no signature"),
            (SIGNED.replace("— PeterNeumann", "— ").encode(), "is no name of a key"),
            (SIGNED.replace("— Peter", "— Peter+").encode(), "is no name of a key"),
            (SIGNED.replace("— Peter", "— Peter\u00a0").encode(), "is no name of a key"),
            (SIGNED.replace("Peter", "Peter\x07").encode(), "is no name of a key"),
            (SIGNED.replace("nAM=", "nAM").encode(), "is not base64"),
            (SIGNED.replace("nAM=", "nAM= ").encode(), "is not base64"),
            (SIGNED.replace("nAM=", "nAN=").encode(), "as it is written by everybody else"),
            (f"{SAID}\n— PeterNeumann x08gow==\n".encode(), "is cut short"),
            (f"\x01{SIGNED}".encode(), r"not '\\x01'"),
            (SIGNED.replace("\nthen", "\r\nthen").encode(), r"not '\\r'"),
            (b"\xff" + SIGNED.encode(), "no UTF-8 from byte 0 on"),
            ((SAID + "\n" + BY_PETER * 17).encode(), "has 17 signatures, and 16 are the most"),
            ((SAID * 11_000 + "\n" + BY_PETER).encode(), "at most 1,000,000 bytes"),
        ],
    )
    def test_refuses_what_is_no_note(self, data: bytes, why: str) -> None:
        with pytest.raises(NoteError, match=why):
            open_note(data, [PETER])

    def test_takes_as_many_signatures_as_are_allowed(self) -> None:
        assert open_note((SAID + "\n" + BY_PETER * 16).encode(), [PETER]).text == SAID

    @steady
    @given(st.integers(0, len(SIGNED.encode()) * 8 - 1))
    def test_refuses_a_note_with_any_bit_changed(self, bit: int) -> None:
        changed = bytearray(SIGNED.encode())
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(NoteError):
            open_note(bytes(changed), [PETER])

    @steady
    @given(st.binary(max_size=300))
    def test_raises_nothing_else_for_any_bytes(self, data: bytes) -> None:
        for each in (data, SAID.encode() + b"\n\xe2\x80\x94 " + data, data + SIGNED.encode()[-120:]):
            with pytest.raises(NoteError):
                open_note(each, [PETER])


class TestSigning:
    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("", "ends with a newline"),
            ("without one", "ends with a newline"),
            ("a tab\there\n", "no control character"),
            ("half a pair \ud800\n", "not Unicode text"),
            ("x" * 1_000_000 + "\n", "at most 1,000,000 bytes"),
        ],
    )
    def test_refuses_what_could_not_be_opened(self, text: str, why: str) -> None:
        with pytest.raises(NoteError, match=why):
            sign(text, OURS)

    @steady
    @given(st.text(st.characters(codec="utf-8", min_codepoint=0x20) | st.just("\n")))
    def test_is_opened_by_the_public_key_alone(self, text: str) -> None:
        made = Signer.generate("made-here")
        note = sign(f"{text}\n", made)
        assert open_note(note, [Verifier.parse(str(made.verifier))]) == Opened(f"{text}\n", ("made-here",))
        with pytest.raises(NoteError):
            open_note(note, [OURS.verifier])


class TestKeys:
    def test_are_read_as_they_are_written(self) -> None:
        made = Signer.generate("ledger.example/2026")
        assert Signer.parse(made.private()) == made
        assert Verifier.parse(str(made.verifier)) == made.verifier
        assert made != Signer.generate("ledger.example/2026")

    def test_a_secret_is_not_shown_by_accident(self) -> None:
        assert repr(OURS) == str(OURS) == "Signer(name='ours')"

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("", "is no public key, which is written name"),
            ("PeterNeumann", "is no public key"),
            ("PeterNeumann+c74f20a3", "is no public key"),
            ("PeterNeumann+c74f20a3+", "is no public key"),
            (NEUMANN_KEY.replace("c74f20a3", "C74F20A3"), "is no public key"),
            (NEUMANN_KEY.replace("c74f20a3", "c74f20a4"), "was altered: its hash is c74f20a3"),
            (NEUMANN_KEY.replace("Peter", "Petra"), "was altered"),
            (NEUMANN_KEY.replace("ARpc", "ARpd"), "was altered"),
            (NEUMANN_KEY.replace("ARpc", "Bhpc"), "of kind 0x06, and only Ed25519"),
            (NEUMANN_KEY[:-4], "is 32 bytes, and this one 29"),
            (NEUMANN_KEY + "=", "is not base64"),
            (NEUMANN_KEY + "\n", "is not base64"),
            ("+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "is no name of a key"),
            (NEUMANN_KEY.replace("Peter", "Peter "), "is no name of a key"),
            (NEUMANN, "never to be given away"),
        ],
    )
    def test_that_are_no_public_keys(self, text: str, why: str) -> None:
        with pytest.raises(NoteError, match=why):
            Verifier.parse(text)

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            (NEUMANN_KEY, "is no signing key, which begins with PRIVATE"),
            (NEUMANN.replace("c74f20a3", "c74f20a4"), "was altered"),
            (NEUMANN.replace("AYEK", "AYEL"), "was altered"),
            (NEUMANN[:-4], "is 32 bytes"),
            ("PRIVATE+KEY+PeterNeumann", "is no signing key"),
        ],
    )
    def test_that_are_no_signing_keys(self, text: str, why: str) -> None:
        with pytest.raises(NoteError, match=why) as raised:
            Signer.parse(text)
        assert text[-20:] not in str(raised.value)  # what may be a secret

    @pytest.mark.parametrize("name", ["", "two words", "one+one", "tab\there", "no\u2028line", "\ud800"])
    def test_have_a_name_that_can_stand_in_a_line(self, name: str) -> None:
        with pytest.raises(NoteError, match=r"is no name of a key|is not Unicode"):
            Signer.generate(name)


class TestWithoutTheLibrary:
    def test_notes_need_it_and_say_how_to_get_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in [*(n for n in sys.modules if n.startswith("cryptography.")), "cryptography"]:
            monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(CryptographyMissingError, match=r"pip install 'majoracct\[trust\]'"):
            sign("text\n", OURS)
        with pytest.raises(CryptographyMissingError):
            open_note(SIGNED.encode(), [PETER])
        assert Checkpoint.parse(signatures(sign_of_another())[0]) == HEAD

    def test_nothing_else_loads_it(self) -> None:
        script = "import sys, majoracct.adapters.trust.note as n; sys.exit('cryptography' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def sign_of_another() -> bytes:
    return f"{HEAD.text()}\n{BY_ENOCH}".encode()


class TestACheckpoint:
    def test_is_read_as_it_is_written(self) -> None:
        text = "majoracct/4b1c\n1820\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
        assert HEAD.text() == text
        assert Checkpoint.parse(text) == HEAD

    def test_keeps_the_lines_of_others(self) -> None:
        text = HEAD.text() + "timestamp 1782086400\nand more\n"
        assert Checkpoint.parse(text).extensions == ("timestamp 1782086400", "and more")
        assert Checkpoint.parse(text).text() == text

    @pytest.mark.parametrize("size", [0, 1, 2**63 - 1])
    def test_has_a_size(self, size: int) -> None:
        assert Checkpoint.parse(HEAD.text().replace("1820", str(size))).size == size

    @pytest.mark.parametrize(
        ("change", "into", "why"),
        [
            ("majoracct/4b1c\n", "\n", "origin, its first line"),
            ("majoracct/4b1c\n", "", "three lines or more"),
            ("majoracct/4b1c", "majora\tcct", "no control character"),
            ("1820", "01820", "whole number, not '01820'"),
            ("1820", "+1820", "whole number"),
            ("1820", "-1820", "whole number"),
            ("1820", "1820 ", "whole number"),
            ("1820", "1_820", "whole number"),
            ("1820", "1820.0", "whole number"),
            ("1820", "\u0661\u0668", "whole number"),
            ("1820", "", "whole number"),
            ("1820", str(2**63), "size is 0 to 9223372036854775807"),
            ("1820", "9" * 5_000, "whole number"),
            ("Hh8=", "Hh9=", "as it is written by everybody else"),
            ("Hh8=", "Hh8", "is not base64"),
            ("Hh8=", "Hh8=\n", "further lines are not empty"),
            ("GxwdHh8=", "", "root is 32 bytes, and this one 27"),
            ("Hh8=\n", "Hh8=", "three lines or more"),
            ("Hh8=\n", "Hh8=\nmore", "three lines or more"),
        ],
    )
    def test_is_nothing_else(self, change: str, into: str, why: str) -> None:
        assert change in HEAD.text()
        with pytest.raises(NoteError, match=why):
            Checkpoint.parse(HEAD.text().replace(change, into))

    @pytest.mark.parametrize(
        ("origin", "size", "root", "extensions"),
        [
            ("", 1, bytes(32), ()),
            ("two\nlines", 1, bytes(32), ()),
            ("o", -1, bytes(32), ()),
            ("o", 1, bytes(31), ()),
            ("o", 1, bytes(32), ("",)),
            ("o", 1, bytes(32), ("two\nlines",)),
        ],
    )
    def test_cannot_be_made_of_anything_else(
        self, origin: str, size: int, root: bytes, extensions: tuple[str, ...]
    ) -> None:
        with pytest.raises(NoteError):
            Checkpoint(origin, size, root, extensions)
