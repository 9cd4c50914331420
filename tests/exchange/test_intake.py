"""What a post will hold of a record, decided without a database."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from news.exchange.intake.body import finish_body, open_body
from news.exchange.intake.prepared_post import guess_language, prepare_post
from news.exchange.options import ImportOptions
from news.exchange.record import AuthorRef, FormatError, Record

WHEN = dt.datetime(2022, 8, 8, 5, 58, tzinfo=dt.UTC)


def judge(body="<p>正文</p>", known=(), options=None, **fields):
    values = {"path": "_posts/a.md", "raw": b"", "title": "标题", "slug": "a", "published_at": WHEN, **fields}
    record = Record(body_html=body, **values)
    settings = ImportOptions(zone=ZoneInfo("Asia/Shanghai"), **(options or {}))
    opened = open_body(record, settings)
    draft = prepare_post(record, finish_body(opened, settings), settings, known.__contains__)
    return draft, opened.pictures


def codes(draft):
    return [note.code for note in draft.notes]


class TestTitle:
    def test_a_title_damaged_by_a_file_name_is_mended_from_a_picture(self):
        draft, _ = judge('<img src="http://a.example/1.jpg" alt="首批“科创”基地">', title="首批_科创_基地")
        assert draft.fields["title"] == "首批“科创”基地"
        assert "title-repaired" in codes(draft)

    def test_or_from_a_heading(self):
        draft, _ = judge("<h1>Vue/React 之争</h1><p>x</p>", title="Vue_React 之争")
        assert draft.fields["title"] == "Vue/React 之争"

    def test_it_stays_when_nobody_asked(self):
        body = '<img src="http://a.example/1.jpg" alt="首批“科创”基地">'
        draft, _ = judge(body, title="首批_科创_基地", options={"repair_titles": False})
        assert draft.fields["title"] == "首批_科创_基地"

    def test_a_picture_described_by_the_title_is_noted(self):
        draft, _ = judge('<img src="http://a.example/1.jpg" alt="标题">')
        assert "alt-equals-title" in codes(draft)

    def test_one_too_long_for_its_column_is_cut_and_noted(self):
        draft, _ = judge(title="长" * 400)
        assert len(draft.fields["title"]) == 300
        assert "text-cut" in codes(draft)


class TestSlug:
    def test_the_files_name_is_kept_when_an_address_can_hold_it(self):
        assert judge(slug="hello_World-1")[0].wanted_slug == "hello_World-1"

    @pytest.mark.parametrize("slug", ["你好", "a b", "x" * 61, "", "a/b", "a.html"])
    def test_otherwise_the_title_is_spelled_out(self, slug):
        assert judge(slug=slug, title="新闻")[0].wanted_slug == "xin-wen"


class TestState:
    @pytest.mark.parametrize(
        ("wish", "said", "status"),
        [
            ("keep", "", "approved"),
            ("keep", "draft", "draft"),
            ("keep", "in_review", "in_review"),
            ("keep", "archived", "archived"),
            ("draft", "approved", "draft"),
            ("published", "draft", "approved"),
        ],
    )
    def test_front_matter_decides_or_the_operator(self, wish, said, status):
        assert judge(status=said, options={"status": wish})[0].fields["status"] == status

    @pytest.mark.parametrize("wish", ["keep", "published"])
    def test_without_a_usable_date_it_is_a_draft(self, wish):
        draft, _ = judge(published_at=None, options={"status": wish})
        assert (draft.fields["status"], draft.fields["published_at"]) == ("draft", None)
        assert "draft-without-date" in codes(draft)

    def test_what_an_unusable_date_probably_meant_is_proposed(self):
        draft, _ = judge(published_at=None, proposed_at=WHEN)
        assert (draft.fields["status"], draft.fields["published_at"]) == ("draft", WHEN)

    def test_a_sticky_post_goes_to_the_front_page(self):
        assert judge(pin_weight=5)[0].fields["is_featured"] is True

    def test_a_missing_comments_flag_is_not_a_no(self):
        assert judge()[0].fields["has_comments"] is None


class TestNames:
    PATH = (("新媒体", "高科技门户", "新闻"),)

    def test_an_author_who_is_also_a_section_is_an_organisation_and_the_source(self):
        draft, _ = judge(category_paths=self.PATH, authors=(AuthorRef("高科技门户"),))
        assert [(author.name, author.kind) for author in draft.names.authors] == [("高科技门户", "organisation")]
        assert draft.names.source == "高科技门户"
        assert {"author-is-organisation", "source-assigned", "no-source-url"} <= set(codes(draft))

    def test_so_is_a_known_source(self):
        draft, _ = judge(authors=(AuthorRef("新华社"),), known={"新华社"})
        assert draft.names.source == "新华社"

    def test_anybody_else_is_a_person(self):
        draft, _ = judge(category_paths=self.PATH, authors=(AuthorRef("某某科技有限公司"),))
        assert draft.names.authors[0].kind == "person"
        assert draft.names.source == ""
        assert "no-source-url" not in codes(draft)

    def test_a_source_that_the_file_names_counts_more(self):
        draft, _ = judge(category_paths=self.PATH, authors=(AuthorRef("高科技门户"),), source_name="另一家")
        assert draft.names.source == "另一家"

    @pytest.mark.parametrize(
        ("mode", "expected"),
        [
            ("path", (("甲", "乙"), ("丙",))),
            ("flat", (("甲",), ("乙",), ("丙",))),
            ("last", (("乙",), ("丙",))),
        ],
    )
    def test_categories_are_paths_or_each_its_own_or_only_the_last(self, mode, expected):
        draft, _ = judge(category_paths=(("甲", "乙"), ("丙",)), options={"categories": mode})
        assert draft.names.categories == expected

    def test_names_are_capped(self):
        draft, _ = judge(
            tags=tuple(f"标签{number}" for number in range(40)),
            category_paths=(tuple(f"层{number}" for number in range(12)),),
            authors=tuple(AuthorRef(f"作者{number}") for number in range(40)),
        )
        assert (len(draft.names.tags), len(draft.names.categories[0]), len(draft.names.authors)) == (30, 8, 20)
        assert {"too-many-tags", "categories-cut"} <= set(codes(draft))

    def test_one_tag_for_all_its_spellings(self):
        assert judge(tags=("AI", "ai", "ＡＩ", "x" * 150))[0].names.tags == ("AI", "x" * 100)


class TestBody:
    def test_looks_of_the_old_site_go_and_its_structure_stays(self):
        indent = '<p style="text-indent:2em">'
        body = f"{indent}一句话，写得不短。</p>{indent}<strong>小标题</strong></p><p>正文</p>"
        draft, _ = judge(f"<div>  {body} </div>")
        assert draft.body == "<p>一句话，写得不短。</p><h2>小标题</h2><p>正文</p>"

    def test_bold_paragraphs_stay_when_nobody_asked(self):
        draft, _ = judge("<p><b>小标题</b></p><p>正文</p>", options={"promote_headings": False})
        assert "<h2>" not in draft.body

    def test_indents_become_the_paragraph_style(self):
        draft, _ = judge('<p style="text-indent: 2em">一</p><p style="text-indent: 2em">二</p>')
        assert draft.fields["paragraph_style"] == "indent"
        assert "style=" not in draft.body

    def test_hostile_markup_is_gone_and_said_so(self):
        draft, _ = judge('<p onclick="x()">好</p><script>alert(1)</script><iframe src="https://v.example/1"></iframe>')
        assert draft.body == '<p>好</p><p><a href="https://v.example/1">v.example</a></p>'
        assert "text-removed" in codes(draft)

    def test_a_body_that_cannot_be_stored_is_refused_with_its_line(self):
        with pytest.raises(FormatError) as caught:
            judge("长" * (1 << 20), body_line=7)
        assert (caught.value.code, caught.value.line) == ("body-too-large", 7)

    @pytest.mark.parametrize(
        ("text", "note"),
        [
            ("正文。本文未经许可，禁止转载。谢谢", "本文未经许可，禁止转载。"),
            ("题图来自 Unsplash，基于CC0协议", "题图来自 Unsplash，基于CC0协议"),
            ("严禁转载！", "严禁转载！"),
            ("本文采用 CC BY-SA 4.0 许可", "本文采用 CC BY-SA 4.0 许可"),
            ("转载自某网，谈谈许可证的历史", ""),
        ],
    )
    def test_what_a_text_says_about_its_reuse_is_found(self, text, note):
        draft, _ = judge(f"<p>{text}</p>")
        assert draft.fields["rights_note"] == note
        assert ("rights-notice" in codes(draft)) == bool(note)

    @pytest.mark.parametrize(
        ("text", "language"), [("一二三", "zh-hans"), ("just English words", "en"), ("123", "zh-hans")]
    )
    def test_the_language_is_guessed_only_when_unsaid(self, text, language):
        assert guess_language(text, "zh-hans") == language
        assert judge(f"<p>{text}</p>", title="1", language="en")[0].fields["language"] == "en"


class TestPictures:
    WRAPPED = "https://cors.zfour.workers.dev/?http://images.example.com/a.jpg"

    def test_a_proxy_is_taken_off_and_the_same_picture_counted_once(self):
        draft, pictures = judge(
            f'<img src="{self.WRAPPED}" alt="图">', header_image=self.WRAPPED, thumbnail=self.WRAPPED
        )
        (picture,) = pictures.pictures
        assert (picture.url, picture.wrapper_url) == ("http://images.example.com/a.jpg", self.WRAPPED)
        assert pictures.header is picture
        assert "workers.dev" not in draft.body
        assert {"image-unwrapped", "image-pending", "thumbnail-same"} <= set(codes(draft))

    @pytest.mark.parametrize(
        ("address", "problem"),
        [
            ("https://cors.zfour.workers.dev/?http://www.a.example:8002/content/delete/87343", "port"),
            ("http://a.example:22/x.png", "port"),
            ("/Users/me/AppData/Local/3.png", "personal-path"),
            ("C:\\Users\\me\\3.png", "characters"),
            ("file:///etc/passwd", "not-http"),
            ("ftp://a.example/x.png", "not-http"),
            ("https://cors.zfour.workers.dev/?file:///etc/passwd", "not-http"),
            ("data:image/png," + "%89PNG" * 100, "data-url"),
            ("data:text/html;base64," + "PGI+" * 200, "data-url"),
            ("data:image/png;base64,A" * 200, "data-url"),
            ("http://user:pass@a.example/x.png", "userinfo"),
            ("javascript:alert(1)", "not-http"),
        ],
    )
    def test_what_must_not_be_fetched_is_refused_and_the_text_stays(self, address, problem):
        draft, pictures = judge(f'<p>前<img src="{address}">后</p>')
        assert pictures.pictures == []
        assert pictures.refused_count == 1
        assert [note.facts["problem"] for note in draft.notes if note.code == "image-refused"] == [problem]
        assert draft.body == "<p>前后</p>"

    def test_pictures_on_other_sites_may_be_left_out_and_the_text_stays(self):
        body = '<figure><img src="http://a.example/1.jpg" alt="桥"><figcaption>旧桥</figcaption></figure><p>正文</p>'
        draft, pictures = judge(body, options={"images": "skip"}, header_image="http://a.example/2.jpg")
        assert (pictures.pictures, pictures.header, pictures.refused_count) == ([], None, 0)
        assert codes(draft).count("image-skipped") == 2
        assert "旧桥" in draft.body
        assert "img" not in draft.body

    def test_a_picture_that_will_be_fetched_at_once_needs_no_note(self):
        draft, pictures = judge('<img src="http://a.example/1.jpg">', options={"images": "fetch"})
        assert len(pictures.pictures) == 1
        assert "image-pending" not in codes(draft)

    def test_a_placeholder_is_no_picture(self):
        draft, pictures = judge(header_image="https://picsum.photos/400/300?random=7")
        assert (pictures.header, pictures.refused_count) == (None, 0)
        assert "placeholder-image" in codes(draft)

    def test_without_a_header_image_the_card_image_stands_in(self):
        _, pictures = judge(thumbnail="http://a.example/card.jpg")
        assert pictures.header.url == "http://a.example/card.jpg"

    def test_another_card_image_is_noted_not_stored(self):
        draft, pictures = judge(header_image="http://a.example/1.jpg", thumbnail="http://a.example/2.jpg")
        assert [picture.url for picture in pictures.pictures] == ["http://a.example/1.jpg"]
        assert "thumbnail-unused" in codes(draft)

    def test_a_hostile_number_of_pictures_is_capped(self):
        _, pictures = judge("".join(f'<img src="http://a.example/{number}.jpg">' for number in range(300)))
        assert (len(pictures.pictures), pictures.refused_count) == (200, 100)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://a.example/", "http://a.example/" + "x" * 2100, "not a url"]
)
def test_only_web_addresses_are_kept(url):
    draft, _ = judge(source_url=url, canonical_url=url)
    assert (draft.fields["source_url"], draft.fields["canonical_url"]) == ("", "")
