/* Values of custom fields. */
#include "sandbox/seed/fill.h"
#include "sandbox/seed/names.h"
#include "sandbox/seed/site.h"

enum {
    RARITY = 32, /* each has a value in one issue of so many */
};

static void add_value(struct filling *filling, uint32_t index, int64_t field, int64_t position,
                      struct value value, const char *text)
{
    store_run(filling->store, "INSERT INTO issue_value VALUES (?, ?, ?, ?, ?)",
              VALUES(sql_integer(fill_issue_id(filling, index)), sql_integer(field),
                     sql_integer(position), value, sql_text(text)));
}

/* One of so many that it isn't looked up for each issue. */
struct fill_option {
    int64_t id;
    int64_t field;
    int64_t parent; /* -1: at the top */
};

void fill_load_options(struct filling *filling)
{
    struct store *store = filling->store;
    int64_t count = store_integer(store, 0, "SELECT count(*) FROM field_option", NO_VALUES);
    struct rows rows = store_select(
        store, "SELECT id, field, parent FROM field_option ORDER BY field, position", NO_VALUES);
    filling->options =
        atl_arena_alloc(&filling->arena, (size_t)(count + 1) * sizeof *filling->options);
    filling->option_count = 0;
    while (rows_next(&rows)) {
        filling->options[filling->option_count++] = (struct fill_option){
            rows_integer(&rows, 0), rows_integer(&rows, 1), rows_optional(&rows, 2)};
    }
}

/* The id of option number `choice`, counted around, below another one (-1: at the top). */
static int64_t option_of(const struct filling *filling, int64_t field, int64_t parent,
                         uint32_t choice)
{
    enum {
        MOST_CHOICES = 64,
    };
    int64_t choices[MOST_CHOICES];
    uint32_t count = 0;
    for (size_t i = 0; i < filling->option_count; i++) {
        const struct fill_option *option = &filling->options[i];
        if (option->field == field && option->parent == parent && count < MOST_CHOICES) {
            choices[count++] = option->id;
        }
    }
    return count == 0 ? -1 : choices[choice % count];
}

static void add_option(struct filling *filling, uint32_t index, int64_t field, int64_t position,
                       uint32_t choice)
{
    int64_t option = option_of(filling, field, -1, choice);
    if (option >= 0) {
        add_value(filling, index, field, position, sql_integer(option), NULL);
    }
}

static void add_location(struct filling *filling, uint32_t index, uint32_t choice)
{
    int64_t country = option_of(filling, SITE_FIELD_LOCATION, -1, choice);
    int64_t city = country < 0 ? -1 : option_of(filling, SITE_FIELD_LOCATION, country, choice / 8);
    if (city < 0) {
        return; /* somebody took the options away */
    }
    add_value(filling, index, SITE_FIELD_LOCATION, 0, sql_integer(country), NULL);
    add_value(filling, index, SITE_FIELD_LOCATION, 1, sql_integer(city), NULL);
}

/* Two, one after the other in the list of people. */
static void add_approvers(struct filling *filling, uint32_t index, uint32_t choice)
{
    size_t count = filling->plan->person_count;
    for (size_t i = 0; i < 2; i++) {
        add_value(filling, index, SITE_FIELD_APPROVERS, (int64_t)i,
                  sql_integer(filling->people[(choice + i) % count]), NULL);
    }
}

static void add_notes(struct filling *filling, uint32_t index, uint32_t choice)
{
    fill_make_paragraph(filling, names_at(&names_comments, choice));
    add_value(filling, index, SITE_FIELD_RELEASE_NOTES, 0, sql_text(filling->body.written.data),
              filling->body.plain.data);
}

/* Fields that few issues have a value in. */
static void add_rare(struct filling *filling, uint32_t index, uint32_t choice)
{
    const struct issue *issue = &filling->plan->issues[index];
    int64_t midnight = (int64_t)issue->created * 1000 / FILL_DAY_MS * FILL_DAY_MS;
    struct atl_arena *scratch = &filling->scratch;
    switch (index % RARITY) {
    case 1:
        add_option(filling, index, SITE_FIELD_PLATFORMS, 0, choice);
        add_option(filling, index, SITE_FIELD_PLATFORMS, 1, choice + 1);
        break;
    case 3:
        add_location(filling, index, choice);
        break;
    case 5:
        add_value(filling, index, SITE_FIELD_REVIEWER, 0,
                  sql_integer(fill_person(filling, index, FOR_CUSTOM_CHOICE)), NULL);
        break;
    case 8:
        add_value(filling, index, SITE_FIELD_LAUNCH_DATE, 0,
                  sql_integer(midnight + (int64_t)(choice % 90 + 1) * FILL_DAY_MS), NULL);
        break;
    case 10:
        add_value(filling, index, SITE_FIELD_DEPLOYED_AT, 0,
                  sql_integer((int64_t)issue->updated * 1000), NULL);
        break;
    case 13:
        add_value(filling, index, SITE_FIELD_CUSTOMER, 0,
                  sql_text(names_at(&names_customers, choice)), NULL);
        break;
    case 15:
        add_value(filling, index, SITE_FIELD_BUDGET, 0,
                  sql_real((double)(choice % 400 + 1) * 250.5), NULL);
        break;
    case 17:
        add_notes(filling, index, choice);
        break;
    case 20:
        add_value(filling, index, SITE_FIELD_KEYWORDS, 0, sql_text(names_at(&names_labels, choice)),
                  NULL);
        add_value(filling, index, SITE_FIELD_KEYWORDS, 1,
                  sql_text(names_at(&names_labels, choice + 1)), NULL);
        break;
    case 22:
        add_approvers(filling, index, choice);
        break;
    case 25:
        add_value(filling, index, SITE_FIELD_WEBSITE, 0,
                  sql_text(atl_arena_printf(scratch, "https://www.example.com/notes/%u",
                                            (unsigned)(choice % 1000))),
                  NULL);
        break;
    case 27:
        add_option(filling, index, SITE_FIELD_CHANNELS, 0, choice);
        add_option(filling, index, SITE_FIELD_CHANNELS, 1, choice + 2);
        break;
    default:
        break;
    }
}

void fill_values(struct filling *filling, uint32_t index)
{
    const struct issue *issue = &filling->plan->issues[index];
    uint32_t random = fill_random(filling, index, FOR_CUSTOM, 100);
    uint32_t choice = fill_random(filling, index, FOR_CUSTOM_CHOICE, 1U << 20);
    if (issue->points > 0) {
        add_value(filling, index, SITE_FIELD_POINTS, 0, sql_integer(issue->points), NULL);
    }
    if (random < 15) {
        add_option(filling, index, SITE_FIELD_TEAM, 0, choice);
    }
    if (issue->type == TYPE_BUG && random % 2 == 0) {
        add_option(filling, index, SITE_FIELD_SEVERITY, 0, choice);
    }
    add_rare(filling, index, choice);
}
