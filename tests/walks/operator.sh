#!/usr/bin/env bash
# The first hour of an operator: cron, quiet runs, mails, status, a web server's site.
. tests/walks/around.sh
follow "Your own articles, in five minutes"
follow "Cron"
feedwright cron | grep -q -- "--quiet"
feedwright cron --systemd | grep -q "ProtectSystem="
test -z "$(feedwright build --quiet 2>&1)"
printf -- '---\ntitle: Broken\ndate: soon\n---\nText.\n' >content/news/broken.md
must "rejected: content/news/broken.md:3: date:" feedwright build --quiet
test -z "$(feedwright build --quiet 2>&1)" # a mail once, not every minute
must "news" feedwright status
feedwright server-config nginx | grep -q "server {"
feedwright server-config caddy | grep -q "file_server"
feedwright check
rm -r feeds
feedwright build --quiet || true
grep -q "<title>Ferries are back</title>" feeds/news/us/rss.xml
