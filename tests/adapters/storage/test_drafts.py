"""Drafts are known by their names, and whether somebody writes them still."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from majoracct.adapters.storage.drafts import draft_of, is_draft, writer_of, writes_still


def test_a_draft_says_who_writes_it(tmp_path: Path) -> None:
    draft = draft_of(tmp_path / ("é" * 120))
    assert draft.parent == tmp_path
    assert (is_draft(draft), writer_of(draft)) == (True, os.getpid())
    assert writer_of(Path(f"{draft}-wal")) == os.getpid()


@pytest.mark.parametrize(
    "name",
    [
        ".majoracct-0123456789abcdef.new",
        ".rejects.csv.0123456789abcdef.new",
        ".k-0123456789abcdef.new-journal",
    ],
)
def test_one_that_is_numbered_at_random_does_not(name: str) -> None:
    assert (is_draft(Path(name)), writer_of(Path(name))) == (True, None)


@pytest.mark.parametrize(
    "name", ["book.1.draft", ".book.draft", ".a.new", "a.0123456789abcdef.new", ".x.1.draft.bak"]
)
def test_other_names_are_no_draft_s(name: str) -> None:
    assert not is_draft(Path(name))


@pytest.mark.skipif(os.name != "posix", reason="processes are POSIX's")
def test_who_is_gone_writes_no_more() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    assert not writes_still(gone.pid)
    assert not writes_still(99_999_999_999)
    assert not writes_still(os.getpid())
    assert writes_still(os.getppid())
