/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What finding names and citations costs: annotates every passage of an index anew and
 * prints passages, mentions, citations and seconds of processor time.
 *
 *   annotation INDEX */
#include <stdio.h>
#include <time.h>

#include "annotate.h"
#include "articles.h"
#include "index.h"
#include "text.h"

typedef struct {
  guint passages, mentions, cites;
  double seconds;
} Totals;

static void annotate(RcPassage *passage, RcArticles *articles, Totals *totals) {
  g_autoptr(GArray) words = rc_text_words(passage->text, -1);
  clock_t start = clock();
  rc_annotate_passage(passage, words);
  rc_articles_find(articles, passage, words);
  totals->seconds += (double)(clock() - start) / CLOCKS_PER_SEC;
  totals->passages++;
  totals->mentions += passage->mentions->len;
  totals->cites += passage->cites->len;
}

int main(int argc, char **argv) {
  g_autoptr(GError) error = NULL;
  g_autoptr(RcIndex) index = rc_index_open(argc > 1 ? argv[1] : ".", &error);
  if (!index) {
    fprintf(stderr, "annotation: %s\n", error->message);
    return 1;
  }
  g_autofree char *term = rc_schema_term(RC_FIELD_ENTRY, "passage");
  g_autoptr(GArray) entries = xapian_database_postings(rc_index_database(index), term, 0, &error);
  g_autoptr(RcArticles) articles = rc_articles_new();
  Totals totals = {0};
  for (guint i = 0; entries && i < entries->len; i++) {
    g_autoptr(RcPassage) passage =
        rc_index_read_passage(index, g_array_index(entries, guint32, i), NULL);
    if (passage)
      annotate(passage, articles, &totals);
  }
  printf("%u passages, %u mentions, %u citations, %.3f s\n", totals.passages, totals.mentions,
         totals.cites, totals.seconds);
  return 0;
}
