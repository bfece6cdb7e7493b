"""`prove`: a bundle that verifies, registered before the file has its name."""

from __future__ import annotations

import contextlib
import json
from hashlib import sha256
from pathlib import Path

import pytest

from majoracct.adapters.trust import bundle
from majoracct.adapters.trust.keys import verifier_from
from majoracct.domain.book.bundles import BundleIssued
from majoracct.ledger import Ledger
from tests.cli.conftest import Run
