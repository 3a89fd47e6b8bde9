#!/usr/bin/env bats
# wiki docs plan and push: what was changed in a workspace, on Cloud and on Data Center
# shellcheck disable=SC2016,SC2154 # jq's variables; set by bats' run
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

# A tree "NAME" with the pages "NAME A" and, below it, "NAME B": ids in $root, $a, $b; a workspace in
# $ws.
tree() {
    name=$1
    root=$(create "$name" "The root.")
    a=$(create "$name A" $'First line.\n\nSecond line.\n\nThird line.' "$root")
    b=$(create "$name B" "[to A](page:${name// /%20}%20A)" "$a")
    ws=$profile/$name
    does 0 docs init "$ws" --ancestor "$root"
    does 0 docs pull "$ws"
}

# plan EXIT, push EXIT: $events holds "ACTION PATH" a line
plan() {
    local expected=$1
    shift
    does "$expected" docs plan "$ws" --jsonl "$@"
    events=$(jq -r '.action + " " + .path' <<<"$output")
}

push() {
    local expected=$1
    shift
    does "$expected" docs push "$ws" --jsonl "$@"
    events=$(jq -r '.action + " " + .path' <<<"$output")
}

planned() {
    tree Plan
    plan 0
    same "$events" ""
    same "$stderr" "Nothing to push"
    # One of each.
    echo 'More.' >>"$ws/Plan.md"
    sed -i 's/First line/First line here/' "$ws/Plan/Plan A.md"
    set_body "$a" $'First line.\n\nSecond line.\n\nThird line there.'
    mkdir "$ws/Plan/New"
    echo '# A new page' >"$ws/Plan/New.md"
    echo 'text' >"$ws/Plan/New/Below.md"
    mkdir -p "$ws/Plan/New.attachments"
    echo 'bytes' >"$ws/Plan/New.attachments/x.txt"
    mv "$ws/Plan/Plan A/Plan B.md" "$ws/Plan/"
    find "$ws" -type f -not -name '*.db*' -exec cksum {} + | sort >before
    plan 0
    same "$events" $'update Plan.md\nmerge Plan/Plan A.md\nmove Plan/Plan B.md'
    plan 0 --create --only 'Plan/New*' --only Plan.md
    same "$events" $'update Plan.md\ncreate Plan/New.attachments/x.txt\ncreate Plan/New.md\ncreate Plan/New/Below.md'
    rm "$ws/Plan/Plan B.md"
    plan 0
    same "$events" $'update Plan.md\nmerge Plan/Plan A.md'
    same "$stderr" "1 deleted here stays on the server; --delete moves it to the trash there"
    plan 0 --delete
    same "$events" $'update Plan.md\nmerge Plan/Plan A.md\ndelete Plan/Plan A/Plan B.md'
    set_body "$a" "First line there."
    plan 7
    same "$events" $'update Plan.md\nconflict Plan/Plan A.md'
    same "$(jq -r 'select(.action == "conflict") | .id' <<<"$output")" "$a"
    holds "$stderr" "Plan A.md was changed here and on the server, in the same lines: both would stand there"
    holds "$stderr" "your text as it is would be kept in .atlcli/conflicts/$a.md"
    says_nothing_of "stand there now"
    does 7 docs push "$ws" --dry-run
    holds "$stderr" "in the same lines: both would stand there"
    same "$(ls "$ws/.atlcli/conflicts" 2>&-)" ""
    plan 0 --on-conflict local
    same "$events" $'update Plan.md\nupdate Plan/Plan A.md'
    # Nothing was changed by any of these.
    find "$ws" -type f -not -name '*.db*' -exec cksum {} + | sort | comm -13 - before >gone
    same "$(wc -l <gone)" 1
    does 4 docs plan "$ws" --only 'Nowhere*'
    holds "$stderr" "no file of the workspace matches 'Nowhere*'"
}

@test "a plan says what a push would do, and does nothing" {
    for_each_profile planned
}

# body ID: the page's text as Markdown
body() {
    wiki page get "$1" --format markdown
}

# The workspace is as the server has it, and a fresh one of the same pages has the same files.
in_step() {
    same "$(states)" ""
    does 0 docs pull "$ws" --jsonl
    same "$output" ""
    push 0
    same "$events" ""
    rm -rf fresh
    does 0 docs init fresh --ancestor "$root"
    does 0 docs pull fresh
    diff -r --exclude=.atlcli "$ws" fresh
}

edited() {
    tree Edit
    printf '\nMore.\n' >>"$ws/Edit.md"
    sed -i 's/First/1st/; s/^---$/---\r/' "$ws/Edit/Edit A.md"
    sed -i 's/title: Edit B/title: "Edit: B!"\nowner: me # kept/; s/to A/to the A/; $s/$/ [new](..\/..\/Edit.md)/' "$ws/Edit/Edit A/Edit B.md"
    cp -r "$ws" "$profile-before"
    forget_requests "$profile"
    push 0 --message 'From files' --label docs,Draft
    same "$(sort <<<"$events")" $'updated Edit.md\nupdated Edit/Edit A.md\nupdated Edit/Edit A/Edit B.md'
    # One request for the versions, then one or, with labels, two for each page.
    same "$(requests "$profile" | grep -vc label)" 4
    same "$(requests "$profile" | grep -c label)" 3
    diff -r --exclude=.atlcli "$profile-before" "$ws"
    same "$(states)" ""
    holds "$(body "$root")" More.
    holds "$(body "$a")" '1st line.'
    holds "$(body "$b")" '[to the A](page:Edit%20A) [new](page:Edit)'
    does 0 page get "$b" --json
    same "$(jq -c '[.title, .version, .message, (.labels | sort)]' <<<"$output")" '["Edit: B!",2,"From files",["docs","draft"]]'
    does 0 docs push "$ws"
    same "$stderr" "Nothing to push"
    # What says nothing new to the server makes no version.
    sed -i 's/owner: me/owner: you/' "$ws/Edit/Edit A/Edit B.md"
    forget_requests "$profile"
    push 0
    same "$events" ""
    same "$(requests "$profile" | grep -c ^PUT)" 0
    same "$(states)" ""
    does 0 docs pull "$ws"
    same "$stderr" "Up to date: 3 pages"
}

@test "what was edited is pushed, with the version that was read, and nothing else" {
    for_each_profile edited
}

made() {
    tree Make
    mkdir -p "$ws/Make/Make A/New" "$ws/Make/Make A/New.attachments"
    printf -- '---\ntags: [a, b] # mine\n---\n# Made: one/two\n\n[b](New/Below.md) ![](New.attachments/p%%20q.png)\n' >"$ws/Make/Make A/New.md"
    printf 'Below\r\n\r\n[up](../New.md)' >"$ws/Make/Make A/New/Below.md"
    printf png >"$ws/Make/Make A/New.attachments/p q.png"
    echo 'not added' >"$ws/Make/notes.md"
    printf '\n[new one](Make%%20A/New.md)\n' >>"$ws/Make/Make A.md"
    atlcli wiki docs add "$ws/Make/Make A/New.md" "$ws/Make/Make A/New/Below.md"
    push 0
    same "$events" $'updated Make/Make A.md\ncreated Make/Make A/New.md\ncreated Make/Make A/New/Below.md\ncreated Make/Make A/New.attachments/p q.png'
    new=$(jq -r 'select(.path == "Make/Make A/New.md") | .id' <<<"$output")
    below=$(jq -r 'select(.path == "Make/Make A/New/Below.md") | .id' <<<"$output")
    same "$(head -5 "$ws/Make/Make A/New.md")" $'---\ntags: [a, b] # mine\natlcli: {id: "'"$new"$'", title: "Made: one/two"}\n---\n# Made: one/two'
    same "$(cat "$ws/Make/Make A/New/Below.md")" $'---\r\natlcli:\r\n  id: "'"$below"$'"\r\n  title: Below\r\n---\r\n\r\nBelow\r\n\r\n[up](../New.md)'
    holds "$(body "$new")" '[b](page:Below) ![](attachment:p%20q.png)'
    holds "$(body "$a")" '[new one](page:Made%3A%20one%2Ftwo)'
    does 0 page children "$a" --jsonl
    holds "$output" "\"$new\""
    does 0 page children "$new" --jsonl
    holds "$output" "\"$below\""
    same "$(states)" "untracked Make/notes.md"
    push 0 --create
    same "$events" "created Make/notes.md"
    same "$(states)" ""
    push 0 --create
    same "$events" ""
    does 0 docs pull "$ws" --jsonl
    same "$(jq -r 'select(.action != "updated") | .path' <<<"$output")" ""
}

@test "files become pages, parents first, and get their ids" {
    for_each_profile made
}

moved() {
    tree Move
    create "Move C" "[b](page:Move%20B)" "$root" >/dev/null
    does 0 docs pull "$ws"
    # The page and what is below it change places, with a new one in between; links still hold.
    mkdir "$ws/Move/Move B" "$ws/Move/Move C"
    mv "$ws/Move/Move A/Move B.md" "$ws/Move/Move B.md"
    sed -i 's/to A/to my A/' "$ws/Move/Move B.md"
    mv "$ws/Move/Move A.md" "$ws/Move/Move B/"
    echo 'between' >"$ws/Move/Move B/Between.md"
    mkdir "$ws/Move/Move B/Between"
    mv "$ws/Move/Move C.md" "$ws/Move/Move B/Between/"
    push 0 --create
    same "$(sort <<<"$events")" $'created Move/Move B/Between.md\nmoved Move/Move B.md\nmoved Move/Move B/Between/Move C.md\nmoved Move/Move B/Move A.md\nupdated Move/Move B.md'
    same "$(jq -r 'select(.id == "'"$b"'" and .action == "moved") | .from' <<<"$output")" 'Move/Move A/Move B.md'
    same "$(wiki page get "$a" --json | jq -r .parentId)" "$b"
    same "$(wiki page get "$b" --json | jq -r .parentId)" "$root"
    holds "$(body "$b")" '[to my A](page:Move%20A)'
    same "$(states)" ""
    does 0 docs pull "$ws"
    holds "$(cat "$ws/Move/Move B.md")" '[to my A](Move%20B/Move%20A.md)'
    holds "$(cat "$ws/Move/Move B/Between/Move C.md")" '[b](../../Move%20B.md)'
    rmdir "$ws/Move/Move A" "$ws/Move/Move C" 2>/dev/null || true
    in_step
}

@test "files that were moved move their pages, and links follow" {
    for_each_profile moved
}

edited_after_a_move() {
    local c d
    tree Again
    c=$(create "Again C" c "$root")
    d=$(create "Again D" $'[to A](page:Again%20A)\n\nends' "$root")
    set_body "$a" $'[to D](page:Again%20D)\n\nends'
    does 0 docs pull "$ws"
    mkdir "$ws/Again/Again C"
    mv "$ws/Again/Again A.md" "$ws/Again/Again A" "$ws/Again/Again C/"
    push 0
    same "$(wiki page get "$a" --json | jq -r .parentId)" "$c"
    # Their links lead where nothing is any more; no pull has mended them.
    sed -i 's/^ends$/begins/' "$ws/Again/Again D.md" "$ws/Again/Again C/Again A.md"
    push 0
    same "$(body "$d")" $'[to A](page:Again%20A)\n\nbegins'
    same "$(body "$a")" $'[to D](page:Again%20D)\n\nbegins'
    holds "$(cat "$ws/Again/Again D.md")" '[to A](Again%20C/Again%20A.md)'
    holds "$(cat "$ws/Again/Again C/Again A.md")" '[to D](../Again%20D.md)'
    does 0 docs pull "$ws"
    in_step
}

@test "what is edited after a move was pushed has its links still" {
    for_each_profile edited_after_a_move
}

# Data Center moves a page by a version of it: there is nothing to be pulled for it, unless others have
# changed the page.
@test "a page that is moved on Data Center is in step at once" {
    local profile=datacenter c
    tree Parents
    c=$(create "Parents C" c "$root")
    create "Parents D" d "$root" >/dev/null
    does 0 docs pull "$ws"
    set_body "$a" "Changed meanwhile."
    mkdir "$ws/Parents/Parents C"
    mv "$ws/Parents/Parents A.md" "$ws/Parents/Parents A" "$ws/Parents/Parents C/"
    forget_requests "$profile"
    push 0
    same "$events" "moved Parents/Parents C/Parents A.md"
    same "$(requests "$profile" | grep -v '^GET ' | cut -d '?' -f 1)" "PUT /wiki/rest/api/content/$a"
    same "$(wiki page get "$a" --json | jq -c '[.parentId, .version, .body]')" "[\"$c\",3,\"Changed meanwhile.\\n\"]"
    does 0 docs pull "$ws" --jsonl
    same "$(jq -r '.action + " " + .path' <<<"$output")" "updated Parents/Parents C/Parents A.md"
    mv "$ws/Parents/Parents D.md" "$ws/Parents/Parents C/"
    push 0
    same "$events" "moved Parents/Parents C/Parents D.md"
    forget_requests "$profile"
    does 0 docs pull "$ws" --jsonl
    same "$output" ""
    same "$(requests "$profile" | grep -c "body.storage")" 0
}

# In a workspace of a whole space files may lie beside that of the home page.
to_the_top() {
    local id parent
    id=$(create "Topmost" text)
    parent=$(wiki page get "$id" --json | jq -r .parentId)
    ws=$profile/space
    does 0 docs init "$ws" --space OPS
    does 0 docs pull "$ws"
    mv "$(find "$ws" -name Topmost.md)" "$ws/"
    case $profile in
    cloud)
        plan 0
        same "$events" "move Topmost.md"
        push 0
        same "$events" "moved Topmost.md"
        same "$(wiki page get "$id" --json | jq -r .parentId)" null
        ;;
    datacenter)
        plan 5
        holds "$stderr" "Topmost.md: the REST API of Confluence Data Center can't move a page to the top of its space"
        push 5
        same "$events" "failed Topmost.md"
        holds "$stderr" "Topmost.md: the REST API of Confluence Data Center can't"
        holds "$stderr" "put it below another page, or move it on the site"
        same "$(wiki page get "$id" --json | jq -r .parentId)" "$parent"
        ;;
    esac
}

@test "a page is moved to the top of its space, except on Data Center" {
    for_each_profile to_the_top
}

conflicts() {
    tree Both
    d=$(create "Both D" "Theirs alone." "$root")
    does 0 docs pull "$ws"
    # Edited on both sides: in other lines, in the same ones, the same thing, deleted there.
    sed -i 's/First line/First line here/' "$ws/Both/Both A.md"
    set_body "$a" $'First line.\n\nSecond line.\n\nThird line there.'
    sed -i 's/The root/Our root/' "$ws/Both.md"
    cp "$ws/Both.md" "$profile-ours"
    set_body "$root" "Their root."
    sed -i 's/to A/to A, too/' "$ws/Both/Both A/Both B.md"
    set_body "$b" '[to A, too](page:Both%20A)'
    echo More >>"$ws/Both/Both D.md"
    remove_page "$d"
    plan 7
    same "$events" $'conflict Both.md\nmerge Both/Both A.md\nconflict Both/Both D.md'
    push 7
    same "$(sort <<<"$events")" $'conflict Both.md\nconflict Both/Both D.md\nmerged Both/Both A.md'
    holds "$stderr" "Both.md was changed here and on the server, in the same lines"
    holds "$stderr" "Both D.md was edited here, and its page was deleted on the server"
    holds "$stderr" "error: 2 conflicts, named above; the rest is pushed"
    holds "$(body "$a")" $'First line here.\n\nSecond line.\n\nThird line there.'
    same "$(tail -5 "$ws/Both/Both A.md")" $'First line here.\n\nSecond line.\n\nThird line there.'
    same "$(grep -c '^<<<<<<< local' "$ws/Both.md")" 1
    cmp "$profile-ours" "$ws/.atlcli/conflicts/$root.md"
    same "$(wiki page get "$b" --json | jq .version)" 2
    same "$(body "$root")" "Their root."
    # As long as the lines are there, it isn't pushed; then it is.
    push 7 --only Both.md
    holds "$stderr" "Both.md:7: both sides of a conflict stand here"
    holds "$stderr" "Nothing was pushed"
    same "$(grep '^error:' <<<"$stderr" | tail -1)" "error: 1 conflict, named above"
    sed -i '/^<<<<<<<\|^=======\|^>>>>>>>/d' "$ws/Both.md"
    push 0 --only Both.md
    same "$events" "updated Both.md"
    same "$(body "$root")" 'Our root. Their root.'
    [ ! -e "$ws/.atlcli/conflicts/$root.md" ]
    # Who says beforehand whose lines stand has no conflict; what the other side changed elsewhere stays.
    for side in local remote; do
        sed -i "s/Second line.*/Second line of $side/" "$ws/Both/Both A.md"
        set_body "$a" $'First line '"$side"$'.\n\nSecond line there.\n\nThird line there.'
        push 0 --only '*A.md' --on-conflict "$side"
        same "$events" "merged Both/Both A.md"
        text=$(body "$a")
        holds "$text" "First line $side."
        [ "$side" = remote ] || holds "$text" "Second line of local"
        [ "$side" = local ] || holds "$text" "Second line there."
        same "$(tail -5 "$ws/Both/Both A.md")" "$text"
    done
    grep -qx 'Second line of remote' "$ws"/.atlcli/trash/*/Both/"Both A.md"
    push 0 --on-conflict local
    same "$events" "created Both/Both D.md"
    d=$(jq -r .id <<<"$output")
    holds "$(body "$d")" More
    echo Once more >>"$ws/Both/Both D.md"
    remove_page "$d"
    push 0 --on-conflict remote
    same "$events" "trashed Both/Both D.md"
    same "$(states)" ""
}

@test "what both sides have changed is merged, or stands in the file, and the rest goes on" {
    for_each_profile conflicts
}

deleted() {
    tree Gone
    create "Gone C" "text" "$a" >/dev/null
    does 0 docs pull "$ws"
    rm "$ws/Gone/Gone A.md" "$ws/Gone/Gone A/Gone B.md"
    push 0
    same "$events" ""
    holds "$stderr" "2 deleted here stay on the server; --delete moves them to the trash there"
    # Not while a page below it stays, nor when it has changed there.
    set_body "$b" "Changed there."
    push 5 --delete --yes
    same "$(sort <<<"$events")" $'conflict Gone/Gone A/Gone B.md\nfailed Gone/Gone A.md'
    holds "$stderr" "Gone A.md was deleted here, and the page Gone/Gone A/Gone"
    does 0 docs pull "$ws"
    rm "$ws/Gone/Gone A/"*.md
    # Nor while a file can't be read that may be its page.
    printf '\xff\n' >"$ws/Gone/moved.md"
    push 5 --delete --yes
    holds "$stderr" "while Gone/moved.md can't be read: that may be its page"
    rm "$ws/Gone/moved.md"
    # Nor without a word when nobody is there to be asked.
    does 2 docs push "$ws" --delete
    holds "$stderr" "pass --yes if you are sure"
    does 2 docs sync "$ws" --delete
    does 0 page children "$a" --jsonl
    same "$(wc -l <<<"$output")" 2
    push 0 --delete --yes
    same "$(sort <<<"$events")" $'deleted Gone/Gone A.md\ndeleted Gone/Gone A/Gone B.md\ndeleted Gone/Gone A/Gone C.md'
    does 0 page children "$root" --jsonl
    same "$output" ""
    same "$(states)" ""
    rm "$ws/Gone.md"
    push 5 --delete --yes
    holds "$stderr" "Gone.md is the page that this workspace is of"
}

@test "pages are deleted when that is asked for, and nothing is lost by it" {
    for_each_profile deleted
}

attachments() {
    tree Files
    mkdir -p "$ws/Files.attachments"
    echo one >"$ws/Files.attachments/a b.txt"
    echo two >"$ws/Files.attachments/c.png"
    printf '\n![](Files.attachments/c.png)\n' >>"$ws/Files.md"
    push 0
    same "$(sort <<<"$events")" $'created Files.attachments/a b.txt\ncreated Files.attachments/c.png\nupdated Files.md'
    holds "$(body "$root")" '![](attachment:c.png)'
    in_step
    # Changed ones alone; deleted ones only when that is asked for.
    echo ONE >"$ws/Files.attachments/a b.txt"
    rm "$ws/Files.attachments/c.png"
    forget_requests "$profile"
    push 0
    same "$events" 'updated Files.attachments/a b.txt'
    same "$(requests "$profile" | wc -l)" 2
    push 0 --delete --yes
    same "$events" 'deleted Files.attachments/c.png'
    # Changed on both sides: the one who pushes decides; the same on both sides is none.
    other=$profile/other
    rm -rf "$other"
    does 0 docs init "$other" --ancestor "$root"
    does 0 docs pull "$other"
    for side in merge local remote same; do
        echo "there $side" >"$other/Files.attachments/a b.txt"
        does 0 docs push "$other" --only '*.txt' --on-conflict local
        echo "here $side" >"$ws/Files.attachments/a b.txt"
        [ "$side" != same ] || cp "$other/Files.attachments/a b.txt" "$ws/Files.attachments/"
        case $side in
        merge)
            push 7
            same "$events" "conflict Files.attachments/a b.txt"
            holds "$stderr" "a b.txt was changed here and on the server; both stay as they are"
            ;;
        local) push 0 --on-conflict local ;;
        remote)
            push 0 --on-conflict remote
            same "$(cat "$ws/Files.attachments/a b.txt")" "there remote"
            ;;
        same)
            push 0
            same "$events" ""
            ;;
        esac
    done
    # New ones of one name, and one of a page that was moved without its directory.
    echo x | tee "$ws/Files.attachments/new" >"$other/Files.attachments/new"
    echo y >"$ws/Files.attachments/newer"
    echo z >"$other/Files.attachments/newer"
    does 0 docs push "$other" --only '*new*'
    push 7
    same "$events" "conflict Files.attachments/newer"
}

@test "attachments are pushed when they are new or changed, and never over somebody else's" {
    for_each_profile attachments
}

bad_input() {
    tree Bad
    create "Bad C" "text" "$root" >/dev/null
    d=$(create "Bad D" "text" "$root")
    does 0 docs pull "$ws"
    printf '\xff\n' >>"$ws/Bad/Bad A.md"
    sed -i 's/title: .*/title: "x/' "$ws/Bad/Bad A/Bad B.md"
    cp "$ws/Bad/Bad C.md" "$ws/copy.md"
    mkdir "$ws/Bad/Nobody" "$ws/Bad/Bad D"
    echo text | tee "$ws/beside.md" "$ws/Bad/Nobody/x.md" "$ws/Bad/Bad D/y.md" >"$ws/Bad/Bad C (2).md"
    sed -i '1i ---\natlcli: {title: bad c}\n---' "$ws/Bad/Bad C (2).md"
    printf -- '---\natlcli: {id: 99999999}\n---\ntext\n' >"$ws/Bad/unknown.md"
    printf '# Engineering Home\n' >"$ws/Bad/taken.md"
    create "Engineering Home" "text" >/dev/null 2>&1 || true
    remove_page "$d"
    rm "$ws/Bad/Bad D.md"
    printf '\nGood.\n' >>"$ws/Bad.md"
    plan 5 --create
    push 5 --create
    same "$(sort <<<"$events")" "$(sort <<'EVENTS'
failed Bad/Bad A.md
failed Bad/Bad A/Bad B.md
failed Bad/Bad C (2).md
failed Bad/Bad D/y.md
failed Bad/Nobody/x.md
failed Bad/taken.md
failed Bad/unknown.md
failed beside.md
failed copy.md
updated Bad.md
EVENTS
)"
    for text in "Bad A.md: line 12 isn't UTF-8" 'Bad B.md: line 5, column 1: frontmatter' "the title 'bad c' is taken by Bad/Bad C.md" \
        "y.md: the page that it is to be below, Bad D ($d), is gone" "x.md has no page to be below" \
        "taken.md: a page titled 'Engineering Home' is in the space OPS already" "atlcli.id is 99999999" \
        "beside.md lies beside the page" "copy.md has the same atlcli.id as Bad/Bad C.md" \
        "error: 9 couldn't be pushed"; do
        holds "$stderr" "$text"
    done
    does 2 docs push "$ws" --label 'a b'
    does 4 docs push "$ws" --only nothing
    exec {lock}<>"$ws/.atlcli/lock"
    flock "$lock"
    does 7 docs push "$ws"
    exec {lock}>&-
}

@test "what can't be pushed is named with its way out, and the rest is pushed" {
    for_each_profile bad_input
    profile=datacenter ws=cloud/Bad does 2 docs push cloud/Bad
    holds "$stderr" "it was made with --profile cloud"
}

# A pull couldn't write the page that another one's text leads to: that path says nothing to the server.
half_pulled() {
    ws=$profile/Half
    root=$(create Half Top)
    create Target Text "$(create Deep Text "$root")" >/dev/null
    wiki page create --space OPS --title Source --parent "$root" --format storage \
        --body '<p>Read <ac:link><ri:page ri:content-title="Target" /></ac:link></p>' >/dev/null
    wiki docs init "$ws" --ancestor "$root" >/dev/null
    mkdir -p "$ws/Half"
    : >"$ws/Half/Deep" # in the way of a directory
    does 5 docs pull "$ws"
    sed -i 's/^Read/Have read/' "$ws/Half/Source.md"
    does 5 docs push "$ws" --only Half/Source.md
    holds "$stderr" "Half/Source.md links to pages that aren't here"
    rm "$ws/Half/Deep"
    does 0 docs pull "$ws"
    does 0 docs push "$ws"
    same "$(states)" ""
    wiki page get "$(sed -n 's/^  id: "\(.*\)"$/\1/p' "$ws/Half/Source.md")" --format storage >stored
    grep -qF '<ri:page ri:content-title="Target"' stored
    grep -qF 'Have read' stored
}

@test "a link to a page that a pull hasn't brought yet isn't sent as a path" {
    for_each_profile half_pulled
}

# A file that is spelled in somebody's own way, and is changed on the server, too.
own_spelling() {
    local file body
    ws=$profile/Spelled
    root=$(create Spelled Top)
    wiki docs init "$ws" --ancestor "$root" >/dev/null
    does 0 docs pull "$ws"
    file="$ws/Spelled/Own.md"
    mkdir -p "$ws/Spelled"
    body=$'Chapter\n=======\n\n* one\n* two\n\nFirst paragraph.\n\nLast paragraph.\n'
    printf '%s' "$body" >"$file"
    does 0 docs add "$file"
    does 0 docs push "$ws" --create
    id=$(sed -n 's/^  id: "\(.*\)"$/\1/p' "$file")
    set_body "$id" "${body/Last paragraph/Last paragraph there}"
    sed -i 's/^\* one$/* one here/' "$file"
    does 0 docs pull "$ws"
    holds "$(<"$file")" "- one here"
    holds "$(<"$file")" "Last paragraph there."
    does 0 docs push "$ws"
    holds "$(body_of "$id")" "one here"
    same "$(states)" ""
    # What both sides say differently is a conflict all the same, in the text as it was written.
    set_body "$id" $'# Chapter\n\n- one there\n- two\n\nFirst paragraph.\n'
    sed -i 's/^- one here$/* one of mine/' "$file"
    does 7 docs pull "$ws"
    holds "$(<"$file")" "* one of mine"
}

@test "a file's own spelling is no change that stands against the server's" {
    for_each_profile own_spelling
}

# task ID STATUS TEXT
task() {
    printf '<ac:task><ac:task-id>%s</ac:task-id><ac:task-uuid>u%s</ac:task-uuid><ac:task-status>%s</ac:task-status><ac:task-body><span class="placeholder-inline-tasks">%s</span></ac:task-body></ac:task>' "$1" "$1" "$2" "$3"
}

# What Markdown has no words for, with some that it has.
page_of_all() {
    printf '<h1 local-id="h">Kept</h1><p />\n<p>One word of it.</p><p><br/></p>'
    printf '<ac:task-list>%s%s%s</ac:task-list>' "$(task 31 incomplete 'call Ann')" "$(task 7 complete 'write')" "$(task 12 incomplete 'rest')"
    printf '<ac:structured-macro ac:name="children" ac:schema-version="2" ac:macro-id="5f1c"><ac:parameter ac:name="all">true</ac:parameter></ac:structured-macro>'
    printf '<table class="wrapped fixed-table"><tbody><tr><th>a</th><th>b</th></tr><tr><td><p>one</p><p /><p>two</p></td><td><p>cell</p></td></tr></tbody></table>'
    printf '<ac:image ac:custom-width="true" ac:width="300" ac:original-width="900"><ri:url ri:value="https://example.com/a.png" /></ac:image><p />'
}

stored() {
    wiki page get "$1" --format storage
}

# The page is as it was but for this.
stored_with() {
    same "$(stored "$a")" "$(sed "$@" original)"
    same "$(states)" ""
    does 0 docs pull "$ws"
    same "$stderr" "Up to date: 3 pages"
    does 0 docs diff "$ws" --remote
    same "$output" ""
}

kept() {
    local file version
    tree Keep
    file="$ws/Keep/Keep A.md"
    page_of_all | wiki page update "$a" --body-file - --format storage >/dev/null
    stored "$a" >original
    does 0 docs pull "$ws"
    sed -i 's/One word/A word/' "$file"
    cp -r "$ws" before
    forget_requests "$profile"
    push 0
    same "$events" "updated Keep/Keep A.md"
    same "$(requests "$profile" | wc -l)" 2
    stored_with 's/One word/A word/'
    # The same once more, by one that was ended when the server had it.
    version=$(wiki page get "$a" --json | jq .version)
    rm -rf "$ws"
    mv before "$ws"
    cp "$file" "$ws/.atlcli/sent/$a.md"
    push 0
    same "$events" ""
    same "$(wiki page get "$a" --json | jq .version)" "$version"
    stored_with 's/One word/A word/'
    # Tasks are who they are by their text: one is done, one comes before it, one goes.
    stored "$a" >original
    sed -i 's/^- \[ \] call Ann$/- [ ] first\n- [x] call Ann/; /^- \[ \] rest$/d' "$file"
    push 0
    stored_with -E "s|<ac:task-list>.*</ac:task-list>|<ac:task-list>$(task 32 incomplete first | sed 's|<ac:task-uuid>.*</ac:task-uuid>||')$(task 31 complete 'call Ann')$(task 7 complete write)</ac:task-list>|"
    # What others have made of it meanwhile is the original then.
    stored "$a" | sed 's|<p />|<p local-id="new"> </p>|; s|cell|a cell|' | wiki page update "$a" --body-file - --format storage >/dev/null
    stored "$a" >original
    sed -i 's/A word/The word/' "$file"
    push 0
    same "$events" "merged Keep/Keep A.md"
    stored_with 's/A word/The word/'
}

@test "what wasn't changed stays on the server as it was, to the letter" {
    for_each_profile kept
}

commented() {
    local file
    tree Note
    file="$ws/Note/Note A.md"
    printf '\n<!-- keep private -->\n\nLast <!-- nor this -->line. <!-- nor that -->\n' >>"$file"
    cp "$file" kept.md
    push 0
    same "$events" "updated Note/Note A.md"
    holds "$output" "HTML comments: left out"
    same "$(stored "$a")" '<p>First line.</p><p>Second line.</p><p>Third line.</p><p>Last line. </p>'
    cmp "$file" kept.md
    same "$(states)" ""
    does 0 docs pull "$ws"
    same "$stderr" "Up to date: 3 pages"
    cmp "$file" kept.md
    # A change of a comment alone is none of the page's.
    sed -i 's/keep private/keep very private/' "$file"
    forget_requests "$profile"
    push 0
    same "$events" ""
    same "$(requests "$profile" | grep -c ^PUT)" 0
    # What changes on the server leaves them where they are, whether the file was edited or not.
    set_body "$a" $'First line there.\n\nSecond line.\n\nThird line.\n\nLast line.'
    does 0 docs pull "$ws" --jsonl
    same "$(jq -r .action <<<"$output")" updated
    sed 's/First line/First line there/; s/keep private/keep very private/' kept.md | diff - "$file"
    same "$(states)" ""
    sed -i 's/Third line/Third line here/' "$file"
    set_body "$a" $'First line.\n\nSecond line.\n\nThird line.\n\nLast line.'
    push 0
    same "$events" "merged Note/Note A.md"
    sed 's/Third line/Third line here/; s/keep private/keep very private/' kept.md | diff - "$file"
    same "$(states)" ""
    does 0 docs diff "$ws" --remote
    same "$output" ""
    # Beside what has changed there they may go, but not for good.
    set_body "$a" $'Another page.'
    does 0 docs pull "$ws"
    same "$(grep -c '<!--' "$file")" 0
    grep -rq 'keep very private' "$ws/.atlcli/trash"
}

@test "comments in files stay there, and go nowhere" {
    for_each_profile commented
}
