"""A post of the archive as it came: what is wrong with it is found, and nothing else."""

import datetime as dt

import pytest

from news.exchange.importer import Importer
from news.exchange.options import ImportOptions
from news.exchange.source_files import find_files, find_places
from news.models import Image, Post, Source
from news.publishing.checks.running import check_post

pytestmark = pytest.mark.django_db
TRULY_WRONG = {
    *("title-mangled", "source-url-missing", "alt-title", "image-proxied"),  # what this file is known for
    *("tags-missing", "summary-missing", "header-repeated"),  # and what it lacks besides
}


@pytest.fixture
def seed(samples):
    def bring_in(**options):
        importer = Importer(ImportOptions(zone=dt.UTC, **options))
        slug = samples.founding.slug
        files = [file for file in find_files(find_places([samples.folder / "hexo"])) if slug in file.shown]
        list(importer.run(files))
        return Post.objects.get()

    return bring_in


def test_the_seed_as_its_file_says_it(seed, samples):
    post = seed(repair_titles=False, promote_headings=False)
    findings = check_post(post)
    assert {finding.code for finding in findings} == TRULY_WRONG | {"bold-paragraph"}
    once = [finding.code for finding in findings if finding.code != "bold-paragraph"]
    assert len(once) == len(set(once))
    assert [f.place.text for f in findings if f.code == "bold-paragraph"] == samples.founding.bold_paragraphs
    mangled = next(finding for finding in findings if finding.code == "title-mangled")
    assert mangled.facts["title"] == samples.founding.title


def test_the_seed_as_the_importer_repairs_it(seed):
    post = seed()
    assert Source.objects.filter(pk=post.source_id).exists()
    assert Image.objects.count() == 1
    assert {finding.code for finding in check_post(post)} == TRULY_WRONG - {"title-mangled"}
