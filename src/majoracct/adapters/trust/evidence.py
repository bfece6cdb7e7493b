"""Evidence on disk: every file below a folder, with its digest. Reads, and never writes."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from majoracct.domain.assessments.evidence import Found

__all__ = ["Folder", "files_in"]


@frozen
class Folder:
    """What was found below a folder.

    files: by path. unreadable: what could not be read, folders too, each with why.
    passed_over: links that lead out of the folder or nowhere, and what is neither file nor folder.
    """

    files: tuple[Found, ...]
    unreadable: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()


def files_in(folder: Path) -> Folder:
    """Return every file below FOLDER with its digest, read in blocks, however large.

    A link to a file below it counts as that file, by the link's name; no link to a folder is followed, since
    what is there is found where it stands. Raises OSError when FOLDER itself cannot be listed.
    """
    root = folder.resolve(strict=True)
    found: list[Found] = []
    unreadable: list[str] = []
    passed_over: list[str] = []
    for path in _below(root, unreadable):
        name = _text(path.relative_to(root))
        try:
            if path.is_symlink():
                real = path.resolve(strict=True)
                if real.is_dir() and real.is_relative_to(root):
                    continue
                if not real.is_relative_to(root):
                    passed_over.append(name)
                    continue
            if not stat.S_ISREG(path.stat().st_mode):
                passed_over.append(name)  # a pipe would keep us waiting for ever
                continue
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            passed_over.append(name)
        except (OSError, RuntimeError) as error:  # links that lead round in a circle are a RuntimeError
            unreadable.append(f"{name}: {getattr(error, 'strerror', None) or error}")
            found.append(Found(name, _text(path.name), None))
        else:
            found.append(Found(name, _text(path.name), digest))
    return Folder(
        tuple(sorted(found, key=lambda f: f.path)), tuple(sorted(unreadable)), tuple(sorted(passed_over))
    )


def _below(root: Path, unreadable: list[str]) -> Iterator[Path]:
    """Yield what is below ROOT but folders, links to folders included; note folders that cannot be listed."""

    def noted(error: OSError) -> None:
        where = Path(os.fsdecode(error.filename))
        if where == root:
            raise error
        unreadable.append(f"{_text(where.relative_to(root))}: {error.strerror}")

    for at, folders, names in os.walk(root, onerror=noted):
        for name in [*names, *(f for f in folders if (Path(at) / f).is_symlink())]:
            yield Path(at) / name


def _text(path: Path | str) -> str:
    """Return PATH as text: bytes that are none are written as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
