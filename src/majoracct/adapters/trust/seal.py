"""The seal: what the ledger states of itself, and the head that is signed over it."""

from __future__ import annotations

from majoracct.adapters.trust.manifest import manifest_leaf, manifest_proof, manifest_root

__all__ = ["manifest_leaf", "manifest_proof", "manifest_root"]
