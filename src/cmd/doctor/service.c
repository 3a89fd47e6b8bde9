/* Jira and Confluence: whether they are there and well, and who the account is. */
#include "cmd/doctor/service.h"

#include "atlcli/loop.h"
#include "atlcli/text.h"

#include <inttypes.h>

bool doctor_knows_account(const struct doctor_service *service)
{
    return service->login.asked && service->login.status == ATL_OK;
}

/* ---- asking, side by side ---- */

enum question {
    QUESTION_CONFLUENCE, /* Jira has been asked already, to find the way */
    QUESTION_JIRA_LOGIN,
    QUESTION_CONFLUENCE_LOGIN,
    QUESTIONS,
};

static void ask_presence(struct doctor_services *services)
{
    struct doctor *doctor = services->doctor;
    struct doctor_service *service = &services->of[ATL_PRODUCT_CONFLUENCE];
    service->presence.status = atl_health_of_confluence(doctor->http, doctor->context->arena,
                                                        &service->health, &service->presence.error);
    service->presence.asked = true;
}

/* A product that is known not to be there isn't asked. */
static void ask_login(struct doctor_services *services, enum atl_product product)
{
    struct doctor *doctor = services->doctor;
    struct doctor_service *service = &services->of[product];
    bool absent = service->presence.asked && service->presence.status == ATL_OK &&
                  service->health.presence == ATL_ABSENT;
    if (doctor->can_log_in && !absent) {
        service->login.asked = true;
        service->login.status = atl_identity_fetch(doctor->http, product, doctor->context->arena,
                                                   &service->identity, &service->login.error);
    }
}

static enum atl_status ask(void *context, size_t index, struct atl_error *error)
{
    struct doctor_services *services = context;
    switch ((enum question)index) {
    case QUESTION_CONFLUENCE:
        ask_presence(services);
        break;
    case QUESTION_JIRA_LOGIN:
        ask_login(services, ATL_PRODUCT_JIRA);
        break;
    case QUESTION_CONFLUENCE_LOGIN:
        ask_login(services, ATL_PRODUCT_CONFLUENCE);
        break;
    case QUESTIONS:
        break;
    }
    return atl_check_cancelled(error);
}

/* ---- presence ---- */

static void report_absent(struct doctor *doctor, enum doctor_subject subject,
                          const struct doctor_service *service)
{
    struct atl_error finding;
    const char *site = doctor->account.site;
    if (service->health.is_page) {
        atl_fail(&finding, ATL_NOT_FOUND, "there is none at %s: a web page answers (%d)", site,
                 service->health.http_status);
    } else {
        atl_fail(&finding, ATL_NOT_FOUND, "there is none at %s (%d)", site,
                 service->health.http_status);
    }
    if (!atl_text_starts_with(service->health.url, site)) {
        atl_hint(&finding, "it redirects to another address: is that the site's?");
    }
    atl_hint(&finding, "check the site's address: https://NAME.atlassian.net, or that of your own "
                       "server, which may be below a path, such as https://example.com/jira");
    doctor_report(doctor, subject, DOCTOR_FAILED, &finding);
}

static void report_unwell(struct doctor *doctor, enum doctor_subject subject,
                          const struct doctor_service *service)
{
    struct atl_error finding;
    int status = service->health.http_status;
    atl_fail(&finding, ATL_FAILED, "%s (%d)",
             status == 429 ? "the server wants fewer requests" : "the server is in trouble",
             status);
    atl_hint(&finding, "try again in a while; if it stays so, ask who runs the site");
    doctor_report(doctor, subject, DOCTOR_FAILED, &finding);
}

static void report_hidden(struct doctor *doctor, enum doctor_subject subject,
                          const struct doctor_service *service)
{
    struct atl_error finding;
    atl_fail(&finding, ATL_OK, "wants a log-in before it says whether it is there (%d)",
             service->health.http_status);
    atl_hint(&finding, "does a proxy or single sign-on stand before the site?");
    doctor_report(doctor, subject, DOCTOR_WARNING, &finding);
}

static void report_presence(struct doctor_services *services, enum atl_product product,
                            enum doctor_subject subject)
{
    struct doctor *doctor = services->doctor;
    const struct doctor_service *service = &services->of[product];
    const struct doctor_service *other = &services->of[DOCTOR_PRODUCTS - 1 - (size_t)product];
    const struct atl_health *health = &service->health;
    if (service->presence.status != ATL_OK) {
        doctor_report(doctor, subject, DOCTOR_FAILED, &service->presence.error);
        return;
    }
    bool other_is_there = other->presence.status == ATL_OK &&
                          (other->health.presence == ATL_PRESENT || doctor_knows_account(other));
    if (health->presence == ATL_PRESENT || doctor_knows_account(service)) {
        doctor_say(doctor, subject, DOCTOR_OK, "%s%sanswers in %" PRId64 " ms",
                   health->version == NULL ? "" : health->version,
                   health->version == NULL ? "" : ", ", health->latency_ms);
    } else if (health->presence == ATL_UNWELL) {
        report_unwell(doctor, subject, service);
    } else if (other_is_there) {
        doctor_say(doctor, subject, DOCTOR_SKIPPED, "not at this site, which is %s's", other->name);
    } else if (health->presence == ATL_PRESENCE_HIDDEN) {
        report_hidden(doctor, subject, service);
    } else {
        report_absent(doctor, subject, service);
    }
}

/* ---- authentication ---- */

/* Whether a refusal to log in there says something: not where there is nothing to log in to. */
static bool is_refusal(const struct doctor_service *service)
{
    return service->login.asked && service->login.status != ATL_OK &&
           (service->presence.status != ATL_OK || service->health.presence != ATL_ABSENT);
}

/* The refusal that says most: a wrong token before a lack of permission before anything else. */
static const struct doctor_answer *find_refusal(const struct doctor_services *services)
{
    static const enum atl_status order[] = {ATL_UNAUTHENTICATED, ATL_FORBIDDEN};
    for (size_t i = 0; i <= sizeof order / sizeof *order; i++) {
        for (size_t product = 0; product < DOCTOR_PRODUCTS; product++) {
            const struct doctor_service *service = &services->of[product];
            bool last_resort = i == sizeof order / sizeof *order;
            if (is_refusal(service) && (last_resort || service->login.status == order[i])) {
                return &service->login;
            }
        }
    }
    return NULL;
}

static const struct doctor_service *find_login(const struct doctor_services *services)
{
    for (size_t product = 0; product < DOCTOR_PRODUCTS; product++) {
        if (doctor_knows_account(&services->of[product])) {
            return &services->of[product];
        }
    }
    return NULL;
}

static void report_authentication(struct doctor_services *services)
{
    struct doctor *doctor = services->doctor;
    const struct doctor_service *known = find_login(services);
    const struct doctor_answer *refusal = find_refusal(services);
    if (known == NULL && refusal == NULL) {
        doctor_say(doctor, DOCTOR_AUTHENTICATION, DOCTOR_SKIPPED, "%s",
                   doctor->can_log_in ? "nothing to log in to" : "nothing to log in with");
    } else if (known == NULL) {
        doctor_report(doctor, DOCTOR_AUTHENTICATION, DOCTOR_FAILED, &refusal->error);
    } else if (refusal != NULL && refusal->status == ATL_UNAUTHENTICATED) {
        struct atl_error finding = refusal->error;
        atl_error_prefix(&finding, "%s at %s, but elsewhere", known->identity.display_name,
                         known->name);
        doctor_report(doctor, DOCTOR_AUTHENTICATION, DOCTOR_WARNING, &finding);
    } else {
        doctor_say(doctor, DOCTOR_AUTHENTICATION, DOCTOR_OK, "%s", known->identity.display_name);
    }
}

/* ---- */

enum atl_status doctor_check_services(struct doctor *doctor, struct atl_error *error)
{
    struct doctor_services *services = atl_arena_alloc(doctor->context->arena, sizeof *services);
    services->doctor = doctor;
    struct doctor_service *jira = &services->of[ATL_PRODUCT_JIRA];
    jira->name = atl_product_name(ATL_PRODUCT_JIRA);
    jira->presence = (struct doctor_answer){true, doctor->jira_status, doctor->jira_error};
    jira->health = doctor->jira;
    services->of[ATL_PRODUCT_CONFLUENCE].name = atl_product_name(ATL_PRODUCT_CONFLUENCE);
    enum atl_status status = atl_each(QUESTIONS, 0, ask, services, error);
    if (status != ATL_OK) {
        return status;
    }
    report_presence(services, ATL_PRODUCT_JIRA, DOCTOR_JIRA);
    report_presence(services, ATL_PRODUCT_CONFLUENCE, DOCTOR_CONFLUENCE);
    report_authentication(services);
    return doctor_check_permissions(services, error);
}
