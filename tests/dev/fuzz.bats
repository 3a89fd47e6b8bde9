#!/usr/bin/env bats
# tests/fuzz/run: what long runs add up to, with stand-ins for the fuzzers.
bats_require_minimum_version 1.5.0

setup() {
    project=$BATS_TEST_TMPDIR/project
    mkdir -p "$project/tests/fuzz/corpus" "$project/tests/reliability" "$project/build/fuzz"
    cp "$PROJECT_SOURCE/tests/fuzz/run" "$project/tests/fuzz"
    cp "$PROJECT_SOURCE/tests/reliability/record" "$project/tests/reliability"
    export ATLCLI_RELIABILITY=$BATS_TEST_TMPDIR/RELIABILITY.md
    fuzzer json 'JSON and text from servers: whatever parses must print.'
    fuzzer jql 'JQL'
}

# Fuzzer $1, whose source says $2, is a shell script: standard input, after what every run of libFuzzer says.
fuzzer() {
    printf '/*\n * %s\n */\n#include <stdlib.h>\n' "$2" >"$project/tests/fuzz/fuzz_$1.c"
    mkdir -p "$project/tests/fuzz/corpus/$1"
    {
        printf '#!/bin/sh\necho "%s $*" >>"%s/ran"\n' "$1" "$BATS_TEST_TMPDIR"
        printf 'echo "#512\tpulse  cov: 70 ft: 80 corp: 3/9b"\n'
        if [ "${3:-}" != script ]; then
            echo 'echo "#1500	DONE   cov: 75 ft: 90 corp: 4/9b"'
        else
            cat
        fi
    } >"$project/build/fuzz/fuzz_$1"
    chmod +x "$project/build/fuzz/fuzz_$1"
}

# A second of CPU time, for a stand-in.
busy='(ulimit -t 1; while :; do :; done) 2>/dev/null'

fuzz() {
    timeout 300 "$project/tests/fuzz/run" "$@"
}

# What the document says of fuzzer $1, without what it reads and how long it took.
row() {
    "$project/tests/reliability/record" --read fuzz | sed -n "s/^| $1 | [^|]* | [^|]* | //p"
}

# How long, in seconds, the document says it took.
spent() {
    "$project/tests/reliability/record" --read fuzz | awk -F ' *[|] *' -v name="$1" '
        $2 == name { split($4, part, ":"); print part[1] * 3600 + part[2] * 60 + part[3] }'
}

@test "a short run tries each fuzzer for the seconds given, and writes no document" {
    run -0 fuzz 7
    [ "$(cut -d ' ' -f 1 "$BATS_TEST_TMPDIR/ran" | paste -sd ' ')" = "jql json" ]
    [ "$(grep -c -- '-max_total_time=7 ' "$BATS_TEST_TMPDIR/ran")" -eq 2 ]
    [[ $output == *'1500 inputs, nothing found'* ]]
    [ ! -e "$ATLCLI_RELIABILITY" ]
    run -0 fuzz 3 json
    [ "$(tail -n 1 "$BATS_TEST_TMPDIR/ran" | cut -d ' ' -f 1)" = json ]
    run -1 fuzz 3 nothing
    [[ $output == *"no fuzzer named 'nothing'"* ]]
    run -1 fuzz soon
    [[ $output == *"'soon' is no number of seconds"* ]]
}

@test "slices add up in the document until the goal, over several runs" {
    fuzzer jql 'JQL' script <<<"$busy; echo '#1500	DONE cov: 75 ft: 90'"
    run -0 fuzz --long -j 1 --slice 60 1 jql
    [ "$(row jql)" = '1,500 | 75 | 0 |' ]
    [ "$(row json)" = '0 | 0 | 0 |' ]
    [ "$(spent jql)" -ge 1 ]
    [ "$(grep -c . "$BATS_TEST_TMPDIR/ran")" -eq 1 ]
    # It has had that, so that nothing is left to do; of two seconds there is.
    run -0 fuzz --long -j 1 1 jql
    [ "$(grep -c . "$BATS_TEST_TMPDIR/ran")" -eq 1 ]
    run -0 fuzz --long -j 1 "$(($(spent jql) + 1))" jql
    [ "$(row jql)" = '3,000 | 75 | 0 |' ]
    [[ "$(< "$ATLCLI_RELIABILITY")" == *$'\n## Foreign bytes\n'*'| jql | JQL | 0:00:0'*'2 fuzzers, 0:00:0'*' of CPU time, 3,000 inputs'* ]]
}

@test "the one with the least so far is first, and one that finds something ends, not the others" {
    local crash='echo "==1== ERROR: AddressSanitizer: heap-buffer-overflow"; exit 1'
    fuzzer json 'JSON' script <<<"$busy; $crash"
    fuzzer jql 'JQL' script <<<"$busy; echo '#1500 DONE cov: 75'"
    "$project/tests/reliability/record" fuzz <<<'| jql | JQL | 1:00:01 | 7,123,456 | 80 | 2 |'
    run -1 fuzz --long -j 1 3602
    [[ $output == *'heap-buffer-overflow'*'json found something: the input is in build/fuzz/crashes'* ]]
    [[ $output == *'to mend: json'* ]]
    [ "$(cut -d ' ' -f 1 "$BATS_TEST_TMPDIR/ran" | paste -sd ' ')" = "json jql" ]
    [ "$(row json)" = '512 | 70 | 1 |' ]
    [ "$(row jql)" = '7,124,956 | 80 | 2 |' ]
    [ "$(spent jql)" -ge 3602 ]
}

# An input that took long by the clock, of which the second run alone takes $1.
slow_input() {
    fuzzer jql JQL script <<END
case \$* in
    *-artifact_prefix=*)
        echo "==1== ERROR: libFuzzer: timeout after 10 seconds"
        echo "artifact_prefix='build/fuzz/crashes/jql-'; Test unit written to build/fuzz/crashes/jql-timeout-1"
        echo slow >build/fuzz/crashes/jql-timeout-1
        exit 70 ;;
    *) $1 ;;
esac
case \$* in
    *-artifact_prefix=*)
        echo "==1== ERROR: libFuzzer: timeout after 10 seconds"
        echo "artifact_prefix='build/fuzz/crashes/jql-'; Test unit written to build/fuzz/crashes/jql-timeout-1"
        echo slow >build/fuzz/crashes/jql-timeout-1
        exit 70 ;;
    *) $1 ;;
esac
END
}

@test "a machine that was busy is no finding, an input that needs the time is" {
    slow_input :
    run -0 fuzz 1 jql
    [ ! -e "$project/build/fuzz/crashes/jql-timeout-1" ]
    slow_input 'kill -XCPU $$'
    run -1 fuzz 1 jql
    [[ $output == *'jql found something'* ]]
    [ -e "$project/build/fuzz/crashes/jql-timeout-1" ]
}

@test "what is stopped has its time written down, and goes on another day" {
    fuzzer jql 'JQL' script <<<"$busy; exit 72"
    run -0 fuzz --long -j 1 30 jql
    [ "$(grep -c . "$BATS_TEST_TMPDIR/ran")" -eq 1 ]
    [ "$(spent jql)" -ge 1 ]
    [ "$(row jql)" = '512 | 70 | 0 |' ]
}
