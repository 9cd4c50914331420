"""The API's addresses, one per row of the table of endpoints; anything else below them gets a 404 in JSON."""

from django.urls import include, path, re_path

from news.api.missing import nothing
from news.api.openapi import ALL_ENDPOINTS
from news.api.responses import view_of

app_name = "api"
urlpatterns = [
    path("v1/", include([path(each.route, view_of(each), name=each.name) for each in ALL_ENDPOINTS])),
    re_path("", nothing, name="nothing"),  # matches whatever is left
]
