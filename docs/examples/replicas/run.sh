#!/bin/sh
# Two gateways on one Postgres: what is applied and rolled back through one holds at the other within a second.
# Needs DATABASE_URL, naming a database that may be written to.
cd "$(dirname "$0")"
: "${DATABASE_URL:?names a Postgres, such as postgres://postgres@127.0.0.1:5432/postgres}"
copy=$(mktemp -d)
cp holdfast.yaml "$copy"
config=$copy/holdfast.yaml
. ../with-gateway.sh
key=$(holdfast keys create --name replicas-example --json | field_of key)
holdfast apply --message "As it was"
hello='{"model":"replicated","messages":[{"role":"user","content":"Hello!"}]}'

say "a second gateway, with a data directory of its own"
node "$launcher" start --port 0 --json --config "$config" --data-dir "$scratch/second-data" >"$scratch/second" 2>"$scratch/second-log" &
second=$!
trap 'stop "$gateway" "$second"; rm -rf "$copy"' EXIT
until [ -s "$scratch/second" ]; do
  kill -0 "$second" 2>/dev/null || { cat "$scratch/second-log"; exit 1; }
  sleep 0.2
done
url=$(field_of url <"$scratch/second")
call "$hello"

say "another target is applied from here, and the second gateway asks it"
sed -i.before 's,demo/echo,demo/echo-two,' "$config"
holdfast apply --message "Another model"
sleep 1
call "$hello"

say "one rollback, everywhere"
holdfast rollback replicated --reason "worse"
sleep 1
call "$hello"
