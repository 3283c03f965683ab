#!/bin/sh
# A target that cannot be reached, with a fallback and without one.
cd "$(dirname "$0")"
. ../with-gateway.sh
hello() { printf '{"model":"%s","messages":[{"role":"user","content":"Hello!"}]}' "$1"; }

say "the route's fallback answers, and the headers say so"
call "$(hello steady)"

say "without a fallback the caller gets an error of its SDK's form"
call "$(hello broken/model)"

say "both are in the ledger"
sleep 2
holdfast calls list
