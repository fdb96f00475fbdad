/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verify.h"

#include <string.h>

#include "symbol.h"
#include "text.h"

/* How much there may be to mend, in words for each word of the quotation, for words to be taken for
 * other words of the same place: least is asked where the draft says that they stand. */
#define COST_CITED 0.5
#define COST_IN_DOCUMENT 0.35
#define COST_IN_INDEX 0.3
/* Shorter quotations are alike by chance. */
#define WORDS_IN_DOCUMENT_MIN 4
#define WORDS_IN_INDEX_MIN 6
/* As long as this, words that stand exactly elsewhere are from there, whatever is alike. */
#define WORDS_SURE 8
/* Paragraphs of a document that are compared, those first that have most of the words. */
#define COMPARED_MAX 6

/* Where a quotation stands best so far. */
typedef struct {
  const RcSourceDocument *source; /* NULL: nowhere */
  GArray *words;                  /* that the alignment numbers */
  RcAlignment *alignment;
} Match;

typedef struct {
  RcVerification *verification;
  RcSources *sources;
  GPtrArray *documents; /* of GPtrArray * of ids, for each claim that is a citation */
  guint32 *seen;        /* by number of a word: in which paragraph it was counted last... */
  bool *quoted;         /* ...and that it is of the quotation */
  gsize numbers;        /* how many there is room for */
  GError *error;
} Engine;

static void clear_match(Match *match) {
  g_clear_pointer(&match->words, g_array_unref);
  g_clear_pointer(&match->alignment, rc_alignment_free);
  match->source = NULL;
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Match, clear_match)

/* Keeps the better of what there is and of the quotation among `words`. */
static void compare(Match *best, const RcQuotation *quotation, const RcSourceDocument *source,
                    GArray *words) {
  if (words->len == 0)
    return;
  RcAlignment *alignment = rc_alignment_new(quotation, words);
  if (best->source && best->alignment->cost <= alignment->cost) {
    rc_alignment_free(alignment);
    return;
  }
  clear_match(best);
  *best = (Match){source, g_array_ref(words), alignment};
}

static bool is_exact(const Match *match) {
  return match->source && match->alignment->exact;
}

static bool is_near(const Match *match, double cost) {
  return match->source && match->alignment->cost <= cost && match->alignment->likeness >= 0.5;
}

/* --- the place that is cited --- */

/* Numbers of paragraphs as passages have them: "24", "24(a)". */
static GPtrArray *list_numbers(const RcClaim *citation) {
  GPtrArray *numbers = rc_symbol_list_paragraphs(citation->paragraphs);
  for (guint i = 0; i < numbers->len; i++) {
    /* Letters of items are Latin in most documents, whatever they are typed as. */
    g_auto(RcSymbolText) folded = rc_symbol_text_fold(numbers->pdata[i]);
    char *number = strchr(folded.text->str, RC_SYMBOL_LETTER)
                       ? rc_schema_paragraph(numbers->pdata[i])
                       : rc_schema_paragraph(folded.text->str);
    g_free(numbers->pdata[i]);
    numbers->pdata[i] = number ? number : g_strdup("");
  }
  return numbers;
}

static bool is_on_page(const RcPassage *passage, guint page) {
  g_autofree char *label = g_strdup_printf("%u", page);
  if (passage->page_label)
    return strcmp(passage->page_label, label) == 0 ||
           g_strcmp0(passage->last_page_label, label) == 0;
  const RcPageStart *starts = (const RcPageStart *)(void *)passage->page_starts->data;
  return starts[0].page <= page && page <= starts[passage->page_starts->len - 1].page;
}

/* True if a word of the paragraph is of the place: of "24(a)" what stands before the items, too.
 * Where no item has a number of its own, all of it is. */
static bool is_of_item(const RcSourceDocument *source, const RcParagraph *paragraph,
                       const char *number, guint passage) {
  const RcPassage *at = rc_source_passage(source, passage);
  g_autofree char *value = at->number ? rc_schema_paragraph(at->number) : NULL;
  if (!strpbrk(number, "(,") || g_strcmp0(value, paragraph->number) == 0 ||
      rc_source_has_number(at, number))
    return true;
  for (guint i = paragraph->first; i < paragraph->last; i++)
    if (rc_source_has_number(rc_source_passage(source, i), number))
      return false;
  return true;
}

/* True if items of the paragraph have numbers of their own: another is none of them. */
static bool has_items(const RcSourceDocument *source, const RcParagraph *paragraph) {
  guint items = 0;
  for (guint i = paragraph->first; i < paragraph->last; i++) {
    const char *number = rc_source_passage(source, i)->number;
    items += number && strpbrk(number, "(,") != NULL;
  }
  return items > 0;
}

/* How a number is looked for. */
typedef enum {
  PLACE_USUAL,
  PLACE_LISTED, /* as an item that has a number of its own */
  PLACE_BELOW   /* as numbered in a part of the document that has its own numbers */
} Place;

/* Appends the words at a number; where they begin, as a passage from 1, 0 if there is none. */
static guint add_place(GArray *words, const RcSourceDocument *source, const char *number,
                       Place place) {
  g_autofree char *top = g_strndup(number, *number == '(' ? strlen(number) : strcspn(number, "(,"));
  guint first = 0;
  for (guint i = 0; i < source->paragraphs->len; i++) {
    const RcParagraph *paragraph = &g_array_index(source->paragraphs, RcParagraph, i);
    const char *own = paragraph->number;
    if (place == PLACE_BELOW)
      own = own && g_str_has_prefix(own, RC_BELOW_HEADING) ? own + strlen(RC_BELOW_HEADING) : NULL;
    if (g_strcmp0(own, number) != 0 && g_strcmp0(own, top) != 0)
      continue;
    guint item = 0;
    for (guint k = paragraph->first; k < paragraph->last && !item; k++)
      if (rc_source_has_number(rc_source_passage(source, k), number))
        item = k + 1;
    bool needed = place == PLACE_LISTED || (strpbrk(number, "(,") && has_items(source, paragraph));
    if (!item && needed)
      continue;
    first = first ? first : item ? item : paragraph->first + 1;
    for (guint k = 0; k < paragraph->words->len; k++) {
      const RcComparedWord *word = &g_array_index(paragraph->words, RcComparedWord, k);
      if (is_of_item(source, paragraph, number, word->passage))
        g_array_append_val(words, *word);
    }
  }
  return first;
}

/* The words of the place that a citation names, all of none; true if all of it is there.  *first is
 * its first passage, from 1. */
static bool find_place(const RcSourceDocument *source, const RcClaim *citation, GArray *words,
                       guint *first) {
  g_autoptr(GPtrArray) numbers = list_numbers(citation);
  bool whole = true;
  *first = 0;
  for (guint i = 0; i < numbers->len; i++) {
    const char *number = numbers->pdata[i], *point = strchr(number, '.');
    guint passage = add_place(words, source, number, PLACE_USUAL);
    /* "57.20" may be how a list of recommendations under 57 is cited. */
    g_autofree char *listed =
        point ? g_strdup_printf("%.*s,recommendation%s", (int)(point - number), number, point + 1)
              : NULL;
    if (!passage && listed)
      passage = add_place(words, source, listed, PLACE_LISTED);
    if (!passage)
      passage = add_place(words, source, number, PLACE_BELOW);
    *first = *first ? *first : passage;
    whole = whole && passage;
  }
  for (guint i = 0; numbers->len == 0 && citation->page && i < source->paragraphs->len; i++) {
    const RcParagraph *paragraph = &g_array_index(source->paragraphs, RcParagraph, i);
    guint at = paragraph->first;
    while (at < paragraph->last && !is_on_page(rc_source_passage(source, at), citation->page))
      at++;
    if (at == paragraph->last)
      continue;
    *first = *first ? *first : at + 1;
    g_array_append_vals(words, paragraph->words->data, paragraph->words->len);
  }
  bool placed = numbers->len || citation->page;
  return whole && (*first || !placed);
}

/* --- findings --- */

static void free_finding(gpointer data) {
  RcFinding *finding = data;
  for (guint i = 0; i < finding->differences->len; i++) {
    RcDifference *difference = finding->differences->pdata[i];
    g_free(difference->draft);
    g_free(difference->source);
    g_free(difference);
  }
  g_ptr_array_unref(finding->differences);
  g_ptr_array_unref(finding->others);
  g_free(finding->words);
  g_free(finding);
}

static RcFinding *new_finding(const RcDraft *draft, const RcClaim *claim) {
  RcFinding *finding = g_new0(RcFinding, 1);
  finding->claim = claim;
  finding->block = draft->blocks->pdata[claim->block];
  finding->place = rc_draft_place_at(draft, finding->block, claim->start);
  finding->differences = g_ptr_array_new();
  finding->others = g_ptr_array_new();
  return finding;
}

static void judge(RcFinding *finding, RcVerdict verdict, RcReason reason) {
  finding->verdict = verdict;
  finding->reason = reason;
}

static void refer(RcFinding *finding, const RcSourceDocument *source, guint passage) {
  const RcPassageHit *hit = passage ? source->hit->passages->pdata[passage - 1] : NULL;
  finding->reference = hit ? hit->reference : source->hit->reference;
}

/* Words of the source as it has them, passages parted by a space; yours to free. */
static char *take_words(const Match *match, guint from, guint to) {
  GString *taken = g_string_new(NULL);
  for (guint i = from; i < to;) {
    const RcComparedWord *first = &g_array_index(match->words, RcComparedWord, i);
    guint32 end = first->end, start = first->start;
    for (; i < to; i++) {
      const RcComparedWord *word = &g_array_index(match->words, RcComparedWord, i);
      if (word->passage != first->passage || word->start < start)
        break;
      end = word->end;
    }
    const char *text = rc_source_passage(match->source, first->passage)->text;
    g_string_append_printf(taken, "%s%.*s", taken->len ? " " : "", (int)(end - start),
                           text + start);
  }
  return g_string_free(taken, FALSE);
}

static const char *const edit_names[RC_N_EDITS] = {
    [RC_EDIT_CHANGED] = "changed",
    [RC_EDIT_DROPPED] = "dropped",
    [RC_EDIT_ADDED] = "added",
    [RC_EDIT_CAPITAL] = "capital",
    [RC_EDIT_PUNCTUATION] = "punctuation",
    [RC_EDIT_LEFT_OUT] = "left-out",
};

static void tell_differences(RcFinding *finding, const RcQuotation *quotation, const Match *match) {
  const GArray *edits = match->alignment->edits;
  for (guint i = 0; i < edits->len;) {
    RcEdit edit = g_array_index(edits, RcEdit, i);
    for (i++; i < edits->len; i++) {
      const RcEdit *next = &g_array_index(edits, RcEdit, i);
      bool goes_on = edit.kind == next->kind && edit.kind <= RC_EDIT_ADDED &&
                     edit.draft_end == next->draft_start && edit.source_end == next->source_start;
      if (!goes_on)
        break;
      edit.draft_end = next->draft_end;
      edit.source_end = next->source_end;
      edit.negation = edit.negation || next->negation;
    }
    RcDifference *difference = g_new0(RcDifference, 1);
    difference->kind = edit_names[edit.kind];
    difference->negation = edit.negation;
    bool drafted = edit.draft_start < edit.draft_end;
    const RcComparedWord *words = (const RcComparedWord *)(void *)quotation->words->data;
    guint32 start = drafted ? words[edit.draft_start].start : 0;
    guint32 end = drafted ? words[edit.draft_end - 1].end : 0;
    difference->draft = g_strndup(quotation->text + start, end - start);
    difference->source = take_words(match, edit.source_start, edit.source_end);
    g_ptr_array_add(finding->differences, difference);
    if (edit.negation)
      finding->reason = RC_REASON_NEGATION;
  }
}

/* What was found becomes the finding, with what truly stands there. */
static void settle(RcFinding *finding, RcVerdict verdict, RcReason reason,
                   const RcQuotation *quotation, const Match *match) {
  judge(finding, verdict, reason);
  guint start = match->alignment->start, end = match->alignment->end;
  if (quotation->cut)
    judge(finding, RC_VERDICT_AMBIGUOUS, RC_REASON_CUT);
  const RcComparedWord *first =
      start < match->words->len ? &g_array_index(match->words, RcComparedWord, start) : NULL;
  refer(finding, match->source, first ? first->passage + 1 : 0);
  finding->words = take_words(match, start, end);
  if (verdict == RC_VERDICT_DIFFERS)
    tell_differences(finding, quotation, match);
}

/* --- citations --- */

static bool is_cyrillic(const char *text) {
  g_autoptr(GArray) words = rc_text_words(text, -1);
  gint balance = 0;
  for (guint i = 0; i < words->len; i++) {
    RcScript script = rc_text_script(g_array_index(words, RcWord, i).word);
    balance += script == RC_SCRIPT_CYRILLIC ? 1 : script == RC_SCRIPT_LATIN ? -1 : 0;
  }
  return balance > 0;
}

/* True if the document is written in letters as those of the text. */
static bool is_in_script(const RcSourceDocument *source, bool cyrillic) {
  static const char *const languages[] = {"ru", "uk", "be", "kk", "ky", "tg",
                                          "bg", "mk", "mn", "tt", "ba", NULL};
  const char *language = rc_work_peek(source->hit->work, RC_METADATA_LANGUAGE);
  return !language || g_strv_contains(languages, language) == cyrillic;
}

/* Two documents that are not editions of one: of one language, with other titles or dates. */
static bool are_apart(const RcSourceDocument *a, const RcSourceDocument *b) {
  static const RcMetadataField fields[] = {RC_METADATA_TITLE, RC_METADATA_DATE};
  const char *language = rc_work_peek(a->hit->work, RC_METADATA_LANGUAGE);
  bool apart = false;
  for (gsize i = 0; i < G_N_ELEMENTS(fields); i++)
    apart = apart || g_strcmp0(rc_work_peek(a->hit->work, fields[i]),
                               rc_work_peek(b->hit->work, fields[i])) != 0;
  return apart && g_strcmp0(language, rc_work_peek(b->hit->work, RC_METADATA_LANGUAGE)) == 0;
}

/* Of all documents that have the place the one in the language of the draft. */
static void choose_document(Engine *engine, RcFinding *finding, const GPtrArray *ids) {
  bool cyrillic = is_cyrillic(finding->block->text);
  const RcSourceDocument *chosen = NULL, *any = NULL;
  bool whole = true, fits = false;
  for (guint i = 0; i < ids->len; i++) {
    const RcSourceDocument *source =
        rc_sources_read(engine->sources, ids->pdata[i], &engine->error);
    if (!source)
      return;
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(RcComparedWord));
    guint first;
    any = any && !is_in_script(source, cyrillic) ? any : source;
    whole = whole && rc_source_is_whole(source);
    if (!find_place(source, finding->claim, words, &first))
      continue;
    if (chosen && are_apart(chosen, source))
      g_ptr_array_add(finding->others, source->hit->work);
    bool better = !chosen || (is_in_script(source, cyrillic) && !fits);
    fits = fits || is_in_script(source, cyrillic);
    if (!better)
      continue;
    chosen = source;
    refer(finding, source, first);
  }
  if (!chosen) {
    refer(finding, any, 0);
    judge(finding, whole ? RC_VERDICT_PARAGRAPH_MISSING : RC_VERDICT_UNREADABLE,
          !whole                       ? RC_REASON_PAGES_NOT_READ
          : finding->claim->paragraphs ? RC_REASON_NO_PARAGRAPH
                                       : RC_REASON_NO_PAGE);
  } else if (finding->others->len) {
    judge(finding, RC_VERDICT_AMBIGUOUS, RC_REASON_SEVERAL_DOCUMENTS);
  }
}

static void check_citation(Engine *engine, RcFinding *finding, const GPtrArray *ids) {
  const RcClaim *claim = finding->claim;
  if (!claim->symbol && !claim->name) {
    judge(finding, RC_VERDICT_AMBIGUOUS, RC_REASON_NOTHING_BEFORE);
  } else if (ids->len == 0) {
    judge(finding, RC_VERDICT_NOT_IN_INDEX, RC_REASON_NO_DOCUMENT);
  } else {
    choose_document(engine, finding, ids);
    if (claim->unclear && finding->verdict == RC_VERDICT_EXACT)
      judge(finding, RC_VERDICT_AMBIGUOUS, RC_REASON_SEVERAL_IN_NOTE);
  }
}

/* --- quotations --- */

/* Room for all words that are numbered so far; the quotation's are marked. */
static void mark_words(Engine *engine, const RcQuotation *quotation, bool on) {
  guint32 most = 0;
  for (guint i = 0; i < quotation->words->len; i++)
    most = MAX(most, g_array_index(quotation->words, RcComparedWord, i).id);
  if (most >= engine->numbers) {
    gsize before = engine->numbers;
    engine->numbers = (gsize)most * 2;
    engine->seen = g_renew(guint32, engine->seen, engine->numbers);
    engine->quoted = g_renew(bool, engine->quoted, engine->numbers);
    memset(engine->quoted + before, 0, engine->numbers - before);
  }
  memset(engine->seen, 0, engine->numbers * sizeof *engine->seen);
  for (guint i = 0; i < quotation->words->len; i++)
    engine->quoted[g_array_index(quotation->words, RcComparedWord, i).id] = on;
}

/* How many different words of the quotation the paragraph has. */
static guint count_common(Engine *engine, const RcParagraph *paragraph, guint32 stamp) {
  guint common = 0;
  for (guint i = 0; i < paragraph->words->len; i++) {
    guint32 id = g_array_index(paragraph->words, RcComparedWord, i).id;
    if (id >= engine->numbers || !engine->quoted[id] || engine->seen[id] == stamp)
      continue;
    engine->seen[id] = stamp;
    common++;
  }
  return common;
}

/* Words of two paragraphs, one after the other. */
static void compare_pair(Match *best, const RcQuotation *quotation, const RcSourceDocument *source,
                         guint number) {
  if (number + 1 >= source->paragraphs->len)
    return;
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(RcComparedWord));
  for (guint i = number; i < number + 2; i++) {
    const GArray *own = g_array_index(source->paragraphs, RcParagraph, i).words;
    g_array_append_vals(words, own->data, own->len);
  }
  compare(best, quotation, source, words);
}

/* The paragraph with most of the words, from 1, which counts no more; 0 if there is none left. */
static guint take_best(guint *common, guint count) {
  guint best = 0;
  for (guint i = 1; i < count; i++)
    best = common[i] > common[best] ? i : best;
  bool any = count > 0 && common[best] > 0;
  if (any)
    common[best] = 0;
  return any ? best + 1 : 0;
}

/* Where in a document the quotation stands best: in the paragraphs that have most of its words, or
 * in one of these and the next. */
static void compare_document(Engine *engine, Match *best, const RcQuotation *quotation,
                             const RcSourceDocument *source) {
  guint count = source->paragraphs->len, taken[COMPARED_MAX] = {0};
  g_autofree guint *common = g_new0(guint, count + 1);
  mark_words(engine, quotation, true);
  for (guint i = 0; i < count; i++)
    common[i] = count_common(engine, &g_array_index(source->paragraphs, RcParagraph, i), i + 1);
  mark_words(engine, quotation, false);
  for (guint k = 0; k < COMPARED_MAX && !is_exact(best); k++) {
    taken[k] = take_best(common, count);
    if (!taken[k])
      break;
    compare(best, quotation, source,
            g_array_index(source->paragraphs, RcParagraph, taken[k] - 1).words);
  }
  for (guint k = 0; k < 2 && taken[k] && !is_exact(best); k++) {
    compare_pair(best, quotation, source, taken[k] - 1);
    if (taken[k] > 1 && !is_exact(best))
      compare_pair(best, quotation, source, taken[k] - 2);
  }
}

/* What the citations of a quotation come to. */
typedef struct {
  Match *cited, *document; /* the best at the place that is cited, and elsewhere in the document */
  guint cited_by, document_by; /* the claims, from 1 */
  guint documents;             /* so many were found */
  bool placed;                 /* a paragraph or page is named and there */
  bool in_script;              /* one is in the letters of the quotation */
  bool whole;                  /* all were read whole */
} Cited;

static void look_at_document(Engine *engine, Cited *cited, const RcQuotation *quotation,
                             const RcSourceDocument *source, guint number) {
  const RcClaim *citation = engine->verification->claims->pdata[number];
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(RcComparedWord));
  guint first;
  cited->documents++;
  cited->whole = cited->whole && rc_source_is_whole(source);
  cited->in_script = cited->in_script || is_in_script(source, is_cyrillic(quotation->text));
  bool there = find_place(source, citation, words, &first);
  cited->placed = cited->placed || (there && first);
  const RcAlignment *before = cited->cited->alignment;
  bool anywhere = !citation->paragraphs && !citation->page;
  if (anywhere)
    compare_document(engine, cited->cited, quotation, source);
  else
    compare(cited->cited, quotation, source, words);
  cited->cited_by = cited->cited->alignment != before ? number + 1 : cited->cited_by;
  before = cited->document->alignment;
  if (!anywhere && !is_exact(cited->cited))
    compare_document(engine, cited->document, quotation, source);
  cited->document_by = cited->document->alignment != before ? number + 1 : cited->document_by;
}

/* All documents that the quotation may be of, until it stands in one as it is. */
static bool look_at_cited(Engine *engine, RcFinding *finding, const RcQuotation *quotation,
                          Cited *cited) {
  const GArray *citations = finding->claim->sources;
  g_autofree char *words = rc_text_normalise(finding->claim->text);
  for (guint i = 0; i < citations->len && !is_exact(cited->cited); i++) {
    guint number = g_array_index(citations, guint, i);
    const GPtrArray *ids = engine->documents->pdata[number];
    finding->citation = finding->citation ? finding->citation : number + 1;
    for (guint k = 0; k < ids->len && !is_exact(cited->cited); k++) {
      const RcSourceDocument *source =
          rc_sources_read(engine->sources, ids->pdata[k], &engine->error);
      if (!source)
        return false;
      const char *title = rc_work_peek(source->hit->work, RC_METADATA_TITLE);
      g_autofree char *named = rc_text_normalise(title ? title : "");
      if (*words && strcmp(named, words) == 0) {
        refer(finding, source, 0);
        return false; /* the words are its title: they name it, and do so exactly */
      }
      look_at_document(engine, cited, quotation, source, number);
    }
  }
  return true;
}

/* Anywhere in the index: exactly, or nearly. */
static void look_everywhere(Engine *engine, Match *best, const RcQuotation *quotation, bool near) {
  g_autoptr(GPtrArray) ids = rc_sources_by_words(engine->sources, quotation, near, &engine->error);
  for (guint i = 0; ids && i < ids->len && !is_exact(best); i++) {
    const RcSourceDocument *source =
        rc_sources_read(engine->sources, ids->pdata[i], &engine->error);
    if (!source)
      return;
    compare_document(engine, best, quotation, source);
  }
}

/* Nothing like it was found. */
static void judge_missing(Engine *engine, RcFinding *finding, const Cited *cited) {
  const RcClaim *claim = finding->claim;
  const RcFinding *citation =
      finding->citation ? engine->verification->findings->pdata[finding->citation - 1] : NULL;
  finding->reference = citation ? citation->reference : NULL;
  if (claim->sources->len && cited->documents == 0 && citation &&
      citation->verdict == RC_VERDICT_NOT_IN_INDEX)
    judge(finding, RC_VERDICT_NOT_IN_INDEX, RC_REASON_NO_DOCUMENT);
  else if (cited->documents && !cited->whole)
    judge(finding, RC_VERDICT_UNREADABLE, RC_REASON_PAGES_NOT_READ);
  else if (citation && citation->verdict == RC_VERDICT_PARAGRAPH_MISSING)
    judge(finding, RC_VERDICT_PARAGRAPH_MISSING, citation->reason);
  else if (cited->documents && !cited->in_script)
    judge(finding, RC_VERDICT_NOT_IN_INDEX, RC_REASON_NO_EDITION);
  else
    judge(finding, RC_VERDICT_NOT_IN_INDEX, RC_REASON_NO_WORDS);
}

/* A quotation that is of nothing, or of what nobody knows. */
static void check_uncited(Engine *engine, RcFinding *finding, const RcQuotation *quotation,
                          const Cited *cited) {
  g_auto(Match) found = {0};
  look_everywhere(engine, &found, quotation, false);
  if (!engine->error && !is_exact(&found) && quotation->plain >= WORDS_IN_INDEX_MIN)
    look_everywhere(engine, &found, quotation, true);
  bool unclear = finding->claim->sources->len > 0;
  if (is_exact(&found))
    settle(finding, unclear ? RC_VERDICT_AMBIGUOUS : RC_VERDICT_EXACT,
           unclear ? RC_REASON_NOTHING_BEFORE : RC_REASON_NONE, quotation, &found);
  else if (is_near(&found, COST_IN_INDEX) && quotation->plain >= WORDS_IN_INDEX_MIN)
    settle(finding, RC_VERDICT_DIFFERS, RC_REASON_NONE, quotation, &found);
  else
    judge_missing(engine, finding, cited);
}

/* It does not stand where it is said to stand. */
static void check_displaced(Engine *engine, RcFinding *finding, const RcQuotation *quotation,
                            const Cited *cited) {
  bool close = is_near(cited->cited, COST_IN_INDEX), sure = quotation->plain >= WORDS_SURE;
  g_auto(Match) found = {0};
  if (quotation->plain >= WORDS_IN_DOCUMENT_MIN && (sure || !close))
    look_everywhere(engine, &found, quotation, false);
  if (is_exact(&found)) {
    settle(finding, RC_VERDICT_ELSEWHERE, RC_REASON_OTHER_DOCUMENT, quotation, &found);
    return;
  }
  if (is_near(cited->cited, COST_CITED)) {
    settle(finding, RC_VERDICT_DIFFERS, RC_REASON_NONE, quotation, cited->cited);
    return;
  }
  if (is_near(cited->document, COST_IN_DOCUMENT) && quotation->plain >= WORDS_IN_DOCUMENT_MIN) {
    settle(finding, RC_VERDICT_DIFFERS, RC_REASON_DIFFERS_ELSEWHERE, quotation, cited->document);
    return;
  }
  if (!engine->error && cited->documents && quotation->plain >= WORDS_IN_INDEX_MIN)
    look_everywhere(engine, &found, quotation, true);
  if (cited->documents && is_near(&found, COST_IN_INDEX))
    settle(finding, RC_VERDICT_DIFFERS, RC_REASON_DIFFERS_ELSEWHERE, quotation, &found);
  else
    judge_missing(engine, finding, cited);
}

/* True if none of the citations says of which document it is. */
static bool is_unclear(const Engine *engine, const RcClaim *claim) {
  for (guint i = 0; i < claim->sources->len; i++) {
    const RcClaim *citation =
        engine->verification->claims->pdata[g_array_index(claim->sources, guint, i)];
    if (citation->symbol || citation->name)
      return false;
  }
  return true;
}

static void check_quotation(Engine *engine, RcFinding *finding) {
  const RcClaim *claim = finding->claim;
  g_autofree char *text = g_strndup(finding->block->text + claim->start, claim->end - claim->start);
  g_autoptr(RcQuotation) quotation = rc_quotation_new(rc_sources_numbers(engine->sources), text);
  g_auto(Match) at_place = {0}, in_document = {0};
  Cited cited = {.cited = &at_place, .document = &in_document, .whole = true};
  if (!look_at_cited(engine, finding, quotation, &cited))
    return;
  if (is_exact(&at_place)) {
    finding->citation = cited.cited_by;
    settle(finding, RC_VERDICT_EXACT, RC_REASON_NONE, quotation, &at_place);
  } else if (is_exact(&in_document)) {
    finding->citation = cited.document_by;
    settle(finding, RC_VERDICT_ELSEWHERE, RC_REASON_OTHER_PARAGRAPH, quotation, &in_document);
  } else if (is_unclear(engine, claim)) {
    check_uncited(engine, finding, quotation, &cited);
  } else {
    check_displaced(engine, finding, quotation, &cited);
  }
}

/* --- all together --- */

/* Citations first: what a quotation is held against, their verdicts say. */
static bool check_all(Engine *engine) {
  RcVerification *verification = engine->verification;
  for (guint i = 0; i < verification->claims->len && !engine->error; i++) {
    const RcClaim *claim = verification->claims->pdata[i];
    RcFinding *finding = new_finding(verification->draft, claim);
    g_ptr_array_add(verification->findings, finding);
    GPtrArray *ids =
        claim->symbol ? rc_sources_by_symbol(engine->sources, claim->symbol, &engine->error)
        : claim->name ? rc_sources_by_name(engine->sources, claim->name, &engine->error)
                      : g_ptr_array_new_with_free_func(g_free);
    if (ids)
      g_ptr_array_add(engine->documents, ids);
    if (ids && claim->kind == RC_CLAIM_CITATION)
      check_citation(engine, finding, ids);
  }
  for (guint i = 0; i < verification->findings->len && !engine->error; i++) {
    RcFinding *finding = verification->findings->pdata[i];
    if (finding->claim->kind == RC_CLAIM_QUOTATION)
      check_quotation(engine, finding);
    verification->counts[finding->verdict]++;
  }
  return !engine->error;
}

RcVerification *rc_verify(RcIndex *index, const RcDraft *draft, GError **error) {
  g_autoptr(RcVerification) verification = g_new0(RcVerification, 1);
  verification->draft = draft;
  verification->sources = rc_sources_new(index);
  verification->claims = rc_claims_find(draft, &verification->cut);
  verification->cut = verification->cut || draft->cut;
  verification->findings = g_ptr_array_new_with_free_func(free_finding);
  verification->index = rc_index_summary_copy(rc_index_summary(index));
  Engine engine = {.verification = verification,
                   .sources = verification->sources,
                   .documents = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref)};
  bool checked = check_all(&engine);
  g_ptr_array_unref(engine.documents);
  g_free(engine.seen);
  g_free(engine.quoted);
  if (!checked)
    g_propagate_error(error, engine.error);
  return checked ? g_steal_pointer(&verification) : NULL;
}

void rc_verification_free(RcVerification *verification) {
  if (!verification)
    return;
  g_ptr_array_unref(verification->findings);
  g_ptr_array_unref(verification->claims);
  rc_sources_free(verification->sources);
  rc_index_summary_clear(&verification->index);
  g_free(verification);
}

bool rc_verification_is_exact(const RcVerification *verification) {
  return verification->claims->len > 0 && !verification->cut &&
         verification->counts[RC_VERDICT_EXACT] == verification->claims->len;
}
