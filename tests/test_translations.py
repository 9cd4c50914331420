"""Everything said on a screen is said in Chinese too, and the catalogue in git is the one that is used."""

import datetime as dt
import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from news.models import Draft, ImportBatch, PostCheck, ScheduledChange
from news.publishing.site.roles import ROLES
from tests.catalogue import CATALOGUE, find_words, read_mo, read_po
from tests.factories import (
    AuthorFactory,
    CategoryFactory,
    ImageFactory,
    PostFactory,
    SourceFactory,
    TagFactory,
    ViewCountFactory,
)
from tests.people import make_person, sign_in

ENTRIES = read_po((CATALOGUE / "django.po").read_text(encoding="utf-8"))
MESSAGES = [entry for entry in ENTRIES if entry.words.one]
PLACEHOLDER = re.compile(r"%\(\w+\)[.\d]*\w|%[ds]|\{\w*\}|</?\w[^>]*>")


def test_every_string_in_the_source_is_in_the_catalogue():
    known = {entry.words for entry in MESSAGES}
    missing = {words: path for words, path in find_words().items() if words not in known}
    assert not missing, "run `make messages` and translate what is new"


def test_the_catalogue_holds_nothing_that_the_source_has_lost():
    found = find_words()
    assert not [entry.words for entry in MESSAGES if entry.words not in found], "run `make messages`"


def test_every_string_is_translated_and_none_is_a_guess():
    assert not [entry.words for entry in MESSAGES if not entry.translations or not all(entry.translations)]
    assert not [entry.words for entry in ENTRIES if entry.is_fuzzy]


def test_chinese_has_one_plural_form():
    assert "nplurals=1; plural=0;" in ENTRIES[0].translations[0]
    assert not [entry.words for entry in MESSAGES if len(entry.translations) != 1]


def test_placeholders_and_markup_survive_translation():
    def parts(text):
        return sorted(PLACEHOLDER.findall(text))

    assert not [
        (words, translations)
        for words, translations, _is_fuzzy in MESSAGES
        if parts(translations[0]) not in (parts(words.one), parts(words.plural))
    ]


def test_the_compiled_catalogue_says_what_the_readable_one_says():
    expected = {}
    for words, translations, _is_fuzzy in MESSAGES:
        key = f"{words.context}\4{words.one}" if words.context else words.one
        expected[(key, 0) if words.plural else key] = translations[0]
    compiled = read_mo(CATALOGUE / "django.mo")
    compiled.pop("")
    assert compiled == expected, "run `make messages`"


def test_the_catalogue_names_no_machine_and_no_moment():
    text = (CATALOGUE / "django.po").read_text(encoding="utf-8")
    assert not re.search(r"^#:|POT-Creation-Date|(?<!<)/(?:home|root|tmp|srv)/", text, re.M)


# Words that are the same in every language. What is marked as another language on the page needs no place here.
NAMES = {
    *("Masthead", "RSS", "Atom", "JSON", "Feed", "ICP", "CKEditor", "SEO", "Asia", "Shanghai", "Word", "WPS"),
    *("JPEG", "PNG", "GIF", "WebP", "AIoT", "KB", "MB", "MiB", "JavaScript", "CSV", "HTML", "QR", "Google", "Docs"),
    *("Ctrl", "Shift", "Alt", "Esc", "Enter", "Tab", "Home", "Backspace", "Delete"),
}
ROLE_NAMES = {*ROLES, "True", "False"}  # names of groups; Django writes the descriptions of its yes-no icons in English
SLUGS = {
    "ferry",
    "winter",
    "timetable",
    "city",
    "harbour",
    "iris",
    "seawall",
    "tides",
}  # part of addresses; lists in the admin show them
LATIN = re.compile(r"[A-Za-z]{2,}")
ADDRESS = re.compile(r"https?://\S+")
HAN = re.compile(r"[\u3400-\u9fff]")
SAID_BY = ("alt", "aria-label", "placeholder", "title", "data-placeholder")
NO_END = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NOT_SAID = {"script", "style", "textarea", "pre"}


class Sayings(HTMLParser):
    """What a page says in its own language: texts, labels and buttons, outside of what is marked as another one."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.page_language = ""
        self.open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "html":
            self.page_language = values.get("lang", "").lower()
        is_silent = tag in NOT_SAID or values.get("lang", self.page_language).lower() != self.page_language
        if not (is_silent or self.is_silent):
            self.found += [values[name] for name in SAID_BY if values.get(name)]
            if tag == "input" and values.get("type") in {"submit", "button"}:
                self.found.append(values.get("value", ""))
        if tag not in NO_END:
            self.open.append((tag, is_silent))

    def handle_endtag(self, tag):
        while any(name == tag for name, _silent in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data):
        if data.strip() and not self.is_silent:
            self.found.append(data.strip())

    @property
    def is_silent(self) -> bool:
        return any(silent for _tag, silent in self.open)


def sayings(response) -> list[str]:
    return Sayings(response.content.decode()).found


def english_words(texts) -> list[str]:
    return [text for text in texts if set(LATIN.findall(ADDRESS.sub("", text))) - NAMES - ROLE_NAMES - SLUGS]


def chinese_words(texts) -> list[str]:
    return [text for text in texts if HAN.search(text)]


class Newsroom:
    """One post with everything that a page can say about it; names are in the given language."""

    def __init__(self, language: str) -> None:
        def name(chinese: str, english: str) -> str:
            return english if language == "en" else chinese

        self.language = language
        self.top = CategoryFactory(name=name("港城", "City"), slug="city")
        self.category = CategoryFactory(name=name("港口", "Harbour"), slug="harbour", parent=self.top)
        self.author = AuthorFactory(name=name("陆远", "Iris"), slug="iris")
        self.source = SourceFactory(name=name("海堤", "Seawall"), slug="seawall", homepage="")
        self.tag = TagFactory(name=name("潮汐", "tides"), slug="tides")
        body = name("<p>潮水退去。</p>", "<p>The tide went out.</p>")
        shared = {
            "language": language,
            "body": body,
            "categories": [self.category],
            "authors": [self.author],
            "tags": [self.tag],
            "source": self.source,
        }
        image = ImageFactory(alt=name("港口", "Harbour"), caption=name("清晨", "Morning"), credit=name("陆远", "Iris"))
        title = name("清晨的港口", "The harbour at dawn")
        self.posts = [PostFactory(title=title, header_image=image, **shared) for _number in range(14)]
        self.post = self.posts[0]

    def public_paths(self) -> list[str]:
        with translation.override(self.language):
            day = self.post.path_on
            things = [self.post, self.top, self.category, self.tag, self.author, self.source]
            pages = [reverse(each) for each in ("home", "archive", "tag_index")]
            months = [reverse("year", args=[day.year]), reverse("month", args=[day.year, day.month])]
            paged = f"{self.category.get_absolute_url()}?page=2"
            return [*pages, *months, paged, *(thing.get_absolute_url() for thing in things)]

    def admin_paths(self) -> list[str]:
        models = ("post", "category", "tag", "author", "source", "image", "address", "user", "revision")
        added = ("post", "category", "tag", "author", "source", "address")
        forms = [reverse(f"admin:news_{each.lower()}_add") for each in added]
        lists = [reverse(f"admin:news_{each}_changelist") for each in models]
        change = reverse("admin:news_post_change", args=[self.post.pk])
        delete = reverse("admin:news_post_delete", args=[self.post.pk])
        changes = [reverse("admin:news_category_change", args=[self.category.pk])]
        alone = [reverse(f"admin:{name}") for name in ("index", "password_change", "password_change_done")]
        return [*alone, *lists, *forms, change, delete, *changes, f"{lists[0]}?state=draft&q=x"]


@pytest.fixture
def chinese_newsroom(db):
    return Newsroom("zh-hans")


@pytest.fixture
def english_newsroom(db):
    return Newsroom("en")


def test_public_pages_in_chinese_say_nothing_in_english(client, chinese_newsroom):
    for path in chinese_newsroom.public_paths():
        response = client.get(path)
        assert response.status_code == 200, path
        assert not english_words(sayings(response)), path


def test_public_pages_in_english_say_nothing_in_chinese(client, english_newsroom):
    for path in english_newsroom.public_paths():
        assert path.startswith("/en/")
        response = client.get(path)
        assert response.status_code == 200, path
        assert not chinese_words(sayings(response)), path


@pytest.mark.django_db
def test_missing_pages_speak_the_language_of_their_address(client):
    chinese, english = client.get("/nothing/here/"), client.get("/en/nothing/here/")
    assert (chinese.status_code, english.status_code) == (404, 404)
    assert not english_words(sayings(chinese))
    assert not chinese_words(sayings(english))


@pytest.mark.django_db
def test_an_empty_site_speaks_one_language_as_well(client):
    for path in ("/", "/archive/", "/tag/"):
        assert not english_words(sayings(client.get(path))), path
        assert not chinese_words(sayings(client.get(f"/en{path}"))), path


@pytest.mark.django_db
def test_the_sign_in_page_follows_the_browser(client):
    for given, strangers in (("zh-CN", english_words), ("en", chinese_words)):
        response = client.get(reverse("admin:login"), headers={"Accept-Language": given})
        assert not strangers(sayings(response)), given


def fill_today(user, language):
    """Something in every part of Today, in the given language."""
    now, title = timezone.now(), "Tide" if language == "en" else "潮水"
    shared = {"title": title, "language": language}
    waiting = PostFactory(status="in_review", published_at=None, submitted_at=now - dt.timedelta(hours=2), **shared)
    PostFactory(status="draft", published_at=None, owner=user, review_note=title, **shared)
    mine = PostFactory(
        status="draft", published_at=None, owner=user, embargo_until=now + dt.timedelta(hours=2), **shared
    )
    for post, errors in ((waiting, 0), (PostFactory(published_at=now + dt.timedelta(minutes=1), **shared), 2)):
        PostCheck.objects.create(post=post, error_count=errors, checked_at=now)
    live = PostFactory(summary="", **shared)
    PostCheck.objects.create(post=live, error_count=1, checked_at=now)
    for post in (mine, live):
        Draft.objects.create(user=user, post=post, base_version=1, saved_at=now)
    ScheduledChange.objects.create(post=live, snapshot={}, base_version=1, due_at=now, done_at=now, error=title)
    ViewCountFactory(post=live)
    ImportBatch.objects.create(counts={"failed": 1}, state="done")


@pytest.mark.parametrize(("language", "strangers"), [("zh-hans", english_words), ("en", chinese_words)])
def test_today_full_and_the_pages_that_stand_alone_speak_one_language(client, db, language, strangers):
    user = make_person("admin", username="chief" if language == "en" else "总编", interface_language=language)
    sign_in(client, user)
    fill_today(user, language)
    for path, status in ((reverse("admin:index"), 200), ("/admin/nothing/", 404)):
        response = client.get(path)
        assert response.status_code == status
        assert not strangers(sayings(response)), path
    assert not strangers(sayings(client.post(reverse("admin:logout"))))


@pytest.mark.parametrize(("language", "strangers"), [("zh-CN", english_words), ("en", chinese_words)])
def test_the_sign_in_page_complains_in_the_language_of_the_browser(client, db, language, strangers):
    data, headers = {"username": "zhubian", "password": "x"}, {"Accept-Language": language}
    for _try in range(settings.AXES_FAILURE_LIMIT):
        assert not strangers(sayings(client.post(reverse("admin:login"), data, headers=headers)))
    response = client.post(reverse("admin:login"), data, headers=headers)
    assert response.status_code == 429
    assert not strangers(sayings(response))


def test_the_admin_in_chinese_says_nothing_in_english(client, chinese_newsroom):
    sign_in(client, make_person("admin", username="总编", interface_language="zh-hans"))
    for path in chinese_newsroom.admin_paths():
        response = client.get(path)
        assert response.status_code == 200, path
        assert not english_words(sayings(response)), path


def test_the_admin_in_english_says_nothing_in_chinese(client, english_newsroom):
    sign_in(client, make_person("admin", username="chief", interface_language="en"))
    for path in english_newsroom.admin_paths():
        response = client.get(path)
        assert response.status_code == 200, path
        assert not chinese_words(sayings(response)), path
