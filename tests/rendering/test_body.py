"""Stored bodies become page HTML: pictures, placeholders, links, tables, headings."""

import re
import time

import pytest
from django.utils import translation

from news.models import Image, Post, RawSource
from news.rendering.anchors import Anchors
from news.rendering.body import render_body
from tests.factories import ImageFactory, PostFactory, SourceFactory

pytestmark = pytest.mark.django_db


def html(body, **values):
    return str(render_body(PostFactory(body=body, **values)).html)


def test_a_ready_picture_comes_in_several_widths_with_its_size():
    image = ImageFactory(alt="码头")
    out = html(f'<p>一</p><figure class="image"><img src="/i/{image.pk}/"></figure>')
    assert image.rendition_url("w400") + " 400w" in out
    assert image.rendition_url("w1600") + " 1600w" in out
    for words in ('width="1600" height="900"', 'alt="码头"', 'loading="lazy"', 'decoding="async"', "sizes="):
        assert words in out
    assert "/i/" not in out


def test_the_posts_own_alternative_text_goes_before_the_librarys():
    image = ImageFactory(alt="库里的")
    assert 'alt="文中的"' in html(f'<p><img src="/i/{image.pk}/" alt="文中的"></p>')


def test_newer_formats_are_offered_first():
    image = ImageFactory()
    image.renditions["w800.avif"] = {"file": "a.avif", "width": 800, "height": 450, "type": "image/avif"}
    image.renditions["w1600.avif"] = {"file": "b.avif", "width": 1600, "height": 900, "type": "image/avif"}
    image.save()
    out = html(f'<img src="/i/{image.pk}/">')
    assert '<picture><source type="image/avif" srcset="/media/a.avif 800w, /media/b.avif 1600w"' in out
    assert out.count("<img") == 1


def test_a_newer_format_without_the_largest_width_is_not_offered():
    """A browser that knows it would never look at the larger file."""
    image = ImageFactory()
    image.renditions["w800.avif"] = {"file": "a.avif", "width": 800, "height": 450, "type": "image/avif"}
    image.save()
    assert "avif" not in html(f'<img src="/i/{image.pk}/">')


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_a_moving_picture_moves_unless_the_reader_asked_for_less(kind):
    image = ImageFactory(file=f"ab/cd/x.{kind}", mime_type=f"image/{kind}", width_px=900, height_px=500)
    out = html(f'<img src="/i/{image.pk}/">')
    assert f'<img src="/media/ab/cd/x.{kind}" width="900" height="500"' in out
    assert '<source media="(prefers-reduced-motion: reduce)" srcset="' in out
    assert out.index("<source") < out.index("<img")


def test_a_small_moving_picture_is_just_itself():
    image = ImageFactory(file="ab/cd/x.gif", mime_type="image/gif", width_px=90, height_px=50, renditions={})
    assert html(f'<img src="/i/{image.pk}/">').startswith('<img src="/media/ab/cd/x.gif" width="90" height="50"')


def test_a_picture_that_is_not_there_says_so_and_names_the_original_host_only():
    image = ImageFactory(
        pending=True,
        alt="展台",
        original_url="http://images.example.com/a.jpg",
        wrapper_url="https://proxy.workers.dev/?http://images.example.com/a.jpg",
    )
    out = html(f'<p><img src="/i/{image.pk}/"></p>')
    assert "no-picture" in out
    assert "展台" in out
    assert 'href="http://images.example.com/a.jpg"' in out
    assert "workers.dev" not in out
    assert "<img" not in out


def test_a_placeholder_inside_a_link_holds_no_second_link():
    image = ImageFactory(pending=True)
    assert html(f'<p><a href="/x/"><img src="/i/{image.pk}/"></a></p>').count("<a ") == 1


@pytest.mark.parametrize("state", [Image.State.FAILED, Image.State.REFUSED])
def test_failed_and_refused_pictures_get_the_placeholder(state):
    image = ImageFactory(pending=True, state=state, state_reason="404")
    assert "no-picture" in html(f'<p><img src="/i/{image.pk}/"></p>')


def test_a_picture_that_no_longer_exists_gets_the_placeholder():
    assert "no-picture" in html('<p><img src="/i/999999999999999999/" alt="没有了"></p>')


@pytest.mark.parametrize("count", [1, 10])
def test_pictures_cost_one_query_however_many(count, django_assert_num_queries):
    body = "".join(f'<p><img src="/i/{ImageFactory().pk}/"></p>' for _ in range(count))
    post = PostFactory(body=body)
    with django_assert_num_queries(2):  # the pictures, and whether the post was imported
        render_body(post)
    found = Post.objects.published().for_page().get(pk=post.pk)
    with django_assert_num_queries(1):  # which `for_page` knows
        render_body(found)


class TestHeaderImage:
    def test_a_first_picture_that_is_the_header_image_is_shown_once(self):
        image = ImageFactory()
        figure = f'<figure class="image"><img src="/i/{image.pk}/"><figcaption>图<b>注</b></figcaption></figure>'
        body = f"<p>前</p>{figure}<p>后</p>"
        rendered = render_body(PostFactory(body=body, header_image=image))
        assert "<img" not in rendered.html
        assert "<p>前</p><p>后</p>" in rendered.html
        assert rendered.header_caption == "图<b>注</b>"
        assert rendered.is_header_taken_out

    @pytest.mark.parametrize("wrap", ["<p>{}</p>", '<p><a href="/x/">{}</a></p>', "<div>{}</div>", "{}"])
    def test_however_it_is_wrapped(self, wrap):
        image = ImageFactory()
        body = wrap.format(f'<img src="/i/{image.pk}/">') + "<p>文</p>"
        out = html(body, header_image=image)
        assert "<img" not in out
        assert "<p>文</p>" in out

    def test_text_beside_it_in_the_paragraph_stays(self):
        image = ImageFactory()
        assert "<p>说明</p>" in html(f'<p>说明<img src="/i/{image.pk}/"></p>', header_image=image)

    def test_a_later_copy_and_another_first_picture_stay(self):
        image, other = ImageFactory(), ImageFactory()
        out = html(f'<p><img src="/i/{other.pk}/"></p><p><img src="/i/{image.pk}/"></p>', header_image=image)
        assert out.count("<img") == 2


class TestLinks:
    def test_an_editors_link_to_another_host_is_noopener_only(self):
        assert html('<a href="https://else.example/">x</a>') == '<a href="https://else.example/" rel="noopener">x</a>'

    def test_a_link_from_outside_is_also_nofollow_ugc(self):
        out = html('<a href="https://else.example/">x</a>', source=SourceFactory())
        assert 'rel="noopener nofollow ugc"' in out

    def test_a_post_with_a_raw_file_counts_as_from_outside(self):
        post = PostFactory(body='<a href="https://else.example/">x</a>')
        RawSource.objects.create(
            collection="c", external_id="1", content_hash="h", content=b"", size_bytes=0, post=post, post_version=1
        )
        assert "ugc" in render_body(post).html

    @pytest.mark.parametrize("href", ["/archive/", "#x", "mailto:a@b.example", "http://localhost/x"])
    def test_other_links_carry_no_relation(self, href):
        assert "rel=" not in html(f'<a href="{href}">x</a>', source=SourceFactory())

    def test_addresses_with_ampersands_survive(self):
        assert 'href="https://else.example/?a=1&amp;b=2"' in html('<a href="https://else.example/?a=1&b=2">x</a>')


def test_a_wide_table_scrolls_in_a_region_named_by_its_caption():
    out = html("<table><caption>班<b>次</b></caption><tr><td>1</td></tr></table><table><tr><td>2</td></tr></table>")
    assert '<div class="scrolling" tabindex="0" role="region" aria-label="班次"><table>' in out
    assert out.count("</table></div>") == 2
    assert out.count('role="region"') == 2


def test_a_table_in_a_table_is_not_wrapped_again():
    out = html("<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>")
    assert out.count("scrolling") == 1
    assert out.endswith("</table></div>")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<h3>甲</h3><h4>乙</h4><h3>丙</h3>", '<h2 id="甲">甲</h2><h3 id="乙">乙</h3><h2 id="丙">丙</h2>'),
        ("<h2>甲</h2><h4>乙</h4><h2>丙</h2>", '<h2 id="甲">甲</h2><h3 id="乙">乙</h3><h2 id="丙">丙</h2>'),
        ('<h2 class="ta-center">甲</h2>', '<h2 id="甲" class="ta-center">甲</h2>'),
    ],
)
def test_headings_never_skip_a_level(written, shown):
    assert html(written) == shown


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("创新 平台", "创新-平台"),
        ("第一 <em>步</em>：AI", "第一-步-ai"),
        ("Two &amp; Three", "h-two-three"),
        ("main", "h-main"),
        ("！", "h-1"),
        ('<img src="/i/1/">', "h-1"),
        ('"&gt;&lt;b&gt;', "h-b"),
    ],
)
def test_a_heading_can_be_linked_to_by_its_text(text, anchor):
    assert html(f"<h2>{text}</h2>").startswith(f'<h2 id="{anchor}">')


def test_equal_headings_are_told_apart_in_their_order():
    out = html("<h2>结语</h2><h3>结语</h3><h2>结语-2</h2>")
    assert re.findall(r'id="(.*?)"', out) == ["结语", "结语-2", "结语-2-2"]


def test_many_equal_headings_are_named_in_one_pass():
    anchors, started = Anchors(), time.process_time()
    names = {anchors.name("结语") for _ in range(50_000)}
    assert len(names) == 50_000
    assert time.process_time() - started < 10


def test_the_contents_are_the_headings_of_the_first_level_that_say_something():
    body = "<h2>甲<br>乙</h2><h3>丙</h3><h2> </h2><h2>丁 &amp; 戊</h2>"
    assert [each.text for each in render_body(PostFactory(body=body)).contents] == ["甲乙", "丁 & 戊"]


class TestZoom:
    def test_a_picture_wider_than_the_column_leads_to_its_largest_file(self):
        image = ImageFactory()
        out = html(f'<figure><img src="/i/{image.pk}/"></figure>')
        assert f'<a class="zoom" href="{image.rendition_url("w1600")}"><img ' in out

    @pytest.mark.parametrize("body", ['<p><a href="/archive/"><img src="/i/{}/"></a></p>', '<p><img src="/i/{}/"></p>'])
    def test_not_where_a_link_is_already_or_where_nothing_is_to_gain(self, body):
        image = ImageFactory(width_px=1600 if "<a " in body else 400)
        assert "zoom" not in html(body.format(image.pk))

    def test_without_words_the_link_says_what_it_does(self):
        image = ImageFactory(alt="")
        with translation.override("en"):
            assert 'aria-label="Enlarge the picture"' in html(f'<p><img src="/i/{image.pk}/"></p>')


def test_what_is_stored_dirty_is_cleaned_when_shown():
    post = PostFactory(body="<p>x</p>")
    post.body = '<p onclick="x()">y<script>alert(1)</script></p>'
    assert render_body(post).html == "<p>y</p>"


def test_visible_text_is_the_stored_text(samples):
    from news.text.cleaning import clean_html
    from news.text.plain import visible_text

    for path in sorted((samples.folder / "hexo" / "_posts").glob("*"))[:20]:
        post = Post(body=clean_html(path.read_text(errors="replace")).html)
        post.pk = -1
        assert visible_text(render_body(post).html) == visible_text(post.body)
