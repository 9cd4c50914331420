"""Posts through the API: as much as the site shows, in the order asked for, each once."""

import datetime as dt

import pytest
from django.utils import timezone

from news.models import Correction, Post
from news.publishing.posts.workflow import purge, trash
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SourceFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
SECRET = "潮水在清晨退去" * 40


def ago(**kwargs):
    return NOW - dt.timedelta(**kwargs)


def test_a_post_tells_all_that_its_page_shows(ask):
    root = CategoryFactory()
    leaf = CategoryFactory(parent=root)
    author, source, image = AuthorFactory(), SourceFactory(), ImageFactory(credit="海港社")
    inside = ImageFactory()
    post = PostFactory(
        categories=[leaf, root], authors=[author], source=source, tags=["潮汐"], header_image=image,
        body=f'<p><a href="/about/">谁</a></p><p><img src="/i/{inside.pk}/"></p>', source_url="https://outlet.example/1",
    )  # fmt: skip
    other = PostFactory(language="en", translation_of=post)
    Correction.objects.create(post=post, text="日期应为八月九日。")
    found = ask(f"posts/{post.pk}/")
    assert found["url"] == f"http://testserver{post.get_absolute_url()}"
    assert 'href="http://testserver/about/"' in found["body_html"]
    assert f'src="http://testserver{inside.rendition_url("w1200")}"' in found["body_html"]
    assert [each["path"] for each in found["categories"]] == [leaf.path, root.path]
    assert [each["name"] for each in found["tags"]] == ["潮汐"]
    assert [each["slug"] for each in found["authors"]] == [author.slug]
    assert found["source"]["policy"] == "full"
    assert found["original_url"] == "https://outlet.example/1"
    assert found["header_image"]["credit"] == "海港社"
    assert {each["name"] for each in found["header_image"]["renditions"]} >= {"w400", "hero", "share"}
    assert [each["id"] for each in found["translations"]] == [other.pk]
    assert found["translations"][0]["url"].startswith("http://testserver/en/")
    assert [each["text"] for each in found["corrections"]] == ["日期应为八月九日。"]
    assert found["published_at"].endswith("+08:00")


@pytest.mark.parametrize(("policy", "has_teaser"), [("excerpt", True), ("link", False)])
def test_a_restricted_source_gives_a_teaser_and_a_link_at_most(client, ask, policy, has_teaser):
    source = SourceFactory(policy=policy)
    post = PostFactory(source=source, body=f"<p>{SECRET}</p>", source_url="https://outlet.example/1", seo_title="x")
    for path in (f"posts/{post.pk}/", "posts/"):
        found = ask(path) if path != "posts/" else ask(path, fields="excerpt,body_html,original_url,reading_minutes")
        found = found.get("items", [found])[0]
        assert found["body_html"] is None
        assert found["original_url"] == "https://outlet.example/1"
        assert bool(found["excerpt"]) == has_teaser
        assert found["reading_minutes"] is None
    assert SECRET[:130] not in client.get(f"/api/v1/posts/{post.pk}/").content.decode()


def test_a_link_only_source_gives_no_picture(ask):
    post = PostFactory(source=SourceFactory(policy="link"), header_image=ImageFactory())
    assert ask(f"posts/{post.pk}/")["header_image"] is None


@pytest.mark.parametrize(
    "hidden", [{"status": "draft"}, {"status": "archived"}, {"published_at": timezone.now() + dt.timedelta(days=1)}]
)
def test_what_is_not_public_is_not_found(ask, hidden):
    problem = ask(f"posts/{PostFactory(**hidden).pk}/", status=404)
    assert problem == ask("posts/987654321/", status=404)


def test_a_withdrawn_post_is_gone_and_stays_so(ask):
    post = trash(PostFactory(), None)
    path = f"posts/{post.pk}/"
    ask(path, status=410)
    purge(post)
    ask(path, status=410)


def test_a_list_leaves_texts_out_until_they_are_asked_for(ask):
    PostFactory()
    assert "body_html" not in ask("posts/")["items"][0]
    assert set(ask("posts/", fields="id,body_html")["items"][0]) == {"id", "body_html"}


def test_filters_leave_what_all_of_them_allow(ids):
    root, author, source = CategoryFactory(), AuthorFactory(), SourceFactory()
    leaf = CategoryFactory(parent=root)
    whole = PostFactory(categories=[leaf, root], authors=[author], source=source, tags=["潮汐"], language="en")
    PostFactory(categories=[root], tags=["潮汐"], language="zh-hans")
    tag = whole.tags.get().slug
    assert len(ids(category=root.path)) == 2
    assert ids(category=leaf.path) == ids(author=author.slug) == ids(source=source.slug) == [whole.pk]
    assert ids(tag=tag, language="en") == [whole.pk]
    assert ids(tag=tag, author="nobody") == ids(category="none/such") == []


def test_times_bound_a_list(ids):
    old = PostFactory(published_at=dt.datetime(2024, 3, 1, 8, tzinfo=dt.UTC), updated_at=ago(days=300))
    new = PostFactory(published_at=dt.datetime(2024, 3, 1, 20, tzinfo=dt.UTC), updated_at=ago(days=1))
    assert ids(published_after="2024-03-01T09:00:00Z") == [new.pk]
    assert ids(published_before="2024-03-02") == [old.pk]  # its midnight in Shanghai is 16:00 in UTC
    assert ids(updated_after=ago(days=2).isoformat()) == [new.pk]
    assert ids(published_after="2024-03-01T16:30:00 08:00") == [new.pk]  # a «+» that was not escaped


def test_a_scheduled_post_counts_as_updated_when_it_appears(ids):
    PostFactory(published_at=ago(days=3), updated_at=ago(days=2))
    scheduled = PostFactory(published_at=ago(minutes=1), updated_at=ago(days=4))
    assert ids(updated_after=ago(hours=1).isoformat()) == [scheduled.pk]
    assert ids(order="updated")[0] == scheduled.pk


@pytest.mark.parametrize("order", ["newest", "oldest", "updated"])
def test_pages_show_each_post_once_although_posts_come_and_go(ask, order):
    posts = [
        PostFactory(published_at=ago(hours=number // 3), updated_at=ago(hours=9 - number // 3)) for number in range(9)
    ]
    seen, answer = [], ask("posts/", limit=2, order=order, fields="id")
    while True:
        seen += [item["id"] for item in answer["items"]]
        PostFactory(published_at=ago(days=99) if order == "oldest" else timezone.now())  # always before what was read
        if seen[-1] != posts[0].pk:
            Post.objects.filter(pk=seen[0]).update(trashed_at=NOW)
        if not answer["next"]:
            break
        answer = ask(answer["next"])
    kept = [pk for pk in seen if pk in {post.pk for post in posts}]
    assert sorted(kept) == [post.pk for post in posts]
    assert len(seen) == len(set(seen))


def test_the_order_is_by_time_and_then_by_id(ids):
    same = ago(hours=1)
    first, second = (PostFactory(published_at=same, updated_at=same) for _ in range(2))
    assert ids() == ids(order="updated") == [second.pk, first.pk]
    assert ids(order="oldest") == [first.pk, second.pk]


def test_the_next_page_is_asked_with_the_same_words(ask):
    for _ in range(3):
        PostFactory(language="en")
    following = ask("posts/", language="en", limit=1, fields="id")["next"]
    assert following.startswith("http://testserver/api/v1/posts/?")
    assert {"language=en", "limit=1", "fields=id"} < set(following.partition("?")[2].split("&"))
    assert ask("posts/", language="en", limit=3)["next"] is None
