/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sources.h"

#include <string.h>

#include "error.h"
#include "limit.h"
#include "lookup.h"
#include "symbol.h"
#include "text.h"

/* So many documents of a search are looked into. */
#define FOUND_MAX 10
/* Words of a phrase that is searched for, and of a search for words near it. */
#define PHRASE_WORDS_MAX 40
#define NEAR_WORDS_MAX 12
#define NEAR_WORD_LETTERS_MIN 4

struct RcSources {
  RcIndex *index;
  RcWordNumbers *numbers;
  GHashTable *read; /* of ids the RcSourceDocument */
  guint with_words; /* so many of them have their paragraphs */
};

/* --- a document and its words --- */

const RcPassage *rc_source_passage(const RcSourceDocument *source, guint number) {
  return ((const RcPassageHit *)source->hit->passages->pdata[number])->passage;
}

bool rc_source_is_whole(const RcSourceDocument *source) {
  const RcDocument *document = source->hit->document;
  return document->status == RC_STATUS_OK && document->pages_read >= document->pages &&
         document->ocr_wanted == 0;
}

bool rc_source_has_number(const RcPassage *passage, const char *cited) {
  g_autofree char *value = passage->number ? rc_schema_paragraph(passage->number) : NULL;
  gsize length = strlen(cited);
  return value && length && strncmp(value, cited, length) == 0 &&
         (value[length] == '\0' || value[length] == '(' || value[length] == ',');
}

/* The bytes of a passage's text that are its number: "24. ", "(a) ", "1 ". */
static gsize read_label(const RcPassage *passage) {
  const gsize label_bytes = 10, label_letters = 4;
  const char *text = passage->text;
  gsize length = strcspn(text, " \t"), letters = 0, figures = 0;
  if (!passage->number || length > label_bytes || !text[length])
    return 0;
  for (gsize i = 0; i < length; i++) {
    letters += g_ascii_isalpha(text[i]) || (guchar)text[i] >= 0xC0;
    figures += g_ascii_isdigit(text[i]) || text[i] == ')';
    if ((guchar)text[i] < 0x80 && !g_ascii_isalnum(text[i]) && !strchr(".()-", text[i]))
      return 0;
  }
  return figures && letters <= label_letters ? length + 1 : 0;
}

/* A passage without a number, or an item, goes on with the paragraph before it; a note does not
 * end one, as a page may end with it within a paragraph. */
static void read_paragraphs(RcSourceDocument *source, RcWordNumbers *numbers) {
  source->paragraphs = g_array_new(FALSE, TRUE, sizeof(RcParagraph));
  guint current = G_MAXUINT;
  char stop = 0;
  for (guint i = 0; i < source->hit->passages->len; i++) {
    const RcPassage *passage = rc_source_passage(source, i);
    bool note = passage->kind == RC_KIND_FOOTNOTE;
    /* Of an item, "24(a)", "57,recommendation20", what it is an item of. */
    const char *part = passage->number ? strstr(passage->number, RC_BELOW_HEADING) : NULL;
    const char *own = part ? part + strlen(RC_BELOW_HEADING) : passage->number;
    g_autofree char *value = own ? rc_schema_paragraph(own) : NULL;
    g_autofree char *top = value ? g_strconcat(part ? RC_BELOW_HEADING : "", value, NULL) : NULL;
    if (top && *value != '(')
      top[strcspn(top, g_ascii_isdigit(*top) ? "(," : "(")] = '\0';
    guint at = current;
    const char *number = at < source->paragraphs->len
                             ? g_array_index(source->paragraphs, RcParagraph, at).number
                             : NULL;
    if (!number || note || passage->kind == RC_KIND_HEADING || (top && strcmp(top, number) != 0)) {
      at = source->paragraphs->len;
      RcParagraph begun = {g_strdup(top), g_array_new(FALSE, FALSE, sizeof(RcComparedWord)), i, i};
      g_array_append_val(source->paragraphs, begun);
    }
    RcParagraph *paragraph = &g_array_index(source->paragraphs, RcParagraph, at);
    char behind = rc_compared_words_add(paragraph->words, numbers, passage->text, i,
                                        read_label(passage), at == current ? stop : 0);
    paragraph->last = i + 1;
    stop = note ? stop : behind;
    current = note ? current : at;
  }
}

/* --- all of them --- */

RcSources *rc_sources_new(RcIndex *index) {
  RcSources *sources = g_new0(RcSources, 1);
  sources->index = index;
  sources->numbers = rc_word_numbers_new();
  sources->read = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  return sources;
}

/* What was read of the words of all documents; these stay. */
static void forget_words(RcSources *sources) {
  GHashTableIter iter;
  gpointer source;
  g_hash_table_iter_init(&iter, sources->read);
  while (g_hash_table_iter_next(&iter, NULL, &source)) {
    GArray *paragraphs = g_steal_pointer(&((RcSourceDocument *)source)->paragraphs);
    for (guint i = 0; paragraphs && i < paragraphs->len; i++) {
      g_free(g_array_index(paragraphs, RcParagraph, i).number);
      g_array_unref(g_array_index(paragraphs, RcParagraph, i).words);
    }
    if (paragraphs)
      g_array_unref(paragraphs);
  }
  sources->with_words = 0;
}

void rc_sources_free(RcSources *sources) {
  if (!sources)
    return;
  forget_words(sources);
  GHashTableIter iter;
  gpointer source;
  g_hash_table_iter_init(&iter, sources->read);
  while (g_hash_table_iter_next(&iter, NULL, &source))
    rc_hit_free(((RcSourceDocument *)source)->hit);
  g_hash_table_unref(sources->read);
  rc_word_numbers_free(sources->numbers);
  g_free(sources);
}

RcWordNumbers *rc_sources_numbers(RcSources *sources) {
  return sources->numbers;
}

/* All of its entries, its own first, then its passages in order; no words of them are marked. */
static RcHit *read_whole(RcSources *sources, const char *id, GError **error) {
  GError *problem = NULL;
  RcDocument *document = NULL;
  g_autoptr(GArray) entries = rc_lookup_document(sources->index, id, &document, &problem);
  if (g_error_matches(problem, RC_ERROR, RC_ERROR_BAD_INPUT)) { /* it was there before */
    g_clear_error(&problem);
    g_set_error(error, RC_ERROR, RC_ERROR_STALE, "document %s: changed meanwhile", id);
  } else if (problem) {
    g_propagate_error(error, problem);
  }
  g_autoptr(RcHit) hit = entries ? rc_hit_new(document) : NULL;
  for (guint i = 1; hit && i < entries->len; i++) {
    RcPassage *passage = rc_index_read_passage(sources->index, hit->document,
                                               g_array_index(entries, guint32, i), error);
    if (!passage)
      return NULL;
    rc_hit_add_passage(hit, passage, g_array_new(FALSE, FALSE, sizeof(RcHighlight)));
  }
  return g_steal_pointer(&hit);
}

const RcSourceDocument *rc_sources_read(RcSources *sources, const char *id, GError **error) {
  RcSourceDocument *source = g_hash_table_lookup(sources->read, id);
  if (!source) {
    RcHit *hit = read_whole(sources, id, error);
    if (!hit)
      return NULL;
    source = g_new0(RcSourceDocument, 1);
    source->hit = hit;
    g_hash_table_insert(sources->read, g_strdup(id), source);
  }
  if (!source->paragraphs) {
    if (++sources->with_words > RC_SOURCES_MAX)
      forget_words(sources);
    read_paragraphs(source, sources->numbers);
  }
  return source;
}

/* --- which --- */

GPtrArray *rc_sources_by_symbol(RcSources *sources, const char *symbol, GError **error) {
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) values = rc_symbol_query_terms(symbol);
  for (guint i = 0; i < values->len; i++) {
    GError *cause = NULL;
    g_autofree char *term = rc_schema_term(RC_FIELD_SYMBOL, values->pdata[i]);
    g_autoptr(GArray) docids =
        xapian_database_postings(rc_index_database(sources->index), term, FOUND_MAX, &cause);
    if (!docids) {
      rc_index_propagate(error, cause, "index");
      return NULL;
    }
    for (guint k = 0; k < docids->len; k++) {
      g_autoptr(RcDocument) document =
          rc_index_read_document(sources->index, g_array_index(docids, guint32, k), error);
      if (!document)
        return NULL;
      if (!g_ptr_array_find_with_equal_func(ids, document->id, g_str_equal, NULL))
        g_ptr_array_add(ids, g_strdup(document->id));
    }
  }
  return g_steal_pointer(&ids);
}

/* The ids of what a request finds, the best first; takes the request. */
static GPtrArray *search(RcSources *sources, RcRequest *taken, GError **error) {
  g_autoptr(RcRequest) request = taken;
  request->limit = FOUND_MAX;
  request->passages = 0;
  request->expand = request->collapse = false;
  rc_request_prepare(request);
  g_autoptr(RcResults) results = rc_search(sources->index, request, error);
  if (!results)
    return NULL;
  GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < results->hits->len; i++) {
    const RcHit *hit = results->hits->pdata[i];
    if (!g_ptr_array_find_with_equal_func(ids, hit->document->id, g_str_equal, NULL))
      g_ptr_array_add(ids, g_strdup(hit->document->id));
  }
  return ids;
}

/* The words of both parties must stand in the title, which is then that of a case. */
GPtrArray *rc_sources_by_name(RcSources *sources, const char *name, GError **error) {
  static const char *const no_names[] = {"v",  "vs", "против", "and",    "others", "the",
                                         "of", "и",  "другие", "других", "case",   NULL};
  g_autoptr(GArray) words = rc_text_words(name, -1);
  g_autoptr(GString) parties = g_string_new(NULL);
  for (guint i = 0; i < words->len; i++) {
    const char *word = g_array_index(words, RcWord, i).word;
    if (!g_strv_contains(no_names, word))
      g_string_append_printf(parties, " %s", word);
  }
  RcRequest *request = rc_request_new();
  if (parties->len == 0 ||
      !rc_request_set(request, rc_schema_field(RC_FIELD_TITLE)->name, parties->str + 1, error)) {
    rc_request_free(request);
    return parties->len ? NULL : g_ptr_array_new_with_free_func(g_free);
  }
  g_autoptr(GPtrArray) ids = search(sources, request, error);
  for (guint i = ids ? ids->len : 0; i-- > 0;) {
    const RcSourceDocument *source = rc_sources_read(sources, ids->pdata[i], error);
    if (!source)
      return NULL;
    if (!rc_work_is_case(source->hit->work))
      g_ptr_array_remove_index(ids, i);
  }
  return g_steal_pointer(&ids);
}

/* The longest run of words without a mark between, as it is written. */
static char *longest_run(const RcQuotation *quotation) {
  guint best = 0, length = 0;
  for (guint i = 0, start = 0; i < quotation->words->len; i++) {
    const RcComparedWord *word = &g_array_index(quotation->words, RcComparedWord, i);
    if (word->kind != RC_WORD_PLAIN || word->kept)
      start = i + 1;
    else if (i + 1 - start > length && i + 1 - start <= PHRASE_WORDS_MAX) {
      best = start;
      length = i + 1 - start;
    }
  }
  if (length == 0)
    return NULL;
  guint32 from = g_array_index(quotation->words, RcComparedWord, best).start;
  guint32 to = g_array_index(quotation->words, RcComparedWord, best + length - 1).end;
  char *run = g_strndup(quotation->text + from, to - from);
  for (char *p = run; *p; p++)
    if (strchr("\"*=\n", *p))
      *p = ' ';
  return run;
}

/* Of a quotation the longest words, which are the rarest as a rule, without repeating one. */
static char *rare_words(const RcQuotation *quotation) {
  GString *rare = g_string_new(NULL);
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  guint count = 0;
  for (glong letters = 30; letters >= NEAR_WORD_LETTERS_MIN && count < NEAR_WORDS_MAX; letters--) {
    for (guint i = 0; i < quotation->words->len && count < NEAR_WORDS_MAX; i++) {
      const RcComparedWord *word = &g_array_index(quotation->words, RcComparedWord, i);
      if (word->kind != RC_WORD_PLAIN || word->halves[0] ||
          g_utf8_strlen(word->word, -1) != letters || !g_hash_table_add(seen, (char *)word->word))
        continue;
      g_string_append_printf(rare, "%s%s", rare->len ? " " : "", word->word);
      count++;
    }
  }
  return g_string_free(rare, FALSE);
}

GPtrArray *rc_sources_by_words(RcSources *sources, const RcQuotation *quotation, bool near,
                               GError **error) {
  g_autofree char *words = near ? rare_words(quotation) : longest_run(quotation);
  if (!words || !*words)
    return g_ptr_array_new_with_free_func(g_free);
  g_autofree char *text = near ? g_strdup(words) : g_strconcat("\"", words, "\"", NULL);
  RcRequest *request = rc_request_new();
  request->unit = near ? RC_UNIT_PASSAGE : RC_UNIT_DOCUMENT;
  if (rc_request_set(request, "q", text, error))
    return search(sources, request, error);
  rc_request_free(request);
  return NULL;
}
