#!/usr/bin/env bats
# What others wrote drives nothing: texts of a server on a terminal, its names of files, links and files of
# somebody else in a workspace or beside the credentials.
bats_require_minimum_version 1.5.0

load session

setup_file() {
    hostile_seed >"$BATS_FILE_TMPDIR/seed.json"
    start_session cloud --pages 30 --seed-file "$BATS_FILE_TMPDIR/seed.json"
    start_session datacenter --pages 30 --seed-file "$BATS_FILE_TMPDIR/seed.json"
}

teardown_file() {
    end_sessions
}

# Everything in it that people write has an escape sequence, OSC and C1, DEL, directions and line ends.
hostile_seed() {
    jq -n '
    def bad($text): "\($text)\u001b[31mRED\u001b]0;TITLE\u0007\u009b2J\u0085\u007f\u0001\u202eabc\u2066d\u2069\u200e\u200f\u061c\u2028x\u2029y\rZ\tT";
    {
      people: [{name: bad("Eve"), username: "eve", email: "eve@example.com", accountId: "eve1"}],
      projects: [{key: "EVIL", name: bad("=Project"), description: bad("about"), lead: "eve@example.com",
        components: [{name: bad("=Part"), description: bad("part")}],
        versions: [{name: bad("=1.0"), description: bad("version")}],
        boards: [{name: bad("=Board"), type: "scrum",
          sprints: [{name: bad("=Sprint"), state: "active", goal: bad("goal"), start: "2026-01-01", end: "2026-12-30"}]}]}],
      issues: [
        {project: "EVIL", summary: bad("=SUM()"), type: "Task", description: bad("text"), assignee: "eve@example.com",
         reporter: "eve@example.com", components: [bad("=Part")], fixVersions: [bad("=1.0")], sprint: bad("=Sprint"),
         comments: [{author: "eve@example.com", body: bad("=comment")}],
         worklogs: [{author: "eve@example.com", time: "1h", comment: bad("=work")}],
         attachments: [
           {name: bad("=file"), text: "x"}, {name: "../../out.txt", text: "out"}, {name: "/etc/out.txt", text: "out"},
           {name: "..\\..\\back.txt", text: "out"}, {name: "..", text: "out"}, {name: ".git", text: "out"},
           {name: ".atlcli", text: "out"}, {name: "-rf", text: "out"}, {name: ("n" * 300 + ".txt"), text: "out"}]},
        {project: "EVIL", summary: bad("-1+1"), type: "Task"}, {project: "EVIL", summary: "@SUM(A1)", type: "Task"},
        {project: "EVIL", summary: "+1+2", type: "Task"}, {project: "EVIL", summary: "\t=1", type: "Task"}],
      filters: [{name: bad("=Filter"), description: bad("filter"), jql: "project = EVIL", owner: "me", favourite: true}],
      spaces: [{key: "EVIL", name: bad("=Space"), description: bad("space")}],
      pages: [
        {space: "EVIL", title: bad("=Page"), body: "<p>a\u202eb\u2066c\u200ed</p>", author: "eve@example.com",
         versions: [{body: "<p>old</p>", author: "eve@example.com", message: bad("=why")}],
         comments: [{author: "eve@example.com", body: "<p>c\u202ed</p>"}],
         attachments: [{name: bad("=file.txt"), text: "x", comment: bad("file")},
           {name: "../../../out.txt", text: "out"}, {name: ".git", text: "out"}, {name: ".atlcli", text: "out"}]},
        {space: "EVIL", title: "../../../out", body: "<p>x</p>"}, {space: "EVIL", title: "..", body: "<p>x</p>"},
        {space: "EVIL", title: ".git", body: "<p>x</p>"}, {space: "EVIL", title: ".atlcli", body: "<p>x</p>"},
        {space: "EVIL", title: "/etc/out", body: "<p>x</p>"}, {space: "EVIL", title: "a\\b", body: "<p>x</p>"},
        {space: "EVIL", title: "CON", body: "<p>x</p>"}, {space: "EVIL", title: ("t" * 255), body: "<p>x</p>"}]
    }'
}

# ---- the terminal ----

# shows_no_harm ARGUMENT...: on a terminal. Colours, links, the cursor and the line are atlcli's own to change.
shows_no_harm() {
    local harm shown=$BATS_TEST_TMPDIR/shown
    script -qec "$(printf '%q ' "$ATLCLI" "$@" --profile "$profile")" /dev/null </dev/null >"$shown" 2>&1 || true
    [ -s "$shown" ] || [ -n "${may_be_silent:-}" ]
    harm=$(sed -E -e $'s/\x1b\\[[0-9;]*m//g; s/\x1b]8;;[^\x1b\x07]*\x1b\\\\//g; s/\x1b\\[\\?25[lh]//g; s/\x1b\\[[0-9]*[KAG]//g; s/\r//g' "$shown" |
        grep -nP '[\x00-\x08\x0b-\x1f\x7f]|[\x{80}-\x{9f}\x{61c}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{2028}\x{2029}]' |
        head -n 3 | cat -v) || true
    [ -z "$harm" ] || { printf '%s: %s\n' "$*" "$harm" && return 1; }
}

shows_no_harm_in_jira() {
    local words
    while read -r words; do
        # shellcheck disable=SC2086 # words to be split
        shows_no_harm $words
    done <<'END'
jira search --jql project=EVIL
jira search --jql project=EVIL --fields key,summary,reporter,assignee,components,fixVersions
jira search --jql project=EVIL --json
jira search --jql project=EVIL --jsonl
jira search --jql project=EVIL --csv
jira issue get EVIL-1
jira issue get EVIL-1 --json --verbose
jira issue comments EVIL-1
jira issue attachments EVIL-1
jira issue history EVIL-1
jira issue transition EVIL-1 --to Nowhere
jira issue delete EVIL-1
jira project list
jira project get EVIL
jira component list --project EVIL
jira version list --project EVIL
jira board list
jira filter list
jira worklog list EVIL-1
jira worklog report
api GET /rest/api/2/project/EVIL
api GET /rest/api/3/project/EVIL
doctor
END
}

@test "nothing from Jira drives a terminal: tables, documents, JSON, CSV, errors, questions" {
    for profile in cloud datacenter; do
        shows_no_harm_in_jira
    done
}

# page_id: of the hostile one
page_id() {
    "$ATLCLI" wiki page list --space EVIL --json --profile "$profile" |
        jq -r '[.. | objects | select(.title? // "" | startswith("=Page")) | .id][0]'
}

@test "nothing from Confluence drives a terminal: tables, pages in each format, versions, differences" {
    local id format
    for profile in cloud datacenter; do
        id=$(page_id)
        for format in text markdown storage; do
            shows_no_harm wiki page get "$id" --format "$format"
        done
        for words in "space list" "space get EVIL" "page list --space EVIL" "page list --space EVIL --csv" \
            "page history $id" "page comments list $id" "page attachments $id" "page tree $id" "page diff $id" \
            "page delete $id" "search --cql space=EVIL"; do
            # shellcheck disable=SC2086 # words to be split
            shows_no_harm wiki $words
        done
    done
}

# Names that the user typed, or had typed for them: what is said of the files.
@test "no name of a file to write drives a terminal" {
    local id profile=cloud may_be_silent=yes bad=$'b\x1b]0;T\x07\x1b[31m\u202ed'
    cd "$BATS_TEST_TMPDIR" || return
    id=$(page_id)
    printf 'text\n' >in.md
    mkdir -p "$bad.d"
    for output in "$bad" "$bad.d" "none/$bad/x"; do
        shows_no_harm jira export --jql project=EVIL -o "$output.csv"
        grep -qF '[31m' shown
        shows_no_harm jira export --jql project=EVIL -o "$output" --format csv
        shows_no_harm wiki page get "$id" -o "$output"
        shows_no_harm wiki convert in.md --to storage -o "$output"
        shows_no_harm wiki convert "$output" --to storage
        shows_no_harm man --output-dir "$output"
    done
    shows_no_harm wiki page attachments download "$id" --dir "$bad-files"
    shows_no_harm jira issue attachment download EVIL-1 --out-dir "$bad-files"
    shows_no_harm wiki docs init "$bad-docs" --space EVIL
    shows_no_harm wiki docs pull "$bad-docs"
}

@test "into a pipe a page's text is what it is" {
    for profile in cloud datacenter; do
        "$ATLCLI" wiki page get "$(page_id)" --format storage --profile "$profile" >"$BATS_TEST_TMPDIR/storage"
        grep -qF $'\u202e' "$BATS_TEST_TMPDIR/storage"
        grep -qF $'\u200e' "$BATS_TEST_TMPDIR/storage"
    done
}

@test "no cell of a table in CSV is a formula, wherever it comes from" {
    local words
    for profile in cloud datacenter; do
        for words in "jira search --jql project=EVIL --fields key,summary,components,fixVersions" "jira filter list" \
            "jira project list" "jira board list" "jira component list --project EVIL" "jira version list --project EVIL" \
            "jira worklog list EVIL-1" "jira issue comments EVIL-1" "jira issue attachments EVIL-1" "wiki space list" \
            "wiki page list --space EVIL" "jira export --jql project=EVIL -o -  --format csv"; do
            # shellcheck disable=SC2086 # words to be split
            "$ATLCLI" $words --csv --profile "$profile" >"$BATS_TEST_TMPDIR/table" 2>/dev/null ||
                "$ATLCLI" $words --profile "$profile" >"$BATS_TEST_TMPDIR/table"
            # A cell begins where a line or a comma ends, perhaps with a quotation mark.
            run ! grep -nP '(^|,)"?[=+@\t\r]|(^|,)"?-[^0-9,]' "$BATS_TEST_TMPDIR/table"
        done
    done
}

# ---- names of files ----

# stays_in DIR: nothing was written beside it or above it
stays_in() {
    local others
    others=$(find "$BATS_TEST_TMPDIR" -newer "$BATS_TEST_TMPDIR/mark" -type f ! -path "$1/*" ! -name mark ! -name 'separate-stderr-*')
    same "$others" ""
    [ ! -e /etc/out.txt ]
    [ ! -e /etc/out.md ]
}

@test "attachments of an issue go where they are told, whatever they are called" {
    local directory name
    for profile in cloud datacenter; do
        directory=$BATS_TEST_TMPDIR/a/b/$profile
        mkdir -p "$directory"
        touch "$BATS_TEST_TMPDIR/mark"
        atl jira issue attachment download EVIL-1 --out-dir "$directory" --profile "$profile"
        stays_in "$directory"
        # A path in a URL that has dots in it leads elsewhere on that server.
        [ "$profile" = datacenter ] || { expect 0 && same "$(find "$directory" -type f | wc -l)" 9; }
        for name in .git .atlcli .. -rf; do
            run ! test -f "$directory/$name"
        done
        atl jira export --jql key=EVIL-1 -o "$directory/e.csv" --attachments "$directory/all" --profile "$profile"
        stays_in "$directory"
    done
}

@test "pages and their attachments stay in the workspace, whatever they are called" {
    local directory
    for profile in cloud datacenter; do
        directory=$BATS_TEST_TMPDIR/a/b/$profile
        mkdir -p "$BATS_TEST_TMPDIR/a/b"
        atl wiki docs init "$directory" --space EVIL --profile "$profile"
        expect 0
        touch "$BATS_TEST_TMPDIR/mark"
        atl wiki docs pull "$directory" --profile "$profile"
        [ "$profile" = datacenter ] || expect 0
        stays_in "$directory"
        same "$(find "$directory" -name '*.md' ! -path '*/.atlcli/*' | wc -l)" "$(json_pages)"
        # Only atlcli's own is called so.
        same "$(find "$directory" -name .atlcli)" "$directory/.atlcli"
        same "$(find "$directory" -iname .git)" ""
        atl wiki docs status "$directory" --profile "$profile"
        expect 0
    done
}

json_pages() {
    "$ATLCLI" wiki page list --space EVIL --limit all --jsonl --profile "$profile" | wc -l
}

@test "a job's id is no path" {
    cp -R "$ATLCLI_CONFIG_DIR" "$BATS_TEST_TMPDIR/config"
    export ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/config
    mkdir -p "$ATLCLI_CONFIG_DIR/jobs"
    printf '{"kind":"transition"}\n' >"$BATS_TEST_TMPDIR/x.jsonl"
    for id in ../../x ../x "$BATS_TEST_TMPDIR/x" . .. a/b "$(printf '\033[31m')"; do
        for word in resume show; do
            atl jobs "$word" "$id"
            fails 4 "there is no job"
            says_nothing_of $'\033'
        done
        atl jobs clear "$id" --yes
        [ -f "$BATS_TEST_TMPDIR/x.jsonl" ]
    done
}

# ---- links in a workspace ----

# workspace: one with pages, pulled, in $ws; beside it is what isn't to be touched
workspace() {
    profile=cloud
    ws=$BATS_TEST_TMPDIR/ws
    outside=$BATS_TEST_TMPDIR/outside
    mkdir "$outside"
    printf 'precious\n' >"$outside/file.md"
    atl wiki docs init "$ws" --space ENG --profile "$profile"
    expect 0
    atl wiki docs pull "$ws"
    expect 0
}

outside_is_untouched() {
    same "$(find "$outside" -type f)" "$outside/file.md"
    same "$(cat "$outside/file.md")" precious
}

@test "pages behind links are neither pushed nor written: a file, a directory, attachments" {
    workspace
    local page directory
    page=$(find "$ws" -name '*.md' ! -path '*/.atlcli/*' | sort | head -n 1)
    directory=$(find "$ws" -mindepth 1 -type d ! -path '*/.atlcli*' | sort | head -n 1)
    rm "$page"
    ln -s "$outside/file.md" "$page"
    ln -s "$outside" "$ws/new directory"
    ln -s "$outside/file.md" "$ws/new.md"
    if [ -n "$directory" ] && [[ $page != "$directory"* ]]; then
        rm -r "$directory"
        ln -s "$outside" "$directory"
    fi
    for words in status diff "push --yes" pull "sync --yes"; do
        # shellcheck disable=SC2086 # words to be split
        atl wiki docs ${words%% *} "$ws" ${words#"${words%% *}"}
        says_nothing_of precious
        outside_is_untouched
    done
    run ! grep -q precious <<<"$(bodies cloud wiki)"
}

@test "a .atlcli that is a link, or has one in it, is refused before anything is done" {
    workspace
    local name
    for name in lock list state.db state.db-wal config.json base next sent tmp trash; do
        [ ! -e "$ws/.atlcli/$name" ] || mv "$ws/.atlcli/$name" "$BATS_TEST_TMPDIR/kept"
        if [ -d "$BATS_TEST_TMPDIR/kept" ]; then
            ln -s "$outside" "$ws/.atlcli/$name"
        else
            [ ! -e "$BATS_TEST_TMPDIR/kept" ] || cp "$BATS_TEST_TMPDIR/kept" "$BATS_TEST_TMPDIR/copy"
            ln -s "$outside/file.md" "$ws/.atlcli/$name"
        fi
        for word in status pull push sync; do
            atl wiki docs "$word" "$ws"
            fails 1 "$ws/.atlcli/$name is a symbolic link, and might lead out of the workspace"
            hints "remove it"
            outside_is_untouched
        done
        rm "$ws/.atlcli/$name"
        [ ! -e "$BATS_TEST_TMPDIR/kept" ] || mv "$BATS_TEST_TMPDIR/kept" "$ws/.atlcli/$name"
    done
    ln -s "$outside/file.md" "$ws/.atlcli/base/1.md"
    atl wiki docs status "$ws"
    fails 1 "$ws/.atlcli/base/1.md is a symbolic link"
    rm "$ws/.atlcli/base/1.md"
    mv "$ws/.atlcli" "$BATS_TEST_TMPDIR/elsewhere"
    ln -s "$BATS_TEST_TMPDIR/elsewhere" "$ws/.atlcli"
    atl wiki docs pull "$ws"
    fails 1 "$ws/.atlcli is a symbolic link"
    outside_is_untouched
}

# ---- somebody else's ----

needs_root() {
    [ "$(id -u)" -eq 0 ] || skip "only root can give files away"
}

@test "a workspace of somebody else is refused, until it is said to be safe" {
    needs_root
    workspace
    chown -R 12345 "$ws"
    for word in status pull push sync diff; do
        atl wiki docs "$word" "$ws"
        fails 1 "$ws/.atlcli belongs to somebody else"
        hints "ATLCLI_SAFE_DIRECTORY='$ws'"
    done
    # From a directory within, too.
    (cd "$ws" && ! "$ATLCLI" wiki docs status)
    for safe in "$ws" "/nowhere:$ws/" '*'; do
        ATLCLI_SAFE_DIRECTORY=$safe atl wiki docs status "$ws"
        expect 0
    done
    for safe in "$outside" "" "$ws/.atlcli" /; do
        ATLCLI_SAFE_DIRECTORY=$safe atl wiki docs status "$ws"
        expect 1
    done
    SUDO_UID=12345 atl wiki docs status "$ws"
    expect 0
    chown 0 "$ws/.atlcli"
    atl wiki docs status "$ws"
    fails 1 "$ws/.atlcli/config.json belongs to somebody else"
}

@test "a workspace doesn't choose where a token goes: its site has to be the profile's" {
    workspace
    local count
    count=$(requests cloud | wc -l)
    for site in https://evil.example.com "$(site_of cloud).example.com" "$(site_of datacenter)" "https://user:pw@localhost:1"; do
        jq --arg site "$site" '.site = $site' "$ws/.atlcli/config.json" >"$BATS_TEST_TMPDIR/config.json"
        cp "$BATS_TEST_TMPDIR/config.json" "$ws/.atlcli/config.json"
        for word in pull push sync; do
            atl wiki docs "$word" "$ws"
            [ "$status" -ne 0 ]
            says_nothing_of "user:pw"
        done
    done
    same "$(requests cloud | wc -l)" "$count"
}

@test "credentials of somebody else are refused: the file, and its directory" {
    needs_root
    cp -R "$ATLCLI_CONFIG_DIR" "$BATS_TEST_TMPDIR/config"
    export ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/config
    chown 12345 "$ATLCLI_CONFIG_DIR/credentials.json"
    for words in "jira me" "auth list" "auth switch datacenter" "auth status"; do
        # shellcheck disable=SC2086 # words to be split
        atl $words
        fails 1 "$ATLCLI_CONFIG_DIR/credentials.json belongs to somebody else"
        hints chown
    done
    chown 0 "$ATLCLI_CONFIG_DIR/credentials.json"
    chown 12345 "$ATLCLI_CONFIG_DIR"
    atl auth list
    fails 1 "$ATLCLI_CONFIG_DIR belongs to somebody else"
    ATLCLI_SAFE_DIRECTORY=$ATLCLI_CONFIG_DIR atl auth list
    expect 0
    atl doctor
    [ "$status" -ne 0 ]
    says "belongs to somebody else"
}
