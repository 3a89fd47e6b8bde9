#!/usr/bin/env bats
# How the programs are hardened, as their files say.
bats_require_minimum_version 1.5.0

setup() {
    command -v readelf >/dev/null || skip "no readelf here"
    grep -q '^CMAKE_BUILD_TYPE:STRING=RelWithDebInfo' "$PROJECT_BUILD/CMakeCache.txt" ||
        skip "only what is released is hardened"
}

# The dynamic section, the program headers and the symbols of $1, in that order.
facts() {
    readelf -dlsW "$1"
}

# Both programs, one a line.
programs() {
    printf '%s\n' "$ATLCLI" "$ATLCLI_SANDBOX"
}

@test "a program is loaded anywhere, and what is relocated is read-only before it runs" {
    local program
    while read -r program; do
        run -0 facts "$program"
        [[ $(readelf -hW "$program") == *'DYN (Position-Independent Executable file)'* ]]
        grep -q 'FLAGS_1).*NOW.* PIE' <<<"$output"
        grep -q 'GNU_RELRO' <<<"$output"
        [[ $output != *'(TEXTREL)'* ]]
    done < <(programs)
}

@test "no stack is executable, no segment writable and executable" {
    local program
    while read -r program; do
        run -0 readelf -lW "$program"
        grep -qE 'GNU_STACK .* RW +0x' <<<"$output"
        run ! grep -E '^ +(LOAD|GNU_STACK) .* RWE ' <<<"$output"
    done < <(programs)
}

@test "libraries are looked for where the system has them, and nowhere else" {
    local program
    while read -r program; do
        run ! grep -E '\((RPATH|RUNPATH)\)' <<<"$(facts "$program")"
    done < <(programs)
}

@test "stacks have guards, and calls of the C library know the size of what they fill" {
    local program
    while read -r program; do
        run -0 facts "$program"
        [[ $output == *__stack_chk_fail* ]]
        [[ $output == *__memcpy_chk* && $output == *__snprintf_chk* ]]
    done < <(programs)
}

# How many members of the archive $1 may be jumped to at their marks alone (CET).
marked() {
    readelf -nW "$1" 2>/dev/null | grep -c 'x86 feature: .*IBT' || true
}

@test "on x86 every object says where it may be jumped to" {
    [ "$(uname -m)" = x86_64 ] || skip "not on this processor"
    grep -q '^CMAKE_C_COMPILER:.*clang' "$PROJECT_BUILD/CMakeCache.txt" && skip "gcc's alone"
    local archive members
    for archive in "$PROJECT_BUILD"/lib{atlcli,atlcli_commands,sandbox}.a "$ATLCLI_PREFIX"/lib/lib{curl,cjson,md4c}.a; do
        members=$(ar t "$archive" | wc -l)
        echo "$archive: $(marked "$archive") of $members"
        [ "$(marked "$archive")" -eq "$members" ]
    done
}

# In wolfSSL that is all that isn't assembly; md4c calls nothing of which the size would be known.
@test "the libraries built here are hardened likewise" {
    local library symbols
    for library in curl wolfssl cjson md4c; do
        echo "$library"
        symbols=$(readelf -sW "$ATLCLI_PREFIX/lib/lib$library.a")
        grep -q ' __stack_chk_fail$' <<<"$symbols"
        [ "$library" = md4c ] || grep -qE ' __[a-z]+_chk$' <<<"$symbols"
    done
}
