/* What kind of file a name stands for. */
#ifndef ATLASSIAN_MEDIA_TYPE_H
#define ATLASSIAN_MEDIA_TYPE_H

/* By the name's ending, in any case; "application/octet-stream" for those not known. */
const char *media_type_of(const char *name);

#endif
