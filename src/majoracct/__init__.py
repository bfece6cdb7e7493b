"""majoracct: the system of record of a major-account programme.

``from majoracct import Ledger`` is all an embedding application needs; the pure domain is
``majoracct.domain``, which loads no storage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from majoracct.desk import Desk
    from majoracct.ledger import Ledger
    from majoracct.schema import event_schema

__all__ = ["Desk", "Ledger", "event_schema"]

_PLACES = {"Desk": "majoracct.desk", "Ledger": "majoracct.ledger", "event_schema": "majoracct.schema"}


def __getattr__(name: str) -> object:
    if name in _PLACES:
        import importlib

        return getattr(importlib.import_module(_PLACES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
