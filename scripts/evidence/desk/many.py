"""Lines about many posts and many versions: the list, bulk actions on ten posts, a comparison."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page

from news.models import Activity, Post, User
from scripts.evidence.desk.every_page import make_post
from scripts.evidence.desk.stage import Desk, url_of
from scripts.evidence.measured import Measured, desk_line, no_faults
from tests.factories import ReadyPostFactory

MOST_LIST_QUERIES = 12
DRAFT = {"status": "draft", "published_at": None, "path_on": None}
WORD = "灯标轮换"
# What a person sees, without the words for screen readers only.
_SEEN = """(nodes) => nodes.map((node) => {
  const copy = node.cloneNode(true);
  copy.querySelectorAll('.visually-hidden').forEach((hidden) => hidden.remove());
  return copy.textContent;
})"""


@desk_line(
    56,
    "of ten posts published at once two faulty ones stay, each with its reason; the list: at most 12 queries, 500 ms",
)
def measure_bulk(desk: Desk) -> Measured:
    person = desk.person("editor")
    good = [ReadyPostFactory(title=f"{WORD}第{n}号", **DRAFT) for n in range(8)]
    bad = [ReadyPostFactory(title=f"{WORD}缺{n}", **DRAFT) for n in range(2)]
    bad[0].category_links.all().delete()
    bad[1].bylines.all().delete()
    page = desk.window(person)
    told = publish_all(page)
    out = Post.objects.published().filter(pk__in=[post.pk for post in good + bad]).count()
    faults = [] if out == len(good) else [f"{out} out"]
    faults += [f"no reason for {post.title}" for post in bad if post.title not in told]
    queries = count_queries(desk, person)
    faults += [f"{queries} queries"] if queries > MOST_LIST_QUERIES else []
    reasons = "; ".join(re.sub(r"\s+", " ", line) for line in told.splitlines() if WORD in line)
    return no_faults(faults, f"{out} out, {len(bad)} left: «{reasons[:160]}»; {queries} queries for the list")


def publish_all(page: Page) -> str:
    """Publish all posts and return the message that the desk shows afterwards."""
    page.goto(f"{reverse('admin:news_post_changelist')}?q={WORD}")
    page.locator(".action-select").evaluate_all("all => all.forEach((box) => box.click())")
    page.select_option("select[name=action]", "publish_selected")
    with page.expect_navigation():
        page.locator(".actions button[type=submit]").click()
    with page.expect_navigation():
        page.locator("#bulk_form button[type=submit]").click()
    return page.locator(".messagelist").inner_text()


def count_queries(desk: Desk, person: User) -> int:
    client, url = desk.client(person), reverse("admin:news_post_changelist")
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


@desk_line(57, "a comparison marks exactly the changed characters; bringing back adds a version and a row of the log")
def measure_comparison(desk: Desk) -> Measured:
    post = make_post(desk)
    page = desk.window(desk.person("chief"))
    page.goto(url_of(post, "compare") + "?old=1&new=2")
    marks = {
        f"{tag} {field}": page.locator(f"tr[data-field={field}] {tag}").evaluate_all(_SEEN)
        for field in ("title", "body")
        for tag in ("del", "ins")
    }
    expected = {"del title": ["集团"], "ins title": ["智家"], "del body": ["清晨"], "ins body": ["傍晚"]}
    faults = [f"{where}: {found}" for where, found in marks.items() if found != expected[where]]
    before = (post.revisions.count(), Activity.objects.count())
    page.click(".restore button")
    page.wait_for_url("**/change/**")
    after = (post.revisions.count(), Activity.objects.count())
    if after != (before[0] + 1, before[1] + 1):
        faults.append(f"versions {before[0]} → {after[0]}, rows of the log {before[1]} → {after[1]}")
    if Post.objects.get(pk=post.pk).title != "海尔集团发布新平台":
        faults.append("the title did not come back")
    value = "集团 → 智家 in the title, 清晨 → 傍晚 in the text, nothing else; +1 version, +1 row of the log"
    return no_faults(faults, value)
