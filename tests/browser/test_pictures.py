"""Pictures in the editor's browser: dropped, pasted, chosen, described, cut; kept on the way to the readers."""

import io
import os
import subprocess

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from PIL import Image as Pixels
from PIL import ImageDraw
from playwright.sync_api import expect

from news.images.storing import store_image
from news.models import Image, Post
from tests.admin.forms import post_url
from tests.browser.pictures import editor_body, give, paste_html
from tests.browser.test_editor import run_in_editor, save, wait_for_editor
from tests.browser.waiting import Held, new_page, settle
from tests.factories import ImageFactory, PostFactory, ReadyPostFactory
from tests.images.pictures import as_bytes, jpeg
from tests.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def draft(editor_user):
    return ReadyPostFactory(title="潮水", body="<p>第一段</p><p>第二段</p>", status="draft", owner=editor_user)


def striped(width=600, height=1200):
    """Red above, blue below: a crop tells where it was cut."""
    picture = Pixels.new("RGB", (width, height), "#c00000")
    ImageDraw.Draw(picture).rectangle((0, height // 2, width, height), fill="#0000c0")
    return as_bytes(picture, "JPEG", quality=90)


def open_form(open_page, user, post, **options):
    page = open_page(user=user, **options)
    page.goto(post_url(post) if post else reverse("admin:news_post_add"))
    wait_for_editor(page)
    return page


def wait_for_pictures(page, count):
    frame = page.frame_locator(".cke_contents iframe")
    frame.locator("figure.image img[src^='/i/']").nth(count - 1).wait_for()


def notices(page):
    return " ".join(notice.inner_text() for notice in page.locator(".cke_notification").all())


def drop_into_text(page, *files):
    give(editor_body(page).locator("p").first, "drop", files)


def test_a_picture_goes_from_the_desk_to_the_readers_with_all_that_was_said_of_it(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    drop_into_text(page, ("码头.jpg", "image/jpeg", jpeg(900, 600)))
    wait_for_pictures(page, 1)
    page.keyboard.type("清晨的码头")  # the cursor waits in the caption
    set_alt(page, "渔船靠岸")

    zone = page.locator(".picture-zone")
    give(zone, "drop", [("题图.jpg", "image/jpeg", striped())])
    page.locator(".focal-picture img[src*='/media/']").wait_for()
    page.fill("#id_header_alt", "红与蓝")
    page.locator(".focal-point").press("Home")
    for _ in range(4):
        page.locator(".focal-point").press("Shift+ArrowDown")
    assert page.input_value("#id_header_focal_y") == "90"
    header = Image.objects.get(original_name="题图.jpg")
    before = (header.renditions["hero"]["file"], colour_of(header, "hero"))
    save(page)

    draft.refresh_from_db()
    header.refresh_from_db()
    assert draft.header_image == header
    assert (header.alt, round(header.focal_x, 2), round(header.focal_y, 2)) == ("红与蓝", 0.5, 0.9)
    assert (before[1], colour_of(header, "hero")) == ("half red, half blue", "blue")

    picture = Image.objects.get(original_name="码头.jpg")
    for piece in (f'src="/i/{picture.pk}/"', 'alt="渔船靠岸"', "<figcaption>清晨的码头</figcaption>", 'width="900"'):
        assert piece in draft.body
    page.goto(post_url(draft))
    wait_for_editor(page)
    assert (page.input_value("#id_header_alt"), page.input_value("#id_header_focal_y")) == ("红与蓝", "90")
    save(page, "_publish")
    assert Post.objects.get().body == draft.body
    assert page.watch.errors == []

    page.goto(draft.get_absolute_url() if draft.is_public() else Post.objects.get().get_absolute_url())
    figure = page.locator("figure", has_text="清晨的码头")
    assert figure.locator("img").get_attribute("alt") == "渔船靠岸"
    assert figure.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert page.locator("img[alt='红与蓝']").count() == 1
    assert page.watch.strangers == []


def set_alt(page, text):
    run_in_editor(
        page,
        "Object.values(editor.widgets.instances).find(({ name }) => name === 'image').setData('alt', value);",
        text,
    )


def colour_of(image, name):
    from django.core.files.storage import default_storage

    with Pixels.open(default_storage.path(image.renditions[name]["file"])) as crop:
        top, bottom = (crop.convert("RGB").getpixel((crop.width // 2, y)) for y in (2, crop.height - 3))
    names = ["red" if red > blue else "blue" for red, _green, blue in (top, bottom)]
    return names[0] if names[0] == names[1] else f"half {names[0]}, half {names[1]}"


def test_several_pictures_dropped_at_once_all_arrive(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    drop_into_text(page, *[(f"{n}.jpg", "image/jpeg", jpeg(100 + n, 90)) for n in range(3)])
    wait_for_pictures(page, 3)
    save(page)
    draft.refresh_from_db()
    assert draft.body.count("<figure") == 3
    assert Image.objects.count() == 3


def test_saving_waits_for_a_picture_that_is_on_its_way(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    uploads = Held(page, "**/image/upload/")
    drop_into_text(page, ("a.jpg", "image/jpeg", jpeg(500, 300)))
    uploads.arrive()
    assert "/i/" not in run_in_editor(page, "return editor.getData()")
    save_and_let_go(page, uploads)
    draft.refresh_from_db()
    assert draft.body.count('src="/i/') == 1


def save_and_let_go(page, uploads):
    with new_page(page):
        page.click("input[name=_continue]")
        page.locator(".picture-waiting:not(:empty)").wait_for()
        uploads.let_go()
    wait_for_editor(page)


def test_saving_waits_for_a_header_image_that_is_on_its_way(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    uploads = Held(page, "**/image/upload/")
    give(page.locator(".picture-zone"), "drop", [("题图.jpg", "image/jpeg", jpeg(500, 300))])
    uploads.arrive()
    page.fill("#id_title", "改了标题")
    save_and_let_go(page, uploads)
    draft.refresh_from_db()
    assert (draft.title, draft.header_image) == ("改了标题", Image.objects.get())


def test_saving_waits_for_pictures_of_both_kinds_and_does_what_was_asked_last(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    uploads = Held(page, "**/image/upload/")
    give(page.locator(".picture-zone"), "drop", [("题图.jpg", "image/jpeg", jpeg(500, 300))])
    drop_into_text(page, ("a.jpg", "image/jpeg", jpeg(510, 300)))
    uploads.arrive(2)
    with new_page(page):
        page.click("input[name=_continue]")
        page.evaluate("document.querySelector('input[name=_submit]').click()")  # it stands in the menu
        uploads.let_go()
    wait_for_editor(page)
    draft.refresh_from_db()
    assert draft.status == "in_review"
    assert draft.header_image.original_name == "题图.jpg"
    assert draft.body.count('src="/i/') == 1


def test_a_header_image_that_fails_while_a_save_waits_is_told_where_one_saves(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    uploads = Held(page, "**/image/upload/")
    give(page.locator(".picture-zone"), "drop", [("题图.jpg", "image/jpeg", jpeg(500, 300))])
    page.fill("#id_title", "改了标题")
    uploads.arrive()
    page.click("input[name=_continue]")
    page.locator(".picture-waiting:not(:empty)").wait_for()
    uploads.fail()
    told = page.locator(".picture-waiting.is-error")
    told.wait_for()
    expect(told).to_be_in_viewport()
    assert Post.objects.get().title == "潮水"
    save(page)
    assert Post.objects.get().title == "改了标题"


def test_a_picture_taken_out_of_the_text_holds_up_no_save(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    page.route("**/image/upload/", lambda route: None)  # never answered
    drop_into_text(page, ("a.jpg", "image/jpeg", jpeg(500, 300)))
    run_in_editor(page, "editor.setData('<p>不要图了</p>')")
    run_in_editor(page, "editor.uploadRepository.loaders.forEach((loader) => loader.abort())")
    save(page)
    draft.refresh_from_db()
    assert draft.body == "<p>不要图了</p>"


def test_pasted_data_becomes_a_picture_and_other_sites_become_links(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    paste_html(
        page,
        f'<p>甲<img src="{PIXEL}">乙<img src="https://other.example/x/a.jpg?y=1" alt="他站图" srcset="//o.example/b">'
        '<a href="https://z.example/"><img src="//other.example/b.png"></a><img src="blob:https://a/b">'
        '<img src="data:,x">'
        "<picture><source srcset='https://other.example/c.webp'><img src='file:///c/d.png'></picture></p>",
    )
    wait_for_pictures(page, 1)
    assert "2" in notices(page)
    save(page)
    draft.refresh_from_db()
    assert draft.body.count("<img") == draft.body.count('src="/i/') == 1
    assert '<a href="https://other.example/x/a.jpg?y=1">他站图</a>' in draft.body
    assert '<a href="https://z.example/">b.png</a>' in draft.body
    for trace in ("data:", "blob:", "file:", "srcset", "data-cke", "newspicture"):
        assert trace not in draft.body
    assert page.watch.strangers == []
    assert page.watch.errors == []


def test_a_picture_copied_on_another_site_is_taken_from_the_clipboard(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    body = editor_body(page)
    body.click()
    give(body, "paste", [("image.png", "image/png", as_bytes(Pixels.new("RGB", (40, 30)), "PNG"))],
         html='<meta charset="utf-8"><img src="https://other.example/a.png" alt="a">')  # fmt: skip
    wait_for_pictures(page, 1)
    assert "other.example" not in run_in_editor(page, "return editor.getData()")
    assert page.watch.strangers == []


def test_our_own_picture_is_pasted_as_it_is(open_page, editor_user, draft, live_server):
    image = store_image(jpeg(80, 60))
    page = open_form(open_page, editor_user, draft)
    paste_html(page, f'<img src="{live_server.url}/i/{image.pk}/" alt="自己的" width="80" height="60">')
    save(page)
    draft.refresh_from_db()
    assert f'src="/i/{image.pk}/"' in draft.body


@pytest.mark.parametrize(
    "file",
    [
        ("a.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='parent.fired=1'/>"),
        ("broken.jpg", "image/jpeg", jpeg()[:150]),
        ("large.jpg", "image/jpeg", b"\xff\xd8\xff" + b"x" * (10 << 20)),
        ("notes.pdf", "application/pdf", b"%PDF-1.7"),
    ],
)
def test_what_is_refused_says_why_and_leaves_nothing_in_the_text(open_page, editor_user, draft, file):
    page = open_form(open_page, editor_user, draft)
    drop_into_text(page, file)
    page.locator(".cke_notification_warning").first.wait_for()
    assert len(notices(page)) > 10
    assert run_in_editor(page, "return editor.getData()") == "<p>第一段</p><p>第二段</p>"
    editor_body(page).press_sequentially("继续写")
    save(page)
    draft.refresh_from_db()
    assert "继续写" in draft.body
    assert "<img" not in draft.body
    assert Image.objects.count() == 0


def test_a_server_that_does_not_answer_leaves_the_text(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    page.route("**/image/upload/", lambda route: route.abort())
    drop_into_text(page, ("a.jpg", "image/jpeg", jpeg()))
    page.locator(".cke_notification_warning").first.wait_for()
    assert run_in_editor(page, "return editor.getData()") == "<p>第一段</p><p>第二段</p>"


def test_a_person_signed_out_meanwhile_is_told_and_keeps_the_text(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    page.context.clear_cookies()
    drop_into_text(page, ("a.jpg", "image/jpeg", jpeg()))
    page.locator(".cke_notification_warning").first.wait_for()
    assert run_in_editor(page, "return editor.getData()") == "<p>第一段</p><p>第二段</p>"
    assert Image.objects.count() == 0


# --- Disks that refuse ------------------------------------------------------------------------------------------------


@pytest.fixture(params=["full", "read-only"])
def bad_disk(request, media):
    """A small file system of its own where we may mount one; a folder without write permission otherwise."""
    options = {"full": "size=64k", "read-only": "ro,size=64k"}[request.param]
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(media)], capture_output=True, check=False
        ).returncode
    )
    if mounted:
        yield request.param
        subprocess.run(["umount", str(media)], check=True)
    elif request.param == "read-only" and os.geteuid() != 0:
        media.chmod(0o500)
        yield request.param
        media.chmod(0o700)
    else:
        pytest.skip("a disk that is full or read-only needs the right to mount a tmpfs")


def test_a_disk_that_refuses_loses_neither_text_nor_readers(open_page, editor_user, draft, media, bad_disk):
    page = open_form(open_page, editor_user, draft)
    editor_body(page).locator("p").first.click()
    page.keyboard.type("新写的字")
    with page.expect_response("**/image/upload/") as answered:
        drop_into_text(page, ("a.jpg", "image/jpeg", noise(900, 700)))
    assert answered.value.status == 507
    page.locator(".cke_notification_warning").first.wait_for()
    assert len(notices(page)) > 40
    save(page)
    draft.refresh_from_db()
    assert "新写的字" in draft.body
    assert "<img" not in draft.body
    assert Image.objects.count() == 0
    assert [path for path in media.rglob("*") if path.is_file() and not is_whole(path)] == []
    assert open_page().goto("/").status == 200


def noise(width, height):
    """A picture that cannot be made small."""
    return as_bytes(Pixels.effect_noise((width, height), 90).convert("RGB"), "JPEG", quality=90)


def is_whole(path):
    """Pictures under their final names are readable to the last line."""
    try:
        with Pixels.open(io.BytesIO(path.read_bytes())) as picture:
            picture.load()
    except (OSError, SyntaxError):
        return False
    return True


# --- Who may ----------------------------------------------------------------------------------------------------------


def test_a_reporter_adds_pictures_to_own_drafts_and_to_no_other_post(open_page, editor_user, draft):
    reporter = make_person("reporter")
    own = PostFactory(owner=reporter, status="draft", body="<p>我的</p>")
    page = open_form(open_page, reporter, own)
    drop_into_text(page, ("a.jpg", "image/jpeg", jpeg(90, 60)))
    wait_for_pictures(page, 1)
    save(page)
    own.refresh_from_db()
    assert own.body.count("<figure") == 1
    status = page.evaluate(
        """async ([url, post]) => {
          const form = new FormData();
          form.append('post', post);
          form.append('upload', new File(['x'], 'a.jpg'));
          const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
          return (await fetch(url, { method: 'POST', body: form, headers: { 'X-CSRFToken': token } })).status;
        }""",
        [reverse("admin:news_image_upload"), str(draft.pk)],
    )
    assert status == 403
    assert Image.objects.count() == 1


# --- The library ------------------------------------------------------------------------------------------------------


def test_a_picture_is_chosen_from_the_library_with_the_keyboard_alone(open_page, editor_user, draft):
    for number in range(30):
        store_image(jpeg(60 + number, 40), alt=f"灯塔 {number}" if number == 3 else f"港口 {number}")
    page = open_form(open_page, editor_user, draft)
    editor_body(page).locator("p").first.click()
    run_in_editor(page, "editor.execCommand('image')")
    dialog = page.locator("dialog.picture-library[open]")
    dialog.locator(".picture-list li").nth(23).wait_for()
    page.keyboard.type("灯塔")
    page.keyboard.press("Enter")
    expect(dialog.locator(".picture-list li")).to_have_count(1)
    for _stop in range(8):  # the button that searches, and what narrows the list
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.picture-list') !== null"):
            break
    assert page.evaluate("document.activeElement.innerText.trim()").startswith("灯塔 3")
    page.keyboard.press("Enter")
    dialog.wait_for(state="detached")
    page.keyboard.type("图注")
    save(page)
    draft.refresh_from_db()
    chosen = Image.objects.get(alt="灯塔 3")
    assert f'src="/i/{chosen.pk}/"' in draft.body
    assert 'alt="灯塔 3"' in draft.body
    assert "<figcaption>图注</figcaption>" in draft.body


def test_the_library_is_paged_and_closes_without_a_choice(open_page, editor_user, draft):
    ImageFactory.create_batch(25)
    page = open_form(open_page, editor_user, draft)
    page.click(".picture-zone button >> nth=0")
    dialog = page.locator("dialog.picture-library[open]")
    dialog.locator(".picture-list li").nth(23).wait_for()
    dialog.locator(".picture-pages button").nth(1).click()
    expect(dialog.locator(".picture-list li")).to_have_count(1)
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert page.input_value("#id_header_image") == ""
    assert page.evaluate("document.activeElement.closest('.picture-zone') !== null")


def test_a_picture_is_added_in_the_library_and_taken_at_once(open_page, editor_user, draft):
    page = open_form(open_page, editor_user, draft)
    page.click(".picture-zone button >> nth=0")
    page.set_input_files("dialog.picture-library input[type=file]",
                         [{"name": "新.jpg", "mimeType": "image/jpeg", "buffer": jpeg(700, 500)}])  # fmt: skip
    page.locator("dialog.picture-library").wait_for(state="detached")
    save(page)
    draft.refresh_from_db()
    assert draft.header_image == Image.objects.get(original_name="新.jpg")


OFFICE = {"html": "<table><tr><td>渔船靠岸</td></tr></table>", "text": "渔船靠岸"}


def test_text_of_office_programs_is_text_where_text_is_written(open_page, editor_user, draft):
    Post.objects.filter(pk=draft.pk).update(header_image=store_image(striped(), alt="旧"))
    page = open_form(open_page, editor_user, draft)
    page.locator(".focal-picture img[src*='/media/']").wait_for()
    uploads = []
    page.on("request", lambda request: uploads.append(request.url) if request.method == "POST" else None)
    cells = [("image.png", "image/png", as_bytes(Pixels.new("RGB", (40, 30)), "PNG"))]
    give(page.locator("#id_header_alt"), "paste", cells, **OFFICE)
    page.click(".picture-zone button >> nth=0")
    page.locator(".picture-list li").first.wait_for()
    give(page.locator("dialog input[type=search]"), "paste", cells, **OFFICE)
    page.keyboard.press("Escape")
    save(page)
    assert [url for url in uploads if url.endswith("/image/upload/")] == []
    assert Post.objects.get().header_image == Image.objects.get()


def test_a_picture_alone_is_taken_wherever_it_is_pasted(open_page, editor_user, draft):
    Post.objects.filter(pk=draft.pk).update(header_image=store_image(striped(), alt="旧"))
    page = open_form(open_page, editor_user, draft)
    page.locator(".focal-picture img[src*='/media/']").wait_for()
    with page.expect_response("**/image/upload/"):
        give(page.locator("#id_header_alt"), "paste", [("新.jpg", "image/jpeg", jpeg(70, 50))])
    save(page)
    assert Post.objects.get().header_image.original_name == "新.jpg"


# --- Header images that are not here yet ------------------------------------------------------------------------------


def choose_header(page, image):
    """As Django's select does after a search."""
    page.evaluate(
        """([id, name]) => {
          const select = document.getElementById('id_header_image');
          select.append(new Option(name, id));
          select.value = id;
          django.jQuery(select).trigger('change');
        }""",
        [str(image.pk), str(image)],
    )


def test_a_picture_that_is_not_here_yet_is_described_where_it_is_chosen(open_page, editor_user, draft):
    Post.objects.filter(pk=draft.pk).update(header_image=store_image(striped(), alt="旧图的描述"))
    pending = ImageFactory(pending=True, alt="")
    page = open_form(open_page, editor_user, draft)
    page.locator(".focal-picture img[src*='/media/']").wait_for()
    choose_header(page, pending)
    expect(page.locator("#id_header_alt")).to_have_value("")
    expect(page.locator("#id_header_alt")).to_be_editable()
    expect(page.locator(".picture-zone .focal")).to_be_hidden()
    expect(page.locator("#id_header_focal_x")).to_be_hidden()
    page.fill("#id_header_alt", "码头清晨")
    save(page)
    draft.refresh_from_db()
    pending.refresh_from_db()
    assert (draft.header_image, pending.alt) == (pending, "码头清晨")
    assert page.locator(".messagelist .warning").count() == 0
    assert page.input_value("#id_header_alt") == "码头清晨"


def test_nothing_of_the_picture_before_stays_while_the_new_one_is_asked_for(open_page, editor_user, draft):
    Post.objects.filter(pk=draft.pk).update(header_image=store_image(striped(), alt="旧图的描述"))
    other = store_image(jpeg(90, 60), alt="新图的描述")
    page = open_form(open_page, editor_user, draft)
    page.locator(".focal-picture img[src*='/media/']").wait_for()
    asked = Held(page, "**/image/library/*")
    choose_header(page, other)
    asked.arrive()
    assert page.input_value("#id_header_alt") == ""
    expect(page.locator("#id_header_alt")).not_to_be_editable()
    asked.let_go()
    expect(page.locator("#id_header_alt")).to_have_value("新图的描述")
    expect(page.locator("#id_header_alt")).to_be_editable()


# --- Focal points -----------------------------------------------------------------------------------------------------


def test_what_the_crops_show_beforehand_is_what_is_cut(open_page, editor_user):
    image = store_image(striped())
    page = open_page(user=editor_user)
    page.goto(reverse("admin:news_image_change", args=[image.pk]))
    box = page.locator(".focal-picture img").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.85)
    assert abs(float(page.input_value("#id_focal_y")) - 85) < 1
    previews = {name: preview_colours(page, name) for name in ("hero", "card", "square", "share")}
    page.fill("#id_alt", "竖图")
    page.click("input[name=_continue]")
    page.locator(".messagelist .success").wait_for()
    image.refresh_from_db()
    assert image.alt == "竖图"
    assert abs(image.focal_y - 0.85) < 0.01
    assert {name: colour_of(image, name) for name in previews} == previews
    assert set(previews.values()) == {"blue"}
    assert page.watch.errors == []


def preview_colours(page, name):
    with Pixels.open(io.BytesIO(page.locator(f".crop-{name}").screenshot())) as shot:
        top, bottom = (shot.convert("RGB").getpixel((shot.width // 2, y)) for y in (3, shot.height - 4))
    names = ["red" if red > blue else "blue" for red, _green, blue in (top, bottom)]
    return names[0] if names[0] == names[1] else f"half {names[0]}, half {names[1]}"


def test_crops_that_cannot_be_written_keep_the_words_and_the_old_point(open_page, editor_user, monkeypatch):
    image = store_image(striped())
    page = open_page(user=editor_user)
    page.goto(reverse("admin:news_image_change", args=[image.pk]))
    page.fill("#id_caption", "图注留下")
    page.fill("#id_focal_y", "10")

    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    page.click("input[name=_continue]")
    page.locator(".messagelist .error").wait_for()
    image.refresh_from_db()
    assert (image.caption, image.focal_y) == ("图注留下", 0.5)


# --- For everybody ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_of_pictures_fit_and_have_no_barriers(open_page, editor_user, draft, width, dark):
    editor_user.interface_language = "en" if dark else "zh-hans"
    editor_user.save()
    image = store_image(striped(), alt="红与蓝")
    refused = ImageFactory(pending=True, state="refused", state_reason="not-a-picture")
    Post.objects.filter(pk=draft.pk).update(header_image=image)
    page = open_page(user=editor_user, width=width, dark=dark)
    for url in (
        reverse("admin:news_image_changelist"),
        reverse("admin:news_image_change", args=[image.pk]),
        reverse("admin:news_image_change", args=[refused.pk]),
    ):
        page.goto(url)
        settle(page)
        check_page(page, width)
    page.goto(post_url(draft))
    wait_for_editor(page)
    page.locator(".focal-picture img[src*='/media/']").wait_for()
    check_page(page, width)
    page.click(".picture-zone button >> nth=0")
    page.locator(".picture-list li").first.wait_for()
    check_page(page, width)


def check_page(page, width):
    assert page.watch.errors == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [f"{rule['id']} {node['target']}" for rule in found for node in rule["nodes"]] == []
    page.watch.errors.clear()  # axe tries styles that the content policy forbids
