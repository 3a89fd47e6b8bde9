#!/usr/bin/env bats
# wiki page children, tree, sort, move, copy, archive, delete, restore, history, diff, open: on Cloud
# and on Data Center
# shellcheck disable=SC2016,SC2154 # jq's variables; set by bats' run
bats_require_minimum_version 1.5.0

load session
load sites
load profile
load terminal

setup_file() {
    start_session cloud --pages 60
    start_session datacenter --pages 60 --context-path /wiki
}

teardown_file() {
    end_sessions
}

teardown() {
    stop_terminal
}

# create TITLE [ARGUMENT...]: its id goes to $id
create() {
    does create --title "$1" --body x "${@:2}" --json
    id=$(jq -r .id <<<"$output")
}

# titles_below PAGE: of its children, in their order
titles_below() {
    atlcli wiki page children "$1" --profile "$profile" --jsonl | jq -r .title | paste -sd,
}

# plant TITLE: a page with children b, a, "c 10", "c 2"; ids go to $root, $a, $b
plant() {
    create "$1" --space ENG
    root=$id
    create "b $1" --parent "$root"
    b=$id
    create "a $1" --parent "$root"
    a=$id
    create "c 10 $1" --parent "$root"
    create "c 2 $1" --parent "$root"
}

trees() {
    local space
    plant "tree"
    create "deep" --parent "$b"
    does children "$root" --json
    is '[.pages[] | .title, .depth, .version, .type, (.updated | type)] | .[:5]' \
        '["b tree",1,1,"page","string"]'
    is '.pages | length' 4
    forget_requests "$profile"
    does tree "$root"
    same "$output" "tree  $root
├─ b tree  $b
│  └─ deep  $id
├─ a tree  $a
├─ c 10 tree  $(titles_id 'c 10 tree')
└─ c 2 tree  $(titles_id 'c 2 tree')"
    does tree "$root" --depth 1 --jsonl
    same "$(wc -l <<<"$output")" 4
    space=$(atlcli wiki page list --space ENG --limit all --jsonl --profile "$profile" | jq -r .id | sort)
    forget_requests "$profile"
    does tree --space ENG --json
    [ "$(requests "$profile" | wc -l)" -le 5 ]
    same "$(jq -r '.pages[] | select(.type == "page") | .id' <<<"$output" | sort)" "$space"
    is '[.pages[] | select(.title == "deep") | .depth]' '[4]'
    # What is at the top has nothing above it.
    is '.pages[0] | [.depth, has("parentId"), .parentId]' '[1,true,null]'
    does tree --space ENG --csv
    same "${lines[0]}" "id,version,updated,title,parentId,depth,type,status"
    same "$(grep -c ',Engineering Home,,1,page,current$' <<<"$output")" 1
    does tree "$root" --csv
    same "$(grep -c ",b tree,$root,1,page,current\$" <<<"$output")" 1
    page tree --space NOPE
    same "$status" 4
    holds "$stderr" "there is no space 'NOPE'"
    page tree
    same "$status" 2
}

titles_id() {
    atlcli wiki page children "$root" --profile "$profile" --jsonl | jq -r --arg title "$1" 'select(.title == $title) | .id'
}

@test "children are listed, and the tree is drawn" {
    for_each_profile trees
}

@test "folders are in the tree on Cloud" {
    local profile=cloud folder space
    space=$(atlcli wiki page get "ENG:Engineering Home" --json | jq -r .spaceId)
    create "Above" --space ENG
    folder=$(printf '{"spaceId":"%s","title":"Drawer","parentId":"%s"}' "$space" "$id" |
        atlcli api POST /wiki/api/v2/folders --input - | jq -r .id)
    create "In it" --parent "ENG:Above"
    printf '{"id":"%s","status":"current","title":"In it","parentId":"%s","body":{"representation":"storage","value":""},"version":{"number":2}}' \
        "$id" "$folder" | atlcli api PUT "/wiki/api/v2/pages/$id" --input - >/dev/null
    does tree "ENG:Above"
    holds "$output" "└─ Drawer/  $folder"$'\n'"   └─ In it  $id"
    does tree --space ENG --jsonl
    same "$(jq -c 'select(.title == "Drawer" or .title == "In it") | [.title, .type]' <<<"$output")" \
        $'["Drawer","folder"]\n["In it","page"]'
}

@test "children are sorted with the fewest moves" {
    local profile=cloud
    plant "sort"
    does sort "$root" --dry-run --json
    is '[.moves, [.pages[] | select(.moved) | .title]]' '[2,["a sort","c 2 sort"]]'
    same "$(titles_below "$root")" "b sort,a sort,c 10 sort,c 2 sort"
    forget_requests "$profile"
    does sort "$root"
    same "$output" "Sorted the 4 pages below $root: 2 moved"
    same "$(requests "$profile" | grep -c '^PUT ')" 2
    same "$(titles_below "$root")" "a sort,b sort,c 2 sort,c 10 sort"
    does sort "$root"
    same "$output" "The 4 pages below $root are in that order already"
    does sort "$b"
    same "$output" "No pages are below $b"
    create "alone" --parent "$b"
    does sort "$b"
    same "$output" "The 1 page below $b is in that order already"
    does sort "$root" --by id --reverse --json
    is '[.pages, (.moved > 0)]' '[4,true]'
    same "$(titles_below "$root")" "c 2 sort,c 10 sort,a sort,b sort"
    does sort "$root" --by created
    same "$(titles_below "$root")" "b sort,a sort,c 10 sort,c 2 sort"
}

@test "the order of pages isn't to be had from Data Center" {
    local profile=datacenter way
    plant "order"
    forget_requests "$profile"
    for way in "sort $root" "sort $root --dry-run" "move $a --before $b" "move $a --after $b"; do
        # shellcheck disable=SC2086 # words
        page $way
        same "$status" 2
        holds "$stderr" "error: the REST API of Confluence Data Center can't set the order of pages"
        holds "$stderr" "hint: set it on the site: Space tools, Reorder pages"
    done
    same "$(requests "$profile")" ""
}

@test "a page is moved below and beside others, and to another space" {
    local profile=cloud
    plant "move"
    does move "$a" --before "$b"
    same "$output" "Moved $a: a move, before ENG:b move"
    same "$(titles_below "$root")" "a move,b move,c 10 move,c 2 move"
    does move "ENG:a move" --after "ENG:c 2 move"
    same "$(titles_below "$root")" "b move,c 10 move,c 2 move,a move"
    does move "$a" --parent "$b" --json
    is '[.id, .parentId]' "[\"$a\",\"$b\"]"
    does move "$b" --space OPS --json
    is '.space' '"OPS"'
    does get "OPS:a move" --json
    is '.parentId' "\"$b\""
    page move "$root"
    same "$status" 2
    page move "$root" --parent 1 --after 2
    same "$status" 2
}

circles() {
    local option below
    plant "circle"
    create "deep circle" --parent "$a"
    below=$id
    for option in "" --dry-run; do
        # shellcheck disable=SC2086 # or none
        page move "$root" --parent "$below" $option
        same "$status" 2
        holds "$stderr" "error: the page $root can't be moved to $below, which is below it"
        # shellcheck disable=SC2086
        page move "ENG:a circle" --parent "$a" $option
        same "$status" 2
        holds "$stderr" "error: the page $a can't be moved to itself"
    done
    page move --pages "$root,$b" --parent "$below" --dry-run --json
    same "$status" 0
    is '[.planned, .failed]' '[1,1]'
    is '[.pages[] | select(.outcome == "failed") | .id, .reason]' \
        "[\"$root\",\"it can't be moved below a page that is below it\"]"
    forget_requests "$profile"
    page move --pages "$root" --parent "$below" --yes
    same "$status" 5
    same "$(requests "$profile" | grep -c PUT)" 0
}

@test "a page isn't moved below itself, and a dry run says so" {
    for_each_profile circles
}

@test "a page is moved below another on Data Center, by a version that is what it was" {
    local profile=datacenter before
    plant "below"
    create "deep below" --parent "$a"
    does get "$a" --json
    before=$(jq -c '[.title, .body, .status]' <<<"$output")
    forget_requests "$profile"
    does move "$a" --parent "$b" --json
    is '[.id, .parentId]' "[\"$a\",\"$b\"]"
    same "$(requests "$profile" | grep -v '^GET ' | cut -d '?' -f 1)" "PUT /wiki/rest/api/content/$a"
    does get "$a" --json
    is '[.title, .body, .status]' "$before"
    is '.version' 2
    does get "$id" --json
    is '.parentId' "\"$a\""
    does move "$a" --parent "$b"
    does get "$a" --json
    is '.version' 2
    does move "$a" --space ENG
    does get "$a" --json
    is '.version' 3
    page move "$a" --space OPS
    same "$status" 2
    holds "$stderr" "the REST API of Confluence Data Center can't move a page to another space"
    page move "$a" --parent "OPS:Operations Home"
    same "$status" 2
    page move "$b" --parent "$b"
    same "$status" 2
    does get "$a" --json
    is '[.space, .version]' '["ENG",3]'
}

@test "a move on Data Center is made once, whatever becomes of the answer" {
    local profile=datacenter
    needs_breakage
    plant "once"
    faults PUT '{"reset-every": 1, "reset-when": "after", "faults-for": "PUT /rest/api/content/'"$a"'"}'
    does move "$a" --parent "$b"
    faults PUT '{"fail-every": 1, "fail-status": 409, "faults-for": "PUT /rest/api/content/'"$b"'"}'
    page move "$b" --parent "ENG:c 2 once"
    same "$status" 7
    faults DELETE
    does get "$a" --json
    is '[.version, .parentId]' "[2,\"$b\"]"
    does get "$b" --json
    is '[.version, .parentId]' "[1,\"$root\"]"
}

copies() {
    plant "copy"
    does copy "$root" --json
    is '[.title, .space]' '["Copy of copy","ENG"]'
    page copy "$root"
    same "$status" 7
    holds "$stderr" "a page titled 'Copy of copy' is in the space ENG already"
    holds "$stderr" "choose another one with --title"
    does copy "$root" --title "Another one" --parent "$b" --json
    is '[.title, .parentId]' "[\"Another one\",\"$b\"]"
    page copy "$root" -r --title x
    same "$status" 2
}

@test "a page is copied" {
    for_each_profile copies
}

@test "a page is copied with all below it, on Cloud" {
    local profile=cloud
    plant "tree to copy"
    create "deep to copy" --parent "$b"
    does copy "$root" --recursive --space OPS --json
    is '[.title, .space, .pages]' '["tree to copy","OPS",6]'
    does tree "OPS:tree to copy" --jsonl
    same "$(jq -r .title <<<"$output" | LC_ALL=C sort | paste -sd,)" \
        "a tree to copy,b tree to copy,c 10 tree to copy,c 2 tree to copy,deep to copy"
    page copy "$root" --recursive --space OPS
    same "$status" 7
    holds "$stderr" "hint: titles are unique in a space: choose another one with --prefix"
    does copy "$root" -r --space OPS --prefix "2027 "
    holds "$output" "with all below it to"
    profile=datacenter
    forget_requests "$profile"
    page copy "ENG:Engineering Home" -r --space OPS
    same "$status" 2
    holds "$stderr" "Confluence Data Center has no call to copy a page with all below it"
    holds "$stderr" "hint: copy the pages one by one, without --recursive"
    same "$(requests "$profile")" ""
}

faults() {
    atlcli api "$1" /__sandbox/faults --profile "$profile" ${2:+--input -} >/dev/null <<<"${2:-}"
}

@test "a page is copied on Data Center by what it says and its labels" {
    local profile=datacenter
    plant "otherwise"
    atlcli wiki page label add "$a" kept --profile "$profile" --quiet
    forget_requests "$profile"
    does copy "$a" --title "By its body" --json
    is '[.title, .parentId, .body]' "[\"By its body\",\"$root\",null]"
    same "$(requests "$profile" | grep -c '/copy')" 0
    id=$(jq -r .id <<<"$output")
    does label list "$id" --jsonl
    is .name '"kept"'
    does get "$id" --json
    is .body '"x\n"'
    page copy "$a" --title "With more" --restrictions
    same "$status" 1
    holds "$stderr" "this server can't copy a page's restrictions"
    echo x >"$BATS_TEST_TMPDIR/x.txt"
    atlcli wiki page attach "$a" "$BATS_TEST_TMPDIR/x.txt" --profile "$profile" --quiet
    page copy "$a" --title "With files"
    same "$status" 1
    holds "$stderr" "this server can't copy a page's 1 attachment"
    does copy "$a" --title "Without files" --no-attachments
}

@test "a tree is copied once, though the answer gets lost" {
    local profile=cloud
    needs_breakage
    plant "lost"
    faults PUT '{"fail-every": 1, "fail-status": 404, "faults-for": "POST /wiki/rest/api/content/'"$root"'/pagehierarchy"}'
    page copy "$root" -r
    same "$status" 4
    holds "$stderr" "Not found (404)"
    faults DELETE
    faults PUT '{"reset-every": 1, "reset-when": "after", "faults-for": "POST /wiki/rest/api/content/'"$root"'/pagehierarchy"}'
    does copy "$root" -r --prefix "Lost " --json
    is '[.title, .pages]' '["Lost lost",5]'
    faults DELETE
}

deletes() {
    create "Delete me" --space ENG
    page delete "$id"
    same "$status" 2
    holds "$stderr" "--yes"
    does delete "ENG:Delete me" --yes
    same "$output" "Moved $id to the trash: Delete me"
    page delete "$id" --yes
    same "$status" 1
    holds "$stderr" "is in the trash already"
    does restore "$id"
    same "$output" "Restored $id from the trash: Delete me"
    does get "$id" --json
    is '[.status, .body]' '["current","x\n"]'
    does delete "$id" --purge --yes --json
    is '[.id, .deleted, .purged]' "[\"$id\",true,true]"
    page get "$id"
    same "$status" 4
    page delete "$id" --yes
    same "$status" 4
    create "Draft to go" --space ENG --draft
    does delete "$id" --yes
    same "$output" "Deleted $id for good: Draft to go"
}

@test "a page goes to the trash and comes back, or goes for good" {
    for_each_profile deletes
}

histories() {
    create "Told" --space ENG
    does update "$id" --body $'one\n\ntwo' --message "second"
    does update "$id" --body $'one\n\nthree' --title "Told again"
    does history "$id" --json
    is '[.isLast, [.versions[] | .version, .message]]' '[true,[3,null,2,"second",1,null]]'
    is '[.versions[] | .author | test("^[A-Z].* ")] | all' true
    page history "$id" --limit 1
    same "${#lines[@]}" 2
    holds "$stderr" "1 version shown, there are more"
    does diff "$id" --from 2
    same "$output" "--- version 2
+++ version 3
@@ -1,5 +1,5 @@
-Title: Told
+Title: Told again
 
 one
 
-two
+three"
    does diff "$id" --from 1 --to 2 --json
    is '[.from, .to, (.diff | contains("+two"))]' '[1,2,true]'
    does diff "$id" --from 3 --to 3
    same "$stderr" "versions 3 and 3 don't differ"
    does restore "$id" --page-version 2
    same "$output" "Restored version 2 of $id as version 4: Told"
    does restore "$id" --page-version 2 --json
    is '.changed' false
    does get "$id" --fields title,message,body --json
    is '[.title, .message, .body]' '["Told","Restored version 2","one\n\ntwo\n"]'
    page restore "$id"
    same "$status" 2
    local command
    for command in "restore $id --page-version" "get $id --page-version" "diff $id --from" "diff $id --to"; do
        # shellcheck disable=SC2086 # words of a command
        page $command 99
        same "$status" 4
        same "$stderr" "error: the page $id has no version 99; its latest is 4"$'\n'"hint: atlcli wiki page history $id lists its versions"
    done
    page get 99999999 --page-version 2
    same "$status" 4
    holds "$stderr" "page 99999999: "
}

@test "versions are listed, compared, and brought back" {
    for_each_profile histories
}

@test "a page is archived on Cloud" {
    local profile=cloud
    create "Old" --space ENG
    does archive "$id" --yes
    same "$output" "Archived $id: Old"
    does archive "$id" --yes --json
    is '.changed' false
    page archive "ENG:Engineering Home"
    same "$status" 2
    holds "$stderr" "--yes"
    profile=datacenter
    page archive 1 --yes
    same "$status" 2
    holds "$stderr" "hint: move it below a page for what is old"
}

opens() {
    does open "ENG:Engineering Home" --print
    holds "$output" "$(site_of "$profile")"
    does open "$output"
    holds "$output" "/ENG/"
}

@test "open prints the address" {
    for_each_profile opens
}

@test "on a terminal the diff is coloured, open starts a browser, and delete asks with the title" {
    local profile=cloud
    create "On a terminal" --space ENG
    does update "$id" --body y
    printf '#!/bin/sh\necho "opened $1"\n' >"$BATS_TEST_TMPDIR/browser"
    chmod +x "$BATS_TEST_TMPDIR/browser"
    start_terminal 120 30
    in_terminal "'$ATLCLI' wiki page diff $id && BROWSER='$BATS_TEST_TMPDIR/browser' '$ATLCLI' wiki page open $id"
    ends 0
    holds "$(ever_shown)" $'\e[32m+y'
    holds "$(ever_shown)" "opened $(site_of cloud)/"
    in_terminal "'$ATLCLI' wiki page delete $id"
    answer "Move ENG:On a terminal ($id) to the trash?" n
    ends 1
}
