"""Measures the readers' site as it is served. `python -m scripts.evidence`, which `make evidence` calls."""
