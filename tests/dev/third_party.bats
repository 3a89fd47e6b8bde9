#!/usr/bin/env bats
# How the pinned libraries are fetched, verified and built, shown with a tiny library of one file and
# stand-ins for apt, curl and wget that note each call.

bats_require_minimum_version 1.5.0

setup() {
    place=$BATS_TEST_TMPDIR
    export XDG_CACHE_HOME=$place/cache
    tarballs=$XDG_CACHE_HOME/atlcli/tarballs
    cp -R "$PROJECT_SOURCE/third_party" "$place/third_party"
    rm "$place"/third_party/recipes/*
    mkdir -p "$place/tiny-1.0" "$place/bin" "$place/etc/parts" "$tarballs"
    echo 'hello' >"$place/tiny-1.0/greeting"
    tar -czf "$place/tiny.tar.gz" -C "$place" tiny-1.0
    sum=$(sha256sum <"$place/tiny.tar.gz" | cut -d ' ' -f 1)
    pin "$sum"
    # Builds by copying one file; counts its runs.
    cat >"$place/third_party/recipes/tiny" <<EOF
echo built >>$place/runs
mkdir -p "\$STAGE/lib"
cp greeting "\$STAGE/lib/greeting"
EOF
    touch "$place/runs" "$place/calls"
    stand_in apt-get 'exit 1'
    stand_in curl 'exit 1'
    stand_in wget 'exit 1'
    printf '#!/bin/sh\necho "apt_list=%s apt_parts=%s"\n' "$place/etc/list" "$place/etc/parts/" >"$place/bin/apt-config"
    chmod +x "$place/bin/apt-config"
    echo 'deb http://mirror.test/debian stable main' >"$place/etc/list"
    PATH=$place/bin:$PATH
}

# The table: tiny, with checksum $1.
pin() {
    printf 'tiny 1.0 %s tiny-source tiny_1.0.orig.tar.gz https://upstream.test/tiny.tar.gz\n' "$1" \
        >"$place/third_party/libraries.txt"
}

# Replaces command $1 by the script $2, which also notes that it was called.
stand_in() {
    printf '#!/bin/sh\necho "%s $*" >>%s/calls\n%s\n' "$1" "$place" "$2" >"$place/bin/$1"
    chmod +x "$place/bin/$1"
}

# apt-get that has the source package with the file $1 as its tarball.
distribution_has() {
    stand_in apt-get "case \$* in *' source '*) cp '$1' tiny_1.0.orig.tar.gz ;; esac"
}

upstream_has() {
    stand_in curl "while [ \"\$1\" != --output ]; do shift; done; cp '$1' \"\$2\""
}

fetch() {
    "$place/third_party/fetch" tiny
}

build() {
    "$place/third_party/build"
}

@test "a cached tarball is used without asking anyone" {
    cp "$place/tiny.tar.gz" "$tarballs/tiny_1.0.orig.tar.gz"
    run fetch
    [ "$status" -eq 0 ]
    [ "$output" = "$tarballs/tiny_1.0.orig.tar.gz" ]
    [ ! -s "$place/calls" ]
}

@test "a cached tarball with another checksum stops and says what to do" {
    echo garbage >"$tarballs/tiny_1.0.orig.tar.gz"
    run fetch
    [ "$status" -ne 0 ]
    [[ $output == *"checksum mismatch for tiny 1.0"* ]]
    [[ $output == *"expected $sum"* ]]
    [[ $output == *"delete $tarballs/tiny_1.0.orig.tar.gz"* ]]
    [ ! -s "$place/calls" ]
}

@test "the distribution's source package comes before the upstream address" {
    distribution_has "$place/tiny.tar.gz"
    run fetch
    [ "$status" -eq 0 ]
    cmp "$place/tiny.tar.gz" "$tarballs/tiny_1.0.orig.tar.gz"
    grep -q '^apt-get .*source --download-only --tar-only tiny-source' "$place/calls"
    run ! grep -q '^curl' "$place/calls"
}

@test "a source package with another checksum stops the build and is not kept" {
    echo tampered >"$place/tampered"
    distribution_has "$place/tampered"
    upstream_has "$place/tiny.tar.gz"
    run build
    [ "$status" -ne 0 ]
    [[ $output == *"checksum mismatch for tiny 1.0 from Debian source package tiny-source"* ]]
    run ! grep -q '^curl' "$place/calls"
    [ -z "$(ls -A "$tarballs")" ]
    [ ! -s "$place/runs" ]
}

@test "the upstream address serves where the distribution has no such version" {
    upstream_has "$place/tiny.tar.gz"
    run fetch
    [ "$status" -eq 0 ]
    cmp "$place/tiny.tar.gz" "$tarballs/tiny_1.0.orig.tar.gz"
    grep -q '^curl .*https://upstream.test/tiny.tar.gz' "$place/calls"
}

@test "an upstream file with another checksum stops the build and is not kept" {
    echo tampered >"$place/tampered"
    upstream_has "$place/tampered"
    run build
    [ "$status" -ne 0 ]
    [[ $output == *"checksum mismatch for tiny 1.0 from https://upstream.test/tiny.tar.gz"* ]]
    [ -z "$(ls -A "$tarballs")" ]
    [ ! -s "$place/runs" ]
}

@test "when nobody has the tarball, the message says where to put it" {
    run fetch
    [ "$status" -ne 0 ]
    [[ $output == *"Put its tarball at $tarballs/tiny_1.0.orig.tar.gz"* ]]
    [ -z "$(ls -A "$tarballs")" ]
}

@test "a document and a tool are fetched as a library is, and not built with them" {
    local name
    cp "$place/tiny.tar.gz" "$tarballs/tiny_1.0.orig.tar.gz"
    for name in documents tools; do
        sed "s/^tiny /$name /; s/tiny_1.0/${name}_1.0/" "$place/third_party/libraries.txt" >"$place/third_party/$name.txt"
        cp "$place/tiny.tar.gz" "$tarballs/${name}_1.0.orig.tar.gz"
        [ "$("$place/third_party/fetch" "$name")" = "$tarballs/${name}_1.0.orig.tar.gz" ]
    done
    build
    [ "$(wc -l <"$place/runs")" -eq 1 ]
}

@test "a library that the table does not name is refused" {
    run "$place/third_party/fetch" other
    [ "$status" -ne 0 ]
    [[ $output == *"no library 'other'"* ]]
}

# Fetches with an apt-get that keeps a copy of the source lists it was given.
seen_by_apt() {
    # shellcheck disable=SC2016 # expanded by the stand-in
    stand_in apt-get 'for option; do
    case $option in Dir::Etc::sourceparts=*) cat "${option#*=}"/* >'"$place"'/seen ;; esac
done'
    run fetch
    cat "$place/seen"
}

@test "a classic source list gives its Debian mirrors, and no other archive" {
    cat >"$place/etc/list" <<'EOF'
# deb http://commented.test/debian trixie main
deb [arch=amd64 signed-by=/keys/debian.gpg] http://mirror.test/debian trixie main contrib
deb http://security.test/debian-security trixie-security main
deb https://vendor.test/apt vendor-trixie main
deb https://tool.test/linux trixie stable
EOF
    [ "$(seen_by_apt)" = 'deb-src [ signed-by=/keys/debian.gpg] http://mirror.test/debian trixie main' ]
}

@test "deb822 source lists keep the key of their mirror" {
    : >"$place/etc/list"
    cat >"$place/etc/parts/debian.sources" <<'EOF'
# The distribution.
Types: deb
URIs: http://mirror.test/debian
Suites: stable stable-updates
Components: main
Architectures: amd64
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mDMEY865UxYJKwYBBAHaRw8BAQdAd7Z0srwuhlB6JKFkcf4HU4SSS
 -----END PGP PUBLIC KEY BLOCK-----

Types: deb
URIs: https://vendor.test/apt
Suites: nodistro
Components: main

Enabled: no
Types: deb
URIs: http://disabled.test/debian
Suites: stable
Components: main
EOF
    seen=$(seen_by_apt)
    [[ $seen == *"Types: deb-src"*"Suites: trixie"*"Components: main"* ]]
    [[ $seen == *"URIs: http://mirror.test/debian"*"Signed-By:"*" mDMEY865"* ]]
    [[ $seen != *vendor.test* && $seen != *disabled.test* && $seen != *Architectures* ]]
}

@test "the prefix is built once and then reused" {
    cp "$place/tiny.tar.gz" "$tarballs/tiny_1.0.orig.tar.gz"
    prefix=$(build)
    [ "$(cat "$prefix/lib/greeting")" = hello ]
    [ "$(build)" = "$prefix" ]
    [ "$(wc -l <"$place/runs")" -eq 1 ]
    [ "$("$place/third_party/build" --print)" = "$prefix" ]
}

@test "a half-finished prefix is built again" {
    cp "$place/tiny.tar.gz" "$tarballs/tiny_1.0.orig.tar.gz"
    prefix=$("$place/third_party/build" --print)
    mkdir -p "$prefix/lib" "$XDG_CACHE_HOME/atlcli/building.crashed"
    echo old >"$prefix/lib/leftover"
    [ "$(build)" = "$prefix" ]
    [ "$(cat "$prefix/lib/greeting")" = hello ]
    [ ! -e "$prefix/lib/leftover" ]
    [ ! -e "$XDG_CACHE_HOME/atlcli/building.crashed" ]
}

@test "a recipe that fails shows its log and leaves no prefix" {
    cp "$place/tiny.tar.gz" "$tarballs/tiny_1.0.orig.tar.gz"
    printf 'touch stepped\necho no such header >&2\nfalse\necho went on\n' >"$place/third_party/recipes/tiny"
    run build
    [ "$status" -ne 0 ]
    [[ $output == *"no such header"*"building tiny failed"* ]]
    [[ $output != *"went on"* ]]
    [ ! -e "$("$place/third_party/build" --print)" ]
    run ! ls -d "$XDG_CACHE_HOME"/atlcli/building.* 2>/dev/null
}

@test "a change of table or recipe makes another prefix" {
    first=$("$place/third_party/build" --print)
    echo '# more' >>"$place/third_party/recipes/tiny"
    second=$("$place/third_party/build" --print)
    pin 0000000000000000000000000000000000000000000000000000000000000000
    third=$("$place/third_party/build" --print)
    [ "$first" != "$second" ]
    [ "$second" != "$third" ]
}

@test "two builds at once build once" {
    command -v flock || skip "no flock on this machine"
    cp "$place/tiny.tar.gz" "$tarballs/tiny_1.0.orig.tar.gz"
    build >"$place/first" 3>&- &
    build >"$place/second" 3>&-
    wait $!
    cmp "$place/first" "$place/second"
    [ "$(wc -l <"$place/runs")" -eq 1 ]
}
