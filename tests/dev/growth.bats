#!/usr/bin/env bats
# tests/reliability/growth, which says whether a process that goes on takes more and more.
bats_require_minimum_version 1.5.0

# samples COLUMN STEP: a hundred, of which one column grows by so much each time
samples() {
    awk -v column="$1" -v step="$2" 'BEGIN {
        for (i = 0; i < 100; i++) {
            split(i " 20000 4000 20 8 1 24576 100000 0 " i * 10, at, " ")
            at[column] += i * step
            for (c = 1; c <= 10; c++) printf "%s%s", at[c], c < 10 ? " " : "\n"
        }
    }' >"$BATS_TEST_TMPDIR/samples"
}

growth() {
    "$PROJECT_SOURCE/tests/reliability/growth" "$BATS_TEST_TMPDIR/samples"
}

@test "what stays as it is hasn't grown" {
    samples 1 1
    run -0 growth
    [[ $output == *"100 samples, CPU time 1.0 s. Nothing grew." ]]
    [[ $output == *"| descriptors | 20 | 20 | 20 | 20 | 28 |"* ]]
}

@test "what grows is named, whatever it is" {
    local column step name
    while read -r column step name; do
        samples "$column" "$step"
        run -1 growth
        [[ $output == *"**Grew: $name**" ]]
    done <<'END'
2 60 resident memory, MB
3 30 that is no file's, MB
4 0.2 descriptors
5 0.4 fibers
6 0.1 threads
7 2000 state database, KB
8 60000 its log, KB
9 0.1 temporary files
END
}

@test "what grows at the beginning alone, or once for a while, hasn't" {
    samples 1 1
    awk '{ if (NR < 10) $4 = NR; if (NR > 80 && NR < 90) $3 *= 3; print }' "$BATS_TEST_TMPDIR/samples" \
        >"$BATS_TEST_TMPDIR/other"
    mv "$BATS_TEST_TMPDIR/other" "$BATS_TEST_TMPDIR/samples"
    run -0 growth
}
