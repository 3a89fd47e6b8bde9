#!/usr/bin/env bats
# The manual, as man and mandoc render it.
# shellcheck disable=SC2016,SC2154 # scripts in single quotes; what bats sets
bats_require_minimum_version 1.5.0

setup() {
    : "${ATLCLI:?says where atlcli is}"
    export ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/config
    pages=$BATS_TEST_TMPDIR/man1
}

@test "--output-dir writes a page for atlcli, each group and each command" {
    run "$ATLCLI" man --output-dir "$pages"
    [ "$status" -eq 0 ]
    count=$(find "$pages" -type f | wc -l)
    [ "$output" = "Wrote $((count)) pages to $pages" ]
    for page in atlcli atlcli-auth atlcli-auth-login atlcli-man atlcli-version; do
        [ -s "$pages/$page.1" ]
    done
    [ ! -e "$pages/atlcli-__complete.1" ]
    run "$ATLCLI" man --out-dir "$pages" --json
    [ "$(jq .pages <<<"$output")" -eq "$count" ]
}

@test "the same pages are printed one by one" {
    "$ATLCLI" man --output-dir "$pages" --quiet
    "$ATLCLI" man | cmp - "$pages/atlcli.1"
    "$ATLCLI" man auth login | cmp - "$pages/atlcli-auth-login.1"
    "$ATLCLI" man auth-login | cmp - "$pages/atlcli-auth-login.1"
    "$ATLCLI" man atlcli-auth-login | cmp - "$pages/atlcli-auth-login.1"
    "$ATLCLI" man atlcli | cmp - "$pages/atlcli.1"
}

@test "an unknown page is a usage error with a guess" {
    run --separate-stderr "$ATLCLI" man auth lgoin
    [ "$status" -eq 2 ]
    [ "${stderr_lines[1]}" = "hint: did you mean 'atlcli auth login'?" ]
    run --separate-stderr "$ATLCLI" man --output-dir ''
    [ "$status" -eq 2 ]
}

@test "pages can't be written where a file is in the way" {
    touch "$BATS_TEST_TMPDIR/file"
    run --separate-stderr "$ATLCLI" man --output-dir "$BATS_TEST_TMPDIR/file"
    [ "$status" -eq 1 ]
    [[ $stderr == "error: "*"$BATS_TEST_TMPDIR/file"* ]]
}

# All pages in one process each: there are some two hundred.

@test "mandoc finds nothing wrong with any page" {
    command -v mandoc >/dev/null || skip "mandoc is not installed"
    "$ATLCLI" man --output-dir "$pages" --quiet
    # A date would differ from build to build.
    run bash -c 'mandoc -Tlint -Wwarning "$1"/*.1 | grep -v "missing date"' _ "$pages"
    [ "$output" = "" ] || { echo "$output" && false; }
}

@test "groff renders every page without a warning" {
    command -v groff >/dev/null || skip "groff is not installed"
    "$ATLCLI" man --output-dir "$pages" --quiet
    run --separate-stderr bash -c 'groff -Kutf8 -ww -man -Tutf8 -rLL=80n "$1"/*.1 | col -b' _ "$pages"
    [ "$status" -eq 0 ]
    [ "$stderr" = "" ] || { echo "$stderr" && false; }
    [ "$(grep -c '^NAME$' <<<"$output")" -eq "$(find "$pages" -name '*.1' | wc -l)" ]
}

@test "man shows a page without a warning" {
    command -v man >/dev/null || skip "man is not installed"
    "$ATLCLI" man jira search >"$BATS_TEST_TMPDIR/search.1"
    run --separate-stderr bash -c 'MANWIDTH=80 man --warnings -l "$1" </dev/null | cat' _ \
        "$BATS_TEST_TMPDIR/search.1"
    [ "$stderr" = "" ] || { echo "$stderr" && false; }
    [[ $output == *NAME* ]]
}

@test "the page of a command says what its help says" {
    command -v mandoc >/dev/null || skip "mandoc is not installed"
    rendered=$("$ATLCLI" man completion | mandoc -Tutf8 -O width=200 | col -b)
    [[ $rendered == *"atlcli-completion - Print a script that completes atlcli's words in your shell"* ]]
    [[ $rendered == *"atlcli completion SHELL"* ]]
    [[ $rendered == *"source <(atlcli completion zsh)"* ]]
    rendered=$("$ATLCLI" man | mandoc -Tutf8 -O width=200 | col -b)
    [[ $rendered == *"ATLCLI_API_TOKEN"* ]]
    [[ $rendered == *"EXIT STATUS"* ]]
    [[ $rendered == *"--concurrency N"* ]]
}
