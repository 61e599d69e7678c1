#!/bin/sh
# Whether builds are running: the state was locked by one within the last 15 minutes, and there are feeds.
set -eu
state="${FEEDWRIGHT_STATE:-/var/lib/feedwright/news}"
feeds="${FEEDWRIGHT_FEEDS:-/srv/feeds/news}"
[ -s "$feeds/subscriptions.opml" ] || { echo "no feeds in $feeds"; exit 1; }
[ -n "$(find "$state/lock" -mmin -15 2>/dev/null)" ] || { echo "no build for 15 minutes"; exit 1; }
