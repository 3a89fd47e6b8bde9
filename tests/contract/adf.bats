#!/usr/bin/env bats
# What is written as ADF is valid by Atlassian's schema: of the whole corpus, of trees that nobody would
# write, of Markdown put together at random.
bats_require_minimum_version 1.5.0

setup() {
    schema=${ATLCLI_SPECS:-/nowhere}/adf-schema.json
    [ -f "$schema" ] || unavailable "the ADF schema is not here: set ATLCLI_SPECS"
    find_python
}

# A Python that has the validator: another one than the distribution's may come first in the PATH.
find_python() {
    for python in python3 /usr/bin/python3; do
        "$python" -W ignore -c 'import jsonschema' 2>/dev/null && return
    done
    unavailable "python3-jsonschema is not here"
}

unavailable() {
    [ "${CI:-}" != true ] || { echo "$1"; return 1; }
    skip "$1"
}

# Fails with what is wrong and where.
validate() {
    run "$python" -W ignore "$BATS_TEST_DIRNAME/adf_schema.py" "$schema" "$@"
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "the corpus is valid ADF" {
    local directory=$BATS_TEST_TMPDIR/corpus
    mkdir "$directory"
    "$PROJECT_BUILD/test_content_corpus" --write-adf "$directory"
    # These show what a newer schema may have.
    rm "$directory"/adf-newer-*
    validate "$directory"/*.json
}

@test "the ADF of trees of anything is valid" {
    "$PROJECT_BUILD/test_content_adf" --write-random "$BATS_TEST_TMPDIR/trees.jsonl" 60
    validate "$BATS_TEST_TMPDIR/trees.jsonl"
}

@test "the ADF of random Markdown is valid" {
    local directory=$BATS_TEST_TMPDIR/markdown
    mkdir "$directory" "$directory/adf"
    "$python" "$BATS_TEST_DIRNAME/adf_markdown.py" "$directory" 100
    "$ATLCLI" wiki convert --quiet --from markdown --to adf --out-dir "$directory/adf" "$directory"/*.md
    validate "$directory"/adf/*
}
