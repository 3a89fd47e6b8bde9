#!/usr/bin/env bats
# wiki convert under Valgrind: every format into every other, and what goes wrong.
bats_require_minimum_version 1.5.0

load assertions
load profile

setup() {
    [ -n "${VALGRIND:-}" ] || skip "Valgrind is not installed"
    own_profiles
    cd "$BATS_TEST_TMPDIR" || return
    cat >page.md <<'END'
# Title

Some *text* with [a link](page:Other%20page), `code` and [Done](status:green).

- [ ] one
- [x] two

| a | b |
| - | - |
| 1 | 2 |

> [!WARNING]
> Mind this.

```java title="Main.java" numbers
int x = 1; // one
```
END
}

# watched STATUS ARGUMENT...
watched() {
    local expected=$1
    shift
    # shellcheck disable=SC2086 # a command with its options
    run --separate-stderr $VALGRIND "$ATLCLI" wiki convert "$@"
    expect "$expected"
}

@test "each format, read and written" {
    local from to
    for to in storage adf wiki; do
        watched 0 page.md --to "$to" --out-dir .
    done
    for to in html text terminal; do
        watched 0 page.md --to "$to"
    done
    for from in page.xml page.json page.wiki; do
        watched 0 "$from" --to markdown --quiet
    done
}

@test "reports, documents, lists" {
    printf '<p><ac:inline-comment-marker ac:ref="x">seen</ac:inline-comment-marker></p>' >lossy.xml
    watched 0 lossy.xml --to wiki --report
    watched 1 lossy.xml --to wiki --strict
    watched 0 lossy.xml page.md --to wiki --json
    watched 0 lossy.xml page.md --to text --out-dir out
}

@test "what goes wrong" {
    printf '\xff' >bad.md
    printf '{"version":' >bad.json
    watched 1 bad.md --to storage
    watched 1 bad.json --to storage
    watched 4 missing.md --to storage
    watched 5 bad.md missing.md page.md --to storage --out-dir out
    watched 2 page.md page.md --to storage --out-dir out
    watched 1 page.md --to storage -o /dev/full
}
