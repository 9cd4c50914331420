"""Go back to the list, the calendar or wherever an act was started from."""

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def find_way_back(request: HttpRequest) -> str:
    """Return the page given in the form if it is on our host, else the list of posts."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if back and is_ours else reverse("admin:news_post_changelist")


def go_back(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(find_way_back(request))
