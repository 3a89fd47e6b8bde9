/* What a server says about a failure, out of the body of its answer. */
#ifndef ATLCLI_HTTP_SERVER_MESSAGE_H
#define ATLCLI_HTTP_SERVER_MESSAGE_H

#include "atlcli/http.h"

/*
 * Appends the server's words on one line, harmless for a terminal and of bounded length: Jira's
 * errorMessages and errors, Confluence's message and errors, short plain text. For a web page it
 * says that it is one. Nothing when there is nothing to say.
 */
void atl_server_message_read(const struct atl_http_response *response, struct atl_buffer *text);

/* True when the body is a web page, by its type or its look. */
bool atl_response_is_web_page(const struct atl_http_response *response);

#endif
