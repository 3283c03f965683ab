#!/bin/sh
# A key for one route, a streamed call with tags, what the ledger has of it, a revocation, health and metrics.
cd "$(dirname "$0")"
. ../with-gateway.sh
key=$(holdfast keys create --name support-bot --project shop --route support --expires 30d --json | field_of key)
sleep 1

say "a streamed call, with tags for the ledger"
call '{"model":"support","stream":true,"messages":[{"role":"user","content":"Where is my parcel?"}]}' -H "holdfast-tags: team=care"

say "the key is for one route"
call '{"model":"internal","messages":[{"role":"user","content":"Hello!"}]}'

say "the ledger: who called what, tokens, cost, latency; and all of one call"
sleep 2
holdfast calls list --project shop
id=$(holdfast calls list --tag team=care --json | field_of id)
holdfast calls show "$id"

say "run again, side by side"
HOLDFAST_TOKEN=$token holdfast calls replay "$id" --url "$url"

say "revoked, the key is refused within a second"
holdfast keys revoke "$(printf %.8s "$key")"
sleep 1
call '{"model":"support","messages":[{"role":"user","content":"Hello?"}]}'
holdfast keys list

say "for the one on call"
curl -sS "$url/readyz"
echo
curl -sS "$url/metrics" | grep -E '^holdfast_(calls_total|spool_pending_records|open_calls)'
HOLDFAST_TOKEN=$token holdfast doctor --url "$url"
