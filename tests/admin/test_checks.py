"""The checks in the place of ckeditor.W001: each fails when its measure is taken away."""

import copy
import types

import pytest
from ckeditor import widgets
from django.conf import settings
from django.core.checks import run_checks
from django.db import models
from django.test import override_settings
from django.urls import get_resolver, path

from news.admin import checks
from news.admin.editors import editor
from news.admin.frame import headers


def ids(messages):
    return {message.id for message in messages}


@pytest.mark.services
def test_as_shipped_nothing_is_missing():
    assert [message for message in run_checks() if message.id.startswith("news.")] == []


def test_the_upload_app_is_found(monkeypatch):
    monkeypatch.setattr(checks.apps, "is_installed", lambda name: name == "ckeditor_uploader")
    assert ids(checks.check_no_uploader(None)) == {"news.E001"}


@pytest.mark.parametrize("name", ["ckeditor_upload", "ckeditor_browse"])
def test_a_route_to_the_upload_view_is_found_by_its_name(monkeypatch, name):
    urls = types.ModuleType("planted_urls")
    urls.urlpatterns = [path("x/", lambda request: None, name=name)]
    monkeypatch.setattr(checks, "get_resolver", lambda: get_resolver(urls))
    assert ids(checks.check_no_uploader_route(None)) == {"news.E002"}


def test_a_route_to_the_upload_view_is_found_by_its_module(monkeypatch):
    def view(request):
        return None

    view.__module__ = "ckeditor_uploader.views"
    urls = types.ModuleType("planted_urls_2")
    urls.urlpatterns = [path("innocent/", view)]
    monkeypatch.setattr(checks, "get_resolver", lambda: get_resolver(urls))
    assert ids(checks.check_no_uploader_route(None)) == {"news.E002"}


def test_no_route_of_the_real_site_leads_to_the_upload_views():
    modules = {pattern.callback.__module__ for _route, pattern in checks.walk_routes(get_resolver())}
    assert not any("ckeditor" in module for module in modules)
    assert len(modules) > 3


@pytest.mark.parametrize("plugin", sorted(checks.MUST_BE_REMOVED))
def test_each_plugin_that_is_let_in_again_is_found(monkeypatch, plugin):
    kept = tuple(name for name in editor.REMOVED_PLUGINS if name != plugin)
    monkeypatch.setattr(editor, "REMOVED_PLUGINS", kept)
    (message,) = checks.check_editor_config(None)
    assert message.id == "news.E003"
    assert plugin in message.msg
    assert message.hint


@pytest.mark.parametrize("name", ["filebrowserUploadUrl", "uploadUrl", "filebrowserImageBrowseUrl", "imageUploadUrl"])
def test_an_upload_of_ckeditors_own_is_found(monkeypatch, name):
    config = {**editor.make_config("en"), name: "/elsewhere/"}
    monkeypatch.setattr(editor, "make_config", lambda language: config)
    assert ids(checks.check_no_other_upload(None)) == {"news.E007"}


@pytest.mark.parametrize("source", ["'unsafe-eval'", "https:", "*", "cdn.example"])
def test_a_laxer_policy_for_the_editor_is_found(monkeypatch, source):
    monkeypatch.setitem(headers.EDITOR_SOURCES, "script-src", ["'self'", source])
    assert ids(checks.check_editor_policy(None)) == {"news.E008"}


def test_a_version_check_is_found(monkeypatch):
    monkeypatch.setattr(editor, "make_config", lambda language: {"removePlugins": ",".join(editor.REMOVED_PLUGINS)})
    assert ids(checks.check_editor_config(None)) == {"news.E004"}


def test_a_column_that_does_not_clean_is_found(monkeypatch):
    monkeypatch.setattr(checks, "find_field", lambda model, name: models.TextField())
    assert ids(checks.check_columns_clean(None)) == {"news.E005"}


@pytest.mark.parametrize(
    ("directive", "sources"),
    [
        ("script-src", ["'self'", "'unsafe-inline'"]),
        ("style-src", ["'unsafe-inline'"]),
        ("script-src", ["'unsafe-eval'"]),
        ("default-src", ["'self'"]),
        ("frame-src", ["*"]),
    ],
)
def test_a_laxer_policy_for_readers_is_found(directive, sources):
    policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"][directive] = sources
    with override_settings(CONTENT_SECURITY_POLICY=policy):
        assert ids(checks.check_public_policy(None)) == {"news.E006"}


def test_a_missing_policy_middleware_is_found():
    with override_settings(MIDDLEWARE=[]):
        assert ids(checks.check_public_policy(None)) == {"news.E006"}


@pytest.mark.django_db
def test_the_editor_is_built_where_translations_are_off():
    from django.utils import translation

    with translation.override(None):
        html = str(editor.get_formfield().widget.render("body", "<p>x</p>", {"id": "id_body"}))
    assert "data-config" in html


@pytest.mark.parametrize(("language", "expected"), [("zh-hans", "zh-cn"), ("en", "en"), (None, "en"), ("fr", "en")])
def test_the_editor_speaks_the_language_of_the_interface(language, expected):
    assert editor.make_config(language)["language"] == expected


@pytest.mark.django_db
def test_settings_cannot_change_the_editor():
    with override_settings(CKEDITOR_CONFIGS={"default": {"removePlugins": "", "extraPlugins": "iframe"}}):
        html = str(editor.get_widget().render("body", "", {"id": "id_body"}))
    assert "exportpdf" in html
    assert "&quot;extraPlugins&quot;: &quot;image2,autogrow,uploadwidget&quot;" in html


def test_plugins_that_are_added_are_bundled():
    from pathlib import Path

    folder = Path(widgets.__file__).parent / "static/ckeditor/ckeditor/plugins"
    for name in editor.EXTRA_PLUGINS:
        assert (folder / name / "plugin.js").is_file()
