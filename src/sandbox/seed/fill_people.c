/* People. */
#include "sandbox/seed/fill.h"
#include "sandbox/seed/site.h"

void fill_people(struct filling *filling)
{
    struct store *store = filling->store;
    const struct data *plan = filling->plan;
    filling->people = atl_arena_alloc(&filling->arena, plan->person_count * sizeof(int64_t));
    for (size_t i = 0; i < plan->person_count; i++) {
        const struct person *person = &plan->people[i];
        int64_t id = store_integer(store, -1, "SELECT id FROM person WHERE username = ?",
                                   VALUES(sql_text(person->username)));
        if (id < 0) {
            id = store_insert(store,
                              "INSERT INTO person (name, username, email, account_id, key)"
                              " VALUES (?, ?, ?, ?, ?)",
                              VALUES(sql_text(person->name), sql_text(person->username),
                                     sql_text(person->email), sql_text(person->account_id),
                                     sql_text(person->key)));
            site_add_to_teams(store, id);
        }
        filling->people[i] = id;
    }
}
