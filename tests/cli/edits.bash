# shellcheck shell=bash disable=SC2004,SC2034,SC2154 # what it sets is for who calls it, and what it uses likewise
# Random edits of docs workspaces, each with a word of its own that is to be found in the end. To be loaded
# by bats files, after `session`, which set $profile, the workspace $ws to be edited, $seed, words=0, and
# `declare -A expected gone`:
#
#   number LIMIT                       a random one below it, in $number
#   insert change add delete move rename attach detach
#                                      does that to a page of $ws; words that are to be found in the end are
#                                      keys of `expected`, pages whose files were deleted of `gone`, by id or, if
#                                      that isn't known, title
#   edit                               one of these
#   sync WORKSPACE                     both ways, and what is in conflict is settled
#   settle WORKSPACE                   the conflicts that the lines of JSON in $output tell of
#   pages WORKSPACE                    what is in it, to be compared with another
#   was_whole, settle_files WORKSPACE  parts of that, where requests may fail
#   texts WORKSPACE                    its words, one a line, once for each time they are there

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

# A file of the workspace, and a word that is in none.
pick_any() {
    list "$ws"
    number ${#files[@]}
    file=${files[number]}
    new_word
}

insert() {
    pick_any
    number 6
    awk -v at="$number" -v word="$word" '
        { print }
        !body && /^---$/ && ++fences == 2 { body = 1; next }
        body && /^$/ && at-- == 0 { print word; print ""; done = 1 }
        END { if (!done) { print ""; print word } }' "$ws/$file" >edited
    cat edited >"$ws/$file"
}

change() {
    pick_any
    number 6
    awk -v at="$number" -v word="$word" '
        !body && /^---$/ && ++fences == 2 { body = 1; print; next }
        body && /^[a-z]/ && at-- == 0 { $0 = $0 " " word; done = 1 }
        { print }
        END { if (!done) { print ""; print word } }' "$ws/$file" >edited
    cat edited >"$ws/$file"
}

add() {
    pick_any
    mkdir -p "$ws/${file%.md}"
    printf 'one\n\ntwo\n\n%s\n\nthree\n' "$word" >"$ws/${file%.md}/Page $word.md"
}

# The page whose file it is; nothing: none yet.
id_of() {
    sed -n 's/^  id: "\(.*\)"$/\1/p' "$1"
}

# What stood in the file may go with it; what others write meanwhile may not.
delete() {
    pick "$ws" && [ ! -e "$ws/${file%.md}" ] || return 0
    local part id
    while read -r part; do
        unset "expected[$part]"
    done < <(grep -orhw 'word[0-9]*' "$ws/$file" "$ws/${file%.md}.attachments" 2>/dev/null)
    id=$(id_of "$ws/$file")
    rm "$ws/$file"
    rm -rf "$ws/${file%.md}.attachments"
    file=${file##*/}
    gone[${id:-${file%.md}}]=1
}

# A file of one word, called like it.
attach() {
    pick "$ws" || return 0
    new_word
    mkdir -p "$ws/${file%.md}.attachments"
    echo "$word" >"$ws/${file%.md}.attachments/$word.txt"
}

detach() {
    local some
    mapfile -t some < <(cd "$ws" && find . -path '*.attachments/*' -not -path './.atlcli/*' | LC_ALL=C sort)
    [ "${#some[@]}" -gt 0 ] || return 0
    number ${#some[@]}
    unset "expected[$(<"$ws/${some[number]}")]"
    rm "$ws/${some[number]}"
}

# carry WORKSPACE FILE DIRECTORY: moves a page with all that belongs to it, if it isn't there
carry() {
    local part
    [ "${2%/*}" != "$3" ] || return 0
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

deeds=(insert insert insert change change add delete move rename attach)

edit() {
    number ${#deeds[@]}
    "${deeds[number]}"
}

# ---- what comes of it ----

# Both sides of a conflict are kept; of two places, the one here. A new page whose parent was deleted on
# the server goes below the root, and so does one that was moved there below a page deleted here.
settle() {
    settle_files "$1"
    [ -z "$twice" ] || docs sync "$1" --on-conflict local --create --delete --yes >/dev/null
}

# What can be done in the files; sets $twice if something is left.
settle_files() {
    local file
    twice=
    while read -r file; do
        carry "$1" "$file" Both
    done < <(jq -r 'select(.action == "failed") | if .reason | test("no page to be below") then .path
        else .reason | capture("and the page (?<below>.*) below it was not").below end' <<<"$output")
    while read -r file; do
        if grep -qs '^<<<<<<< local' "$1/$file"; then
            # Of two titles the first; what stands in both sides' lines once.
            awk '/^<<<<<<< local|^=======$|^>>>>>>> remote/ || (/^  title: / && titles++) { next }
                /^---$/ { fences++ }
                fences > 1 && /word/ {
                    line = ""
                    for (i = 1; i <= NF; i++)
                        if ($i !~ /^word[0-9]+$/ || !seen[$i]++) line = line (line == "" ? "" : " ") $i
                    $0 = line
                }
                { print }' "$1/$file" >settled
            cat settled >"$1/$file"
        else
            twice=1
        fi
    done < <(jq -r 'select(.action == "conflict") | .path' <<<"$output")
}

docs() {
    atlcli wiki docs "$@" --profile "$profile"
}

sync() {
    run --separate-stderr docs sync "$1" --create --delete --yes --jsonl
    was_whole || {
        printf '%s: exit %s\n%s\n%s\n' "$1" "$status" "$output" "$stderr"
        return 1
    }
    settle "$1"
}

# Whether only what somebody has to settle is left of what `run` has done.
was_whole() {
    [ "$status" -eq 0 ] || [ "$status" -eq 7 ] || { [ "$status" -eq 5 ] &&
        [ "$(jq -r 'select(.action == "failed") | .reason' <<<"$output" |
            grep -vc 'no page to be below\|below it was not\|it is to be below, .*, is gone')" -eq 0 ]; }
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

texts() {
    find "$1" -name '*.md' -not -path '*/.atlcli/*' -print0 | xargs -0 awk '
        FNR == 1 { fences = 0 }
        fences < 2 { fences += /^---$/; next }
        { print }' | grep -ow 'word[0-9]*'
    find "$1" -path '*.attachments/*' -not -path '*/.atlcli/*' -exec cat {} +
}
