"""Measures the readers' site as it is served. `make evidence` calls `python -m scripts.evidence`."""
