# shellcheck shell=bash
# The workloads, one function each; names follow measure_NAME. Each reports lines of the table.
# shellcheck disable=SC2154 # root, bin, atlcli and scratch come from bench/run

spawn() {
    "$bin/bench_spawn" "$@"
}

field() {
    jq -r ".$1" <<<"$2"
}

ratio() {
    awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}

# How long a command takes that needs no network: what a shell prompt or a completion waits for.
measure_startup() {
    local result
    result=$(spawn 201 "$atlcli" --version)
    report "atlcli --version, median" "$(field wall_ms "$result")" ms "<= 3"
    report "atlcli --version, peak memory" "$(ratio "$(field peak_kib "$result")" 1024)" MB "<= 8"
    start_sandbox startup --issues 10 --pages 10
    result=$(spawn 201 "$atlcli" auth list)
    report "atlcli auth list, median" "$(field wall_ms "$result")" ms "<= 3"
    report "atlcli auth list, peak memory" "$(ratio "$(field peak_kib "$result")" 1024)" MB "<= 8"
    stop_sandbox
}

# 10,000 GETs of 1 KB, 32 wide: the engine against the command line tool of the same libcurl.
measure_engine() {
    start_nginx
    compare_engines "HTTP/1.1" "http://127.0.0.1:$plain_port"
    compare_engines "TLS, HTTP/2" "https://localhost:$tls_port" \
        --ca-file "$scratch/tls/ca.pem"
}

compare_engines() {
    local what=$1 url=$2 round ours theirs
    shift 2
    local curl_options=(-s -o /dev/null --parallel --parallel-max 32 --compressed)
    [ $# -eq 0 ] || curl_options+=(--http2 --cacert "$2")
    : >"$scratch/ours"
    : >"$scratch/theirs"
    for round in 1 2 3 4 5 6 7; do
        ours=$(spawn 1 "$bin/bench_engine" "$url/item/" 10000 32 "$@")
        theirs=$(spawn 1 "$("$root/third_party/build" --print)/bin/curl" "${curl_options[@]}" \
            "$url/item/[1-10000]")
        printf '%s\n' "$ours" >>"$scratch/ours"
        printf '%s\n' "$theirs" >>"$scratch/theirs"
        [ "$round" != 1 ] || { : >"$scratch/ours"; : >"$scratch/theirs"; } # warms the caches
    done
    report "10,000 GETs, $what: throughput against curl --parallel" \
        "$(ratio "$(middle wall_ms theirs)" "$(middle wall_ms ours)")" x ">= 1.3"
    report "10,000 GETs, $what: CPU against curl --parallel" \
        "$(ratio "$(middle cpu_ms ours)" "$(middle cpu_ms theirs)")" x "<= 0.8"
}

# The median of one number over the rounds in a file.
middle() {
    jq -s "map(.$1) | sort | .[length / 2 | floor]" "$scratch/$2"
}

# One small request from a fresh process, with the system's certificates to search through.
measure_request() {
    local result bundle=$scratch/bundle.pem
    start_sandbox request --issues 10 --pages 10
    cat /etc/ssl/certs/ca-certificates.crt "$certificate_authority" >"$bundle"
    printf 'sandbox-token' | "$atlcli" auth login --quiet --profile system --site "$site" \
        --email you@example.com --token-stdin --ca-file "$bundle" >/dev/null
    result=$(spawn 51 "$atlcli" jira me --profile system)
    report "jira me over TLS 1.3, the system's CA bundle, median" \
        "$(field wall_ms "$result")" ms "<= 25"
    report "jira me, peak memory" "$(ratio "$(field peak_kib "$result")" 1024)" MB "<= 12"
    stop_sandbox
}

# What the tool is for: everything that matches, at the latency of a real site.
measure_search() {
    local small large
    start_sandbox search --issues 10000 --pages 10 --latency 50
    small=$(spawn 5 "$atlcli" jira search --jql 'created >= "2000-01-01"' --limit all --jsonl)
    report "jira search, 10,000 issues at 50 ms, median" "$(field wall_ms "$small")" ms "<= 1500"
    sandbox_call POST counters/reset >/dev/null
    spawn 1 "$atlcli" jira search --jql 'created >= "2000-01-01"' --limit all --jsonl >/dev/null
    report "jira search, 10,000 issues: requests" \
        "$(sandbox_call GET counters | jq .requests)" "" "<= 105"
    stop_sandbox
    start_sandbox search-large --issues 100000 --pages 10 --latency 50
    large=$(spawn 3 "$atlcli" jira search --jql 'created >= "2000-01-01"' --limit all --jsonl)
    report "jira search --jsonl, peak memory at 100,000 issues" \
        "$(ratio "$(field peak_kib "$large")" 1024)" MB "<= 12"
    report "the same against 10,000 issues" \
        "$(ratio "$(field peak_kib "$large")" "$(field peak_kib "$small")")" x "<= 1.15"
    stop_sandbox
}

# Everything there is, with its comments, into a file.
measure_export() {
    local small large
    start_sandbox export --issues 10000 --pages 10 --latency 50
    small=$(spawn 5 "$atlcli" jira export --jql 'created >= "2000-01-01"' --comments \
        -o "$scratch/export.csv")
    report "jira export, 10,000 issues with comments at 50 ms, median" \
        "$(field wall_ms "$small")" ms "<= 2500"
    sandbox_call POST counters/reset >/dev/null
    spawn 1 "$atlcli" jira export --jql 'created >= "2000-01-01"' --comments \
        -o "$scratch/export.csv" >/dev/null
    report "jira export, 10,000 issues with comments: requests" \
        "$(sandbox_call GET counters | jq .requests)" "" "<= 230"
    stop_sandbox
    start_sandbox export-large --issues 100000 --pages 10 --latency 50
    large=$(spawn 1 "$atlcli" jira export --jql 'created >= "2000-01-01"' --comments \
        -o "$scratch/export.csv")
    report "jira export, peak memory at 100,000 issues" \
        "$(ratio "$(field peak_kib "$large")" 1024)" MB "<= 40"
    report "the same against 10,000 issues" \
        "$(ratio "$(field peak_kib "$large")" "$(field peak_kib "$small")")" x "<= 1.15"
    stop_sandbox
}

sandbox_call() {
    curl -sf --cacert "$certificate_authority" -X "$1" "$site/__sandbox/$2"
}

# The sandbox itself: what is measured through it must not be the sandbox.
measure_sandbox() {
    local started ready path result authorization
    started=$(date +%s%N)
    launch_sandbox seeding --issues 100000 --pages 1000
    ready=$(date +%s%N)
    report "sandbox: 100,000 issues and 1,000 pages, from start to answering" \
        "$(awk -v ns=$((ready - started)) 'BEGIN { printf "%.2f", ns / 1e9 }')" s "<= 5"
    report "sandbox: memory with 100,000 issues" \
        "$(ratio "$(awk '/VmHWM/ { print $2 }' "/proc/$sandbox_pid/status")" 1024)" MB "<= 500"
    stop_sandbox
    launch_sandbox small --issues 1000 --pages 100
    authorization=$(printf 'you@example.com:sandbox-token' | base64)
    # Two small answers: an issue of a few fields, and a page.
    for path in "rest/api/3/issue/WEB-1?fields=summary,status,assignee" "wiki/api/v2/pages/200001"; do
        result=$(wrk -t1 -c16 -d5s -H "Authorization: Basic $authorization" "$site/$path")
        report "sandbox: GETs a second of /${path%%\?*}, kept alive" \
            "$(awk '/Requests\/sec/ { printf "%.0f", $2 }' <<<"$result")" "" ">= 10000"
    done
    stop_sandbox
}

# Documents, 10 MB of them. CPU time in one process; pandoc and memory with a process of their own.
measure_content() {
    local result from to
    "$bin/bench_content" document 10000000 >"$scratch/mixed.md"
    "$atlcli" wiki convert "$scratch/mixed.md" --to storage -o "$scratch/mixed.xml"
    report "Markdown to storage format, 10 MB" \
        "$(field mb_s "$("$bin/bench_content" convert markdown storage "$scratch/mixed.md")")" \
        MB/s ">= 60"
    report "storage format to Markdown, 10 MB and more" \
        "$(field mb_s "$("$bin/bench_content" convert storage markdown "$scratch/mixed.xml")")" \
        MB/s ">= 30"
    report "Markdown to storage format: peak memory against the input" \
        "$(memory_ratio "$scratch/mixed.md" storage)" x "<= 12"
    report "storage format to Markdown: peak memory against the input" \
        "$(memory_ratio "$scratch/mixed.xml" markdown)" x "<= 12"
    for from in markdown storage adf wiki; do
        to=storage
        [ "$from" != storage ] || to=markdown
        result=$("$bin/bench_content" hostile "$from" "$to" 10000000)
        report "$from, 10 MB of one thing: slowest of $(wc -l <<<"$result") cases" \
            "$(jq -s 'map(.cpu_ms / 1000) | max * 100 | round / 100' <<<"$result")" s "<= 10"
        report "the same against half as much: '$(growth .case "$result")' grows most" \
            "$(growth .ratio "$result")" x "<= 2.3"
    done
    compare_with_pandoc "$scratch/mixed.md" storage gfm html
    compare_with_pandoc "$scratch/mixed.md" wiki gfm jira
    compare_with_pandoc "$scratch/mixed.xml" markdown html gfm
}

memory_ratio() {
    local result
    result=$(spawn 3 "$atlcli" wiki convert "$1" --to "$2")
    ratio "$(($(field peak_kib "$result") * 1024))" "$(wc -c <"$1")"
}

# Of what takes long enough to tell: the start of a process, a page more or less, are noise.
growth() {
    jq -rs "map(select(.cpu_ms >= 50)) | max_by(.ratio) | $1 // 0" <<<"$2"
}

# compare_with_pandoc FILE OUR-TARGET THEIR-SOURCE THEIR-TARGET
compare_with_pandoc() {
    local ours theirs
    if ! command -v pandoc >/dev/null; then
        echo "pandoc isn't installed: not compared" >&2
        return
    fi
    theirs=$(spawn 1 pandoc --from "$3" --to "$4" "$1")
    ours=$(spawn 5 "$atlcli" wiki convert "$1" --to "$2" --quiet)
    report "${1##*.} to $2 against pandoc, $3 to $4: throughput" \
        "$(ratio "$(field wall_ms "$theirs")" "$(field wall_ms "$ours")")" x ">= 50"
}

# Changes to many issues: what a task of Cloud spares, and what side by side makes of the rest.
measure_bulk() {
    local plan=$scratch/plan.csv
    awk 'BEGIN { print "summary"; for (i = 0; i < 1000; i++) print "Made by the bench " i }' >"$plan"
    start_sandbox bulk-cloud --issues 100 --pages 10 --latency 50
    bulk_create "Cloud"
    bulk_step "bulk transition, 1,000 issues on Cloud" 800 12 transition --to "In Progress"
    bulk_step "bulk edit, 1,000 issues on Cloud" "" 10 edit --field priority=High
    stop_sandbox
    start_sandbox bulk-center --deployment datacenter --issues 100 --pages 10 --latency 50
    bulk_create "Data Center"
    bulk_step "bulk transition, 1,000 issues on Data Center" 2500 1050 transition --to "In Progress"
    stop_sandbox
}

# bulk_create WHERE: a thousand issues from the file
bulk_create() {
    sandbox_call POST counters/reset >/dev/null
    spawn 1 "$atlcli" jira bulk create --file "$plan" --project WEB --type Task --yes --quiet >/dev/null
    report "bulk create, 1,000 issues on $1: requests" \
        "$(sandbox_call GET counters | jq .requests)" "" "<= 25"
}

# bulk_step WHAT MOST_MS MOST_REQUESTS ARGUMENT...
bulk_step() {
    local result
    sandbox_call POST counters/reset >/dev/null
    result=$(spawn 1 "$atlcli" jira bulk "${@:4}" --jql 'summary ~ bench' --yes --quiet)
    [ -z "$2" ] || report "$1 at 50 ms" "$(field wall_ms "$result")" ms "<= $2"
    report "$1: requests" "$(sandbox_call GET counters | jq .requests)" "" "<= $3"
}
