"""`python -m majoracct.cli` is `majoracct`."""

from __future__ import annotations

from majoracct.cli import main

main()
