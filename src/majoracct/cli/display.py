"""What people read on a terminal: every text passes `display`, which hides nothing and runs nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

__all__ = ["aligned", "display", "width"]

# Tabs and newlines shape our own text; in a value they are made visible like any other control.
_PLAIN = {ord("\n"): "\\n", ord("\t"): "\\t", ord("\r"): "\\r"}


def display(text: object) -> str:
    """Return TEXT with every control, escape, bidirectional or otherwise invisible character spelt out.

    A terminal that prints the result shows what is stored and obeys none of it.
    """
    said = str(text)
    if said.isascii() and said.isprintable():
        return said
    return "".join(c if c.isprintable() else _spelt(c) for c in said)


def _spelt(character: str) -> str:
    point = ord(character)
    if point in _PLAIN:
        return _PLAIN[point]
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def width(text: str) -> int:
    """Return how many cells TEXT takes on a terminal."""
    if text.isascii():
        return len(text)
    cells = 0
    for character in text:
        if unicodedata.combining(character):
            continue
        cells += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return cells


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Return LINES of texts, displayed, each column as wide as its widest text and two cells apart."""
    shown = [[display(text) for text in line] for line in lines]
    widths = [max(map(width, column)) for column in zip(*shown, strict=True)]
    padded = (
        "  ".join(text + " " * (wide - width(text)) for text, wide in zip(line, widths, strict=True))
        for line in shown
    )
    return "".join(f"{line.rstrip()}\n" for line in padded)
