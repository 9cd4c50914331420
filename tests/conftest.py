"""Fixtures every test may use."""

from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"


@pytest.fixture(scope="session")
def samples() -> Path:
    """Real input that is not part of the repository; tests that need it say so when it is absent."""
    if not SAMPLES.is_dir():
        pytest.skip("the sample archives (../shared/samples) are not on this machine")
    return SAMPLES
