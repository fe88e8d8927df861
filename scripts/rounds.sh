# What scripts that run the rounds of others share; it is sourced. A round that fails does not keep
# the rest from being run.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
failed=()

round() { # a name and a command
    printf -- '-- %s\n' "$1"
    "${@:2}" || failed+=("$1")
}

node_modules() { # a folder with a lock file
    (cd "$1" && npm ci --no-audit --no-fund --silent)
}

# A folder of its own, used again while the list in it is the one we have.
venv() { # that folder and a list
    if ! cmp -s "$2" "$1/requirements.txt"; then
        rm -rf "$1"
        python3 -m venv "$1"
        "$1/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$2"
        cp "$2" "$1/requirements.txt"
    fi
}

end_rounds() { # what they are the rounds of
    if [ "${#failed[@]}" -gt 0 ]; then
        echo "these $1 have rounds that fail: ${failed[*]}" >&2
        exit 1
    fi
}
