#!/bin/sh
# For `notify:` in config.yaml: mails how a run went that changed something or went wrong.
#     notify: sh /etc/feedwright/notify.sh editors@example.org
# The report is on standard input, as JSON; `text` says it in a line, `report.rejected` has the rejected files.
report=$(cat)
subject=$(printf '%s' "$report" | jq -r .text)
printf '%s' "$report" | jq -r '(.error // empty), (.report.rejected // [] | .[].message)' | mail -s "$subject" "$1"
