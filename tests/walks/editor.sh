#!/usr/bin/env bash
# The first hour of an editor: the article that README shows, mistakes, a schedule, a correction, a withdrawal.
. tests/walks/around.sh
example=$(readme --example markdown)
follow "Your own articles, in five minutes"
article=content/news/us/ferries-are-back/index.md
printf '%s\n' "$example" >"$article"
must "0 rejected" feedwright build
grep -q "<title>Ferries are back</title>" feeds/news/us/rss.xml
grep -q "Bo Chen" feeds/news/us/rss.xml
id=$(grep -o '<guid[^>]*>[^<]*' feeds/news/us/rss.xml)

# A mistake is said with its line and a remedy, and the last good version stays.
sed -i 's/^title:.*/title: "Ferries" are back/' "$article"
must ':2: found text after the closing quotation mark, expected quotation marks around all of the text' feedwright build
grep -q "<title>Ferries are back</title>" feeds/news/us/rss.xml
sed -i 's/^title:.*/titel: Ferries are back/' "$article"
must 'did you mean `title`?' feedwright build
sed -i 's/^titel:.*/title: Ferries are back/' "$article"

# An embargo is said in local time, and no feed has it before.
sed -i 's|  timezone: UTC .*|  timezone: Europe/Lisbon|' config.yaml
feedwright new news "Under embargo" --publish
sed -i 's/^date:.*/date: 2099-07-01T18:05:00Z/' content/news/under-embargo.md
must "1 scheduled (Under embargo, 2099-07-01 19:05 Europe/Lisbon)" feedwright build
must_not "Under embargo" feeds/rss.xml

# A correction moves `updated` and keeps the id; a withdrawal takes it out at once.
sed -i 's/^tags:.*/correction: It was the second boat./' "$article"
feedwright build "$article"
grep -q "It was the second boat" feeds/news/us/atom.xml
test "$id" = "$(grep -o '<guid[^>]*>[^<]*' feeds/news/us/rss.xml)"
sed -i 's/^correction:.*/withdrawn: It named the wrong boat./' "$article"
feedwright build
must_not "<title>Ferries are back</title>" feeds/news/us/rss.xml
grep -q "It named the wrong boat" feeds/news/us/atom.xml
