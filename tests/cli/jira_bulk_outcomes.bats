#!/usr/bin/env bats
# jira bulk: what a job says of an issue is what became of that issue
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    start_session cloud --issues 200
    export CLOUD_URL=$SANDBOX_URL CLOUD_CA=$SANDBOX_CA
    start_session datacenter --issues 200
    export CENTER_URL=$SANDBOX_URL CENTER_CA=$SANDBOX_CA
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
}

at() {
    export ATLCLI_PROFILE=$1 SANDBOX_URL=$CLOUD_URL SANDBOX_CA=$CLOUD_CA
    [ "$1" = cloud ] || export SANDBOX_URL=$CENTER_URL SANDBOX_CA=$CENTER_CA
}

# on_both FUNCTION: on each kind of site, which begin with the same issues
on_both() {
    at cloud
    "$1"
    at datacenter
    "$1"
}

api_path() {
    [ "$ATLCLI_PROFILE" = cloud ] && echo /rest/api/3 || echo /rest/api/2
}

# keys JQL N: so many keys, with commas
keys() {
    atlcli jira search --jql "$1" --limit "$2" --jsonl --fields key | jq -r .key | paste -sd,
}

# outcomes: of the last command's CSV, "KEY OUTCOME" a line
outcomes() {
    tail -n +2 <<<"$output" | cut -d, -f1,4 | tr ',' ' ' | tr -d '\r'
}

# The transition 21 leads to In Progress from one of them, and to In Review from the other, which stands in
# In Progress.
one_id_two_statuses() {
    local task story id
    task=$(keys 'project = OPS AND type = Task AND status = "To Do" ORDER BY key' 1)
    story=$(keys 'project = SUP AND type = Story AND status = "In Progress" ORDER BY key' 1)
    id=$(atlcli api GET "$(api_path)/issue/$story?fields=status" | jq -r .id)
    sandbox PUT faults '{"fail-every": 1, "fail-status": 400,
        "faults-for": "POST '"$(api_path)/issue/$id"'/transitions"}'
    atl jira bulk transition --to 21 --issues "$task,$story" --yes --csv
    expect 5
    same "$(outcomes)" "$task done"$'\n'"$story failed"
    # Nobody knows what became of the first request: it is looked up, and sent once more.
    task=$(keys 'project = OPS AND type = Task AND status = "To Do" ORDER BY key' 1)
    sandbox PUT faults '{"fail-every": 1, "fail-status": 504, "fault-limit": 1,
        "faults-for": "POST '"$(api_path)/issue/$id"'/transitions"}'
    atl jira bulk transition --to 21 --issues "$task,$story" --yes --csv
    sandbox DELETE faults
    expect 0
    same "$(outcomes)" "$task done"$'\n'"$story done"
    same "$(keys "key = $story AND status = 'In Review'" 1)" "$story"
}

@test "an issue is done when it is where its own transition leads, not where another's does" {
    needs_breakage
    on_both one_id_two_statuses
}

# said KEYS TEXT: how many comments hold it, by issue
said() {
    local path
    path=$([ "$ATLCLI_PROFILE" = cloud ] && echo search/jql || echo search)
    atlcli api GET "$(api_path)/$path?jql=key+in+($1)+ORDER+BY+key&fields=comment&maxResults=100" |
        jq -c --arg text "$2" '[.issues[].fields.comment.comments | map(select(.body | tostring | contains($text))) | length]'
}

# transitions TO TEXT: of $some, which each get the comment
transitions() {
    forget_requests "$ATLCLI_PROFILE"
    atl jira bulk transition --to "$1" --comment "$2" --issues "$some" --yes --csv
}

# Stories have no screen on their way to In Progress, and one on that to In Review.
comments_with_transitions() {
    local some along
    some=$(keys 'type = Story AND status = "To Do" ORDER BY key' 3)
    transitions 'In Progress' 'Begun *here*'
    expect 0
    same "$(cut -d' ' -f2 <<<"$(outcomes)" | sort | uniq -c | tr -s ' ')" ' 3 done'
    same "$(said "$some" Begun)" '[1,1,1]'
    # Cloud says that there is no screen, so there it doesn't go along in vain.
    along=3
    [ "$ATLCLI_PROFILE" = datacenter ] || along=0
    same "$(bodies "$ATLCLI_PROFILE" '/transitions$' | grep -c Begun)" "$along"
    same "$(requests "$ATLCLI_PROFILE" | grep -c '^POST .*/comment$')" 3
    transitions 'In Review' 'Ready *here*'
    expect 0
    same "$(said "$some" Ready)" '[1,1,1]'
    same "$(requests "$ATLCLI_PROFILE" | grep -c '^POST .*/comment$')" 0
}

@test "the comments of transitions are there once, whether these have a screen or not" {
    on_both comments_with_transitions
}

# unheard_comments PATH TO: the answers to the POSTs to that path below an issue are lost
unheard_comments() {
    local key=${some%%,*} id
    id=$(atlcli api GET "$(api_path)/issue/$key?fields=status" | jq -r .id)
    sandbox PUT faults '{"reset-every": 1, "reset-when": "after", "fault-limit": 1,
        "faults-for": "POST '"$(api_path)/issue/$id/$1"'"}'
    transitions "$2" "Unheard $1 $2"
    sandbox DELETE faults
    expect 0
    same "$(said "$some" "Unheard $1 $2")" '[1,1]'
    same "$(requests "$ATLCLI_PROFILE" | grep -c '^POST .*/transitions$')" 2
}

comments_unheard() {
    local some
    some=$(keys 'type = Story AND status = "To Do" ORDER BY key' 2)
    unheard_comments transitions 'In Progress'
    unheard_comments transitions 'In Review'
    some=$(keys 'type = Story AND status = "To Do" ORDER BY key' 2)
    unheard_comments comment 'In Progress'
}

@test "so they are when answers are lost, and no transition is made twice" {
    needs_breakage
    on_both comments_unheard
}

refused_comments() {
    local some key id
    some=$(keys 'type = Story AND status = "To Do" ORDER BY key' 2)
    key=${some%%,*}
    id=$(atlcli api GET "$(api_path)/issue/$key?fields=status" | jq -r .id)
    sandbox PUT faults '{"fail-every": 1, "fail-status": 400, "faults-for": "POST '"$(api_path)/issue/$id/comment"'"}'
    transitions 'In Progress' Refused
    sandbox DELETE faults
    expect 5
    same "$(outcomes)" "$key failed"$'\n'"${some#*,} done"
    says "the issue has moved, but its comment is missing: "
    same "$(keys "key in ($some) AND status = 'In Progress' ORDER BY key" 2)" "$some"
    forget_requests "$ATLCLI_PROFILE"
    atl jobs resume "$(atlcli jobs list --jsonl | tail -1 | jq -r .id)" --retry-failed --json
    expect 0
    same "$(jq -c '[.done, .failed, .left]' <<<"$output")" '[2,0,0]'
    same "$(said "$some" Refused)" '[1,1]'
    run ! grep '^POST .*/transitions$' <(requests "$ATLCLI_PROFILE")
}

@test "an issue that moved without its comment says so, and gets the comment alone by a resume" {
    needs_breakage
    on_both refused_comments
}

# families N: so many sub-tasks, each after its parent, with commas
families() {
    atlcli jira search --jql 'type = Sub-task ORDER BY key' --limit "$1" --jsonl --fields key,parent |
        jq -r '.parent, .key' | paste -sd,
}

deletes_families() {
    local some
    some=$(families 3)
    sandbox PUT faults '{"bulk-forbidden": true}'
    atl jira bulk delete --issues "$some,NONE-9" --concurrency 1 --yes --json
    sandbox DELETE faults
    expect 5
    same "$(jq -c '[.done, .failed, (.issues[] | select(.outcome == "failed") | [.key, .status])]' <<<"$output")" \
        '[6,1,["NONE-9",404]]'
    same "$(keys "key in ($some)" 10)" ""
}

@test "a sub-task that went with its parent is deleted; what was never seen isn't" {
    on_both deletes_families
}

deletes_what_went_meanwhile() {
    local some
    some=$(families 2)
    sandbox PUT faults '{"expire-after": 1}'
    atl jira bulk delete --issues "$some" --concurrency 1 --yes
    sandbox DELETE faults
    expect 3
    atlcli jira bulk delete --issues "${some%%,*}" --yes --quiet >/dev/null
    atl jobs resume "$(atlcli jobs list --jsonl | jq -r 'select(.state == "interrupted") | .id' | tail -1)" --json
    expect 0
    same "$(jq -c '[.total, .done, .left]' <<<"$output")" '[4,4,0]'
}

@test "what somebody else deleted since the job was planned is deleted, too" {
    needs_breakage
    on_both deletes_what_went_meanwhile
}

assigns_in_silence() {
    local some
    some=$(keys 'type = Story AND assignee != currentUser() ORDER BY key' 2)
    forget_requests "$ATLCLI_PROFILE"
    atl jira bulk assign --to me --issues "$some" --no-notify --yes
    expect 0
    same "$(requests "$ATLCLI_PROFILE" | grep -c "^PUT $(api_path)/issue/[0-9]*?notifyUsers=false")" 2
    same "$(requests "$ATLCLI_PROFILE" | grep -c "^PUT .*/assignee")" 0
    same "$(keys "key in ($some) AND assignee = currentUser() ORDER BY key" 2)" "$some"
}

@test "who is assigned with --no-notify isn't told, issue by issue either" {
    on_both assigns_in_silence
}

@test "transitions and deletions in silence are Cloud's bulk tasks, however few" {
    local some kind
    at cloud
    some=$(keys 'type = Story AND status = "To Do" ORDER BY key' 2)
    for kind in "transition --to 'In Progress'" delete; do
        forget_requests cloud
        eval "atl jira bulk $kind --issues $some --no-notify --yes"
        expect 0
        [[ $stderr != *--no-notify* ]] || show
        same "$(bodies cloud '/bulk/issues/(transition|delete)$' | jq .sendBulkNotification)" false
    done
}

@test "--no-notify: what can't be part of a bulk task is told of first, and Data Center refuses it" {
    local some
    at cloud
    some=$(keys 'type = Story AND status = "To Do" ORDER BY key' 2)
    atl jira bulk transition --to 'In Progress' --comment Begun --issues "$some" --no-notify --dry-run
    expect 0
    warns "warning: --no-notify: 2 can't be part of a bulk task, and those who watch them are told"
    sandbox PUT faults '{"bulk-forbidden": true}'
    atl jira bulk delete --issues "$some" --no-notify --yes
    sandbox DELETE faults
    expect 5
    says "one by one, those who watch would be told"
    same "$(keys "key in ($some) ORDER BY key" 2)" "$some"
    at datacenter
    atl jira bulk transition --to 'In Progress' --issues "$some" --no-notify --dry-run
    fails 2 "--no-notify: Data Center can't leave that out"
    atl jira bulk delete --issues "$some" --no-notify --dry-run
    fails 2 "--no-notify: Data Center can't leave that out"
    atl jira bulk delete --issues "$some" --notify --dry-run
    expect 0
}

# links_of KEY: how many it has of the type Relates
links_of() {
    atlcli api GET "$(api_path)/issue/$1?fields=issuelinks" |
        jq '[.fields.issuelinks[] | select(.type.name == "Relates")] | length'
}

links_once() {
    local some one two three before
    some=$(keys 'type = Story AND issueLinkType not in (Relates) OR issueLinkType is EMPTY ORDER BY key' 3)
    IFS=, read -r one two three <<<"$some"
    before=$(links_of "$two")
    atlcli jira issue link "$two" 'relates to' "$one" --quiet
    atlcli jira issue link "$three" blocks "$two" --quiet
    forget_requests "$ATLCLI_PROFILE"
    atl jira bulk link --type 'relates to' --to "$two" --issues "$one,$three" --yes --csv
    expect 0
    same "$(outcomes)" "$one unchanged"$'\n'"$three done"
    same "$(requests "$ATLCLI_PROFILE" | grep -c '/issueLink$')" 1
    same "$(links_of "$two")" "$((before + 2))"
    atl jira bulk link --type 'relates to' --to "$one" --issues "$two" --yes --csv
    expect 0
    same "$(outcomes)" "$two unchanged"
    # What reads differently from the other end is another link there.
    atl jira bulk link --type 'is blocked by' --to "$three" --issues "$two" --yes --csv
    same "$(outcomes)" "$two unchanged"
    atl jira bulk link --type blocks --to "$three" --issues "$two" --yes --csv
    same "$(outcomes)" "$two done"
    atl jira bulk link --type blocks --to NONE-1 --issues "$one,$two" --yes
    expect 5
    says "2 failed: NONE-1: Not found (404)"
}

@test "a link that is there already isn't made twice, whichever end it was made from" {
    on_both links_once
}
