"""Plug-ins: modules that bring events of their own, named in `majoracct.toml`.

A plug-in module has a table `EVENTS` of `majoracct.domain.index.Entry`, and may have a table
`PROCEDURES` of `ProcedureEntry`. Its stored names begin with a prefix of its own, since a stored
name is for ever.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable

from majoracct.domain import index

__all__ = ["PluginError", "load"]


class PluginError(ValueError):
    """A plug-in cannot be loaded; the message says which, and why."""


def load(modules: Iterable[str]) -> None:
    """Add the events and procedures of the plug-in MODULES. Raises PluginError."""
    for name in modules:
        try:
            module = importlib.import_module(name)
        except ImportError as error:
            raise PluginError(f"plug-in {name} cannot be imported: {error}") from error
        try:
            index.add(module.EVENTS, getattr(module, "PROCEDURES", ()))
        except AttributeError:
            raise PluginError(f"plug-in {name} has no table EVENTS") from None
        except ValueError as error:
            raise PluginError(f"plug-in {name}: {error}") from None
