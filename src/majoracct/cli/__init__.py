"""The command line: `majoracct`. Commands are made from the events; answers from the assessments.

Everything is imported when it is needed: `--help` loads click and a table of names, a command
loads the topics it reads.
"""

from __future__ import annotations

from majoracct.cli.groups import Root

__all__ = ["main", "root"]

root = Root()


def main() -> None:
    """Run the command line, and leave with the exit code of what happened."""
    import os
    import sys
    from pathlib import Path

    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell: >&-
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end of the run
            setattr(sys, name, nowhere)
    for stream in (sys.stdout, sys.stderr):
        if not hasattr(stream, "reconfigure"):
            continue
        # A terminal that cannot show a character shows its number instead of stopping the program.
        stream.reconfigure(errors="backslashreplace")
        if not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
            # A pipe or a file gets the same bytes on every machine, whatever its locale.
            stream.reconfigure(encoding="utf-8", newline="\n")
    root.main(prog_name="majoracct")
