"""What an import leaves in the database: each file once, each post whole, nothing of an editor's lost."""

import base64
import datetime as dt
import os

import pytest
from django.db import DatabaseError

from news.exchange.before_image import BeforeImage
from news.exchange.storing import posts as storing_posts
from news.images.storing import store_image
from news.models import (
    Address,
    Author,
    Category,
    Image,
    ImportBatch,
    ImportItem,
    Post,
    RawSource,
    Revision,
    SiteProfile,
    Source,
    Tag,
)
from news.publishing.posts.recording import apply_snapshot
from news.publishing.posts.saving import save_post
from news.publishing.posts.workflow import publish, purge, trash
from tests.factories import CategoryFactory, PostFactory, SourceFactory
from tests.images.pictures import jpeg

pytestmark = pytest.mark.django_db
TABLES = (
    Address,
    Author,
    Category,
    Image,
    ImportBatch,
    ImportItem,
    Post,
    RawSource,
    Revision,
    SiteProfile,
    Source,
    Tag,
)


def counts():
    return {model.__name__: model.objects.count() for model in TABLES}


def outcomes(result):
    return [item["outcome"] for item in result.items]


def codes(result, number=0):
    return [note["code"] for note in result.items[number]["notes"]]


class TestArriving:
    """What a file asked for in vain is taken in when it is there, although the file is the same."""

    def test_a_missing_picture(self, blog, run):
        blog.write("a", "title: a\ncover: ferry.jpg", "![渡轮](ferry.jpg)")
        assert "image-missing-file" in codes(run(blog.posts))
        assert outcomes(run(blog.posts)) == ["unchanged"]
        (blog.posts / "ferry.jpg").write_bytes(jpeg())
        assert outcomes(run(blog.posts)) == ["updated"]
        post = Post.objects.get()
        assert post.header_image == Image.objects.get()
        assert "/i/" in post.body
        assert outcomes(run(blog.posts)) == ["unchanged"]

    def test_the_original_of_a_translation(self, blog, run):
        blog.write("english", "title: English\nlang: en\ntranslation_of: original")
        run(blog.posts)
        blog.write("original", "title: 原文")
        assert sorted(outcomes(run(blog.posts))) == ["created", "updated"]
        assert Post.objects.get(title="English").translation_of.title == "原文"

    def test_what_an_editor_has_touched_since_stays_as_it_is(self, blog, run):
        blog.write("a", "title: a\ncover: ferry.jpg")
        run(blog.posts)
        save_post(Post.objects.get())
        (blog.posts / "ferry.jpg").write_bytes(jpeg())
        assert outcomes(run(blog.posts)) == ["unchanged"]


class TestTakenOff:
    """What is public stays public unless somebody says otherwise; what was purged stays purged."""

    @pytest.mark.parametrize("change", ["no date", "option"])
    def test_a_published_post_becomes_no_draft_by_accident(self, blog, run, change):
        blog.write("a", "title: 旧题\ndate: 2024-03-01 08:00:00")
        run(blog.posts)
        if change == "no date":
            blog.write("a", "title: 新题\ndate: Invalid Date")
            result = run(blog.posts)
        else:
            blog.write("a", "title: 新题\ndate: 2024-03-01 08:00:00")
            result = run(blog.posts, status="draft")
        assert "kept-public" in codes(result)
        assert Post.objects.published().get().title == "新题"

    def test_a_file_that_says_draft_takes_its_post_off_and_that_is_noted(self, blog, run):
        blog.write("a", "title: a\ndate: 2024-03-01 08:00:00")
        run(blog.posts)
        blog.write("a", "title: a\ndate: 2024-03-01 08:00:00\npublished: false")
        assert "withdrawn" in codes(run(blog.posts))
        assert not Post.objects.published().exists()

    def test_a_purged_post_does_not_come_back(self, blog, run):
        blog.write("a", "title: a", "<p>秘密</p>")
        run(blog.posts)
        purge(trash(Post.objects.get(), None))
        assert outcomes(run(blog.posts)) == ["unchanged"]
        blog.write("a", "title: b")
        result = run(blog.posts)
        assert outcomes(result) == ["skipped"]
        assert codes(result) == ["purged-since"]
        assert not Post.objects.exists()
        assert bytes(RawSource.objects.get().content) == b""


class TestAgain:
    def test_the_same_file_is_unchanged_and_leaves_nothing(self, blog, run):
        blog.write("a")
        run(blog.posts)
        before = counts()
        again = run(blog.posts)
        assert outcomes(again) == ["unchanged"]
        assert (again.batch, counts()) == (None, before)

    def test_one_file_has_the_identity_it_has_in_its_folder(self, blog, run):
        path = blog.write("2024/a")
        run(blog.root)
        assert outcomes(run(path)) == outcomes(run(blog.posts)) == ["unchanged"]
        assert RawSource.objects.get().external_id == "_posts/2024/a.md"
        assert RawSource.objects.get().collection == "blog"

    def test_a_changed_file_updates_its_post(self, blog, run):
        blog.write("a", "title: 旧题\ntags: [甲, 乙]\ncategories: [一]\nauthor: 张三", "<p>旧</p>")
        run(blog.posts)
        blog.write("a", "title: 新题\ntags: [乙, 丙]\ncategories: [二]\nauthor: 李四", "<p>新</p>")
        assert outcomes(run(blog.posts)) == ["updated"]
        post = Post.objects.get()
        assert (post.title, post.body, post.version) == ("新题", "<p>新</p>", 2)
        assert sorted(tag.name for tag in post.tags.all()) == ["丙", "乙"]
        assert [category.name for category in post.ordered_categories()] == ["二"]
        assert [author.name for author in post.ordered_authors()] == ["李四"]
        assert post.slug == "a"

    def test_the_post_before_an_update_can_be_brought_back(self, blog, run):
        path = blog.write("a", "title: 旧题\ntags: [甲]", "<p>旧</p>")
        old = path.read_bytes()
        run(blog.posts)
        blog.write("a", "title: 新题", "<p>新</p>")
        run(blog.posts)
        post = Post.objects.get()
        before = BeforeImage.from_json(ImportItem.objects.get(outcome="updated").before)
        apply_snapshot(post, before.snapshot)
        save_post(post)
        post.refresh_from_db()
        assert (post.title, post.body, [tag.name for tag in post.tags.all()]) == ("旧题", "<p>旧</p>", ["甲"])
        assert before.raw_source["size_bytes"] == len(old)

    def test_an_editors_work_is_never_overwritten(self, blog, run):
        blog.write("a", "title: 旧题")
        run(blog.posts)
        post = Post.objects.get()
        post.title = "编辑改的"
        save_post(post)
        blog.write("a", "title: 新题")
        result = run(blog.posts)
        assert (outcomes(result), codes(result)) == (["skipped"], ["edited-since"])
        assert (Post.objects.get().title, result.exit) == ("编辑改的", 0)

    def test_neither_is_a_post_in_the_trash(self, blog, run):
        blog.write("a", "title: 旧题")
        run(blog.posts)
        trash(Post.objects.get(), None)
        blog.write("a", "title: 新题")
        assert codes(run(blog.posts)) == ["trashed-since"]
        assert Post.objects.get().title == "旧题"

    def test_an_editor_who_saves_at_the_same_moment_wins(self, blog, run, monkeypatch):
        blog.write("a", "title: 旧题")
        run(blog.posts)
        blog.write("a", "title: 新题")

        def edit_first(identity, find=storing_posts._find_raw):
            Post.objects.filter(version=1).update(version=2, title="编辑改的")
            return find(identity)

        monkeypatch.setattr(storing_posts, "_find_raw", edit_first)
        result = run(blog.posts)
        assert (outcomes(result), codes(result)) == (["skipped"], ["edited-since"])
        assert Post.objects.get().title != "新题"

    def test_two_sites_with_the_same_folder_name_are_told_apart(self, blog, run):
        path = blog.write("a")
        run(path)
        assert outcomes(run(path, collection="other")) == ["created"]


class TestWhole:
    def test_a_new_post_has_its_revision_its_raw_file_and_its_receipt(self, blog, run):
        path = blog.write("a", "title: 题\ntags: [甲]\ncategories: [一, 二]\nauthor: 张三")
        result = run(blog.posts)
        post = Post.objects.get()
        revision = post.revisions.get()
        assert (revision.version, revision.user, revision.reason) == (1, None, "imported")
        assert revision.snapshot["tags"] == ["甲"]
        assert revision.snapshot["categories"] == [Category.objects.get(name="二").pk]
        assert post.raw_source.size_bytes == path.stat().st_size
        item = ImportItem.objects.get()
        assert (item.post, item.outcome, item.post_version, item.batch_id) == (post, "created", 1, result.batch)
        assert ImportBatch.objects.get().state == "done"
        assert ImportBatch.objects.get().counts["created"] == 1

    def test_a_database_error_costs_one_file_only(self, blog, run, monkeypatch):
        for name in "abc":
            blog.write(name, f"title: {name}\ncategories: [栏目{name}]")

        def fail_b(post, identity, known, waits_for, keep=storing_posts._keep_raw):
            if post.title == "b":
                raise DatabaseError("disk I/O error")
            return keep(post, identity, known, waits_for)

        monkeypatch.setattr(storing_posts, "_keep_raw", fail_b)
        result = run(blog.posts)
        assert (outcomes(result), result.exit) == (["created", "failed", "created"], 3)
        assert "disk I/O error" in result.items[1]["reason"]
        assert not Category.objects.filter(name="栏目b").exists()
        assert ImportItem.objects.get(outcome="failed").reason["code"] == "database"
        monkeypatch.undo()

    def test_so_does_a_mistake_of_ours(self, blog, run, monkeypatch, caplog):
        blog.write("a")
        blog.write("b")
        monkeypatch.setattr("news.exchange.intake.preparing.prepare_post", lambda *args: 1 / 0)
        assert outcomes(run(blog.posts)) == ["failed", "failed"]
        assert "ZeroDivisionError" in caplog.text

    @pytest.mark.django_db(transaction=True)
    def test_a_category_deleted_meanwhile_is_made_again(self, blog, run, monkeypatch):
        blog.write("a", "title: a\ncategories: [一]")
        blog.write("b", "title: b\ncategories: [一]")

        def delete_after_a(post, identity, known, waits_for, keep=storing_posts._keep_raw):
            keep(post, identity, known, waits_for)
            if post.title == "a":
                post.category_links.all().delete()
                Category.objects.all().delete()

        monkeypatch.setattr(storing_posts, "_keep_raw", delete_after_a)
        assert run(blog.posts).failed == 0
        assert Post.objects.get(title="b").primary_category.name == "一"

    def test_a_dry_run_writes_nothing_and_says_the_same(self, blog, run):
        blog.write(
            "a", "title: 首批_科创_基地\nheadimg: pic.jpg", '<img src="http://x.example/1.jpg" alt="首批“科创”基地">'
        )
        blog.write("b", "title: b\ntranslation_of: z")
        blog.write("z", "title: z")
        blog.picture("_posts/pic.jpg")
        before = counts()
        dry = run(blog.posts, dry_run=True)
        assert (counts(), dry.dry_run, dry.batch) == (before, True, None)
        assert not (blog.root.parent / "data" / "media").exists()
        real = run(blog.posts)
        assert [(item["path"], item["outcome"], item["notes"]) for item in dry.items] == [
            (item["path"], item["outcome"], item["notes"]) for item in real.items
        ]
        assert dry.images == real.images


class TestNames:
    def test_a_category_path_is_made_once_and_reused(self, blog, run):
        existing = CategoryFactory(name="新媒体", slug="new-media")
        blog.write("a", "title: a\ncategories: [新媒体, 门户, 新闻]\nauthor: 门户")
        blog.write("b", "title: b\ncategories: [编程, 门户, 新闻]")
        run(blog.posts)
        assert Category.objects.filter(name="新闻").count() == 2
        assert [
            category.name for category in Category.objects.ancestors_of(Post.objects.get(title="a").primary_category)
        ] == [
            "新媒体",
            "门户",
            "新闻",
        ]
        assert Category.objects.get(name="新媒体") == existing

    def test_names_that_spell_alike_get_numbered_slugs(self, blog, run):
        blog.write("a", "title: a\ncategories: [诗]\nauthor: 李诗")
        blog.write("b", "title: b\ncategories: [师]\nauthor: 李师")
        run(blog.posts)
        assert sorted(Category.objects.values_list("slug", flat=True)) == ["shi", "shi-2"]
        assert sorted(Author.objects.values_list("slug", flat=True)) == ["li-shi", "li-shi-2"]

    def test_a_known_source_is_found_under_any_spelling(self, blog, run):
        source = SourceFactory(name="OFweek")
        blog.write("a", "title: a\nauthor: ＯＦＷＥＥＫ")
        run(blog.posts)
        post = Post.objects.get()
        assert (post.source, post.ordered_authors()[0].kind) == (source, "organisation")

    def test_new_tags_of_one_run_are_capped(self, blog, run, monkeypatch):
        monkeypatch.setattr("news.exchange.storing.names.NEW_TAGS_PER_RUN", 3)
        blog.write("a", "title: a\ntags: [一, 二]")
        blog.write("b", "title: b\ntags: [三, 四, 五, 一]")
        run(blog.posts)
        assert {tag.name for tag in Tag.objects.all()} == {"一", "二", "三"}
        assert {tag.name for tag in Post.objects.get(title="b").tags.all()} == {"三", "一"}

    def test_tags_left_out_are_said_and_come_with_the_next_run(self, blog, run, monkeypatch):
        monkeypatch.setattr("news.exchange.storing.names.NEW_TAGS_PER_RUN", 1)
        blog.write("a", "title: a\ntags: [一, 二]")
        assert "tags-left-out" in codes(run(blog.posts))
        assert outcomes(run(blog.posts)) == ["updated"]
        assert {tag.name for tag in Post.objects.get().tags.all()} == {"一", "二"}
        assert outcomes(run(blog.posts)) == ["unchanged"]

    def test_a_translation_finds_its_original_even_when_that_comes_later(self, blog, run):
        blog.write("a-english", "title: English\nlang: en\ntranslation_of: z-original")
        blog.write("z-original", "title: 原文")
        blog.write("lost", "title: Lost\ntranslation_of: nothing")
        result = run(blog.posts)
        assert Post.objects.get(title="English").translation_of == Post.objects.get(title="原文")
        lost = next(item for item in result.items if item["path"].endswith("lost.md"))
        assert "translation-missing" in [note["code"] for note in lost["notes"]]


class TestAddresses:
    def test_a_slug_that_is_taken_on_that_day_gets_a_number_and_a_note(self, blog, run):
        PostFactory(slug="a", path_on=dt.date(2024, 5, 6), published_at=dt.datetime(2024, 5, 6, tzinfo=dt.UTC))
        blog.write("a")
        result = run(blog.posts)
        assert Post.objects.latest("pk").slug == "a-2"
        assert "slug-changed" in codes(result)

    def test_old_paths_lead_to_the_post_and_its_own_path_is_not_one(self, blog, run):
        blog.write("a", "title: a\npermalink: /archives/a\nalias: /a.html")
        blog.write("b", "title: b\ndate: 2024-05-06 20:00:00 +0000")
        run(blog.posts)
        a, b = Post.objects.get(title="a"), Post.objects.get(title="b")
        assert {address.path for address in a.addresses.all()} == {"/archives/a/", "/a.html"}
        assert [address.path for address in b.addresses.all()] == ["/2024/05/06/b/"]
        assert b.get_absolute_url() == "/2024/05/07/b/"

    def test_a_path_of_something_else_stays_there(self, blog, run):
        other = PostFactory(
            slug="mine", path_on=dt.date(2024, 1, 1), published_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
        )
        Address.objects.create(path="/old/", post=other)
        blog.write("a", "title: a\nalias: [/old/, /2024/01/01/mine/, /free/]")
        result = run(blog.posts)
        assert Address.objects.get(path="/old/").post == other
        assert [address.path for address in Post.objects.latest("pk").addresses.all()] == ["/free/"]
        assert codes(result).count("address-taken") == 2

    def test_a_path_that_only_said_gone_lives_again(self, blog, run):
        Address.objects.create(path="/old/")
        blog.write("a", "title: a\nalias: /old/")
        run(blog.posts)
        assert Address.objects.get().post == Post.objects.get()


SERVED = ["source/a.jpg", "static/a.jpg", "assets/a.jpg"]


class TestPictures:
    def test_a_file_beside_the_post_is_stored_and_shown(self, blog, run):
        blog.picture("_posts/pics/码头.jpg", 800, 400)
        blog.write("a", "title: a\nheadimg: pics/码头.jpg", '<p><img src="pics/码头.jpg" alt="码头"></p><p>正文</p>')
        result = run(blog.posts)
        image, post = Image.objects.get(), Post.objects.get()
        assert (image.state, image.original_name, image.alt) == ("ready", "码头.jpg", "码头")
        assert post.header_image == image
        assert f'<figure class="image"><img src="/i/{image.pk}/" alt="码头" width="800" height="400">' in post.body
        assert result.images == {"found": 1, "ready": 1, "pending": 0, "failed": 0, "refused": 0}

    @pytest.mark.parametrize("place", ["a.jpg", "_posts/a.jpg", "_posts/post/a.jpg", *SERVED])
    def test_places_where_sites_keep_pictures(self, blog, run, place):
        blog.picture(place)
        blog.write("post", "title: a", '<img src="/a.jpg">' if place in {"a.jpg", *SERVED} else '<img src="a.jpg">')
        assert run(blog.posts).images["ready"] == 1

    @pytest.mark.parametrize(
        "written", ["../../secret.jpg", "/../secret.jpg", "..%2f..%2fsecret.jpg", "link.jpg", "folder/secret.jpg"]
    )
    def test_no_path_and_no_link_leads_out_of_the_site(self, blog, run, written):
        secret = blog.root.parent / "secret.jpg"
        secret.write_bytes(jpeg())
        (blog.posts / "link.jpg").symlink_to(secret)
        (blog.posts / "folder").symlink_to(secret.parent)
        blog.write("a", "title: a", f'<p>字</p><img src="{written}">')
        result = run(blog.posts)
        assert (Image.objects.count(), result.images["failed"]) == (0, 1)
        assert "image-missing-file" in codes(result)

    def test_a_file_that_is_no_picture_is_refused_and_the_post_arrives(self, blog, run):
        (blog.posts / "a.jpg").write_text("<svg onload=alert(1)>")
        blog.write("a", "title: a\nheadimg: a.jpg", '<p>字<img src="a.jpg"></p>')
        result = run(blog.posts)
        assert (Post.objects.get().header_image, Post.objects.get().body) == (None, "<p>字</p>")
        assert (outcomes(result), result.images["failed"]) == (["created"], 1)

    def test_a_picture_written_into_the_text_is_stored_once(self, blog, run):
        inline = "data:image/jpeg;base64," + base64.b64encode(jpeg(40, 30)).decode()
        blog.write("a", body=f'<p><img src="{inline}" alt="灯"></p><p>中</p><p><img src="{inline}"></p>')
        result = run(blog.posts)
        image = Image.objects.get()
        assert (image.state, image.alt, result.images["ready"]) == ("ready", "灯", 1)
        assert Post.objects.get().body.count(f"/i/{image.pk}/") == 2

    def test_a_picture_written_into_the_text_that_is_none_is_refused(self, blog, run):
        blog.write("a", body=f'<p>前<img src="data:image/png;base64,{"aGVs" * 200}">后</p>')
        result = run(blog.posts)
        assert [note["code"] for note in result.items[0]["notes"] if "image" in note["code"]] == ["image-refused"]
        assert Post.objects.get().body == "<p>前后</p>"

    def test_a_remote_picture_waits_as_one_row_for_all_posts(self, blog, run):
        for name in "ab":
            blog.write(name, f"title: {name}\nheadimg: http://images.example/x.jpg")
        result = run(blog.posts)
        assert (Image.objects.get().state, result.images["pending"]) == ("pending", 2)

    def test_bytes_the_library_has_are_not_stored_again(self, blog, run, site):
        path = blog.picture("_posts/a.jpg")
        image = store_image(path.read_bytes())
        blog.write("a", "title: a\nheadimg: a.jpg")
        run(blog.posts)
        assert Post.objects.get().header_image == image

    def test_a_body_cannot_point_at_pictures_of_the_library(self, blog, run, site):
        image = store_image(jpeg())
        blog.write("a", "title: a", f'<p>字</p><img src="/i/{image.pk}/"><img src="/i/100000000000000000/">')
        run(blog.posts)
        assert "<img" not in Post.objects.get().body


class TestTime:
    def test_an_archives_texts_did_not_change_today(self, blog, run):
        blog.write("a")
        blog.write("b", "title: b\nupdated: 2024-06-01 00:00:00 +0000")
        run(blog.posts)
        first, second = Post.objects.order_by("slug")
        assert first.updated_at == first.published_at == first.first_published_at
        assert second.updated_at == dt.datetime(2024, 6, 1, tzinfo=dt.UTC)

    def test_a_date_to_come_schedules_the_post(self, blog, run):
        blog.write("a", "title: a\ndate: 2199-01-01 00:00:00 +0000")
        run(blog.posts)
        assert Post.objects.get().is_scheduled

    def test_the_zone_of_the_option_counts_for_dates_without_one(self, blog, run):
        blog.write("a", "title: a\ndate: 2024-01-01 00:30:00")
        run(blog.posts, timezone="America/New_York")
        assert Post.objects.get().published_at == dt.datetime(2024, 1, 1, 5, 30, tzinfo=dt.UTC)

    def test_a_draft_published_later_gets_its_address_then(self, blog, run):
        blog.write("a")
        run(blog.posts, status="draft")
        post = Post.objects.get()
        assert (post.status, post.path_on) == ("draft", None)
        publish(post, None)
        assert Post.objects.published().get().get_absolute_url() == "/2024/05/06/a/"


def test_the_kept_file_is_the_file_byte_for_byte(blog, run):
    import zlib

    path = blog.posts / "a.md"
    path.write_bytes(b"\xef\xbb\xbf\r\n---\r\ntitle: a\r\n---\r\ntext  \r\n\r\n")
    run(path)
    assert zlib.decompress(RawSource.objects.get().content) == path.read_bytes()


class TestOddInput:
    def test_a_key_that_no_report_can_hold_stops_neither_the_run_nor_the_others(self, blog, run):
        (blog.posts / "a.md").write_text('{"title":"x","k\\ud800":1,"k\\ud800":2,"date":"2024-05-06"}\n\n正文\n')
        blog.write("b")
        result = run(blog.posts)
        assert (result.created, result.exit) == (2, 0)
        assert "duplicate-key" in codes(result)

    def test_an_empty_key_fills_no_field(self, blog, run):
        blog.write("a", 'title: a\n"": 2')
        run(blog.posts)
        post = Post.objects.get()
        assert (post.slug, post.summary, post.source, post.source_url, post.seo_title) == ("a", "", None, "", "")
        assert (post.tags.count(), post.category_links.count(), post.bylines.count()) == (0, 0, 0)

    def test_a_checksum_is_no_licence(self, blog, run):
        blog.write("a", body="<p>SHA256: cc0f5cc8ddb0 SIZE 12</p><p>abCC BYtes</p>")
        blog.write("b", body="<p>本文以 CC0 发布。</p>")
        run(blog.posts)
        assert [post.rights_note for post in Post.objects.order_by("slug")] == ["", "本文以 CC0 发布。"]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
    def test_a_pipe_is_not_waited_for(self, blog, run):
        pipe = blog.posts / "a.md"
        os.mkfifo(pipe)
        result = run(pipe)
        assert (outcomes(result), result.failed) == (["failed"], 1)

    def test_a_folder_that_vanishes_is_told_and_the_others_arrive(self, blog, run, monkeypatch):
        blog.write("sub/a")
        blog.write("z")
        scan = os.scandir

        def refuse(folder):
            if str(folder).endswith("sub"):
                raise PermissionError(13, "Permission denied")
            return scan(folder)

        monkeypatch.setattr(os, "scandir", refuse)
        result = run(blog.posts)
        assert outcomes(result) == ["failed", "created"]
        assert result.items[0]["path"].endswith("sub")
