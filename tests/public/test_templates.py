"""Templates stay small and say what they need."""

from pathlib import Path

import pytest
from django.conf import settings

PUBLIC = Path(settings.BASE_DIR) / "templates" / "public"
STATIC_PAGES = {"500.html"}  # sent as it is when nothing else works


@pytest.mark.parametrize("path", sorted(PUBLIC.rglob("*.html")), ids=lambda path: path.name)
def test_a_template_is_short_and_begins_with_what_it_needs(path):
    lines = path.read_text().splitlines()
    assert len(lines) <= 80
    assert path.name in STATIC_PAGES or (lines[0].startswith("{#") and "Needs:" in lines[0])
    assert "style=" not in path.read_text()
