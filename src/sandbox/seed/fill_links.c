/* What binds issues together, and people to them: links, watchers, votes. */
#include "sandbox/seed/fill.h"
#include "sandbox/seed/site.h"

/* To an issue of the same project that was there before. */
static void add_link(struct filling *filling, uint32_t index)
{
    static const int64_t types[] = {SITE_LINK_BLOCKS,    SITE_LINK_RELATES, SITE_LINK_BLOCKS,
                                    SITE_LINK_DUPLICATE, SITE_LINK_RELATES, SITE_LINK_CLONERS};
    const struct issue *issue = &filling->plan->issues[index];
    const struct project *project = &filling->plan->projects[issue->project];
    if (issue->number < 2 || index % 12 != 7) {
        return;
    }
    uint32_t other = project->issues[fill_random(filling, index, FOR_LINK, issue->number - 1)];
    store_run(filling->store,
              "INSERT INTO issue_link (type, source, destination, created) VALUES (?, ?, ?, ?)",
              VALUES(sql_integer(types[index / 12 % (sizeof types / sizeof *types)]),
                     sql_integer(fill_issue_id(filling, index)),
                     sql_integer(fill_issue_id(filling, other)),
                     sql_integer((int64_t)issue->updated * 1000)));
}

static void add_watcher(struct filling *filling, const char *sql, uint32_t index, int64_t person)
{
    store_run(filling->store, sql,
              VALUES(sql_integer(fill_issue_id(filling, index)), sql_integer(person)));
}

/* Nobody votes for an own issue. */
static void add_votes(struct filling *filling, uint32_t index)
{
    static const char vote[] = "INSERT OR IGNORE INTO vote VALUES (?, ?)";
    int64_t reporter = filling->people[filling->plan->issues[index].reporter];
    size_t votes = index % 10 == 4 ? 1 + index / 10 % 3 : 0;
    for (size_t i = 0; i < votes; i++) {
        int64_t person = filling->people[(index / 10 + i * 5) % filling->plan->person_count];
        if (person != reporter) {
            add_watcher(filling, vote, index, person);
        }
    }
}

void fill_links(struct filling *filling, uint32_t index)
{
    static const char watch[] = "INSERT OR IGNORE INTO watcher VALUES (?, ?)";
    uint32_t random = fill_random(filling, index, FOR_WATCHERS, 100);
    add_link(filling, index);
    if (random < 25) {
        add_watcher(filling, watch, index, filling->people[filling->plan->issues[index].reporter]);
    }
    if (random >= 20 && random < 30) {
        add_watcher(filling, watch, index, filling->people[0]);
    }
    add_votes(filling, index);
}
