"""Pictures carry their size; a missing one becomes a tile that keeps its category's colour."""

import pytest

from news.models import Category
from news.rendering.pictures import card_picture, category_tile, hero_picture
from tests.factories import ImageFactory

pytestmark = pytest.mark.django_db


def test_a_card_shows_the_crops_and_no_alternative_text():
    image = ImageFactory()
    out = card_picture(image, "100vw")
    assert image.rendition_url("card") in out
    assert 'alt=""' in out
    assert 'width="1600" height="900"' in out


def test_a_small_whole_picture_serves_as_crop_only_in_the_crops_shape():
    image = ImageFactory()
    image.renditions["w400"]["height"] = 400
    assert image.rendition_url("w400") not in card_picture(image, "100vw")


def test_a_picture_without_renditions_shows_its_file():
    image = ImageFactory(renditions={}, width_px=300, height_px=200)
    out = hero_picture(image, is_whole=True)
    assert f'src="{image.rendition_url("")}" width="300" height="200"' in out
    assert "srcset" not in out
    assert 'fetchpriority="high"' in out


def test_a_moving_header_moves_where_it_is_shown_whole_and_its_crops_stand_still():
    image = ImageFactory(file="ab/cd/x.gif", mime_type="image/gif", renditions=ImageFactory().renditions)
    assert '<img src="/media/ab/cd/x.gif"' in hero_picture(image, is_whole=True)
    assert '<img src="/media/ab/cd/x.gif"' not in hero_picture(image, is_whole=False)
    assert "x.gif" not in card_picture(image, "100vw")


def test_hostile_alternative_text_stays_text():
    image = ImageFactory(alt='"><script>x</script>')
    assert "<script>" not in hero_picture(image, is_whole=True)


def test_a_branch_keeps_its_colour_and_long_names_shrink():
    root, leaf = Category(name="港城", path="city"), Category(name="港口设施与航运服务专栏", path="city/harbour")
    assert category_tile(root).hue == category_tile(leaf).hue
    assert category_tile(root).font_size > category_tile(leaf).font_size
    assert category_tile(None).name == ""


def test_a_name_too_long_for_a_tile_is_cut():
    tile = category_tile(Category(name="一个名字" * 10, path="long"))
    assert tile.name == "一个名字一个名字一个名字…"
    assert tile.font_size == 20
