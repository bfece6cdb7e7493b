"""Checks: what is valid but unhealthy, one finding a file. They block nothing, and are never recorded."""
