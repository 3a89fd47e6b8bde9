/* What doctor's checks of Jira and Confluence share. */
#ifndef CMD_DOCTOR_SERVICE_H
#define CMD_DOCTOR_SERVICE_H

#include "atlcli/identity.h"
#include "cmd/doctor/doctor.h"

enum {
    DOCTOR_PRODUCTS = 2, /* indexed by enum atl_product */
    DOCTOR_JIRA_PERMISSIONS = 6,
};

/* What became of a request. */
struct doctor_answer {
    bool asked;
    enum atl_status status;
    struct atl_error error;
};

struct doctor_service {
    const char *name;
    struct doctor_answer presence; /* asked without credentials */
    struct atl_health health;
    struct doctor_answer login;
    struct atl_identity identity;
    struct doctor_answer permission;
};

struct doctor_services {
    struct doctor *doctor;
    struct doctor_service of[DOCTOR_PRODUCTS];
    struct atl_jira_permission jira_permissions[DOCTOR_JIRA_PERMISSIONS];
    bool sees_spaces;
};

/* Whether the account could log in to a product. */
bool doctor_knows_account(const struct doctor_service *service);

/* Asks what the account may do wherever it could log in, and reports it. */
enum atl_status doctor_check_permissions(struct doctor_services *services, struct atl_error *error);

#endif
