/*
 * What the files of `sandbox` share:
 *   place.c     where the files of a sandbox are
 *   process.c   whether it runs, starting the process and signalling it
 *   program.c   where atlcli-sandbox is
 *   state.c     what is remembered of one that runs
 *   words.c     from our options to its own
 *   database.c  whether another one has its database
 *   launch.c    from the process's beginning to its first answer
 *   profile.c   saving a profile for it
 *   report.c    saying how to use it
 *   admin.c     requests to its own endpoints
 * and one file for each command.
 */
#ifndef CMD_SANDBOX_H
#define CMD_SANDBOX_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "cli/context.h"
#include "cli/values.h"

#include <stdbool.h>
#include <sys/types.h>

/* ---- where things are ---- */

/* The files of one sandbox. Absolute paths, in the context's arena. */
struct sandbox_place {
    const char *name;
    const char *directory; /* CONFIGURATION/sandbox/NAME, with its certificates */
    const char *lock;      /* taken by start and stop, so that they take turns */
    const char *process;   /* locked by the sandbox itself for as long as it lives */
    const char *state;     /* what runs: written by start, removed by stop */
    const char *token;     /* the token it takes: likewise */
    const char *messages;  /* of the present run, or the last one */
    const char *requests;  /* its request log, likewise */
    const char *profiles;  /* the profiles that were saved for it, and their sites */
};

/* The sandbox that --name means. Creates nothing. ATL_USAGE for what is no name. */
enum atl_status sandbox_place_chosen(struct atl_context *context, struct sandbox_place *place,
                                     struct atl_error *error);
/* Every sandbox that has left a directory, by name. */
enum atl_status sandbox_place_all(struct atl_context *context, struct sandbox_place **places,
                                  size_t *count, struct atl_error *error);
/* Makes its directory (0700). */
enum atl_status sandbox_place_prepare(const struct sandbox_place *place, struct atl_error *error);

/* ---- the process ---- */

enum {
    SANDBOX_NOBODY = 0,  /* no process has the lock */
    SANDBOX_UNSEEN = -1, /* one that can't be seen from here, as in another container */
};

/*
 * The process that has the sandbox's lock. The kernel knows it, and knows when it has ended,
 * however it ended: no process that got the same number later is ever taken for it.
 */
pid_t sandbox_process_find(const struct sandbox_place *place);

/*
 * Asks the process to end (SIGTERM), if it is still the one that has the lock, and waits until it
 * has. In a fiber. ATL_NETWORK, "timed out", when it hasn't within `patience_ms`.
 */
enum atl_status sandbox_process_stop(const struct sandbox_place *place, pid_t process,
                                     int64_t patience_ms, struct atl_error *error);

struct sandbox_process {
    pid_t id;
    int ready; /* to be read: its line when it listens, or the end of file when it never will */
};

/*
 * Starts the program in a session of its own: no terminal, nothing on stdin, what it says in
 * place->messages, no descriptor but the lock and that of --ready-fd. `words` begin with its name.
 */
enum atl_status sandbox_process_start(const struct sandbox_place *place, const char *program,
                                      const struct atl_words *words,
                                      struct sandbox_process *process, struct atl_error *error);
/* The descriptor's number in the new process. */
#define SANDBOX_READY_DESCRIPTOR "4"

/* Ends a process that we started and waits until it has. In a fiber, also a cancelled one. */
void sandbox_process_end(pid_t process);

/* Where atlcli-sandbox is: beside this program, in ../libexec, or in PATH. In the arena. */
enum atl_status sandbox_program_find(struct atl_arena *arena, const char **program,
                                     struct atl_error *error);

/* ---- what is remembered ---- */

enum sandbox_phase {
    SANDBOX_STOPPED,  /* nothing there */
    SANDBOX_STARTING, /* a process that doesn't listen yet */
    SANDBOX_RUNNING,
    SANDBOX_ENDED, /* without having been stopped: killed, or the machine was restarted */
};

struct sandbox_state {
    enum sandbox_phase phase;
    pid_t process; /* when it runs or starts; may be SANDBOX_UNSEEN */
    /* The rest of one that runs or has ended. Texts are in the context's arena. */
    const char *site;
    const char *deployment; /* "cloud", "datacenter" */
    const char *email;      /* of the account; a self-hosted site doesn't ask for it */
    const char *ca_file;    /* NULL without TLS, or with a certificate of the user's own */
    const char *database;   /* NULL: in memory */
    int64_t started_ms;
    struct atl_words words; /* its command line */
};

/* Looks at what is on disk and at the process. Without any of it: SANDBOX_STOPPED. */
void sandbox_state_find(struct atl_context *context, const struct sandbox_place *place,
                        struct sandbox_state *state);
enum atl_status sandbox_state_write(const struct sandbox_place *place,
                                    const struct sandbox_state *state, struct atl_error *error);
/* Forgets the sandbox; its messages, its request log and its certificates stay. */
void sandbox_state_remove(const struct sandbox_place *place);

/* The same, but ATL_NOT_FOUND unless it runs. */
enum atl_status sandbox_state_require(struct atl_context *context,
                                      const struct sandbox_place *place,
                                      struct sandbox_state *state, struct atl_error *error);
/* ATL_NOT_FOUND, saying in which other phase it is and what to do. */
enum atl_status sandbox_state_fail(const struct sandbox_place *place,
                                   const struct sandbox_state *state, struct atl_error *error);
/* "running", "starting", "ended", "stopped". */
const char *sandbox_phase_name(enum sandbox_phase phase);

/* " --name NAME" for hints; "" for the default one. In the arena. */
const char *sandbox_name_option(struct atl_arena *arena, const struct sandbox_place *place);

/* ---- starting ---- */

struct sandbox_start {
    struct atl_context *context;
    struct sandbox_place place;
    const char *program;
    struct atl_words words; /* of the process: its name, then its options */
    const char *database;   /* NULL: in memory */
    const char *token;
    bool has_usual_token; /* nobody gave another */
    bool was_running;
    const char *profile; /* to save; NULL: none */
    bool activate;
    bool profile_is_active;
    struct sandbox_state state;
};

/* Our options as the sandbox's own. ATL_USAGE for those after "--" that don't go there. */
enum atl_status sandbox_words_build(struct sandbox_start *start, struct atl_error *error);

/* ATL_CONFLICT when another sandbox that runs has the database. */
enum atl_status sandbox_database_check(const struct sandbox_start *start, struct atl_error *error);

/* Starts it, waits until it listens, writes its state. When it fails nothing is left of it. */
enum atl_status sandbox_launch(struct sandbox_start *start, struct atl_error *error);

/* What --profile says, else "sandbox", or "sandbox-NAME" for one that isn't the default. */
const char *sandbox_profile_name(const struct sandbox_start *start);
/*
 * ATL_CONFLICT when start->profile is there already and isn't one that was saved for this sandbox.
 * `site` is where the sandbox is now; NULL when that isn't known yet.
 */
enum atl_status sandbox_profile_check(const struct sandbox_start *start, const char *site,
                                      struct atl_error *error);
/* Saves it, and makes it the active one if asked to or if there is none. */
enum atl_status sandbox_profile_save(struct sandbox_start *start, struct atl_error *error);

/* ATL_USAGE when --fields names no member of the report. */
enum atl_status sandbox_report_check(struct atl_context *context, struct atl_error *error);
enum atl_status sandbox_report(const struct sandbox_start *start, struct atl_error *error);

/* ---- the running one ---- */

/*
 * A request to an endpoint of its own ("/__sandbox/counters"); `body` is JSON, or NULL. In a fiber.
 * `timeout_ms` is for when --timeout says nothing.
 */
enum atl_status sandbox_admin_request(struct atl_context *context,
                                      const struct sandbox_state *state, enum atl_method method,
                                      const char *path, const char *body, int64_t timeout_ms,
                                      const cJSON **answer, struct atl_error *error);

/* The option that all of them have. */
/* clang-format off */
#define SANDBOX_NAME_OPTION \
    {.name = "name", .kind = ATL_OPTION_TEXT, .value = "NAME", \
     .summary = "Which one, when there are several", .shown_default = "default"}
/* clang-format on */

#endif
