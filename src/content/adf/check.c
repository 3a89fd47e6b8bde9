/* Whether a node, with all that is below it, is one the schema has: for ADF that is carried along
 * verbatim. */
#include "content/adf/schema.h"

#include <string.h>

static enum adf_check worse(enum adf_check left, enum adf_check right)
{
    return left > right ? left : right;
}

static const char *type_of(const cJSON *node)
{
    const cJSON *type = cJSON_IsObject(node) ? atl_json_member(node, "type") : NULL;
    return cJSON_IsString(type) ? type->valuestring : NULL;
}

/* Only some marks go together. */
static bool go_together(enum adf_type child, adf_set marks)
{
    const adf_set beside_code =
        ADF_SET(ADF_MARK_CODE) | ADF_SET(ADF_MARK_LINK) | ADF_SET(ADF_MARK_ANNOTATION);
    const adf_set position = ADF_SET(ADF_MARK_ALIGNMENT) | ADF_SET(ADF_MARK_INDENTATION);
    if (child == ADF_TEXT && (marks & ADF_SET(ADF_MARK_CODE)) != 0) {
        return (marks & ~beside_code) == 0;
    }
    return (marks & position) != position;
}

static enum adf_check check_marks(enum adf_type parent, enum adf_type child, const cJSON *marks)
{
    adf_set allowed = adf_marks(parent, child);
    adf_set found = 0;
    enum adf_check check = ADF_VALID;
    if (!cJSON_IsArray(marks)) {
        return marks == NULL ? ADF_VALID : ADF_WRONG;
    }
    for (const cJSON *mark = marks->child; mark != NULL; mark = mark->next) {
        enum adf_type type = adf_mark_type(type_of(mark));
        const cJSON *attributes = atl_json_member(mark, "attrs");
        if (type == ADF_UNKNOWN) {
            check = worse(check, type_of(mark) == NULL ? ADF_WRONG : ADF_NEWER);
            continue;
        }
        if ((allowed & ADF_SET(type)) == 0) {
            return ADF_WRONG;
        }
        found |= ADF_SET(type);
        check = worse(check, adf_check_attributes(type, attributes, false));
    }
    return go_together(child, found) ? check : ADF_WRONG;
}

static enum adf_check check_content(enum adf_type type, const cJSON *content)
{
    size_t count = 0;
    enum adf_check check = ADF_VALID;
    if (content != NULL && !cJSON_IsArray(content)) {
        return ADF_WRONG;
    }
    if (content == NULL && type == ADF_TABLE_ROW) {
        return ADF_WRONG;
    }
    for (const cJSON *child = content == NULL ? NULL : content->child; child != NULL;
         child = child->next) {
        check = worse(check, adf_check_node(type, count == 0, child));
        count++;
    }
    bool enough = count >= adf_content_minimum(type) && count <= adf_content_maximum(type);
    return enough ? check : ADF_WRONG;
}

/* Members of the node itself that the schema doesn't have. */
static enum adf_check check_members(enum adf_type type, const cJSON *node)
{
    bool holds = adf_content(type, true) != 0;
    for (const cJSON *member = node->child; member != NULL; member = member->next) {
        const char *name = member->string;
        bool known = strcmp(name, "type") == 0 || strcmp(name, "attrs") == 0 ||
                     strcmp(name, "marks") == 0 || (strcmp(name, "content") == 0 && holds) ||
                     (strcmp(name, "text") == 0 && type == ADF_TEXT);
        if (!known) {
            return ADF_NEWER;
        }
    }
    return ADF_VALID;
}

enum adf_check adf_check_node(enum adf_type parent, bool first, const cJSON *node)
{
    const char *name = type_of(node);
    enum adf_type type = adf_node_type(name);
    if (name == NULL) {
        return ADF_WRONG;
    }
    if (type == ADF_UNKNOWN) {
        return ADF_NEWER;
    }
    if ((adf_content(parent, first) & ADF_SET(type)) == 0) {
        return ADF_WRONG;
    }
    const cJSON *text = atl_json_member(node, "text");
    if (type == ADF_TEXT && (!cJSON_IsString(text) || text->valuestring[0] == '\0')) {
        return ADF_WRONG;
    }
    const cJSON *attributes = atl_json_member(node, "attrs");
    if (type == ADF_NESTED_EXPAND && attributes == NULL) {
        return ADF_WRONG;
    }
    enum adf_check check = check_members(type, node);
    check = worse(check, adf_check_attributes(type, attributes, false));
    check = worse(check, check_marks(parent, type, atl_json_member(node, "marks")));
    return worse(check, check_content(type, atl_json_member(node, "content")));
}
