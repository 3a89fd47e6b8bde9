# shellcheck shell=bash
# Measuring, and keeping what was measured: one JSON line for each number that has a bound, and one for each
# run of a command against a site. bench/report makes the document of them.
# shellcheck disable=SC2016 # $name in single quotes is a variable of jq
# shellcheck disable=SC2154 # bin, atlcli, scratch and missed come from bench/run

records=$scratch/records.jsonl

# What goes into a line, in jq's words: `keep FILTER [jq's arguments...]`.
keep() {
    jq -nc --arg workload "$workload" "${@:2}" "{workload: \$workload} + $1" >>"$records"
}

# holds MEASURED BOUND: whether it does; the bound is "<= 3" or ">= 1.3"
holds() {
    awk -v m="$1" -v o="${2%% *}" -v b="${2##* }" \
        'BEGIN { exit !((o == "<=" && m <= b) || (o == ">=" && m >= b)) }'
}

# One line of the table: what, measured, unit, and the bound it should keep.
report() {
    local what=$1 measured=$2 unit=$3 bound=$4 verdict=ok
    holds "$measured" "$bound" || { verdict=MISSED; missed=$((missed + 1)); }
    printf '%-64s %10s %-5s %9s  %s\n' "$what" "$measured" "$unit" "$bound" "$verdict"
    keep '{what: $what, measured: ($measured | tonumber), unit: $unit, bound: $bound, ok: ($verdict == "ok")}' \
        --arg what "$what" --arg measured "$measured" --arg unit "$unit" --arg bound "$bound" \
        --arg verdict "$verdict"
}

spawn() {
    "$bin/bench_spawn" "$@"
}

field() {
    jq -r ".$1" <<<"$2"
}

ratio() {
    awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}

# The median of one number over the rounds in a file.
middle() {
    jq -s "map(.$1) | sort | .[length / 2 | floor]" "$scratch/$2"
}

# ---- whole commands, against a site ----

# rounds N: how many times one waits for answers at least when N requests may go side by side, as many at
# once as is polite: 16 to begin with, twice as many each time, 64 at most.
rounds() {
    awk -v left="$1" 'BEGIN {
        for (width = 16; left > 0; width = width * 2 > 64 ? 64 : width * 2) { left -= width; count++ }
        print count + 0
    }'
}

# measure_run TIMES WHAT ITEMS TRIPS ARGUMENT...: one command against the site that was started last, of which
# $where and $latency_ms are known. TRIPS: how many answers the API has one wait for, one after the other. Sets
# `result`.
measure_run() {
    local times=$1 what=$2 items=$3 trips=$4 counters computing
    shift 4
    sandbox_call POST counters/reset >/dev/null
    result=$(spawn "$times" "$atlcli" "$@")
    counters=$(sandbox_call GET counters)
    result=$(jq -c --argjson c "$counters" --argjson times "$times" \
        '. + {requests: ($c.requests / $times | round), bytes: (($c.bytesSent + $c.bytesReceived) / $times | round)}' \
        <<<"$result")
    [ "$latency_ms" != 0 ] || at_rest[$what $where]=$(field wall_ms "$result")
    computing=${at_rest[$what $where]:-0}
    result=$(jq -c --argjson trips "$trips" --argjson latency "$latency_ms" \
        --argjson computing "$computing" \
        '. + {trips: $trips, least_ms: ([$trips * $latency, $computing] | max)} | .ratio = .wall_ms / .least_ms' \
        <<<"$result")
    keep_run "$what" "$items"
}

# How long a command took at rest, by what it does and where: it is never quicker than that.
declare -A at_rest=()

keep_run() {
    local verdict=''
    if [ "$latency_ms" -ge 50 ]; then
        verdict=ok
        holds "$(field ratio "$result")" "<= 1.6" || { verdict=MISSED; missed=$((missed + 1)); }
    fi
    jq -r --arg what "$1" --arg where "$where" --arg latency "$latency_ms" --arg verdict "$verdict" \
        '[$what, $where, $latency, .wall_ms, .cpu_ms, .peak_kib / 1024, .requests, .bytes / 1000000, .least_ms, .ratio, $verdict] | @tsv' \
        <<<"$result" | awk -F'\t' '{
            printf "%-38s %-11s %3d ms: %7.0f ms, CPU %6.0f ms, %5.1f MB, %5d requests, %6.2f MB; least %6.0f ms, %5.2f x  %s\n",
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 }'
    keep '{run: $what, where: $where, latency_ms: $latency, items: $items, ok: ($verdict != "MISSED")} + $result' \
        --arg what "$1" --arg where "$where" --argjson latency "$latency_ms" --argjson items "$2" \
        --arg verdict "$verdict" --argjson result "$result"
}

# measure_peer WHAT ITEMS NAME...: the same job by another tool, if there is one that does it: PEER=COMMAND is
# called as `COMMAND NAME...` with the site in the environment, and says by 77 that this isn't for it.
# python3-jira stands in where it is installed.
measure_peer() {
    local what=$1 items=$2 peer theirs code
    shift 2
    for peer in ${PEER:+"$PEER"} "$root/bench/peer-python-jira"; do
        code=0
        theirs=$(ATLCLI_SITE=$site ATLCLI_EMAIL=you@example.com ATLCLI_API_TOKEN=sandbox-token \
            ATLCLI_DEPLOYMENT=$where REQUESTS_CA_BUNDLE=$certificate_authority \
            SSL_CERT_FILE=$certificate_authority spawn 1 "$peer" "$@" 2>"$scratch/peer.log") || code=$?
        if [ "$code" -ne 0 ]; then
            grep -q 'wait status 19712' "$scratch/peer.log" || tail -n 3 "$scratch/peer.log" >&2
            continue
        fi
        printf '%-38s %-11s %3d ms: %7.0f ms by %s\n' "$what" "$where" "$latency_ms" \
            "$(field wall_ms "$theirs")" "${peer##*/}"
        keep '{run: $what, where: $where, latency_ms: $latency, items: $items, by: $by, ok: true} + $result' \
            --arg what "$what" --arg where "$where" --argjson latency "$latency_ms" --argjson items "$items" \
            --arg by "${peer##*/}" --argjson result "$theirs"
    done
}
