"""The project's addresses."""

from django.urls import path
from harbour.views import feed

urlpatterns = [
    path("feeds/<str:name>", feed, {"section": ""}),
    path("feeds/<path:section>/<str:name>", feed),
]
