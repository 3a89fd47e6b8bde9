/* What is wrong with the site when a product's calls aren't there. */
#ifndef CMD_SITE_HINT_H
#define CMD_SITE_HINT_H

#include "atlcli/http.h"
#include "atlcli/identity.h"

/*
 * When a call to the product was not found (HTTP 404, 405, 410), asks the site what it is, and puts
 * hints in place of the error's when it is another kind than the profile says, or has no such
 * product. Sends nothing otherwise.
 */
void site_hint_add(struct atl_http *http, enum atl_product product, struct atl_error *error);

#endif
