# shellcheck shell=bash disable=SC2034,SC2154 # what it sets is for who calls it, and what it uses likewise
# Pages and docs workspaces on Cloud and on Data Center. To be loaded by bats files, after `session` and
# `assertions`, which start a session `cloud` and one `datacenter`; $profile is the one in use:
#
#   for_each_profile COMMAND...       once with each
#   wiki ARGUMENT...                  runs it
#   attempt ARGUMENT...               the same, for `fails`, `json` and so on (assertions.bash)
#   does CODE ARGUMENT...             the same, and that is the exit code
#   create TITLE BODY [PARENT]        makes a page in the space OPS, prints its id
#   set_body ID BODY                  changes its text
#   body_of ID                        prints its text, as Markdown
#   remove_page ID                    deletes it alone, not what is below it
#   states                            prints what is different in the workspace $ws
#   tree NAME                         a page NAME with "NAME A" to "NAME D" below it: ids in $root, $a,
#                                     $b, $c, $d; its workspace, in step, is $ws. Where others are needed a
#                                     file has a `tree` of its own.

for_each_profile() {
    local profile
    for profile in cloud datacenter; do
        "$@"
    done
}

wiki() {
    "$ATLCLI" wiki "$@" --profile "$profile"
}

attempt() {
    run --separate-stderr wiki "$@"
}

does() {
    attempt "${@:2}"
    expect "$1"
}

create() {
    wiki page create --space OPS --title "$1" --body "$2" ${3:+--parent "$3"} --json | jq -r .id
}

set_body() {
    wiki page update "$1" --body "$2" >/dev/null
}

body_of() {
    wiki page get "$1" --format markdown
}

remove_page() {
    local path=/rest/api/content
    [[ $profile == datacenter* ]] || path=/wiki/api/v2/pages
    "$ATLCLI" api DELETE "$path/$1" --profile "$profile"
}

states() {
    wiki docs status "$ws" --jsonl 2>/dev/null | jq -r '.state + " " + .path'
}

tree() {
    name=$1
    root=$(create "$name" "The root.")
    a=$(create "$name A" $'First line.\n\nSecond line.\n\nThird line.' "$root")
    b=$(create "$name B" "b" "$root")
    c=$(create "$name C" "c" "$root")
    d=$(create "$name D" "d" "$root")
    ws=$profile/$name
    does 0 docs init "$ws" --ancestor "$root"
    does 0 docs sync "$ws" --json
    json '[.schemaVersion, .pages, .pulled, .pushed, .conflicts, .failed, (.changes | length)]' \
        '["1",5,5,0,0,0,5]'
}
