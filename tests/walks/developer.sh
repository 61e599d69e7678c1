#!/usr/bin/env bash
# The first hour of a developer: the clone's own targets, schemas for an editor, completion, and Python.
. tests/walks/around.sh
for target in $(readme "Try it" | grep -o '^make [a-z]*' | cut -d' ' -f2); do make -n "$target" >/dev/null; done
make feeds
git diff --exit-code --stat -- feeds
feedwright init ~/mynews
cd ~/mynews
schema=$(sed -n '1s/# yaml-language-server: $schema=//p' config.yaml)
feedwright schema | python3 -c "import json, sys; assert json.load(sys.stdin) == json.load(open('$schema'))"
_FEEDWRIGHT_COMPLETE=bash_source feedwright | grep -q complete
feedwright build
feedwright check --json | python3 -m json.tool >/dev/null
feedwright build --json | python3 -m json.tool >/dev/null
sed -i "s/^  title:/  titel:/" config.yaml
must 'found the unknown key `titel`, expected `title`' feedwright build
