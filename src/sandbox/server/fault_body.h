/* Answers whose body never gets there as a whole. */
#ifndef SANDBOX_FAULT_BODY_H
#define SANDBOX_FAULT_BODY_H

struct MHD_Connection;
struct MHD_Response;
struct request;

/* The reply's body as a response; takes the body. Cut short or stalled if that is its fate. */
struct MHD_Response *fault_body_response(struct request *request,
                                         struct MHD_Connection *connection);

#endif
