#!/usr/bin/env bats
# jira component, version, filter, field, project, my: what a site keeps, on both kinds of site
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
}

both() {
    "$@" cloud
    "$@" datacenter
}

# works ARGUMENT...: succeeds, with stdout in $output; failing CODE ARGUMENT...: doesn't.
works() {
    run --separate-stderr atlcli "$@"
    same "$status" 0
}

failing() {
    local code=$1
    shift
    run --separate-stderr atlcli "$@"
    same "$status" "$code"
}

components() {
    works jira component list --project web --json --profile "$1"
    same "$(jq -c '[.schemaVersion, [.components[].name], .components[1].lead.displayName]' <<<"$output")" \
        '["1",["Checkout","Login page","Order history","Search box"],"Robin Ashdown"]'
    works jira component list --project 'Web Shop' --csv --fields name,lead --profile "$1"
    same "${lines[0]}${lines[2]}" "name,leadLogin page,Robin Ashdown"
    works jira component get 'login PAGE' --project WEB --json --profile "$1"
    same "$(jq -c '[.id, .name, (.issueCount | type)]' <<<"$output")" '["10000","Login page","number"]'
    works jira component get 10000 --profile "$1"
    holds "$output" "Component: Login page"
    failing 4 jira component get Chekout --project WEB --profile "$1"
    holds "$stderr" "error: there is no component 'Chekout' in project WEB"
    holds "$stderr" "hint: did you mean 'Checkout'?"
    failing 2 jira component get Checkout --profile "$1"
    holds "$stderr" "--project KEY"
    failing 4 jira component list --project WEP --profile "$1"
    holds "$stderr" "hint: did you mean 'WEB'?"
}

@test "components are listed and shown, by name or id" {
    both components
}

component_changes() {
    local id
    works jira component create Billing --project web --lead you@example.com --assignee component-lead \
        --description 'What "costs"' --json --profile "$1"
    id=$(jq -r .id <<<"$output")
    same "$(jq -r .project <<<"$output")" WEB
    works jira component get "$id" --json --profile "$1"
    same "$(jq -c '[.name, .description, .lead.displayName, .assigneeType]' <<<"$output")" \
        '["Billing","What \"costs\"","Robin Ashdown","COMPONENT_LEAD"]'
    works jira component update billing --project WEB --name Payments --lead none --profile "$1"
    same "$output" "Updated component 'Payments' ($id) in WEB"
    same "$(atlcli jira component get "$id" --json --profile "$1" | jq -c '[.name, .lead]')" '["Payments",null]'
    failing 2 jira component update "$id" --profile "$1"
    holds "$stderr" "nothing to change; give one of --name"
    failing 2 jira component delete "$id" --profile "$1" </dev/null
    holds "$stderr" "hint: pass --yes"
    failing 2 jira component delete "$id" --move-to "$id" --yes --profile "$1"
    works jira component delete "$id" --yes --profile "$1"
    same "$output" "Deleted component 'Payments'; 0 issues had it"
    failing 4 jira component get "$id" --profile "$1"
    failing 4 jira component create X --project NOPE --profile "$1"
    holds "$stderr" "there is no project 'NOPE'"
}

@test "components are created, changed and deleted" {
    both component_changes
}

moved_components() {
    local before after
    before=$(atlcli jira search --component 'Login page,Checkout' --project WEB --count --profile "$1")
    works jira component delete 'Login page' --project WEB --move-to checkout --yes --json --profile "$1"
    same "$(jq -c '[.name, .movedTo]' <<<"$output")" '["Login page","Checkout"]'
    after=$(atlcli jira search --component Checkout --project WEB --count --profile "$1")
    same "$after" "$before"
}

@test "a deleted component's issues go where --move-to says" {
    both moved_components
}

versions() {
    works jira version list --project WEB --json --profile "$1"
    same "$(jq -c '[.versions[] | [.name, .released, .archived]]' <<<"$output")" \
        '[["1.0",true,true],["1.1",true,false],["2.0",false,false],["2.1",false,false]]'
    works jira version list --project WEB --status unreleased --jsonl --fields name --profile "$1"
    same "$output" '{"name":"2.0"}'$'\n''{"name":"2.1"}'
    works jira version list --project WEB --status archived --csv --fields id,name --profile "$1"
    same "$output" "id,name"$'\n'"10000,1.0"
    works jira version get 2.0 --project WEB --json --profile "$1"
    same "$(jq -c '[.id, (.issuesFixedCount, .issuesUnresolvedCount, .issuesAffectedCount | type)]' \
        <<<"$output")" '["10002","number","number","number"]'
    failing 4 jira version get 2.2 --project WEB --profile "$1"
    failing 2 jira version get two --profile "$1"
}

@test "versions are listed and shown" {
    both versions
}

version_changes() {
    local id
    forget_requests "$1"
    works jira version create 9.9 --project WEB --start-date 2026-01-01 --release-date 2026-12-31 \
        --description Far --json --profile "$1"
    id=$(jq -r .id <<<"$output")
    works jira version update 9.9 --project WEB --name 10 --release-date none --profile "$1"
    same "$(atlcli jira version get "$id" --json --profile "$1" |
        jq -c '[.name, .description, .startDate, .releaseDate]')" '["10","Far","2026-01-01",null]'
    failing 2 jira version update "$id" --release-date whenever --profile "$1"
    works jira version archive "$id" --profile "$1"
    same "$(atlcli jira version get "$id" --json --profile "$1" | jq .archived)" true
    works jira version unarchive "$id" --profile "$1"
    failing 2 jira version delete "$id" --profile "$1" </dev/null
    failing 2 jira version delete "$id" --move-fixed-to "$id" --yes --profile "$1"
    works jira version delete "$id" --yes --profile "$1"
    same "$output" "Deleted version '10' ($id)"
    failing 4 jira version get "$id" --profile "$1"
}

@test "versions are created, changed, archived and deleted" {
    both version_changes
    # Cloud's documents call the project's key deprecated there.
    same "$(bodies cloud '/version$' | jq -c '[.project, (.projectId | type)]')" '[null,"number"]'
    same "$(bodies datacenter '/version$' | jq -c '[.project, .projectId]')" '["WEB",null]'
}

@test "a version's project goes by its name, id or key in any case; a wrong one is corrected" {
    local project
    for project in web 'Web shop' "$(atlcli jira project get WEB --json | jq -r .id)"; do
        works jira version create "Of $project" --project "$project"
        works jira version delete "Of $project" --project WEB --yes
    done
    failing 4 jira version create 9.9 --project WBE
    holds "$stderr" "did you mean 'WEB'?"
}

releases() {
    local unresolved
    unresolved=$(atlcli jira version get 2.0 --project WEB --json --profile "$1" | jq .issuesUnresolvedCount)
    [ "$unresolved" -gt 0 ]
    works jira version release 2.0 --project WEB --date 2026-11-30 --profile "$1"
    same "$output" "Released version '2.0' on 2026-11-30"
    holds "$stderr" "warning: $unresolved issue"
    failing 7 jira version release 2.0 --project WEB --profile "$1"
    works jira version unrelease 10002 --profile "$1"
    failing 2 jira version release 2.0 --project WEB --move-unfixed-to 2.1 --profile "$1" </dev/null
    holds "$stderr" "pass --yes"
    works jira version release 2.0 --project WEB --move-unfixed-to 2.1 --date 2026-11-30 --yes --json --profile "$1"
    same "$(jq -c '[.name, .releaseDate, .unresolved, .movedTo]' <<<"$output")" \
        "[\"2.0\",\"2026-11-30\",$unresolved,\"2.1\"]"
    same "$(atlcli jira version get 2.0 --project WEB --json --profile "$1" | jq .issuesUnresolvedCount)" 0
    works jira version delete 2.0 --project WEB --move-fixed-to 2.1 --move-affected-to 1.1 --yes --json --profile "$1"
    same "$(jq -c '[.fixedMovedTo, .affectedMovedTo]' <<<"$output")" '["2.1","1.1"]'
}

@test "a release counts what isn't resolved, and moves it" {
    both releases
}

filters() {
    works jira filter get 'due SOON' --json --profile "$1"
    same "$(jq -c '[.id, .name, .owner.displayName, .sharedWith]' <<<"$output")" \
        '["10011","Due soon","Robin Ashdown",["everybody who is logged in"]]'
    failing 4 jira filter get 'Due soom' --profile "$1"
    holds "$stderr" "hint: did you mean 'Due soon'?"
    failing 4 jira filter get 424242 --profile "$1"
    holds "$stderr" "there is no filter '424242'"
    works jira filter list --favourite --csv --fields id,name --profile "$1"
    same "$output" "id,name"$'\n'"10011,Due soon"$'\n'"10009,My open issues"
    works jira filter list --name due --owner me --json --profile "$1"
    same "$(jq -c '[.filters[].id]' <<<"$output")" '["10011"]'
    works jira filter run 'My open issues' --limit all --jsonl --fields key --profile "$1"
    same "$(jq -r .key <<<"$output" | sort)" "$(atlcli jira search --assignee me --limit all --jsonl --fields key \
        --jql 'statusCategory != Done' --profile "$1" | jq -r .key | sort)"
}

@test "filters are found, shown and run" {
    both filters
}

@test "all filters are listed on Cloud; Data Center says that it can't" {
    works jira filter list --json
    same "$(jq '.filters | length' <<<"$output")" 13
    works jira filter list --mine --jsonl --fields id
    same "${#lines[@]}" 6
    works jira filter list --profile datacenter
    holds "$stderr" "Of your favourites"
    failing 2 jira filter list --project WEB --profile datacenter
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
    works jira filter share 10011 --project SUP
    same "$(listed --favourite)" "$(printf '%s\n' 10009 10011 "$other" | sort | paste -sd,)"
    same "$(listed --favourite --mine)" 10009,10011
    same "$(listed --favourite --project sup)" "$(printf '%s\n' 10011 "$other" | sort | paste -sd,)"
    same "$(listed --favourite --mine --project SUP)" 10011
    same "$(listed --mine --project SUP)" 10011
    same "$(listed --mine --project OPS)" ""
    same "$(listed --mine --owner "$(atlcli jira filter get "$other" --json | jq -r .owner.accountId)")" ""
    failing 4 jira filter list --mine --project NONE
    works jira filter update "$other" --no-favourite
    works jira filter share 10011 --remove all
    works jira filter share 10011 --authenticated
}

filter_changes() {
    local id
    failing 2 jira filter create Bugs --jql 'type = Bug and' --profile "$1"
    holds "$stderr" $'hint: type = Bug and\nhint:               ^'
    forget_requests "$1"
    failing 1 jira filter create Bugs --jql 'assigne = currentUser()' --profile "$1"
    holds "$stderr" "hint: did you mean assignee?"
    works jira filter create Bugs --favourite --description D --jql 'type = Bug' --json --profile "$1"
    id=$(jq -r .id <<<"$output")
    same "$(jq -r .url <<<"$output")" "$(site_of "$1")/issues/?filter=$id"
    failing 1 jira filter create bugs --jql 'type = Bug' --profile "$1"
    holds "$stderr" "Filter with same name already exists"
    works jira filter update bugs --name 'All "bugs"' --jql 'type = Bug ORDER BY key' --no-favourite --profile "$1"
    works jira filter get "$id" --json --profile "$1"
    same "$(jq -c '[.name, .jql, .description, .favourite]' <<<"$output")" \
        '["All \"bugs\"","type = Bug ORDER BY key","D",false]'
    failing 2 jira filter update "$id" --profile "$1"
    failing 2 jira filter delete "$id" --profile "$1" </dev/null
    works jira filter delete "$id" --yes --profile "$1"
    failing 4 jira filter get "$id" --profile "$1"
}

# What isn't told of a change is looked up.
filter_untold() {
    local id
    local -x SANDBOX_URL SANDBOX_CA
    needs_breakage
    SANDBOX_URL=$(site_of "$1")
    SANDBOX_CA=$(<"$BATS_FILE_TMPDIR/ca-of-$1")
    works jira filter create Untold --jql 'type = Bug' --json --profile "$1"
    id=$(jq -r .id <<<"$output")
    sandbox PUT faults '{"body-every": 1, "body-fault": "empty", "faults-for": "PUT /", "fault-limit": 1}'
    works jira filter update "$id" --name Told --profile "$1"
    sandbox DELETE faults
    holds "$output" "Updated filter 'Told'"
    works jira filter delete "$id" --yes --profile "$1"
}

@test "a filter's new name is told although the answer to the change is empty" {
    both filter_untold
}

@test "a filter that was changed and stays a favourite: both are told" {
    local id
    local -x SANDBOX_URL SANDBOX_CA
    needs_breakage
    SANDBOX_URL=$(site_of cloud)
    SANDBOX_CA=$(<"$BATS_FILE_TMPDIR/ca-of-cloud")
    works jira filter create Starred --jql 'type = Bug' --favourite --json --profile cloud
    id=$(jq -r .id <<<"$output")
    sandbox PUT faults '{"fail-every": 1, "fail-status": 500, "faults-for": "DELETE /", "fault-limit": 1}'
    run --separate-stderr atlcli jira filter update "$id" --name Unstarred --no-favourite --retries 0 --profile cloud
    sandbox DELETE faults
    same "$status" 1
    holds "$stderr" "the filter was updated, but taking it from your favourites failed: "
    works jira filter get "$id" --json --profile cloud
    same "$(jq -r .name <<<"$output")" Unstarred
    works jira filter delete "$id" --yes --profile cloud
}

@test "filters are created, changed and deleted; their queries are checked first" {
    both filter_changes
}

shares() {
    local id
    id=$(atlcli jira filter create Shared --jql 'type = Bug' --json --profile "$1" | jq -r .id)
    works jira filter share "$id" --profile "$1"
    same "$stderr" "Shared with nobody."
    works jira filter share "$id" --project web --role developers --group site-admins --user me --profile "$1"
    works jira filter share "$id" --project 'Web Shop' --authenticated --global --json --profile "$1"
    same "$(jq -c '[.shares[].name]' <<<"$output")" \
        '["role Developers of WEB","group site-admins","user Robin Ashdown","project WEB","everybody who is logged in","everybody"]'
    failing 4 jira filter share "$id" --remove all --project WEB --role Nobody --profile "$1"
    holds "$stderr" "there are: Administrators, Developers, Users"
    failing 4 jira filter share "$id" --remove 99999 --profile "$1"
    failing 4 jira filter share "$id" --group nope --profile "$1"
    failing 2 jira filter share "$id" --role Developers --profile "$1"
    same "$(atlcli jira filter share "$id" --jsonl --profile "$1" | wc -l)" 6
    works jira filter share "$id" --remove all --group developers --csv --fields type,name --profile "$1"
    same "$output" "type,name"$'\n'"group,group developers"
    works jira filter delete "$id" --yes --profile "$1"
}

@test "filters are shared with projects, roles, groups, people and everybody" {
    both shares
}

fields() {
    works jira field list --custom --json --profile "$1"
    same "$(jq -c '[all(.fields[]; .custom), any(.fields[]; .name == "Team")]' <<<"$output")" '[true,true]'
    works jira field search POINT --csv --fields id,name --profile "$1"
    same "$output" "id,name"$'\n'"customfield_10016,Story point estimate"
    works jira field get 'cf[10030]' --json --fields id,name,type --profile "$1"
    same "$(jq -c 'del(.schemaVersion)' <<<"$output")" '{"id":"customfield_10030","name":"Team","type":"option"}'
    failing 4 jira field get Teem --profile "$1"
    holds "$stderr" "hint: did you mean 'Team'?"
    works jira field options location --project web --type bug --json --profile "$1"
    same "$(jq -c '[.options[] | select(.parent == "Japan") | .value]' <<<"$output")" '["Tokyo","Osaka"]'
    works jira field options priority --issue web-1 --jsonl --fields value --profile "$1"
    same "$(jq -r .value <<<"$output" | head -2 | tr '\n' ' ')" "Highest High "
    failing 2 jira field options Customer --issue WEB-1 --profile "$1"
    failing 2 jira field options Team --project WEB --profile "$1"
}

@test "fields are listed, found and shown with what can be chosen" {
    both fields
}

@test "options by context are Cloud's" {
    works jira field options Team --json
    same "$(jq -c '[(.options[].value), (.options[0].contextId | type)]' <<<"$output")" \
        '["Blue","Green","Red","string"]'
    failing 2 jira field options priority
    holds "$stderr" "--project KEY --type TYPE"
    failing 2 jira field options Team --profile datacenter
    holds "$stderr" "--project KEY --type TYPE"
}

projects() {
    works jira project list --json --profile "$1"
    same "$(jq -c '[.projects | length, (map(select(.key == "WEB"))[0].lead.displayName)]' <<<"$output")" \
        '[8,"Robin Ashdown"]'
    works jira project list --query SHOP --csv --fields key,name --profile "$1"
    same "$output" "key,name"$'\n'"WEB,Web Shop"
    works jira project get 'mobile app' --json --fields key,types --profile "$1"
    same "$(jq -c '[.key, .types]' <<<"$output")" '["MOB",["Epic","Story","Task","Bug","Sub-task"]]'
    failing 4 jira project get 'Mobile Ap' --profile "$1"
    holds "$stderr" "hint: did you mean 'Mobile App'?"
    works jira project types WEB --jsonl --fields name,subtask --profile "$1"
    same "$(tail -1 <<<"$output")" '{"name":"Sub-task","subtask":true}'
    works jira project statuses WEB --type bug --csv --fields status,category --profile "$1"
    holds "$output" '"Won'"'"'t ""do""",Done'
    failing 4 jira project statuses WEB --type Bugg --profile "$1"
    works jira project members WEB --json --profile "$1"
    same "$(jq -c '[.members[] | [.role, .kind, .name]]' <<<"$output")" \
        '[["Administrators","user","Robin Ashdown"],["Administrators","group","site-admins"],["Developers","group","developers"],["Users","group","jira-software-users"]]'
    failing 4 jira project members WEB --role develpers --profile "$1"
}

@test "projects are listed and shown with their types, statuses and members" {
    both projects
}

mine() {
    works jira my --limit all --jsonl --fields key --profile "$1"
    same "$output" "$(atlcli jira search --limit all --jsonl --fields key --profile "$1" \
        --jql 'assignee = currentUser() AND resolution is EMPTY ORDER BY updated DESC')"
    works jira my --all --limit all --jsonl --columns assignee,'Story point estimate' --profile "$1"
    same "$(jq -r .assignee <<<"$output" | sort -u)" "Robin Ashdown"
    [ "${#lines[@]}" -gt 0 ]
}

@test "my issues are those assigned to me; --columns is another word for --fields" {
    both mine
}

searches() {
    local all expected
    all=$(atlcli jira search --jql 'created >= "2000-01-01" ORDER BY key' --limit all --jsonl --profile "$1" \
        --fields key,status,reporter,priority,components,fixVersions,parent,created)
    check() {
        expected=$(jq -r "select($1) | .key" <<<"$all" | sort)
        shift
        works jira search --limit all --jsonl --fields key "$@"
        same "$(jq -r .key <<<"$output" | sort)" "$expected"
    }
    check '.status == "Won'"'"'t \"do\""' --status "Won't \"do\"" --profile "$1"
    check '.reporter == "Robin Ashdown"' --reporter "robin ashdown" --profile "$1"
    check '.priority == "High"' --priority High --profile "$1"
    check '.components | index("Checkout")' --component Checkout --profile "$1"
    check '.fixVersions | index("2.1")' --fix-version 2.1 --profile "$1"
    check '.created > (now - 20 * 86400 | todate)' --created-since 20d --profile "$1"
    works jira search --updated-since 2w --created-since yesterday --profile "$1"
    failing 2 jira search --updated-since whenever --profile "$1"
    holds "$stderr" "--updated-since: 'whenever' is no date"
}

@test "friendly filters find what they say" {
    both searches
}

# answers PROFILE HOW TARGET: what comes of the answers to those requests; nothing else: all is well again
answers() {
    local method=PUT
    [ -n "$2" ] || method=DELETE
    curl -sS --fail --cacert "$(cat "$BATS_FILE_TMPDIR/ca-of-$1")" -X "$method" -H 'Content-Type: application/json' \
        ${2:+-d "{\"body-every\": 1, \"body-fault\": \"$2\", \"faults-for\": \"$3\"}"} "$(site_of "$1")/__sandbox/faults" >/dev/null
}

broken() {
    local words id
    id=$(atlcli jira filter create "Broken on $1" --jql 'project = WEB' --json --profile "$1" | jq -r .id)
    answers "$1" empty "GET /rest/api"
    for words in "get $id" "update $id --name Other" "share $id" "delete $id --yes"; do
        # shellcheck disable=SC2086 # words to be split
        failing 1 jira filter $words --profile "$1"
        holds "$stderr" "the server's answer is empty"
        holds "$stderr" "$(site_of "$1")"
    done
    failing 1 jira field list --profile "$1"
    # What was done and can't be read is neither done again nor said not to be.
    local how
    for how in empty malformed html; do
        answers "$1" "$how" "POST /rest/api"
        failing 6 jira component create "Broken $how" --project WEB --profile "$1"
        holds "$stderr" "it may have been done"
        answers "$1" ''
        works jira component get "Broken $how" --project WEB --profile "$1"
        answers "$1" "$how" "POST /rest/api"
        works jira issue comment WEB-1 "Only once: $how" --profile "$1"
    done
    answers "$1" ''
    same "$(atlcli jira issue comments WEB-1 --jsonl --fields markdown --profile "$1" | grep -c 'Only once')" 3
    works jira filter delete "$id" --yes --profile "$1"
}

@test "an answer that is empty, or no JSON, is no list of nothing; and what it answers isn't done twice" {
    needs_breakage
    both broken
}
