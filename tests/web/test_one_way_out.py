"""There is one way out, and nothing in a running site opens it further: read from the source, so that it stays so."""

import ast

import pytest

from news.web.network import SYSTEM_NETWORK, SystemNetwork
from tests.source import modules

# Modules that open connections, or could be made to.
NETWORK_MODULES = {"socket", "ssl", "httpcore", "h11", "http", "urllib", "ftplib", "smtplib", "asyncio", "socketserver"}
LISTENERS = {"news/management/commands/start.py: socket"}  # asks whether a port is free to listen on


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reaches_out(name):
    return name.split(".")[0] in NETWORK_MODULES and not name.startswith(("urllib.parse", "http.HTTPStatus"))


@pytest.mark.parametrize("folder", ["cms", "news"])
def test_nothing_else_imports_what_opens_connections(folder):
    found = {
        f"{name}: {module}"
        for name, tree in modules(folder)
        if not name.startswith("news/web/")
        for module in imported(tree)
        if reaches_out(module)
    }
    assert found <= LISTENERS


def test_the_detector_sees_a_planted_import():
    tree = ast.parse("import socket\nfrom urllib.request import urlopen\nfrom urllib.parse import urlsplit")
    assert [name for name in imported(tree) if reaches_out(name)] == ["socket", "urllib.request.urlopen"]


def test_no_setting_and_no_environment_reaches_the_fetcher():
    found = {
        f"{name}: {module}"
        for name, tree in modules("news/web")
        for module in imported(tree)
        if module.startswith(("django.conf", "os", "cms", "pathlib"))
    }
    assert found == set()


def test_nothing_in_a_running_site_gives_a_fetcher_another_network():
    """No second class decides what is allowed, and no call passes `network` to a `Fetcher`."""
    judges, calls = [], []
    for folder in ("cms", "news"):
        for name, tree in modules(folder):
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef) and node.name == "is_allowed":
                    judges.append(name)
                if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Fetcher":
                    calls += [f"{name}:{node.lineno}"] if gives_network(node) else []
    assert judges == ["news/web/network.py", "news/web/network.py"]  # the seam, and the one that keeps the rule
    assert calls == []


def gives_network(call):
    return bool(call.args) or any(keyword.arg in ("network", None) for keyword in call.keywords)


def test_the_one_network_allows_public_addresses_only_whatever_the_environment_says(monkeypatch):
    for name in ("NEWS_FETCH_ALLOW_PRIVATE", "CMS_FETCH_ALLOW_PRIVATE", "CMS_DEBUG", "NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "1")
    assert type(SYSTEM_NETWORK) is SystemNetwork
    assert not SYSTEM_NETWORK.is_allowed("127.0.0.1")
    assert SYSTEM_NETWORK.is_allowed("8.8.8.8")


def test_certificates_of_the_environment_do_not_count(monkeypatch, tmp_path):
    (tmp_path / "empty.pem").write_text("")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "empty.pem"))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    context = SystemNetwork().tls_context()
    assert context.cert_store_stats()["x509_ca"] > 50
    assert context.check_hostname
    assert context.keylog_filename is None
