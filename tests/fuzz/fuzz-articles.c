/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text as a document of passages parted by line feeds: names and articles are found
 * in order, inside the text, at the borders of characters, and the record is read back. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "annotate.h"
#include "article.h"
#include "articles.h"
#include "dictionary.h"
#include "record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_mentions(const RcPassage *passage) {
  guint32 from = 0;
  for (guint i = 0; i < passage->mentions->len; i++) {
    const RcMention *mention = &g_array_index(passage->mentions, RcMention, i);
    bool article = mention->field == RC_FIELD_ARTICLE;
    bool known = article ? rc_article_lookup(mention->concept, NULL) != NULL
                         : rc_vocabulary_lookup(mention->field, mention->concept) != NULL;
    if (!known || mention->start < from || mention->end <= mention->start ||
        mention->end > strlen(passage->text))
      abort();
    from = mention->start;
  }
}

static void check_record(const RcPassage *passage) {
  g_autoptr(GByteArray) record = g_byte_array_new();
  rc_record_append_passage(record, passage);
  g_autoptr(RcPassage) copy = rc_record_read_passage(record->data, record->len, NULL);
  if (copy && copy->mentions->len != passage->mentions->len)
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autofree char *text = g_utf8_make_valid((const char *)data, (gssize)size);
  g_auto(GStrv) parts = g_strsplit(text, "\n", 50);
  g_autoptr(GPtrArray) passages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_passage_free);
  g_autoptr(RcArticles) articles = rc_articles_new();
  g_autoptr(RcDictionary) dictionary = rc_dictionary_new();
  RcPageStart start = {0, 1};
  for (char **part = parts; *part; part++) {
    RcPassage *passage = rc_passage_new();
    g_free(passage->text);
    passage->text = g_strdup(*part);
    passage->ordinal = passages->len + 1;
    g_array_append_val(passage->page_starts, start);
    g_autoptr(GArray) words = rc_dictionary_words(dictionary, *part, -1);
    rc_annotate_passage(passage, words);
    rc_articles_find(articles, passage, words);
    g_ptr_array_add(passages, passage);
  }
  for (guint i = 0; i < passages->len; i++) {
    check_mentions(passages->pdata[i]);
    check_record(passages->pdata[i]);
  }
  return 0;
}
