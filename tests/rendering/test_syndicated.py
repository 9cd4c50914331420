"""What feed readers get stands on its own: absolute addresses, plain pictures, no classes."""

import pytest

from news.rendering.syndicated import render_for_feed
from tests.factories import ImageFactory, PostFactory

pytestmark = pytest.mark.django_db
BASE = "https://news.example/"


def render(body, **values):
    post = PostFactory(body=body, **values)
    return render_for_feed([post], BASE)[post.pk]


def test_addresses_are_absolute():
    image = ImageFactory()
    out = render(f'<p><a href="/archive/">x</a><a href="?a=1">y</a><img src="/i/{image.pk}/"></p>')
    assert 'href="https://news.example/archive/"' in out
    assert 'href="https://news.example/?a=1"' in out
    assert f'src="https://news.example{image.rendition_url("w1200")}" width="1200" height="675"' in out
    assert "srcset" not in out


def test_a_moving_picture_moves_in_readers_too():
    image = ImageFactory(file="ab/cd/x.gif", mime_type="image/gif")
    assert 'src="https://news.example/media/ab/cd/x.gif"' in render(f'<p><img src="/i/{image.pk}/"></p>')


def test_classes_and_regions_stay_at_home():
    out = render(
        '<p class="ti-2">x</p><table><tr><td class="ta-center">1</td></tr></table><pre class="language-py">y</pre>'
    )
    assert "class=" not in out
    assert "role=" not in out
    assert "tabindex" not in out


def test_words_like_an_attribute_stay():
    assert 'a class="x" b' in render('<p class="ti-2">a class="x" b</p>')


def test_the_header_image_leads_unless_the_text_has_it():
    image = ImageFactory(alt="头图")
    assert render("<p>x</p>", header_image=image).startswith('<p><img src="https://news.example/media/')
    assert render(f'<p><img src="/i/{image.pk}/"></p>', header_image=image).count("<img") == 1


def test_a_missing_picture_is_a_word_and_a_link():
    image = ImageFactory(pending=True, alt="展台", original_url="http://images.example.com/a.jpg")
    out = render(f'<p><img src="/i/{image.pk}/"></p>')
    assert '<a href="http://images.example.com/a.jpg">[' in out
    assert "展台]" in out


@pytest.mark.parametrize("count", [2, 10])
def test_bodies_cost_two_queries_for_all(count, django_assert_num_queries):
    posts = [PostFactory(body=f'<p><img src="/i/{ImageFactory().pk}/"></p>') for _ in range(count)]
    with django_assert_num_queries(2):
        render_for_feed(posts, BASE)
