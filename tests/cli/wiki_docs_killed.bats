#!/usr/bin/env bats
# wiki docs: what was killed at any moment is finished by running it again, as if nothing had been
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

load session
load killing

setup_file() {
    start_session cloud --pages 150 --attachments 60
    start_session datacenter --pages 150 --attachments 60
}

teardown_file() {
    end_sessions
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

wiki() {
    atlcli wiki "$@" --profile "$profile"
}

# Pulls until that works, which it does the first time unless there are faults; with conflicts when
# it may. Nothing is left to do then.
finish() {
    local tries status output stderr
    for tries in 1 2 3 4 5; do
        run --separate-stderr wiki docs pull "$1"
        [ "$status" -ne 7 ] || [ "$2" = conflicts ] || break
        if [ "$status" -eq 0 ] || [ "$status" -eq 7 ]; then
            return
        fi
        [ -n "${fault:-}" ] || break
    done
    printf 'try %s: exit %s\n%s\n%s\n' "$tries" "$status" "$output" "$stderr"
    return 1
}

# What is in a workspace: its files, the texts to merge with, what is in the trash (whose directories
# are named after the time), and what is said of it. How lists were read depends on how often they were.
contents() {
    (
        cd "$1" || return
        find . \( -name 'state.db*' -o -path ./.atlcli/lock -o -path ./.atlcli/list \) -prune -o -type f -print0 | sort -z |
            xargs -0 sha256sum | sed 's|/trash/[^/]*/|/trash/|'
        find . -type d -not -path './.atlcli*' | sort
        atlcli wiki docs status . --jsonl 2>/dev/null || true
    )
}

# same_as EXPECTED WORKSPACE: … and there is nothing to do
same_as() {
    contents "$2" >got
    diff "$1" got
    wiki docs pull "$2" --jsonl >got 2>/dev/null
    [ ! -s got ] || { cat got && return 1; }
}

# round BEFORE EXPECTED CONFLICTS: one pull of a copy of BEFORE that is killed, and one that isn't
round() {
    rm -rf ws
    cp -a "$1" ws
    interrupt "$ATLCLI" wiki docs pull ws --profile "$profile"
    finish ws "$3"
    same_as "$2" ws
    recovered
}

# rounds HOW-MANY BEFORE EXPECTED CONFLICTS
rounds() {
    local left # not i, which bats' run sets
    for ((left = $1; left > 0; left--)); do
        round "${@:2}"
    done
}

killed() {
    rounds "$(kill_rounds)" "$@"
    [ "$(fault_rounds)" -eq 0 ] || each_fault "$profile" rounds "$(fault_rounds)" "$@"
}

# The page whose file it is.
id_of() {
    sed -n 's/^  id: "\(.*\)"$/\1/p' "$1"
}

# Below the home page: one gets another title, with all that is below it, one moves, one is deleted,
# three change, of which two have been edited here.
change_a_lot() {
    local ws=$1 home pages
    mapfile -t pages < <(cd "$ws" && find . -mindepth 2 -name '*.md' -not -path './.atlcli/*' | sort)
    [ "${#pages[@]}" -gt 12 ]
    home=$(id_of "$(find "$ws" -maxdepth 1 -name '*.md')")
    printf '\nMine.\n' >>"$ws/${pages[3]}"
    printf -- '---\natlcli:\n  id: "%s"\n---\n\nAll mine.\n' "$(id_of "$ws/${pages[4]}")" >"$ws/${pages[4]}"
    wiki page update "$(id_of "$ws/${pages[0]}")" --title "Another title" >/dev/null
    wiki page update "$(id_of "$ws/${pages[1]}")" --parent "$home" >/dev/null
    wiki page delete "$(id_of "$ws/${pages[2]}")" --yes >/dev/null
    { echo "Theirs." && wiki page get "$(id_of "$ws/${pages[3]}")" --format markdown; } >theirs.md
    wiki page update "$(id_of "$ws/${pages[3]}")" --body-file theirs.md >/dev/null
    wiki page update "$(id_of "$ws/${pages[4]}")" --body "All theirs." >/dev/null
    wiki page update "$(id_of "$ws/${pages[5]}")" --body "Changed." >/dev/null
}

first_pull() {
    wiki docs init fresh --space ENG >/dev/null
    cp -a fresh whole
    time_of wiki docs pull whole >/dev/null
    contents whole >expected
    killed fresh expected nothing
}

changes() {
    wiki docs init before --space ENG >/dev/null
    wiki docs pull before >/dev/null
    change_a_lot before
    cp -a before whole
    time_of run wiki docs pull whole
    contents whole >expected
    killed before expected conflicts
}

# create TITLE BODY [PARENT]: prints its id
create() {
    wiki page create --space OPS --title "$1" --body "$2" ${3:+--parent "$3"} --json | jq -r .id
}

# Random moments seldom hit the one between what is done and its being noted: here it is.
half_done() {
    local root a b
    root=$(create "Half" "x")
    a=$(create "Half A" $'First.\n\nSecond.\n\nThird.' "$root")
    b=$(create "Half B" $'First.\n\nSecond.\n\nThird.' "$root")
    wiki docs init before --ancestor "$root" --no-attachments >/dev/null
    wiki docs pull before >/dev/null
    sed -i 's/First/First here/' "before/Half/Half A.md"
    sed -i 's/Second/Second here/' "before/Half/Half B.md"
    wiki page update "$a" --body $'First.\n\nSecond.\n\nThird there.' >/dev/null
    wiki page update "$b" --body $'First.\n\nSecond there.\n\nThird.' >/dev/null
    cp -a before whole
    run wiki docs pull whole
    [ "$status" -eq 7 ]
    contents whole >expected
    # Both in their places, and not noted.
    cp -a before ws
    cp whole/Half/* ws/Half/
    cp -a whole/.atlcli/conflicts ws/.atlcli/
    mkdir -p ws/.atlcli/next
    cp "whole/.atlcli/base/$a.md" "whole/.atlcli/base/$b.md" ws/.atlcli/next/
    finish ws conflicts
    same_as expected ws
    # Noted, and the texts to merge with still those of before.
    rm -rf ws
    cp -a whole ws
    mv "ws/.atlcli/base/$a.md" "ws/.atlcli/base/$b.md" ws/.atlcli/next/
    cp "before/.atlcli/base/$a.md" "before/.atlcli/base/$b.md" ws/.atlcli/base/
    finish ws conflicts
    same_as expected ws
}

@test "a pull that had merged and not noted it" {
    profile=cloud half_done
}

@test "Cloud: a first pull that was killed" {
    profile=cloud first_pull
}

@test "Data Center: a first pull that was killed" {
    profile=datacenter first_pull
}

@test "Cloud: a pull of changes that was killed" {
    profile=cloud changes
}

@test "Data Center: a pull of changes that was killed" {
    profile=datacenter changes
}
