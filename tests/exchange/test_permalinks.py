"""A site's pattern of addresses gives every post the paths it had, and a pattern that cannot is refused by name."""

import datetime as dt
import hashlib
import re
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from news.exchange.fields.permalinks import PermalinkError, parse_permalink
from news.exchange.formats import hexo, hugo, jekyll
from news.exchange.record import FormatError, Note
from news.models import Address

SHANGHAI = ZoneInfo("Asia/Shanghai")
RAW = (
    "---\ntitle: Hello, 世界!\ndate: 2013-07-14 17:01:34\ncategories: [foo, Bar Baz]\nlang: en\nid: 42\n"
    "abbrlink: 00123\nurlname: hi\n---\n正文"
).encode()


def paths(pattern, raw=RAW, path="source/_posts/lorem/hello-world.md", zone=SHANGHAI):
    record = hexo.read_file(raw, path, zone, pattern)
    named = {"/posts/00123/", "/posts/00123.html"}
    return [path for path in record.legacy_paths if path not in named]


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        (":year/:month/:day/:title/", "/2013/07/14/lorem/hello-world/"),
        (":year/:i_month/:i_day/:name/", "/2013/7/14/hello-world/"),
        (":year-:month-:day-:name.html", "/2013-07-14-hello-world.html"),
        (":hour:minute:second/:name", "/170134/hello-world"),
        (":category/:name/", "/foo/Bar-Baz/hello-world/"),
        (":post_title/", "/hello-世界/"),
        (":lang/:id.html", "/en/42.html"),
        ("p/:abbrlink/", "/p/00123/"),
        ("/:urlname", "/hi"),
        (":timestamp/", f"/{int(dt.datetime(2013, 7, 14, 9, 1, 34, tzinfo=dt.UTC).timestamp()) * 1000}/"),
    ],
)
def test_every_variable_of_hexo(pattern, path):
    assert path in paths(pattern)


def test_the_hash_is_the_one_hexo_computes():
    """SHA-1 of the title with its folder and the Unix seconds, twelve digits: hexo `post_permalink.ts`."""
    digest = hashlib.sha1(b"lorem/hello-world1373792494", usedforsecurity=False).hexdigest()
    assert paths(":hash/") == [f"/{digest[:12]}/"]


def test_both_days_are_kept_when_they_differ():
    raw = RAW.replace(b"2013-07-14 17:01:34", b"Sun, 12 Sep 2021 18:08:39 GMT")
    assert paths(":year/:month/:day/:name/", raw) == ["/2021/09/12/hello-world/", "/2021/09/13/hello-world/"]


def test_a_day_in_the_file_name_may_have_been_part_of_the_title():
    assert set(paths(":title/", path="_posts/2013-07-14-hello.md")) == {"/2013-07-14-hello/", "/hello/"}


def test_without_categories_hexo_has_a_default():
    raw = RAW.replace(b"categories: [foo, Bar Baz]\n", b"")
    assert paths(":category/:name/", raw) == ["/uncategorized/hello-world/"]


def test_a_pattern_replaces_the_default_but_not_what_the_file_names():
    raw = RAW.replace(b"lang: en", b"permalink: /own/")
    assert paths(":name.html", raw) == ["/own/", "/hello-world.html"]


@pytest.mark.parametrize(("pattern", "names"), [(":year/:missing/", ":missing"), (":mood/:style/", ":mood, :style")])
def test_what_a_file_does_not_say_is_noted_and_no_half_address_made(pattern, names):
    record = hexo.read_file(RAW, "a.md", SHANGHAI, pattern)
    assert Note("permalink-incomplete", {"names": names}) in record.notes
    assert set(record.legacy_paths) == {"/posts/00123/", "/posts/00123.html"}


def test_a_post_without_a_date_has_no_dated_address():
    record = hexo.read_file(b"---\ntitle: a\n---\nb", "a.md", SHANGHAI, ":year/:title/")
    assert record.legacy_paths == ()
    assert Note("permalink-incomplete", {"names": ":year"}) in record.notes


@pytest.mark.parametrize(
    ("pattern", "code", "text", "proposal"),
    [
        ("", "permalink-empty", "", ""),
        ("x" * 400, "permalink-too-long", "x" * 40, ""),
        ("https://a.example/:title", "permalink-site", "https://a.example/:title", ""),
        ("/:title?x=1", "permalink-characters", "?", ""),
        ("/a b/:title", "permalink-characters", " ", ""),
        ("/../:title", "permalink-characters", "/../", ""),
        ("/:/:title", "permalink-nameless", "/:/:title", ""),
        ("/:yaer/:titel/", "permalink-unknown", ":yaer", ":year"),
        ("/:2006/:title/", "permalink-unknown", ":2006", ""),
        ("/:year/:month/", "permalink-same", "/:year/:month/", ""),
        ("/news/", "permalink-same", "/news/", ""),
    ],
)
def test_a_bad_pattern_says_what_is_wrong_with_it(pattern, code, text, proposal):
    with pytest.raises(PermalinkError) as refused:
        parse_permalink(pattern)
    assert (refused.value.code, refused.value.text, refused.value.proposal) == (code, text, proposal)


@pytest.mark.django_db
def test_on_the_command_line_it_is_a_mistake_of_use(blog, site):
    blog.write("a")
    sentence = "There is no variable :yaer; did you mean :year?"
    with translation.override("en"), pytest.raises(CommandError, match=re.escape(sentence)) as stopped:
        call_command("import_posts", str(blog.posts), permalink=":yaer/:title/")
    assert stopped.value.returncode == 2


@pytest.mark.django_db
def test_on_the_command_line_a_good_one_makes_the_addresses(blog, run):
    blog.write("a", "title: a")
    assert run(blog.posts, permalink=":year/:title.html").exit == 0
    assert Address.objects.get(path="/2024/a.html").post.title == "a"


@given(st.text(max_size=60), st.sampled_from([hexo, jekyll, hugo]))
def test_any_pattern_is_refused_or_gives_usable_paths(pattern, reader):
    try:
        parse_permalink(pattern)
    except PermalinkError:
        return
    try:
        record = reader.read_file(RAW, "_posts/2020-01-02-a.md", SHANGHAI, pattern)
    except FormatError:
        return
    assert all(path.startswith("/") and len(path) <= 500 for path in record.legacy_paths)
