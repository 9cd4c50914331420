"""A site with a bad setting does not start, and the message says what to set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.env import (
    BAIDU_TOKEN,
    INDEXNOW_KEY,
    Env,
    read_cache,
    read_database,
    read_hosts,
    read_push_key,
    read_secret_key,
    read_site_url,
)

ROOT = Path(__file__).resolve().parents[2]
GOOD_KEY = "k3y-" + "abcdefghij" * 6


@pytest.mark.parametrize(
    ("read", "values", "message"),
    [
        (lambda env: env.flag("CMS_DEBUG"), {"CMS_DEBUG": "maybe"}, "Set it to 1 or 0"),
        (lambda env: env.language("CMS_LANGUAGE"), {"CMS_LANGUAGE": "fr"}, "zh-hans, en"),
        (lambda env: env.time_zone("CMS_TIME_ZONE", "UTC"), {"CMS_TIME_ZONE": "Mars/Base"}, "Asia/Shanghai"),
        (lambda env: env.time_zone("CMS_TIME_ZONE", "UTC"), {"CMS_TIME_ZONE": "../etc/passwd"}, "IANA"),
        (lambda env: env.origins("CMS_TRUSTED_ORIGINS"), {"CMS_TRUSTED_ORIGINS": "news.example"}, "https://"),
        (lambda env: read_hosts(env, debug=False), {}, "CMS_ALLOWED_HOSTS is not set"),
        (lambda env: read_hosts(env, debug=False), {"CMS_ALLOWED_HOSTS": "*"}, "Name the hosts"),
        (lambda env: read_hosts(env, debug=True), {"CMS_ALLOWED_HOSTS": "news.example"}, "CMS_DEBUG=0"),
        (lambda env: read_secret_key(env, Path(), debug=False), {}, "CMS_SECRET_KEY is not set"),
        (lambda env: read_secret_key(env, Path(), debug=False), {"CMS_SECRET_KEY": "short"}, "too weak"),
        (lambda env: read_secret_key(env, Path(), debug=False), {"CMS_SECRET_KEY": "a" * 60}, "too weak"),
        (lambda env: read_database(env, Path()), {"CMS_DATABASE_URL": "mysql://db/x"}, "postgresql://"),
        (lambda env: read_database(env, Path()), {"CMS_DATABASE_URL": "postgresql://db"}, "has no database name"),
        (lambda env: read_database(env, Path()), {"CMS_DATABASE_URL": "postgresql://db:port/x"}, "CMS_DATABASE_URL"),
        (lambda env: read_cache(env, Path()), {"CMS_CACHE_URL": "memcached://x"}, "redis://"),
        (lambda env: read_cache(env, Path()), {"CMS_CACHE_URL": "redis:"}, "has no host"),
        *(
            (read_site_url, {"CMS_SITE_URL": url}, "Set it to the site's address")
            for url in (
                "news.example",
                "https://news.example/path",
                "https://a@news.example",
                "https://x.example/?a",
                "https://新闻.example",
            )
        ),
        (
            lambda env: read_push_key(env, "CMS_INDEXNOW_KEY", INDEXNOW_KEY),
            {"CMS_INDEXNOW_KEY": "../robots", "CMS_SITE_URL": "https://news.example"},
            "CMS_INDEXNOW_KEY is not a key",
        ),
        (
            lambda env: read_push_key(env, "CMS_BAIDU_TOKEN", BAIDU_TOKEN),
            {"CMS_BAIDU_TOKEN": "abcdefgh12345678"},
            "CMS_SITE_URL is not",
        ),
    ],
)
def test_a_bad_value_is_refused_with_a_sentence_that_says_what_to_set(read, values, message):
    with pytest.raises(ImproperlyConfigured, match=message.replace("*", r"\*")):
        read(Env(values))


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match="CMS_DATA_DIR"):
        Env({"CMS_DATA_DIR": str(tmp_path / "file" / "below")}).data_dir("CMS_DATA_DIR", tmp_path)


def test_the_development_key_is_made_once_and_readable_by_the_owner_only(tmp_path):
    first = read_secret_key(Env({}), tmp_path, debug=True)
    assert read_secret_key(Env({}), tmp_path, debug=True) == first
    assert len(first) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_sqlite_waits_for_its_turn_instead_of_failing(tmp_path):
    config = read_database(Env({}), tmp_path)
    assert config["NAME"] == str(tmp_path / "masthead.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]
    assert not config.get("ATOMIC_REQUESTS")


def test_postgresql_has_time_limits():
    options = read_database(Env({"CMS_DATABASE_URL": "postgresql://u:p@db:5432/news"}), Path())["OPTIONS"]
    assert options["connect_timeout"] == 3
    assert "statement_timeout=5000" in options["options"]


def test_redis_has_both_time_limits():
    cache = read_cache(Env({"CMS_CACHE_URL": "redis://cache:6379/0"}), Path())
    assert cache["OPTIONS"] == {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}


def test_a_cache_can_be_files_of_the_site_or_memory(tmp_path):
    assert read_cache(Env({}), tmp_path)["LOCATION"] == str(tmp_path / "cache")
    assert read_cache(Env({"CMS_CACHE_URL": "locmem:"}), tmp_path)["BACKEND"].endswith("LocMemCache")


def manage(data_dir, *words, **variables):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CMS_", "COV_"))}
    environment = clean | {"CMS_DATA_DIR": str(data_dir)} | variables
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_a_start_without_secret_or_debug_says_what_to_set(tmp_path):
    result = manage(tmp_path, "check")
    assert result.returncode != 0
    assert "CMS_SECRET_KEY is not set" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_production_settings_pass_the_deployment_checks_without_a_warning(tmp_path):
    result = manage(
        tmp_path, "check", "--deploy", "--fail-level", "WARNING",
        CMS_SECRET_KEY=GOOD_KEY, CMS_ALLOWED_HOSTS="news.example", CMS_BEHIND_PROXY="1",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr


def test_a_second_data_folder_is_a_second_site(tmp_path):
    for name in ("one", "two"):
        assert manage(tmp_path / name, "migrate", "contenttypes", "-v0", CMS_DEBUG="1").returncode == 0
    assert (tmp_path / "one" / "masthead.sqlite3").exists()
    assert (tmp_path / "two" / "masthead.sqlite3").exists()
    keys = {(tmp_path / name / "secret-key").read_text() for name in ("one", "two")}
    assert len(keys) == 2


def test_the_address_of_the_site_ends_with_a_slash_however_it_was_written():
    for url in ("https://News.example", "https://news.example/"):
        assert read_site_url(Env({"CMS_SITE_URL": url})) == "https://news.example/"
    assert read_site_url(Env({})) == ""


def test_a_site_in_english_has_the_same_tables(tmp_path):
    result = manage(tmp_path, "makemigrations", "--check", "--dry-run", CMS_DEBUG="1", CMS_LANGUAGE="en")
    assert result.returncode == 0, result.stdout
