#!/usr/bin/env bats
# wiki docs pull, push, sync and plan: what becomes of attachments that were changed here, on the
# server, or on both sides, on Cloud and on Data Center
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

load session
load assertions
load docs

setup_file() {
    start_session cloud --pages 20
    start_session datacenter --pages 20 --context-path /wiki
}

teardown_file() {
    end_sessions
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

# docs EXIT COMMAND ARGUMENT...: runs a docs command on $ws, which must end so; $events holds "ACTION
# PATH" a line, with "pull " or "push " before it for sync
docs() {
    does "$1" docs "$2" "$ws" --jsonl "${@:3}"
    events=$(jq -r '(if .direction then .direction + " " else "" end) + .action + " " + .path' <<<"$output")
}

# attached TEXT: the page has that as f.txt, one version after the last
attached() {
    mkdir -p up
    printf '%s\n' "$1" >up/f.txt
    wiki page attach "$root" up/f.txt >/dev/null
}

detached() {
    wiki page attachments delete "$root" f.txt --yes >/dev/null
}

# What the page has; "-" for nothing.
server() {
    rm -rf down
    mkdir down
    if wiki page attachments download "$root" f.txt --dir down >/dev/null 2>&1; then
        cat down/f.txt
    else
        echo -
    fi
}

# A page NAME with an attachment f.txt: its id in $root, a workspace of it in $ws, the file in $file.
page() {
    root=$(wiki page create --space OPS --title "$1" --body text --json | jq -r .id)
    attached old
    ws=$profile/$1
    wiki docs init "$ws" --ancestor "$root" >/dev/null
    wiki docs pull "$ws" >/dev/null
    file=$ws/$1.attachments/f.txt
    same "$(cat "$file")" old
}

# trashed TEXT: the file's only copy in the trash has it
trashed() {
    same "$(cat "$ws"/.atlcli/trash/*/*.attachments/f.txt)" "$1"
}

# Nothing is left to be done, on either side.
in_step() {
    docs 0 sync --delete --yes
    same "$events" ""
    same "$(if [ -e "$file" ]; then cat "$file"; else echo -; fi)" "$(server)"
}

put_back() {
    # The same again: nothing has happened.
    page "Put back"
    detached
    attached old
    docs 0 pull
    same "$events" ""
    same "$(cat "$file")" old
    docs 0 push --delete --yes
    same "$events" ""
    same "$(server)" old
    in_step
    # Another text: an update like others.
    detached
    attached new
    docs 0 sync --delete --yes
    same "$events" "pull updated Put back.attachments/f.txt"
    in_step
    # Deleted here meanwhile: it stays so, and goes there as well.
    detached
    attached new
    rm "$file"
    docs 0 sync --delete --yes
    same "$events" "push deleted Put back.attachments/f.txt"
    in_step
    [ ! -e "$ws/.atlcli/trash" ] || same "$(find "$ws/.atlcli/trash" -type f)" ""
    # Edited here meanwhile: it is uploaded, as a version of what is there now.
    attached old
    docs 0 pull
    detached
    attached old
    echo edited >"$file"
    docs 0 push
    same "$events" "updated Put back.attachments/f.txt"
    same "$(server)" edited
    in_step
    # And edited on both sides.
    detached
    attached theirs
    echo ours >"$file"
    docs 7 push
    same "$events" "conflict Put back.attachments/f.txt"
    docs 7 pull
    same "$events" "conflict Put back.attachments/f.txt"
    same "$(cat "$file") $(server)" "ours theirs"
    docs 0 push --on-conflict local
    same "$(server)" ours
    in_step
}

@test "an attachment that was deleted and put back on the server is the same one" {
    for_each_profile put_back
}

# What was put back is read, to see whether it is what was there: once more when that breaks off.
read_anew() {
    local downloads='^GET .*(/file/|/download/attachments/)'
    page "Read anew"
    attached "$(head -c 300000 /dev/zero | tr '\0' x)"
    docs 0 pull
    detached
    attached "$(<"$file")"
    tr x y <"$file" >edited
    cp edited "$file"
    atlcli api PUT /__sandbox/faults --input - --profile "$profile" >/dev/null \
        <<<'{"body-every": 1, "body-fault": "truncated", "fault-limit": 1, "faults-for": "GET '"$1"'"}'
    forget_requests "$profile"
    docs 0 push --delete --yes
    same "$(requests "$profile" | grep -Ec "$downloads")" 2
    atlcli api DELETE /__sandbox/faults --profile "$profile" >/dev/null
    same "$events" "updated Read anew.attachments/f.txt"
    server | cmp - edited
    in_step
}

@test "an attachment whose reading breaks off is read from its start" {
    needs_breakage
    profile=cloud read_anew /file/
    profile=datacenter read_anew /download/attachments/
}

# Whichever command settles it, what was edited here is in the trash.
given_way() {
    local command
    for command in pull push sync; do
        page "Given way $command"
        echo ours >"$file"
        attached theirs
        docs 7 "$command"
        same "$(cat "$file") $(server)" "ours theirs"
        docs 0 "$command" --on-conflict remote
        same "$(cat "$file") $(server)" "theirs theirs"
        trashed ours
        in_step
        # Deleted there.
        rm -r "$ws/.atlcli/trash"/*
        echo ours >"$file"
        detached
        docs 7 "$command"
        same "$(cat "$file")" ours
        docs 0 "$command" --on-conflict remote
        same "${events#p* }" "trashed ${file#"$ws"/}"
        [ ! -e "$file" ]
        trashed ours
        in_step
        # New on both sides.
        rm -r "$ws/.atlcli/trash"/*
        mkdir -p "${file%/*}"
        echo ours >"$file"
        attached theirs
        docs 7 "$command"
        docs 0 "$command" --on-conflict remote
        same "$(cat "$file")" theirs
        trashed ours
        in_step
    done
}

@test "what was edited here gives way to the server's by moving to the trash" {
    for_each_profile given_way
}

kept() {
    page Kept
    echo ours >"$file"
    attached theirs
    docs 0 sync --on-conflict local
    same "$events" "push updated Kept.attachments/f.txt"
    same "$(cat "$file") $(server)" "ours ours"
    in_step
    # A pull notes that it is decided, for whatever push comes next.
    echo ours again >"$file"
    attached theirs
    docs 0 pull --on-conflict local
    same "$events" ""
    docs 0 push
    same "$(cat "$file") $(server)" "ours again ours again"
    in_step
    # Deleted there: uploaded anew, once.
    local command
    for command in push sync; do
        echo "ours $command" >"$file"
        detached
        docs 7 "$command"
        docs 0 "$command" --on-conflict local
        same "${events#push }" "created Kept.attachments/f.txt"
        in_step
        same "$(wiki docs status "$ws" --json | jq '.attachments')" 1
    done
    # Deleted here, and edited there.
    rm "$file"
    attached theirs
    docs 7 push --delete --yes
    same "$events" "conflict Kept.attachments/f.txt"
    docs 0 push --delete --yes --on-conflict remote
    same "$events" "restored Kept.attachments/f.txt"
    same "$(cat "$file") $(server)" "theirs theirs"
    for command in push sync; do
        rm "$file"
        attached "theirs $command"
        docs 0 "$command" --delete --yes --on-conflict local
        same "${events#push }" "deleted Kept.attachments/f.txt"
        same "$(server)" -
        in_step
        attached theirs
        docs 0 pull
    done
    [ ! -e "$ws/.atlcli/trash" ] || same "$(find "$ws/.atlcli/trash" -type f)" ""
}

@test "what was edited or deleted here stands when that is asked for" {
    for_each_profile kept
}

planned() {
    page Planned
    local f=Planned.attachments/f.txt
    find "$ws" -type f -not -name '*.db*' -exec cksum {} + | sort >before
    attached theirs
    docs 0 plan
    same "$events" ""
    rm "$file"
    docs 7 plan --delete
    same "$events" "conflict $f"
    docs 0 plan --delete --on-conflict local
    same "$events" "delete $f"
    docs 0 plan --delete --on-conflict remote
    same "$events" "restore $f"
    echo ours >"$file"
    docs 7 plan
    same "$events" "conflict $f"
    docs 0 plan --on-conflict local
    same "$events" "update $f"
    docs 0 plan --on-conflict remote
    same "$events" "merge $f"
    echo theirs >"$file"
    docs 0 plan
    same "$events" ""
    echo ours >"$file"
    detached
    docs 7 plan
    same "$events" "conflict $f"
    docs 0 plan --on-conflict local
    same "$events" "create $f"
    docs 0 plan --on-conflict remote
    same "$events" "trash $f"
    echo old >"$file"
    find "$ws" -type f -not -name '*.db*' -exec cksum {} + | sort | diff before -
}

@test "a plan tells of what a push makes of attachments, and changes nothing" {
    for_each_profile planned
}

# Its name there is another, and so are its bytes: the file is renamed, and what was here isn't new.
renamed() {
    local below=/wiki/rest/api
    [ "$profile" = cloud ] || below=/rest/api
    page Renamed
    wiki page attachments "$root" --jsonl >there
    jq -c '{id, type: "attachment", status: "current", title: "g.txt",
        version: {number: .version, minorEdit: true, when: .updated}}' there |
        atlcli api PUT "$below/content/$root/child/attachment/$(jq -r .id there)" --input - --profile "$profile" >/dev/null
    mkdir -p up
    echo new >up/g.txt
    wiki page attach "$root" up/g.txt >/dev/null
    docs 0 sync --delete --yes
    same "$events" "pull updated Renamed.attachments/g.txt"
    same "$(cd "$ws/Renamed.attachments" && grep -H . ./*)" ./g.txt:new
    docs 0 sync --delete --yes
    same "$events" ""
    same "$(wiki page attachments "$root" --jsonl | jq -r .filename)" g.txt
}

@test "an attachment that was renamed and changed on the server is renamed and changed here" {
    for_each_profile renamed
}

# Its page has another name, and what is in the way of its file isn't the workspace's: that isn't taken for
# a file that was deleted.
in_the_way() {
    page Aside
    wiki page update "$root" --title "Aside new" >/dev/null
    touch "$ws/Aside new.attachments"
    docs 5 sync --delete --yes
    holds "$events" "failed Aside.attachments/f.txt"
    holds "$stderr" "Aside new.attachments is in the way of Aside new.attachments/f.txt"
    same "$(cat "$file") $(server)" "old old"
    # A file of that name is somebody's own.
    rm "$ws/Aside new.attachments"
    mkdir "$ws/Aside new.attachments"
    echo mine >"$ws/Aside new.attachments/f.txt"
    docs 5 sync --delete --yes
    same "$events" "pull failed Aside.attachments/f.txt"$'\n'"push conflict Aside new.attachments/f.txt"
    same "$(cat "$file" "$ws/Aside new.attachments/f.txt") $(server)" $'old\nmine old'
    rm "$ws/Aside new.attachments/f.txt"
    docs 0 sync --delete --yes
    file="$ws/Aside new.attachments/f.txt"
    same "$(cat "$file") $(server)" "old old"
    in_step
}

@test "an attachment that can't be moved along with its page stays, here and on the server" {
    for_each_profile in_the_way
}

# The search that lists attachments knows nothing yet of what was put back: the page does.
searched() {
    page Searched
    detached
    atlcli api PUT /__sandbox/faults --input - --profile "$profile" <<<'{"search-lag": 600000}' >/dev/null
    attached new
    docs 0 pull
    same "$events" "updated Searched.attachments/f.txt"
    same "$(cat "$file")" new
    docs 0 push --delete --yes
    same "$events" ""
    atlcli api DELETE /__sandbox/faults --profile "$profile" >/dev/null
    in_step
    [ ! -e "$ws/.atlcli/trash" ] || same "$(find "$ws/.atlcli/trash" -type f)" ""
}

@test "an attachment that was put back is found where the search lags behind" {
    needs_breakage
    for_each_profile searched
}

# Files that no list has yet, or that aren't there at all, are still the page's attachments when it goes back.
unlisted() {
    local storage='<p>See <ac:link><ri:attachment ri:filename="f.txt" /></ac:link> and <ac:image><ri:attachment ri:filename="none.png" /></ac:image>, <ac:link><ri:attachment ri:filename="a:b.txt" /></ac:link></p>'
    root=$(wiki page create --space OPS --title Unlisted --format storage --body "$storage" --json | jq -r .id)
    ws=$profile/Unlisted
    atlcli api PUT /__sandbox/faults --input - --profile "$profile" <<<'{"search-lag": 600000}' >/dev/null
    attached new
    wiki docs init "$ws" --ancestor "$root" >/dev/null
    docs 0 pull
    sed -i 's/^See/Look at/' "$ws/Unlisted.md"
    docs 0 push
    same "$events" "updated Unlisted.md"
    atlcli api DELETE /__sandbox/faults --profile "$profile" >/dev/null
    wiki page get "$root" --format storage >stored
    for name in f.txt none.png a:b.txt; do
        grep -qF "<ri:attachment ri:filename=\"$name\"" stored
    done
    [[ $(<stored) == *"Look at"* && $(<stored) != *attachments/* ]]
    docs 0 pull
    file=$ws/Unlisted.attachments/f.txt
    in_step
}

@test "an attachment that no list has yet stays one when its page is pushed" {
    needs_breakage
    for_each_profile unlisted
}
