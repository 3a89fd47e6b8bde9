#!/usr/bin/env bats
# wiki docs sync: two workspaces on one tree, with random edits from both. No edit is lost, and both
# end up the same, on Cloud and on Data Center. What was attached to a page that the other side deleted
# is in the trash.
#
#   ATLCLI_ROUNDS   so many rounds (8)
#   ATLCLI_SEED     of what is done (1)
# shellcheck disable=SC2034,SC2154 # what `edits` uses; set by bats' run
bats_require_minimum_version 1.5.0

load session
load edits

setup_file() {
    start_session cloud
    start_session datacenter --context-path /wiki
}

teardown_file() {
    end_sessions
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    rounds=${ATLCLI_ROUNDS:-8}
    seed=${ATLCLI_SEED:-1}
}

converge() {
    local word words=0 round ws deed
    local -A expected=() gone=()
    root=$(atlcli wiki page create --space OPS --title Both --body root --json --profile "$profile" | jq -r .id)
    for ws in a b; do
        atlcli wiki docs init "$profile-$ws" --ancestor "$root" --profile "$profile" >/dev/null
    done
    ws=$profile-a
    atlcli wiki docs pull "$ws" --profile "$profile" >/dev/null
    for round in {1..12}; do
        add
    done
    for ((round = 1; round <= rounds; round++)); do
        for ws in "$profile-a" "$profile-b"; do
            sync "$ws"
            number 4
            for ((deed = number; deed >= 0; deed--)); do
                edit
            done
        done
    done
    for round in end settled again; do
        sync "$profile-a"
        sync "$profile-b"
    done
    same "$output" ""
    same "$(pages "$profile-b")" "$(pages "$profile-a")"
    pages "$profile-a" >all
    for word in "${!expected[@]}"; do
        grep -qw "$word" all || grep -rqw "$word" "$profile-a/.atlcli/trash" "$profile-b/.atlcli/trash" \
            --include='*.txt' || { echo "lost: $word" && return 1; }
    done
}

@test "random edits from both sides meet, on Cloud" {
    profile=cloud
    converge
}

@test "random edits from both sides meet, on Data Center" {
    profile=datacenter
    converge
}
