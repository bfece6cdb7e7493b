"""Evidence on disk: every file below a folder is hashed, and nothing outside it is touched."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from majoracct.adapters.trust.evidence import files_in


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_files_below_it_by_path_with_their_digests(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "c" / "deep.pdf").write_bytes(b"deep")
    (tmp_path / "a.pdf").write_bytes(b"")
    large = b"x" * 3_000_000
    (tmp_path / "large.bin").write_bytes(large)
    found = files_in(tmp_path)
    assert [(f.path, f.name, f.sha256) for f in found.files] == [
        ("a.pdf", "a.pdf", digest(b"")),
        ("b/c/deep.pdf", "deep.pdf", digest(b"deep")),
        ("large.bin", "large.bin", digest(large)),
    ]
    assert (found.unreadable, found.passed_over) == ((), ())


def test_links_are_followed_within_it_and_never_out_of_it(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    (inside / "sub").mkdir(parents=True)
    outside.mkdir()
    (inside / "sub" / "kept.pdf").write_bytes(b"kept")
    (outside / "secret.pdf").write_bytes(b"secret")
    (inside / "alias.pdf").symlink_to(inside / "sub" / "kept.pdf")
    (inside / "loop").symlink_to(inside)
    (inside / "leads-out.pdf").symlink_to(outside / "secret.pdf")
    (inside / "folder-out").symlink_to(outside)
    (inside / "nowhere").symlink_to(inside / "gone.pdf")
    found = files_in(inside)
    assert [f.path for f in found.files] == ["alias.pdf", "sub/kept.pdf"]
    assert found.passed_over == ("folder-out", "leads-out.pdf", "nowhere")


def test_a_link_to_the_folder_is_the_folder(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.pdf").write_bytes(b"a")
    (tmp_path / "link").symlink_to(tmp_path / "papers")
    assert [f.path for f in files_in(tmp_path / "link").files] == ["a.pdf"]


def test_links_that_lead_round_in_a_circle_are_told(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    found = files_in(tmp_path)
    assert [line.partition(":")[0] for line in found.unreadable] == ["one", "two"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert files_in(tmp_path).passed_over == ("pipe",)


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.pdf", "locked.pdf"):
        (tmp_path / name).write_bytes(b"a")
    opened = Path.open

    def refusing(self: Path, *arguments: Any, **more: Any) -> Any:
        if self.name == "locked.pdf":
            raise PermissionError(13, "Permission denied")
        return opened(self, *arguments, **more)

    monkeypatch.setattr(Path, "open", refusing)
    found = files_in(tmp_path)
    assert [(f.path, f.sha256) for f in found.files] == [("a.pdf", digest(b"a")), ("locked.pdf", None)]
    assert found.unreadable == ("locked.pdf: Permission denied",)


def test_a_name_that_is_no_text_is_written_with_escapes(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.pdf")).write_bytes(b"a")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    assert [f.path for f in files_in(tmp_path).files] == ["caf\\xe9.pdf"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        files_in(tmp_path / "gone")
