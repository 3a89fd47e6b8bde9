#!/usr/bin/env bats
# wiki docs: pages as a directory of Markdown, on Cloud and on Data Center
# shellcheck disable=SC2016,SC2154 # jq's variables; set by bats' run
bats_require_minimum_version 1.5.0

load session
load assertions
load docs

setup_file() {
    start_session cloud --pages 330 --attachments 60
    start_session datacenter --pages 330 --attachments 60 --context-path /wiki
}

teardown_file() {
    end_sessions
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

# A tree "NAME" with the pages "NAME A" and, below it, "NAME B": ids in $root, $a, $b; a workspace in
# $profile/NAME.
tree() {
    name=$1
    root=$(create "$name" "The root.")
    a=$(create "$name A" $'First line.\n\nSecond line.\n\nThird line.' "$root")
    b=$(create "$name B" "[to A](page:${name// /%20}%20A) and [out](page:Nowhere)" "$a")
    ws=$profile/$name
    does 0 docs init "$ws" --ancestor "$root" --no-attachments
    does 0 docs pull "$ws"
}

# events: what pull has printed, "ACTION PATH" a line
pull() {
    local expected=$1
    shift
    does "$expected" docs pull "$ws" --jsonl "$@"
    events=$(jq -r '.action + " " + .path' <<<"$output")
}

digest() {
    (cd "$1" && find . -path ./.atlcli -prune -o -type f -print0 | sort -z | xargs -0 sha256sum)
}

whole_space() {
    local ws=$profile/eng
    does 0 docs init "$ws" --space ENG --json
    same "$(jq -c '[.scope, .space, .attachments]' <<<"$output")" '["space","ENG",true]'
    forget_requests "$profile"
    does 0 docs pull "$ws" --json
    pages=$(wiki page list --space ENG --limit all --jsonl --fields id | wc -l)
    same "$(jq -c --argjson n "$pages" '[.schemaVersion, .pages == $n, .failed, .conflicts,
        ([.changes[] | select(.kind == "page" and .action == "created")] | length) == $n]' <<<"$output")" \
        '["1",true,0,0,true]'
    same "$(find "$ws" -name '*.md' -not -path '*/.atlcli/*' | wc -l)" "$pages"
    # Every attachment in its page's directory, with the bytes it has.
    same "$(jq -r '.changes[] | select(.kind == "attachment") | .path' <<<"$output" | sort)" \
        "$(cd "$ws" && find . -path '*.attachments/*' -type f | sed 's|^\./||' | sort)"
    [ "$(jq .attachments <<<"$output")" -gt 0 ]
    holds "$(cat "$ws/Engineering Home.md")" $'---\natlcli:\n  id: "'
    # Nothing new: no bodies, no bytes, and not a word.
    forget_requests "$profile"
    digest "$ws" >before
    does 0 docs pull "$ws"
    same "$output" ""
    same "$stderr" "Up to date: $pages pages"
    [ "$(requests "$profile" | wc -l)" -le 6 ]
    [[ $(requests "$profile") != *storage* ]]
    does 0 docs status "$ws/Engineering Home"
    same "$output" ""
    same "$stderr" "Nothing has changed here: $pages pages"
    same "$(digest "$ws")" "$(cat before)"
}

@test "a space comes as files, and again without a change" {
    for_each_profile whole_space
}

left_behind() {
    tree Left
    rm -r "$ws/.atlcli/state.db"* "$ws/Left.md" "$ws/Left"
    printf 'Half a te' >"$ws/.atlcli/base/$b.md"
    pull 0
    # Both sides change: what they started from is what was pulled.
    set_body "$b" $'First there.\n\nlast'
    does 0 docs pull "$ws"
    printf '\nLast here.\n' >>"$ws/Left/Left A/Left B.md"
    set_body "$b" $'First there, again.\n\nlast'
    pull 0
    same "$events" "merged Left/Left A/Left B.md"
    holds "$(cat "$ws/Left/Left A/Left B.md")" $'First there, again.\n\nlast\n\nLast here.'
}

@test "a text to merge with that a pull has left behind counts for nothing" {
    for_each_profile left_behind
}

edits() {
    tree Edits
    # Changed there alone: written. Changed here alone: left, and shown.
    set_body "$b" "New there."
    printf 'Mine.\n' >>"$ws/Edits.md"
    pull 0
    same "$events" "updated Edits/Edits A/Edits B.md"
    holds "$(cat "$ws/Edits/Edits A/Edits B.md")" "New there."
    same "$(tail -1 "$ws/Edits.md")" "Mine."
    same "$(states)" "modified Edits.md"
    # Both, in different lines: merged.
    sed -i 's/First line/First line here/' "$ws/Edits/Edits A.md"
    set_body "$a" $'First line.\n\nSecond line.\n\nThird line there.'
    pull 0
    same "$events" "merged Edits/Edits A.md"
    holds "$(cat "$ws/Edits/Edits A.md")" "First line here."
    holds "$(cat "$ws/Edits/Edits A.md")" "Third line there."
    # Both, in the same line: both stand there, and the user's text is kept.
    sed -i 's/Second line/Second line here/' "$ws/Edits/Edits A.md"
    cp "$ws/Edits/Edits A.md" ours
    set_body "$a" $'First line.\n\nSecond line there.\n\nThird line there.'
    pull 7
    same "$events" "conflict Edits/Edits A.md"
    holds "$stderr" "Edits/Edits A.md was changed here and on the server"
    holds "$stderr" "error: 1 conflict, named above"
    same "$(grep -c '^<<<<<<< local' "$ws/Edits/Edits A.md")" 1
    cmp ours "$ws/.atlcli/conflicts/$a.md"
    does 7 docs status "$ws"
    holds "$output" "conflict  Edits/Edits A.md"
    # Until that is settled, nothing is merged into it.
    set_body "$a" "Once more."
    pull 7
    holds "$stderr" "still has lines of a conflict"
    cp ours "$ws/Edits/Edits A.md"
    pull 7
    holds "$(cat "$ws/Edits/Edits A.md")" "Once more."
}

@test "what was edited is left, merged, or kept beside the server's" {
    for_each_profile edits
}

moves() {
    tree Moves
    mkdir "$ws/Moves/Moves A/pictures"
    echo mine >"$ws/Moves/Moves A/notes.md"
    # A title in other case keeps the file; another title moves it, with all that lies below it.
    wiki page update "$a" --title "MOVES a" >/dev/null
    pull 0
    same "$events" "updated Moves/Moves A.md"
    wiki page update "$a" --title "Renamed: A/1" >/dev/null
    pull 0
    same "$(sort <<<"$events")" $'moved Moves/Renamed- A-1.md\nupdated Moves/Renamed- A-1.md\nupdated Moves/Renamed- A-1/Moves B.md'
    set_body "$b" $'Intro.\n\n[to A](page:Renamed%3A%20A%2F1)'
    pull 0
    holds "$(cat "$ws/Moves/Renamed- A-1/Moves B.md")" "[to A](../Renamed-%20A-1.md)"
    same "$(cat "$ws/Moves/Renamed- A-1/notes.md")" mine
    [ ! -e "$ws/Moves/Moves A" ]
    # To another parent, edited here: the edit goes along.
    sed -i 's/^Intro/Mine/' "$ws/Moves/Renamed- A-1/Moves B.md"
    wiki page update "$b" --parent "$root" >/dev/null
    pull 0
    holds "$events" "moved Moves/Moves B.md"
    holds "$(cat "$ws/Moves/Moves B.md")" "Mine."
    holds "$(cat "$ws/Moves/Moves B.md")" "[to A](Renamed-%20A-1.md)"
    # Two swap their titles.
    c=$(create "Moves C" "c" "$root")
    d=$(create "Moves D" "d" "$root")
    pull 0
    wiki page update "$c" --title "Moves X" >/dev/null
    wiki page update "$d" --title "Moves C" >/dev/null
    wiki page update "$c" --title "Moves D" >/dev/null
    pull 0
    same "$(tail -1 "$ws/Moves/Moves C.md")$(tail -1 "$ws/Moves/Moves D.md")" dc
    [ ! -d "$ws/.atlcli/moving" ] || [ -z "$(ls "$ws/.atlcli/moving")" ]
    # Moved here: it stays where it is, also when its text changes there.
    mv "$ws/Moves/Moves C.md" "$ws/Moves/Renamed- A-1/"
    same "$(states)" $'modified Moves/Moves B.md\nmoved Moves/Renamed- A-1/Moves C.md\nuntracked Moves/Renamed- A-1/notes.md'
    set_body "$d" "dd"
    pull 0
    same "$events" "updated Moves/Renamed- A-1/Moves C.md"
    # … and when it goes elsewhere there, that is a conflict.
    wiki page update "$d" --parent "$c" >/dev/null
    pull 7
    holds "$stderr" "was moved here, and elsewhere on the server"
    [ -e "$ws/Moves/Renamed- A-1/Moves C.md" ]
    # … until it is settled, also for a push.
    pull 7
    does 7 docs plan "$ws" --only '*Moves C.md'
    holds "$stderr" "was moved here, and elsewhere on the server"
    pull 0 --on-conflict remote
    holds "$events" "moved Moves/Moves D/Moves C.md"
    pull 0
}

@test "pages that are moved or renamed move their files, and links follow" {
    for_each_profile moves
}

deletions() {
    tree Gone
    c=$(create "Gone C" "c" "$root")
    d=$(create "Gone D" "d" "$root")
    e=$(create "Gone E" "e" "$root")
    pull 0
    echo Mine. >>"$ws/Gone/Gone C.md"
    rm "$ws/Gone/Gone D.md" "$ws/Gone/Gone E.md"
    remove_page "$b"
    remove_page "$c"
    remove_page "$e"
    pull 7
    same "$(sort <<<"$events")" $'conflict Gone/Gone C.md\ntrashed Gone/Gone A/Gone B.md'
    holds "$stderr" "Gone/Gone C.md was edited here, and its page was deleted on the server"
    same "$(find "$ws/.atlcli/trash" -type f | sed 's|.*/trash/[^/]*/||')" "Gone/Gone A/Gone B.md"
    [ ! -e "$ws/Gone/Gone A" ]
    # Deleted here, unchanged there: it stays so, until it changes.
    same "$(states)" $'conflict Gone/Gone C.md\ndeleted Gone/Gone D.md'
    set_body "$d" "dd"
    rm "$ws/Gone/Gone C.md"
    pull 0
    same "$events" "restored Gone/Gone D.md"
    same "$(states)" ""
}

@test "what is deleted on the server goes to the trash, unless it was edited" {
    for_each_profile deletions
}

names() {
    local ws=$profile/names
    root=$(create "Names" "x")
    for title in "../../x" CON "a/b\\c" ".hidden" "dots..." "README.md" "🦜 emoji" "Straße" "-rf" \
        "x.attachments" "$(printf 'long %.0s' {1..50})"; do
        create "$title" "text" "$root" >/dev/null
    done
    upper=$(create "STRASSE" "text" "$root")
    does 0 docs init "$ws" --ancestor "$root"
    does 0 docs pull "$ws"
    same "$(find "$ws" "$profile" -name '*.md' -not -path '*/names/*' | wc -l)" 0
    same "$(cd "$ws/Names" && find . -name '*.md' | grep -v long | LC_ALL=C sort)" "$(printf './%s\n' \
        "_.-..-x.md" "-rf.md" "CON_.md" "README-md.md" "STRASSE (*).md" "Straße.md" "_hidden.md" \
        "a-b-c.md" "dots.md" "x-attachments.md" "🦜 emoji.md" |
        sed "s/(\*)/($upper)/" | LC_ALL=C sort)"
    same "$(cd "$ws/Names" && echo long*)" "$(printf 'long %.0s' {1..30} | sed 's/ $//').md"
    does 0 docs pull "$ws"
    same "$output" ""
}

@test "names stay readable, apart, and inside" {
    for_each_profile names
}

form() {
    tree Form
    local file="$ws/Form/Form A.md"
    # Other keys, line breaks and a missing one at the end are the user's.
    sed -i 's/^atlcli:/tags: [x, y] # mine\natlcli:/' "$file"
    sed -i 's/$/\r/' "$file"
    truncate -s -2 "$file"
    set_body "$a" $'First line.\n\nSecond line.\n\nThird line, changed.'
    pull 0
    same "$events" "merged Form/Form A.md"
    same "$(grep -c $'\r$' "$file")" "$(($(wc -l <"$file")))"
    holds "$(cat "$file")" "tags: [x, y] # mine"
    same "$(tail -c 8 "$file")" "changed."
    same "$(states)" "modified Form/Form A.md"
    chmod 640 "$ws/Form.md"
    set_body "$root" "Other."
    pull 0
    same "$(stat -c %a "$ws/Form.md")" 640
}

@test "other keys, line breaks and modes of files stay as they are" {
    for_each_profile form
}

bad_input() {
    tree Bad
    # Each with its reason; the other pages go on.
    printf 'caf\xe9\n' >>"$ws/Bad/Bad A.md"
    set_body "$a" "Changed."
    set_body "$b" "Changed."
    chmod a-w "$ws/Bad.md"
    set_body "$root" "Changed."
    pull 5
    same "$(sort <<<"$events")" $'failed Bad.md\nfailed Bad/Bad A.md\nupdated Bad/Bad A/Bad B.md'
    holds "$stderr" "isn't UTF-8"
    holds "$stderr" "Bad.md is read-only, and has changed on the server"
    holds "$stderr" "error: 2 of 3 couldn't be brought up to date"
    chmod u+w "$ws/Bad.md"
    pull 5
    same "$(sort <<<"$events")" $'failed Bad/Bad A.md\nupdated Bad.md'
    cp "$ws/Bad.md" "$ws/copy.md"
    printf -- '---\ntitle: "x\n---\ntext\n' >"$ws/yaml.md"
    printf -- '---\natlcli: {id: 99999999}\n---\ntext\n' >"$ws/unknown.md"
    does 5 docs status "$ws" --json
    same "$(jq -c '[.differences[] | select(.state == "problem") | .path]' <<<"$output")" \
        '["Bad/Bad A.md","copy.md","unknown.md","yaml.md"]'
    holds "$stderr" "copy.md has the same atlcli.id as Bad.md"
    holds "$stderr" "unknown.md: atlcli.id is 99999999, and this workspace has no such page"
    # What is ignored is no file of the workspace's, but a page stays one.
    printf 'yaml.md\nunknown.md\ncopy.md\n/Bad.md\n' >"$ws/.atlcliignore"
    same "$(states)" $'problem Bad/Bad A.md'
    # A name that is taken by somebody else's file.
    echo mine >"$ws/Bad/Bad New.md"
    create "Bad New" "new" "$root" >/dev/null
    pull 5
    same "$(cat "$ws/Bad/Bad New.md")" mine
    holds "$events" "created Bad/Bad New ("
}

@test "files that can't be used are named, and the others go on" {
    for_each_profile bad_input
}

added() {
    tree Add
    mkdir -p "$ws/Add/Add B" "$ws/Nobody"
    echo '# A heading' >"$ws/Add/new.md"
    printf 'text\r\n' >"$ws/Add/Add A/titled.md"
    echo text | tee "$ws/beside.md" >"$ws/Nobody/x.md"
    run --separate-stderr atlcli wiki docs add "$ws/Add/new.md" --json
    same "$status" 0
    same "$(jq -c '.added' <<<"$output")" '[{"path":"Add/new.md","title":"A heading"}]'
    run --separate-stderr atlcli wiki docs add "$ws/Add/Add A/titled.md" --title "With: a title"
    same "$status" 0
    same "$(cat "$ws/Add/Add A/titled.md")" $'---\r\natlcli:\r\n  title: "With: a title"\r\n---\r\n\r\ntext\r'
    holds "$(states)" $'added Add/Add A/titled.md\nadded Add/new.md\nuntracked'
    run --separate-stderr atlcli wiki docs add "$ws/beside.md" "$ws/Nobody/x.md" "$ws/Add.md" "$ws/none.md"
    same "$status" 5
    holds "$stderr" "beside.md lies beside the page that this workspace is of"
    holds "$stderr" "there is no Nobody.md"
    holds "$stderr" "Add.md is the page $root already"
    holds "$stderr" "4 of 4 files couldn't be added"
    run --separate-stderr atlcli wiki docs add "$ws/Add/new.md" --title "Add B"
    same "$status" 7
    holds "$stderr" "the title 'Add B' is taken by Add/Add A/Add B.md"
    pull 0
    same "$events" ""
}

@test "files are added below the page whose directory they lie in" {
    for_each_profile added
}

@test "a workspace is made once, for one thing, and used with its own site" {
    local profile=cloud
    does 2 docs init w
    does 2 docs init w --space ENG --page-id 200001
    does 4 docs init w --space NOPE
    holds "$stderr" "there is no space 'NOPE'"
    does 0 docs init w --page-id 200001
    does 7 docs init w --space ENG
    does 7 docs init w/below --space ENG
    does 0 docs pull w
    same "$(find w -name '*.md' -not -path '*/.atlcli/*')" "w/Engineering Home.md"
    profile=datacenter does 2 docs pull w
    holds "$stderr" "it was made with --profile cloud"
    # Without --profile it is the workspace's own, whichever is the active one.
    atlcli auth switch datacenter >/dev/null
    run --separate-stderr atlcli wiki docs pull w
    atlcli auth switch cloud >/dev/null
    same "$status" 0
    does 4 docs status .
    holds "$stderr" "is in no docs workspace"
    exec {lock}<>w/.atlcli/lock
    flock "$lock"
    echo 4711 >w/.atlcli/lock
    does 7 docs pull w
    holds "$stderr" "another atlcli is at work in this workspace (process 4711)"
    exec {lock}>&-
}

# upload PAGE FILE: as a new attachment, or a new version of the one of its name
upload() {
    local auth=(-u "$SANDBOX_EMAIL:$SANDBOX_TOKEN") below=/wiki there
    [ "$profile" = cloud ] || auth=(-H "Authorization: Bearer $SANDBOX_TOKEN") below=
    there=$(wiki_attachment "${2##*/}")
    curl -sSf --cacert "$(cat "$BATS_FILE_TMPDIR/ca-of-$profile")" "${auth[@]}" -X POST \
        -H 'X-Atlassian-Token: nocheck' -F "file=@$2" -F minorEdit=true \
        "$(site_of "$profile")$below/rest/api/content/$1/child/attachment${there:+/$there/data}" >/dev/null
}

attachments() {
    local ws=$profile/files
    root=$(create "Files" $'[a report](attachment:a%20b.txt)\n\n![](attachment:c.png)')
    mkdir -p up
    echo one >"up/a b.txt"
    echo two >up/c.png
    echo three >up/d.txt
    for file in "a b.txt" c.png d.txt; do
        upload "$root" "up/$file"
    done
    does 0 docs init "$ws" --ancestor "$root"
    does 0 docs pull "$ws"
    diff -r up "$ws/Files.attachments"
    holds "$(cat "$ws/Files.md")" "[a report](Files.attachments/a%20b.txt)"
    holds "$(cat "$ws/Files.md")" "![](Files.attachments/c.png)"
    # Only what has changed is fetched; what was changed here stays.
    echo ONE >"up/a b.txt"
    upload "$root" "up/a b.txt"
    echo mine >"$ws/Files.attachments/c.png"
    same "$(states)" "modified Files.attachments/c.png"
    forget_requests "$profile"
    pull 0
    same "$events" "updated Files.attachments/a b.txt"
    same "$(requests "$profile" | grep -c download)" 1
    echo TWO >up/c.png
    upload "$root" up/c.png
    pull 7
    same "$events" "conflict Files.attachments/c.png"
    same "$(cat "$ws/Files.attachments/c.png")" mine
    cp up/c.png "$ws/Files.attachments/c.png"
    pull 0
    same "$events" ""
    # They go with their page, and away when they are gone.
    wiki page update "$root" --title "Papers" >/dev/null
    pull 0
    diff -r up "$ws/Papers.attachments"
    holds "$(cat "$ws/Papers.md")" "![](Papers.attachments/c.png)"
    same "$(states)" ""
    remove_attachment "$(wiki_attachment d.txt)"
    pull 0
    same "$events" "trashed Papers.attachments/d.txt"
    same "$(cat "$ws"/.atlcli/trash/*/Papers.attachments/d.txt)" three
}

# The id of an attachment of $root.
wiki_attachment() {
    local path="/rest/api/content/$root/child/attachment"
    [ "$profile" != cloud ] || path="/wiki/api/v2/pages/$root/attachments"
    atlcli api GET "$path" --profile "$profile" | jq -r --arg name "$1" '.results[] | select(.title == $name) | .id'
}

remove_attachment() {
    case $profile in
    cloud) atlcli api DELETE "/wiki/api/v2/attachments/$1" --profile cloud ;;
    *) atlcli api DELETE "/rest/api/content/$1" --profile "$profile" ;;
    esac
}

@test "attachments come with their pages, and what has changed alone is fetched" {
    needs_breakage
    for_each_profile attachments
}

# A directory of the workspace that is a link now: what it leads to isn't the workspace's.
linked() {
    tree Linked
    mv "$ws/Linked" "$profile-outside"
    ln -s "$PWD/$profile-outside" "$ws/Linked"
    find "$profile-outside" -type f -exec cksum {} + | sort >"$profile-before"
    set_body "$a" 'Changed there.'
    remove_page "$b"
    does 5 docs pull "$ws"
    [[ $stderr == *"Linked is in the way of Linked/"*"it is no directory"* ]]
    find "$profile-outside" -type f -exec cksum {} + | sort >"$profile-after"
    cmp "$profile-before" "$profile-after"
}

@test "nothing is changed behind a link" {
    for_each_profile linked
}
