#!/usr/bin/env bats
# The project's own checks find what they are there to find.

setup() {
    project=$BATS_TEST_TMPDIR/project
    mkdir -p "$project/src/base" "$project/src/http" "$project/src/content" "$project/src/cmd" \
        "$project/include/atlcli"
    echo '#include "base/text.h"' >"$project/src/http/engine.c"
}

@test "an include that points down is fine" {
    printf '#include <atlcli/http.h>\n#include "http/engine.h"\n#include "cli/table.h"\n' >"$project/src/cmd/get.c"
    run "$PROJECT_SOURCE/tests/lint/check-layers" "$project"
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "an include that points up is named with its line" {
    printf '\n#include "cmd/get.h"\n' >"$project/src/http/engine.c"
    run "$PROJECT_SOURCE/tests/lint/check-layers" "$project"
    [ "$status" -ne 0 ]
    [ "$output" = 'src/http/engine.c:2: http must not include from cmd (cmd/get.h)' ]
}

@test "a public header counts as its module" {
    echo '#include <atlcli/http.h>' >"$project/src/content/adf.c"
    run "$PROJECT_SOURCE/tests/lint/check-layers" "$project"
    [ "$status" -ne 0 ]
    [[ $output == *"content must not include from http"* ]]
}

@test "a library that one module wraps is for that module alone" {
    echo '#include <curl/curl.h>' >"$project/src/cmd/get.c"
    run "$PROJECT_SOURCE/tests/lint/check-layers" "$project"
    [ "$status" -ne 0 ]
    [[ $output == *"<curl/curl.h> is for http config alone, not for cmd"* ]]
}

@test "a new module has to be given its place" {
    mkdir "$project/src/extras"
    echo 'int x;' >"$project/src/extras/x.c"
    run "$PROJECT_SOURCE/tests/lint/check-layers" "$project"
    [ "$status" -ne 0 ]
    [[ $output == *"belongs to no module"* ]]
}

@test "a long file and a path of one machine are found" {
    git init -q "$project"
    for _ in $(seq 501); do echo; done >"$project/src/base/long.c"
    # In two parts, so that this file is not found itself.
    printf 'see /%s\n' 'root/notes' >"$project/README.md"
    run "$PROJECT_SOURCE/tests/lint/check-tree" "$project"
    [ "$status" -ne 0 ]
    [[ $output == *"src/base/long.c"* ]]
    [[ $output == *"README.md:1:see /"* ]]
}

# Checks the project with a clang-tidy that says which files it is given, and finds what $1 says.
checked() {
    printf '#!/bin/sh\nshift 3\nprintf "%%s\\n" "$@" >&2\nexit %s\n' "$1" >"$BATS_TEST_TMPDIR/clang-tidy"
    chmod +x "$BATS_TEST_TMPDIR/clang-tidy"
    PATH=$BATS_TEST_TMPDIR:$PATH run "$PROJECT_SOURCE/tests/lint/check-clang" "$BATS_TEST_TMPDIR" "$project"
}

@test "a key that a test has left behind is named" {
    git init -q "$project"
    touch "$project/src/base/left.key" "$project/ca.pem"
    run "$PROJECT_SOURCE/tests/lint/check-tree" "$project"
    [ "$status" -ne 0 ]
    [[ $output == *"keys and certificates"*ca.pem*src/base/left.key* ]]
}

@test "clang looks again at what has changed and at what was not good" {
    local files=("$project/src/base/a b.c" "$project/src/base/c.c")
    git init -q "$project"
    printf '  "file": "%s",\n' "${files[@]}" >"$BATS_TEST_TMPDIR/compile_commands.json"
    touch "${files[@]}" "$project/src/base/a.h" "$project/.clang-tidy"
    checked 1
    [ "$status" -ne 0 ]
    [ "${#lines[@]}" -eq 2 ]
    checked 0
    [ "$status" -eq 0 ]
    [ "$output" = "$(printf '%s\n' "${files[@]}")" ]
    checked 0
    [ -z "$output" ]
    touch -d '+1 hour' "${files[0]}"
    checked 0
    [ "$output" = "${files[0]}" ]
    for shared in src/base/a.h .clang-tidy; do
        touch -d 'now' "${files[0]}" && touch -d '+1 hour' "$project/$shared"
        checked 0
        [ "${#lines[@]}" -eq 2 ]
        touch -d '-1 hour' "$project/$shared"
    done
    echo >>"$BATS_TEST_TMPDIR/compile_commands.json"
    checked 0
    [ "${#lines[@]}" -eq 2 ]
}

@test "dev names the command when packages are missing and it can't become root" {
    mkdir "$BATS_TEST_TMPDIR/bin"
    for command in apt-get dpkg-query sudo; do
        printf '#!/bin/sh\nexit 1\n' >"$BATS_TEST_TMPDIR/bin/$command"
    done
    printf '#!/bin/sh\necho 1000\n' >"$BATS_TEST_TMPDIR/bin/id"
    chmod +x "$BATS_TEST_TMPDIR"/bin/*
    PATH=$BATS_TEST_TMPDIR/bin:$PATH run "$PROJECT_SOURCE/dev" build </dev/null
    [ "$status" -ne 0 ]
    [[ $output == *"sudo apt-get install -y"*"libev-dev"* ]]
}

@test "dev explains itself and refuses what it does not know" {
    run "$PROJECT_SOURCE/dev" help
    [ "$status" -eq 0 ]
    [[ $output == *"./dev COMMAND"* ]]
    run "$PROJECT_SOURCE/dev" nonsense
    [ "$status" -ne 0 ]
    [[ $output == *"no command 'nonsense'"* ]]
    run "$PROJECT_SOURCE/dev" build fastest
    [ "$status" -ne 0 ]
    [[ $output == *"no preset 'fastest'"* ]]
}

@test "what cppcheck finds is named with its line" {
    command -v cppcheck >/dev/null || skip "no cppcheck here"
    local build=$BATS_TEST_TMPDIR/build
    mkdir -p "$build"
    printf 'int first(void)\n{\n    int two[2] = {1, 2};\n    return two[2];\n}\n' >"$project/src/base/first.c"
    printf '[{"directory": "%s", "command": "cc -c first.c", "file": "%s"}]\n' "$project/src/base" \
        "$project/src/base/first.c" >"$build/compile_commands.json"
    run "$PROJECT_SOURCE/tests/lint/check-cppcheck" "$build" "$project"
    [ "$status" -ne 0 ]
    [[ $output == *"src/base/first.c:4: error: arrayIndexOutOfBounds: "* ]]
    printf 'int first(void)\n{\n    int two[2] = {1, 2};\n    return two[1];\n}\n' >"$project/src/base/first.c"
    run "$PROJECT_SOURCE/tests/lint/check-cppcheck" "$build" "$project"
    [ "$status" -eq 0 ]
}
