"""System checks that replace ckeditor.W001. Each fails when a measure that makes CKEditor 4 safe to use is missing.

CKEditor 4 is past its end of life. It stays usable because nothing it sends is trusted, none of it runs on readers'
pages, its upload view is not installed, and its plugins that call other servers are off (docs/security.md).
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from news.admin.editors import editor
from news.admin.frame import headers
from news.models.fields import CleanHTMLField

UPLOADER = "ckeditor_uploader"
# Plugins that send text to other servers, embed foreign pages or have open vulnerabilities, and the two that put
# pictures from other sites into the text.
MUST_BE_REMOVED = {
    *("about", "codesnippet", "codesnippetgeshi", "exportpdf", "flash", "forms", "iframe", "preview", "print"),
    *("image", "scayt", "uploadimage", "wsc"),
}
HTML_COLUMNS = {"Post": ("body",), "SiteProfile": ("footer", "footer_en")}
# Rules that must be in force on readers' pages.
PUBLIC_RULES = {"default-src": [NONE], "object-src": [NONE], "base-uri": [NONE], "frame-src": [NONE]}


@register(Tags.security)
def check_no_uploader(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    if not apps.is_installed(UPLOADER):
        return []
    hint = f"Remove {UPLOADER!r} from INSTALLED_APPS: it stores any file of any login without a token."
    return [Error("CKEditor's upload app is installed.", hint=hint, id="news.E001")]


@register(Tags.security)
def check_no_uploader_route(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    hint = "Remove the route from the URLconf; pictures come in through news.images."
    return [
        Error(f"CKEditor's upload view is routed at {route!r}.", hint=hint, id="news.E002")
        for route, pattern in walk_routes(get_resolver())
        if UPLOADER in (getattr(pattern.callback, "__module__", "") or "")
        or (pattern.name or "").startswith(("ckeditor_upload", "ckeditor_browse"))
    ]


@register(Tags.security)
def check_editor_config(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    config = editor.make_config("en")
    missing = MUST_BE_REMOVED - set(str(config.get("removePlugins", "")).split(","))
    added = MUST_BE_REMOVED & set(str(config.get("extraPlugins", "")).split(","))
    messages: list[CheckMessage] = []
    if missing or added:
        names = ", ".join(sorted(missing | added))
        hint = "List them in REMOVED_PLUGINS of news/admin/editors/editor.py."
        messages.append(Error(f"CKEditor plugins that must stay off are on: {names}.", hint=hint, id="news.E003"))
    if config.get("versionCheck", True):
        hint = "Set versionCheck to False in news/admin/editors/editor.py."
        messages.append(Error("CKEditor would ask its vendor's server for its version.", hint=hint, id="news.E004"))
    return messages


@register(Tags.security)
def check_no_other_upload(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    names = sorted(name for name in editor.make_config("en") if name.lower().endswith(("uploadurl", "browseurl")))
    hint = "Remove them from news/admin/editors/editor.py: pictures.js sends to news.admin.media.uploads."
    return [
        Error(f"CKEditor would send files itself, bypassing our token and checks: {name}.", hint=hint, id="news.E007")
        for name in names
    ]


@register(Tags.security)
def check_editor_policy(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    allowed = {SELF, UNSAFE_INLINE, "blob:"}
    sources = {each for group in (headers.EDITOR_SOURCES, headers.PAGE_SOURCES) for each in chain(*group.values())}
    hint = "Restore EDITOR_SOURCES and PAGE_SOURCES in news/admin/frame/headers.py."
    return [
        Error(f"The editor's pages may load from {source}.", hint=hint, id="news.E008")
        for source in sorted(sources - allowed)
    ]


@register(Tags.security)
def check_columns_clean(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    hint = "Use news.models.fields.CleanHTMLField: it cleans whichever way the column is written."
    return [
        Error(f"{model}.{name} contains HTML but does not clean it.", hint=hint, id="news.E005")
        for model, names in HTML_COLUMNS.items()
        for name in names
        if not isinstance(find_field(model, name), CleanHTMLField)
    ]


@register(Tags.security)
def check_public_policy(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    hint = (
        "Restore CONTENT_SECURITY_POLICY in cms/settings.py; news.admin.frame.headers relaxes it for the editor alone."
    )
    faults = list(find_policy_faults())
    return [Error(f"Readers' pages are not protected: {fault}.", hint=hint, id="news.E006") for fault in faults]


def find_policy_faults() -> Iterator[str]:
    if "csp.middleware.CSPMiddleware" not in settings.MIDDLEWARE:
        yield "the middleware that sets Content-Security-Policy is missing"
    policy = getattr(settings, "CONTENT_SECURITY_POLICY", None) or {}
    directives = policy.get("DIRECTIVES", {})
    for name, sources in PUBLIC_RULES.items():
        if list(directives.get(name, [])) != sources:
            yield f"{name} is not 'none'"
    for name in ("script-src", "style-src"):
        if {UNSAFE_INLINE, UNSAFE_EVAL, "*", "https:", "http:", "data:"} & set(directives.get(name, [])):
            yield f"{name} allows code that is not ours"
    if policy.get("EXCLUDE_URL_PREFIXES"):
        yield "some addresses are excluded from the policy"


def find_field(model: str, name: str) -> models.Field | None:
    found = apps.get_model("news", model)._meta.get_field(name)
    return found if isinstance(found, models.Field) else None


def walk_routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from walk_routes(entry, route)
        else:
            yield route, entry
