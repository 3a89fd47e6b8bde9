#!/usr/bin/env bats
# wiki convert: files and standard input, what is refused, what is reported. Nothing here needs a
# server or a profile.
bats_require_minimum_version 1.5.0

load assertions
load profile
load terminal

setup() {
    own_profiles
    cd "$BATS_TEST_TMPDIR" || return
    printf '# Title\n\nSome *text*.\n' >page.md
}

teardown() {
    stop_terminal
}

# ---- from where ----

@test "a file's format comes from its name" {
    atl wiki convert page.md --to storage
    expect 0
    says '<h1>Title</h1>'
    says '<em>text</em>'
    printf 'h1. Title\n\nSome _text_.\n' >page.WIKI
    atl wiki convert page.WIKI --to markdown
    same "$output" $'# Title\n\nSome *text*.'
    printf '<h1>Title</h1>' >page.xml
    atl wiki convert page.xml --to wiki
    same "$output" 'h1. Title'
    printf '{"version":1,"type":"doc","content":[{"type":"rule"}]}' >page.json
    atl wiki convert page.json --to markdown
    same "$output" '***'
}

@test "Jira's wiki markup has Jira's macros alone" {
    printf '> [!NOTE]\n> a\n' >alert.md
    atl wiki convert alert.md -o alert.jira
    expect 0
    local info='{panel:title=Info|borderStyle=solid|borderColor=#4c9aff|titleBGColor=#b3d4ff|bgColor=#deebff}'
    same "$(cat alert.jira)" "$info"$'\na\n{panel}'
    atl wiki convert alert.jira --to markdown
    same "$output" "$(cat alert.md)"
    atl_given "$(cat alert.jira)" wiki convert --from jira-wiki --to wiki
    same "$output" $'{info}\na\n{info}'
    atl_given '[TOC]' wiki convert --from markdown --to jira-wiki --strict
    expect 1
    printf '%s' "$stderr" | grep -F "the macro 'toc' is unknown to Jira: it is left out"
}

@test "standard input, with and without a dash" {
    atl_given '*strong*' wiki convert --from wiki --to markdown
    same "$output" '**strong**'
    atl_given '*strong*' wiki convert - --from wiki --to markdown
    same "$output" '**strong**'
    atl_given '' wiki convert --from wiki --to markdown
    expect 0
    same "$output" ''
}

@test "no profile is needed, nor a home" {
    HOME='' ATLCLI_CONFIG_DIR=/nonexistent atl wiki convert page.md --to storage
    expect 0
    same "$stderr" ''
}

# ---- to where ----

@test "without --to a pipe gets plain text" {
    atl wiki convert page.md
    same "$output" $'Title\n=====\n\nSome text.'
}

@test "--width wraps text, and is refused where nothing is laid out" {
    printf 'one two three four five six seven\n' >words.md
    atl wiki convert words.md --to text --width 20
    same "$output" $'one two three four\nfive six seven'
    atl wiki convert words.md --to storage --width 20
    fails 2 '--width is for text and terminal'
}

@test "--output writes one file, in the format of its name" {
    atl wiki convert page.md --output page.wiki
    expect 0
    same "$output$stderr" ''
    same "$(cat page.wiki)" $'h1. Title\n\nSome _text_.'
    atl wiki convert page.md -o page.unknown
    fails 2 "which format to write isn't said"
    hints '--to says it: markdown, storage, adf, wiki, jira-wiki, html, text or terminal'
}

@test "--output keeps a file's mode, and never replaces a device" {
    touch page.wiki && chmod 640 page.wiki
    atl wiki convert page.md -o page.wiki
    same "$(stat -c %a page.wiki)" 640
    atl wiki convert page.md --to storage -o /dev/null
    expect 0
    [ -c /dev/null ]
}

@test "--output - is standard output" {
    atl wiki convert page.md --to wiki --output -
    says 'h1. Title'
    [ ! -e - ]
}

@test "--out-dir writes each file to one of its own and lists them" {
    cp page.md other.markdown
    atl wiki convert page.md other.markdown --to storage --out-dir a/b
    expect 0
    same "$(ls a/b)" $'other.xml\npage.xml'
    says page.md
    says a/b/page.xml
    grep -q '<h1>Title</h1>' a/b/page.xml
}

@test "names keep their stem: only an ending that tells a format goes" {
    cp page.md 'release 1.2'
    cp page.md archive.tar.md
    atl wiki convert 'release 1.2' archive.tar.md --from markdown --to html --out-dir out
    same "$(ls out)" $'archive.tar.html\nrelease 1.2.html'
}

# ---- refused ----

@test "a format that can't be known is asked for" {
    atl_given 'text' wiki convert --to storage
    fails 2 "which format standard input is in isn't said"
    hints 'markdown, storage, adf, wiki or jira-wiki'
    cp page.md page.unknown
    atl wiki convert page.unknown
    fails 2 "which format page.unknown is in isn't said"
    cp page.md page.html
    atl wiki convert page.html
    fails 2 'html can be written, not read'
    atl wiki convert page.md --from html
    expect 2
    atl wiki convert page.md --to word
    expect 2
}

@test "several files need a directory" {
    cp page.md other.md
    atl wiki convert page.md other.md --to storage
    fails 2 "where to write 2 files isn't said"
    hints '--out-dir DIR'
    atl wiki convert page.md other.md --to storage -o both.xml
    fails 2 '--output takes one file'
    atl wiki convert page.md --to storage -o a.xml --out-dir b
    fails 2 'exclude each other'
    [ ! -e a.xml ] && [ ! -e both.xml ] && [ ! -e b ]
}

@test "nothing is written when two files would become one" {
    mkdir a b
    cp page.md a && cp page.md b
    atl wiki convert a/page.md b/page.md --to storage --out-dir out
    fails 2 'would both become out/page.xml'
    [ ! -e out ]
}

@test "an input is never overwritten, whatever path leads to it" {
    cp page.md before
    ln -s page.md link.wiki
    atl wiki convert page.md --to markdown -o page.md
    fails 2 'would be overwritten'
    atl wiki convert page.md --to wiki -o link.wiki
    fails 2 'would be overwritten'
    atl wiki convert page.md --to markdown --out-dir .
    fails 2 'would be overwritten'
    cmp before page.md
}

@test "standard input has no name for a file in a directory" {
    atl_given 'text' wiki convert --from wiki --to markdown --out-dir out
    fails 2 'standard input has no name'
    hints '--output FILE'
}

@test "--csv and --fields go with a list, not with a text" {
    atl wiki convert page.md --to storage --csv
    fails 2 '--csv'
    atl wiki convert page.md --to storage --fields input
    fails 2 '--fields'
    atl wiki convert page.md --to storage --out-dir out --csv --fields output
    same "$output" $'output\nout/page.xml'
}

# ---- errors ----

@test "a missing file, a directory" {
    atl wiki convert missing.md --to storage
    fails 4 'missing.md'
    mkdir directory.md
    atl wiki convert directory.md --to storage
    fails 1 'directory.md is a directory'
    atl wiki convert . --to storage
    fails 2 '. is a directory, not a file'
    hints '--out-dir DIR'
}

@test "malformed input: file, line and column" {
    printf 'first\nabc\xff\n' >page.md
    atl wiki convert page.md --to storage
    fails 1 'page.md: line 2, column 4: byte 0xff is not UTF-8'
    hints iconv
    printf '{"version": 1,\n "type": }' >page.json
    atl wiki convert page.json --to storage
    fails 1 'page.json: the document is not valid JSON (line 2, column 10)'
    atl_given '{' wiki convert --from adf --to storage
    fails 1 'standard input: '
}

@test "one file that fails doesn't stop the others" {
    cp page.md third.md
    printf '\xff' >second.md
    atl wiki convert page.md second.md missing.md third.md --to storage --out-dir out
    fails 5 "2 of 4 files couldn't be converted"
    warns 'error: second.md: line 1, column 1'
    warns 'missing.md'
    same "$(ls out)" $'page.xml\nthird.xml'
}

@test "a full disk" {
    [ -c /dev/full ] || skip "no /dev/full"
    atl wiki convert page.md --to storage -o /dev/full
    fails 1 'No space left'
    # shellcheck disable=SC2016 # expanded by the shell that runs it
    run --separate-stderr bash -c '"$1" wiki convert page.md --to storage >/dev/full' bash "$ATLCLI"
    fails 1 'cannot write output'
}

@test "a reader that leaves is no error" {
    for ((i = 0; i < 20000; i++)); do printf 'line %d\n\n' "$i"; done >long.md
    # shellcheck disable=SC2016 # expanded by the shell that runs it
    run --separate-stderr bash -o pipefail -c \
        '"$1" wiki convert long.md --to storage | head -c 10' bash "$ATLCLI"
    expect 0
    same "$stderr" ''
}

@test "a terminal is told that it is waited for" {
    start_terminal
    in_terminal "'$ATLCLI' wiki convert --from markdown --to storage; echo \"status \$?\""
    sees 'reading from the terminal; Ctrl-D'
    press '# Typed' Enter C-d
    sees '<h1>Typed</h1>'
    sees 'status 0'
}

@test "Ctrl-C ends the wait for standard input" {
    start_terminal
    in_terminal "'$ATLCLI' wiki convert --from markdown --to storage --quiet; echo \"status \$?\""
    sleep 0.5
    press C-c
    sees 'status 130'
}

# ---- what is lost ----

# A text that wiki markup can't hold.
given_lossy() {
    printf '<p><ac:inline-comment-marker ac:ref="x">seen</ac:inline-comment-marker></p>' >lossy.xml
}

@test "what is lost is counted in a warning, and listed with --report" {
    given_lossy
    atl wiki convert lossy.xml --to wiki
    expect 0
    says seen
    warns "lossy.xml: 1 thing couldn't be kept as it was; --report lists it"
    atl wiki convert lossy.xml --to wiki --quiet
    same "$stderr" ''
    atl wiki convert lossy.xml --to wiki --report --quiet
    expect 0
    warns KIND
    warns 'lost  '
    says_nothing_of 'warning:'
    atl wiki convert page.md --to storage --report
    warns 'page.md: nothing was lost'
}

@test "--strict writes nothing and names what would be lost" {
    given_lossy
    atl wiki convert lossy.xml --to wiki --strict -o out.wiki
    fails 1 "lossy.xml: 1 thing couldn't be kept as it was; nothing was written"
    warns 'lost  '
    [ ! -e out.wiki ]
    atl wiki convert lossy.xml --to wiki --strict
    expect 1
    same "$output" ''
    atl wiki convert page.md --to wiki --strict
    expect 0
}

@test "--json is one document with the texts and the reports" {
    given_lossy
    atl wiki convert lossy.xml page.md --to wiki --json
    expect 0
    same "$stderr" ''
    json .schemaVersion '"1"'
    json '[.conversions[].input]' '["lossy.xml","page.md"]'
    json '.conversions[1].content' '"h1. Title\n\nSome _text_.\n"'
    json '.conversions[0].report[0] | [.kind, .count]' '["lost",1]'
    json '.conversions[1].report' '[]'
    atl wiki convert page.md --to wiki --json -o out.wiki
    json '.conversions[0] | [.output, has("content")]' '["out.wiki",false]'
}

@test "--json has failures in it, too" {
    given_lossy
    atl wiki convert lossy.xml missing.md --to wiki --json --strict
    expect 5
    json '[.conversions[].error.code]' '["failed","not_found"]'
    json '.conversions[0].report | length' 1
    json .error.code '"partial"'
    atl wiki convert page.md --to wiki --jsonl
    json .input '"page.md"'
}

# ---- terminals ----

@test "on a terminal the text is laid out and can't drive it" {
    printf '# Title\n\nbad \033]0;owned\007 text\n' >page.md
    start_terminal 60
    in_terminal "TERM=xterm-256color '$ATLCLI' wiki convert page.md"
    ends 0
    sees Title
    [[ $(ever_shown) == *$'\033[1;4mTitle'* ]]
    in_terminal "'$ATLCLI' wiki convert page.md --to markdown"
    ends 0
    [[ $(ever_shown) != *$'\033]0;owned'* ]]
}

@test "what is written ends in a line break, unless there is nothing" {
    for format in markdown storage adf wiki html text; do
        atl wiki convert page.md --to "$format" -o "out.$format"
        [ "$(tail -c 1 "out.$format" | od -An -tx1)" = ' 0a' ]
    done
    "$ATLCLI" wiki convert page.md --to adf >piped
    cmp piped out.adf
    : >empty.md
    atl wiki convert empty.md --to storage -o empty.xml
    [ -f empty.xml ] && [ ! -s empty.xml ]
}

@test "into a pipe bytes are exact" {
    printf 'bad \033]0;owned\007 text\n' >page.md
    atl wiki convert page.md --to markdown
    same "$output" $'bad \033]0;owned\007 text'
}
