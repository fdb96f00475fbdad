/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "error.h"

/* A line is "begin DIGEST", "alone DIGEST" (begun as a suspect) or "end DIGEST". */
#define BEGIN "begin"
#define ALONE "alone"
#define END "end"

struct RcJournal {
  char *path;
  int descriptor;
  GHashTable *open;     /* sha256 -> attempts alone, of what is not ended */
  GHashTable *suspects; /* the keys of `open` that an earlier run left */
};

static bool fail(const RcJournal *journal, GError **error) {
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: cannot be written: %s", journal->path,
              g_strerror(errno));
  return false;
}

static guint attempts_of(GHashTable *table, const char *sha256) {
  return GPOINTER_TO_UINT(g_hash_table_lookup(table, sha256));
}

/* *cut_off: the last line has no end. */
static void read_lines(RcJournal *journal, bool *cut_off) {
  g_autofree char *text = NULL;
  gsize length = 0;
  if (!g_file_get_contents(journal->path, &text, &length, NULL))
    return; /* a new index */
  *cut_off = length > 0 && text[length - 1] != '\n';
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++) {
    g_auto(GStrv) words = g_strsplit(*line, " ", 2);
    const char *sha256 = words[0] ? words[1] : NULL;
    if (!sha256 || !*sha256)
      continue; /* cut off by what ended the run */
    bool alone = strcmp(words[0], ALONE) == 0;
    if (strcmp(words[0], END) == 0)
      g_hash_table_remove(journal->open, sha256);
    else if (alone || strcmp(words[0], BEGIN) == 0)
      g_hash_table_replace(journal->open, g_strdup(sha256),
                           GUINT_TO_POINTER(attempts_of(journal->open, sha256) + alone));
  }
  GHashTableIter iter;
  gpointer sha256;
  g_hash_table_iter_init(&iter, journal->open);
  while (g_hash_table_iter_next(&iter, &sha256, NULL))
    g_hash_table_add(journal->suspects, g_strdup(sha256));
}

/* One write for all of a text: a line is there whole or cut off at the end. */
static bool write_text(const RcJournal *journal, const char *text, GError **error) {
  gsize length = strlen(text);
  ssize_t written;
  do
    written = write(journal->descriptor, text, length);
  while (written < 0 && errno == EINTR);
  if (written == (ssize_t)length)
    return true;
  errno = written < 0 ? errno : ENOSPC;
  return fail(journal, error);
}

RcJournal *rc_journal_open(const char *index_path, GError **error) {
  g_autoptr(RcJournal) journal = g_new0(RcJournal, 1);
  journal->path = g_build_filename(index_path, "journal", NULL);
  journal->open = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  journal->suspects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  journal->descriptor = -1;
  bool cut_off = false;
  read_lines(journal, &cut_off);
  journal->descriptor = open(journal->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
  if (journal->descriptor < 0) {
    fail(journal, error);
    return NULL;
  }
  return cut_off && !write_text(journal, "\n", error) ? NULL : g_steal_pointer(&journal);
}

void rc_journal_free(RcJournal *journal) {
  if (!journal)
    return;
  if (journal->descriptor >= 0)
    close(journal->descriptor);
  g_hash_table_unref(journal->open);
  g_hash_table_unref(journal->suspects);
  g_free(journal->path);
  g_free(journal);
}

bool rc_journal_is_suspect(const RcJournal *journal, const char *sha256) {
  return g_hash_table_contains(journal->suspects, sha256);
}

guint rc_journal_attempts(const RcJournal *journal, const char *sha256) {
  return attempts_of(journal->open, sha256);
}

bool rc_journal_begin(RcJournal *journal, const char *sha256, GError **error) {
  bool suspect = rc_journal_is_suspect(journal, sha256);
  g_autofree char *line = g_strdup_printf("%s %s\n", suspect ? ALONE : BEGIN, sha256);
  g_hash_table_replace(journal->open, g_strdup(sha256),
                       GUINT_TO_POINTER(attempts_of(journal->open, sha256) + suspect));
  return write_text(journal, line, error);
}

bool rc_journal_end(RcJournal *journal, const char *sha256, GError **error) {
  g_autofree char *line = g_strdup_printf(END " %s\n", sha256);
  g_hash_table_remove(journal->open, sha256);
  return write_text(journal, line, error);
}

bool rc_journal_trim(RcJournal *journal, GError **error) {
  g_autoptr(GString) text = g_string_new(NULL);
  GHashTableIter iter;
  gpointer sha256, attempts;
  g_hash_table_iter_init(&iter, journal->open);
  while (g_hash_table_iter_next(&iter, &sha256, &attempts)) {
    g_string_append_printf(text, BEGIN " %s\n", (const char *)sha256);
    for (guint i = 0; i < GPOINTER_TO_UINT(attempts); i++)
      g_string_append_printf(text, ALONE " %s\n", (const char *)sha256);
  }
  if (ftruncate(journal->descriptor, 0) < 0)
    return fail(journal, error);
  return text->len == 0 || write_text(journal, text->str, error);
}
