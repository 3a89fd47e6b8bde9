#!/usr/bin/env bats
# A client that nobody here wrote: Debian's python3-jira does with the sandbox what it does with Jira.
bats_require_minimum_version 1.5.0

setup() {
    load ../cli/sandbox
    load ../cli/assertions
    find_python
}

teardown() {
    stop_sandboxes
}

# A Python that has the client: another one than the distribution's may come first in the PATH.
find_python() {
    for python in python3 /usr/bin/python3; do
        "$python" -c 'import jira' 2>/dev/null && return
    done
    [ "${CI:-}" != true ] || return 1
    skip "python3-jira is not here"
}

drive() {
    REQUESTS_CA_BUNDLE=$SANDBOX_CA "$python" "$BATS_TEST_DIRNAME/python_jira.py" "$1" "$SANDBOX_URL"
}

steps='ok logs in and looks around
ok searches with paging
ok is told what is wrong with a query
ok creates
ok edits
ok comments
ok attaches
ok removes an attachment
ok logs work, links and watches
ok transitions
ok deletes'

@test "python3-jira works with the Cloud sandbox" {
    start_sandbox --tls --issues 300
    run --separate-stderr drive cloud
    same "$output$stderr" "$steps"
}

@test "python3-jira works with the Data Center sandbox" {
    start_sandbox --tls --issues 300 --deployment datacenter --context-path /jira
    run --separate-stderr drive datacenter
    same "$output$stderr" "$steps"
}
