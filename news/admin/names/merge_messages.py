"""Messages for when names cannot be merged or a category cannot be deleted."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from news.publishing.names.merging import MergeError
from news.text.sentences import fill_sentence

SENTENCES: dict[str, Promise] = {
    "gone": _(
        "Someone deleted or merged one of them in the meantime. Nothing was changed; check the list and try again."
    ),
    "same": _("Choose another one: nothing can be merged into itself or into anything below it."),
    "too-many": _("At most %(max_count)s at once. Nothing was changed."),
    "place": _("Nothing was changed, because a category cannot move: %(reason)s"),
    "only-category": _(
        "%(count)s posts have no other category. Choose a category for them, or give them another one first."
    ),
}


def describe_merge_error(error: MergeError) -> str:
    return fill_sentence(SENTENCES, error.code, error.facts)
