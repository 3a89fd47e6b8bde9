#include "sandbox/confluence/storage_check.h"

#include "atlcli/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_DEPTH = 500,
    MOST_ATTRIBUTES = 64,
};

struct span {
    const char *text;
    size_t length;
};

struct check {
    struct atl_arena *arena;
    const char *start;
    const char *at;
    struct span open[MOST_DEPTH]; /* the names of the elements around */
    size_t depth;
    const char *problem;
};

/* XML's entities and HTML 4's, with a space before and behind each. */
static const char entities[] =
    " amp lt gt quot apos nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy"
    " reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12"
    " frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml"
    " Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave"
    " Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil "
    "egrave"
    " eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide"
    " oslash ugrave uacute ucirc uuml yacute thorn yuml fnof Alpha Beta Gamma Delta Epsilon Zeta "
    "Eta"
    " Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho Sigma Tau Upsilon Phi Chi Psi Omega alpha "
    "beta"
    " gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau"
    " upsilon phi chi psi omega thetasym upsih piv bull hellip prime Prime oline frasl weierp image"
    " real trade alefsym larr uarr rarr darr harr crarr lArr uArr rArr dArr hArr forall part exist"
    " empty nabla isin notin ni prod sum minus lowast radic prop infin ang and or cap cup int "
    "there4"
    " sim cong asymp ne equiv le ge sub sup nsub sube supe oplus otimes perp sdot lceil rceil "
    "lfloor"
    " rfloor lang rang loz spades clubs hearts diams OElig oelig Scaron scaron Yuml circ tilde ensp"
    " emsp thinsp zwnj zwj lrm rlm ndash mdash lsquo rsquo sbquo ldquo rdquo bdquo dagger Dagger"
    " permil lsaquo rsaquo euro ";

/* Keeps what is wrong, with where: rows and columns count from 1. Always false. */
static bool fail(struct check *check, const char *message)
{
    size_t row = 1;
    size_t column = 1;
    for (const char *at = check->start; at < check->at; at++) {
        row += *at == '\n';
        column = *at == '\n' ? 1 : column + 1;
    }
    check->problem = atl_arena_printf(check->arena, "%s\n at [row,col {unknown-source}]: [%zu,%zu]",
                                      message, row, column);
    return false;
}

static bool fail_at_character(struct check *check, const char *what)
{
    unsigned char found = (unsigned char)*check->at;
    if (found == '\0') {
        return fail(check, "Unexpected EOF in prolog");
    }
    return fail(check, atl_arena_printf(check->arena, "Unexpected character '%c' (code %u) %s",
                                        found < 0x80 ? found : '?', found, what));
}

static bool is_space(char character)
{
    return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

static void skip_space(struct check *check)
{
    while (is_space(*check->at)) {
        check->at++;
    }
}

static bool starts_name(char character)
{
    unsigned char letter = (unsigned char)character | 0x20;
    return (letter >= 'a' && letter <= 'z') || character == '_' || character == ':' ||
           (unsigned char)character >= 0x80;
}

static struct span take_name(struct check *check)
{
    struct span name = {check->at, 0};
    while (starts_name(*check->at) || (*check->at >= '0' && *check->at <= '9') ||
           *check->at == '-' || *check->at == '.') {
        check->at++;
    }
    name.length = (size_t)(check->at - name.text);
    return name;
}

static bool same(struct span left, struct span right)
{
    return left.length == right.length && memcmp(left.text, right.text, left.length) == 0;
}

/* ---- references ---- */

static bool check_number(struct check *check)
{
    char *end;
    bool hexadecimal = check->at[2] == 'x';
    const char *digits = check->at + (hexadecimal ? 3 : 2);
    unsigned long code_point = strtoul(digits, &end, hexadecimal ? 16 : 10);
    if (end == digits || *end != ';' || code_point == 0 || code_point > 0x10FFFF) {
        return fail(check, "Illegal character entity: expansion character");
    }
    check->at = end + 1;
    return true;
}

static bool check_reference(struct check *check)
{
    if (check->at[1] == '#') {
        return check_number(check);
    }
    check->at++;
    if (!starts_name(*check->at)) {
        return fail_at_character(check, "(expected a name start character)");
    }
    struct span name = take_name(check);
    if (*check->at != ';') {
        return fail_at_character(
            check, atl_arena_printf(check->arena,
                                    "expected a semi-colon after the reference for entity '%.*s'",
                                    (int)name.length, name.text));
    }
    check->at++;
    const char *wanted = atl_arena_printf(check->arena, " %.*s ", (int)name.length, name.text);
    if (strstr(entities, wanted) == NULL) {
        return fail(check, atl_arena_printf(check->arena, "Undeclared general entity \"%.*s\"",
                                            (int)name.length, name.text));
    }
    return true;
}

/* ---- tags ---- */

static bool check_value(struct check *check, struct span name)
{
    skip_space(check);
    if (*check->at != '=') {
        return fail_at_character(check, "expected '='");
    }
    check->at++;
    skip_space(check);
    char quote = *check->at;
    if (quote != '"' && quote != '\'') {
        return fail_at_character(check, "in start tag Expected a quote");
    }
    check->at++;
    while (*check->at != quote) {
        if (*check->at == '\0') {
            return fail(check, "Unexpected EOF in attribute value");
        }
        if (*check->at == '<') {
            return fail(check,
                        atl_arena_printf(check->arena,
                                         "Unexpected character '<' (code 60) in attribute value of "
                                         "%.*s",
                                         (int)name.length, name.text));
        }
        if (*check->at != '&') {
            check->at++;
        } else if (!check_reference(check)) {
            return false;
        }
    }
    check->at++;
    return true;
}

static bool check_attribute(struct check *check, struct span *names, size_t count)
{
    struct span name = take_name(check);
    for (size_t i = 0; i < count; i++) {
        if (same(names[i], name)) {
            return fail(check, atl_arena_printf(check->arena, "Duplicate attribute '%.*s'.",
                                                (int)name.length, name.text));
        }
    }
    names[count] = name;
    return check_value(check, name);
}

static bool open_element(struct check *check, struct span name)
{
    if (check->depth == MOST_DEPTH) {
        return fail(check, "Maximum Element Depth limit (500) Exceeded");
    }
    check->open[check->depth++] = name;
    return true;
}

static bool check_start_tag(struct check *check)
{
    check->at++;
    struct span name = take_name(check);
    struct span names[MOST_ATTRIBUTES + 1] = {{NULL, 0}};
    for (size_t count = 0;; count++) {
        const char *before = check->at;
        skip_space(check);
        if (*check->at == '>') {
            check->at++;
            return open_element(check, name);
        }
        if (check->at[0] == '/' && check->at[1] == '>') {
            check->at += 2;
            return true;
        }
        if (before == check->at || !starts_name(*check->at)) {
            return fail_at_character(check, "excepted space, or '>' or \"/>\"");
        }
        if (count == MOST_ATTRIBUTES) {
            return fail(check, "Attribute limit (64) exceeded");
        }
        if (!check_attribute(check, names, count)) {
            return false;
        }
    }
}

static bool refuse_end(struct check *check, struct span name, struct span expected)
{
    return fail(check,
                atl_arena_printf(check->arena, "Unexpected close tag </%.*s>; expected </%.*s>.",
                                 (int)name.length, name.text, (int)expected.length, expected.text));
}

/* Confluence puts the body into an element of its own, called xml. */
static const struct span around = {"xml", 3};

static bool check_end_tag(struct check *check)
{
    check->at += 2;
    struct span name = take_name(check);
    struct span expected = check->depth == 0 ? around : check->open[check->depth - 1];
    if (check->depth == 0 || !same(name, expected)) {
        return refuse_end(check, name, expected);
    }
    skip_space(check);
    if (*check->at != '>') {
        return fail_at_character(check, "expected '>'");
    }
    check->at++;
    check->depth--;
    return true;
}

static bool skip_until(struct check *check, size_t start, const char *end, const char *what)
{
    const char *found = strstr(check->at + start, end);
    if (found == NULL) {
        return fail(check, atl_arena_printf(check->arena, "Unexpected EOF in %s", what));
    }
    check->at = found + strlen(end);
    return true;
}

static bool check_comment(struct check *check)
{
    const char *dashes = strstr(check->at + strlen("<!--"), "--");
    if (dashes != NULL && dashes[2] != '>') {
        return fail(check, "String '--' not allowed in comment (missing '>'?)");
    }
    return skip_until(check, strlen("<!--"), "-->", "COMMENT");
}

static bool check_markup(struct check *check)
{
    if (atl_text_starts_with(check->at, "<![CDATA[")) {
        return skip_until(check, strlen("<![CDATA["), "]]>", "CDATA");
    }
    if (atl_text_starts_with(check->at, "<!--")) {
        return check_comment(check);
    }
    if (check->at[1] == '/') {
        return check_end_tag(check);
    }
    if (!starts_name(check->at[1])) {
        check->at++;
        return fail_at_character(check, "in content after '<' (malformed start element?).");
    }
    return check_start_tag(check);
}

static bool check_all(struct check *check)
{
    while (*check->at != '\0') {
        if (*check->at == '<') {
            if (!check_markup(check)) {
                return false;
            }
        } else if (*check->at == '&') {
            if (!check_reference(check)) {
                return false;
            }
        } else {
            check->at += strcspn(check->at, "<&");
        }
    }
    return check->depth == 0 || refuse_end(check, around, check->open[check->depth - 1]);
}

const char *storage_check(struct atl_arena *arena, const char *storage)
{
    struct check *check = atl_arena_alloc(arena, sizeof *check);
    check->arena = arena;
    check->start = check->at = storage;
    check_all(check);
    return check->problem;
}
