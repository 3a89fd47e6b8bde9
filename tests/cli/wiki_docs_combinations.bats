#!/usr/bin/env bats
# Every combination of what can have happened to a page, or to an attachment, here and on the server, and
# what pull, push and sync make of it: tests/data/docs/combinations and attachment_combinations, on Cloud
# and on Data Center.
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
    table=$PROJECT_SOURCE/tests/data/docs/combinations
}

docs() {
    atlcli wiki docs "$@" --profile "$profile"
}

wiki() {
    atlcli wiki "$@" --profile "$profile"
}

# Lines "HERE THERE COMMAND" of the table; the command is one word, "push-delete" for push --delete.
combinations() {
    awk -F ' *[|] *' '!/^#/ { gsub(/ --/, "-", $3); print $1, $2, $3 }' "$table"
}

# happen WHERE PLACE DIRECTORY...: what happened WHERE, here or there; moves go to the PLACE. Lines
# "WORD PATH", from those directories, on standard input.
happen() {
    local word path edited=() clashing=() deleted=()
    while read -r word path; do
        case $word in
        edited) edited+=("$path") ;;
        clashing) clashing+=("$path") ;;
        deleted) deleted+=("$path") ;;
        moved) mv "$path" "${path/ A\// $2/}" ;;
        esac
    done
    sed -i "s/^$1 line/$1 line, edited/" "${edited[@]}"
    [ "${#clashing[@]}" -eq 0 ] || sed -i 's/^here line/there in the same line/' "${clashing[@]}"
    rm "${deleted[@]}"
}

# "WORKSPACE/PAGE=STATE" of each page below A, B or C: "A here there", its place and what was edited.
states() {
    find author/Table of* -path '*/.atlcli' -prune -o -path '* [ABC]/*.md' -print0 | xargs -0 awk '
        FNR == 1 {
            count = split(FILENAME, parts, "/")
            page = parts[1] "/" parts[count]
            states[page] = substr(parts[count - 1], length(parts[count - 1]))
        }
        /^here line, edited/ { states[page] = states[page] " here" }
        /^there line, edited/ || /^there in the same/ { states[page] = states[page] " there" }
        /^<<<<<<< / { states[page] = states[page] " both:" }
        END { for (page in states) print page "=" states[page] }'
}

every_combination() {
    local set here there root expected command confirmed
    root=$(atlcli wiki page create --space OPS --title Table --body root --json --profile "$profile" | jq -r .id)
    docs init author --ancestor "$root" >/dev/null
    docs pull author >/dev/null
    mkdir author/Table
    combinations >all
    cut -d ' ' -f 3 all | sort -u >sets
    while read -r set; do
        mkdir -p "author/Table/$set/$set "{A,B,C}
        for place in A B C; do
            echo x >"author/Table/$set/$set $place.md"
        done
        echo x >"author/Table/$set.md"
    done <sets
    while read -r here there set; do
        printf 'first\n\nhere line\n\nmiddle\n\nthere line\n\nlast\n' >"author/Table/$set/$set A/$set $here $there.md"
    done <all
    docs push author --create >/dev/null
    while read -r set; do
        docs init "of $set" --ancestor "$(sed -n 's/^  id: "\(.*\)"/\1/p' "author/Table/$set.md")" >/dev/null
        docs pull "of $set" >/dev/null
        mkdir "of $set/$set/$set B"
    done <sets
    awk '{ print $2 " author/Table/" $3 "/" $3 " A/" $3 " " $1 " " $2 ".md" }' all | happen there C
    awk '{ print $1 " of " $3 "/" $3 "/" $3 " A/" $3 " " $1 " " $2 ".md" }' all | happen here B
    docs push author --delete --yes >/dev/null
    while read -r set; do
        read -ra command <<<"${set/-/ --}"
        expected=0
        ! grep -q "[|] ${set/-/ --} *[|].*conflict" "$table" || expected=7
        confirmed=()
        [[ " ${command[*]} " != *' --delete '* ]] || confirmed=(--yes)
        run --separate-stderr docs "${command[@]}" "of $set" "${confirmed[@]}" --jsonl
        [ "$status" -eq "$expected" ] || { printf '%s: %s\n%s\n%s\n' "$set" "$status" "$output" "$stderr" && return 1; }
        printf '%s\n' "$output" >>events
    done <sets
    docs pull author >/dev/null
    jq -r '(.path | split("/") | last) + "=" + (if .direction then .direction + " " else "" end) + .action' events >told
    states >state
    awk -F = '
        FILENAME == "told" { told[$1] = told[$1] (told[$1] == "" ? "" : ", ") $2; next }
        FILENAME == "state" { states[$1] = $2; next }
        function of(page) { return page in states ? states[page] : "-" }
        {
            split($0, word, " ")
            page = word[3] " " word[1] " " word[2] ".md"
            command = word[3]
            sub(/-/, " --", command)
            print word[1] " | " word[2] " | " command " | " (page in told ? told[page] : "-") \
                " | " of("of " word[3] "/" page) " | " of("author/" page)
        }' told state all >found
    diff <(grep -v '^#' "$table" | sed 's/  *|/ |/g; s/  *$//') found
}

@test "every combination of changes here and there, on Cloud" {
    profile=cloud
    every_combination
}

@test "every combination of changes here and there, on Data Center" {
    profile=datacenter
    every_combination
}

# files_that COLUMN WORD...: those of $line's attachments with one of these words in the column of the
# table, 1 for here and 2 for the server
files_that() {
    local column=$1
    shift
    awk -F ' [|] ' -v column="$column" -v command="$line" -v words=" $* " \
        '$3 == command && index(words, " " $column " ") { print $1 " " $2 ".txt" }' rows
}

# attach PAGE DIRECTORY FILE...: from there
attach() {
    local page=$1 directory=$2
    shift 2
    [ $# -eq 0 ] || (cd "$directory" && wiki page attach "$page" "$@" >/dev/null)
}

# What happens on the server to the attachments of $page.
change_there() {
    local files
    mapfile -t files < <(files_that 2 deleted back replaced)
    wiki page attachments delete "$page" "${files[@]}" --yes >/dev/null
    mapfile -t files < <(files_that 2 edited replaced)
    attach "$page" there "${files[@]}"
    mapfile -t files < <(files_that 2 back)
    attach "$page" old "${files[@]}"
}

# And here, to those in a directory.
change_here() {
    local name
    files_that 1 edited | while read -r name; do
        echo here >"$1/$name"
    done
    files_that 1 deleted | while read -r name; do
        rm "$1/$name"
    done
}

# text FILE: what it holds; "-" when it isn't there
text() {
    cat "$1" 2>/dev/null || echo -
}

# What became of attachment $name for command $number: the last columns of the table.
outcome() {
    local told
    told=$(jq -r --arg path "$number.attachments/$name" 'select(.path == $path) |
        (if .direction then .direction + " " else "" end) + .action' "events of $number")
    echo "${told:--} | $(text "of $number/$number.attachments/$name")" \
        "| $(text "server/Files/$number.attachments/$name")"
}

# Each command has a page of its own, with the attachments that the table has for it.
every_attachment() {
    local number line root page command confirmed expected files name
    sed '/^#/d; s/  *|/ |/g; s/  *$//' "$PROJECT_SOURCE/tests/data/docs/attachment_combinations" >rows
    awk -F ' [|] ' '!($3 in seen) { seen[$3] = 1; print ++count " " $3 }' rows >commands
    root=$(wiki page create --space OPS --title Files --body root --json | jq -r .id)
    mkdir old there
    while read -r number line; do
        read -ra command <<<"$line"
        mapfile -t files < <(files_that 1 unchanged edited deleted)
        for name in "${files[@]}"; do
            echo old >"old/$name"
            echo there >"there/$name"
        done
        page=$(wiki page create --space OPS --title "$number" --parent "$root" --body text --json | jq -r .id)
        attach "$page" old "${files[@]}"
        docs init "of $number" --ancestor "$page" >/dev/null
        docs pull "of $number" >/dev/null
        change_there
        change_here "of $number/$number.attachments"
        expected=0
        ! grep -q "[|] $line [|].*conflict" rows || expected=7
        confirmed=()
        [[ " ${command[*]} " != *' --delete '* ]] || confirmed=(--yes)
        run --separate-stderr docs "${command[@]}" "of $number" "${confirmed[@]}" --jsonl
        [ "$status" -eq "$expected" ] || { printf '%s: %s\n%s\n%s\n' "$line" "$status" "$output" "$stderr" && return 1; }
        printf '%s\n' "$output" >"events of $number"
    done <commands
    docs init server --ancestor "$root" >/dev/null
    docs pull server >/dev/null
    while read -r number line; do
        while read -r name; do
            echo "${name% *} | $(basename "${name#* }" .txt) | $line | $(outcome)"
        done < <(files_that 1 unchanged edited deleted)
    done <commands | sort >found
    sort rows | diff - found
}

@test "every combination of changes of attachments, on Cloud" {
    profile=cloud
    every_attachment
}

@test "every combination of changes of attachments, on Data Center" {
    profile=datacenter
    every_attachment
}

@test "the README has the same table" {
    awk -F ' *[|] *' '!/^#/ && $3 !~ /--/ {
        cells[$1 " | " $2] = cells[$1 " | " $2] " | " $4
        if ($3 == "sync") print "| " $1 " | " $2 cells[$1 " | " $2] " |" }' "$table" >rows
    diff rows <(sed 's/  *|/ |/g' "$PROJECT_SOURCE/README.md" | sed -n '/^| Here | On the server/,/^$/p' | sed '1,2d; /^$/d')
}
