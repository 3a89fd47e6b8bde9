#include "sandbox/jira/agile/rank.h"

/* A rank of a row, `fallback` when there is none. */
static double rank_in(struct store *store, double fallback, const char *select,
                      const struct value *values)
{
    struct rows rows = store_select(store, select, values);
    double rank = rows_next(&rows) && !rows_is_null(&rows, 0) ? rows_real(&rows, 0) : fallback;
    rows_finish(&rows);
    return rank;
}

static double rank_of(struct store *store, int64_t issue)
{
    return rank_in(store, 0, "SELECT rank FROM issue WHERE id = ?", VALUES(sql_integer(issue)));
}

/* Whole numbers for all, in their order, where so much was put in between that none fits more. */
static void respace(struct store *store)
{
    store_run(store,
              "UPDATE issue SET rank = (SELECT place FROM (SELECT id, row_number() OVER"
              " (ORDER BY rank, id) AS place FROM issue) AS ranked WHERE ranked.id = issue.id)",
              NO_VALUES);
}

/* Spreads the issues evenly over what lies between; false when it is too narrow for that. */
static bool put_between(struct store *store, const int64_t *issues, size_t count, double low,
                        double high)
{
    double step = (high - low) / (double)(count + 1);
    if (low + step <= low || high - step >= high) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        store_run(store, "UPDATE issue SET rank = ? WHERE id = ?",
                  VALUES(sql_real(low + step * (double)(i + 1)), sql_integer(issues[i])));
    }
    return true;
}

void rank_before(struct store *store, const int64_t *issues, size_t count, int64_t pivot)
{
    for (int attempt = 0; attempt < 2; attempt++) {
        double high = rank_of(store, pivot);
        double low = rank_in(store, high - 1, "SELECT max(rank) FROM issue WHERE rank < ?",
                             VALUES(sql_real(high)));
        if (put_between(store, issues, count, low, high)) {
            return;
        }
        respace(store);
    }
}

void rank_after(struct store *store, const int64_t *issues, size_t count, int64_t pivot)
{
    for (int attempt = 0; attempt < 2; attempt++) {
        double low = rank_of(store, pivot);
        double high = rank_in(store, low + 1, "SELECT min(rank) FROM issue WHERE rank > ?",
                              VALUES(sql_real(low)));
        if (put_between(store, issues, count, low, high)) {
            return;
        }
        respace(store);
    }
}
