# shellcheck shell=bash
# Tests that do the same on both kinds of site. To be loaded by bats files, after session:
#
#   on_each_site FUNCTION...      with --profile cloud, and with --profile datacenter
#   for_each_profile FUNCTION...  with the profile in $profile
#   works ARGUMENT...             atlcli, which succeeds: stdout is in $output, stderr in $stderr
#   exits CODE ARGUMENT...         … which ends so
#   is FILTER EXPECTED            what jq makes of the output
#   page ARGUMENT...              atlcli wiki page, on the site of $profile
#   does ARGUMENT...              … which succeeds
#   spoil SWITCHES, mend          the site of $profile fails, as JSON says, and no more
#   mend_all                      for teardown: whichever are spoilt

on_each_site() {
    "$@" --profile cloud
    "$@" --profile datacenter
}

for_each_profile() {
    local profile
    for profile in cloud datacenter; do
        "$@"
    done
}

works() {
    exits 0 "$@"
}

exits() {
    run --separate-stderr atlcli "${@:2}"
    # shellcheck disable=SC2154 # set by bats' run
    [ "$status" = "$1" ] || {
        printf 'status %s, not %s\n%s\n%s\n' "$status" "$1" "$output" "$stderr"
        return 1
    }
}

is() {
    same "$(jq -c "$1" <<<"$output")" "$2"
}

page() {
    run --separate-stderr atlcli wiki page "$@" --profile "$profile"
}

does() {
    works wiki page "$@" --profile "$profile"
}

spoil() {
    : >"$BATS_TEST_TMPDIR/spoilt-$profile"
    atlcli api PUT /__sandbox/faults --input - --profile "$profile" <<<"$1" >/dev/null
}

mend() {
    rm -f "$BATS_TEST_TMPDIR/spoilt-$profile"
    atlcli api DELETE /__sandbox/faults --profile "$profile" >/dev/null
}

mend_all() {
    local profile
    for profile in cloud datacenter; do
        [ ! -e "$BATS_TEST_TMPDIR/spoilt-$profile" ] || mend
    done
}
