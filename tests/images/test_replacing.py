"""Another file under the same number, and another try for what did not come."""

import os
import threading
import time

import pytest
from django.db import connections

from news.images.errors import ImageRefusedError, KnownBytesError, ReplacedMeanwhileError
from news.images.storing import recrop_image, replace_image, store_image, wait_again
from news.images.sweeping import sweep_media
from news.models import Image
from tests.factories import ImageFactory
from tests.images.pictures import jpeg
from tests.images.test_rights import exif_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def test_number_and_words_stay_and_the_file_is_another(media):
    image = store_image(jpeg(300, 200), alt="码头")
    Image.objects.update(caption="清晨", credit="李雷", focal_x=0.25)
    image.refresh_from_db()
    before = image.file
    after = replace_image(image, jpeg(600, 400, "red", exif=exif_of(artist="Ann")), original_name="新.jpg")
    assert after.pk == image.pk
    assert (after.alt, after.caption, after.credit, after.original_name) == ("码头", "清晨", "李雷", "新.jpg")
    assert (after.width_px, after.focal_x) == (600, 0.25)
    assert after.file != before
    assert (media / after.renditions["hero"]["file"]).is_file()


def test_the_focal_point_goes_to_the_middle_only_with_another_proportion():
    image = store_image(jpeg(300, 200))
    recrop_image(image, (0.1, 0.2))
    assert replace_image(image, jpeg(150, 100, "red")).focal_x == 0.1
    image.refresh_from_db()
    after = replace_image(image, jpeg(200, 300, "red"))
    assert (after.focal_x, after.focal_y) == (0.5, 0.5)


def test_the_old_files_stay_for_the_pages_that_still_show_them(media):
    image = store_image(jpeg(300, 200))
    old = media / image.file
    os.utime(old, (0, 0))
    after = replace_image(image, jpeg(300, 200, "red"))
    assert sweep_media(3600).removed == 0
    for path in media.rglob("*.*"):
        os.utime(path, (0, time.time() - 7200))
    assert sweep_media(3600).removed > 0
    assert not old.exists()
    assert (media / after.file).is_file()


def test_bytes_that_are_here_already_are_told_and_nothing_changes():
    image, other = store_image(jpeg(300, 200)), store_image(jpeg(300, 200, "red"))
    with pytest.raises(KnownBytesError) as caught:
        replace_image(image, jpeg(300, 200, "red"))
    assert (caught.value.image_id, caught.value.is_same) == (other.pk, False)
    with pytest.raises(KnownBytesError) as caught:
        replace_image(image, jpeg(300, 200))
    assert caught.value.is_same


def test_what_is_no_picture_changes_nothing():
    image = store_image(jpeg(300, 200))
    with pytest.raises(ImageRefusedError):
        replace_image(image, b"<svg>")
    assert Image.objects.get().file == image.file


def test_a_picture_that_never_came_is_mended_by_a_file():
    image = ImageFactory(pending=True, state="failed", state_reason="not-found", alt="码头")
    after = replace_image(image, jpeg(300, 200))
    assert (after.state, after.state_reason, after.alt, after.original_url) == ("ready", "", "码头", image.original_url)


def test_who_looked_at_an_older_file_is_told():
    image = store_image(jpeg(300, 200))
    replace_image(image, jpeg(300, 200, "red"))
    with pytest.raises(ReplacedMeanwhileError):
        replace_image(image, jpeg(300, 200, "blue"))


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_holds_and_the_other_is_told():
    image = store_image(jpeg(300, 200))
    told, gate = [], threading.Barrier(2)

    def run(colour):
        gate.wait()
        try:
            replace_image(Image.objects.get(pk=image.pk), jpeg(300, 200, colour), seen=image.sha256)
        except ReplacedMeanwhileError:
            told.append(colour)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(colour,)) for colour in ("red", "blue")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1


@pytest.mark.parametrize(("state", "waits"), [("failed", True), ("refused", True), ("pending", False)])
def test_what_did_not_come_waits_again(state, waits):
    image = ImageFactory(pending=True, state=state, state_reason="" if state == "pending" else "not-found")
    assert wait_again(image) is waits
    image.refresh_from_db()
    assert (image.state, image.state_reason) == ("pending", "")


def test_a_picture_that_is_here_waits_for_nothing():
    assert not wait_again(ImageFactory())
