#!/usr/bin/env bash
# The first hour of a blogger: README from the top, until there is a feed and nothing in it that was not meant.
. tests/walks/around.sh
clone=$PWD
make feeds
git diff --exit-code --stat -- feeds
follow "Your own articles, in five minutes" # ends in ~/mynews

must_not "A storm passes" feeds/news/rss.xml # the other two are drafts
must_not "Our first article" feeds/rss.xml
grep -q "<title>Ferries are back</title>" feeds/news/us/rss.xml
grep -q "<category>US</category>" feeds/news/us/rss.xml
must "its text still says" feedwright build --now "$(date -u -d '1 hour' +%FT%TZ)" content/news/us/ferries-are-back/index.md

# A folder of articles is a complete little site.
sed -i 's|  # articles: true .*|  articles: true|; /^permalink:/d' config.yaml
must "template.address" feedwright check
sed -i 's|^  url: https://example.org/feeds/ .*|  url: https://feeds.thepost.pt/|; s|^  url: https://example.org/ .*|  url: https://thepost.pt/|
    s|^  title: .*|  title: The Post|; s|^  description: .*|  description: News.|' config.yaml
sed -i "s|^The first paragraph.*|It is back.|" content/news/us/ferries-are-back/index.md
feedwright build
test -f feeds/news/us/ferries-are-back/index.html
grep -q NewsArticle feeds/news/us/ferries-are-back/index.html
feedwright check --strict
cd "$clone"
