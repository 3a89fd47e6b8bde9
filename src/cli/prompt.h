/*
 * Questions to the person at the terminal, asked only when stdin is one: a script that redirects
 * stdin never hangs on a question. Otherwise every function fails with ATL_USAGE and says what to
 * pass instead (`instead`: "pass --site and --token-stdin"). Questions go to stderr when it is a
 * terminal, else to the terminal that stdin is. Ctrl-C gives ATL_CANCELLED, with the terminal as it
 * was; Ctrl-Z suspends, and the question is asked again afterwards. They block the thread: ask
 * before requests are under way.
 */
#ifndef CLI_PROMPT_H
#define CLI_PROMPT_H

#include "atlcli/error.h"
#include "atlcli/memory.h"
#include "cli/context.h"

#include <stdbool.h>

/* Whether questions can be asked at all. */
bool atl_prompt_is_possible(void);

/*
 * Asks "Site [https://…]: ". An empty answer is the default; without a default it is asked again.
 * The answer, trimmed, is in the context's arena.
 */
enum atl_status atl_prompt_line(struct atl_context *context, const char *question,
                                const char *fallback, const char *instead, const char **answer,
                                struct atl_error *error);

/* The same without echo and without a default. The answer is overwritten when the arena is freed.
 */
enum atl_status atl_prompt_secret(struct atl_context *context, const char *question,
                                  const char *instead, const char **answer,
                                  struct atl_error *error);

/* A yes/no question; an empty answer is `fallback`, and the end of input (Ctrl-D) a no. */
enum atl_status atl_prompt_yes(struct atl_context *context, const char *question, bool fallback,
                               const char *instead, bool *answer, struct atl_error *error);

/*
 * For commands that destroy or change many things: ATL_OK at once with their flag "yes" (--yes,
 * --confirm); else asks on a terminal ("no" is ATL_FAILED, "not confirmed"); else ATL_USAGE that
 * names --yes. The command declares the flag "yes".
 */
enum atl_status atl_prompt_confirm(struct atl_context *context, const char *question,
                                   struct atl_error *error);

/*
 * Reads a secret from stdin for --token-stdin: all of it, with one newline at its end dropped. At
 * most 64 KiB; ATL_USAGE when it is empty, too long or has control characters. On a terminal it is
 * asked for without echo. Overwritten when the arena is freed. `what` names it in errors: "token".
 */
enum atl_status atl_read_secret(struct atl_context *context, const char *what, const char **secret,
                                struct atl_error *error);

#endif
