"""Posts by date: all years, one year, one month, and one day for readers who shorten a post's address."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.models import Post
from news.public.pages import frame_of, render_list, render_page
from news.public.views.posts import date_or_404
from news.rendering.archives import count_months, days_around, days_of, in_days
from news.rendering.list_pages import day_list_page, index_context, month_list_page, year_list_page


@require_safe
def archive(request: HttpRequest) -> HttpResponseBase:
    frame = frame_of(request)
    context = index_context(_("Archive"), frame.site, frame.place) | {"years": count_months(Post.objects.published())}
    return render_page(request, "public/archive.html", frame, context)


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponseBase:
    date_or_404(year)
    days = days_of(year)
    posts = in_days(Post.objects.published(), *days)
    years, around = count_months(posts), days_around(Post.objects.published(), *days)
    return render_list(request, "public/year.html", year_list_page(year), posts, years=years, around=around)


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponseBase:
    first = date_or_404(year, month)
    days = days_of(year, month)
    posts = in_days(Post.objects.published(), *days)
    around = days_around(Post.objects.published(), *days)
    return render_list(request, "public/month.html", month_list_page(first), posts, around=around)


@require_safe
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponseBase:
    date = date_or_404(year, month, day)
    posts = in_days(Post.objects.published(), date, date)
    around = days_around(Post.objects.published(), date, date)
    return render_list(request, "public/day.html", day_list_page(date), posts, around=around)
