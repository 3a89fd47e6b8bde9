/*
 * The text of a credentials file: whatever is accepted can be changed, and what is then written is
 * accepted again and says the same; a second writing changes nothing.
 */
#include "atlcli/text.h"
#include "config/credentials_internal.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) {
        abort();
    }
}

static struct atl_credentials *parse_again(struct atl_arena *arena, const char *text)
{
    struct atl_credentials *again;
    require(credentials_parse(arena, "again", text, strlen(text), &again, NULL) == ATL_OK);
    return again;
}

static void check_same(const struct atl_credentials *left, const struct atl_credentials *right)
{
    require(atl_credentials_count(left) == atl_credentials_count(right));
    require(atl_text_equal(atl_credentials_current(left), atl_credentials_current(right)));
    for (size_t i = 0; i < atl_credentials_count(left); i++) {
        const struct atl_profile *one = atl_credentials_at(left, i);
        const struct atl_profile *other = atl_credentials_at(right, i);
        require(atl_text_equal(one->name, other->name));
        require(atl_text_equal(one->site, other->site));
        require(one->site_is_invalid == other->site_is_invalid);
        require(atl_text_equal(one->email, other->email));
        require(atl_text_equal(one->token, other->token));
        require(atl_text_equal(one->username, other->username));
        require(atl_text_equal(one->tls_ca_file, other->tls_ca_file));
        require(one->tls_skip_verify == other->tls_skip_verify);
        require(one->auth_type == other->auth_type);
    }
}

static void check_round_trip(struct atl_arena *arena, const struct atl_credentials *credentials)
{
    char *written = atl_json_print(credentials->tree, true);
    struct atl_credentials *again = parse_again(arena, written);
    check_same(credentials, again);
    char *second = atl_json_print(again->tree, true);
    require(strcmp(written, second) == 0);
    free(second);
    free(written);
}

static void check_changes(struct atl_arena *arena, struct atl_credentials *credentials)
{
    struct atl_profile profile = {.name = "fuzz", .site = "https://x", .token = "t"};
    require(atl_credentials_put(credentials, &profile, NULL) == ATL_OK);
    require(atl_credentials_set_current(credentials, "fuzz", NULL) == ATL_OK);
    const char *first = atl_credentials_at(credentials, 0)->name;
    require(atl_credentials_forget_token(credentials, first, NULL) == ATL_OK);
    require(atl_credentials_find(credentials, first)->token == NULL);
    check_round_trip(arena, credentials);
    require(atl_credentials_remove(credentials, first, NULL) == ATL_OK);
    require(atl_credentials_find(credentials, first) == NULL);
    check_round_trip(arena, credentials);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_arena arena = {0};
    struct atl_credentials *credentials;
    struct atl_error error;
    if (credentials_parse(&arena, "input", (const char *)data, size, &credentials, &error) ==
        ATL_OK) {
        check_round_trip(&arena, credentials);
        check_changes(&arena, credentials);
    }
    atl_arena_free(&arena);
    return 0;
}
