"""How a run ends: one line on standard error that says what, where and what to do, and a code.

No traceback reaches a user. The codes are those of the table in `table.EXIT_CODES`; an interrupt
is 130, and a reader that went away is 141, as shells have it.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from typing import Final

import click

from majoracct.cli.display import display

__all__ = ["OK", "run"]

OK: Final = 0
NO: Final = 1
BAD_INPUT: Final = 2
NOT_FOUND: Final = 3
REFUSED: Final = 4
CONFLICT: Final = 5
FAULT: Final = 9
OUR_BUG: Final = 70
INTERRUPTED: Final = 130
READER_GONE: Final = 141
OUTPUT_LOST: Final = 74  # sysexits' EX_IOERR: what the command did stands, and could not be told
# Errors of writing to standard output: files are named in theirs, and the ledger's are faults.
_OF_OUTPUT: Final = frozenset({errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG, errno.EDQUOT})


def run(what: Callable[[], object]) -> int:  # noqa: PLR0911 - a way to end, a line
    """Run WHAT, say on standard error how it failed if it did, and return the exit code."""
    try:
        try:
            found = what()
            sys.stdout.flush()
        except click.exceptions.Exit as end:
            sys.stdout.flush()
            return end.exit_code
        return found if isinstance(found, int) else OK
    except BrokenPipeError:
        _let_go_of_output()
        return READER_GONE
    except (KeyboardInterrupt, EOFError, click.Abort):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as nothing:
        click.echo(nothing.format_message(), err=True)
        return BAD_INPUT
    except Exception as error:  # noqa: BLE001 - the last place before the user
        if isinstance(error, OSError) and error.errno == errno.EPIPE:
            _let_go_of_output()
            return READER_GONE
        code, text = told(error)
        if code == OUTPUT_LOST:
            _let_go_of_output()
        try:
            click.echo(f"error: {display(text)}", err=True)
        except OSError:
            return code  # nobody listens
        return code


def told(error: Exception) -> tuple[int, str]:  # noqa: PLR0911 - a kind of error, a line
    """Return the exit code of ERROR, and what to say."""
    if isinstance(error, click.ClickException):
        return BAD_INPUT, _usage(error)
    from majoracct.domain.kernel import Refused

    if isinstance(error, Refused):
        from majoracct.domain.seen import AccountUnknown

        code = NOT_FOUND if isinstance(error, AccountUnknown) else REFUSED
        return code, f"refused by rule {error.rule}: {error.obstacle}. {error.remedy}"
    from majoracct import ports

    if isinstance(error, ports.NotFoundError):
        return NOT_FOUND, str(error)
    if isinstance(error, ports.LedgerMissingError | ports.LedgerExistsError | ports.KeyStoreError):
        return BAD_INPUT, str(error)
    if isinstance(error, ports.UnfinishedError):
        return CONFLICT, str(error)
    if isinstance(error, ports.ConflictError):
        return CONFLICT, f"{str(error).rstrip('.')}; nothing was recorded"
    if isinstance(error, ports.CheckpointContradictedError):
        return NO, str(error)
    if isinstance(error, ports.LedgerError):
        return FAULT, str(error)
    return _other(error)


def _other(error: Exception) -> tuple[int, str]:
    from majoracct.adapters.trust.keys import KeyCommandError, KeyFileError
    from majoracct.adapters.trust.note import CryptographyMissingError
    from majoracct.domain.calendar import PeriodError
    from majoracct.domain.money import MoneyError
    from majoracct.plugins import PluginError

    if isinstance(error, MoneyError | PeriodError | PluginError):
        return BAD_INPUT, str(error)
    if isinstance(error, KeyFileError | KeyCommandError | CryptographyMissingError):
        return BAD_INPUT, str(error)
    if isinstance(error, OSError) and error.filename is None and error.errno in _OF_OUTPUT:
        return OUTPUT_LOST, f"the output cannot be written: {error.strerror}; what was recorded stands"
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return BAD_INPUT, f"{where}{error.strerror}"
    if os.environ.get("MAJORACCT_TRACEBACK"):
        import traceback

        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return OUR_BUG, (
        f"internal error, {what}; this is our bug, please report it with the command you ran "
        "(MAJORACCT_TRACEBACK=1 shows where)"
    )


def _usage(error: click.ClickException) -> str:
    text = " ".join(error.format_message().split())
    if isinstance(error, click.NoSuchOption):
        import difflib

        close = difflib.get_close_matches(error.option_name, error.possibilities or (), n=1)
        near = f"; did you mean {close[0]}?" if close else ""
        text = f"there is no option {error.option_name}{near}"
    from majoracct.cli.session import BadInput

    if isinstance(error, click.UsageError) and not isinstance(error, BadInput) and error.ctx is not None:
        return f"{text.rstrip('.')}{' ' if text.endswith('?') else ': '}see `{error.ctx.command_path} --help`"
    return text


def _let_go_of_output() -> None:
    """Keep the interpreter from complaining, as it ends, that nobody reads its output any more."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
