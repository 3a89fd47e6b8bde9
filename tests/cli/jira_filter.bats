#!/usr/bin/env bats
# jira filter: finding, changing and sharing saved searches, on both kinds of site
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    start_session cloud --issues 300
    start_session datacenter --issues 300 --context-path /jira
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
    load sites
}

teardown() {
    mend_all
}

filters() {
    works jira filter get 'due SOON' --json --profile "$profile"
    same "$(jq -c '[.id, .name, .owner.displayName, .sharedWith]' <<<"$output")" \
        '["10011","Due soon","Robin Ashdown",["everybody who is logged in"]]'
    exits 4 jira filter get 'Due soom' --profile "$profile"
    holds "$stderr" "hint: did you mean 'Due soon'?"
    exits 4 jira filter get 424242 --profile "$profile"
    holds "$stderr" "there is no filter '424242'"
    works jira filter list --favourite --csv --fields id,name --profile "$profile"
    same "$output" "id,name"$'\n'"10011,Due soon"$'\n'"10009,My open issues"
    works jira filter list --name due --owner me --json --profile "$profile"
    same "$(jq -c '[.filters[].id]' <<<"$output")" '["10011"]'
    works jira filter run 'My open issues' --limit all --jsonl --fields key --profile "$profile"
    same "$(jq -r .key <<<"$output" | sort)" "$(atlcli jira search --assignee me --limit all --jsonl --fields key \
        --jql 'statusCategory != Done' --profile "$profile" | jq -r .key | sort)"
}

@test "filters are found, shown and run" {
    for_each_profile filters
}

@test "all filters are listed on Cloud; Data Center says that it can't" {
    works jira filter list --json
    same "$(jq '.filters | length' <<<"$output")" 13
    works jira filter list --mine --jsonl --fields id
    same "${#lines[@]}" 6
    works jira filter list --profile datacenter
    holds "$stderr" "Of your favourites"
    exits 2 jira filter list --project WEB --profile datacenter
}

@test "filters of one's own and favourites are narrowed by project and by owner on Cloud" {
    local other
    # listed ARGUMENT...: the ids of those that are listed
    listed() {
        atlcli jira filter list "$@" --jsonl --fields id | jq -r .id | sort | paste -sd,
    }
    # Somebody else's that is shared with SUP.
    other=$(listed --project SUP)
    works jira filter update "$other" --favourite
    works jira filter share 10011 --remove all --project SUP
    same "$(listed --favourite)" "$(printf '%s\n' 10009 10011 "$other" | sort | paste -sd,)"
    same "$(listed --favourite --mine)" 10009,10011
    same "$(listed --favourite --project sup)" "$(printf '%s\n' 10011 "$other" | sort | paste -sd,)"
    same "$(listed --favourite --mine --project SUP)" 10011
    same "$(listed --mine --project SUP)" 10011
    same "$(listed --mine --project OPS)" ""
    same "$(listed --mine --owner "$(atlcli jira filter get "$other" --json | jq -r .owner.accountId)")" ""
    exits 4 jira filter list --mine --project NONE
    works jira filter update "$other" --no-favourite
    works jira filter share 10011 --authenticated
}

filter_changes() {
    local id
    exits 2 jira filter create Bugs --jql 'type = Bug and' --profile "$profile"
    holds "$stderr" $'hint: type = Bug and\nhint:               ^'
    forget_requests "$profile"
    exits 1 jira filter create Bugs --jql 'assigne = currentUser()' --profile "$profile"
    holds "$stderr" "hint: did you mean assignee?"
    works jira filter create Bugs --favourite --description D --jql 'type = Bug' --json --profile "$profile"
    id=$(jq -r .id <<<"$output")
    is_favourite "$id" true
    same "$(jq -r .url <<<"$output")" "$(site_of "$profile")/issues/?filter=$id"
    exits 1 jira filter create bugs --jql 'type = Bug' --profile "$profile"
    holds "$stderr" "Filter with same name already exists"
    works jira filter update bugs --name 'All "bugs"' --jql 'type = Bug ORDER BY key' --no-favourite --profile "$profile"
    works jira filter get "$id" --json --profile "$profile"
    same "$(jq -c '[.name, .jql, .description, .favourite]' <<<"$output")" \
        '["All \"bugs\"","type = Bug ORDER BY key","D",false]'
    exits 2 jira filter update "$id" --profile "$profile"
    exits 2 jira filter delete "$id" --profile "$profile" </dev/null
    works jira filter delete "$id" --yes --profile "$profile"
    exits 4 jira filter get "$id" --profile "$profile"
}

# What isn't told of a change is looked up.
filter_untold() {
    local id
    needs_breakage
    works jira filter create Untold --jql 'type = Bug' --json --profile "$profile"
    id=$(jq -r .id <<<"$output")
    spoil '{"body-every": 1, "body-fault": "empty", "faults-for": "PUT /", "fault-limit": 1}'
    works jira filter update "$id" --name Told --profile "$profile"
    mend
    holds "$output" "Updated filter 'Told'"
    works jira filter delete "$id" --yes --profile "$profile"
}

@test "a filter's new name is told although the answer to the change is empty" {
    for_each_profile filter_untold
}

still_favourite() {
    local id
    works jira filter create Starred --jql 'type = Bug' --favourite --json --profile "$profile"
    id=$(jq -r .id <<<"$output")
    spoil '{"fail-every": 1, "fail-status": 500, "faults-for": "DELETE /", "fault-limit": 1}'
    run --separate-stderr atlcli jira filter update "$id" --name Unstarred --no-favourite --retries 0 --profile "$profile"
    mend
    same "$status" 1
    holds "$stderr" "the filter was updated, but taking it from your favourites failed: "
    holds "$stderr" "hint: the rest: atlcli jira filter update $id --no-favourite"
    works jira filter get "$id" --json --profile "$profile"
    same "$(jq -r '"\(.name) \(.favourite)"' <<<"$output")" "Unstarred true"
    works jira filter delete "$id" --yes --profile "$profile"
}

@test "a filter that was changed and stays a favourite: both are told" {
    needs_breakage
    for_each_profile still_favourite
}

@test "a filter that was made and didn't become a favourite on Cloud: both are told" {
    local id profile=cloud
    needs_breakage
    spoil '{"fail-every": 1, "fail-status": 500, "faults-for": "PUT /", "fault-limit": 1}'
    run --separate-stderr atlcli jira filter create Plain --jql 'type = Bug' --favourite --retries 0 --profile cloud
    mend
    same "$status" 1
    holds "$stderr" "the filter was created, but adding it to your favourites failed: "
    id=$(atlcli jira filter list --mine --name Plain --jsonl --fields id --profile cloud | jq -r .id)
    holds "$stderr" "hint: the rest: atlcli jira filter update $id --favourite"
    works jira filter delete "$id" --yes --profile cloud
}

# is_favourite FILTER WHETHER
is_favourite() {
    same "$(atlcli jira filter get "$1" --json --profile "$profile" | jq .favourite)" "$2"
    same "$(atlcli jira filter list --favourite --jsonl --profile "$profile" | jq -s --arg id "$1" 'any(.[]; .id == $id)')" "$2"
}

# Whose favourite a filter is has nothing to do with who may edit it.
favourites() {
    local other path=/rest/api/3/filter
    [ "$profile" = cloud ] || path=/jira/rest/api/1.0/filters
    other=$(atlcli jira filter list --project SUP --jsonl --fields id --profile cloud | jq -r .id)
    exits 1 jira filter update "$other" --description Mine --profile "$profile"
    is_favourite "$other" false
    forget_requests "$profile"
    works jira filter update "$other" --favourite --profile "$profile"
    same "$(requests "$profile" | grep -v '^GET')" "PUT $path/$other/favourite"
    is_favourite "$other" true
    works jira filter update "$other" --favourite --profile "$profile"
    is_favourite "$other" true
    forget_requests "$profile"
    works jira filter update "$other" --no-favourite --profile "$profile"
    same "$(requests "$profile" | grep -v '^GET')" "DELETE $path/$other/favourite"
    works jira filter update "$other" --no-favourite --profile "$profile"
    is_favourite "$other" false
}

@test "also somebody else's filter becomes a favourite, and one no more" {
    for_each_profile favourites
}

favourites_unanswered() {
    local other
    other=$(atlcli jira filter list --project SUP --jsonl --fields id --profile cloud | jq -r .id)
    spoil '{"reset-every": 1, "reset-when": "after", "faults-for": "PUT /", "fault-limit": 1}'
    works jira filter update "$other" --favourite --profile "$profile"
    is_favourite "$other" true
    spoil '{"reset-every": 1, "reset-when": "after", "faults-for": "DELETE /", "fault-limit": 1}'
    works jira filter update "$other" --no-favourite --profile "$profile"
    mend
    is_favourite "$other" false
}

@test "a favourite is one, or none, although the first answer was lost" {
    needs_breakage
    for_each_profile favourites_unanswered
}

@test "filters are created, changed and deleted; their queries are checked first" {
    for_each_profile filter_changes
}

# changes: the methods of the requests that changed something
changes() {
    requests "$profile" | grep -Ev '^GET|__sandbox' | cut -d ' ' -f 1 | paste -sd ' '
}

# is_shared FILTER NAMES: "everybody", say, or "project WEB,group developers"
is_shared() {
    same "$(atlcli jira filter share "$1" --jsonl --profile "$profile" | jq -r .name | paste -sd ,)" "$2"
}

shares() {
    local id
    id=$(atlcli jira filter create Shared --jql 'type = Bug' --json --profile "$profile" | jq -r .id)
    works jira filter share "$id" --profile "$profile"
    same "$stderr" "Shared with nobody."
    works jira filter share "$id" --project web --role developers --group site-admins --user me --profile "$profile"
    works jira filter share "$id" --project 'Web Shop' --json --profile "$profile"
    same "$(jq -c '[.shares[].name]' <<<"$output")" \
        '["role Developers of WEB","group site-admins","user Robin Ashdown","project WEB"]'
    forget_requests "$profile"
    works jira filter share "$id" --project web --role Developers --group site-admins --user me --profile "$profile"
    same "$(changes)" ""
    exits 4 jira filter share "$id" --remove all --project WEB --role Nobody --profile "$profile"
    holds "$stderr" "there are: Administrators, Developers, Users"
    exits 4 jira filter share "$id" --remove 99999 --profile "$profile"
    exits 4 jira filter share "$id" --remove 99999 --group developers --profile "$profile"
    exits 4 jira filter share "$id" --group nope --profile "$profile"
    exits 2 jira filter share "$id" --role Developers --profile "$profile"
    same "$(atlcli jira filter share "$id" --jsonl --profile "$profile" | wc -l)" 4
    works jira filter share "$id" --remove all --group developers --user me --csv --fields type,name --profile "$profile"
    same "$output" "type,name"$'\n'"user,user Robin Ashdown"$'\n'"group,group developers"
    works jira filter delete "$id" --yes --profile "$profile"
}

@test "filters are shared with projects, roles, groups and people" {
    for_each_profile shares
}

shares_with_everybody() {
    local id share
    id=$(atlcli jira filter create Open --jql 'type = Bug' --json --profile "$profile" | jq -r .id)
    forget_requests "$profile"
    exits 2 jira filter share "$id" --project WEB --global --profile "$profile"
    holds "$stderr" "--global and --project don't go together: a filter that is shared with everybody has no other shares"
    exits 2 jira filter share "$id" --authenticated --global --profile "$profile"
    exits 2 jira filter share "$id" --authenticated --user me --profile "$profile"
    same "$(requests "$profile")" ""
    works jira filter share "$id" --project WEB --group developers --profile "$profile"
    forget_requests "$profile"
    works jira filter share "$id" --remove all --global --csv --fields name --profile "$profile"
    same "$output" "name"$'\n'"everybody"
    works jira filter share "$id" --global --profile "$profile"
    same "$(changes)" POST
    exits 1 jira filter share "$id" --project WEB --profile "$profile"
    share=$(atlcli jira filter share "$id" --jsonl --fields id --profile "$profile" | jq .id)
    holds "$stderr" "the filter is shared with everybody, which leaves no other share"
    holds "$stderr" "hint: take that back in the same command: --remove $share"
    is_shared "$id" everybody
    forget_requests "$profile"
    works jira filter share "$id" --remove "$share" --project WEB --group developers --profile "$profile"
    works jira filter share "$id" --remove "$share" --project WEB --group developers --profile "$profile"
    same "$(changes)" "DELETE POST POST"
    is_shared "$id" "project WEB,group developers"
    works jira filter share "$id" --authenticated --profile "$profile"
    is_shared "$id" "everybody who is logged in"
    works jira filter share "$id" --remove all --global --profile "$profile"
    is_shared "$id" everybody
    works jira filter delete "$id" --yes --profile "$profile"
}

@test "a filter that is shared with everybody has no other shares" {
    for_each_profile shares_with_everybody
}

# One that is shared with everybody is to be shared with a project alone, and something comes between.
shares_broken() {
    local id share fault api=/rest/api/3
    [ "$profile" = cloud ] || api=/rest/api/2
    id=$(atlcli jira filter create Reshared --jql 'type = Bug' --json --profile "$profile" | jq -r .id)
    shared_with_everybody() {
        mend
        works jira filter share "$id" --global --json --profile "$profile"
        share=$(jq '.shares[0].id' <<<"$output")
        forget_requests "$profile"
    }
    # The answer to the first is lost.
    shared_with_everybody
    spoil '{"reset-every": 1, "reset-when": "after", "fault-limit": 1, "faults-for": "DELETE /"}'
    works jira filter share "$id" --remove "$share" --project WEB --profile "$profile"
    same "$(changes)" "DELETE DELETE POST"
    is_shared "$id" "project WEB"
    # The answer to the second is: what was asked for is looked for.
    shared_with_everybody
    spoil '{"reset-every": 1, "reset-when": "after", "fault-limit": 1, "faults-for": "POST /"}'
    works jira filter share "$id" --remove "$share" --project WEB --profile "$profile"
    same "$(changes)" "DELETE POST"
    is_shared "$id" "project WEB"
    # The second never arrives, and then fails.
    for fault in '"reset-every": 1, "reset-when": "before"' '"fail-every": 1, "fail-status": 400'; do
        shared_with_everybody
        spoil "{$fault, \"faults-for\": \"POST /\"}"
        run --separate-stderr atlcli jira filter share "$id" --remove "$share" --project WEB --profile "$profile"
        mend
        [ "$status" -ne 0 ]
        holds "$stderr" "shares were changed (0 added, 1 removed), but then: "
        holds "$stderr" "hint: the same command again does the rest"
        is_shared "$id" ""
        works jira filter share "$id" --remove "$share" --project WEB --profile "$profile"
        is_shared "$id" "project WEB"
    done
    # What it is shared with in the end can't be seen.
    shared_with_everybody
    spoil "{\"fail-every\": 2, \"fail-status\": 500, \"faults-for\": \"GET $api/filter/$id/permission\"}"
    exits 1 jira filter share "$id" --remove all --project WEB --retries 0 --profile "$profile"
    mend
    holds "$stderr" "shares were changed (1 added, 1 removed), but then: "
    is_shared "$id" "project WEB"
    # A 404 of what is still there is one.
    spoil '{"fail-every": 1, "fail-status": 404, "faults-for": "DELETE /"}'
    exits 4 jira filter share "$id" --remove all --profile "$profile"
    mend
    is_shared "$id" "project WEB"
    works jira filter delete "$id" --yes --profile "$profile"
}

@test "sharing a filter with fewer people comes to its end, whatever happens on the way" {
    needs_breakage
    for_each_profile shares_broken
}

# It is taken back, but that isn't answered while the program lives.
shares_killed() {
    local id api=/rest/api/3
    [ "$profile" = cloud ] || api=/rest/api/2
    id=$(atlcli jira filter create Killed --jql 'type = Bug' --json --profile "$profile" | jq -r .id)
    works jira filter share "$id" --global --profile "$profile"
    spoil '{"latency": 60000, "faults-for": "DELETE /"}'
    atlcli jira filter share "$id" --remove all --project WEB --profile "$profile" >/dev/null 2>&1 3>&- &
    until [ "$(atlcli api GET "$api/filter/$id/permission" --profile "$profile" | jq length)" -eq 0 ]; do
        kill -0 $!
    done
    kill -KILL $!
    wait $! || true
    mend
    is_shared "$id" ""
    works jira filter share "$id" --remove all --project WEB --profile "$profile"
    is_shared "$id" "project WEB"
    works jira filter delete "$id" --yes --profile "$profile"
}

@test "sharing a filter with fewer people is finished by the same command after it was killed" {
    needs_breakage
    for_each_profile shares_killed
}

# Somebody else takes back the second while the answer to taking back the first is under way.
shares_gone() {
    local id first second path=/rest/api/3/filter
    [ "$profile" = cloud ] || path=/rest/api/2/filter
    id=$(atlcli jira filter create Gone --jql 'type = Bug' --json --profile "$profile" | jq -r .id)
    path+=/$id/permission
    works jira filter share "$id" --project WEB --group developers --jsonl --profile "$profile"
    read -r first second < <(jq .id <<<"$output" | paste -sd ' ')
    forget_requests "$profile"
    spoil "{\"latency\": 4000, \"faults-for\": \"DELETE $path/$first\"}"
    atlcli jira filter share "$id" --remove all --profile "$profile" 3>&- &
    until [ "$(atlcli api GET "$path" --profile "$profile" | jq length)" -eq 1 ]; do
        kill -0 $!
    done
    atlcli api DELETE "$path/$second" --profile "$profile"
    mend
    wait $!
    same "$(changes)" "DELETE DELETE DELETE"
    is_shared "$id" ""
    works jira filter delete "$id" --yes --profile "$profile"
}

@test "a share that somebody else has taken back meanwhile is taken back" {
    needs_breakage
    for_each_profile shares_gone
}
