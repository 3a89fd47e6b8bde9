#!/usr/bin/env bats
# What isn't permitted in a project, which Jira Data Center answers with 401 as it does wrong tokens: not one to
# be taken for the other
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
    at datacenter
}

teardown() {
    load session
    at datacenter
    sandbox DELETE faults
    at cloud
    sandbox DELETE faults
}

at() {
    export ATLCLI_PROFILE=$1 SANDBOX_URL=$CLOUD_URL SANDBOX_CA=$CLOUD_CA
    [ "$1" = cloud ] || export SANDBOX_URL=$CENTER_URL SANDBOX_CA=$CENTER_CA
}

guard() {
    sandbox PUT faults "{\"guarded-project\": [\"$1\"]}"
}

# keys JQL N: so many keys, with commas
keys() {
    atlcli jira search --jql "$1 ORDER BY key" --limit "$2" --jsonl --fields key | jq -r .key | paste -sd,
}

# outcomes: of the last command's JSON, "KEY OUTCOME STATUS" a line
outcomes() {
    jq -r '.issues[] | "\(.key) \(.outcome) \(.status // "-")"' <<<"$output"
}

# refuses MESSAGE: not permitted, by the server's own words, and no word of tokens
refuses() {
    expect 3
    warns "You don't have permission (401): $1"
    warns "hint: for Jira, verify the project's permissions"
    says_nothing_of "Authentication failed"
    says_nothing_of token
    says_nothing_of "log in"
}

# ---- many ----

@test "bulk link goes on past issues that may not be linked" {
    local ours theirs target
    target=$(keys 'project = WEB' 1)
    ours=$(keys "project = WEB AND key != $target" 2)
    theirs=$(keys 'project = OPS' 2)
    guard OPS
    atl jira bulk link --type blocks --to "$target" --issues "$theirs,$ours" --yes --json
    expect 5
    same "$(outcomes)" "${theirs%,*} failed 401
${theirs#*,} failed 401
${ours%,*} done -
${ours#*,} done -"
    same "$(jq -c '[.done, .failed, .left]' <<<"$output")" '[2,2,0]'
    same "$(jq -r '.issues[0].reason' <<<"$output" | cut -d '[' -f 1)" \
        "You don't have permission (401): No Link Issue Permission for issue '${theirs%,*}' "
    says_nothing_of token
}

@test "bulk assign goes on past issues that may not be assigned, and the job is at its end" {
    local ours theirs job
    ours=$(keys 'project = WEB AND assignee != currentUser()' 2)
    theirs=$(keys 'project = OPS AND assignee != currentUser()' 1)
    guard OPS
    atl jira bulk assign --to me --issues "$theirs,$ours" --yes --json
    expect 5
    same "$(outcomes)" "$theirs failed 401
${ours%,*} done -
${ours#*,} done -"
    holds "$(jq -r '.issues[0].reason' <<<"$output")" "You do not have permission to assign issues"
    says_nothing_of token
    job=$(atlcli jobs list --jsonl | tail -1 | jq -r .id)
    forget_requests datacenter
    atl jobs resume "$job" --yes
    expect 5
    warns "error: 1 of 3 failed"
    same "$(requests datacenter | grep -c /assignee)" 0
}

# ---- one ----

@test "assign, watch, unwatch, link, unlink and clone name what isn't permitted" {
    local guarded free other
    guarded=$(keys 'project = OPS AND assignee != currentUser()' 1)
    free=$(keys 'project = WEB' 1)
    other=$(atlcli jira search --jql 'assignee is not EMPTY AND assignee != currentUser()' --limit 1 --jsonl \
        --fields assignee | jq -r .assignee)
    atlcli jira issue link "$guarded" blocks "$free" --quiet
    guard OPS
    atl jira issue assign "$guarded" me
    refuses "You do not have permission to assign issues"
    atl jira issue watch "$guarded" --user "$other"
    refuses "You do not have permission to manage the watcher list of issue '$guarded'"
    atl jira issue unwatch "$guarded" --user "$other"
    refuses "You do not have permission to manage the watcher list of issue '$guarded'"
    atl jira issue watch "$guarded"
    expect 0 # that takes no permission
    atl jira issue link "$guarded" 'relates to' "$free"
    refuses "No Link Issue Permission for issue '$guarded'"
    atl jira issue unlink "$guarded" "$free"
    refuses "No Link Issue Permission for issue '$guarded'"
    atl jira issue assign "$guarded" me --json
    expect 3
    same "$(jq -c '.error | [.code, .status]' <<<"$output")" '["forbidden",401]'
    atl jira issue clone "$guarded"
    expect 3
    says "Cloned $guarded as OPS-"
    warns "but isn't linked to $guarded: You don't have permission (401): No Link Issue Permission for issue 'OPS-"
    says_nothing_of token
}

@test "Cloud says 403 and 404, as before" {
    local guarded free
    at cloud
    guarded=$(keys 'project = OPS AND assignee != currentUser()' 1)
    free=$(keys 'project = WEB' 1)
    guard OPS
    atl jira issue assign "$guarded" me
    expect 3
    warns "You don't have permission (403)"
    atl jira issue link "$guarded" 'relates to' "$free"
    expect 4
    warns "No Link Issue Permission for issue '$guarded'"
}

# ---- and tokens ----

@test "a token that is refused is still told of as one, and ends a job" {
    local some
    some=$(keys 'project = WEB AND assignee != currentUser()' 3)
    guard OPS
    ATLCLI_API_TOKEN=wrong atl jira issue assign "${some%%,*}" me
    expect 3
    warns "Authentication failed (401)"
    warns "check that your personal access token hasn't expired or been revoked"
    sandbox PUT faults '{"expire-after": 3, "guarded-project": ["OPS"]}'
    atl jira bulk assign --to me --issues "$some" --yes
    expect 3
    warns "Authentication failed (401)"
    warns "go on with: atlcli jobs resume"
}
