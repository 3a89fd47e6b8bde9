# shellcheck shell=bash disable=SC2034,SC2154 # what it sets is for who calls it, and what it uses likewise
# Pages and docs workspaces on Cloud and on Data Center. To be loaded by bats files, after `session`,
# which start a session `cloud` and one `datacenter`; $profile is the one in use:
#
#   for_each_profile COMMAND...       once with each
#   wiki ARGUMENT...                  runs it, for `expect`, `json` and so on (assertions.bash)
#   create TITLE BODY [PARENT]        makes a page in the space OPS, prints its id
#   set_body ID BODY                  changes its text
#   body_of ID                        prints its text, as Markdown
#   remove_page ID                    deletes it
#   tree NAME                         a page NAME with "NAME A" to "NAME D" below it: ids in $root, $a,
#                                     $b, $c, $d; its workspace, in step, is $ws

for_each_profile() {
    local profile
    for profile in cloud datacenter; do
        "$@"
    done
}

wiki() {
    atl wiki "$@" --profile "$profile"
}

create() {
    "$ATLCLI" wiki page create --space OPS --title "$1" --body "$2" ${3:+--parent "$3"} --json \
        --profile "$profile" | jq -r .id
}

set_body() {
    "$ATLCLI" wiki page update "$1" --body "$2" --profile "$profile" >/dev/null
}

body_of() {
    "$ATLCLI" wiki page get "$1" --format markdown --profile "$profile"
}

remove_page() {
    "$ATLCLI" wiki page delete "$1" --yes --profile "$profile" >/dev/null
}

tree() {
    name=$1
    root=$(create "$name" "The root.")
    a=$(create "$name A" $'First line.\n\nSecond line.\n\nThird line.' "$root")
    b=$(create "$name B" "b" "$root")
    c=$(create "$name C" "c" "$root")
    d=$(create "$name D" "d" "$root")
    ws=$profile/$name
    wiki docs init "$ws" --ancestor "$root"
    expect 0
    wiki docs sync "$ws" --json
    expect 0
    json '[.schemaVersion, .pages, .pulled, .pushed, .conflicts, .failed, (.changes | length)]' \
        '["1",5,5,0,0,0,5]'
}
