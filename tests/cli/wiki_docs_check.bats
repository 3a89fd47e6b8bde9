#!/usr/bin/env bats
# wiki docs check: what it finds, where, and what it says to a build server. No server is asked.
bats_require_minimum_version 1.5.0

load assertions
load profile

setup() {
    own_profiles
    mkdir "$BATS_TEST_TMPDIR/docs"
    cd "$BATS_TEST_TMPDIR/docs" || return
}

# page FILE ID TITLE: a page's file, with its text from standard input.
page() {
    mkdir -p "$(dirname "$1")"
    { printf -- '---\natlcli:\n  id: "%s"\n  title: %s\n---\n\n' "$2" "$3"; cat; } >"$1"
}

# A workspace of a whole space, as far as check looks at it.
workspace() {
    mkdir .atlcli
    cat >.atlcli/config.json <<'JSON'
{"version": 1, "site": "https://example.atlassian.net", "attachments": true,
 "scope": {"kind": "space", "space": "TEAM", "title": "TEAM"}}
JSON
}

# found FINDING...: all that check finds, as "FILE:LINE KIND", in order.
found() {
    atl wiki docs check --json
    same "$(jq -r '.findings[] | "\(.path):\(.line // "-") \(.kind)"' <<<"$output")" \
        "$(printf '%s\n' "$@")"
}

@test "pages that are as they should be, in a workspace or a part of it" {
    workspace
    page Home.md 1 Home <<<'See [the plan](Home/Plan.md#Next-steps), [site](https://example.com) and ![x](Home.attachments/x.png).'
    page Home/Plan.md 2 Plan <<<$'## Next steps\n\n[up](../Home.md) [here](#next-steps) [there](#Plan-Nextsteps)'
    mkdir Home.attachments
    echo x >Home.attachments/x.png
    atl wiki docs check
    expect 0
    warns 'Nothing wrong in 2 files'
    cd Home
    atl wiki docs check --json
    expect 0
    json '[.files, .findings, .errors, .schemaVersion]' '[1,[],0,"1"]'
    json '.root | endswith("/docs")' true
}

@test "links and attachments that lead nowhere, each with its line" {
    page Home.md 1 Home <<'EOF'
[gone](Gone.md)
and [another](Home/plan.md), [out](../../etc/passwd)

![no](Home.attachments/y.png) [no](Home.attachments/z.pdf) [no](attachment:w.png)

## Part

[none](#nothing) [none](Home/Plan.md#nothing) [twice](#part-1)
EOF
    page Home/Plan.md 2 Plan <<<'[by title](page:Nobody)'
    echo x >notes.txt
    page Other.md 3 Other <<<'[a file](notes.txt)'
    found 'Home.md:7 broken-link' 'Home.md:8 broken-link' 'Home.md:8 broken-link' \
        'Home.md:10 missing-attachment' 'Home.md:10 missing-attachment' \
        'Home.md:10 missing-attachment' 'Home.md:14 missing-anchor' 'Home.md:14 missing-anchor' \
        'Other.md:7 untracked-file'
    expect 1
    json '[.errors, .warnings, .findings[8].severity, .error.code]' '[8,1,"warning","failed"]'
    json '.findings[1].message | contains("it is called Home/Plan.md")' true
}

@test "links by title count where the workspace is a whole space" {
    workspace
    page Home.md 1 Home <<<'[a](page:Plan#steps) [b](page:Nobody) [c](page://OTHER/Nobody) [d](page://team/plan)'
    page Plan.md 2 Plan <<<'## Tasks'
    found 'Home.md:7 broken-link' 'Home.md:7 missing-anchor'
    sed -i 's/"space", "space"/"tree", "page": "1", "space"/' .atlcli/config.json
    found 'Home.md:7 missing-anchor'
}

@test "titles and ids are there once" {
    page A.md 1 Alpha <<<x
    page B.md 1 Beta <<<x
    page sub/C.md 3 ALPHA <<<x
    printf '# Beta\n' >D.md
    page E.md 5 "$(printf 'x%.0s' {1..256})" <<<x
    found 'B.md:3 duplicate-id' 'D.md:1 duplicate-title' 'E.md:4 long-title' \
        'sub/C.md:4 duplicate-title'
    json '.findings[0].message | contains("A.md")' true
}

@test "files that can't be read as pages" {
    printf 'one\ncaf\xe9\n' >latin.md
    printf -- '---\ntitle: [\n---\ntext\n' >yaml.md
    printf 'a\n<<<<<<< local\nb\n=======\nc\n>>>>>>> remote\n' >conflict.md
    printf 'a\n\n::: info\nb\n\n::: note\nc\n:::\n' >open.md
    printf '%0300d' 0 | sed 's/0/> /g' >deep.md
    echo x >unreadable.md
    chmod 0 unreadable.md
    local unreadable=()
    [ -r unreadable.md ] || unreadable=('unreadable.md:- unreadable')
    found 'conflict.md:2 conflict' 'deep.md:1 markup' 'latin.md:2 not-utf8' 'open.md:3 markup' \
        "${unreadable[@]}" 'yaml.md:3 frontmatter'
    json '.findings[] | select(.path == "open.md") | .message | contains("::: info")' true
}

@test "pages that are too large for Confluence" {
    head -c 6000000 /dev/zero | tr '\0' 'a' | fold -w 100 >large.md
    head -c 4000000 large.md >small.md
    found 'large.md:- too-large'
}

@test "what is ignored is not looked at" {
    mkdir -p drafts .hidden
    echo '[x](gone.md)' | tee drafts/a.md .hidden/a.md b.tmp.md >keep.md
    printf 'drafts/\n*.tmp.md\n' >.atlcliignore
    found 'keep.md:1 broken-link'
}

@test "warnings fail with --strict alone, and lines end as they do" {
    printf 'a\r\n\r\n[x](notes.txt)\r\n' >page.md
    echo x >notes.txt
    atl wiki docs check
    expect 0
    says 'page.md     3  untracked-file'
    atl wiki docs check --strict --jsonl
    expect 1
    json '[.path, .line]' '["page.md",3]'
    warns 'error: 0 errors and 1 warning in 1 file'
}

@test "a directory that isn't there" {
    atl wiki docs check nowhere
    fails 4 nowhere
}
