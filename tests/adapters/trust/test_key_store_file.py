"""A key store's file is made whole, for its owner alone, and anything else is refused by what it is."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from majoracct.adapters.trust.vault import create, open_key_store
from majoracct.ports import KeyStoreError

WRAPPING = bytes(range(32))
posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.keys"


class TestMaking:
    @posix
    def test_it_is_its_owners_alone_whatever_the_umask(self, path: Path) -> None:
        before = os.umask(0)
        try:
            create(path, "ledger-1", WRAPPING).close()
        finally:
            os.umask(before)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    @pytest.mark.parametrize("end", ["", "-journal", "-wal"])
    def test_nothing_is_written_over(self, path: Path, end: str) -> None:
        taken = Path(f"{path}{end}")
        taken.write_bytes(b"mine")
        with pytest.raises(KeyStoreError, match="exists"):
            create(path, "ledger-1", WRAPPING)
        assert taken.read_bytes() == b"mine"
        assert [each.name for each in path.parent.iterdir()] == [taken.name]

    @pytest.mark.parametrize("size", [0, 5, 16, 31, 33])
    def test_a_wrapping_key_of_another_size_is_none(self, path: Path, size: int) -> None:
        with pytest.raises(KeyStoreError, match="32 bytes"):
            create(path, "ledger-1", bytes(size))
        assert list(path.parent.iterdir()) == []

    def test_a_folder_that_is_not_there_is_said_to_be_missing(self, path: Path) -> None:
        with pytest.raises(KeyStoreError, match="Check the folder"):
            create(path.parent / "no" / "keys", "ledger-1", WRAPPING)


class TestOpening:
    def test_nothing_there_is_said(self, path: Path) -> None:
        with pytest.raises(KeyStoreError, match="no key store at"):
            open_key_store(path, WRAPPING)
        assert not path.exists()

    def test_what_is_no_key_store_is_said_to_be_none(self, path: Path) -> None:
        for content, told in ((b"", "empty"), (b"words\n" * 500, "something else")):
            path.write_bytes(content)
            path.chmod(0o600)
            with pytest.raises(KeyStoreError, match=told):
                open_key_store(path, WRAPPING)
            assert path.read_bytes() == content
        path.unlink()
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("CREATE TABLE other (a)")
        path.chmod(0o600)
        with pytest.raises(KeyStoreError, match="is no key store"):
            open_key_store(path, WRAPPING)
        with pytest.raises(KeyStoreError, match="no file"):
            open_key_store(path.parent, WRAPPING)

    @posix
    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
    def test_one_that_others_may_get_at_is_refused(self, path: Path, mode: int) -> None:
        create(path, "ledger-1", WRAPPING).close()
        path.chmod(mode)
        with pytest.raises(KeyStoreError, match=f"0{mode:o}.*chmod 600"):
            open_key_store(path, WRAPPING)

    def test_one_of_a_newer_program_is_refused(self, path: Path) -> None:
        create(path, "ledger-1", WRAPPING).close()
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE store SET format = 2")
        with pytest.raises(KeyStoreError, match=r"format 2.*newer"):
            open_key_store(path, WRAPPING)
