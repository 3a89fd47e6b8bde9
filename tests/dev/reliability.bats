#!/usr/bin/env bats
# tests/reliability/record, which keeps the document of what was tried.
bats_require_minimum_version 1.5.0

setup() {
    export ATLCLI_RELIABILITY=$BATS_TEST_TMPDIR/RELIABILITY.md
}

record() {
    "$PROJECT_SOURCE/tests/reliability/record" "$@"
}

@test "a section is replaced, the others stay, in the order of the document" {
    record fuzz <<<'| markdown | 3600 s |'
    record kill <<<'10 kills'
    record kill <<<$'1,000 kills & more\n\nnothing lost'
    [ "$(grep '^## ' "$ATLCLI_RELIABILITY")" = $'## Killed at any moment\n## Foreign bytes' ]
    [ "$(record --read kill)" = $'1,000 kills & more\n\nnothing lost' ]
    [ "$(record --read fuzz)" = '| markdown | 3600 s |' ]
    [ -z "$(record --read soak)" ]
    [ "$(find "$BATS_TEST_TMPDIR" -name 'RELIABILITY*')" = "$ATLCLI_RELIABILITY" ]
}

@test "runs that end at the same time all have their section" {
    local section
    for section in faults kill soak fuzz secrets tls coverage; do
        record "$section" <<<"the run of $section" &
    done
    wait
    [ "$(grep -c '^the run of ' "$ATLCLI_RELIABILITY")" -eq 7 ]
}

@test "a section that isn't one is refused, and nothing is written" {
    run -2 record everything </dev/null
    [[ $output == *'no section "everything"; there are: faults kill '* ]]
    [ ! -e "$ATLCLI_RELIABILITY" ]
}

@test "the origin names a commit and a machine, and no host" {
    run -0 record --origin
    [[ $output =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2},\ commit\  ]]
    [[ $output != *"$(uname -n)"* ]]
}
