# shellcheck shell=bash
# What the tool is for in Jira: many issues, at the latencies of real sites.
# shellcheck disable=SC2034 # latency_ms and where are for measure_run
# shellcheck disable=SC2154 # atlcli and scratch come from bench/run

latencies=(0 20 50 150)
everything='created >= "2000-01-01"'

# on_both NAME FUNCTION OPTION...: the function for Cloud and Data Center at each latency, with a site of its own
# that the options describe.
on_both() {
    local name=$1 function=$2
    shift 2
    for latency_ms in "${latencies[@]}"; do
        where=Cloud
        start_cloud "$name-cloud-$latency_ms" --pages 10 --latency "$latency_ms" "$@"
        "$function"
        stop_sandbox
        where="Data Center"
        start_sandbox "$name-center-$latency_ms" --deployment datacenter --pages 10 --latency "$latency_ms" "$@"
        "$function"
        stop_sandbox
    done
}

# How many answers one waits for: Cloud's ids come 5,000 at a time and each page knows the next, what is in the
# issues comes by hundreds, side by side; Data Center's pages go side by side as soon as the first has told how
# many there are. They are taken to be of 400: it gives up to 1,000, in as much more time as those are longer.
search_trips() {
    local count=$1 pages fetched
    if [ "$where" = Cloud ]; then
        pages=$(((count + 4999) / 5000)) fetched=$((1 + $(rounds $(((count + 99) / 100)))))
        if [ "$count" -le 100 ]; then
            echo 1
        else
            echo $((fetched > pages + 1 ? fetched : pages + 1))
        fi
    else
        echo $((1 + $(rounds $(((count + 399) / 400 - 1)))))
    fi
}

measure_search() {
    on_both search search_all --issues 100000
    for where in Cloud "Data Center"; do
        search_bounds
    done
}

search_all() {
    local count
    for count in 100 1000 10000 100000; do
        measure_run "$((count < 100000 ? 3 : 1))" "search of $count" "$count" "$(search_trips "$count")" \
            jira search --jql "$everything" --limit "$count" --jsonl --quiet
        [ "$count" -gt 1000 ] || measure_peer "search of $count" "$count" search "$count"
    done
}

# of WHAT LATENCY NUMBER: what was measured of it
of() {
    jq -s --arg what "$1" --arg where "$where" --argjson latency "$2" \
        "map(select(.run == \$what and .where == \$where and .latency_ms == \$latency and .by == null))[0].$3" \
        "$records"
}

search_bounds() {
    local largest="search of 100000" large="search of 10000"
    report "CPU per issue searched, --jsonl, 100,000 on $where" \
        "$(ratio "$(of "$largest" 50 cpu_ms)" 100)" us "<= 15"
    report "10 times the issues, CPU, on $where" \
        "$(ratio "$(of "$largest" 50 cpu_ms)" "$(of "$large" 50 cpu_ms)")" x "<= 11"
    report "10 times the issues, memory, on $where" \
        "$(ratio "$(of "$largest" 50 peak_kib)" "$(of "$large" 50 peak_kib)")" x "<= 1.2"
    report "peak memory at 100,000 issues on $where" \
        "$(ratio "$(of "$largest" 50 peak_kib)" 1024)" MB "<= 15"
    report "requests for 10,000 issues on $where" "$(of "$large" 50 requests)" "" "<= 105"
}

# Everything there is, with its comments, into a file.
measure_export() {
    on_both export export_all --issues 10000
    where=Cloud
    for latency_ms in 0 50; do
        start_cloud "export-large-$latency_ms" --pages 10 --latency "$latency_ms" --issues 100000
        export_step 100000
        stop_sandbox
    done
    report "jira export, peak memory at 100,000 issues" \
        "$(ratio "$(of "export of 100000 with comments" 50 peak_kib)" 1024)" MB "<= 40"
    report "the same against 10,000 issues" "$(ratio "$(of "export of 100000 with comments" 50 peak_kib)" \
        "$(of "export of 10000 with comments" 50 peak_kib)")" x "<= 1.2"
}

export_all() {
    export_step 10000
}

export_step() {
    measure_run 1 "export of $1 with comments" "$1" "$(search_trips "$1")" \
        jira export --jql "$everything" --comments -o "$scratch/export.csv" --quiet
}

# Changes to a thousand issues, and to a hundred to see how what they take grows.
measure_bulk() {
    local kind
    write_plan 1000 "Made by the bench"
    write_plan 100 "A hundredweight"
    on_both bulk bulk_all --issues 100
    for where in Cloud "Data Center"; do
        for kind in create transition edit; do
            report "10 times the issues, CPU, bulk $kind on $where" \
                "$(ratio "$(of "bulk $kind of 1000" 0 cpu_ms)" "$(of "bulk $kind of 100" 0 cpu_ms)")" x "<= 11"
        done
    done
}

# write_plan COUNT SUMMARY
write_plan() {
    awk -v count="$1" -v summary="$2" \
        'BEGIN { print "summary"; for (i = 0; i < count; i++) print summary, i }' >"$scratch/plan-$1.csv"
}

bulk_all() {
    [ "$latency_ms" != 0 ] || bulk_step 100 hundredweight
    bulk_step 1000 bench
    [ "$latency_ms" != 50 ] || measure_peer "bulk transition of 1000" 1000 transition 1000
}

# Which fields there are, by two questions (and meanwhile who asks), then fifty at a time side by side. For a
# change: which issues, what they can become, then a task that is asked about when it may be done (and takes the
# site some time, as is seen without latency); or, on Data Center, one request for each.
bulk_step() {
    local count=$1 word=$2 trips=4
    [ "$where" = Cloud ] || trips=$(($(search_trips "$count") + 1 + $(rounds "$count")))
    measure_run 1 "bulk create of $count" "$count" "$((2 + $(rounds $((count / 50)))))" \
        jira bulk create --file "$scratch/plan-$count.csv" --project WEB --type Task --yes --quiet
    measure_run 1 "bulk transition of $count" "$count" "$trips" \
        jira bulk transition --to "In Progress" --jql "summary ~ $word" --yes --quiet
    measure_run 1 "bulk edit of $count" "$count" "$trips" \
        jira bulk edit --field priority=High --jql "summary ~ $word" --yes --quiet
}
