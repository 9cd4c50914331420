"""One line of help for each field of a post's form, with an example where an example helps."""

from django.utils.translation import gettext_lazy as _

HINTS = {
    "title": _("Says what happened, in up to 30 characters. Example: Harbour ferry moves to its winter timetable"),
    "subtitle": _("A second line below the title. Example: First boat at 6:40, last one at 21:15"),
    "slug": _("The last part of the address. Leave empty to make it from the title. Example: ferry-winter-timetable"),
    "summary": _("What the post says, in 60 to 120 characters. Shown in lists and search results."),
    "category_list": _("The first is the primary one: it appears above the title. Example: City › Transport"),
    "tag_list": _("Names separated by commas; new ones are created. Example: Haier, AIoT, industry"),
    "author_list": _("In byline order. Example: Li Lei, Han Meimei"),
    "source": _("The outlet the post came from, if it is not ours. Example: Harbour Daily"),
    "source_url": _("The address of the original. Example: https://example.org/news/123"),
    "origin": _("Whose work the text is. A republished post needs its original address."),
    "rights_note": _("What readers are told about reuse. Example: Reprinted with permission of Harbour Daily"),
    "header_image": _("Shown above the text, on cards and with shared links. 1600 × 900 pixels or more look best."),
    "language": _("The language the text is written in."),
    "translation_of": _("The post that this one translates. Readers of each can find the other."),
    "paragraph_style": _("How paragraphs are separated. Keep the site default unless the text needs something else."),
    "has_comments": _("Whether readers may comment."),
    "is_featured": _("Moves the post up on the front page."),
    "pinned_until": _("Keeps the post first in its lists until then. Example: the end of an event"),
    "published_at": _(
        "When readers see it. Leave empty to use the moment you publish. A future time schedules the post."
    ),
    "embargo_until": _("Readers cannot see the post before this time, whatever its publication time says."),
    "seo_title": _("Shown in search results instead of the title. Example: Harbour ferry winter timetable 2026"),
    "seo_description": _("Shown in search results instead of the summary, about 80 characters."),
    "canonical_url": _(
        "Only for a copy: the address search engines should keep. Example: https://example.org/original"
    ),
    "notes": _("For the newsroom; readers never see it. Example: figures confirmed by phone, 26 November"),
}
