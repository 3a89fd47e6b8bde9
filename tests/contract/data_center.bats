#!/usr/bin/env bats
# The comparison of Data Center's requests with Cloud's documents: what it finds. It is done when a file of
# tests/cli runs as a contract test.
bats_require_minimum_version 1.5.0

setup() {
    load contract
    needs_prism
}

@test "the comparison finds what has no descendant in the documents" {
    wrong() {
        printf '%s\n' "$1" >"$BATS_TEST_TMPDIR/log"
        same "$(unlike_cloud "$BATS_TEST_TMPDIR/log" | sed 's/^[^:]*: //' | head -n 1)" "$2"
    }
    wrong '{"method":"GET","path":"/rest/api/2/nowhere","query":""}' "unknown path"
    wrong '{"method":"DELETE","path":"/rest/api/2/myself","query":""}' "unknown method"
    wrong '{"method":"GET","path":"/rest/api/2/myself","query":"colour=red"}' "unknown parameter colour"
    wrong '{"method":"GET","path":"/base/rest/api/2/myself","query":"colour=red"}' "unknown parameter colour"
    wrong '{"method":"GET","path":"/base/rest/api/content","query":"colour=red"}' "unknown parameter colour"
    wrong '{"method":"GET","path":"/wiki/rest/api/content","query":"start=5&colour=red"}' "unknown parameter colour"
    wrong '{"method":"GET","path":"/rest/api/content","query":"limit=many"}' "limit: string instead of integer"
    wrong '{"method":"GET","path":"/rest/api/content/search","query":""}' "parameter cql is missing"
    wrong '{"method":"POST","path":"/rest/api/2/issue","query":"","body":"{\"fields\":5}"}' \
        "body.fields: number instead of object"
    wrong '{"method":"PUT","path":"/rest/api/2/issue/A-1/assignee","query":""}' "body is missing"
    wrong '{"method":"GET","path":"/rest/api/2/myself","query":""}' ""
}
