"""The session: which ledger a command works on, who runs it, and where each setting came from."""

from __future__ import annotations

import getpass
import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import define, field, frozen

from majoracct.domain.kernel import Assurance, Evidence

if TYPE_CHECKING:
    from majoracct.ledger import Clock, Desk, Ledger
    from majoracct.ports import Vault

__all__ = ["BadInput", "Session", "Setting", "digest_evidence", "session_of"]

CONFIG = "majoracct.toml"
SETTINGS = (
    "ledger",
    "actor",
    "role",
    "key_store",
    "wrapping_key_file",
    "wrapping_command",
    "signing_key_file",
    "signing_command",
)
FILES = (
    "ledger",
    "key_store",
    "wrapping_key_file",
    "signing_key_file",
)  # relative to the configuration's folder
_SYSTEM_USER = "the operating system's user"


class BadInput(click.UsageError):
    """Input that cannot be used: one message that says what, where, and what to do. Exit code 2."""


@frozen
class Setting:
    """A setting, its value, and where it came from."""

    name: str
    value: str
    origin: str

    @property
    def by_default(self) -> bool:
        """Whether nobody said so."""
        return self.origin.startswith("default") or self.origin == _SYSTEM_USER


@define
class Session:
    """One run of the command line.

    clock, new_id: given by a caller who needs the same run twice; else the real ones.
    """

    given: dict[str, str] = field(factory=dict)
    clock: Clock | None = None
    new_id: Callable[[], str] | None = None
    _config: tuple[Path, dict[str, Any]] | None = None
    _looked: bool = False

    def config(self) -> tuple[Path, dict[str, Any]] | None:
        """Return the configuration found upward from the current folder. Raises BadInput."""
        if not self._looked:
            self._looked = True
            for folder in (Path.cwd(), *Path.cwd().parents):
                path = folder / CONFIG
                if path.is_file():
                    self._config = path, _read_config(path)
                    break
        return self._config

    def setting(self, name: str) -> Setting:
        """Return a setting: from the command line, the environment, the configuration, or by default."""
        if (value := self.given.get(name)) is not None:
            return Setting(name, value, "command line")
        variable = f"MAJORACCT_{name.upper()}"
        if value := os.environ.get(variable, ""):
            return Setting(name, value, f"environment, {variable}")
        config = self.config()
        if config and name in config[1]:
            value = str(config[1][name])
            if name in FILES and "://" not in value:
                value = str(config[0].parent / value)
            return Setting(name, value, str(config[0]))
        if name == "ledger":
            return Setting(name, "majoracct.db", "default: in the current folder")
        if name == "actor":
            return Setting(name, _system_user(), _SYSTEM_USER)
        return Setting(name, "", "default: none")

    def open(self, *, with_keys: bool = True) -> Ledger:
        """Open the ledger. Raises LedgerMissingError and its kin.

        with_keys: with the key store that the settings name, if they do; without, what is sealed stays so.
        """
        from majoracct.ledger import Ledger
        from majoracct.ports import NotFoundError

        self.load_plugins()
        try:
            vault = self.vault() if with_keys else None
            return Ledger.open(self.setting("ledger").value, vault=vault, **self.sources())
        except NotFoundError as error:  # of an adapter, not of anything in a ledger
            raise BadInput(f"--ledger: {error}") from None

    def vault(self) -> Vault | None:
        """Return the key store the settings name, opened; None when they name none. Raises KeyStoreError.

        The wrapping key is asked for when something personal is first read or recorded.
        """
        place = self.setting("key_store").value
        if not place:
            return None
        from majoracct.adapters.trust.vault import open_key_store

        return open_key_store(Path(place), self.wrapping_key)

    def wrapping_key(self) -> bytes:
        """Return the key that opens the key store. Raises BadInput when no setting says where it is."""
        from majoracct.adapters.trust import keys

        if path := self.setting("wrapping_key_file").value:
            return keys.wrapping_key_from(Path(path))
        if command := self.setting("wrapping_command").value:
            return keys.wrapping_key_by(command)
        raise BadInput(
            "the key store is wrapped by a key: say where that is, in MAJORACCT_WRAPPING_KEY_FILE, or which "
            "command prints it, in MAJORACCT_WRAPPING_COMMAND"
        )

    def load_plugins(self) -> bool:
        """Load the plug-ins the configuration names; return whether it names any. Raises PluginError."""
        config = self.config()
        named = config[1].get("plugins", []) if config else []
        if named:
            from majoracct import plugins

            plugins.load(named)
        return bool(named)

    def sources(self) -> dict[str, Any]:
        """Return the clock and the source of ids, where they were given."""
        given: dict[str, Any] = {}
        if self.clock is not None:
            given["clock"] = self.clock
        if self.new_id is not None:
            given["new_id"] = self.new_id
        return given

    @property
    def assurance(self) -> Assurance:
        """How far the actor is assured: the system's user, or merely asserted."""
        origin = self.setting("actor").origin
        return Assurance.OS_USER if origin == _SYSTEM_USER else Assurance.ASSERTED

    def desk(self, ledger: Ledger, *, channel: str = "cli") -> Desk:
        """Return the desk of whoever runs the command."""
        return ledger.desk(
            by=self.setting("actor").value,
            role=self.setting("role").value,
            assurance=self.assurance,
            channel=channel,
        )


def session_of(ctx: click.Context) -> Session:
    """Return the session of this run."""
    session = ctx.find_object(Session)
    if session is None:
        session = ctx.find_root().obj = Session()
    return session


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name for this user id, as in a bare container
        return f"uid{os.getuid()}" if hasattr(os, "getuid") else "unknown"


def _read_config(path: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: {error}") from None
    for name, value in found.items():
        if name not in (*SETTINGS, "plugins"):
            raise BadInput(f"{path}: unknown setting {name!r}: there are {', '.join((*SETTINGS, 'plugins'))}")
        if name == "plugins":
            if not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
                raise BadInput(f"{path}: plugins is a list of module names")
        elif not isinstance(value, str) or not value.strip():
            raise BadInput(f"{path}: {name} is text, in quotes, and not empty")
    return found


def digest_evidence(given: tuple[str, ...]) -> tuple[Evidence, ...]:
    """Return EVIDENCE as it is recorded: files with their size and SHA-256, addresses as they are."""
    import hashlib

    found = []
    for name in given:
        if name.startswith(("http://", "https://")):
            found.append(Evidence(name))
            continue
        path = Path(name)
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            found.append(Evidence(path.name, path.stat().st_size, digest))
        except OSError as error:
            raise BadInput(
                f"evidence {name}: {error.strerror}: give a file that can be read, or an address"
            ) from None
    return tuple(found)
