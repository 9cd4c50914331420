"""Posts by the day in their address: all years, one year, one month."""

import calendar
import datetime as dt

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.models import Post
from news.public.pages import frame_of, render_list, render_page
from news.public.views.posts import date_or_404
from news.rendering.listings import index_context, month_listing, year_listing
from news.rendering.lists import count_months, in_days, months_around


@require_safe
def archive(request: HttpRequest) -> HttpResponseBase:
    frame = frame_of(request)
    context = index_context(_("Archive"), frame.site, frame.place) | {"years": count_months(Post.objects.published())}
    return render_page(request, "public/archive.html", frame, context)


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponseBase:
    first = date_or_404(year)
    posts = in_days(Post.objects.published(), first, dt.date(year, 12, 31))
    months = [month for _year, months in count_months(posts) for month in months]
    return render_list(request, "public/year.html", year_listing(year), posts, months=months)


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponseBase:
    first = date_or_404(year, month)
    last = first.replace(day=calendar.monthrange(year, month)[1])
    posts = in_days(Post.objects.published(), first, last)
    earlier, later = months_around(Post.objects.published(), first, last)
    return render_list(request, "public/month.html", month_listing(first), posts, earlier=earlier, later=later)
