"""`import_posts` as an operator meets it: what it prints, how it ends, what it does when disturbed."""

import datetime as dt
import io
import json
import signal
import subprocess
import sys
from functools import partial

import pytest
from django.db import DatabaseError, connection
from django.utils import translation

from news.exchange.importer import Importer
from news.exchange.locks import ImportRunningError, hold_import_lock
from news.exchange.receipts import ImportProblem, ReportFile
from news.management.commands.import_posts import Command
from news.management.reporting import Progress, nearest_path
from news.models import Category, Image, ImportBatch, ImportItem, Post, RawSource
from tests import commands

pytestmark = pytest.mark.django_db
RESULT_KEYS = ["batch", "dry_run", "created", "updated", "unchanged", "skipped", "failed", "items", "images", "seconds"]


say = partial(commands.say, "import_posts", no_network=True)
refuse = partial(commands.refuse, "import_posts", no_network=True)


class TestResult:
    def test_json_has_exactly_the_promised_shape(self, blog, run):
        blog.write("a", "title: a\nheadimg: http://x.example/1.jpg")
        (blog.posts / "b.md").write_text("---\ntitle: b\ncategories: [x\n")
        result = run(blog.posts)
        assert list(vars(result))[: len(RESULT_KEYS)] == RESULT_KEYS
        assert list(result.items[0]) == ["path", "line", "outcome", "post", "notes", "reason"]
        assert all(set(note) == {"code", "message"} for note in result.items[0]["notes"])
        assert result.images == {"found": 1, "ready": 0, "pending": 1, "failed": 0, "refused": 0}
        assert result.items[0]["path"] == str(blog.posts / "a.md")

    def test_a_broken_file_fails_alone_with_its_line(self, blog, run):
        blog.write("a")
        (blog.posts / "b.md").write_text("---\ntitle: b\nnothing closes this\n\ntext\n")
        blog.write("c")
        result = run(blog.posts)
        assert [item["outcome"] for item in result.items] == ["created", "failed", "created"]
        assert (result.exit, result.items[1]["line"]) == (3, 1)
        assert f"{blog.posts}/b.md:1" in result.stderr
        assert ImportItem.objects.get(outcome="failed").reason["code"] == "fence-missing"

    def test_the_summary_says_what_happened_and_where_the_report_is(self, blog, site):
        blog.write("a", "title: a")
        (blog.posts / "b.md").write_text("+++\ntitle = b\n+++\n")
        with translation.override("en"):
            out, _, code = say(blog.posts)
        assert code == 3
        for words in ("created 1", "failed 1", f"✗ {blog.posts}/b.md:2", "TOML", str(site.NEWS_REPORTS_DIR)):
            assert words in out

    def test_quiet_prints_problems_only(self, blog, site):
        blog.write("a")
        assert say(blog.posts, quiet=True) == ("", "", 0)

    def test_the_report_holds_one_line_per_file(self, blog, site, tmp_path):
        blog.write("a")
        blog.write("b")
        say(blog.posts, report=tmp_path / "deep" / "r.jsonl")
        lines = (tmp_path / "deep" / "r.jsonl").read_text().splitlines()
        assert [json.loads(line)["outcome"] for line in lines] == ["created", "created"]

    def test_limit_stops_after_so_many_files(self, blog, run):
        for name in "abc":
            blog.write(name)
        assert [item["path"][-4:] for item in run(blog.posts, limit=2).items] == ["a.md", "b.md"]

    def test_a_site_folder_is_read_without_its_pages_and_modules(self, blog, run):
        blog.write("a")
        for place in ("node_modules/x", "themes/y", ".git", "about"):
            folder = blog.root / place
            folder.mkdir(parents=True)
            (folder / "README.md").write_text("---\ntitle: no post\n---\n")
        (blog.root / "_drafts").mkdir()
        (blog.root / "_drafts" / "d.md").write_text("---\ntitle: d\ndate: 2024-01-01\n---\nx")
        assert run(blog.root).created == 2
        assert Post.objects.get(title="d").status == "draft"

    def test_a_file_that_is_no_post_is_skipped_in_a_folder_and_fails_when_named(self, tmp_path, run):
        (tmp_path / "README.md").write_text("# Read me\n")
        assert (run(tmp_path).skipped, run(tmp_path / "README.md").failed) == (1, 1)

    def test_options_reach_the_importer(self, blog, run):
        blog.write(
            "a",
            "title: 首_篇\ncategories: [甲, 乙]",
            '<p><b>小题</b></p><p>字<img src="http://x.example/1.jpg" alt="首“篇"></p>',
        )
        run(blog.posts, status="draft", categories="last", repair_titles=False, promote_headings=False, no_network=True)
        post = Post.objects.get()
        assert (post.title, post.status, post.primary_category.path) == ("首_篇", "draft", "yi")
        assert "<h2>" not in post.body


class TestRefusals:
    def test_a_path_that_is_not_there_names_its_neighbour(self, blog, site):
        code, message = refuse(blog.root / "_post")
        assert code == 2
        assert str(blog.posts) in message

    def test_the_neighbour_of_the_first_wrong_part_is_named(self, blog):
        assert nearest_path(blog.root.parent / "blgo" / "_posts") == blog.root
        assert nearest_path(blog.root / "zzzzzz") is None

    @pytest.mark.parametrize("options", [{"timezone": "Beijing"}, {"timezone": "../etc"}, {"limit": 0}])
    def test_wrong_options_are_usage_errors(self, blog, site, options):
        assert refuse(blog.posts, **options)[0] == 2

    def test_a_report_that_cannot_be_written_stops_the_start(self, blog, site, tmp_path):
        blog.write("a")
        (tmp_path / "file").write_text("")
        assert refuse(blog.posts, report=tmp_path / "file" / "r.jsonl")[0] == 1
        assert Post.objects.count() == 0

    def test_a_database_without_tables_says_what_to_run(self, blog, site, monkeypatch):
        executor = "news.management.reporting.MigrationExecutor.migration_plan"
        monkeypatch.setattr(executor, lambda *args: ["0001"])
        code, message = refuse(blog.posts)
        assert (code, "migrate" in message) == (1, True)

    def test_a_database_that_goes_away_ends_the_run_with_a_sentence(self, blog, site, monkeypatch):
        blog.write("a")

        def vanish(*args, **kwargs):
            raise DatabaseError("server closed the connection")

        monkeypatch.setattr("news.exchange.batches.ImportBatch.objects.create", vanish)
        code, message = refuse(blog.posts)
        assert (code, "server closed" in message) == (1, True)

    def test_a_second_run_at_the_same_time_is_turned_away(self, blog, site):
        with hold_import_lock():
            code, _ = refuse(blog.posts)
        assert code == 4
        assert say(blog.posts)[2] == 0

    @pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the lock is a file only with SQLite")
    def test_the_lock_dies_with_its_process(self, site):
        code = "import fcntl, sys; f = open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_EX); print(1, flush=True); input()"
        path = site.DATA_DIR / "import.lock"
        path.touch()
        command = [sys.executable, "-c", code, path]
        holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        with holder:
            assert holder.stdout.readline()
            with pytest.raises(ImportRunningError), hold_import_lock():
                pass
            holder.kill()
        with hold_import_lock():
            pass


class TestInterruption:
    @pytest.fixture
    def pressed(self, monkeypatch):
        """Ctrl-C while the second file is being done."""
        done = []

        def add(self, item, add=ReportFile.add):
            add(self, item)
            done.append(item)
            if len(done) == 2:
                signal.raise_signal(signal.SIGINT)

        monkeypatch.setattr(ReportFile, "add", add)

    def test_it_finishes_the_file_and_says_how_to_go_on(self, blog, run, pressed):
        for name in "abcd":
            blog.write(name)
        first = run(blog.posts)
        assert (first.created, first.exit) == (2, 130)
        assert ImportBatch.objects.get().state == "interrupted"
        second = run(blog.posts)
        assert (second.unchanged, second.created, second.exit) == (0, 4, 0)
        assert Post.objects.count() == RawSource.objects.count() == 4

    def test_the_summary_names_the_way_on(self, blog, site, pressed):
        for name in "abc":
            blog.write(name)
        with translation.override("en"):
            out, _, code = say(blog.posts)
        assert (code, "Run the same command again" in out) == (130, True)

    def test_the_old_handler_is_back_afterwards(self, blog, run, pressed):
        before = signal.getsignal(signal.SIGINT)
        run(blog.posts)
        assert signal.getsignal(signal.SIGINT) is before

    def test_a_batch_that_was_killed_does_not_say_running_for_ever(self, blog, run):
        dead = ImportBatch.objects.create()
        blog.write("a")
        run(blog.posts)
        dead.refresh_from_db()
        assert dead.state == "interrupted"


class TestManners:
    def test_help_has_examples_and_exit_codes(self):
        text = Command().create_parser("manage.py", "import_posts").format_help()
        assert text.count("manage.py import_posts ") >= 4
        assert "130 interrupted" in text

    def test_progress_is_a_bar_on_a_terminal(self, monkeypatch):
        out = io.StringIO()
        out.isatty = lambda: True
        progress = Progress(1024, out)
        progress.done = 127
        progress.shown -= 1
        progress.advance()
        assert out.getvalue().startswith("\r128/1,024 ▇▇▁")
        assert " 12 % " in out.getvalue()

    def test_and_a_line_every_five_seconds_elsewhere(self):
        out = io.StringIO()
        progress = Progress(10, out)
        progress.advance()
        assert out.getvalue() == ""
        progress.shown -= 6
        progress.advance()
        assert out.getvalue().startswith("2/10 20 % ")
        assert out.getvalue().endswith("\n")

    def test_a_run_asks_the_database_as_often_for_the_last_file_as_for_the_second(
        self, blog, site, django_assert_max_num_queries
    ):
        from zoneinfo import ZoneInfo

        from django.test.utils import CaptureQueriesContext

        from news.exchange.options import ImportOptions
        from news.exchange.source_files import find_files, find_places

        for number in range(12):
            blog.write(f"{number:02}", f"title: 第{number}篇\ntags: [甲, 乙]\ncategories: [一, 二]\nauthor: 张三")
        items = Importer(ImportOptions(zone=ZoneInfo("UTC"))).run(find_files(find_places([blog.posts])))
        costs = []
        for _number in range(12):
            with CaptureQueriesContext(connection) as queries:
                next(items)
            costs.append(len(queries))
        assert costs[1] == costs[11]


def problems():
    reasons = ImportItem.objects.exclude(reason=None).values_list("reason", flat=True)
    return [ImportProblem(reason["code"], reason["facts"]) for reason in reasons]


class TestSamples:
    """Whole archives, and the post that has everything its producer is known for."""

    @pytest.fixture
    def hexo(self, samples, run):
        return run(samples.folder / "hexo" / "_posts", no_network=True)

    @pytest.fixture
    def founding(self, hexo, samples):
        return Post.objects.get(slug=samples.founding.slug)

    def test_all_are_created(self, hexo, samples):
        assert (hexo.created, hexo.failed, hexo.exit) == (samples.producer.post_count, 0, 0)

    def test_the_post_the_project_began_with(self, founding, samples):
        facts = samples.founding
        assert founding.title == facts.title
        path = Category.objects.ancestors_of(founding.primary_category)
        assert tuple(category.name for category in path) == facts.categories
        assert founding.source.name == facts.categories[1]
        authors = [(author.name, author.kind) for author in founding.ordered_authors()]
        assert authors == [(facts.categories[1], "organisation")]
        assert founding.published_at == facts.published_at
        assert founding.has_comments is False
        assert founding.is_public()
        assert founding.reading_minutes == facts.minutes
        assert founding.paragraph_style == "indent"
        assert founding.get_absolute_url() == facts.path

    def test_its_picture_is_one_pending_row_without_the_proxy(self, founding, samples):
        host = samples.founding.picture_host
        image = founding.header_image
        assert image.original_url.startswith(f"http://{host}/")
        assert image.wrapper_url.startswith(f"https://cors.zfour.workers.dev/?http://{host}/")
        assert Image.objects.filter(original_url__contains=samples.founding.picture_name).get() == image
        assert founding.body.count("<img") == founding.body.count(f'src="/i/{image.pk}/"') == 1

    def test_its_body_is_clean(self, founding):
        assert founding.body.count("<h2>") == 2
        assert "style" not in founding.body

    def test_the_proxy_is_named_only_where_it_was_found(self, hexo):
        texts = [str(value) for post in Post.objects.values() for value in post.values()]
        texts += [str(revision.snapshot) for post in Post.objects.all() for revision in post.revisions.all()]
        texts += Image.objects.values_list("original_url", flat=True)
        assert not any("workers.dev" in text for text in texts)

    def test_a_1970_date_becomes_a_draft_with_the_date_it_probably_was(self, hexo, samples):
        post = Post.objects.get(slug=samples.producer.epoch_1970)
        assert (post.status, post.published_at.year) == ("draft", samples.producer.epoch_year)

    def test_a_date_without_zone_is_the_sites(self, hexo, samples):
        post = Post.objects.get(slug=samples.producer.no_zone)
        assert post.published_at == samples.producer.no_zone_at

    def test_a_random_placeholder_is_no_header_image(self, hexo, samples):
        assert Post.objects.get(slug=samples.producer.placeholder).header_image is None

    def test_both_possible_days_of_an_old_address_lead_to_the_post(self, hexo, samples):
        slug, day = samples.producer.night, samples.producer.night_on
        post = Post.objects.get(slug=slug)
        assert post.get_absolute_url() == f"/{day:%Y/%m/%d}/{slug}/"
        assert [address.path for address in post.addresses.all()] == [f"/{day - dt.timedelta(1):%Y/%m/%d}/{slug}/"]

    def test_the_archive_arrives_whole_and_the_second_time_nothing_changes(self, samples, run):
        first = run(samples.folder / "hexo-archive" / "_posts")
        assert (first.created, first.failed, first.exit) == (samples.archive_count, 0, 0)
        second = run(samples.folder / "hexo-archive" / "_posts")
        assert (second.unchanged, second.created, second.batch) == (samples.archive_count, 0, None)

    @pytest.mark.parametrize("folder", ["odd", "jekyll/_posts"])
    def test_each_file_arrives_or_is_reported_and_the_second_time_nothing_changes(self, samples, run, folder):
        count = {"odd": samples.odd.file_count, "jekyll/_posts": samples.jekyll_count}[folder]
        result = run(samples.folder / folder)
        assert "Traceback" not in result.stderr
        assert result.created + result.failed + result.skipped == len(result.items) == count
        assert Post.objects.count() == result.created
        lost = [item for item in result.items if item["outcome"] in {"failed", "skipped"}]
        assert all(item["reason"] and item["line"] >= 1 for item in lost)
        assert not any(problem.code == "unexpected" for problem in problems())
        again = run(samples.folder / folder)
        assert (again.created, again.updated, again.unchanged) == (0, 0, result.created)
        assert (again.failed, again.skipped) == (result.failed, result.skipped)


class TestTwoSites:
    """Two sites whose folders have the same name never write over each other's posts."""

    @pytest.fixture
    def sites(self, tmp_path, site):
        for name, title in (("one", "甲站"), ("two", "乙站")):
            posts = tmp_path / name / "blog" / "_posts"
            posts.mkdir(parents=True)
            (posts / "hello-world.md").write_text(f"---\ntitle: {title}\ndate: 2024-05-06\n---\n<p>x</p>\n")
        return tmp_path

    def test_the_second_is_refused_until_it_has_a_name(self, sites):
        assert say(sites / "one" / "blog")[2] == 0
        code, sentence = refuse(sites / "two" / "blog")
        assert code == 1
        assert "--collection" in sentence
        assert str(sites / "one" / "blog") in sentence
        assert Post.objects.get().title == "甲站"
        assert say(sites / "two" / "blog", collection="two")[2] == 0
        assert sorted(Post.objects.values_list("title", flat=True)) == ["乙站", "甲站"]

    def test_a_folder_that_was_moved_is_still_the_same_site(self, sites, tmp_path):
        say(sites / "one" / "blog")
        (sites / "moved").mkdir()
        (sites / "one" / "blog").rename(sites / "moved" / "blog")
        assert say(sites / "moved" / "blog")[2] == 0
        assert Post.objects.count() == 1
