"""Write `docs/reference/attacks.md`: what verifying finds of seven attacks by four attackers, as measured.

`--check` writes nothing and exits 1 when the page on disk differs.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from majoracct.testing.attack_matrix import COLUMNS, make_book, measured

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "attacks.md"
HEAD = """\
# Attacks, as measured

What `majoracct verify` finds in a ledger of {facts:,} facts after somebody rewrote its file. Written by
`scripts/attacks.py`, which does it; `tests/adapters/trust/test_attacks.py` holds every cell against what we
expect, the missed ones too.

Attackers know the format, and put guards, indexes and header back as they were:

- **A** edits the rows of facts, and nothing else.
- **B** also makes leaves, tree and manifests fit.
- **C** also removes the checkpoints that are kept in the ledger.
- **D** also holds the signing key, and signs the rewritten ledger anew.

Whoever verifies holds nothing from outside (A, B and "no anchor"), or the public key and a checkpoint of
@{last}, the ledger's end ("last"), or one of @{older} ("older"). All attacks but the cut tail are on facts
before @{older}.

"""
FOOT = """
**Found** is exit code 1. **Missed** is exit code 7 where nothing from outside was given: the ledger agrees
with itself, and `verify` says that this vouches for nothing. With an older checkpoint it is exit code 0, and
`verify` says up to where that vouches: it cannot know what there was after it.

So keep checkpoints where nobody who can write the ledger can reach them, and take them often: what is
recorded after the last one that somebody else holds is vouched for by nobody.
"""


def page() -> str:
    """Return the page, as measured now."""
    with tempfile.TemporaryDirectory() as folder:
        book = make_book(Path(folder))
        rows = list(measured(book, Path(folder)))
        older, last = (int(book.anchors[name].split(b"\n")[1]) for name in ("older", "last"))
    lines = [
        f"| attack | {' | '.join(column.title for column in COLUMNS)} |",
        f"|---|{'---|' * len(COLUMNS)}",
        *(
            f"| {attack} | {' | '.join(_cell(attack, found=each) for each in cells)} |"
            for attack, cells in rows
        ),
    ]
    text = HEAD.format(facts=last, older=older, last=last)
    return text + "\n".join(lines) + "\n" + FOOT


def _cell(attack: str, *, found: bool) -> str:
    if "benign" in attack:
        return "FALSE ALARM" if found else "no alarm"
    return "found" if found else "**missed**"


def main() -> int:
    """Write the page, or check it."""
    text = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/reference/attacks.md is not current: python scripts/attacks.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
