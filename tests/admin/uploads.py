"""Sends pictures as the editor's page does."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.images.pictures import jpeg


def upload(client, data=None, name="码头.jpg", **fields):
    """`data`: the file's bytes, a picture by default; False sends none."""
    url = reverse("admin:news_image_upload")
    file = {} if data is False else {"upload": SimpleUploadedFile(name, jpeg() if data is None else data)}
    return client.post(url, {**file, **fields})


def sentence(response):
    answer = response.json()
    assert answer["uploaded"] == 0
    return answer["error"]["message"]
