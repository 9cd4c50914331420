"""Which files an import takes, and that each has one identity whichever way it is reached."""

import os
import unicodedata

import pytest

from news.exchange.source_files import find_files, find_places


def put(path, text="---\ntitle: a\n---\n"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def found(*paths, **options):
    return [(source.collection, source.relative) for source in find_files(find_places(paths, **options))]


@pytest.mark.parametrize("folder", ["hexo/_posts", "hexo/source/_posts", "hexo/content/posts", "hexo"])
def test_the_collection_is_the_first_folder_with_a_name_of_its_own(tmp_path, folder):
    put(tmp_path / folder / "a.md")
    assert [collection for collection, _ in found(tmp_path / folder)] == ["hexo"]


def test_site_folder_post_folder_subfolder_and_file_give_one_identity(tmp_path):
    path = put(tmp_path / "hexo/source/_posts/2024/a.md")
    ways = [tmp_path / "hexo", tmp_path / "hexo/source", tmp_path / "hexo/source/_posts", path.parent, path]
    assert {way for path in ways for way in found(path)} == {("hexo", "source/_posts/2024/a.md")}


def test_a_name_given_replaces_the_folders(tmp_path):
    put(tmp_path / "hexo/a.md")
    assert found(tmp_path / "hexo", collection="blog") == [("blog", "a.md")]


def test_a_path_relative_to_where_one_stands_has_the_same_identity(tmp_path, monkeypatch):
    put(tmp_path / "hexo/_posts/a.md")
    monkeypatch.chdir(tmp_path / "hexo/_posts")
    assert found(type(tmp_path)()) == found(tmp_path / "hexo" / ".." / "hexo" / "_posts") == [("hexo", "_posts/a.md")]


def test_files_come_sorted_and_only_those_a_post_may_be(tmp_path):
    for name in ("b.md", "a.html", "c/d.markdown", "x.txt", "y.jpg", ".hidden.md", ".git/e.md", "a.MD"):
        put(tmp_path / "site" / name)
    assert [relative for _, relative in found(tmp_path / "site")] == ["a.MD", "a.html", "b.md", "c/d.markdown"]


def test_links_that_lead_out_of_the_collection_are_not_followed(tmp_path):
    put(tmp_path / "secret/s.md")
    put(tmp_path / "site/a.md")
    (tmp_path / "site/out.md").symlink_to(tmp_path / "secret/s.md")
    (tmp_path / "site/folder").symlink_to(tmp_path / "secret")
    (tmp_path / "site/loop").symlink_to(tmp_path / "site")
    (tmp_path / "site/loop.md").symlink_to(tmp_path / "site/loop.md")
    (tmp_path / "site/again.md").symlink_to(tmp_path / "site/a.md")
    assert [relative for _, relative in found(tmp_path / "site")] == ["a.md", "again.md"]


def test_an_identity_fits_its_column(tmp_path):
    folder = tmp_path / "site"
    for _number in range(4):
        folder = folder / ("x" * 150)
    put(folder / "a.md")
    (source,) = find_files(find_places([tmp_path / "site"]))
    assert len(source.relative) > 500
    assert len(source.external_id) == 64


def test_a_name_from_a_mac_and_one_from_elsewhere_are_the_same(tmp_path):
    put(tmp_path / "site" / unicodedata.normalize("NFD", "café.md"))
    assert found(tmp_path / "site") == [("site", unicodedata.normalize("NFC", "café.md"))]


def test_names_that_are_no_text_can_still_be_stored_and_shown(tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    for name in (b"\xff.md", b"line\nbreak.md"):
        with open(os.path.join(os.fsencode(folder), name), "w") as file:  # noqa: PTH118, PTH123  (bytes)
            file.write("x")
    sources = list(find_files(find_places([folder])))
    for source in sources:
        source.relative.encode()
        assert "\n" not in source.shown
    assert len(sources) == 2


def test_what_lies_below_a_known_folder_belongs_to_its_collection(tmp_path):
    inner = tmp_path / "export" / "2021"
    inner.mkdir(parents=True)
    (inner / "a.md").write_text("")
    (source,) = find_files(find_places([inner], roots={str(tmp_path / "export"): "export"}))
    assert (source.collection, source.relative) == ("export", "2021/a.md")


class TestSites:
    """What made a site is seen from the files that only its generator puts there."""

    def kinds(self, *paths):
        return {(source.site, source.relative) for source in find_files(find_places(paths))}

    def test_hexo(self, tmp_path):
        put(tmp_path / "_config.yml")
        put(tmp_path / "source/_posts/a.md")
        put(tmp_path / "source/about/index.md")
        assert self.kinds(tmp_path) == {("hexo", "source/_posts/a.md")}

    def test_jekyll_with_posts_in_many_folders(self, tmp_path):
        put(tmp_path / "_config.yml")
        put(tmp_path / "about.md")
        put(tmp_path / "_site/_posts/2020-01-02-x.md")
        put(tmp_path / "zh/news/_posts/2020-01-02-a.md")
        put(tmp_path / "_posts/2020-01-02-b.md")
        wanted = {("jekyll", "zh/news/_posts/2020-01-02-a.md"), ("jekyll", "_posts/2020-01-02-b.md")}
        assert self.kinds(tmp_path) == wanted
        assert self.kinds(tmp_path / "zh", tmp_path / "_posts") == wanted

    def test_octopress_is_jekyll(self, tmp_path):
        put(tmp_path / "_config.yml")
        put(tmp_path / "Rakefile")
        put(tmp_path / "source/_posts/2020-01-02-a.md")
        assert self.kinds(tmp_path) == {("jekyll", "source/_posts/2020-01-02-a.md")}

    @pytest.mark.parametrize("config", ["hugo.toml", "hugo.yaml", "config.toml", "config/_default/hugo.toml"])
    def test_hugo_and_its_bundles(self, tmp_path, config):
        put(tmp_path / config)
        put(tmp_path / "README.md")
        put(tmp_path / "content/posts/a.md")
        put(tmp_path / "content/posts/b/index.md")
        put(tmp_path / "content/posts/b/part.md")
        put(tmp_path / "content/posts/b/more/deep.md")
        wanted = {("hugo", "content/posts/a.md"), ("hugo", "content/posts/b/index.md")}
        assert (
            self.kinds(tmp_path) == self.kinds(tmp_path / "content") == self.kinds(tmp_path / "content/posts") == wanted
        )

    def test_a_folder_without_such_files_is_no_site(self, tmp_path):
        put(tmp_path / "blog/_posts/a.md")
        assert self.kinds(tmp_path / "blog") == {("", "_posts/a.md")}
