#!/usr/bin/env bats
# jira issue: transition, assign, comment, link, watch; on Cloud and on Data Center
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    start_session cloud --issues 300
    start_session datacenter --issues 300 --context-path /jira
    local profile
    for profile in cloud datacenter; do
        atlcli jira search --jql "project is not EMPTY ORDER BY key" --limit all --quiet --jsonl \
            --fields key,type,status --profile "$profile" |
            jq -r '[.key, .type, .status] | @tsv' >"$BATS_FILE_TMPDIR/issues-$profile"
    done
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
    load sites
}

# Runs a function on both kinds of site: with the profile in $profile, and the API's prefix in $api.
on_both() {
    profile=cloud api=/rest/api/3 "$@"
    profile=datacenter api=/rest/api/2 "$@"
}

issue() {
    run --separate-stderr atlcli jira issue "$@" --profile "$profile"
}

# An issue of the type and in the status that no test has had so far.
fresh() {
    local taken=$BATS_FILE_TMPDIR/taken-$profile key
    touch "$taken"
    key=$(awk -F '\t' -v type="$1" -v status="$2" '
        FILENAME == ARGV[1] { taken[$1] = 1; next }
        $2 == type && $3 == status && !($1 in taken) { print $1; exit }' \
        "$taken" "$BATS_FILE_TMPDIR/issues-$profile")
    [ -n "$key" ]
    echo "$key" | tee -a "$taken"
}

# A new issue, that nobody has said anything about.
blank() {
    printf '{"fields":{"project":{"key":"WEB"},"issuetype":{"name":"Task"},"summary":"Blank"}}' |
        atlcli api POST "$api/issue" --input - --profile "$profile" | jq -r .key
}

field() {
    atlcli api GET "$api/issue/$1?fields=$2" --profile "$profile" | jq -c ".fields.$3"
}

teardown() {
    load session
    load sites
    mend_all
}

# ---- transition ----

goes_by_status_or_name() {
    local key
    key=$(fresh Story "To Do")
    forget_requests "$profile"
    issue transition "${key,,}" --to "in progress"
    same "$status" 0
    same "$output" "$key: To Do -> In Progress"
    same "$stderr" ""
    same "$(requests "$profile" | wc -l)" 3
    issue transition --key "$key" --to "ask for REVIEW" --comment "Please **look**" --json
    same "$(jq -c '[.schemaVersion, .key, .from, .to, .transition, .changed]' <<<"$output")" \
        "[\"1\",\"$key\",\"In Progress\",\"In Review\",\"Ask for review\",true]"
    holds "$(jq -r .url <<<"$output")" "/browse/$key"
    same "$(field "$key" status status.name)" '"In Review"'
    holds "$(field "$key" comment comment.comments)" "look"
}

@test "transition takes a status or a transition's name, in any case, with a comment" {
    on_both goes_by_status_or_name
}

stays_where_it_is() {
    local key
    key=$(fresh Story "In Progress")
    forget_requests "$profile"
    issue transition "$key" --to "In Progress" --comment "Again" --json
    same "$status" 0
    same "$(jq -c '[.from, .to, .transition, .changed]' <<<"$output")" \
        '["In Progress","In Progress",null,false]'
    holds "$stderr" "nothing was sent"
    run ! grep POST <(requests "$profile")
}

@test "transition of an issue that is there already changes nothing and succeeds" {
    on_both stays_where_it_is
}

explains_what_is_possible() {
    local key
    key=$(fresh Story Done)
    issue transition "$key" --to "In Progress"
    same "$status" 1
    holds "$stderr" "error: $key can't go from 'Done' to 'In Progress'"
    holds "$stderr" "hint: possible from here: To Do (by 'Reopen')"
    holds "$stderr" "hint: two steps lead there: by way of 'To Do'"
    issue transition "$key" --to "In Review"
    holds "$stderr" "hint: two steps don't lead there either"
    issue transition "$key" --to Nowhere --json
    same "$status" 1
    holds "$(jq -r '.error.hints[]' <<<"$output")" "'Nowhere' is no status of the type"
}

@test "transition that isn't possible says what is, and whether two steps lead there" {
    on_both explains_what_is_possible
}

asks_for_resolution() {
    local key
    key=$(fresh Bug "In Progress")
    issue transition "$key" --to 'won'\''t "DO"'
    same "$status" 1
    holds "$stderr" "error: $key: "
    holds "$stderr" "hint: 'Close without a fix' requires Resolution: --resolution NAME, one of: "
    issue transition "$key" --to "Close without a fix" --resolution Nonsense
    same "$status" 2
    holds "$stderr" "'Nonsense' is no resolution"
    issue transition "$key" --to "In Review" --resolution Done
    same "$status" 2
    holds "$stderr" "takes no resolution"
    issue transition "$key" --to "Close without a fix" --field nonsense=1
    same "$status" 2
    holds "$stderr" "nonsense"
    issue transition "$key" --to "Close without a fix" --resolution "won't do"
    same "$status" 0
    same "$(field "$key" resolution resolution.name)" "\"Won't Do\""
    key=$(fresh Bug "In Progress")
    issue transition "$key" --to "Close without a fix" --field Resolution=Duplicate
    same "$(field "$key" resolution resolution.name)" '"Duplicate"'
}

@test "transition names the fields it requires and takes them by --resolution and --field" {
    on_both asks_for_resolution
}

moves_once() {
    local key
    key=$(fresh Story "To Do")
    spoil "{\"reset-every\": 1, \"reset-when\": \"after\", \"faults-for\": \"POST $api/issue/$key/transitions\"}"
    forget_requests "$profile"
    issue transition "$key" --to "In Progress"
    same "$status" 0
    same "$output" "$key: To Do -> In Progress"
    same "$(requests "$profile" | grep -c POST)" 1
}

@test "transition whose answer is lost is found to have been made" {
    needs_breakage
    on_both moves_once
}

# said KEY TEXT: in how many of its comments
said() {
    field "$1" comment comment.comments | jq --arg text "$2" '[.[] | select(.body | tostring | contains($text))] | length'
}

# A story has no screen on its way to In Progress, and one on that to In Review.
says_once() {
    local key posts
    key=$(fresh Story "To Do")
    forget_requests "$profile"
    issue transition "$key" --to "In Progress" --comment "Begun *once*"
    same "$status $output" "0 $key: To Do -> In Progress"
    same "$(said "$key" Begun)" 1
    posts=$(bodies "$profile" "/$key/transitions$")
    [ "$profile" = cloud ] || holds "$posts" Begun
    [ "$profile" = datacenter ] || same "$posts" '{"transition":{"id":"11"}}'
    forget_requests "$profile"
    issue transition "$key" --to "In Review" --comment "Begun *once*"
    same "$status $output" "0 $key: In Progress -> In Review"
    same "$(said "$key" Begun)" 2
    same "$(requests "$profile" | grep -c "^POST .*/comment")" 0
    holds "$(bodies "$profile" "/$key/transitions$")" once
}

@test "the comment of a transition is there once, whether it has a screen or not" {
    on_both says_once
}

# loses PATH FROM TO TEXT: the answer to the POST to that path below the issue
loses() {
    spoil "{\"reset-every\": 1, \"reset-when\": \"after\", \"faults-for\": \"POST $api/issue/$key/$1\"}"
    issue transition "$key" --to "$3" --comment "$4"
    mend
    same "$status $output" "0 $key: $2 -> $3"
    same "$(said "$key" "$4")" 1
}

says_once_unheard() {
    local key
    key=$(fresh Story "To Do")
    loses transitions "To Do" "In Progress" "Unheard begun"
    loses transitions "In Progress" "In Review" "Unheard ended"
    key=$(fresh Story "To Do")
    loses comment "To Do" "In Progress" "Unheard said"
    same "$(atlcli api GET "$api/issue/$key?expand=changelog" --profile "$profile" |
        jq '[.changelog.histories[].items[] | select(.field == "status")] | length')" 1
}

@test "so it is when an answer is lost" {
    needs_breakage
    on_both says_once_unheard
}

moves_without_comment() {
    local key
    key=$(fresh Story "To Do")
    spoil "{\"fail-every\": 1, \"fail-status\": 403, \"faults-for\": \"POST $api/issue/$key/comment\"}"
    issue transition "$key" --to "In Progress" --comment "Refused"
    same "$status" 3
    holds "$stderr" "error: $key is in 'In Progress' now, but its comment is missing: "
    holds "$stderr" "hint: add it by itself: atlcli jira issue comment $key"
    mend
    same "$(said "$key" Refused)" 0
}

@test "when the comment of a transition can't be added, it is said that the issue has moved" {
    needs_breakage
    on_both moves_without_comment
}

lists_transitions() {
    local key
    key=$(fresh Bug "In Progress")
    issue transitions "$key" --json
    same "$status" 0
    same "$(jq -c '.transitions[] | select(.name == "Close without a fix") | [.to, .required]' <<<"$output")" \
        '["Won'\''t \"do\"",["Resolution"]]'
    issue transitions "$key" --csv --fields name,to,required
    holds "$output" 'Close without a fix,"Won'\''t ""do""",Resolution'
    issue transitions NONE-1
    same "$status" 4
    holds "$stderr" "NONE-1"
}

@test "transitions lists them with what they require" {
    on_both lists_transitions
}

# ---- assign ----

assigns() {
    local key
    key=$(fresh Task Done)
    issue assign "$key" me
    same "$output" "$key is assigned to Robin Ashdown now"
    same "$(field "$key" assignee assignee.displayName)" '"Robin Ashdown"'
    issue assign --key "$key" none --json
    same "$(jq -c '[.key, .assignee]' <<<"$output")" "[\"$key\",null]"
    same "$(field "$key" assignee assignee)" null
    issue assign "$key" auto --json
    same "$(jq -r .assignee.displayName <<<"$output")" \
        "$(field "$key" assignee assignee.displayName | jq -r .)"
    issue assign "$key" "nobody at all"
    same "$status" 4
    holds "$stderr" "nobody matches 'nobody at all'"
    issue assign "$key"
    same "$status" 2
    holds "$stderr" "USER is missing"
}

@test "assign to a person, to nobody, and to whom the project says" {
    on_both assigns
}

# ---- comments ----

comments() {
    local key id
    key=$(blank)
    issue comment "$key" "First, in **bold**" --json
    same "$status" 0
    id=$(jq -r .id <<<"$output")
    holds "$(jq -r .url <<<"$output")" "/browse/$key?focusedCommentId=$id"
    printf '%s\n' "Second:" "" "- one" "- two" >"$BATS_TEST_TMPDIR/second.md"
    issue comment --key "$key" --body-file - --role Developers <"$BATS_TEST_TMPDIR/second.md"
    same "$status" 0
    holds "$output" "Added comment"
    issue comments "$key"
    holds "$output" $'\n\nFirst, in **bold**\n\nRobin Ashdown  '
    holds "$output" $'(only Developers)\n\nSecond:\n\n- one\n- two'
    issue comments "$key" --json
    same "$(jq -c '[.schemaVersion, .total, (.comments | length), .comments[0].markdown,
        .comments[0].author.displayName, .comments[1].visibility.value]' <<<"$output")" \
        '["1",2,2,"First, in **bold**\n","Robin Ashdown","Developers"]'
    issue comments "$key" --newest-first --limit 1 --jsonl --fields markdown
    same "$(jq -r .markdown <<<"$output")" $'Second:\n\n- one\n- two'
    same "$stderr" "1 of 2 comments shown"
}

@test "comment takes Markdown from an argument or a file, and comments shows it" {
    on_both comments
}

lossy_comments() {
    local key warnings
    key=$(blank)
    printf '%s\n\n' 'Said[^1].' '[^1]: There.' '[plan](page://TEAM/Plan)' '- > # x' \
        '![](attachment:a.png) $$y$$ [q](user:1)' >"$BATS_TEST_TMPDIR/lossy.md"
    issue comment "$key" --body-file "$BATS_TEST_TMPDIR/lossy.md"
    same "$status" 0
    holds "$stderr" "warning: line 1 of the text: footnotes: "
    warnings=$(grep -c '^warning: ' <<<"$stderr")
    [ "$profile" = datacenter ] || same "$warnings" 6
    [ "$profile" = datacenter ] || holds "$stderr" "in the text: 2 further things couldn't be kept as they are"
    issue comment "$key" "Nothing *lost*."
    same "$stderr" ""
}

@test "what a comment can't keep is said, by lines, and not without end" {
    on_both lossy_comments
}

pages_of_comments() {
    local key count
    key=$(blank)
    for ((count = 0; count < 3; count++)); do
        issue comment "$key" "Number $count"
    done
    issue comments "$key" --jsonl
    same "$(jq -rs 'map(.markdown) | add' <<<"$output")" $'Number 0\nNumber 1\nNumber 2'
    issue comment "$key"
    same "$status" 2
    holds "$stderr" "the text is missing"
    issue comment "$key" "  "
    same "$status" 2
    issue comment "$key" text --role a --group b
    same "$status" 2
    issue comment "$key" text --body text
    same "$status" 2
    same "$(atlcli jira issue comments "$key" --jsonl --profile "$profile" | wc -l)" 3
}

@test "comments keeps their order; comment refuses what is no text" {
    on_both pages_of_comments
}

changes_comments() {
    local key id
    key=$(blank)
    issue comment "$key" "Secret" --role Developers --json
    id=$(jq -r .id <<<"$output")
    issue comment update "$key" "$id" "Still *secret*"
    same "$status" 0
    holds "$output" "Changed comment $id of $key"
    issue comments "$key" --json
    same "$(jq -c '.comments[] | [.markdown, .visibility.value]' <<<"$output")" \
        '["Still *secret*\n","Developers"]'
    issue comment delete "$key" "$id"
    same "$status" 2
    holds "$stderr" "--yes"
    issue comment delete "$key" "$id" --yes
    same "$output" "Deleted comment $id of $key"
    issue comment delete "$key" "$id" --yes
    same "$status" 4
    issue comments "$key" --json
    same "$(jq -c .comments <<<"$output")" "[]"
}

@test "comment update keeps who may see it; comment delete asks for --yes" {
    on_both changes_comments
}

comments_once() {
    local key
    key=$(blank)
    issue comment "$key" "Same words"
    spoil "{\"reset-every\": 1, \"reset-when\": \"after\", \"faults-for\": \"POST $api/issue/$key/comment\"}"
    issue comment "$key" "Lost answer, *not* lost"
    same "$status" 0
    holds "$output" "Added comment"
    mend
    spoil "{\"fail-every\": 1, \"fail-status\": 504, \"faults-for\": \"POST $api/issue/$key/comment\"}"
    forget_requests "$profile"
    issue comment "$key" "Never there" --retries 0
    same "$status" 6
    holds "$stderr" "it isn't among the latest comments now"
    same "$(requests "$profile" | grep -c POST)" 1
    spoil "{\"fail-every\": 1, \"fail-status\": 500, \"faults-for\": \"POST $api/issue/$key/comment\"}"
    forget_requests "$profile"
    issue comment "$key" "Never there" --retries 0
    same "$status" 6
    same "$(requests "$profile" | grep -c POST)" 2
    mend
    issue comments "$key" --jsonl
    same "$(jq -r .markdown <<<"$output" | grep -c .)" 2
}

@test "comment whose answer is lost is looked for, and never doubled" {
    needs_breakage
    on_both comments_once
}

# ---- links ----

links() {
    local one other third
    one=$(blank)
    other=$(blank)
    third=$(blank)
    issue link "$one" BLOCKS "${other,,}"
    same "$output" "$one blocks $other now"
    issue link --key "$one" "is blocked by" "$third" --json
    same "$(jq -c '[.type, .phrase, .other, .changed]' <<<"$output")" \
        "[\"Blocks\",\"is blocked by\",\"$third\",true]"
    same "$(field "$third" issuelinks "issuelinks[] | select(.outwardIssue.key == \"$one\") | .type.outward")" \
        '"blocks"'
    forget_requests "$profile"
    issue link "$one" Blocks "$other"
    same "$output" "$one blocks $other already"
    run ! grep POST <(requests "$profile")
    issue link "$one" blovks "$other"
    same "$status" 2
    holds "$stderr" "did you mean 'blocks'?"
    issue link "$one" blocks NONE-1
    same "$status" 4
    holds "$stderr" "NONE-1"
    issue link "$one" blocks "$one"
    same "$status" 2
    issue link "$one" Relates "$other"
    issue unlink "$one" "$other"
    same "$status" 2
    holds "$stderr" "hint: $one relates to $other"
    issue unlink "$one" "$other" --type blocks
    same "$output" "Removed the link: $one blocks $other"
    issue unlink "$one" "$other" --json
    same "$(jq -r .phrase <<<"$output")" "relates to"
    issue unlink "$one" "$other"
    same "$status" 4
    holds "$stderr" "hint: $one is blocked by $third"
}

@test "link takes a phrase in either direction or a type's name; unlink takes it back" {
    on_both links
}

# ---- watchers ----

watches() {
    local key
    key=$(blank)
    issue watch "$key"
    same "$output" "Robin Ashdown watches $key now"
    issue watch "$key" --user "$(atlcli jira search --jql 'assignee is not EMPTY AND assignee != currentUser()' \
        --limit 1 --jsonl --fields assignee --quiet --profile "$profile" | jq -r .assignee)" --json
    same "$(jq -c '[.key, .watching]' <<<"$output")" "[\"$key\",true]"
    issue watchers "$key" --json
    same "$(jq -c '[.key, .isWatching, .watchCount == (.watchers | length)]' <<<"$output")" \
        "[\"$key\",true,true]"
    issue unwatch "$key"
    same "$output" "Robin Ashdown doesn't watch $key now"
    issue watchers "$key" --json
    same "$(jq -c '[.isWatching, (.watchers | map(.displayName) | index("Robin Ashdown"))]' <<<"$output")" \
        "[false,null]"
}

@test "watch and unwatch for oneself and for others" {
    on_both watches
}

# ---- keys ----

reads_keys() {
    local key
    key=$(fresh Task Done)
    issue watchers "$(site_of "$profile")/browse/$key" --json
    same "$(jq -r .key <<<"$output")" "$key"
    issue watchers "https://elsewhere.example/browse/$key"
    same "$status" 2
    issue watchers "not a key"
    same "$status" 2
    holds "$stderr" "'not a key' is no key of an issue"
    issue link "$key" blocks "$key" more
    same "$status" 2
    issue watchers
    same "$status" 2
    issue comments --key "$key" "$key"
    same "$status" 2
    issue comments NONE-1 --json
    same "$status" 4
    same "$(jq -r .error.status <<<"$output")" 404
}

@test "issues are named by key, by --key, and by the address of their page" {
    on_both reads_keys
}
