"""The admin tells in sentences what an import decided."""

import pytest

from news.models import ImportBatch, ImportItem
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


def test_decisions_and_problems_are_sentences_in_the_language_of_the_person(admin_client):
    batch = ImportBatch.objects.create()
    notes = [{"code": "title-repaired", "facts": {"title": "甲_乙"}}, {"code": "no-source-url"}]
    ImportItem.objects.create(batch=batch, path="a.md", outcome="created", notes=notes, post=PostFactory())
    reason = {"code": "not-utf8", "facts": {"line": 3, "byte": "0xff", "offset": 7}}
    ImportItem.objects.create(batch=batch, path="b.md", outcome="failed", reason=reason)
    page = admin_client.get("/admin/news/importitem/").content.decode()
    assert "甲_乙" in page
    assert "0xff" in page
    for code in ("title-repaired", "no-source-url", "not-utf8"):
        assert code not in page


def test_a_fact_from_a_hostile_file_stays_text(admin_client):
    notes = [{"code": "title-repaired", "facts": {"title": "<img src=x onerror=alert(1)>"}}]
    ImportItem.objects.create(batch=ImportBatch.objects.create(), path="a.md", outcome="created", notes=notes)
    assert "<img src=x" not in admin_client.get("/admin/news/importitem/").content.decode()
