"""What those who extend majoracct test with: the contract every storage adapter keeps, and more."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite(f"{__name__}.store_contract")
