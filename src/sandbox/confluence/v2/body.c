/* Bodies in the formats that they can be had in. */
#include "sandbox/confluence/adf.h"
#include "sandbox/confluence/v2/v2.h"
#include "sandbox/server/emit.h"

static const char *name_of(enum v2_body_format format)
{
    static const char *const names[] = {
        [V2_BODY_STORAGE] = "storage",
        [V2_BODY_ADF] = "atlas_doc_format",
        [V2_BODY_VIEW] = "view",
        [V2_BODY_EXPORT_VIEW] = "export_view",
        [V2_BODY_ANONYMOUS_EXPORT_VIEW] = "anonymous_export_view",
        [V2_BODY_STYLED_VIEW] = "styled_view",
        [V2_BODY_EDITOR] = "editor",
    };
    return names[format];
}

/* The views show the storage format as it is, with the macros that a browser wouldn't. */
void v2_emit_body(const struct confluence_output *out, enum v2_body_format format,
                  const char *storage)
{
    emit_object(out->json, "body");
    if (format != V2_BODY_NONE) {
        emit_object(out->json, name_of(format));
        emit_text(out->json, "representation", name_of(format));
        if (format == V2_BODY_ADF) {
            struct atl_buffer adf = {0};
            adf_append_storage(&adf, storage);
            emit_text(out->json, "value", adf.data); /* JSON as a text: so it is */
            atl_buffer_free(&adf);
        } else {
            emit_text(out->json, "value", storage);
        }
        emit_object_end(out->json);
    }
    emit_object_end(out->json);
}
