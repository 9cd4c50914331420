"""Language codes as pages and feeds spell them, and addresses under a language's chrome."""

from django.conf import settings
from django.utils import translation

TAGS = {"zh-hans": "zh-Hans", "en": "en"}  # RFC 5646
OPEN_GRAPH = {"zh-hans": "zh_CN", "en": "en_US"}
NAMES = {"zh-hans": "中文", "en": "English"}  # each in its own language
SHORT_NAMES = {"zh-hans": "中", "en": "EN"}


def language_tag(code: str) -> str:
    return TAGS.get(code, code)


def current_language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def site_languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def other_languages(code: str) -> list[str]:
    return [other for other in site_languages() if other != code]


def path_in(language: str, path: str) -> str:
    """The same page's path under another language's chrome. The site's own language has no prefix."""
    bare = bare_path(path)
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"


def bare_path(path: str) -> str:
    """The path without the chrome's language prefix, as addresses are stored."""
    for code in site_languages():
        if code != settings.LANGUAGE_CODE and (path + "/").startswith(f"/{code}/"):
            return path.removeprefix(f"/{code}") or "/"
    return path
