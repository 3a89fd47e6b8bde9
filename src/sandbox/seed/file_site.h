/* What a seed file says of the site: people, teams, custom fields, projects, filters. */
#ifndef SANDBOX_FILE_SITE_H
#define SANDBOX_FILE_SITE_H

#include "sandbox/seed/file_reader.h"

void file_add_people(struct file *file, const struct place *document);
void file_add_fields(struct file *file, const struct place *document);
void file_add_filters(struct file *file, const struct place *document);
void file_add_projects(struct file *file, const struct place *document);

#endif
