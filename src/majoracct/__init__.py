"""majoracct: the system of record of a major-account programme.

``from majoracct import Ledger`` is all an embedding application needs; the pure domain is
``majoracct.domain``, which loads no storage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from majoracct.ledger import Desk, Ledger

__all__ = ["Desk", "Ledger"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from majoracct import ledger

        return getattr(ledger, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
