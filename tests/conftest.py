"""Fixtures every test may use, and the rule that none of them leaves this machine."""

import gc
import socket
import sqlite3
from contextlib import closing

import pytest
from django.conf import settings as site_settings
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from news.images import worker
from news.publishing.posts import bulk
from news.web.network import SYSTEM_NETWORK
from tests.archives import list_archives
from tests.archives.facts import Archive
from tests.exchange.processes import DATABASE, Site, make_template

# Go the same ways hundreds of times, which the tests beside them have gone before: whether a line has run is not asked
# anew there, it would double their time. What only they reach counts as not covered.
UNTRACED = (
    "promises/",
    "admin/test_permissions.py",
    "demo/test_content.py",
    "demo/test_demo_command.py",
    "exchange/test_import_posts.py::TestSamples",
    "exchange/test_killed.py",
    "exchange/test_odd_files.py",
    "exchange/test_undo.py::TestSamples",
    "public/test_headers.py",
    "public/test_query_growth.py",
    "publishing/posts/test_trash.py::test_fifty_posts",
    "text/test_legacy_html.py::test_real_bodies",
    "text/test_cleaning.py::TestVisibleText",
    "text/test_cleaning.py::TestSize",
    "web/test_hostile.py",
)
# Who asks for one of these meets the database or the cache, so the test is run on PostgreSQL and Redis too.
SERVICES = {"db", "transactional_db", "live_server", "client", "machine"}
# A busy machine is no fault of an example; and what a test shares between its examples is the test's own business.
CALM = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
hypothesis_settings.register_profile("calm", deadline=None, suppress_health_check=CALM)
hypothesis_settings.load_profile("calm")
PASSWORD_HASHERS = site_settings.PASSWORD_HASHERS


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.removeprefix("tests/").startswith(UNTRACED):
            item.add_marker(pytest.mark.no_cover)
        if is_about_services(item):
            item.add_marker(pytest.mark.services)


def is_about_services(item: pytest.Item) -> bool:
    fixtures = SERVICES.intersection(getattr(item, "fixturenames", ()))
    return bool(fixtures or item.get_closest_marker("django_db") or issubclass(item.cls or object, TransactionTestCase))


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Thousands of tests are made and none is thrown away: looking for rubbish meanwhile takes a fifth of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True)
def stay_away_from_the_cache(request, monkeypatch):
    """A test that is not run on Redis may not use the cache; pytest-django sees to the database in the same way."""
    if not request.node.get_closest_marker("services"):

        def refuse(_caches, alias):
            pytest.fail(f"this test uses the cache {alias!r}: mark it with `services`, so that Redis is tried too")

        monkeypatch.setattr(type(caches), "__getitem__", refuse)


@pytest.fixture(autouse=True, scope="session")
def be_patient():
    """A busy machine is no fault of a picture, nor of a round of many posts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "WALL_S", 120)
        patch.setattr(worker, "START_S", 120)
        patch.setattr(bulk, "TIME_S", 600)
        yield


@pytest.fixture(autouse=True, scope="session")
def hash_fast():
    """Hashing is slow on purpose. The sites' own hashers are for tests that are about them (`real_hashers`)."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """The database as the migrations leave it is kept in a file, for sites of the tests' own: see `migrated`."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():  # or no test of this run asks for one
        return None
    folder = tmp_path_factory.mktemp("migrated")
    with django_db_blocker.unblock(), closing(sqlite3.connect(folder / DATABASE)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    return folder


@pytest.fixture(scope="session")
def migrated(django_db_setup, tmp_path_factory):
    """A migrated site on SQLite, to be copied."""
    return Site(django_db_setup) if django_db_setup else make_template(tmp_path_factory.mktemp("migrated") / "site")


@pytest.fixture
def real_hashers(settings):
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS


@pytest.fixture(autouse=True)
def stay_on_this_machine(monkeypatch):
    """What a test forgets to lead to a server of its own (tests.web.network) fails, instead of asking the internet."""

    def resolve_number(host, port):
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        return [info[4][0] for info in infos]

    def refuse(address, port, _timeout_s):
        raise OSError(f"a test may not reach {address} port {port}")

    monkeypatch.setattr(SYSTEM_NETWORK, "resolve", resolve_number)
    monkeypatch.setattr(SYSTEM_NETWORK, "connect", refuse)


@pytest.fixture(scope="session", params=list_archives())
def samples(request) -> Archive:
    """Our own archive of posts, pictures and hostile markup; where the real ones are, they as well, in soak."""
    return request.param
