"""An import can be taken back: what is left is what was before it, and nothing of anybody else's is lost."""

import json
import os
import zlib
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from news.exchange.undo.run import BatchUndo
from news.images.storing import store_image
from news.models import (
    Address,
    Author,
    Category,
    Collection,
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
from news.publishing.errors import EditConflictError
from news.publishing.log.activity import record_activity
from news.publishing.posts.saving import save_post
from news.publishing.posts.workflow import purge, trash
from tests.exchange.dumps import counts, dump
from tests.factories import AuthorFactory, CategoryFactory, PageFactory, PostFactory, TagFactory, UserFactory
from tests.images.pictures import jpeg

pytestmark = pytest.mark.django_db
HEADER = "title: {title}\ncategories: [一, 二]\ntags: [甲, 乙]\nauthor: 张三\nsource: 海堤\nheadimg: http://x.example/{title}.jpg"


@pytest.fixture
def undo():
    """`undo(batch)` gives what became of each path, by file name, and the receipt as `undo.receipt`."""

    def take_back(pk, user=None):
        work = BatchUndo(ImportBatch.objects.get(pk=pk), user)
        found = {item.path.rpartition("/")[2]: item for item in work.run()}
        work.close()
        take_back.receipt = work.receipt
        return {name: item.verdict.code or item.verdict.undo.value for name, item in found.items()}

    return take_back


class TestCreated:
    def test_nothing_is_left_of_an_import_into_an_empty_site(self, blog, run, undo):
        blog.picture("_posts/pier.jpg", 640, 480)
        blog.write("a", HEADER.format(title="a") + "\nalias: [/old/a/, /older/]", '<p>字<img src="pier.jpg"></p>')
        blog.write("b", HEADER.format(title="b") + "\ntranslation_of: a")
        before = dump()
        result = run(blog.posts)
        assert result.created == 2
        assert undo(result.batch) == {"a.md": "deleted", "b.md": "deleted"}
        assert dump() == before
        assert undo.receipt.removed["category"] == 2

    def test_the_batch_and_its_items_tell_what_became_of_them(self, blog, run, undo):
        blog.write("a")
        result = run(blog.posts)
        user = UserFactory()
        undo(result.batch, user)
        batch = ImportBatch.objects.get()
        assert (batch.state, batch.undone_by) == ("undone", user)
        assert batch.undone_at
        assert (batch.items.get().undo, batch.items.get().post) == ("deleted", None)

    def test_the_same_import_creates_again(self, blog, run, undo):
        blog.write("a")
        undo(run(blog.posts).batch)
        again = run(blog.posts)
        assert (again.created, Post.objects.count(), RawSource.objects.count()) == (1, 1, 1)

    def test_addresses_answer_not_found_although_readers_saw_them(self, blog, run, undo, client):
        blog.write("a", "title: a\nalias: /old/a/")
        result = run(blog.posts)
        post = Post.objects.get()
        paths = [post.get_absolute_url(), f"/p/{post.pk}/", "/old/a/"]
        assert client.get(paths[0]).status_code == 200
        undo(result.batch)
        assert [client.get(path).status_code for path in paths] == [404, 404, 404]

    def test_an_address_that_said_gone_says_it_again(self, blog, run, undo, client):
        Address.objects.create(path="/old/")
        before = dump()
        blog.write("a", "title: a\nalias: /old/")
        undo(run(blog.posts).batch)
        assert dump() == before
        assert client.get("/old/").status_code == 410

    def test_names_and_pictures_that_were_there_before_stay(self, blog, run, undo):
        CategoryFactory(name="一")
        AuthorFactory(name="张三")
        TagFactory(name="甲")
        Image.objects.create(original_url="http://x.example/a.jpg")
        before = dump()
        blog.write("a", HEADER.format(title="a"))
        undo(run(blog.posts).batch)
        assert dump() == before

    def test_what_somebody_else_uses_now_stays(self, blog, run, undo):
        blog.write("a", HEADER.format(title="a"))
        result = run(blog.posts)
        PostFactory(
            tags=["甲"], categories=[Category.objects.get(name="二")], source=Source.objects.get(),
            body=f'<figure class="image"><img src="/i/{Image.objects.get().pk}/"></figure>',
        )  # fmt: skip
        undo(result.batch)
        assert {tag.name for tag in Tag.objects.all()} == {"甲"}
        assert (Category.objects.count(), Source.objects.count(), Image.objects.count()) == (2, 1, 1)
        assert Author.objects.count() == 0

    def test_a_picture_that_an_earlier_state_of_a_post_shows_stays(self, blog, run, undo):
        blog.write("a", HEADER.format(title="a"))
        result = run(blog.posts)
        other = PostFactory(header_image=Image.objects.get())
        save_post(other)
        other.header_image = None
        save_post(other)
        undo(result.batch)
        assert Image.objects.count() == 1

    @pytest.mark.parametrize("place", ["page", "footer"])
    def test_a_picture_that_stands_beside_the_posts_stays(self, blog, run, undo, place):
        blog.write("a", HEADER.format(title="a"))
        result = run(blog.posts)
        picture = f'<p><img src="/i/{Image.objects.get().pk}/"></p>'
        if place == "page":
            PageFactory(body=picture)
        else:
            SiteProfile(footer_en=picture).save()
        undo(result.batch)
        assert Image.objects.count() == 1

    def test_what_an_editor_has_worked_on_stays(self, blog, run, undo):
        blog.write("a", HEADER.format(title="a"))
        result = run(blog.posts)
        author = Author.objects.get()
        record_activity(UserFactory(), "changed", author)
        undo(result.batch)
        assert (Author.objects.get(), Tag.objects.count()) == (author, 0)


def files_of(image):
    return {image.file, *(made["file"] for made in image.renditions.values())}


class TestFiles:
    @pytest.fixture
    def pictured(self, blog, run):
        blog.picture("_posts/pier.jpg", 640, 480)
        blog.write("a", "title: a\nheadimg: pier.jpg")
        return SimpleNamespace(batch=run(blog.posts).batch, posts=blog.posts)

    def test_the_files_of_a_picture_are_left_to_the_sweeper(self, pictured, undo):
        """Somebody may be taking the same bytes in at this moment, and touches them to say so."""
        names = files_of(Image.objects.get())
        undo(pictured.batch)
        assert Image.objects.count() == 0
        for name in names:
            os.utime(default_storage.path(name), (1, 1))
        call_command("sweep_media", quiet=True)
        assert not any(default_storage.exists(name) for name in names)

    def test_a_picture_that_is_stored_anew_after_the_undo_is_whole(self, pictured, undo):
        undo(pictured.batch)
        image = store_image((pictured.posts / "pier.jpg").read_bytes())
        assert all(default_storage.exists(name) for name in files_of(image))


class TestUpdated:
    def test_two_imports_are_taken_back_one_after_the_other(self, blog, run, undo):
        empty = dump()
        blog.write("a", HEADER.format(title="旧题") + "\nalias: /one/", '<p>旧<img src="http://x.example/2.jpg"></p>')
        blog.write("b", "title: b\ntranslation_of: c\nlang: en")
        first = run(blog.posts)
        after_first = dump()
        blog.write(
            "a",
            "title: 新题\nsubtitle: 副题\ncategories: [[三], [一, 四]]\ntags: [乙, 丙]\nauthor: [李四, 张三]\n"
            "source: 潮报\nalias: [/one/, /two/]\nfeatured: true\ncomments: false\nlang: en",
            '<p>新<img src="http://x.example/9.jpg"></p>',
        )
        blog.write("c", "title: c")
        second = run(blog.posts)
        assert (second.created, second.updated) == (1, 2)
        assert undo(second.batch) == {"a.md": "restored", "b.md": "restored", "c.md": "deleted"}
        assert dump() == after_first
        assert set(undo(first.batch).values()) == {"deleted"}
        assert dump() == empty

    def test_the_raw_file_is_the_old_one_byte_for_byte_and_the_new_one_updates_again(self, blog, run, undo):
        path = blog.write("a", "title: 旧题")
        old = path.read_bytes()
        run(blog.posts)
        blog.write("a", "title: 新题")
        undo(run(blog.posts).batch)
        raw = RawSource.objects.get()
        assert zlib.decompress(raw.content) == old
        assert run(blog.posts).updated == 1
        assert Post.objects.get().title == "新题"

    def test_what_a_file_waits_for_is_waited_for_again(self, blog, run, undo):
        blog.write("a", "title: a\ncover: ferry.jpg")
        run(blog.posts)
        (blog.posts / "ferry.jpg").write_bytes(jpeg())
        undo(run(blog.posts).batch)
        assert RawSource.objects.get().waits_for == {"pictures": ["ferry.jpg"]}
        assert run(blog.posts).updated == 1

    def test_a_post_taken_off_by_its_file_is_public_again(self, blog, run, undo, client):
        blog.write("a", "title: a")
        run(blog.posts)
        url = Post.objects.get().get_absolute_url()
        blog.write("a", "title: a\npublished: false")
        second = run(blog.posts)
        assert client.get(url).status_code == 404
        undo(second.batch)
        assert client.get(url).status_code == 200

    def test_a_form_opened_between_the_import_and_its_undo_cannot_be_saved(self, blog, run, undo):
        blog.write("a", "title: 旧题")
        run(blog.posts)
        blog.write("a", "title: 新题")
        second = run(blog.posts)
        opened = Post.objects.get()
        undo(second.batch)
        blog.write("a", "title: 更新的题")
        run(blog.posts)
        with pytest.raises(EditConflictError):
            save_post(opened)

    def test_a_before_image_of_the_older_form_is_understood(self, blog, run, undo):
        """It held the snapshot openly and neither versions nor what the file waits for."""
        import base64

        from news.publishing.versions.snapshots import take_snapshot

        blog.write("a", "title: 旧题\ntags: [甲]")
        run(blog.posts)
        raw, post = RawSource.objects.get(), Post.objects.get()
        content = base64.b64encode(raw.content).decode()
        old = {"content": content, "content_hash": raw.content_hash, "size_bytes": raw.size_bytes}
        before = {**take_snapshot(post), "raw_source": old}
        after_first = counts()
        blog.write("a", "title: 新题\ntags: [甲]")
        second = run(blog.posts)
        ImportItem.objects.filter(batch=second.batch).update(before=before, made={})
        assert undo(second.batch) == {"a.md": "restored"}
        assert (Post.objects.get().title, counts()) == ("旧题", after_first)
        assert RawSource.objects.get().content_hash == raw.content_hash


class TestKept:
    @pytest.fixture
    def imported(self, blog, run):
        for name in "abcd":
            blog.write(name, f"title: {name}\ntags: [{name}]")
        return run(blog.posts).batch

    def test_what_was_written_since_is_kept_and_said(self, imported, undo):
        post = {post.title: post for post in Post.objects.all()}
        save_post(post["a"])
        trash(post["b"], None)
        purge(trash(post["c"], None))
        assert undo(imported) == {"a.md": "edited", "b.md": "trashed", "c.md": "purged", "d.md": "deleted"}
        assert {tag.name for tag in Tag.objects.all()} == {"a", "b"}
        assert {post.title for post in Post.objects.all()} == {"a", "b"}
        assert RawSource.objects.filter(post=None).count() == 1  # so that no import brings it back

    def test_a_purged_post_stays_gone_for_its_readers(self, imported, undo, client):
        post = Post.objects.get(title="a")
        url = post.get_absolute_url()
        purge(trash(post, None))
        undo(imported)
        assert client.get(url).status_code == 410

    def test_a_post_that_a_later_import_updated_waits_for_that_one(self, blog, run, imported, undo):
        blog.write("a", "title: neu\ntags: [a]")
        second = run(blog.posts)
        assert undo(imported) == {"a.md": "updated", "b.md": "deleted", "c.md": "deleted", "d.md": "deleted"}
        assert ImportItem.objects.get(undo="kept").undo_reason == {"code": "updated", "facts": {"import": second.batch}}
        assert undo(second.batch) == {"a.md": "restored"}
        assert undo(imported) == {"a.md": "deleted"}
        assert (Post.objects.count(), Tag.objects.count(), Collection.objects.count()) == (0, 0, 0)

    def test_an_editor_who_saves_at_the_same_moment_wins(self, imported, undo, monkeypatch):
        from news.exchange.undo import posts as undoing

        def edit_first(post, claim=undoing._claim):
            Post.objects.filter(pk=post.pk, title="a").update(version=post.version + 5)
            return claim(post)

        monkeypatch.setattr(undoing, "_claim", edit_first)
        assert undo(imported)["a.md"] == "edited"
        assert Post.objects.get().title == "a"

    def test_a_post_whose_address_is_taken_is_kept(self, blog, run, undo):
        blog.write("a", "title: a\ndate: 2199-05-06 07:00:00 +0000")
        run(blog.posts)
        earlier_day = Post.objects.get().path_on
        blog.write("a", "title: neu\ndate: 2199-06-06 07:00:00 +0000")
        second = run(blog.posts)
        PostFactory(slug="a", path_on=earlier_day)
        assert undo(second.batch) == {"a.md": "address-taken"}
        assert Post.objects.filter(title="neu").exists()

    def test_a_batch_of_which_everything_is_kept_is_not_undone(self, blog, run, undo):
        blog.write("a")
        result = run(blog.posts)
        save_post(Post.objects.get())
        undo(result.batch)
        assert ImportBatch.objects.get().state == "done"


class TestTwice:
    def test_the_second_undo_does_nothing(self, blog, run, undo):
        blog.write("a", HEADER.format(title="a"))
        result = run(blog.posts)
        undo(result.batch)
        before = dump()
        assert undo(result.batch) == {}
        assert (undo.receipt.is_again, undo.receipt.has_done_something, dump()) == (True, False, before)

    def test_an_undo_that_was_stopped_goes_on(self, blog, run):
        for name in "abcd":
            blog.write(name, f"title: {name}\ntags: [{name}]")
        empty = counts()
        batch = ImportBatch.objects.get(pk=run(blog.posts).batch)
        work = BatchUndo(batch)
        items = work.run(lambda: work.receipt.count(ImportItem.Undo.DELETED) == 2)
        assert len(list(items)) == 2
        work.close()
        assert (ImportBatch.objects.get().state, Post.objects.count()) == ("undoing", 2)
        work = BatchUndo(ImportBatch.objects.get())
        assert len(list(work.run())) == 2
        work.close()
        assert (ImportBatch.objects.get().state, counts() == empty) == ("undone", True)

    def test_an_undone_batch_is_not_gone_on_with(self, blog, run, undo, monkeypatch):
        blog.write("a")
        result = run(blog.posts)
        ImportBatch.objects.update(state="interrupted")
        undo(result.batch)
        assert run(blog.posts).batch != result.batch


def test_every_field_of_a_post_that_an_update_may_write_is_in_its_before_image():
    from news.publishing.versions.fields import COLUMNS

    computed = {"excerpt", "han_count", "word_count", "image_count"}
    never_by_an_import = {"id", "created_at", "owner_id", "version"}
    fields = {field.attname for field in Post._meta.concrete_fields}
    assert fields == {*(field.name for field in COLUMNS), *computed, *never_by_an_import}


def test_a_before_image_costs_less_than_twice_the_file_and_two_kib(blog, run):
    path = blog.write(
        "a", HEADER.format(title="a"), "<p>" + "港口的潮水在清晨退去，码头上的人开始一天的工作。" * 120 + "</p>"
    )
    size = path.stat().st_size
    run(blog.posts)
    blog.write("a", HEADER.format(title="b"))
    run(blog.posts)
    before = ImportItem.objects.get(outcome="updated").before
    assert len(json.dumps(before)) < 2 * size + 2048


class TestSamples:
    """Real archives; they are not part of the repository."""

    @pytest.mark.parametrize("name", ["hexo/_posts", "hexo-archive/_posts", "jekyll/_posts", "odd"])
    def test_an_archive_is_taken_back_whole(self, samples, run, undo, name):
        PostFactory(tags=["海港"])
        empty = dump()
        result = run(samples / name)
        assert result.created > 0
        assert set(undo(result.batch).values()) == {"deleted"}
        assert dump() == empty

    def test_a_changed_archive_goes_back_to_what_it_was(self, samples, tmp_path, run, undo):
        import shutil

        site = tmp_path / "site" / "_posts"
        shutil.copytree(samples / "hexo-archive" / "_posts", site)
        empty = dump()
        first = run(site)
        after_first = dump()
        files = sorted(site.rglob("*.md"))
        for number, path in enumerate(files):
            if number % 3 == 0:
                text = (
                    path.read_text("utf-8")
                    .replace("tags:", "subtitle: 改\ntags:", 1)
                    .replace("title: ", "title: 新", 1)
                )
                path.write_text(text + f"\n\n<p>{number}</p>", "utf-8")
        second = run(site)
        assert second.updated == len(files[::3])
        assert set(undo(second.batch).values()) == {"restored"}
        assert dump() == after_first
        undo(first.batch)
        assert dump() == empty
        assert Revision.objects.count() == 0
