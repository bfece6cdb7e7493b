"""What those who extend majoracct test with: the contract every storage adapter keeps, and more."""

from __future__ import annotations

import sys

# Stories and histories serve under any test runner, so pytest is asked only where it is running.
if (pytest := sys.modules.get("pytest")) is not None:
    pytest.register_assert_rewrite(f"{__name__}.store_contract")
