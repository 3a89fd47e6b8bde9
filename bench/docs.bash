# shellcheck shell=bash
# The workload "docs": a space as a directory of Markdown, at the latencies of real sites.
# shellcheck disable=SC2034 # latency_ms and where are for measure_run
# shellcheck disable=SC2154 # atlcli, latencies and scratch come from bench/run

measure_docs() {
    write_docs_site >"$scratch/docs.json"
    for latency_ms in "${latencies[@]}"; do
        where=Cloud
        docs_of cloud
        where="Data Center"
        docs_of center --deployment datacenter
    done
    docs_bounds
}

# A space TEXTS of a thousand pages, each with a few paragraphs, a table and links to others; and a
# space FILES of a thousand, each with an attachment of 20 KB.
write_docs_site() {
    awk 'BEGIN {
        for (filler = "0123456789abcdef"; length(filler) < 20480; ) filler = filler filler
        filler = substr(filler, 1, 20480)
        printf "{\"spaces\": [{\"key\": \"TEXTS\", \"name\": \"Texts\"}, {\"key\": \"FILES\", \"name\": \"Files\"}], \"pages\": ["
        for (space = 0; space < 2; space++) {
            for (i = 0; i < 1000; i++) {
                printf "%s{\"space\": \"%s\", \"title\": \"Page %d\"", space + i ? ",\n" : "", space ? "FILES" : "TEXTS", i
                if (i > 0) printf ", \"parent\": \"Page %d\"", int((i - 1) / 10)
                printf ", \"body\": \"<h1>What page %d says</h1>", i
                for (p = 0; p < 6; p++) printf "<p>Paragraph %d of a page that says <strong>something</strong> about <em>nothing</em>, at a length that pages have, so that there is something to read and to write when all of them come at once.</p>", p
                printf "<p><ac:link><ri:page ri:content-title=\\\"Page %d\\\" /></ac:link></p>", (i * 7 + 1) % 1000
                printf "<table><tbody><tr><th>Name</th><th>Value</th></tr><tr><td>one</td><td>%d</td></tr></tbody></table>\"", i
                if (space) printf ", \"attachments\": [{\"name\": \"notes %d.txt\", \"text\": \"%d %s\"}]", i, i, filler
                printf "}"
            }
        }
        print "]}"
    }'
}

# docs_run TIMES WHAT ITEMS TRIPS ARGUMENT...: what changes nothing can be done several times.
docs_run() {
    local times=$1 what=$2 items=$3 trips=$4
    shift 4
    measure_run "$times" "$what" "$items" "$trips" wiki docs "$@" --quiet
}

# docs_of NAME SANDBOX-OPTION...: what one has to wait for, one after the other.
#   first            Cloud gives 250 pages at a time, each answer with the place of the next, from both ends: two and
#                    two, and one that shows that nothing is left between them. Data Center gives hundreds, side by
#                    side as soon as the first has told how many at a time.
#   nothing changed  one answer: the places of the others, or how many there are at a time, are known from before
#   5 changed        that, and the five
#   push             which versions there are, then the changes, side by side
#   files            which there are, then the files, side by side; Cloud sends each on to another host, so that the
#                    last ones' bytes come one answer later
docs_of() {
    local texts=$scratch/$1-$latency_ms-texts files=$scratch/$1-$latency_ms-files i id first=3 hops=1
    [ "$where" = Cloud ] || { first=2 && hops=0; }
    start_sandbox "docs-$1-$latency_ms" "${@:2}" --issues 0 --pages 0 --attachments 0 \
        --latency "$latency_ms" --seed-file "$scratch/docs.json"
    "$atlcli" wiki docs init "$texts" --space TEXTS --quiet >/dev/null
    docs_run 1 "docs pull of 1000, first" 1000 "$first" pull "$texts"
    docs_run 5 "docs pull of 1000, nothing changed" 1000 1 pull "$texts"
    for i in 11 12 13 14 15; do
        id=$(sed -n 's/^  id: "\(.*\)"$/\1/p' "$texts/Page 0/Page 1/Page $i.md")
        "$atlcli" wiki page update "$id" --body "Changed." --quiet >/dev/null
    done
    docs_run 1 "docs pull of 1000, 5 changed" 1000 2 pull "$texts"
    for i in $(seq 101 200); do
        printf '\nMore.\n' >>"$(find "$texts" -name "Page $i.md")"
    done
    docs_run 1 "docs push of 100" 100 "$((1 + $(rounds 100)))" push "$texts"
    "$atlcli" wiki docs init "$files" --space FILES --quiet >/dev/null
    docs_run 1 "docs pull of 1000 with 1000 files" 1000 "$((1 + $(rounds 1000) + hops))" pull "$files"
    stop_sandbox
}

docs_bounds() {
    for where in Cloud "Data Center"; do
        report "CPU per page pulled on $where" "$(of "docs pull of 1000, first" 50 cpu_ms)" us "<= 150"
        report "peak memory of the first pull on $where" \
            "$(ratio "$(of "docs pull of 1000, first" 50 peak_kib)" 1024)" MB "<= 60"
        report "requests of the first pull on $where" "$(of "docs pull of 1000, first" 50 requests)" "" "<= 12"
        report "requests when nothing has changed on $where" \
            "$(of "docs pull of 1000, nothing changed" 50 requests)" "" "<= 6"
        report "requests when 5 pages have on $where" "$(of "docs pull of 1000, 5 changed" 50 requests)" "" "<= 8"
        report "requests of a push of 100 on $where" "$(of "docs push of 100" 50 requests)" "" "<= 110"
    done
}

# Who asks about ten thousand pages gets an answer at once: no server is asked. And ten times the pages are
# ten times the work.
measure_status() {
    local count
    latency_ms=0
    for count in 1000 10000; do
        many_of "$count" "$scratch/docs-$count"
    done
    where="no site"
    report "docs status of 10,000 pages: time" "$(of "docs status of 10000" 0 wall_ms)" ms "<= 300"
    report "docs status of 10,000 pages: requests" "$(of "docs status of 10000" 0 requests)" "" "<= 0"
    grows "docs status of 10000" "docs status of 1000" "docs status of 10 times the pages"
    where=Cloud
    grows "docs pull of 10000 short ones" "docs pull of 1000 short ones" "docs pull of 10 times the pages"
    grows "docs push of 1000" "docs push of 100" "docs push of 10 times the pages"
}

# grows MORE LESS WHAT: ten times the work against as much
grows() {
    report "$3: CPU" "$(ratio "$(of "$1" 0 cpu_ms)" "$(of "$2" 0 cpu_ms)")" x "<= 11"
}

# many_of COUNT DIRECTORY: all of a space, from both ends 250 at a time; its status with a page edited; and a
# tenth of it edited.
many_of() {
    local count=$1 many=$2 tenth=$(($1 / 10))
    awk -v count="$count" 'BEGIN {
        printf "{\"spaces\": [{\"key\": \"MANY\", \"name\": \"Many\"}], \"pages\": ["
        for (i = 0; i < count; i++) {
            printf "%s{\"space\": \"MANY\", \"title\": \"Page %d\"", i ? ",\n" : "", i
            if (i > 0) printf ", \"parent\": \"Page %d\"", int((i - 1) / 20)
            printf ", \"body\": \"<p>What page %d says.</p><p>And more of it.</p>\"}", i
        }
        print "]}"
    }' >"$scratch/many.json"
    start_sandbox "docs-many-$count" --issues 0 --pages 0 --attachments 0 --seed-file "$scratch/many.json"
    "$atlcli" wiki docs init "$many" --space MANY --quiet >/dev/null
    where=Cloud
    docs_run 1 "docs pull of $count short ones" "$count" "$((count / 500 + 1))" pull "$many"
    where="no site"
    printf 'More.\n' >>"$many/Page 0/Page 1.md"
    docs_run 5 "docs status of $count" "$count" 0 status "$many"
    where=Cloud
    find "$many" -name '*.md' -not -path '*/.atlcli/*' | sed -n "1,${tenth}p" | while read -r page; do
        printf '\nMore.\n' >>"$page"
    done
    docs_run 1 "docs push of $tenth" "$tenth" "$((1 + $(rounds "$tenth")))" push "$many"
    stop_sandbox
}
