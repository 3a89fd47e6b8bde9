/* The languages whose code is shown in colours. */
#include "content/render/highlight.h"

#include <string.h>

/* clang-format off */
static const struct highlight_language languages[] = {
    {.names = " c h cpp c++ cc hpp objc objective-c cuda ",
     .line_comments = {"//"}, .block_comment = {"/*", "*/"}, .quotes = "\"'",
     .keywords = " alignas alignof auto bool break case catch char class const constexpr continue "
                 "default delete do double else enum explicit extern false final float for friend "
                 "goto if inline int long mutable namespace new noexcept nullptr operator override "
                 "private protected public register return short signed sizeof static struct "
                 "switch template this throw true try typedef typename union unsigned using "
                 "virtual void volatile while NULL "},
    {.names = " java kotlin kt scala groovy gradle csharp c# cs dart swift ",
     .line_comments = {"//"}, .block_comment = {"/*", "*/"}, .quotes = "\"'",
     .keywords = " abstract actor as async await base boolean bool break byte case catch char class "
                 "const continue def default defer do double else enum event extends extension "
                 "false final finally float for foreach fun func guard if implements import in "
                 "init instanceof int interface internal is let long namespace native new nil null "
                 "object operator out override package private protected public readonly record "
                 "ref return sealed self short static string struct super switch synchronized "
                 "this throw throws trait true try typeof using val var virtual void volatile when "
                 "where while yield "},
    {.names = " javascript js jsx typescript ts tsx node actionscript actionscript3 ",
     .line_comments = {"//"}, .block_comment = {"/*", "*/"}, .quotes = "\"'`",
     .multiline_quotes = "`",
     .keywords = " abstract any as async await boolean break case catch class const continue "
                 "debugger declare default delete do else enum export extends false finally for "
                 "from function get if implements import in instanceof interface let new null "
                 "number of package private protected public readonly return set static string "
                 "super switch this throw true try type typeof undefined var void while with "
                 "yield "},
    {.names = " go golang rust rs zig ",
     .line_comments = {"//"}, .block_comment = {"/*", "*/"}, .quotes = "\"`",
     .multiline_quotes = "`",
     .keywords = " as async await bool break case chan char const continue crate default defer dyn "
                 "else enum error extern fallthrough false fn for func go goto if impl import in "
                 "int interface let loop map match mod move mut nil package pub range ref return "
                 "select self static str string struct super switch trait true type unsafe use "
                 "var where while i8 i16 i32 i64 u8 u16 u32 u64 usize isize f32 f64 "},
    {.names = " python py python3 ",
     .line_comments = {"#"}, .quotes = "\"'",
     .keywords = " False None True and as assert async await break case class continue def del "
                 "elif else except finally for from global if import in is lambda match nonlocal "
                 "not or pass raise return self try while with yield "},
    {.names = " ruby rb perl pl elixir ex ",
     .line_comments = {"#"}, .quotes = "\"'",
     .keywords = " BEGIN END alias and begin break case class def defined do else elsif end ensure "
                 "false for foreach if in last local module my next nil not or our package redo "
                 "require rescue retry return self sub super then true undef unless until use "
                 "when while yield "},
    {.names = " bash sh shell zsh console dockerfile docker makefile make powershell ps1 ",
     .line_comments = {"#"}, .quotes = "\"'", .multiline_quotes = "\"'",
     .keywords = " ADD CMD COPY ENTRYPOINT ENV EXPOSE FROM RUN USER VOLUME WORKDIR break case cd "
                 "continue do done echo elif else esac eval exec exit export fi for function if in "
                 "local param read readonly return set shift source then trap unset until while "},
    {.names = " php ",
     .line_comments = {"//", "#"}, .block_comment = {"/*", "*/"}, .quotes = "\"'",
     .keywords = " abstract and array as break case catch class clone const continue declare "
                 "default do echo else elseif extends false final finally fn for foreach function "
                 "global if implements include instanceof interface isset list match namespace new "
                 "null or print private protected public require return static switch this throw "
                 "trait true try unset use var while yield "},
    {.names = " sql plsql mysql postgresql postgres tsql sqlite ",
     .line_comments = {"--"}, .block_comment = {"/*", "*/"}, .quotes = "'\"",
     .multiline_quotes = "'", .ignores_case = true,
     .keywords = " add all alter and as asc begin between by case commit constraint create cross "
                 "database default delete desc distinct drop else end exists false foreign from "
                 "full group having if in index inner insert into is join key left like limit not "
                 "null offset on or order outer primary references returning right rollback "
                 "select set table then transaction true union unique update using values view "
                 "when where with "},
    {.names = " json json5 ",
     .line_comments = {"//"}, .quotes = "\"", .keywords = " true false null "},
    {.names = " yaml yml toml ini properties conf ",
     .line_comments = {"#", ";"}, .quotes = "\"'", .keywords = " true false null yes no on off "},
    {.names = " css scss sass less ",
     .line_comments = {"//"}, .block_comment = {"/*", "*/"}, .quotes = "\"'",
     .keywords = " important media import include mixin extend "},
    {.names = " xml html xhtml svg html/xml jsp ",
     .block_comment = {"<!--", "-->"}, .quotes = "\"", .multiline_quotes = "\"", .keywords = ""},
    {.names = " lua haskell hs ",
     .line_comments = {"--"}, .quotes = "\"", .keywords =
                 " and break case class data deriving do else elseif end false for function goto if "
                 "import in infix instance let local module newtype nil not of or repeat return "
                 "then true type until where while "},
};
/* clang-format on */

enum { LANGUAGES = sizeof languages / sizeof *languages };

const struct highlight_language *highlight_language_named(const char *name)
{
    char word[32];
    size_t length = strlen(name);
    if (length == 0 || length > sizeof word - 3 || strchr(name, ' ') != NULL) {
        return NULL;
    }
    word[0] = ' ';
    for (size_t i = 0; i < length; i++) {
        bool is_upper = name[i] >= 'A' && name[i] <= 'Z';
        word[i + 1] = is_upper ? (char)(name[i] - 'A' + 'a') : name[i];
    }
    word[length + 1] = ' ';
    word[length + 2] = '\0';
    for (size_t i = 0; i < LANGUAGES; i++) {
        if (strstr(languages[i].names, word) != NULL) {
            return &languages[i];
        }
    }
    return NULL;
}
