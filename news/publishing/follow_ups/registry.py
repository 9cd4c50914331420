"""The kinds of follow-ups. To add one, write a module beside this one and add a line here."""

from news.publishing.follow_ups.baidu import BAIDU
from news.publishing.follow_ups.indexnow import INDEXNOW
from news.publishing.follow_ups.kinds import FollowUpKind
from news.publishing.follow_ups.websub import WEBSUB

KINDS = (INDEXNOW, BAIDU, WEBSUB)


def configured_kinds() -> list[FollowUpKind]:
    return [kind for kind in KINDS if kind.is_configured()]
