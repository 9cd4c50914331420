"""The demo folder is complete, in order and the same on every run."""

import datetime
import json
import re
import shutil
import unicodedata

import pytest
import yaml
from PIL import Image

from news.demo import content

TODAY = datetime.date(2026, 3, 1)
SITE = content.POSTS.parent / "site.json"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    target = tmp_path_factory.mktemp("hexo")
    assert content.write_demo_posts(target, TODAY) == 30
    return target


@pytest.fixture(scope="module")
def posts(folder):
    return {path.stem: read(path) for path in folder.glob("*.md")}


def read(path):
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return {**yaml.safe_load(front), "body": body}


def bytes_of(root):
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*.*")}


def profile():
    return json.loads(SITE.read_text(encoding="utf-8"))


def paths_of(post):
    listed = post["categories"]
    return [tuple(path) for path in listed] if isinstance(listed[0], list) else [tuple(listed)]


def tags_of(post):
    listed = post.get("tags", [])
    return re.split("[、，,]", listed) if isinstance(listed, str) else listed


def day_of(post):
    return post["date"].date() if isinstance(post["date"], datetime.datetime) else None


def test_there_are_22_chinese_and_8_english_posts(posts):
    english = [stem for stem, post in posts.items() if post.get("lang") == "en"]
    assert (len(posts), len(english)) == (30, 8)


def test_three_english_posts_translate_chinese_ones(posts):
    pairs = {stem: post["translation_of"] for stem, post in posts.items() if "translation_of" in post}
    assert len(pairs) == 3
    assert all(posts[stem]["lang"] == "en" and posts[original]["lang"] == "zh-hans" for stem, original in pairs.items())


def test_file_stems_can_be_slugs(posts):
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem) and len(stem) <= 50 for stem in posts)


def test_nothing_is_left_to_fill(folder):
    assert not [path.name for path in folder.glob("*.md") if "{{" in path.read_text(encoding="utf-8")]


def test_the_same_day_writes_the_same_bytes(folder, tmp_path):
    content.write_demo_posts(tmp_path, TODAY)
    assert bytes_of(tmp_path) == bytes_of(folder)


def test_a_second_run_into_the_same_folder_repairs_a_torn_file(folder, tmp_path):
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    torn = tmp_path / "images" / "harbour-dawn.jpg"
    whole = torn.read_bytes()
    torn.write_bytes(whole[:100])
    content.write_demo_posts(tmp_path, TODAY)
    assert torn.read_bytes() == whole
    assert not list(tmp_path.rglob("*.part"))


def test_every_picture_named_is_there_and_opens(folder, posts):
    for name in content.find_pictures(path.read_text(encoding="utf-8") for path in folder.glob("*.md")):
        path = folder / "images" / f"{name}.jpg"
        with Image.open(path) as picture:
            picture.load()
            assert (picture.format, picture.size) == ("JPEG", (1600, 900))
        assert path.stat().st_size < 260_000


def test_names_of_pictures_are_many_and_looks_differ(folder):
    pictures = list((folder / "images").glob("*.jpg"))
    assert len(pictures) >= 32
    assert len({path.read_bytes() for path in pictures}) == len(pictures)


def test_one_picture_lacks_its_alt_and_the_others_do_not(posts):
    html = [tag for post in posts.values() for tag in re.findall(r"<img[^>]*>", post["body"])]
    markdown = [alt for post in posts.values() for alt in re.findall(r"!\[([^\]]*)\]\(images/", post["body"])]
    assert len([tag for tag in html if "alt=" not in tag]) == 1
    assert all(len(alt) > 8 for alt in markdown)


def test_categories_are_a_tree_of_eight_in_three_levels(posts):
    paths = [path for post in posts.values() for path in paths_of(post)]
    nodes = {path[:depth] for path in paths for depth in range(1, len(path) + 1)}
    assert (len(nodes), max(map(len, nodes))) == (8, 3)
    assert {"/".join(node) for node in nodes} == set(profile()["categories"])


def test_six_authors_are_three_persons_and_three_organisations(posts):
    named = {name for post in posts.values() for name in post.get("authors", [post.get("author")])}
    kinds = {name: author["kind"] for name, author in profile()["authors"].items()}
    assert named == set(kinds)
    assert sorted(kinds.values()) == ["organisation"] * 3 + ["person"] * 3


def test_every_source_is_described(posts):
    assert {post["source"] for post in posts.values() if "source" in post} == set(profile()["sources"])
    assert all(post["source_url"].startswith("https://") for post in posts.values() if "source" in post)


def test_about_thirty_tags_with_one_in_two_widths(posts):
    tags = {tag for post in posts.values() for tag in tags_of(post)}
    folded = {unicodedata.normalize("NFKC", tag).casefold() for tag in tags}
    assert {"AI", "ＡＩ"} <= tags
    assert 28 <= len(folded) <= 36


def test_every_state_of_a_post_is_shown(posts):
    assert [stem for stem, post in posts.items() if post.get("published") is False] == ["dredging-budget-questions"]
    assert [stem for stem, post in posts.items() if post.get("status") == "in_review"] == ["reading-room-night-hours"]
    assert [stem for stem, post in posts.items() if post.get("status") == "archived"] == ["temporary-bus-route-ended"]
    assert len([post for post in posts.values() if post.get("sticky")]) == 1
    assert len([post for post in posts.values() if post.get("featured")]) == 1


def test_two_posts_are_scheduled_two_are_old_and_the_rest_fresh(posts):
    ages = [(TODAY - day).days for day in map(day_of, posts.values()) if day]
    assert len([age for age in ages if age < 0]) == 2
    assert len([age for age in ages if age > 365]) == 2
    assert all(age <= 60 or age > 365 for age in ages)


def test_the_long_read_is_long_and_has_headings(posts):
    body = posts["seven-kilometres-of-wall"]["body"]
    assert len(re.findall("[\u4e00-\u9fff]", body)) > 5500
    assert len(re.findall("^## ", body, re.MULTILINE)) >= 6


def test_posts_are_neither_stubs_nor_sprawl(posts):
    for stem, post in posts.items():
        if post.get("lang") == "en":
            assert 250 <= len(re.findall(r"[A-Za-z’']+", post["body"])) <= 700, stem
        elif stem != "seven-kilometres-of-wall":
            assert 400 <= len(re.findall("[\u4e00-\u9fff]", post["body"])) <= 1500, stem


def test_at_least_six_bodies_are_aggregator_html(posts):
    assert len([post for post in posts.values() if post["body"].lstrip().startswith("<div>   \n<p style=")]) >= 6


def test_the_damaged_post_can_be_repaired_from_its_picture(posts):
    post = posts["quiet-port-third-year"]
    alt = re.search(r'alt="([^"]*)"', post["body"])[1]
    assert "_" in post["title"]
    assert re.fullmatch(post["title"].replace("_", "."), alt)
    assert post["headimg"] == post["thumbnail"]
    assert f'src="{post["headimg"]}"' in post["body"]
    assert post["author"] == post["categories"][1]
    assert post["comments"] is False
    assert post["date"] == "Mon, 02 Feb 2026 05:58:00 GMT"


@pytest.mark.parametrize("text", ["{{ night -3 }}", "{{ day -3 klingon }}", "{{ day }}"])
def test_an_unknown_placeholder_is_an_error(text):
    with pytest.raises(ValueError, match="unknown"):
        content.fill_dates(text, TODAY)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{ day -3 09:30 }}", "2026-02-26 09:30:00"),
        ("{{ day +2 08:00 }}", "2026-03-03 08:00:00"),
        ("{{ day 0 00:05 rfc1123 }}", "Sat, 28 Feb 2026 16:05:00 GMT"),
        ("{{ day -1 zh }}", "2月28日"),
        ("{{ day -1 en }}", "28 February"),
    ],
)
def test_days_count_from_the_day_of_loading(text, filled):
    assert content.fill_dates(text, TODAY) == filled
