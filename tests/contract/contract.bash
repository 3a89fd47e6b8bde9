# shellcheck shell=bash
# Makes a contract test of a test in tests/cli: tests/cli/session.bash loads this with ATLCLI_CONTRACT set.
# Prism then stands between atlcli and each Cloud sandbox, and when the file ends no request and no
# answer may have violated the documents. Data Center has no documents: its requests are compared with
# Cloud's that descend from them.
#
#   put_under_contract PROFILE   after its sandbox has started
#   past_prism                   for a test that is to have nothing in between
#   contract_was_kept            once they have stopped; else says how not, and fails
#   unlike_cloud LOG             the requests in a sandbox's log that have no descendant, one a line
# shellcheck source=tests/contract/prism.bash
source "${BASH_SOURCE[0]%/*}/prism.bash"

put_under_contract() {
    local directory=${SANDBOX_CA%/*} site=$SANDBOX_URL
    [[ $1 != datacenter* ]] || return 0
    start_prism "$site" "$BATS_FILE_TMPDIR/prism-of-$1" "ca=$SANDBOX_CA" \
        "certificate=$directory/server.pem" "key=$directory/server.key"
    printf '%s %s\n' "$PRISM_URL" "$site" >>"$BATS_FILE_TMPDIR/proxies"
    export SANDBOX_URL=$PRISM_URL
}

# Until the test's end the profiles are those of the sites themselves.
past_prism() {
    local proxy site
    [ "$ATLCLI_CONFIG_DIR" != "$BATS_TEST_TMPDIR/past-prism" ] || return 0
    cp -R "$ATLCLI_CONFIG_DIR" "$BATS_TEST_TMPDIR/past-prism"
    export ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/past-prism
    touch "$BATS_FILE_TMPDIR/proxies"
    while read -r proxy site; do
        text=$(sed "s|$proxy|$site|g" "$ATLCLI_CONFIG_DIR/credentials.json")
        printf '%s\n' "$text" >"$ATLCLI_CONFIG_DIR/credentials.json"
    done <"$BATS_FILE_TMPDIR/proxies"
    # shellcheck disable=SC2317 # tests call it
    site_of() {
        local url proxy site
        url=$(<"$BATS_FILE_TMPDIR/site-of-$1")
        while read -r proxy site; do
            url=${url/"$proxy"/"$site"}
        done <"$BATS_FILE_TMPDIR/proxies"
        printf '%s' "$url"
    }
}

contract_was_kept() {
    local proxy log found=
    touch "$BATS_FILE_TMPDIR/proxies"
    while read -r proxy _; do
        stop_prism "$proxy"
    done <"$BATS_FILE_TMPDIR/proxies"
    for log in "$BATS_FILE_TMPDIR"/prism-of-*; do
        [ ! -e "$log" ] || found+=$(PRISM_LOG=$log violations)$'\n'
    done
    for log in "$BATS_FILE_TMPDIR"/log-of-datacenter*; do
        [ ! -e "$log" ] || found+=$(unlike_cloud <(cat "$(cat "$log")"*))$'\n'
    done
    mkdir -p "$PROJECT_BUILD/contract"
    cat "$BATS_FILE_TMPDIR"/prism-of-* >"$PROJECT_BUILD/contract/$(basename "$BATS_TEST_FILENAME" .bats).jsonl"
    same "$(grep . <<<"$found")" ""
}

unlike_cloud() {
    jq -s -r -L "$PRISM_DIRECTORY" -f "$PRISM_DIRECTORY/data_center.jq" \
        --slurpfile jira "$ATLCLI_SPECS/jira-platform-v3.json" \
        --slurpfile software "$ATLCLI_SPECS/jira-software.json" \
        --slurpfile confluence1 "$ATLCLI_SPECS/confluence-v1.json" \
        --slurpfile confluence2 "$ATLCLI_SPECS/confluence-v2.json" "$1"
}
