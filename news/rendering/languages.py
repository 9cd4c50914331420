"""Spell language codes for pages and feeds, and build paths under a language's chrome."""

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
    """Return the page's path under another language's chrome. The site's default language has no prefix."""
    bare = bare_path(path)
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"


def bare_path(path: str) -> str:
    """Return the path without the chrome's language prefix, the form in which addresses are stored."""
    for code in site_languages():
        if code != settings.LANGUAGE_CODE and (path + "/").startswith(f"/{code}/"):
            return path.removeprefix(f"/{code}") or "/"
    return path
