#!/usr/bin/env bats
# wiki docs diff and wiki docs resolve: what was changed here and there, and the end of conflicts,
# on Cloud and on Data Center.
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

load session
load assertions
load docs

setup_file() {
    start_session cloud
    start_session datacenter --context-path /wiki
}

teardown_file() {
    end_sessions
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

# A tree "NAME" with the page "NAME A" below it: ids in $root and $a; its workspace in
# $profile/NAME.
tree() {
    name=$1
    root=$(create "$name" "The root.")
    a=$(create "$name A" $'First line.\n\nSecond line.\n\nThird line.' "$root")
    ws=$profile/$name
    does 0 docs init "$ws" --ancestor "$root" --no-attachments
    does 0 docs pull "$ws"
}

differences() {
    tree Diffs
    does 0 docs diff "$ws"
    same "$output" ""
    warns "No differences"
    sed -i 's/Second/2nd/' "$ws/Diffs/Diffs A.md"
    does 0 docs diff "$ws" --context 1
    same "$output" $'--- a/Diffs/Diffs A.md\t\n+++ b/Diffs/Diffs A.md\t\n@@ -8,3 +8,3 @@\n \n-Second line.\n+2nd line.\n '
    cp -r "$ws" copy
    "$ATLCLI" wiki docs diff "$ws" >changes.patch
    (cd copy && patch -s -R -p1 <../changes.patch)
    grep -qx 'Second line.' "copy/Diffs/Diffs A.md"
    rm -r copy
    # What is new, and what is gone.
    printf '# Diffs B\n' >"$ws/Diffs/B.md"
    does 0 docs add "$ws/Diffs/B.md"
    rm "$ws/Diffs.md"
    does 0 docs diff "$ws" --json
    json '[.differences[] | [.change, .path]]' \
        '[["deleted","Diffs.md"],["added","Diffs/B.md"],["changed","Diffs/Diffs A.md"]]'
    json '.differences[0].diff | contains("+++ /dev/null")' true
    # Only what was named, also what isn't there any more.
    cd "$ws" || return
    attempt docs diff Diffs/B.md Diffs.md --jsonl --fields path
    same "$output" $'{"path":"Diffs.md"}\n{"path":"Diffs/B.md"}'
    attempt docs diff Nobody.md
    fails 4 "Nobody.md: no such file in the workspace $PWD"
    printf '# No page\n' >"Diffs/C.md"
    attempt docs diff Diffs/C.md
    fails 4 "Diffs/C.md is no page of this workspace"
    hints "docs add"
    rm "Diffs/C.md"
    attempt docs diff /etc/passwd
    fails 2 "isn't in the workspace"
    cd - >/dev/null || return
    # From outside: what isn't there any more is of the workspace of what is above it.
    does 0 docs diff "$ws/Diffs.md" --jsonl --fields change,path
    same "$output" '{"change":"deleted","path":"Diffs.md"}'
    rm -r "$ws/Diffs"
    does 0 docs diff "$PWD/$ws/Diffs/Diffs A.md" --jsonl --fields change,path
    same "$output" '{"change":"deleted","path":"Diffs/Diffs A.md"}'
    does 0 docs diff "$ws/Diffs/" --jsonl --fields path
    same "$output" '{"path":"Diffs/Diffs A.md"}'
    attempt docs diff "$ws/Difs/Diffs A.md"
    fails 4 "$ws/Difs/Diffs A.md: no such file in the workspace $PWD/$ws"
    attempt docs diff "elsewhere/Diffs A.md"
    fails 4 "there is no elsewhere/Diffs A.md: . is in no docs workspace"
}

@test "what was changed here, line by line" {
    for_each_profile differences
}

against_the_server() {
    tree Remote
    does 0 docs diff "$ws" --remote
    warns "No differences"
    does 0 page update "$a" --body $'First line.\n\nSecond line.\n\nThird line, there.'
    sed -i 's/^First/1st/' "$ws/Remote/Remote A.md"
    does 0 docs diff "$ws" --remote --context 0
    same "$(grep -v '^@@' <<<"$output")" $'--- a/Remote/Remote A.md\t\n+++ b/Remote/Remote A.md\t
-First line.\n+1st line.\n-Third line, there.\n+Third line.'
    remove_page "$root"
    attempt docs diff "$ws" --remote --jsonl --fields change,path
    json '[.change, .path]' $'["added","Remote.md"]\n["changed","Remote/Remote A.md"]'
}

@test "what is different on the server" {
    for_each_profile against_the_server
}

# The same line changed on both sides, and a pull that found it.
conflict() {
    does 0 page update "$a" --body $'First line.\n\nSecond line, there.\n\nThird line.'
    sed -i 's/^Second.*/Second line, here./' "$file"
    does 7 docs pull "$ws"
}

resolving() {
    tree Resolve
    file="$ws/Resolve/Resolve A.md"
    conflict
    attempt docs resolve "$file"
    fails 7 "Resolve A.md:"
    hints "--ours or --theirs"
    sed -i '/^<<<<<<< /d; /^=======$/,/^>>>>>>> /d' "$file"
    does 0 docs resolve "$file" --json
    json '.resolved' '[{"path":"Resolve/Resolve A.md","taken":"merged"}]'
    grep -qx 'Second line, here.' "$file"
    attempt docs resolve "$file"
    fails 2 "is in no conflict"
    attempt docs status "$ws" --jsonl
    json .state '"modified"'
    attempt docs resolve "$ws/Nobody.md"
    fails 4 Nobody.md
    attempt docs resolve "$file" --ours --theirs
    fails 2 "only one of"
}

@test "a conflict ends when its lines are gone" {
    for_each_profile resolving
}

taking_sides() {
    tree Sides
    file="$ws/Sides/Sides A.md"
    conflict
    does 0 docs resolve "$file" --ours
    says ours
    grep -qx 'Second line, here.' "$file"
    [ -z "$(ls -A "$ws/.atlcli/conflicts")" ]
    attempt page update "$a" --body $'First line.\n\nSecond line, again.\n\nThird line.'
    does 7 docs pull "$ws"
    does 0 docs resolve "$file" --theirs
    grep -qx 'Second line, again.' "$file"
    does 0 docs status "$ws"
    same "$output" ""
}

@test "a conflict ends with one side's text" {
    for_each_profile taking_sides
}

deleted_there() {
    tree Deleted
    local b c
    b=$(create "Deleted B" "b" "$root")
    c=$(create "Deleted C" "c" "$root")
    does 0 docs pull "$ws"
    sed -i 's/^Second/Mine: second/' "$ws/Deleted/Deleted A.md"
    for file in B C; do
        printf 'Mine.\n' >>"$ws/Deleted/Deleted $file.md"
    done
    mkdir "$ws/Deleted/Deleted C.attachments"
    echo x >"$ws/Deleted/Deleted C.attachments/x.txt"
    for page in "$b" "$a" "$c"; do remove_page "$page"; done
    does 7 docs pull "$ws"
    hints "resolve --ours"
    file="$ws/Deleted/Deleted A.md"
    attempt docs resolve "$file"
    fails 2 "its page was deleted on the server"
    # Ours: to be a new page, and as it was but for the id.
    does 0 docs resolve "$file" --ours --json
    json '.resolved' '[{"path":"Deleted/Deleted A.md","taken":"ours"}]'
    grep -qx 'Mine: second line.' "$file"
    grep -qx '  title: Deleted A' "$file"
    [ "$(grep -c "$a" "$file")" -eq 0 ]
    # Theirs: into the trash, with what is attached.
    does 0 docs resolve "$ws/Deleted/Deleted C.md" --theirs
    [ ! -e "$ws/Deleted/Deleted C.md" ] && [ ! -e "$ws/Deleted/Deleted C.attachments" ]
    same "$(cd "$ws"/.atlcli/trash/*/Deleted && find . -type f | sort | tr '\n' ' ')" \
        "./Deleted C.attachments/x.txt ./Deleted C.md "
    # One that is restored on the server meanwhile is an edit again.
    does 0 page restore "$b"
    does 0 docs pull "$ws"
    attempt docs status "$ws" --jsonl
    same "$(jq -r '.state + " " + .path' <<<"$output")" \
        $'added Deleted/Deleted A.md\nmodified Deleted/Deleted B.md'
}

@test "a page that was deleted on the server is made anew, or given up" {
    for_each_profile deleted_there
}
