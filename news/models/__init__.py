"""The tables and their querysets, one noun per file."""

from news.models.activity import Activity, ActivityQuerySet, AppendOnlyError
from news.models.address import Address
from news.models.author import Author
from news.models.category import Category, CategoryQuerySet
from news.models.correction import Correction
from news.models.draft import Draft
from news.models.editing import EditLock, Presence
from news.models.follow_up import FollowUp, FollowUpQuerySet
from news.models.image import Image, ImageQuerySet
from news.models.intake import Collection, ImportBatch, ImportItem, RawSource
from news.models.links import Byline, PostCategory
from news.models.merged_name import MergedName, MergedNameQuerySet
from news.models.page import Page, PageQuerySet
from news.models.post import Post, PostQuerySet
from news.models.post_check import PostCheck
from news.models.preview_link import PreviewLink, PreviewLinkQuerySet
from news.models.revision import Revision
from news.models.scheduled_change import ScheduledChange, ScheduledChangeQuerySet
from news.models.search_entry import SearchEntry
from news.models.site import SiteProfile
from news.models.slot import Slot, SlotQuerySet
from news.models.source import Source
from news.models.tag import PostTag, Tag
from news.models.user import User
from news.models.view_count import ViewCount, ViewCountQuerySet

__all__ = [
    "Activity",
    "ActivityQuerySet",
    "Address",
    "AppendOnlyError",
    "Author",
    "Byline",
    "Category",
    "CategoryQuerySet",
    "Collection",
    "Correction",
    "Draft",
    "EditLock",
    "FollowUp",
    "FollowUpQuerySet",
    "Image",
    "ImageQuerySet",
    "ImportBatch",
    "ImportItem",
    "MergedName",
    "MergedNameQuerySet",
    "Page",
    "PageQuerySet",
    "Post",
    "PostCategory",
    "PostCheck",
    "PostQuerySet",
    "PostTag",
    "Presence",
    "PreviewLink",
    "PreviewLinkQuerySet",
    "RawSource",
    "Revision",
    "ScheduledChange",
    "ScheduledChangeQuerySet",
    "SearchEntry",
    "SiteProfile",
    "Slot",
    "SlotQuerySet",
    "Source",
    "Tag",
    "User",
    "ViewCount",
    "ViewCountQuerySet",
]
