#!/usr/bin/env bats
# Wiki markup side by side with pandoc's, on the constructs that both have.
#
# Each tests/data/pandoc/NAME.md is small and shows one thing. It is converted by atlcli and by pandoc,
# and held against each other in three ways:
#
#   text    what both write, but for empty lines, spaces around cells and the last line break
#   theirs  pandoc reads both as the same document (pandoc --from jira)
#   ours    atlcli reads both as the same document (--from wiki)
#
# Where that isn't so, tests/data/pandoc/differences has a line: the way, the name, the reason. A line
# whose difference no longer occurs fails as well.
#
# Pandoc puts anchors into headings, without names for this reader of Markdown; they are left out.
# Markdown is read by pandoc as CommonMark with tables, strike-through, task lists and bare addresses.

setup() {
    bats_require_minimum_version 1.5.0
    load assertions
    cases=$PROJECT_SOURCE/tests/data/pandoc
    reader=commonmark+pipe_tables+strikeout+task_lists+autolink_bare_uris
    scratch=$BATS_TEST_TMPDIR
}

# Without pandoc there is nothing to compare with; where everything has to be there, that is a failure.
need_pandoc() {
    command -v pandoc >/dev/null && return
    [ "${CI:-}" != true ] || { echo "pandoc isn't installed" && return 1; }
    skip "pandoc isn't installed"
}

# Both conversions of a case: $scratch/ours.wiki and $scratch/theirs.wiki
convert() {
    "$ATLCLI" wiki convert --from markdown --to wiki "$1" >"$scratch/ours.wiki"
    pandoc --wrap=none --from "$reader" --to jira "$1" |
        sed 's/{anchor:}//' >"$scratch/theirs.wiki"
}

normalise() {
    sed -E '/^$/d; s/^(\|\|?) +/\1/; s/ +(\|\|?)$/\1/; s/ +(\|\|?) +/\1/g' "$1"
}

ours_reads() {
    "$ATLCLI" wiki convert --from wiki --to html "$1"
}

theirs_reads() {
    pandoc --from jira --to native "$1"
}

# compare WAY -> differences, nothing when there are none
compare() {
    case $1 in
    text) diff <(normalise "$scratch/theirs.wiki") <(normalise "$scratch/ours.wiki") ;;
    ours) diff <(ours_reads "$scratch/theirs.wiki") <(ours_reads "$scratch/ours.wiki") ;;
    theirs) diff <(theirs_reads "$scratch/theirs.wiki") <(theirs_reads "$scratch/ours.wiki") ;;
    esac
}

# check_all WAY: all cases; says which differ without being listed, and which are listed and don't
check_all() {
    local file name listed difference wrong=0
    for file in "$cases"/*.md; do
        name=$(basename "$file" .md)
        convert "$file"
        difference=$(compare "$1") || true
        listed=$(grep -E "^$1 +$name +[^ ]" "$cases/differences" || true)
        if [ -n "$difference" ] && [ -z "$listed" ]; then
            printf '%s: pandoc (<) and atlcli (>) differ:\n%s\n' "$name" "$difference"
            wrong=1
        elif [ -z "$difference" ] && [ -n "$listed" ]; then
            echo "$name: no difference any more, but listed: $listed"
            wrong=1
        fi
    done
    return "$wrong"
}

@test "what is written is what pandoc writes" {
    need_pandoc
    check_all text
}

@test "pandoc reads what atlcli writes as what it writes itself" {
    need_pandoc
    check_all theirs
}

@test "atlcli reads what pandoc writes as what it writes itself" {
    need_pandoc
    check_all ours
}

@test "each listed difference is of a case that there is, and has a reason" {
    local way name reason
    while read -r way name reason; do
        case $way in '' | '#'*) continue ;; esac
        [[ $way == text || $way == theirs || $way == ours ]] || { echo "way: $way" && return 1; }
        [ -f "$cases/$name.md" ] || { echo "no such case: $name" && return 1; }
        [ -n "$reason" ] || { echo "no reason: $way $name" && return 1; }
    done <"$cases/differences"
}
