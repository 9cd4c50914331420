"""The addresses of a post's admin pages."""

from django.urls import reverse

from news.models import Post


def form_url(post: Post) -> str:
    return reverse("admin:news_post_change", args=[post.pk])
