"""Adds a post's remote pictures to the library as pending rows; the files are fetched later."""

from news.images.storing import ensure_remote_image
from news.models import Image
from news.publishing.checks.places import BodyPlace, change_elements
from news.text.html_tree import Element
from news.text.image_urls import normalise_image_url, unwrap_image_url


def adopt_remote_images(body: str, place: BodyPlace | None = None) -> str:
    """Replaces each picture of another site (or the one at `place`) in `body` by a pending picture of our library.

    Uses no network. An address that cannot be fetched stays as it is. May be repeated.
    """
    return change_elements(body, "image", place, lambda image: bool(_address(image)[0]), _adopt)


def _address(image: Element) -> tuple[str, str]:
    """Returns the picture's real address ("" when not on the web), and the address as found if it was a proxy's."""
    src = image.get("src", "").strip()
    if not src.startswith(("http://", "https://", "//")):
        return "", ""
    unwrapped = unwrap_image_url(src)
    return normalise_image_url(unwrapped.url), src if unwrapped.wrapper else ""


def _adopt(image: Element) -> None:
    url, wrapper = _address(image)
    row = ensure_remote_image(url, wrapper_url=wrapper[:2000], alt=image.get("alt", ""))
    image.set("src", row.get_absolute_url())
    for name in ("srcset", "sizes"):
        if name in image.attrib:
            del image.attrib[name]


def ask_again(image_id: int) -> bool:
    """Queues a picture that could not be fetched for another try. False when it is not one of those."""
    rows = Image.objects.filter(pk=image_id, state__in=[Image.State.FAILED, Image.State.REFUSED])
    fresh = {"state": Image.State.PENDING, "state_reason": "", "state_facts": {}}
    return bool(rows.exclude(original_url="").update(**fresh))
