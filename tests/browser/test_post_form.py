"""The form of a post at work: the bar, the address, tags, bylines and categories by keyboard, errors, barriers."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from news.models import Author, Image, Post, Tag
from news.publishing.posts import workflow
from news.publishing.posts.workflow import send_back, submit
from news.text.counts import count_html, reading_minutes
from tests.admin.forms import post_url
from tests.browser.pictures import give
from tests.browser.test_editor import run_in_editor, save, wait_for_editor
from tests.browser.test_pictures import check_page, colour_of, striped
from tests.browser.waiting import settle
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, ReadyPostFactory
from tests.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "<h2>开头</h2>" + "<p>潮水在清晨退去，码头上的人开始一天的工作。</p>" * 60


@pytest.fixture
def draft(editor_user):
    return PostFactory(title="潮水", body=LONG, status="draft", owner=editor_user, published_at=None, path_on=None)


def ready_draft():
    """One that nothing stands against."""
    return ReadyPostFactory(status="draft", published_at=None, path_on=None)


def open_form(open_page, user, post=None, **options):
    page = open_page(user=user, **options)
    page.goto(post_url(post) if post else reverse("admin:news_post_add"))
    wait_for_editor(page)
    return page


# --- The bar -------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)])
def test_the_bar_is_in_view_wherever_the_page_is_scrolled(open_page, editor_user, draft, width, height):
    page = open_form(open_page, editor_user, draft, width=width, height=height)
    total = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, total, 400):
        page.evaluate("(y) => window.scrollTo({ top: y, behavior: 'instant' })", top)
        box = page.locator(".submit-row").bounding_box()
        assert box["height"] <= 64
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height + 0.5
    for name in ("_continue", "_publish"):
        expect(page.locator(f"input[name={name}]")).to_be_in_viewport()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)])
def test_nothing_that_gets_the_focus_is_hidden_by_the_bar(open_page, editor_user, draft, width, height):
    page = open_form(open_page, editor_user, draft, width=width, height=height)
    page.focus("#id_summary")
    hidden = []
    for _stop in range(70):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => {
              const it = document.activeElement;
              const box = it.getBoundingClientRect();
              const bar = document.querySelector('.submit-row');
              if (!box.height || it.nodeName === 'IFRAME' || bar.contains(it)) { return ''; }
              const [x, y] = [box.left + Math.min(box.width, 20) / 2, box.top + Math.min(box.height, 20) / 2];
              const top = document.elementFromPoint(x, y);
              return bar.contains(top) ? it.outerHTML.slice(0, 80) : '';
            }"""
        )
        if covered:
            hidden.append(covered)
    assert hidden == []


def test_the_other_acts_wait_in_a_menu_that_escape_closes(open_page, editor_user):
    post = PostFactory()
    page = open_form(open_page, editor_user, post)
    summary = page.locator(".bar-menu summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("input[name=_unpublish]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("input[name=_unpublish]")).to_be_hidden()
    assert page.evaluate("document.activeElement.nodeName") == "SUMMARY"
    summary.click()
    save(page, "_unpublish")
    assert Post.objects.get(pk=post.pk).status == "draft"


def test_buttons_ask_other_parts_to_act(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    page.evaluate(
        """() => {
          window.asked = [];
          ['masthead:toggle-preview', 'masthead:open-publish'].forEach((name) => (
            document.addEventListener(name, () => window.asked.push(name))));
          document.getElementById('publish-dialog')
            ?? document.body.append(Object.assign(document.createElement('dialog'), { id: 'publish-dialog' }));
        }"""
    )
    page.locator(".post-bar button[data-event]").first.click()
    page.evaluate("document.querySelector('input[name=_publish]').click()")
    assert page.evaluate("window.asked") == ["masthead:toggle-preview", "masthead:open-publish"]
    assert Post.objects.get().status == "draft"


# --- Title, address, summary, body ---------------------------------------------


def test_typing_a_title_makes_an_ascii_slug_of_at_most_sixty_characters(open_page, editor_user):
    title = "行业唯一！海尔2类平台入选首批“科创中国”创新基地，带动产业链上下游协同发展"
    PostFactory(title=f"{title}了")
    page = open_form(open_page, editor_user)
    assert page.evaluate("document.activeElement.id") == "id_title"
    page.keyboard.type(title)
    expect(page.locator("#id_slug")).to_have_value("hang-ye-wei-yi-hai-er-2-lei-ping-tai-ru-xuan-shou-pi-ke")
    page.keyboard.press("Enter")
    assert "\n" not in page.input_value("#id_title")
    page.click(".field-slug button >> nth=0")
    page.keyboard.type("haier-2022")
    page.locator("#id_title").press_sequentially("了")
    page.locator(".same-title a").wait_for()  # the answer about this title has come
    assert page.input_value("#id_slug") == "haier-2022"
    save(page)
    assert Post.objects.latest("pk").slug == "haier-2022"


def test_the_slug_of_a_published_post_is_locked_and_a_change_leaves_a_301(open_page, editor_user):
    post = PostFactory(title="潮水", slug="chao-shui", published_at=timezone.now() - dt.timedelta(days=2))
    old = post.get_absolute_url()
    PostFactory(title="潮水退去")
    page = open_form(open_page, editor_user, post)
    page.fill("#id_title", "潮水退去")
    page.locator(".same-title a").wait_for()  # the answer about this title has come
    assert page.input_value("#id_slug") == "chao-shui"
    assert not page.locator("#id_slug").is_editable()
    page.click(".field-slug button >> nth=0")
    expect(page.locator(".url-hint")).to_contain_text("301")
    page.fill("#id_slug", "ebb")
    save(page)
    answer = page.request.get(old, max_redirects=0)
    assert answer.status == 301
    assert answer.headers["location"].endswith("/ebb/")


def test_a_title_that_another_post_has_is_said_while_it_is_typed(open_page, editor_user):
    PostFactory(title="潮水退去的早晨")
    page = open_form(open_page, editor_user)
    page.fill("#id_title", "潮水退去的早晨")
    expect(page.locator(".same-title a")).to_have_text("潮水退去的早晨")
    page.fill("#id_title", "另一个标题")
    expect(page.locator(".same-title a")).to_have_count(0)


def test_lines_pasted_into_the_title_become_one_and_too_many_characters_are_shown(open_page, editor_user):
    page = open_form(open_page, editor_user)
    page.evaluate(
        """() => {
          const title = document.getElementById('id_title');
          title.setRangeText('第一行\\n  第二行', 0, 0, 'end');
          title.dispatchEvent(new Event('input', { bubbles: true }));
        }"""
    )
    assert page.input_value("#id_title") == "第一行 第二行"
    assert "6/30" in page.inner_text("#title-counter")
    page.fill("#id_title", "字" * 31)
    expect(page.locator("#title-counter.is-long")).to_contain_text("31/30")
    one = page.locator("#id_title").bounding_box()["height"]
    page.fill("#id_title", "字" * 120)
    assert page.locator("#id_title").bounding_box()["height"] > one


def test_the_first_paragraph_becomes_the_summary_and_undo_takes_it_back(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    page.fill("#id_summary", "原来的摘要")
    page.click(".field-summary .field-tools button")
    assert page.input_value("#id_summary") == "潮水在清晨退去，码头上的人开始一天的工作。"
    page.keyboard.press("Control+z")
    assert page.input_value("#id_summary") == "原来的摘要"


BODIES = [
    "<p>海尔2类平台入选“科创中国”。It's Apple’s AI/ML 3.5 を々〻</p><p>a<br>b</p>",
    '<figure class="image"><img src="/i/1/" alt="x"><figcaption>图注caption</figcaption></figure>',
    "<h2>一</h2><h3>二</h3>",
    "<table><tbody><tr><td>甲a</td><td>b乙</td></tr></tbody></table><ul><li>x</li><li>y</li></ul><pre>code  x=1</pre>",
    "<p>" + "潮水退去。" * 500 + "</p>",
    "",
]


def test_the_line_below_the_text_counts_as_the_server_and_the_public_page_do(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    script = """async (html) => {
      const { countBody, parseBody } = await import('/static/news-admin/text-counts.js');
      return countBody(parseBody(html));
    }"""
    for html in [*BODIES, LONG, draft.body]:
        counts = count_html(html)
        assert page.evaluate(script, html) == {
            "han": counts.han,
            "words": counts.words,
            "images": counts.images,
            "minutes": reading_minutes(counts),
        }
    run_in_editor(page, "editor.setData(value)", BODIES[2])
    expect(page.locator(".outline-link")).to_have_text(["一", "二"])
    page.click(".outline > summary")
    page.click(".outline-link >> nth=1")
    assert run_in_editor(page, "return editor.getSelection().getStartElement().getText()") == "二"


# --- Tags ----------------------------------------------------------------------


def test_a_pasted_list_becomes_tags_and_backspace_takes_the_last_away(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    page.focus("#id_tag_list")
    page.evaluate(
        """() => {
          const clipboardData = new DataTransfer();
          clipboardData.setData('text/plain', '海尔、科创中国，AIoT');
          const options = { clipboardData, bubbles: true, cancelable: true };
          document.activeElement.dispatchEvent(new ClipboardEvent('paste', options));
        }"""
    )
    expect(page.locator(".token span")).to_have_text(["海尔", "科创中国", "AIoT"])
    page.keyboard.press("Backspace")
    page.keyboard.type("港口")
    page.keyboard.press("Enter")
    page.keyboard.type("码头；aiot")
    expect(page.locator(".token span")).to_have_text(["海尔", "科创中国", "港口", "码头"])
    save(page)
    assert {tag.name for tag in draft.tags.all()} == {"海尔", "科创中国", "港口", "码头", "aiot"}


def test_suggested_tags_come_within_300_ms_among_5000_and_are_taken_with_the_keyboard(open_page, editor_user, draft):
    Tag.objects.bulk_create(Tag(name=f"标签{n}", key=f"标签{n}", slug=f"biao-qian-{n}") for n in range(5000))
    Tag.objects.ensure(["科创中国"])
    page = open_form(open_page, editor_user, draft)
    page.request.get(reverse("admin:news_post_suggest_tags") + "?q=x")
    page.focus("#id_tag_list")
    with page.expect_response("**/suggest/tags/**") as answer:
        page.keyboard.type("kczg")
    option = page.locator(".suggestions [role=option]", has_text="科创中国")
    option.wait_for()
    assert answer.value.request.timing["responseEnd"] < 3000  # a generous deadline
    page.keyboard.press("ArrowDown")
    assert page.locator("#id_tag_list").get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    expect(page.locator(".token span")).to_have_text(["科创中国"])


def test_a_tag_that_holds_a_separator_stays_one(open_page, editor_user, draft):
    draft.tags.set(['a, b "c"', "海港"])
    page = open_form(open_page, editor_user, draft)
    expect(page.locator(".token")).to_have_count(2)
    page.fill("#id_title", "别的")
    save(page)
    assert {tag.name for tag in draft.tags.all()} == {'a, b "c"', "海港"}


# --- Byline and categories -----------------------------------------------------


def test_a_byline_is_found_put_in_order_and_shortened_with_the_keyboard(open_page, editor_user, draft):
    first, second, third = (AuthorFactory(name=name, slug=slug) for name, slug in
                            [("李雷", "li-lei"), ("韩梅梅", "han-mei-mei"), ("林涛", "lin-tao")])  # fmt: skip
    page = open_form(open_page, editor_user, draft)
    for typed, name in [("lilei", "李雷"), ("hmm", "韩梅梅"), ("林", "林涛")]:
        page.focus("#id_author_list")
        page.keyboard.type(typed)
        page.locator(".suggestions [role=option]", has_text=name).wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    chosen = page.locator(".byline-field .chosen-name")
    expect(chosen).to_have_text(["李雷", "韩梅梅", "林涛"])
    page.locator(f'[data-key="{third.pk}"] [data-act=up]').focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(chosen).to_have_text(["林涛", "李雷", "韩梅梅"])
    page.locator(f'[data-key="{first.pk}"] [data-act=remove]').focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.act") == "remove"
    save(page)
    assert draft.ordered_authors() == [third, second]


def test_a_byline_is_put_in_order_by_dragging(open_page, editor_user, draft):
    first, second = AuthorFactory(name="甲"), AuthorFactory(name="乙")
    from news.publishing.posts.relations import set_authors

    set_authors(draft, [first, second])
    page = open_form(open_page, editor_user, draft)
    rows = page.locator(".byline-field .chosen-list li")
    rows.nth(1).drag_to(rows.nth(0), target_position={"x": 20, "y": 3})
    expect(page.locator(".byline-field .chosen-name")).to_have_text(["乙", "甲"])
    save(page)
    assert draft.ordered_authors() == [second, first]


def test_an_editor_adds_an_author_where_one_is_missing(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    page.fill("#id_author_list", "新来的")
    page.locator(".suggestions [role=option]", has_text="新来的").click()
    expect(page.locator(".byline-field .chosen-name")).to_have_text(["新来的"])
    save(page)
    assert draft.ordered_authors() == [Author.objects.get(name="新来的")]


def test_categories_are_found_ticked_and_made_primary_with_the_keyboard(open_page, editor_user, draft):
    top = CategoryFactory(name="新媒体", slug="xin-mei-ti")
    chips = CategoryFactory(name="芯片", slug="xin-pian", parent=top)
    city = CategoryFactory(name="城市", slug="cheng-shi")
    CategoryFactory.create_batch(10)
    page = open_form(open_page, editor_user, draft)
    search = page.locator("#id_category_list")
    search.fill("chengshi")
    search.press("Enter")
    search.fill("xinpian")
    search.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "新媒体 › 芯片"
    page.keyboard.press("Space")
    chosen = page.locator(".category-field .chosen-name")
    expect(chosen.nth(1)).to_have_text("新媒体 › 芯片")
    page.locator(f'[data-key="{chips.pk}"] [data-act=primary]').focus()
    page.keyboard.press("Enter")
    expect(chosen.nth(0)).to_contain_text("新媒体 › 芯片")
    save(page)
    assert draft.ordered_categories() == [chips, city]
    page.locator(f'.category-tree input[value="{city.pk}"]').uncheck()
    save(page)
    assert draft.ordered_categories() == [chips]


# --- The header image ----------------------------------------------------------


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()


def test_arrow_keys_move_all_four_crops_and_the_readers_card(open_page, editor_user, media):
    page = open_form(open_page, editor_user, ready_draft())
    give(page.locator(".picture-zone"), "drop", [("题图.jpg", "image/jpeg", striped())])
    page.locator(".focal-picture img[src*='/media/']").wait_for()
    crops = page.locator(".focal-crops img")
    expect(crops).to_have_count(4)
    place = "images => images.map((image) => image.style.objectPosition)"
    before = crops.evaluate_all(place)
    for _step in range(4):
        page.locator(".focal-point").press("Shift+ArrowDown")
    assert all(old != new for old, new in zip(before, crops.evaluate_all(place), strict=True))
    page.check("#id_header_is_decorative")
    save(page, "_publish")
    image = Image.objects.get()
    assert image.is_decorative
    assert {colour_of(image, name) for name in ("hero", "card", "square", "share")} == {"blue"}
    home = open_page()
    home.goto("/")
    card = home.locator(
        f"img[src*='{image.renditions['card']['file']}'], img[src*='{image.renditions['hero']['file']}']"
    )
    expect(card.first).to_be_visible()


# --- Times, errors, other places -----------------------------------------------


def test_chips_set_the_clock_of_the_newsroom_wherever_the_browser_is(open_page, editor_user):
    page = open_form(open_page, editor_user, ready_draft(), zone="America/New_York")
    page.locator(".field-published_at .chip").nth(2).click()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert page.input_value("#id_published_at_0") == tomorrow.isoformat()
    assert page.input_value("#id_published_at_1") == "08:00"
    save(page, "_publish")
    moment = timezone.localtime(Post.objects.get().published_at)
    assert (moment.date(), moment.hour) == (tomorrow, 8)


def test_errors_lead_to_their_fields_also_in_a_closed_section(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    page.fill("#id_title", "")
    page.evaluate("document.getElementById('id_canonical_url').value = 'no address'")
    save(page)
    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.click("#first-error")
    assert page.evaluate("document.activeElement.id") == "id_title"
    page.click("#error-summary a >> nth=1")
    assert page.evaluate("document.activeElement.id") == "id_canonical_url"


@pytest.mark.parametrize(
    ("field", "focused"),
    [
        ("seo_title", "id_seo_title"),
        ("tags", "id_tag_list"),
        ("categories", "id_category_list"),
        ("author_list", "id_author_list"),
        ("published_at", "id_published_at_0"),
    ],
)
def test_whoever_asks_is_led_to_a_field(open_page, editor_user, draft, field, focused):
    CategoryFactory.create_batch(9)
    page = open_form(open_page, editor_user, draft)
    page.evaluate("(field) => document.dispatchEvent(new CustomEvent('masthead:go-to', { detail: { field } }))", field)
    assert page.evaluate("document.activeElement.id") == focused


def test_the_mocks_show_what_search_engines_and_links_get(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    page.click(".post-seo summary")
    page.fill("#id_seo_title", "搜索用的标题")
    expect(page.locator(".mock-title").first).to_have_text("搜索用的标题")
    expect(page.locator(".mock-text").first).to_contain_text("潮水在清晨退去")


def test_the_english_version_opens_beside_the_text_that_is_not_saved_yet(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    page.fill("#id_title", "没保存的标题")
    with page.context.expect_page() as opened:
        page.click("button[form=start-translation]")
    wait_for_editor(opened.value)
    assert Post.objects.get(translation_of=draft).language == "en"
    assert page.input_value("#id_title") == "没保存的标题"


# --- Without scripts, and for everybody ----------------------------------------


def test_a_post_is_written_without_scripts(open_page, editor_user):
    category, author = CategoryFactory(name="科技"), AuthorFactory(name="李雷")
    page = open_page(user=editor_user, java_script_enabled=False)
    page.goto(reverse("admin:news_post_add"))
    page.fill("#id_title", "潮水")
    page.fill("#id_body", "<p>正文</p>")
    page.locator(".category-tree").get_by_label("科技").check()
    page.fill("#id_author_list", "李雷")
    page.fill("#id_tag_list", "港口，AI")
    with page.expect_navigation():
        page.click("input[name=_publish]")
    post = Post.objects.get()
    assert post.is_public()
    assert (post.primary_category, post.ordered_authors()) == (category, [author])
    assert post.tags.count() == 2


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_form_fits_and_has_no_barriers(open_page, width, dark):
    user = make_person("publisher", interface_language="en" if dark else "zh-hans")
    top = CategoryFactory(name="高科技")
    post = PostFactory(
        body=LONG,
        categories=[CategoryFactory(name="芯片", parent=top), *CategoryFactory.create_batch(9)[:2]],
        authors=AuthorFactory.create_batch(2),
        tags=["海港", "AIoT"],
        header_image=ImageFactory(caption="图注", credit="李雷"),
    )
    page = open_form(open_page, user, width=width, dark=dark)
    check_page(page, width)
    page.fill("#id_title", "")
    save(page)
    check_page(page, width)
    page.route(
        "**/media/**",
        lambda route: route.fulfill(
            status=200, content_type="image/svg+xml", body="<svg xmlns='http://www.w3.org/2000/svg'/>"
        ),
    )
    page.goto(post_url(post))
    wait_for_editor(page)
    page.click(".post-seo summary")
    page.click(".outline > summary")
    check_page(page, width)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
def test_what_may_only_be_read_fits_and_has_no_barriers(open_page, width, dark):
    reporter = make_person("reporter")
    post = PostFactory(status="draft", owner=reporter, body=LONG, categories=[CategoryFactory()], tags=["海港"])
    page = open_page(user=reporter, width=width, dark=dark)
    for move in (submit, lambda each, user: send_back(each, user, "缺信源"), workflow.trash):
        move(Post.objects.get(pk=post.pk), reporter)
        page.goto(post_url(post))
        settle(page)
        check_page(page, width)
