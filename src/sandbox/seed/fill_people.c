/* People. */
#include "sandbox/seed/fill.h"
#include "sandbox/seed/site.h"

#include <inttypes.h>

const char *fill_person_key(struct atl_arena *arena, int64_t id)
{
    enum {
        BEFORE_FIRST = 10099,
    };
    return atl_arena_printf(arena, "JIRAUSER%" PRId64, BEFORE_FIRST + id);
}

void fill_people(struct filling *filling)
{
    struct store *store = filling->store;
    const struct plan *plan = filling->plan;
    filling->people = atl_arena_alloc(&filling->arena, plan->person_count * sizeof(int64_t));
    for (size_t i = 0; i < plan->person_count; i++) {
        const struct person *person = &plan->people[i];
        int64_t id = store_integer(store, -1, "SELECT id FROM person WHERE username = ?",
                                   VALUES(sql_text(person->username)));
        if (id < 0) {
            id = store_integer(store, 0, "SELECT max(id) FROM person", NO_VALUES) + 1;
            store_run(store,
                      "INSERT INTO person (id, name, username, email, account_id, key)"
                      " VALUES (?, ?, ?, ?, ?, ?)",
                      VALUES(sql_integer(id), sql_text(person->name), sql_text(person->username),
                             sql_text(person->email), sql_text(person->account_id),
                             sql_text(fill_person_key(&filling->arena, id))));
            site_add_to_teams(store, id);
        }
        filling->people[i] = id;
    }
}
