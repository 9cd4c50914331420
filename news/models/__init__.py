"""Tables and querysets, one noun per file."""

from news.models.address import Address
from news.models.author import Author
from news.models.category import Category, CategoryQuerySet
from news.models.image import Image, ImageQuerySet
from news.models.intake import Collection, ImportBatch, ImportItem, RawSource
from news.models.links import Byline, PostCategory
from news.models.post import Post, PostQuerySet
from news.models.revision import Revision
from news.models.site import SiteProfile
from news.models.source import Source
from news.models.tag import PostTag, Tag
from news.models.user import User

__all__ = [
    "Address",
    "Author",
    "Byline",
    "Category",
    "CategoryQuerySet",
    "Collection",
    "Image",
    "ImageQuerySet",
    "ImportBatch",
    "ImportItem",
    "Post",
    "PostCategory",
    "PostQuerySet",
    "PostTag",
    "RawSource",
    "Revision",
    "SiteProfile",
    "Source",
    "Tag",
    "User",
]
