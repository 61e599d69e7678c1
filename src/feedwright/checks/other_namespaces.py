"""Namespaces that feeds use and that are not described here: nothing is known of their elements."""

from __future__ import annotations

from feedwright.checks.words import words

OTHERS = words(
    """
    http://www.w3.org/XML/1998/namespace http://www.w3.org/2000/xmlns/ http://www.w3.org/2000/svg
    http://www.w3.org/1998/Math/MathML http://www.w3.org/1999/xlink http://www.w3.org/1999/02/22-rdf-syntax-ns#
    http://www.w3.org/2000/01/rdf-schema# http://www.w3.org/2001/XMLSchema-instance http://www.w3.org/2005/Atom
    http://xmlns.com/foaf/0.1/ http://web.resource.org/cc/ http://creativecommons.org/ns#
    http://purl.org/rss/1.0/modules/annotate/ http://purl.org/rss/1.0/modules/company
    http://purl.org/rss/1.0/modules/changedpage/ http://purl.org/rss/1.0/modules/link/
    http://purl.org/rss/1.0/modules/reference/ http://purl.org/rss/1.0/modules/search/
    http://purl.org/rss/1.0/modules/servicestatus/ http://purl.org/rss/1.0/modules/streaming/
    http://purl.org/rss/1.0/modules/subscription/ http://purl.org/rss/1.0/modules/taxonomy/
    http://purl.org/rss/1.0/modules/textinput/ http://purl.org/rss/1.0/modules/threading/
    http://purl.org/rss/1.0/modules/wiki/ http://purl.org/rss/1.0/modules/email/
    http://purl.org/rss/1.0/modules/context/ http://purl.org/rss/1.0/modules/richequiv/
    http://purl.org/rss/1.0/modules/proposed/postnewitem/ http://backend.userland.com/rss2
    http://blogs.law.harvard.edu/tech/rss http://base.google.com/cns/1.0 http://schemas.google.com/g/2005
    http://schemas.google.com/blogger/2008 http://www.blogger.com/atom/ns#
    http://www.google.com/schemas/play-podcasts/1.0 http://www.google.com/schemas/sitemap-image/1.1
    http://www.google.com/schemas/sitemap-video/1.1
    http://www.rawvoice.com/rawvoiceRssModule/ http://podlove.org/simple-chapters
    http://www.spotify.com/ns/rss http://www.smartnews.be/snf http://webfeeds.org/rss/1.0 http://source.scripting.com/
    http://wordpress.org/export/1.0/ http://wordpress.org/export/1.1/ http://wordpress.org/export/1.2/
    http://wordpress.org/export/1.2/excerpt/ com-wordpress:feed-additions:1 http://news.yandex.ru
    http://turbo.yandex.ru http://www.w3.org/2002/12/cal/icaltzd# http://www.w3.org/2002/12/cal/ical#
    http://openid.net/xmlns/1.0 http://rssnamespace.org/feedburner/ext/1.0 http://www.opml.org/spec2
    http://activitystrea.ms/spec/1.0/ http://portablecontacts.net/spec/1.0 http://ostatus.org/schema/1.0
    http://salmon-protocol.org/ns/magic-key http://gdata.youtube.com/schemas/2007
    http://www.youtube.com/xml/schemas/2015 http://schema.org/ https://schema.org/
    http://purl.org/rss/1.0/modules/prism/ http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html
    http://prismstandard.org/namespaces/basic/2.0/ http://prismstandard.org/namespaces/1.2/basic/
    http://www.nature.com/schema/2004/05/dc http://mailchimp.com/ http://www.apple.com/newsml
    http://schemas.xmlsoap.org/soap/envelope/ http://feeds.archive.org/validator/ urn:atom-extension:indexing
    http://www.microsoft.com/schemas/rss/core/2005 http://schemas.microsoft.com/rss/2005
    http://www.sitemaps.org/schemas/sitemap/0.9 http://www.google.com/schemas/sitemap-news/0.9
    http://purl.org/pubsubhubbub/ http://tineye.com/ http://search.yahoo.com/mrss/
    """
)
