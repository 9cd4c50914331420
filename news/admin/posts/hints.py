"""One line of help for each field of a post's form, with an example where an example helps."""

from django.utils.translation import gettext_lazy as _

HINTS = {
    "title": _("Says what happened, in up to 30 characters. Example: Harbour ferry moves to its winter timetable"),
    "subtitle": _("A second line below the title. Example: First boat at 6:40, last one at 21:15"),
    "slug": _("The last part of the address. Empty: made from the title. Example: ferry-winter-timetable"),
    "summary": _("What the post says, in 60 to 120 characters. Stands in lists and search results."),
    "category_list": _("The first is the primary one: it stands above the title. Example: City › Transport"),
    "tag_list": _("Names with commas between them; new ones are made. Example: Haier, AIoT, industry"),
    "author_list": _("In the order of the byline. Example: Li Lei, Han Meimei"),
    "source": _("The outlet the post came from, if it is not ours. Example: Harbour Daily"),
    "source_url": _("Where the original stands. Example: https://example.org/news/123"),
    "origin": _("Whose work the text is. A republished post needs its original address."),
    "rights_note": _("What readers are told about reuse. Example: Reprinted with permission of Harbour Daily"),
    "header_image": _("Stands above the text, on cards and beside shared links. 1600 × 900 pixels or more look best."),
    "language": _("The language the text is written in."),
    "translation_of": _("The post that this one translates. Readers of each find the other."),
    "paragraph_style": _("How paragraphs are set apart. Leave it as the site, unless the text needs otherwise."),
    "has_comments": _("Whether readers may comment."),
    "is_featured": _("Moves the post up on the front page."),
    "pinned_until": _("Stays first in its lists until then. Example: the end of an event"),
    "published_at": _("When readers see it. Empty: the moment you publish. A time to come schedules the post."),
    "embargo_until": _("Readers cannot see the post before this moment, whatever its publication time says."),
    "seo_title": _("Stands in search results instead of the title. Example: Harbour ferry winter timetable 2026"),
    "seo_description": _("Stands in search results instead of the summary, about 80 characters."),
    "canonical_url": _(
        "Only for a copy: the address search engines should keep. Example: https://example.org/original"
    ),
    "notes": _("For the newsroom; readers never see it. Example: figures confirmed by phone, 26 November"),
}
