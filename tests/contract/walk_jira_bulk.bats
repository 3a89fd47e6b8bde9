#!/usr/bin/env bats
# Bulk changes of issues, which are tasks that go on by themselves.
bats_require_minimum_version 1.5.0

setup_file() {
    load prism
    start_walk --issues 80
}

teardown_file() {
    load prism
    end_walk
}

setup() {
    load prism
    load ../cli/profile
    needs_prism
    ok POST /rest/api/3/issue/bulk "{\"issueUpdates\": [$(new Task), $(new Task)]}"
    keys=$(answer '[.issues[].key] | tojson') first=$(answer '.issues[0].key') second=$(answer '.issues[1].key')
}

new() {
    printf '{"fields": {"project": {"key": "WEB"}, "issuetype": {"name": "%s"}, "summary": "One of two"}}' "$1"
}

has_ended() {
    ok GET "/rest/api/3/bulk/queue/$1" && [ "$(answer .status)" = COMPLETE ]
}

# Waits for the task that the last answer speaks of.
ends() {
    wait_until has_ended "$(answer .taskId)"
    same "$(answer '"\(.processedAccessibleIssues | length) \(.failedAccessibleIssues | length)"')" "2 0"
}

@test "issues are transitioned" {
    ok GET "/rest/api/3/bulk/issues/transition?issueIdsOrKeys=$first,$second"
    transition=$(answer '.availableTransitions[0].transitions[0].transitionId')
    ok POST /rest/api/3/bulk/issues/transition \
        "{\"bulkTransitionInputs\": [{\"selectedIssueIdsOrKeys\": $keys, \"transitionId\": \"$transition\"}]}"
    ends
    refused 400 POST /rest/api/3/bulk/issues/transition '{"bulkTransitionInputs": []}'
}

@test "issues are edited" {
    ok GET "/rest/api/3/bulk/issues/fields?issueIdsOrKeys=$first,$second"
    ok POST /rest/api/3/bulk/issues/fields "{\"selectedIssueIdsOrKeys\": $keys, \"selectedActions\": [\"labels\"],
        \"editedFieldsInput\": {\"labelsFields\": [{\"fieldId\": \"labels\",
            \"bulkEditMultiSelectFieldOption\": \"ADD\", \"labels\": [{\"name\": \"walked\"}]}]}}"
    ends
    ok GET "/rest/api/3/issue/$second?fields=labels"
    same "$(answer '.fields.labels[]')" walked
    refused 400 POST /rest/api/3/bulk/issues/fields "{\"selectedIssueIdsOrKeys\": $keys, \"selectedActions\": []}"
}

@test "issues are watched, moved and deleted" {
    ok POST /rest/api/3/bulk/issues/watch "{\"selectedIssueIdsOrKeys\": $keys}"
    ends
    ok POST /rest/api/3/bulk/issues/unwatch "{\"selectedIssueIdsOrKeys\": $keys}"
    ends
    ok GET /rest/api/3/issue/createmeta/DATA/issuetypes
    type=$(answer '.issueTypes[] | select(.name == "Task").id')
    ok POST /rest/api/3/bulk/issues/move "{\"targetToSourcesMapping\": {\"DATA,$type\": {
        \"issueIdsOrKeys\": $keys, \"inferFieldDefaults\": true, \"inferStatusDefaults\": true,
        \"inferClassificationDefaults\": true, \"inferSubtaskTypeDefault\": true}}}"
    ends
    ok GET "/rest/api/3/issue/$first?fields=project"
    same "$(answer .fields.project.key)" DATA
    ok POST /rest/api/3/bulk/issues/delete "{\"selectedIssueIdsOrKeys\": $keys}"
    ends
    refused 404 GET "/rest/api/3/issue/$first"
    refused 400 GET /rest/api/3/bulk/queue/99999
}
