/*
 * CSV (RFC 4180): cells as they are written, and what their reader takes back.
 *
 * Cells that a spreadsheet would run as a formula get an apostrophe in front (OWASP, "CSV
 * Injection"); numbers such as -5 and +3.2 are none. One that has apostrophes there already gets
 * one more, so that taking off one gives back every text as it was.
 */
#ifndef ATLCLI_CSV_H
#define ATLCLI_CSV_H

#include "atlcli/text.h"

/*
 * Appends a cell, quoted where it must be. Malformed UTF-8 becomes U+FFFD. A line of one empty cell
 * would be an empty line, which readers skip: its writer quotes that.
 */
void atl_csv_append_cell(struct atl_buffer *line, const char *text);

/* A cell's text without the apostrophe that atl_csv_append_cell put in front of it, if it did. */
const char *atl_csv_plain(const char *cell);

#endif
