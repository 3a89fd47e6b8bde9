# shellcheck shell=bash
# The workloads that latency doesn't change, one function each; names follow measure_NAME.
# shellcheck disable=SC2154 # root, bin, atlcli and scratch come from bench/run

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
