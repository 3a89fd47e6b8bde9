#!/usr/bin/env bats
# What is written as ADF is valid by Atlassian's schema: of the whole corpus, of trees that nobody would
# write, of Markdown put together at random.
bats_require_minimum_version 1.5.0

setup() {
    load prism
    needs_prism
    schema=$ATLCLI_SPECS/adf-schema.json
}

# Fails with what is wrong and where.
validate() {
    run node "$BATS_TEST_DIRNAME/adf_schema.mjs" "$schema" "$@"
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "what is no valid ADF is found" {
    cd "$BATS_TEST_TMPDIR" || return
    echo '{"type": "doc", "version": 1, "content": [{"type": "rule"}]}' >good.json
    run ! validate /dev/null
    validate good.json
    printf '{"type": "doc", "version": 1, "content": [%s]}\n' '{"type": "rule", "extra": 1}' \
        '{"type": "rule"}' '{"type": "table", "content": []}' '{"type": "tableRow", "content": []}' >mixed.jsonl
    run ! validate mixed.jsonl good.json
    [[ $output == *"5 documents, 3 invalid"* ]]
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
    python3 "$BATS_TEST_DIRNAME/adf_markdown.py" "$directory" 100
    "$ATLCLI" wiki convert --quiet --from markdown --to adf --out-dir "$directory/adf" "$directory"/*.md
    validate "$directory"/adf/*
}
