"""What one test leaves in a browser's window does not reach the next."""

import pytest

from tests.browser.conftest import session_cookie
from tests.factories import PostFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_window_that_was_used_is_as_a_new_one(windows, live_server, editor_user):
    window = windows.take(live_server.url)
    window.context.add_cookies([session_cookie(editor_user, live_server.url)])
    page, path = window.context.new_page(), PostFactory().get_absolute_url()
    for _time in range(2):  # the second time the browser has it
        page.goto(path)
    page.evaluate("localStorage.setItem('theme', 'dark')")
    window.context.set_offline(True)
    windows.give_back(window)

    again = windows.take(live_server.url)
    assert again is window
    assert again.context.pages == [again.anchor]
    page = again.context.new_page()
    asked = page.goto(path)
    assert "cookie" not in asked.request.all_headers()
    assert page.evaluate("performance.getEntriesByType('navigation')[0].transferSize") > 0  # not the kept one
    assert page.evaluate("localStorage.length") == 0
    windows.give_back(again)
