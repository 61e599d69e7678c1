"""A view that makes a feed when it is asked for one."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified

from harbour.publishing import articles_in, as_object, publication


def feed(request: HttpRequest, section: str, name: str) -> HttpResponse:
    """Answer with a section's feed: `rss.xml`, `atom.xml` or `feed.json`."""
    made = publication.feed(section, articles=map(as_object, articles_in(section)))
    formats = {"rss.xml": made.rss, "atom.xml": made.atom, "feed.json": made.json}
    if name not in formats:
        raise Http404(name)
    document = formats[name]()
    has_it = document.is_unchanged(
        request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
    )
    if has_it:
        return HttpResponseNotModified(headers={"ETag": document.etag})
    return HttpResponse(document.body, headers=document.headers | {"Cache-Control": "public, max-age=300"})
