/* Documents from text as people type it. */
#ifndef SANDBOX_DOCUMENT_TEXT_H
#define SANDBOX_DOCUMENT_TEXT_H

#include "sandbox/seed/document.h"

/*
 * Blocks are separated by empty lines. "# " starts a heading, "- " or "* " an item of a list, "1. "
 * one of a numbered list, "> " a note; ``` stands before and after code. Everything else is a
 * paragraph, its lines joined. In the arena.
 */
struct document document_from_text(struct atl_arena *arena, const char *text);

#endif
