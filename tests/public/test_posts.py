"""A post's page says what it is, who wrote it, where it is from and in which languages it exists."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from news.models import Correction, SiteProfile
from news.rendering.dates import format_iso
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SourceFactory

pytestmark = pytest.mark.django_db
HAIER = dt.datetime(2022, 8, 8, 5, 58, tzinfo=dt.UTC)


def page(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_the_address_is_day_and_slug(client):
    post = PostFactory(slug="hai-er", published_at=HAIER)
    assert post.get_absolute_url() == "/2022/08/08/hai-er/"
    html = page(client, "/2022/08/08/hai-er/")
    assert f"<h1>{post.title}</h1>" in html
    assert '<time datetime="2022-08-08T13:58:00+08:00">2022年8月8日 13:58</time>' in html


@pytest.mark.parametrize(
    "path",
    [
        "/2022/08/09/hai-er/",
        "/2022/08/08/HAI-ER/",
        "/2022/13/08/hai-er/",
        "/2022/8/8/hai-er/",
        "/0000/01/01/x/",
        f"/p/{10**30}/",
    ],
)
def test_another_day_or_case_is_not_found(client, path):
    PostFactory(slug="hai-er", published_at=HAIER)
    page(client, path, 404)


def test_the_short_link_leads_to_the_page_in_the_same_chrome(client):
    post = PostFactory()
    assert client.get(f"/p/{post.pk}/").headers["Location"] == post.get_absolute_url()
    assert client.get(f"/en/p/{post.pk}/").headers["Location"] == "/en" + post.get_absolute_url()


def test_title_description_and_share_picture(client):
    SiteProfile(pk=1, name="潮声").save()
    image = ImageFactory(alt="码头")
    post = PostFactory(title="甲", summary="摘要", categories=[CategoryFactory(name="港口")], header_image=image)
    html = page(client, post.get_absolute_url())
    assert "<title>甲 - 港口 - 潮声</title>" in html
    assert '<meta name="description" content="摘要">' in html
    assert f'<meta property="og:image" content="http://testserver{image.rendition_url("share")}">' in html
    assert '<meta property="og:image:width" content="1200">' in html
    assert '<meta property="og:locale" content="zh_CN">' in html


def test_the_canonical_address_is_under_the_posts_own_language(client):
    chinese, english = PostFactory(language="zh-hans"), PostFactory(language="en")
    for prefix in ("", "/en"):
        html = page(client, prefix + chinese.get_absolute_url())
        assert f'<link rel="canonical" href="http://testserver{chinese.get_absolute_url()}">' in html
        html = page(client, prefix + english.get_absolute_url())
        assert f'<link rel="canonical" href="http://testserver/en{english.get_absolute_url()}">' in html
        assert "hreflang" not in html.split("</head>")[0]


def test_only_public_translations_are_linked(client):
    post = PostFactory(language="zh-hans")
    other = PostFactory(language="en", translation_of=post)
    head = page(client, post.get_absolute_url()).split("</head>")[0]
    assert f'hreflang="en" href="http://testserver/en{other.get_absolute_url()}"' in head
    assert f'hreflang="x-default" href="http://testserver{post.get_absolute_url()}"' in head
    back = page(client, "/en" + other.get_absolute_url()).split("</head>")[0]
    assert f'hreflang="zh-Hans" href="http://testserver{post.get_absolute_url()}"' in back


def test_a_post_in_another_language_than_the_page_says_so(client):
    post = PostFactory(language="en")
    for prefix, lang in (("", ' lang="en"'), ("/en", "")):
        (article,) = re.findall(r'<article class="post".*?>', page(client, prefix + post.get_absolute_url()))
        assert (" lang=" in article) is bool(lang)
        assert lang in article


def test_byline_source_original_and_rights(client):
    source = SourceFactory(name="门户")
    post = PostFactory(
        authors=[AuthorFactory(name="甲"), AuthorFactory(name="乙")],
        source=source,
        source_url="https://outlet.example/a",
        rights_note="转载请联系门户",
    )
    html = page(client, "/en" + post.get_absolute_url())
    assert html.index(">甲</a>") < html.index(">乙</a>")
    assert f'<a href="/en{source.get_absolute_url()}">门户</a>' in html
    assert '<a href="https://outlet.example/a" rel="noopener nofollow">Original at outlet.example</a>' in html
    assert "转载请联系门户" in html


def test_old_posts_say_how_old_they_are(client):
    old, new = PostFactory(published_at=timezone.now() - dt.timedelta(days=3 * 365 + 10)), PostFactory()
    assert "This post is 3 years old" in page(client, "/en" + old.get_absolute_url())
    assert "may be out of date" not in page(client, "/en" + new.get_absolute_url())


def test_an_update_is_named_when_it_came_more_than_an_hour_later(client):
    at = timezone.now() - dt.timedelta(days=2)
    later = PostFactory(published_at=at, updated_at=at + dt.timedelta(hours=2))
    same = PostFactory(published_at=at, updated_at=at + dt.timedelta(minutes=30))
    assert "Updated" in page(client, "/en" + later.get_absolute_url())
    assert "Updated" not in page(client, "/en" + same.get_absolute_url())


def test_length_and_reading_time(client):
    post = PostFactory(body="<p>" + "汉" * 1307 + "</p>")
    html = page(client, "/en" + post.get_absolute_url())
    assert "About 1,310 characters" in html
    assert "4 minutes to read" in html


@pytest.mark.parametrize(("site", "own", "is_indented"), [("indent", "inherit", True), ("indent", "block", False)])
def test_the_paragraph_style_is_the_posts_else_the_sites(client, site, own, is_indented):
    SiteProfile(pk=1, paragraph_style=site).save()
    post = PostFactory(paragraph_style=own)
    assert ('class="prose indent"' in page(client, post.get_absolute_url())) is is_indented


def test_a_pending_header_image_gets_one_placeholder(client):
    image = ImageFactory(pending=True, alt="展台")
    post = PostFactory(header_image=image, body=f'<p><img src="/i/{image.pk}/"></p><p>x</p>')
    html = page(client, post.get_absolute_url())
    assert html.count('class="no-picture"') == 1
    assert html.count("展台") == 1


def test_the_hero_keeps_the_caption_that_stood_in_the_text(client):
    image = ImageFactory(caption="库里的图注", credit="沈")
    post = PostFactory(
        header_image=image,
        body=f'<figure><img src="/i/{image.pk}/"><figcaption>文中的图注</figcaption></figure><p>正文</p>',
    )
    html = page(client, post.get_absolute_url())
    assert html.count("文中的图注") == 1
    assert "库里的图注" not in html
    assert html.count('fetchpriority="high"') == 1


def test_corrections_stand_below_and_are_announced_above(client):
    post = PostFactory()
    assert "corrections" not in page(client, post.get_absolute_url())
    Correction.objects.create(post=post, text="十一年应为十六年。")
    html = page(client, "/en" + post.get_absolute_url())
    assert '<a href="#corrections">This post has been corrected.</a>' in html
    assert html.index("#corrections") < html.index('id="corrections"') < html.rindex("十一年应为十六年。")


def test_corrections_of_a_text_that_may_not_be_shown_are_not_shown_either(client):
    post = PostFactory(source=SourceFactory(policy="excerpt"))
    Correction.objects.create(post=post, text="十一年应为十六年。")
    assert "十一年应为十六年" not in page(client, post.get_absolute_url())


@pytest.mark.parametrize(("count", "is_listed"), [(2, False), (3, True)])
def test_contents_are_listed_from_three_headings_on(client, count, is_listed):
    post = PostFactory(body="".join(f"<h2>第{number}节</h2><p>文</p>" for number in range(count)))
    html = page(client, post.get_absolute_url())
    assert ('<a href="#第1节">第1节</a>' in html) is is_listed
    assert '<h2 id="第1节">第1节</h2>' in html


def test_no_id_stands_on_the_page_twice_whatever_a_heading_says(client):
    words = ("main", "corrections", "share", "related", "qr", "contents", "main")
    post = PostFactory(body="".join(f"<h2>{word}</h2><p>x</p>" for word in words))
    Correction.objects.create(post=post, text="x")
    PostFactory()
    ids = re.findall(r' id="(.*?)"', page(client, post.get_absolute_url()))
    assert len(ids) == len(set(ids)) > len(words)


def test_neighbours_and_related_posts_are_linked(client):
    category = CategoryFactory(name="港口")
    at = timezone.now() - dt.timedelta(days=9)
    older, post, newer = (
        PostFactory(categories=[category], published_at=at + dt.timedelta(days=number)) for number in range(3)
    )
    html = page(client, post.get_absolute_url())
    assert f'<a rel="prev" href="{older.get_absolute_url()}">' in html
    assert f'<a rel="next" href="{newer.get_absolute_url()}">' in html
    assert html.index('id="related"') < html.index(f'<a class="cover" href="{newer.get_absolute_url()}">')


def test_the_age_note_is_the_sites_to_set(client):
    SiteProfile(pk=1, age_note_days=30).save()
    post = PostFactory(published_at=timezone.now() - dt.timedelta(days=70))
    assert "This post is 2 months old" in page(client, "/en" + post.get_absolute_url())
    SiteProfile.objects.update(age_note_days=0)
    assert "may be out of date" not in page(client, "/en" + post.get_absolute_url())


def test_other_sites_are_told_locales_authors_and_times(client):
    author = AuthorFactory()
    post = PostFactory(authors=[author], tags=["潮汐"])
    PostFactory(translation_of=post, language="en")
    head = page(client, post.get_absolute_url()).split("</head>")[0]
    assert '<meta property="og:locale" content="zh_CN">' in head
    assert '<meta property="og:locale:alternate" content="en_US">' in head
    assert f'<meta property="article:author" content="http://testserver{author.get_absolute_url()}">' in head
    assert '<meta property="article:tag" content="潮汐">' in head
    assert '<meta property="article:published_time" content="' in head


def test_no_machine_is_told_that_a_post_changed_before_it_appeared(client):
    post = PostFactory(updated_at=timezone.now() - dt.timedelta(days=2))
    head = page(client, post.get_absolute_url()).split("</head>")[0]
    appeared = format_iso(post.published_at)
    for said in (f'"article:modified_time" content="{appeared}"', f'"dateModified":"{appeared}"'):
        assert said in head


def test_the_sites_own_words_in_a_foreign_text_are_marked_as_theirs(client):
    post = PostFactory(language="en")
    assert '<div class="meta post-meta" lang="zh-Hans">' in page(client, post.get_absolute_url())


def test_hostile_words_stay_words(client):
    hostile = '"><script>alert(1)</script>'
    post = PostFactory(title=hostile, summary=hostile, subtitle=hostile, seo_description=hostile, rights_note=hostile)
    Correction.objects.create(post=post, text=hostile)
    assert "<script>alert" not in page(client, post.get_absolute_url())
