"""The command `check_content`: the same findings as the form, for many posts."""

import json

import pytest
from django.urls import reverse

from news.management.reporting import Exit
from news.models import Post, PostCheck
from news.publishing.checks.outer_links import LinkLooker
from news.publishing.checks.running import check_post
from news.publishing.posts import workflow
from news.publishing.posts.sweeping import SweepOptions, choose_posts, sweep
from news.web.errors import FetchError
from tests.commands import refuse, say
from tests.factories import PostFactory, ReadyPostFactory
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
BODY = "<p>潮水,退了。</p><h2>一</h2><p>甲</p><h4>二</h4><p>乙</p>"


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def run(*words):
    out, errors, code = say("check_content", *words)
    return json.loads(out), errors, code


def test_the_json_says_what_the_form_says(client):
    post = ReadyPostFactory(body=BODY)
    document, errors, code = run("--json")
    answer = sign_in(client, make_person("editor")).get(reverse("admin:news_post_checks", args=[post.pk])).json()
    assert document["posts"][0]["findings"] == answer["findings"]
    assert document["summary"]["warnings"] == answer["warnings"]
    assert (errors, code) == ("", Exit.DONE)


def test_it_keeps_what_it_finds_and_a_dry_run_keeps_nothing():
    post = PostFactory()
    run("--json", "--dry-run")
    assert not PostCheck.objects.exists()
    run("--json")
    assert PostCheck.objects.get(pk=post.pk).error_count == 2


@pytest.mark.parametrize(
    ("post", "words", "code"),
    [
        (ReadyPostFactory, [], Exit.DONE),
        (ReadyPostFactory, ["--fail-on", "error"], Exit.DONE),
        (ReadyPostFactory, ["--fail-on", "warning"], Exit.ITEM_ERRORS),
        (PostFactory, ["--fail-on", "error"], Exit.ITEM_ERRORS),
        (PostFactory, [], Exit.DONE),
    ],
)
def test_the_exit_code_is_for_scripts(post, words, code):
    post()
    assert run("--json", *words)[2] == code


def test_a_post_that_is_not_there_is_an_item_error():
    post = ReadyPostFactory()
    document, _, code = run("--json", str(post.pk), "999")
    assert (document["summary"]["missing"], document["summary"]["posts"], code) == (1, 1, Exit.ITEM_ERRORS)


def test_it_mends_what_it_is_asked_to_and_keeps_the_version_before():
    post = ReadyPostFactory(body=BODY)
    document, _, _ = run("--json", "--fix", "punctuation,heading-jump")
    stored = Post.objects.get(pk=post.pk)
    assert stored.body == BODY.replace("水,", "水，").replace("h4>", "h3>")
    assert (stored.version, stored.revisions.first().reason) == (2, "fixed by checks")
    assert sorted(document["posts"][0]["mended"]) == ["heading-jump", "punctuation"]
    assert run("--json", "--fix")[0]["summary"]["mended"] == {}
    assert Post.objects.get(pk=post.pk).version == 2


def test_a_dry_run_tells_what_it_would_mend_and_writes_nothing():
    post = ReadyPostFactory(body=BODY)
    document, _, _ = run("--json", "--fix", "punctuation", "--dry-run")
    assert document["summary"]["mended"] == {"punctuation": 1}
    assert Post.objects.get(pk=post.pk).body == BODY


def test_it_never_writes_over_what_somebody_saved_meanwhile(monkeypatch):
    post = ReadyPostFactory(body=BODY)
    from news.publishing.posts import sweeping

    mend = sweeping.mend

    def be_late(checked, code, place=None):
        Post.objects.filter(pk=post.pk).update(version=7, title="同事改的")
        return mend(checked, code, place)

    monkeypatch.setattr(sweeping, "mend", be_late)
    document, _, code = run("--json", "--fix", "punctuation")
    assert (document["summary"]["conflicts"], code) == (1, Exit.ITEM_ERRORS)
    assert Post.objects.get(pk=post.pk).body == BODY


@pytest.mark.parametrize(
    "words", [["--limit", "0"], ["--fix", "title-empty"], ["--fix", "nonsense"], ["--since", "gestern"]]
)
def test_bad_options_are_refused_before_anything_happens(words):
    PostFactory()
    assert refuse("check_content", *words)[0] in (Exit.USAGE, 1)
    assert not PostCheck.objects.exists()


def test_state_since_limit_and_the_trash():
    draft, live, trashed = PostFactory(status="draft"), PostFactory(), PostFactory()
    workflow.trash(trashed, None)
    assert choose_posts() == [draft.pk, live.pk]
    assert choose_posts(state="draft") == [draft.pk]
    assert choose_posts(state="trashed") == [trashed.pk]
    assert run("--json", "--since", "2999-01-01")[0]["summary"]["posts"] == 0
    run("--json", "--limit", "1")
    assert choose_posts() == [live.pk, draft.pk], "it goes on with what was not reached"


def test_it_stops_between_two_posts_and_goes_on_where_it_stopped():
    posts = PostFactory.create_batch(3)
    asked = iter([False, True])
    assert [swept.post for swept in sweep(choose_posts(), SweepOptions(), lambda: next(asked))] == posts[:1]
    assert choose_posts()[0] == posts[1].pk


def test_a_person_reads_the_findings_by_post_and_counts():
    post = PostFactory(title="缺这缺那")
    out, _, _ = say("check_content")
    assert "缺这缺那" in out
    assert "category-missing" in out
    assert str(post.pk) in out
    assert "check_content" not in out


class Web:
    """Answers by address: None is a page, a code an error."""

    def __init__(self, **answers):
        self.answers, self.asked = answers, []

    def fetch(self, url, **_options):
        self.asked.append(url)
        code = next((code for name, code in self.answers.items() if name in url), None)
        if code:
            raise FetchError(code, host="a.example", status=404)


def test_dead_links_are_found_kept_and_asked_again_only_after_a_day():
    import time_machine

    links = "".join(f'<a href="https://{name}.example/">海鲜价格</a>' for name in ("dead", "alive", "slow"))
    post = ReadyPostFactory(body=f"<p>{links}</p>")
    web = Web(dead="not-found", slow="deadline")

    def look():
        (swept,) = sweep([post.pk], SweepOptions(looker=LinkLooker(web, pause=lambda _s: None)))
        return [finding.place.text for finding in swept.findings if finding.code == "link-dead-outside"]

    assert look() == ["https://dead.example/"]
    assert len(web.asked) == 3
    assert look() == ["https://dead.example/"]
    assert web.asked[3:] == ["https://slow.example/"], "only what nobody knows is asked again"
    assert "link-dead-outside" in [finding.code for finding in check_post(post)], "the form tells it too"
    with time_machine.travel("2099-01-01"):
        web.answers = {}
        assert look() == []
    assert len(web.asked) == 7


def test_a_save_keeps_what_is_known_of_links():
    post = ReadyPostFactory(body='<p><a href="https://dead.example/">海鲜价格</a></p>')
    list(sweep([post.pk], SweepOptions(looker=LinkLooker(Web(dead="not-found"), pause=lambda _s: None))))
    workflow.unpublish(Post.objects.get(pk=post.pk), None)
    assert "link-dead-outside" in [each["code"] for each in PostCheck.objects.get(pk=post.pk).findings]


def test_one_host_is_not_pressed():
    waits = []
    looker = LinkLooker(Web(slow="deadline"), pause=waits.append)
    links = "".join(f'<a href="https://slow.example/{number}">第{number}</a>' for number in range(9))
    list(sweep([ReadyPostFactory(body=f"<p>{links}</p>").pk], SweepOptions(looker=looker)))
    assert len(looker.fetcher.asked) == 3, "a host that fails three times is left alone"
    assert len(waits) == 2
