#!/usr/bin/env bats
# jira issue attach, attachments, attachment download and delete; on Cloud and on Data Center
# shellcheck disable=SC2154 # set by bats' run
bats_require_minimum_version 1.5.0

setup_file() {
    load session
    start_session cloud --issues 20 --attachments 0
    start_session datacenter --issues 20 --attachments 0 --context-path /jira
    cd "$BATS_FILE_TMPDIR" || return
    mkdir files more
    head -c 3000000 /dev/urandom >files/big.bin
    printf 'hello\n' >files/a.txt
    printf 'other\n' >more/A.txt
    : >files/empty.log
    printf 'x' >'files/we"ird näme.txt'
    atlcli jira search --jql "project is not EMPTY ORDER BY key" --limit all --quiet --jsonl \
        --fields key | jq -r .key >keys
}

teardown_file() {
    load session
    end_sessions
}

setup() {
    load session
    load sites
    load nginx
    cd "$BATS_FILE_TMPDIR" || return
    # An issue for each test.
    key=$(sed -n "${BATS_TEST_NUMBER}p" keys)
}

teardown() {
    load session
    load sites
    load nginx
    mend_all
    stop_nginx
}

on_both() {
    profile=cloud api=/rest/api/3 "$@"
    profile=datacenter api=/rest/api/2 "$@"
}

issue() {
    run --separate-stderr atlcli jira issue "$@" --profile "$profile"
}

attach() {
    issue attach "$key" --quiet "$@"
    same "$status" 0
}

# ---- attach ----

comes_back() {
    local out=out-$profile
    issue attach "$key" files/big.bin files/a.txt 'files/we"ird näme.txt' files/empty.log --json
    same "$status" 0
    same "$stderr" ""
    same "$(jq -c '[.schemaVersion, .key, (.attachments | map([.file, .filename, .size]))]' <<<"$output")" \
        "[\"1\",\"$key\",[[\"files/big.bin\",\"big.bin\",3000000],[\"files/a.txt\",\"a.txt\",6],[\"files/we\\\"ird näme.txt\",\"we\\\"ird näme.txt\",1],[\"files/empty.log\",\"empty.log\",0]]]"
    issue attachments "$key" --csv --fields filename,size,mimeType,author
    same "$(sort <<<"${output#*$'\n'}")" \
        "$(sort <<<$'"we""ird näme.txt",1,text/plain,Robin Ashdown\na.txt,6,text/plain,Robin Ashdown\nbig.bin,3000000,application/octet-stream,Robin Ashdown\nempty.log,0,text/plain,Robin Ashdown')"
    issue attachment download "$key" --out-dir "$out/deep" --json
    same "$status" 0
    same "$(jq -c '[.schemaVersion, (.files | length)]' <<<"$output")" '["1",4]'
    diff -r files "$out/deep"
}

@test "what is attached comes back as it was, whatever its size and name" {
    on_both comes_back
}

refuses_files() {
    forget_requests "$profile"
    issue attach "$key" files/a.txt missing.txt
    same "$status" 4
    holds "$stderr" "cannot read missing.txt: No such file"
    issue attach "$key" files
    same "$status" 1
    holds "$stderr" "it is a directory"
    issue attach "$key"
    same "$status" 2
    holds "$stderr" "FILE is missing"
    same "$(requests "$profile")" ""
    issue attach NONE-1 files/a.txt
    same "$status" 4
    holds "$stderr" "NONE-1"
    issue attachments "$key"
    same "$output" ""
    holds "$stderr" "No attachments."
}

@test "over HTTP/2 too, many at once" {
    local directory
    directory=$(dirname "$(cat "$BATS_FILE_TMPDIR/ca-of-datacenter")")
    start_nginx "client_max_body_size 0; proxy_request_buffering off; proxy_http_version 1.1;
        location / { proxy_pass $(site_of datacenter | sed 's|/jira$||'); proxy_ssl_verify off; }" \
        "$directory/server.pem" "$directory/server.key"
    export ATLCLI_CONFIG_DIR=$BATS_TEST_TMPDIR/config
    printf '%s' "$SANDBOX_TOKEN" | atlcli auth login --quiet --profile http2 --site "$NGINX_URL/jira" --bearer \
        --token-stdin --ca-file "$directory/ca.pem" --no-verify
    mkdir many
    for i in 1 2 3 4 5 6 7 8; do
        head -c "${i}00000" /dev/urandom >"many/$i.bin"
    done
    profile=http2 issue attach "$key" many/* files/big.bin --json
    same "$status" 0
    same "$(jq '.attachments | length' <<<"$output")" 9
    profile=http2 issue attachment download "$key" --out-dir back --json
    same "$status" 0
    cp files/big.bin many/
    diff -r many back
    same "$(grep -c '^POST .*HTTP/2.0$' "$NGINX_LOG")" 9
}

@test "names of files may be of any bytes, what goes to a site may not" {
    local file=$BATS_TEST_TMPDIR/$'\xe4.txt'
    echo "any" >"$file"
    atl jira issue attach --key WEB-1 "$file"
    expect 0
    atl jira issue comment WEB-1 --body $'\xe4'
    expect 2
    warns "option '--body': byte 0xe4 is not UTF-8"
    atl jira issue get $'\xe4'
    expect 2
    warns "argument KEY: byte 0xe4 is not UTF-8"
}

@test "attach looks at the files before it sends any" {
    on_both refuses_files
}

refuses_unreadable() {
    issue attach "$key" files/a.txt locked.txt
    same "$status" 1
    holds "$stderr" "cannot read locked.txt: Permission denied"
    issue attachments "$key"
    holds "$stderr" "No attachments."
}

@test "nothing is attached when a file may not be read" {
    without_privileges
    printf 'secret\n' >locked.txt
    chmod 0 locked.txt
    on_both refuses_unreadable
}

attaches_once() {
    spoil "{\"reset-every\": 1, \"reset-when\": \"after\", \"faults-for\": \"POST $api/issue/$key/attachments\"}"
    # Two of one size that the server calls alike: each is found for itself.
    issue attach "$key" files/a.txt more/A.txt files/big.bin --json
    same "$status" 0
    same "$(jq -c '.attachments | [length, (map(.id) | unique | length)]' <<<"$output")" '[3,3]'
    spoil "{\"fail-every\": 1, \"fail-status\": 504, \"faults-for\": \"POST $api/issue/$key/attachments\"}"
    issue attach "$key" files/empty.log --retries 0
    same "$status" 6
    holds "$stderr" "empty.log isn't among the attachments now"
    mend
    issue attachments "$key" --jsonl
    same "$(jq -r .filename <<<"$output" | sort | paste -sd ' ')" "A.txt a.txt big.bin"
}

@test "a file whose answer is lost is looked for, and never attached twice" {
    needs_breakage
    on_both attaches_once
}

takes_no_other() {
    printf AAAA >v.txt
    attach v.txt
    printf BBBB >v.txt
    spoil "{\"fail-every\": 1, \"fail-status\": 502, \"fault-limit\": 1, \"faults-for\": \"POST $api/issue/$key/attachments\"}"
    issue attach "$key" v.txt
    same "$status" 6
    holds "$stderr" "v.txt isn't among the attachments now"
    spoil "{\"fail-every\": 1, \"fail-status\": 500, \"fault-limit\": 1, \"faults-for\": \"POST $api/issue/$key/attachments\"}"
    attach v.txt
    mend
    issue attachment download "$key" --dir "others-$profile" --json
    same "$status" 0
    same "$(cat "others-$profile"/* | fold -w 4 | sort | paste -sd ' ')" "AAAA BBBB"
}

@test "one that was there before, alike but for its bytes, isn't taken for the file" {
    needs_breakage
    on_both takes_no_other
}

some_fail() {
    spoil "{\"fail-every\": 2, \"fail-status\": 403, \"faults-for\": \"POST $api/issue/$key/attachments\"}"
    issue attach "$key" files/a.txt files/empty.log --concurrency 1 --jsonl
    same "$status" 5
    same "$(jq -c '[.file, .filename, has("error")]' <<<"$output" | paste -sd ' ')" \
        '["files/a.txt","a.txt",false] ["files/empty.log",null,true]'
    holds "$stderr" "1 of 2 files couldn't be attached"
    holds "$stderr" "warning: files/empty.log: "
}

@test "attach goes on with the others when one fails, exit code 5" {
    needs_breakage
    on_both some_fail
}

starts_anew() {
    spoil "{\"fail-every\": 2, \"fail-status\": 429, \"retry-after\": 0, \"faults-for\": \"POST $api/issue/$key/attachments\"}"
    attach files/a.txt
    attach files/big.bin
    mend
    issue attachment download "$key" big.bin --out-dir "anew-$profile"
    same "$status" 0
    cmp files/big.bin "anew-$profile/big.bin"
}

@test "an upload that the server puts off is sent again from its start" {
    needs_breakage
    on_both starts_anew
}

# ---- download ----

picks() {
    local out=picked-$profile id
    attach files/a.txt files/empty.log files/big.bin
    id=$(atlcli jira issue attachments "$key" --jsonl --profile "$profile" |
        jq -r 'select(.filename == "big.bin").id')
    issue attachment download --key "$key" A.TXT "$id" --out-dir "$out"
    same "$status" 0
    same "$(cd "$out" && echo *)" "a.txt big.bin"
    printf 'mine' >"$out/a.txt"
    rm "$out/big.bin"
    issue attachment download "$key" a.txt big.bin --out-dir "$out" --json
    same "$status" 5
    same "$(jq -c '[(.files | map(.file != null)), .error.code]' <<<"$output")" '[[false,true],"partial"]'
    holds "$stderr" "hint: --overwrite replaces files that are there"
    same "$(cat "$out/a.txt")" mine
    issue attachment download "$key" a.txt --out-dir "$out"
    same "$status" 7
    issue attachment download "$key" a.txt --out-dir "$out" --overwrite
    same "$status" 0
    cmp files/a.txt "$out/a.txt"
    issue attachment download "$key" b.txt --out-dir "$out"
    same "$status" 4
    holds "$stderr" "did you mean 'a.txt'?"
    same "$(find "$out" | sort | paste -sd ' ')" "$out $out/a.txt $out/big.bin"
}

@test "download picks by name and id, and leaves alone what is there" {
    on_both picks
}

makes_names_safe() {
    local out=safe-$profile boundary=b0undary name
    {
        for name in '../../etc/passwd' '..' '.profile' 'C:\\temp\\x.txt' 'x.txt' 'X.txt'; do
            printf -- '--%s\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n' \
                "$boundary" "$name"
            printf 'Content-Type: text/plain\r\n\r\n%s\r\n' "$name"
        done
        printf -- '--%s--\r\n' "$boundary"
    } >"form-$profile"
    run --separate-stderr atlcli api POST "$api/issue/$key/attachments" --input "form-$profile" \
        --header "Content-Type: multipart/form-data; boundary=$boundary" \
        --header 'X-Atlassian-Token: no-check' --profile "$profile"
    same "$status" 0
    issue attachment download "$key" --out-dir "$out"
    same "$status" 0
    same "$(find "$out" -type f | wc -l)" 6
    same "$(find "$out" -mindepth 1 -name '.*' | wc -l)" 0
    [ -f "$out/passwd" ]
    [ -f "$out/_profile" ]
    same "$(find "$out" -iname 'x*.txt' | wc -l)" 3
    same "$(cat "$out/passwd")" "../../etc/passwd"
}

@test "names that come from elsewhere are made safe, and none takes another's place" {
    on_both makes_names_safe
}

whole_or_nothing() {
    local out=broken-$profile
    attach files/big.bin
    spoil '{"body-every": 1, "body-fault": "truncated", "faults-for": "GET '"$1"'"}'
    issue attachment download "$key" --out-dir "$out" --retries 1
    [ "$status" -ne 0 ]
    holds "$stderr" "big.bin"
    same "$(find "$out" -mindepth 1)" ""
    mend
    issue attachment download "$key" --out-dir "$out"
    cmp files/big.bin "$out/big.bin"
}

@test "a download that breaks off leaves no file" {
    needs_breakage
    profile=cloud api=/rest/api/3 whole_or_nothing /file/
    profile=datacenter api=/rest/api/2 whole_or_nothing /secure/attachment
}

# ---- delete ----

deletes() {
    attach files/a.txt files/empty.log
    attach files/a.txt
    issue attachment delete "$key" empty.log
    same "$status" 2
    holds "$stderr" "--yes"
    issue attachment delete "$key" a.txt --yes
    same "$status" 2
    holds "$stderr" "several attachments are called 'a.txt'"
    issue attachment delete "$key" empty.log --yes
    same "$output" "Deleted from $key: empty.log"
    # shellcheck disable=SC2046 # one word each
    issue attachment delete "$key" --yes --json \
        $(atlcli jira issue attachments "$key" --jsonl --profile "$profile" | jq -r .id)
    same "$(jq -c '[.schemaVersion, .key, (.deleted | map(.filename))]' <<<"$output")" \
        "[\"1\",\"$key\",[\"a.txt\",\"a.txt\"]]"
    issue attachment delete "$key" a.txt --yes
    same "$status" 4
    issue attachments "$key" --json
    same "$(jq -c .attachments <<<"$output")" "[]"
}

@test "attachment delete takes names and ids, and asks first" {
    on_both deletes
}
