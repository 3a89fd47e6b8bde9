#!/usr/bin/env bats
# wiki docs sync: two workspaces on one tree, with random edits from both. No edit is lost, and both
# end up the same, on Cloud and on Data Center. What was attached to a page that the other side deleted
# is in the trash.
#
#   ATLCLI_ROUNDS   so many rounds (8)
#   ATLCLI_SEED     of what is done (1)
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

load session

setup_file() {
    start_session cloud
    start_session datacenter --context-path /wiki
}

teardown_file() {
    end_sessions
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    rounds=${ATLCLI_ROUNDS:-8}
    seed=${ATLCLI_SEED:-1}
}

# number LIMIT: a random one below it, in $number. No subshell, which would begin anew.
number() {
    seed=$(((seed * 1103515245 + 12345) & 0x7fffffff))
    number=$(((seed >> 8) % $1))
}

# All pages of a workspace, in $files.
list() {
    mapfile -t files < <(cd "$1" && find . -name '*.md' -not -path './.atlcli/*' | LC_ALL=C sort)
}

# pick WORKSPACE: one of its pages below the root's, in $file; false: there are too few.
pick() {
    list "$1"
    [ "${#files[@]}" -gt 6 ] || return
    number $((${#files[@]} - 1))
    file=${files[number + 1]}
}

# ---- what is done to files ----

# A word that no other edit has, which is to be found in the end.
new_word() {
    words=$((words + 1))
    word=word$words
    expected[$word]=1
}

insert() {
    list "$ws"
    number ${#files[@]}
    file=${files[number]}
    new_word
    number 6
    awk -v at="$number" -v word="$word" '
        { print }
        !body && /^---$/ && ++fences == 2 { body = 1; next }
        body && /^$/ && at-- == 0 { print word; print ""; done = 1 }
        END { if (!done) { print ""; print word } }' "$ws/$file" >edited
    cat edited >"$ws/$file"
}

change() {
    list "$ws"
    number ${#files[@]}
    file=${files[number]}
    new_word
    number 6
    awk -v at="$number" -v word="$word" '
        !body && /^---$/ && ++fences == 2 { body = 1; print; next }
        body && /^[a-z]/ && at-- == 0 { $0 = $0 " " word; done = 1 }
        { print }
        END { if (!done) { print ""; print word } }' "$ws/$file" >edited
    cat edited >"$ws/$file"
}

add() {
    list "$ws"
    number ${#files[@]}
    file=${files[number]}
    new_word
    mkdir -p "$ws/${file%.md}"
    printf 'one\n\ntwo\n\n%s\n\nthree\n' "$word" >"$ws/${file%.md}/Page $word.md"
}

# What stood in the file may go with it; what others write meanwhile may not.
delete() {
    pick "$ws" && [ ! -e "$ws/${file%.md}" ] || return 0
    local gone
    while read -r gone; do
        unset "expected[$gone]"
    done < <(grep -orhw 'word[0-9]*' "$ws/$file" "$ws/${file%.md}.attachments" 2>/dev/null)
    rm "$ws/$file"
    rm -rf "$ws/${file%.md}.attachments"
}

# A file of one word, called like it.
attach() {
    pick "$ws" || return 0
    new_word
    mkdir -p "$ws/${file%.md}.attachments"
    echo "$word" >"$ws/${file%.md}.attachments/$word.txt"
}

# carry WORKSPACE FILE DIRECTORY: moves a page with all that belongs to it
carry() {
    local part
    for part in "$2" "${2%.md}" "${2%.md}.attachments"; do
        [ ! -e "$1/$part" ] || mv "$1/$part" "$1/$3/"
    done
    rmdir "$1/${2%/*}" 2>/dev/null || true
}

move() {
    pick "$ws" || return 0
    number ${#files[@]}
    local to=${files[number]%.md} name=${file##*/}
    case $to/ in
    "${file%.md}"/*) return 0 ;;
    esac
    [ "$ws/$file" != "$ws/$to/$name" ] && [ ! -e "$ws/$to/$name" ] && [ ! -e "$ws/$to/${name%.md}" ] &&
        [ ! -e "$ws/$to/${name%.md}.attachments" ] || return 0
    mkdir -p "$ws/$to"
    carry "$ws" "$file" "$to"
}

rename() {
    pick "$ws" || return 0
    words=$((words + 1))
    sed -i "s/^  title: .*/  title: Renamed $words/" "$ws/$file"
}

# Both sides of a conflict are kept; of two places, the one here. A new page whose parent was deleted on
# the server goes below the root, and so does one that was moved there below a page deleted here.
settle() {
    local file twice=
    while read -r file; do
        carry "$1" "$file" Both
    done < <(jq -r 'select(.action == "failed") | if .reason | test("no page to be below") then .path
        else .reason | capture("and the page (?<below>.*) below it was not").below end' <<<"$output")
    while read -r file; do
        if grep -q '^<<<<<<< local' "$1/$file"; then
            # Of two titles the first.
            awk '/^<<<<<<< local|^=======$|^>>>>>>> remote/ || (/^  title: / && titles++) { next } { print }' \
                "$1/$file" >settled
            cat settled >"$1/$file"
        else
            twice=1
        fi
    done < <(jq -r 'select(.action == "conflict") | .path' <<<"$output")
    [ -z "$twice" ] || atlcli wiki docs sync "$1" --on-conflict local --create --delete --profile "$profile" >/dev/null
}

# ---- one after the other ----

sync() {
    run --separate-stderr atlcli wiki docs sync "$1" --create --delete --jsonl --profile "$profile"
    [ "$status" -eq 0 ] || [ "$status" -eq 7 ] || [ "$(jq -r 'select(.action == "failed") | .reason' <<<"$output" |
        grep -vc 'no page to be below\|below it was not')" -eq 0 ] || {
        printf 'round %s, %s: exit %s\n%s\n%s\n' "$round" "$1" "$status" "$output" "$stderr"
        return 1
    }
    settle "$1"
}

# "ID TITLE, ID OF THE PAGE ABOVE, TEXT" of each page, "ID WORD" of each attachment. Lines of one paragraph
# are one: where they break means nothing to the server.
pages() {
    (cd "$1" && find . -name '*.md' -not -path './.atlcli/*' -print0 | xargs -0 awk '
        FNR == 1 { fences = 0; place = FILENAME; sub(/\.md$/, "", place); places[++count] = place }
        fences < 2 && /^---$/ { fences++; next }
        fences == 1 && /^  id: / { gsub(/[^0-9]/, ""); ids[place] = $0 }
        fences == 1 && /^  title: / { titles[place] = substr($0, 10) }
        fences == 2 && /./ { texts[place] = texts[place] between $0; between = " " }
        !/./ { between = "|" }
        END {
            for (i = 1; i <= count; i++) {
                place = above = places[i]
                sub(/\/[^\/]*$/, "", above)
                print ids[place] " " titles[place] ", " ids[above] ", " texts[place]
            }
        }' | LC_ALL=C sort)
    local file
    while read -r file; do
        echo "$(sed -n 's/^  id: "\(.*\)"$/\1/p' "${file%.attachments/*}.md") $(<"$file")"
    done < <(find "$1" -path '*.attachments/*' -not -path '*/.atlcli/*') | LC_ALL=C sort
}

converge() {
    local deeds=(insert insert insert change change add delete move rename attach) word words=0 round ws deed
    local -A expected=()
    root=$(atlcli wiki page create --space OPS --title Both --body root --json --profile "$profile" | jq -r .id)
    for ws in a b; do
        atlcli wiki docs init "$profile-$ws" --ancestor "$root" --profile "$profile" >/dev/null
    done
    ws=$profile-a
    atlcli wiki docs pull "$ws" --profile "$profile" >/dev/null
    for round in {1..12}; do
        add
    done
    for ((round = 1; round <= rounds; round++)); do
        for ws in "$profile-a" "$profile-b"; do
            sync "$ws"
            number 4
            for ((deed = number; deed >= 0; deed--)); do
                number ${#deeds[@]}
                "${deeds[number]}"
            done
        done
    done
    for round in end settled again; do
        sync "$profile-a"
        sync "$profile-b"
    done
    same "$output" ""
    same "$(pages "$profile-b")" "$(pages "$profile-a")"
    pages "$profile-a" >all
    for word in "${!expected[@]}"; do
        grep -qw "$word" all || grep -rqw "$word" "$profile-a/.atlcli/trash" "$profile-b/.atlcli/trash" \
            --include='*.txt' || { echo "lost: $word" && return 1; }
    done
}

@test "random edits from both sides meet, on Cloud" {
    profile=cloud
    converge
}

@test "random edits from both sides meet, on Data Center" {
    profile=datacenter
    converge
}
