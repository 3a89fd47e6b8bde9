# shellcheck shell=bash
# The workload "docs": a space as a directory of Markdown, at the latency of a real site.
# shellcheck disable=SC2154 # root, atlcli and scratch come from bench/run

measure_docs() {
    measure_docs_of "Cloud" docs-cloud
    measure_docs_of "Data Center" docs-center --deployment datacenter
    measure_docs_status
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

# docs_step WHAT MOST_REQUESTS MOST_MS MOST_MB ARGUMENT...: one command; what is empty has no bound.
docs_step() {
    local what=$1 requests=$2 ms=$3 mb=$4 result
    shift 4
    sandbox_call POST counters/reset >/dev/null
    result=$(spawn 1 "$atlcli" wiki docs "$@" --quiet)
    [ -z "$requests" ] || report "$what: requests" "$(sandbox_call GET counters | jq .requests)" "" "<= $requests"
    [ -z "$ms" ] || report "$what: time" "$(field wall_ms "$result")" ms "<= $ms"
    [ -z "$mb" ] || report "$what: peak memory" "$(ratio "$(field peak_kib "$result")" 1024)" MB "<= $mb"
}

# measure_docs_of WHERE NAME SANDBOX-OPTION...
measure_docs_of() {
    local where=$1 texts=$scratch/$2-texts files=$scratch/$2-files i id
    shift
    write_docs_site >"$scratch/docs.json"
    start_sandbox "$@" --issues 0 --pages 0 --attachments 0 --latency 50 --seed-file "$scratch/docs.json"
    "$atlcli" wiki docs init "$texts" --space TEXTS --quiet >/dev/null
    docs_step "docs pull, 1,000 pages on $where" 12 1000 60 pull "$texts"
    docs_step "docs pull, nothing changed on $where" 6 400 "" pull "$texts"
    for i in 11 12 13 14 15; do
        id=$(sed -n 's/^  id: "\(.*\)"$/\1/p' "$texts/Page 0/Page 1/Page $i.md")
        "$atlcli" wiki page update "$id" --body "Changed." --quiet >/dev/null
    done
    docs_step "docs pull, 5 pages changed on $where" 8 "" "" pull "$texts"
    for i in $(seq 101 200); do
        printf '\nMore.\n' >>"$(find "$texts" -name "Page $i.md")"
    done
    docs_step "docs push, 100 pages changed on $where" 110 1200 "" push "$texts"
    "$atlcli" wiki docs init "$files" --space FILES --quiet >/dev/null
    docs_step "docs pull, 1,000 pages and 1,000 files of 20 KB on $where" "" 4000 60 pull "$files"
    docs_step "docs pull, nothing changed, with files on $where" 6 400 "" pull "$files"
    stop_sandbox
}

# Who asks about ten thousand pages gets an answer at once: no server is asked.
measure_docs_status() {
    local many=$scratch/docs-many
    awk 'BEGIN {
        printf "{\"spaces\": [{\"key\": \"MANY\", \"name\": \"Many\"}], \"pages\": ["
        for (i = 0; i < 10000; i++) {
            printf "%s{\"space\": \"MANY\", \"title\": \"Page %d\"", i ? ",\n" : "", i
            if (i > 0) printf ", \"parent\": \"Page %d\"", int((i - 1) / 20)
            printf ", \"body\": \"<p>What page %d says.</p><p>And more of it.</p>\"}", i
        }
        print "]}"
    }' >"$scratch/docs.json"
    start_sandbox docs-many --issues 0 --pages 0 --attachments 0 --seed-file "$scratch/docs.json"
    "$atlcli" wiki docs init "$many" --space MANY --quiet >/dev/null
    "$atlcli" wiki docs pull "$many" --quiet >/dev/null
    printf 'More.\n' >>"$many/Page 0/Page 1.md"
    docs_step "docs status, 10,000 pages" 0 300 60 status "$many"
    stop_sandbox
}
