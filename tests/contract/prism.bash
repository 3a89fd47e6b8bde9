# shellcheck shell=bash
# Walks through the sandbox's Cloud with Prism in between, which checks each request and each answer
# against Atlassian's OpenAPI documents. To be loaded by bats files:
#
#   setup_file() { load prism; start_walk --issues 50 --pages 50; }    # arguments of atlcli-sandbox
#   teardown_file() { load prism; end_walk; }
#   setup() { load prism; needs_prism; }
#
#   @test "components" {
#       ok POST /rest/api/3/component '{"project": "WEB", "name": "Search"}'
#       id=$(answer .id)
#       ok GET "/rest/api/3/component/$id"
#       same "$(answer .name)" Search
#       refused 404 GET /rest/api/3/component/1
#       ok DELETE "/rest/api/3/component/$id"
#   }
#
#   ok METHOD PATH [BODY]               sends it as `atlcli api` does. Fails unless the answer is 2xx or
#                                         3xx and neither the request nor the answer violates a document
#   refused STATUS METHOD PATH [BODY]   fails unless the answer has this status and is as documented; the
#                                         request may be wrong, as that is mostly why it is refused
#   upload PATH FILE [FIELD=VALUE...]   ok with a form of the field "file" and further ones, by POST
#   answer FILTER                       what `jq -r FILTER` makes of the last answer's body
#   same GOT EXPECTED                   fails unless the texts are equal
#
#   BODY is JSON, or @FILE. PATH starts with /rest/api/3, /rest/agile/1.0, /wiki/api/v2 or
#   /wiki/rest/api; its query is encoded already. An operation that the sandbox serves and that no walk
#   has got a good answer from makes coverage.bats fail; it names them. A violation is the
#   sandbox's mistake or the walk's and gets mended there; see `exceptions` for those that are neither.
#
#   atlcli ARGUMENT...                  any command, its requests sent through Prism
#   violations                          all that Prism found so far, one a line
#   forget                              … from here on
#
# `ctest --test-dir build/release -R contract.walk_NAME` runs one file, after it has started the server
# that all files ask for their proxies (prism-server). Each has a sandbox of its own, so start once per
# file. The site is $PRISM_URL.
# shellcheck source=tests/cli/sandbox.bash
source "${BASH_SOURCE[0]%/*}/../cli/sandbox.bash"
# shellcheck source=tests/cli/assertions.bash
source "${BASH_SOURCE[0]%/*}/../cli/assertions.bash"

PRISM_DIRECTORY=${BASH_SOURCE[0]%/*}

# Empty, or why Prism can't be here.
missing_for_prism() {
    if [ ! -f "${ATLCLI_SPECS:-/nowhere}/jira-platform-v3.json" ]; then
        echo "the API documents are not here: set ATLCLI_SPECS"
    elif [ ! -d "${ATLCLI_PRISM:-/nowhere}/node_modules" ]; then
        echo "Prism is not here: tests/contract/prism-modules gets it"
    fi
}

needs_prism() {
    local missing
    missing=$(missing_for_prism)
    [ -n "$missing" ] || return 0
    [ "${CI:-}" != true ] || { echo "$missing" && return 1; }
    skip "$missing"
}

# The file that says where the server of proxies is; one of another prism.mjs is another's.
prism_server() {
    printf '%s/contract/prism-%s' "$PROJECT_BUILD" \
        "$(cat "$PRISM_DIRECTORY/prism.mjs" "$PRISM_DIRECTORY/exceptions" | cksum | cut -d ' ' -f 1)"
}

# start_prism SITE LOG [NAME=VALUE...]: puts Prism in front of a site; prism.mjs says what it may be told.
# Sets and exports PRISM_URL and PRISM_LOG.
start_prism() {
    local field fields=()
    : >"$2"
    for field in "site=$1" "log=$2" "${@:3}"; do
        fields+=(--data-urlencode "$field")
    done
    PRISM_URL=$(curl -sS --fail-with-body "${fields[@]}" "$(<"$(prism_server)")") || {
        printf 'no Prism here: %s\n' "$PRISM_URL" >&2
        return 1
    }
    PRISM_LOG=$2
    export PRISM_URL PRISM_LOG
}

# stop_prism URL
stop_prism() {
    curl -sS -X DELETE "$(<"$(prism_server)")/?proxy=$1"
}

start_walk() {
    [ -z "$(missing_for_prism)" ] || return 0
    start_sandbox --deployment cloud "$@"
    mkdir -p "$PROJECT_BUILD/contract"
    start_prism "$SANDBOX_URL" "$PROJECT_BUILD/contract/$(basename "$BATS_TEST_FILENAME" .bats).jsonl"
    export ATLCLI_CONFIG_DIR=$BATS_FILE_TMPDIR/config
    printf '%s' "$SANDBOX_TOKEN" | "$ATLCLI" auth login --quiet --site "$PRISM_URL" \
        --email "$SANDBOX_EMAIL" --token-stdin --no-verify >/dev/null
}

end_walk() {
    [ -n "${PRISM_URL:-}" ] || return 0
    stop_prism "$PRISM_URL"
    stop_sandbox
}

atlcli() {
    "$ATLCLI" "$@"
}

# Sends one request and leaves the answer's body and what Prism's line says of it.
send() {
    local method=$1 path=$2 body=${3:-}
    answer_file=$BATS_TEST_TMPDIR/answer
    case $body in
    '') set -- ;;
    @*) set -- --input "${body#@}" ;;
    *) printf '%s' "$body" >"$BATS_TEST_TMPDIR/body" && set -- --input "$BATS_TEST_TMPDIR/body" ;;
    esac
    "$ATLCLI" api "$method" "$path" --retries 0 "$@" >"$answer_file" 2>"$BATS_TEST_TMPDIR/messages" || true
}

# judge FILTER: fails and tells all unless jq finds the last request good.
judge() {
    local line
    line=$(tail -n 1 "$PRISM_LOG")
    jq -e "$1" >/dev/null <<<"$line" && return
    jq . <<<"$line"
    cat "$BATS_TEST_TMPDIR/messages"
    head -c 2000 "$answer_file"
    return 1
}

ok() {
    send "$@"
    judge '.status >= 200 and .status < 400 and .request == [] and .answer == []'
}

refused() {
    local status=$1
    shift
    send "$@"
    judge ".status == $status and .answer == []"
}

upload() {
    local path=$1 file=$2 field fields=()
    shift 2
    for field; do
        fields+=(--form-string "$field")
    done
    answer_file=$BATS_TEST_TMPDIR/answer
    curl -sS --user "$SANDBOX_EMAIL:$SANDBOX_TOKEN" -H 'X-Atlassian-Token: no-check' \
        --form "file=@$file" "${fields[@]}" "$PRISM_URL$path" \
        >"$answer_file" 2>"$BATS_TEST_TMPDIR/messages" || true
    judge '.status >= 200 and .status < 400 and .request == [] and .answer == []'
}

answer() {
    jq -r "$1" "$answer_file"
}

violations() {
    jq -r '. as $line | (.request + .answer)[] | "\($line.method) \($line.uri): \(.)"' "$PRISM_LOG" | sort -u
}

forget() {
    : >"$PRISM_LOG"
}
