"""Fills in the admin's forms as a browser would: from the page that was served."""

from django.urls import reverse
from lxml import html


def read_form(response, form_id="post_form"):
    """Name → values of every control of a form, as a browser would send them."""
    form = html.fromstring(response.content.decode()).get_element_by_id(form_id)
    values = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    for area in form.iter("textarea"):  # a browser drops the newline that begins a textarea
        values[area.get("name")] = [(area.text or "").removeprefix("\n")]
    return values


def post_url(post, page="change"):
    return reverse(f"admin:news_post_{page}", args=[post.pk])


def fill(client, post, button="_continue", **changes):
    """Opens the form of a post (None: a new one) and sends it with changes; lists stay lists."""
    url = post_url(post) if post else reverse("admin:news_post_add")
    values = read_form(client.get(url))
    return send(client, url, values, button, **changes)


def send(client, url, values, button="_continue", **changes):
    return client.post(url, {**values, button: "1", **changes})


def ask(client, name, posts, query="", **values):
    """Chooses an action of the list for some posts: the page that asks before anything is written."""
    return client.post(
        reverse("admin:news_post_changelist") + query,
        {"action": name, "_selected_action": [post.pk for post in posts], **values},
        follow=True,
    )


def act(client, name, posts, query="", answers=None, **values):
    """Runs an action of the list on some posts: chooses it, answers its question, and follows to the list."""
    question = ask(client, name, posts, query, **values)
    if 'id="bulk_form"' not in question.content.decode():
        return question
    return confirm(client, question, answers)


def confirm(client, question, answers=None, follow=True):
    form = read_form(question, "bulk_form")
    return client.post(reverse("admin:news_post_bulk"), {**form, **(answers or {})}, follow=follow)
