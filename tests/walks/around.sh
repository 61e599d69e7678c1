# What all walks share. They are called in a fresh clone, with a HOME of their own: walks/editor.sh
set -euo pipefail
PATH=$PWD/.venv/bin:$PATH # what README's alias means; aliases do not reach functions

walks=$PWD/tests/walks
readme() { python3 "$walks/readme.py" "$@"; }

# Read and run the commands under a heading of README.md, one after the other, and say each.
follow() {
    local typed
    typed=$(readme "$1")
    while IFS= read -r line; do
        [ -z "${line%%#*}" ] && continue
        printf '$ %s\n' "$line"
        eval "$line"
    done <<<"$typed"
}

must() { # must TEXT COMMAND…: what the command says has the text, whatever its exit code
    local said text=$1
    shift
    said=$("$@" 2>&1) || true
    [[ $said == *"$text"* ]] || { printf 'no "%s" in what `%s` says:\n%s\n' "$text" "$*" "$said"; exit 1; }
}

must_not() { # must_not TEXT FILE: the file does not have it
    ! grep -q -- "$1" "$2" || { printf '"%s" is in %s\n' "$1" "$2"; exit 1; }
}
