"""Reads the CMS_* environment variables; a bad value stops the start with a sentence that says what to set."""

import os
import re
import secrets
import zoneinfo
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}
LANGUAGES = ("zh-hans", "en")
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
INDEXNOW_KEY = r"[A-Za-z0-9-]{8,128}"  # https://www.indexnow.org/documentation
BAIDU_TOKEN = r"[A-Za-z0-9]{8,64}"  # noqa: S105 (what one looks like)
CACHE_SCHEMES = ("locmem", "file", "redis", "rediss")
EDITORS = ("ckeditor", "prose")
MIN_SECRET_LENGTH = 50  # what `check --deploy` (security.W009) asks for
MIN_SECRET_VARIETY = 5  # different characters, also required by W009

# In tests with four writers, DEFERRED transactions failed at once, IMMEDIATE ones wait their turn.
SQLITE_OPTIONS: dict[str, object] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;PRAGMA journal_size_limit=67108864;"
    ),
}
POSTGRES_OPTIONS: dict[str, object] = {
    "connect_timeout": 3,
    "options": ("-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=15000"),
}
REDIS_OPTIONS: dict[str, object] = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}


class Env:
    """The environment at start-up, read by variable name.

    Every reader raises ImproperlyConfigured with the variable's name, its value and what is accepted.
    """

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = os.environ if values is None else values

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, default).strip()

    def flag(self, name: str, default: bool = False) -> bool:
        word = self.text(name, "1" if default else "0").lower()
        if word not in TRUE_WORDS | FALSE_WORDS:
            raise ImproperlyConfigured(f"{name} is {word!r}. Set it to 1 or 0.")
        return word in TRUE_WORDS

    def names(self, name: str) -> list[str]:
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def language(self, name: str) -> str:
        code = self.text(name, LANGUAGES[0])
        if code not in LANGUAGES:
            raise ImproperlyConfigured(f"{name} is {code!r}. Set it to one of: {', '.join(LANGUAGES)}.")
        return code

    def time_zone(self, name: str, default: str) -> str:
        zone = self.text(name, default)
        try:
            zoneinfo.ZoneInfo(zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            raise ImproperlyConfigured(
                f"{name} is {zone!r}. Set it to an IANA time zone, for instance Asia/Shanghai."
            ) from None
        return zone

    def data_dir(self, name: str, default: Path) -> Path:
        path = Path(self.text(name) or default).expanduser().resolve()
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name} is {str(path)!r}, which cannot be created ({error.strerror}). Set it to a folder "
                "the server may write to."
            ) from None
        return path

    def origins(self, name: str) -> list[str]:
        origins = self.names(name)
        for origin in origins:
            parts = urlsplit(origin)
            if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
                raise ImproperlyConfigured(
                    f"{name} contains {origin!r}. Write origins such as https://news.example, separated by commas."
                )
        return origins


def read_site_url(env: Env) -> str:
    """Return the site's own address with its trailing slash, "" if not set. Used where there is no request."""
    url = env.text("CMS_SITE_URL")
    parts = urlsplit(url)
    is_root = parts.path in {"", "/"} and not (parts.query or parts.fragment)
    is_good = parts.scheme in {"http", "https"} and parts.hostname and "@" not in url and url.isascii()
    if url and not (is_good and is_root):
        raise ImproperlyConfigured(f"CMS_SITE_URL is {url!r}. Set it to the site's address: https://news.example")
    return f"{parts.scheme}://{parts.netloc.lower()}/" if url else ""


def read_push_key(env: Env, name: str, pattern: str) -> str:
    """Return the key by which a search engine knows the site; "" turns the follow-up off. Requires CMS_SITE_URL."""
    key = env.text(name)
    if key and not re.fullmatch(pattern, key):
        raise ImproperlyConfigured(f"{name} is not a key in the search engine's format. It looks like: {pattern}")
    if key and not env.text("CMS_SITE_URL"):
        raise ImproperlyConfigured(f"{name} is set, but CMS_SITE_URL is not. Set it to the site's address.")
    return key


def read_editor(env: Env) -> str:
    """Return the text editor that editors use; `prose` is refused if its package is not installed."""
    name = env.text("CMS_EDITOR") or EDITORS[0]
    if name not in EDITORS:
        raise ImproperlyConfigured(f"CMS_EDITOR is {name!r}. Set it to one of: {', '.join(EDITORS)}.")
    if name == "prose" and find_spec("django_prose_editor") is None:
        raise ImproperlyConfigured(
            "CMS_EDITOR is 'prose', but django-prose-editor is not installed. Install it "
            "(pip install 'masthead[prose]'), or leave CMS_EDITOR empty for CKEditor."
        )
    return name


def read_secret_key(env: Env, data_dir: Path, debug: bool) -> str:
    """Return the signing key: CMS_SECRET_KEY, or in debug a key generated once and kept in the data folder."""
    key = env.text("CMS_SECRET_KEY")
    if key:
        if len(key) < MIN_SECRET_LENGTH or len(set(key)) < MIN_SECRET_VARIETY:
            raise ImproperlyConfigured(
                f"CMS_SECRET_KEY is too weak ({len(key)} characters). Set it to {MIN_SECRET_LENGTH} random characters "
                "or more: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
            )
        return key
    if not debug:
        raise ImproperlyConfigured(
            "CMS_SECRET_KEY is not set. Set it to 50 random characters or more "
            "(python -c 'import secrets; print(secrets.token_urlsafe(50))'), or use `make run` for a trial site."
        )
    return _development_key(data_dir / "secret-key")


def _development_key(path: Path) -> str:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


def read_hosts(env: Env, debug: bool) -> list[str]:
    """Return the host names the site answers to. In debug only loopback names, whatever is configured."""
    hosts = env.names("CMS_ALLOWED_HOSTS")
    loopback = ["127.0.0.1", "localhost", "[::1]"]
    if debug:
        outside = [host for host in hosts if host not in loopback]
        if outside:
            raise ImproperlyConfigured(
                f"CMS_DEBUG=1 serves loopback only, but CMS_ALLOWED_HOSTS contains {', '.join(outside)}. "
                "Set CMS_DEBUG=0 for a site that others can reach."
            )
        return loopback
    if not hosts:
        raise ImproperlyConfigured(
            "CMS_ALLOWED_HOSTS is not set. Set it to the names the site answers to, for instance "
            "news.example,www.news.example."
        )
    if "*" in hosts:
        raise ImproperlyConfigured("CMS_ALLOWED_HOSTS contains *. Name the hosts: a forged Host header poisons caches.")
    return hosts


def read_database(env: Env, data_dir: Path) -> dict[str, Any]:
    """Return Django's DATABASES['default'] from CMS_DATABASE_URL, by default SQLite in the data folder."""
    url = env.text("CMS_DATABASE_URL") or f"sqlite:///{data_dir / 'masthead.sqlite3'}"
    scheme = url.partition(":")[0]
    if scheme not in DATABASE_SCHEMES:
        raise ImproperlyConfigured(
            f"CMS_DATABASE_URL begins with {scheme!r}. Set it to postgresql://user:password@host:5432/name "
            "or sqlite:////absolute/path.sqlite3."
        )
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except ValueError as error:
        raise ImproperlyConfigured(f"CMS_DATABASE_URL cannot be read ({error}).") from None
    if not config["NAME"]:
        raise ImproperlyConfigured("CMS_DATABASE_URL has no database name. End it with /name.")
    is_sqlite = scheme == "sqlite"
    if is_sqlite:  # tests use a file too: an in-memory database has neither WAL nor waiting writers
        config["TEST"] = {"NAME": str(data_dir / "test.sqlite3")}
    config["OPTIONS"] = {**(SQLITE_OPTIONS if is_sqlite else POSTGRES_OPTIONS), **config.get("OPTIONS", {})}
    return config


def read_cache(env: Env, data_dir: Path, name: str = "cache", max_entries: int = 300) -> dict[str, Any]:
    """Return one of Django's CACHES from CMS_CACHE_URL, by default files in a folder of the data folder.

    `name` separates caches from each other. `max_entries` limits file and memory caches, which evict entries beyond it;
    Redis has its own limit.
    """
    url = env.text("CMS_CACHE_URL") or "file:"
    scheme, _, rest = url.partition(":")
    if scheme not in CACHE_SCHEMES:
        raise ImproperlyConfigured(
            f"CMS_CACHE_URL begins with {scheme!r}. Set it to redis://host:6379/0, file: or locmem:."
        )
    if scheme == "locmem":
        backend = "django.core.cache.backends.locmem.LocMemCache"
        return {"BACKEND": backend, "LOCATION": name, "OPTIONS": {"MAX_ENTRIES": max_entries}}
    if scheme == "file":
        folder = str(Path(rest.removeprefix("//") or data_dir) / name)
        backend = "django.core.cache.backends.filebased.FileBasedCache"
        return {"BACKEND": backend, "LOCATION": folder, "OPTIONS": {"MAX_ENTRIES": max_entries}}
    if not urlsplit(url).hostname:
        raise ImproperlyConfigured("CMS_CACHE_URL has no host. Set it to redis://host:6379/0.")
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": name, "OPTIONS": REDIS_OPTIONS}
