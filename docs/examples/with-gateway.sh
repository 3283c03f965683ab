# Sourced by the examples' run.sh, in their folder: starts a gateway on a free port with a data directory that is thrown
# away, and sets $url, $key (for applications) and $token (for --url and /api).
set -eu

launcher=$PWD/../../../bin/holdfast.js
scratch=$(mktemp -d)
config=${config:-$PWD/holdfast.yaml}

# What `npx holdfast` is, with this example's configuration and data directory.
holdfast() { node "$launcher" "$@" --config "$config" --data-dir "$scratch/data"; }

stop() {
  kill "$@" 2>/dev/null || true
  wait "$@" || true
  rm -rf "$scratch"
}

# The value of a member of the JSON on standard input: these examples need no jq.
field_of() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

say() { printf '\n== %s\n' "$1"; }

# One call; prints the status, the headers that Holdfast adds, and the answer. More arguments go to curl.
call() {
  body=$1
  shift
  curl -sS -i "$url/v1/chat/completions" -H "authorization: Bearer $key" -H "content-type: application/json" -d "$body" "$@" |
    grep -iE '^(HTTP|holdfast-(target|release|prompt|attempts|guard|error)|data: |\{)' | cut -c 1-300
}

node "$launcher" start --port 0 --json --config "$config" --data-dir "$scratch/data" >"$scratch/started" 2>"$scratch/log" &
gateway=$!
trap 'stop "$gateway"' EXIT
until [ -s "$scratch/started" ]; do
  kill -0 "$gateway" 2>/dev/null || { cat "$scratch/log"; exit 1; }
  sleep 0.2
done
url=$(field_of url <"$scratch/started")
key=$(field_of api_key <"$scratch/started")
token=$(field_of admin_token <"$scratch/started")
