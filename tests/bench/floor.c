/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The floor under any indexer that reads PDFs with poppler: the text of every page of
 * the files named on standard input, on all processors, and nothing else.
 *
 *   find FOLDER -name '*.pdf' | floor [PROCESSES]
 *
 * Prints files, pages and characters.  Colour transforms are left out as
 * recourse-index leaves them out (see indexer/reading/colour.c, which is linked in). */
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Shared by all processes. */
typedef struct {
  int next; /* file to be taken next */
  int files, pages;
  long characters;
} Progress;

static void read_file(const char *path, Progress *progress) {
  g_autofree char *absolute = realpath(path, NULL);
  g_autofree char *uri = absolute ? g_filename_to_uri(absolute, NULL, NULL) : NULL;
  PopplerDocument *document = uri ? poppler_document_new_from_file(uri, NULL, NULL) : NULL;
  if (!document)
    return;
  int count = poppler_document_get_n_pages(document);
  for (int i = 0; i < count; i++) {
    PopplerPage *page = poppler_document_get_page(document, i);
    g_autofree char *text = page ? poppler_page_get_text(page) : NULL;
    __atomic_add_fetch(&progress->characters, text ? g_utf8_strlen(text, -1) : 0, __ATOMIC_RELAXED);
    g_clear_object(&page);
  }
  g_object_unref(document);
  __atomic_add_fetch(&progress->files, 1, __ATOMIC_RELAXED);
  __atomic_add_fetch(&progress->pages, count, __ATOMIC_RELAXED);
}

int main(int argc, char **argv) {
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
  char line[4096];
  while (fgets(line, sizeof line, stdin))
    g_ptr_array_add(paths, g_strndup(line, strcspn(line, "\n")));
  Progress *progress =
      mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int processes = argc > 1 ? atoi(argv[1]) : (int)g_get_num_processors();
  for (int i = 0; i < processes; i++)
    if (fork() == 0) {
      for (guint n;
           (n = (guint)__atomic_fetch_add(&progress->next, 1, __ATOMIC_RELAXED)) < paths->len;)
        read_file(g_ptr_array_index(paths, n), progress);
      _exit(0);
    }
  while (wait(NULL) > 0)
    ;
  printf("%d files, %d pages, %ld characters\n", progress->files, progress->pages,
         progress->characters);
  return 0;
}
