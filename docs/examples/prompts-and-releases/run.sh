#!/bin/sh
# A prompt from its file to what serves, and back: lint, call, change, promote, compare, roll back.
cd "$(dirname "$0")"
copy=$(mktemp -d)
cp -r holdfast.yaml prompts "$copy"
config=$copy/holdfast.yaml
. ../with-gateway.sh
trap 'stop "$gateway"; rm -rf "$copy"' EXIT
cd "$copy"
hello='{"model":"greeter","prompt":{"variables":{"name":"Ada"}}}'

say "the gateway has applied the files; the first release serves"
holdfast prompts lint
holdfast status
call "$hello"

say "a change is seen and makes a second release; with rollout: manual it waits"
sed -i.before 's/Greet {{ name }}\./Say hello to {{ name }}./' prompts/greeting.md
rm prompts/greeting.md.before
until holdfast status | grep -q 'greeter@2'; do sleep 1; done
holdfast status
call "$hello"

say "promoted, it serves everywhere within a second"
holdfast promote greeter --reason "it reads well"
sleep 1
call "$hello"
holdfast prompts diff greeting@1 greeting@2
holdfast releases diff greeter@1 greeter@2

say "rolled back, the first one serves again, and who did what is on the record"
holdfast rollback greeter --reason "too short"
sleep 1
call "$hello"
holdfast history greeter
