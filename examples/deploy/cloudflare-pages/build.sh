#!/bin/sh
# Feeds of the articles in this repository, on Cloudflare Pages: build command `sh build.sh`, output folder `feeds`.
# Nothing is kept between builds: the published feeds tell what readers know. A deploy hook that cron calls
# publishes articles whose time has come.
set -eu

# Where the feeds are served: `feeds.url` in config.yaml.
FEEDS_URL="${FEEDS_URL:-https://harbour-post.pages.dev/}"

python -m pip install --quiet feedwright==0.1.0
code=0
feedwright build --restore "$FEEDS_URL" || code=$?
# 1 means that some articles were rejected: the log names them, and all others are published.
[ "$code" = 0 ] || [ "$code" = 1 ] || exit "$code"
feedwright check

cat >feeds/_headers <<'HEADERS'
/*
  Cache-Control: public, max-age=300, stale-while-revalidate=3600
  Access-Control-Allow-Origin: *
  X-Content-Type-Options: nosniff
/*rss.xml
  Content-Type: application/rss+xml; charset=utf-8
/*atom.xml
  Content-Type: application/atom+xml; charset=utf-8
/*feed.json
  Content-Type: application/feed+json; charset=utf-8
HEADERS
