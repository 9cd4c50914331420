"""Pictures and files for sites without a web server in front of them."""

import pytest

from news.models import Image
from tests.factories import ImageFactory

JPEG = b"\xff\xd8\xff\xe0 picture"


@pytest.fixture
def folder(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "ab").mkdir(parents=True)
    (settings.MEDIA_ROOT / "ab" / "cd.jpg").write_bytes(JPEG)
    return settings.MEDIA_ROOT


@pytest.mark.django_db
class TestStableAddress:
    def test_it_leads_to_the_best_file(self, client):
        image = ImageFactory()
        response = client.get(f"/i/{image.pk}/")
        assert response.status_code == 302
        assert response.headers["Location"] == image.rendition_url("w1600")
        assert response.headers["Cache-Control"] == "public, max-age=300"

    @pytest.mark.parametrize("kind", ["image/gif", "image/webp"])
    def test_of_a_moving_picture_that_is_the_one_that_moves(self, client, kind):
        image = ImageFactory(mime_type=kind)
        assert client.get(f"/i/{image.pk}/").headers["Location"] == image.rendition_url("")

    @pytest.mark.parametrize("state", [Image.State.PENDING, Image.State.FAILED, Image.State.REFUSED])
    def test_a_picture_that_is_not_there_has_none(self, client, state):
        image = ImageFactory(pending=True, state=state, state_reason="x")
        assert client.get(f"/i/{image.pk}/").status_code == 404

    def test_a_number_no_database_holds(self, client):
        assert client.get(f"/i/{10**30}/").status_code == 404


def test_a_file_is_sent_with_its_type_and_may_be_kept(client, folder):
    response = client.get("/media/ab/cd.jpg")
    assert response.getvalue() == JPEG
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Length"] == str(len(JPEG))
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_an_unchanged_file_is_not_sent_again(client, folder):
    first = client.get("/media/ab/cd.jpg")
    assert first.getvalue() == JPEG
    for name, value in (("if-none-match", "ETag"), ("if-modified-since", "Last-Modified")):
        response = client.get("/media/ab/cd.jpg", headers={name: first.headers[value]})
        assert response.status_code == 304
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("name", ["evil.html", "evil.svg", "x.js", "x", "x.jpg.html", "x.JPG", ".x.jpg", ".git/x.jpg"])
def test_only_pictures_are_served(client, folder, name):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(JPEG)
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "ab",
        "ab/",
        "../secret.jpg",
        "ab/../../secret.jpg",
        "%2e%2e/secret.jpg",
        "..%2fsecret.jpg",
        "%00.jpg",
        "/etc/x.jpg",
    ],
)
def test_nothing_outside_and_no_listing(client, folder, path):
    (folder.parent / "secret.jpg").write_bytes(JPEG)
    assert client.get(f"/media/{path}").status_code == 404


def test_a_link_out_of_the_folder_is_not_followed(client, folder):
    (folder.parent / "secret.jpg").write_bytes(JPEG)
    (folder / "link.jpg").symlink_to(folder.parent / "secret.jpg")
    assert client.get("/media/link.jpg").status_code == 404
