"""Targets: a file is written only where nothing of anybody's is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from majoracct.cli.session import BadInput
from majoracct.cli.targets import ledger_files, writable_target


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("book.db").write_bytes(b"ledger")


def _refused(path: str, *kept: Path) -> str:
    with pytest.raises(BadInput) as raised:
        writable_target(path, option="--rejects", kept=kept)
    said = raised.value.message
    assert said.startswith(f"--rejects {path}: ".rstrip() if path else "--rejects")
    assert "\n" not in said
    return said


class TestWritable:
    def test_where_nothing_is(self) -> None:
        assert writable_target("new.csv", option="-o", kept=[Path("book.db")]) == Path("new.csv")

    def test_an_ordinary_file(self) -> None:
        Path("old.csv").write_text("x", encoding="utf-8")
        assert writable_target("old.csv", option="-o", kept=[Path("book.db")]) == Path("old.csv")

    def test_through_a_link_to_an_ordinary_file(self) -> None:
        Path("link.csv").symlink_to("new.csv")
        assert writable_target("link.csv", option="-o", kept=[]) == Path("link.csv")


class TestRefused:
    @pytest.mark.parametrize("path", ["book.db", "./book.db", "sub/../book.db"])
    def test_what_is_kept(self, path: str) -> None:
        Path("sub").mkdir()
        assert "which must be kept: name another file" in _refused(path, Path("book.db"))

    @pytest.mark.parametrize("more", ["-wal", "-shm", "-journal"])
    def test_what_stands_beside_a_ledger(self, more: str) -> None:
        assert "must be kept" in _refused(f"book.db{more}", *ledger_files("book.db"))

    def test_what_a_link_leads_to(self) -> None:
        Path("link").symlink_to("book.db")
        Path("further").symlink_to("link")
        assert "must be kept" in _refused("further", Path("book.db"))
        assert "must be kept" in _refused("book.db", Path("link"))

    def test_a_link_to_what_does_not_exist_yet(self) -> None:
        Path("link").symlink_to("book.db-wal")
        assert "must be kept" in _refused("link", *ledger_files("book.db"))

    def test_another_name_of_the_same_file(self) -> None:
        os.link("book.db", "hard")
        assert "must be kept" in _refused("hard", Path("book.db"))

    def test_beside_what_a_link_to_the_ledger_leads_to(self) -> None:
        Path("data").mkdir()
        Path("book.db").rename("data/book.db")
        Path("book.db").symlink_to("data/book.db")
        assert "must be kept" in _refused("data/book.db-wal", *ledger_files("book.db"))

    def test_a_folder(self) -> None:
        Path("sub").mkdir()
        assert "it is a folder" in _refused("sub")

    @pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs /dev/null")
    def test_a_device(self) -> None:
        assert "no ordinary file" in _refused("/dev/null")

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in the file system")
    def test_a_pipe(self) -> None:
        os.mkfifo("pipe")
        assert "no ordinary file" in _refused("pipe")

    @pytest.mark.parametrize("path", ["-", ""])
    def test_no_file_at_all(self, path: str) -> None:
        assert "it is no file" in _refused(path)

    def test_in_no_folder(self) -> None:
        assert "there is no folder" in _refused("none/r.csv")

    def test_below_a_file(self) -> None:
        _refused("book.db/r.csv")

    def test_a_loop_of_links(self) -> None:
        Path("a").symlink_to("b")
        Path("b").symlink_to("a")
        _refused("a")

    def test_an_impossible_name(self) -> None:
        _refused("x" * 5000)


class TestLedgerFiles:
    @pytest.mark.parametrize("location", ["sub/book.db", "sqlite:///sub/book.db", "sqlite:sub/book.db"])
    def test_of_a_path_or_a_url(self, location: str) -> None:
        named = {str(path) for path in ledger_files(location)}
        assert {"sub/book.db", "sub/book.db-wal", "sub/book.db-shm"} <= named

    def test_of_an_absolute_url(self) -> None:
        assert ledger_files("sqlite:////srv/book.db")[0] == Path("/srv/book.db")

    def test_of_no_file(self) -> None:
        assert ledger_files("postgresql://host/name") == []
