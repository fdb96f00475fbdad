/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alignment.h"

#include <string.h>

#include "text.h"

/* --- words --- */

struct RcWordNumbers {
  GHashTable *by_word;
};

RcWordNumbers *rc_word_numbers_new(void) {
  RcWordNumbers *numbers = g_new(RcWordNumbers, 1);
  numbers->by_word = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return numbers;
}

void rc_word_numbers_free(RcWordNumbers *numbers) {
  if (!numbers)
    return;
  g_hash_table_unref(numbers->by_word);
  g_free(numbers);
}

static bool is_negation(const char *word) {
  static const char *const negations[] = {
      "not",     "no",      "never",    "none",    "nor",   "neither", "cannot",
      "without", "nobody",  "nothing",  "nowhere", "не",    "нет",     "ни",
      "никогда", "без",     "нельзя",   "никто",   "ничто", "ничего",  "никого",
      "никакой", "никаких", "никакого", "нигде",   NULL};
  return g_strv_contains(negations, word) || g_str_has_suffix(word, "n't");
}

/* Number and word as the table has them; a value is twice the number, one more of a negation. */
static void number_word(RcWordNumbers *numbers, const char *word, RcComparedWord *numbered) {
  gpointer key, value;
  if (!g_hash_table_lookup_extended(numbers->by_word, word, &key, &value)) {
    guint number = g_hash_table_size(numbers->by_word) + 1;
    value = GUINT_TO_POINTER(number * 2 + is_negation(word));
    key = g_strdup(word);
    g_hash_table_insert(numbers->by_word, key, value);
  }
  numbered->word = key;
  numbered->id = GPOINTER_TO_UINT(value) / 2;
  numbered->negation = GPOINTER_TO_UINT(value) % 2;
}

static void read_capitals(RcComparedWord *word, const char *text) {
  guint letters = 0, capitals = 0;
  for (const char *p = text + word->start; p < text + word->end; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (!g_unichar_isalpha(c))
      continue;
    word->capital = word->capital || (letters == 0 && g_unichar_isupper(c));
    letters++;
    capitals += g_unichar_isupper(c);
  }
  word->capitals = letters > 1 && letters == capitals;
}

/* What ends between two places of a text: full stops and the like before a space, commas. */
static char read_stop(const char *from, const char *to) {
  char stop = 0;
  for (const char *p = from; p < to; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c == '.' || c == '!' || c == '?')
      stop = '.';
    else if ((c == ',' || c == ';' || c == ':') && !stop)
      stop = ',';
  }
  return stop;
}

/* True if a hyphen at the end of a line parts the words. */
static bool is_broken(const char *from, const char *to) {
  const char *hyphens[] = {"-", "\u2010", "\u2011", "\u00AD"};
  for (gsize i = 0; i < G_N_ELEMENTS(hyphens); i++) {
    gsize length = strlen(hyphens[i]);
    const char *p = from + length;
    if ((gsize)(to - from) <= length || !g_str_has_prefix(from, hyphens[i]))
      continue;
    gsize blanks = strspn(p, " \n");
    return p + blanks == to && memchr(p, '\n', blanks);
  }
  return false;
}

/* Appends the words of a part of `text`, which is shown as it is. */
static void add_words(GArray *words, RcWordNumbers *numbers, const char *text, gsize from, gsize to,
                      guint32 passage) {
  g_autoptr(GArray) read = rc_text_words(text + from, (gssize)(to - from));
  g_autoptr(GString) whole = g_string_new(NULL);
  const char *before = text + from;
  for (guint i = 0; i < read->len;) {
    const RcWord *first = &g_array_index(read, RcWord, i);
    RcComparedWord word = {.start = (guint32)from + first->start, .passage = passage};
    word.stop = read_stop(before, text + word.start);
    bool negation = false;
    g_string_truncate(whole, 0);
    guint parts = 0;
    for (const RcWord *part = first; i < read->len; part = &g_array_index(read, RcWord, i)) {
      const char *end = text + word.end, *start = text + from + part->start;
      if (parts > 0 && !part->hyphened && !is_broken(end, start))
        break;
      number_word(numbers, part->word, &word);
      negation = negation || (parts == 0 && word.negation);
      if (parts < G_N_ELEMENTS(word.halves))
        word.halves[parts] = word.id;
      g_string_append(whole, part->word);
      word.end = (guint32)from + part->end;
      parts++;
      i++;
    }
    if (parts != G_N_ELEMENTS(word.halves))
      memset(word.halves, 0, sizeof word.halves);
    if (parts > 1)
      number_word(numbers, whole->str, &word);
    word.negation = negation;
    read_capitals(&word, text);
    before = text + word.end;
    g_array_append_val(words, word);
  }
}

char rc_compared_words_add(GArray *words, RcWordNumbers *numbers, const char *text, guint32 passage,
                           gsize label, char stop) {
  guint first = words->len;
  add_words(words, numbers, text, 0, label, passage);
  guint behind = words->len;
  for (guint i = first; i < behind; i++)
    g_array_index(words, RcComparedWord, i).label = true;
  add_words(words, numbers, text, label, strlen(text), passage);
  if (words->len == first)
    return stop;
  /* What ended before the number has ended before what it numbers. */
  g_array_index(words, RcComparedWord, first).stop = stop;
  if (behind < words->len)
    g_array_index(words, RcComparedWord, behind).stop = stop;
  const RcComparedWord *last = &g_array_index(words, RcComparedWord, words->len - 1);
  return read_stop(text + last->end, text + strlen(text));
}

/* --- quotations --- */

/* The length of an ellipsis, with what it stands in: "…", "...", ". . .", "[…]", "(...)", "<…>". */
static gsize read_ellipsis(const char *text) {
  const char *p = text;
  char close = *p == '[' ? ']' : *p == '(' ? ')' : *p == '<' ? '>' : '\0';
  p += close ? 1 : 0;
  p += close ? strspn(p, " ") : 0;
  guint points = 0;
  while (*p == '.' || g_str_has_prefix(p, "…") || (points && *p == ' ' && p[1] == '.')) {
    points += *p == '.' ? 1 : *p == ' ' ? 0 : 3;
    p += *p == '.' || *p == ' ' ? 1 : strlen("…");
  }
  if (points < 3)
    return 0;
  p += close ? strspn(p, " ") : 0;
  return close && *p != close ? 0 : (gsize)(p - text) + (close ? 1 : 0);
}

static bool is_letter_at(const char *text, const char *p, bool behind) {
  if (!behind && p == text)
    return false;
  return g_unichar_isalpha(g_utf8_get_char(behind ? p : g_utf8_prev_char(p)));
}

typedef struct {
  RcQuotation *quotation;
  RcWordNumbers *numbers;
  GString *shown;
  gsize from;      /* where the words begin that are not there yet */
  GArray *letters; /* of guint32: where in `shown` letters in brackets begin, and end */
} Reading;

/* A word of which letters stand in brackets may be another from there on. */
static void mark_letters(const Reading *reading, RcComparedWord *word) {
  for (guint i = 0; i + 1 < reading->letters->len; i += 2) {
    guint32 start = g_array_index(reading->letters, guint32, i);
    if (start < word->start || start > word->end)
      continue;
    word->free_case = word->free_case || start == word->start;
    word->kept = start == word->start ? 0 : start - word->start;
  }
}

/* The words up to here. */
static void finish_words(Reading *reading) {
  GArray *words = reading->quotation->words;
  guint first = words->len;
  add_words(words, reading->numbers, reading->shown->str, reading->from, reading->shown->len, 0);
  for (guint i = first; i < words->len; i++) {
    RcComparedWord *word = &g_array_index(words, RcComparedWord, i);
    word->free_case = i == first;
    mark_letters(reading, word);
    reading->quotation->plain++;
  }
  reading->from = reading->shown->len;
}

static void add_mark(Reading *reading, RcWordKind kind, const char *text, gsize length) {
  finish_words(reading);
  RcComparedWord word = {.kind = kind, .start = (guint32)reading->shown->len};
  g_autoptr(GArray) within = rc_text_words(text, (gssize)length);
  for (guint i = 0; i < within->len; i++)
    word.negation = word.negation || is_negation(g_array_index(within, RcWord, i).word);
  g_string_append_len(reading->shown, text, (gssize)length);
  word.end = (guint32)reading->shown->len;
  reading->from = reading->shown->len;
  g_array_append_val(reading->quotation->words, word);
}

/* Brackets around letters of a word, "[T]he", "detain[ed]", are taken off; others are a mark.  The
 * bytes that were read; 0 if nothing closes them. */
static gsize read_brackets(Reading *reading, const char *text, const char *p) {
  const char *close = strchr(p, ']');
  if (!close)
    return 0;
  gsize length = (gsize)(close - p) + 1;
  bool letters = is_letter_at(text, p, false) || is_letter_at(text, close + 1, true);
  if (!letters || memchr(p, ' ', length)) {
    add_mark(reading, RC_WORD_BRACKETS, p, length);
    return length;
  }
  guint32 start = (guint32)reading->shown->len;
  g_string_append_len(reading->shown, p + 1, (gssize)length - 2);
  guint32 end = (guint32)reading->shown->len;
  g_array_append_val(reading->letters, start);
  g_array_append_val(reading->letters, end);
  return length;
}

RcQuotation *rc_quotation_new(RcWordNumbers *numbers, const char *text) {
  RcQuotation *quotation = g_new0(RcQuotation, 1);
  g_autofree char *part = NULL;
  quotation->cut = strlen(text) > RC_QUOTATION_BYTES_MAX;
  if (quotation->cut) {
    const char *end = g_utf8_find_prev_char(text, text + RC_QUOTATION_BYTES_MAX);
    text = part = g_strndup(text, (gsize)(end - text));
  }
  quotation->words = g_array_new(FALSE, FALSE, sizeof(RcComparedWord));
  g_autoptr(GArray) letters = g_array_new(FALSE, FALSE, sizeof(guint32));
  Reading reading = {quotation, numbers, g_string_new(NULL), 0, letters};
  for (const char *p = text; *p;) {
    gsize length = read_ellipsis(p);
    if (length)
      add_mark(&reading, RC_WORD_ELLIPSIS, p, length);
    else if (*p == '[')
      length = read_brackets(&reading, text, p);
    if (length == 0) {
      length = (gsize)(g_utf8_next_char(p) - p);
      g_string_append_len(reading.shown, p, (gssize)length);
    }
    p += length;
  }
  finish_words(&reading);
  quotation->cut = quotation->cut || quotation->words->len > RC_ALIGNMENT_WORDS_MAX;
  if (quotation->words->len > RC_ALIGNMENT_WORDS_MAX)
    g_array_set_size(quotation->words, RC_ALIGNMENT_WORDS_MAX);
  quotation->text = g_string_free(reading.shown, FALSE);
  return quotation;
}

void rc_quotation_free(RcQuotation *quotation) {
  if (!quotation)
    return;
  g_free(quotation->text);
  g_array_unref(quotation->words);
  g_free(quotation);
}

/* --- alignment: Gotoh's, over all of the quotation and any part of the source --- */

/* A word costs so much to mend.  To leave a word of the source out costs least, and little once
 * some are, so that what was dropped and sentences that were joined are told as such; to add one
 * costs most: at an end it is rather another word.  Other letters and marks count, but hardly. */
#define WORD_COST 16
#define ADD_COST 18
#define CHANGE_COST 17
#define LEAVE_COST 15
#define LEAVE_MORE_COST 1
#define DETAIL_COST 1
#define FAR (G_MAXINT32 / 2)

/* How a cell was come to; of brackets the words that they stand for are added. */
typedef enum {
  STEP_WORD,    /* a word beside a word */
  STEP_ADD,     /* a word of the quotation alone */
  STEP_LEAVE,   /* from the cells in which source words are being left out */
  STEP_LABEL,   /* the number of a paragraph, left out */
  STEP_SKIP,    /* an ellipsis goes on */
  STEP_MARK,    /* an ellipsis begins */
  STEP_JOIN,    /* two words of the quotation are one of the source */
  STEP_PART,    /* one is two */
  STEP_BRACKETS /* ...+ RC_BRACKETED_MAX */
} Step;
#define LEAVES_MORE 0x80 /* the cell that leaves out was come to from one that does */

static const RcComparedWord *word_at(const GArray *words, guint i) {
  return &g_array_index(words, RcComparedWord, i);
}

/* Details in which a word differs from the one beside it. */
static bool differs_in_capital(const RcComparedWord *word, const RcComparedWord *source) {
  return word->capital != source->capital && !word->free_case && !word->capitals &&
         !source->capitals;
}

static bool differs_in_stop(const RcQuotation *quotation, guint i, const GArray *source, guint j) {
  const RcComparedWord *before = i ? word_at(quotation->words, i - 1) : NULL;
  if (!before || before->kind != RC_WORD_PLAIN)
    return false;
  /* What a number that is quoted ends with is no stop. */
  if (j > 0 && word_at(source, j - 1)->label && before->id == word_at(source, j - 1)->id)
    return false;
  return word_at(quotation->words, i)->stop != word_at(source, j)->stop;
}

static bool is_same(const RcComparedWord *word, const RcComparedWord *source) {
  return word->id == source->id ||
         (word->kept &&
          strncmp(word->word, source->word, MIN(word->kept, strlen(word->word))) == 0);
}

typedef struct {
  const RcQuotation *quotation;
  const GArray *source;
  guint rows, columns; /* one more than there are words */
  guint8 *steps;       /* rows x columns */
  gint32 *above, *above_two, *row, *leaving;
} Table;

static void improve(gint32 *cost, guint8 *step, gint32 other, guint8 other_step) {
  if (other < *cost) {
    *cost = other;
    *step = other_step;
  }
}

/* A cell of a word: `i` words of the quotation are beside the source up to `j`. */
static void fill_word(Table *table, guint i, guint j) {
  const RcComparedWord *word = word_at(table->quotation->words, i - 1);
  gint32 cost = table->above[j] + ADD_COST;
  guint8 step = STEP_ADD;
  if (j > 0) {
    const RcComparedWord *source = word_at(table->source, j - 1);
    gint32 mends = (differs_in_capital(word, source) +
                    differs_in_stop(table->quotation, i - 1, table->source, j - 1)) *
                   DETAIL_COST;
    improve(&cost, &step, table->above[j - 1] + (is_same(word, source) ? mends : CHANGE_COST),
            STEP_WORD);
    const RcComparedWord *before = i > 1 ? word_at(table->quotation->words, i - 2) : NULL;
    if (before && source->halves[0] && before->id == source->halves[0] &&
        word->id == source->halves[1])
      improve(&cost, &step, table->above_two[j - 1], STEP_JOIN);
    if (j > 1 && word->halves[0] && word->halves[0] == word_at(table->source, j - 2)->id &&
        word->halves[1] == source->id)
      improve(&cost, &step, table->above[j - 2], STEP_PART);
    if (source->label)
      improve(&cost, &step, table->row[j - 1], STEP_LABEL);
    improve(&cost, &step, table->leaving[j], STEP_LEAVE);
  }
  table->row[j] = cost;
  table->steps[(gsize)i * table->columns + j] |= step;
}

static void fill_mark(Table *table, guint i, guint j) {
  const RcComparedWord *word = word_at(table->quotation->words, i - 1);
  gint32 cost = table->above[j];
  guint8 step = word->kind == RC_WORD_ELLIPSIS ? STEP_MARK : STEP_BRACKETS;
  if (word->kind == RC_WORD_ELLIPSIS && j > 0)
    improve(&cost, &step, table->row[j - 1], STEP_SKIP);
  for (guint k = 1; word->kind == RC_WORD_BRACKETS && k <= MIN(j, RC_BRACKETED_MAX); k++)
    improve(&cost, &step, table->above[j - k], (guint8)(STEP_BRACKETS + k));
  table->row[j] = cost;
  table->steps[(gsize)i * table->columns + j] |= step;
}

static void fill_row(Table *table, guint i) {
  bool plain = word_at(table->quotation->words, i - 1)->kind == RC_WORD_PLAIN;
  table->leaving[0] = FAR;
  for (guint j = 0; j < table->columns; j++) {
    if (j > 0 && plain) {
      gint32 begins = table->row[j - 1] + LEAVE_COST;
      gint32 goes_on = table->leaving[j - 1] + LEAVE_MORE_COST;
      table->leaving[j] = MIN(begins, goes_on);
      if (goes_on < begins)
        table->steps[(gsize)i * table->columns + j] |= LEAVES_MORE;
    }
    (plain ? fill_word : fill_mark)(table, i, j);
  }
}

/* --- what differs --- */

static void add_edit(RcAlignment *alignment, const Table *table, RcEditKind kind, guint draft,
                     guint drafts, guint source, guint sources) {
  RcEdit edit = {kind, draft, draft + drafts, source, source + sources, false};
  for (guint i = draft; i < draft + drafts && kind <= RC_EDIT_ADDED; i++)
    edit.negation = edit.negation || word_at(table->quotation->words, i)->negation;
  for (guint j = source; j < source + sources && kind != RC_EDIT_CAPITAL; j++)
    edit.negation = edit.negation || word_at(table->source, j)->negation;
  edit.negation = kind == RC_EDIT_LEFT_OUT || (edit.negation && kind != RC_EDIT_PUNCTUATION);
  g_array_append_val(alignment->edits, edit);
}

/* Words `sources` of the source from `j` on are left out, or stand in the place of brackets: is a
 * negation hidden so? */
static bool hides_negation(const Table *table, guint i, guint j, guint sources) {
  const RcComparedWord *mark = word_at(table->quotation->words, i);
  bool negation = false;
  for (guint k = j; k < j + sources; k++) {
    negation = negation || word_at(table->source, k)->negation;
    if (mark->kind == RC_WORD_ELLIPSIS && k > j && word_at(table->source, k)->stop == '.')
      return false;
  }
  return mark->kind == RC_WORD_BRACKETS ? negation != mark->negation : negation && sources <= 3;
}

static void tell_word(RcAlignment *alignment, const Table *table, guint i, guint j,
                      guint *standing) {
  const RcComparedWord *word = word_at(table->quotation->words, i);
  const RcComparedWord *source = word_at(table->source, j);
  if (!is_same(word, source)) {
    add_edit(alignment, table, RC_EDIT_CHANGED, i, 1, j, 1);
    return;
  }
  (*standing)++;
  /* From behind: what comes first is added last. */
  if (differs_in_capital(word, source))
    add_edit(alignment, table, RC_EDIT_CAPITAL, i, 1, j, 1);
  if (differs_in_stop(table->quotation, i, table->source, j))
    add_edit(alignment, table, RC_EDIT_PUNCTUATION, i, 1, j, 1);
}

/* Back from the best end to where it begins. */
static void walk_back(RcAlignment *alignment, const Table *table, guint end) {
  guint i = table->rows - 1, j = end, standing = 0;
  alignment->end = end;
  while (i > 0) {
    guint8 both = table->steps[(gsize)i * table->columns + j];
    guint8 step = both & (LEAVES_MORE - 1);
    guint from = j;
    if (step == STEP_WORD) {
      tell_word(alignment, table, --i, --j, &standing);
    } else if (step == STEP_ADD) {
      i--;
      add_edit(alignment, table, RC_EDIT_ADDED, i, 1, j, 0);
    } else if (step == STEP_LEAVE) {
      while (j-- > 0 && table->steps[(gsize)i * table->columns + j + 1] & LEAVES_MORE)
        ;
      add_edit(alignment, table, RC_EDIT_DROPPED, i, 0, j, from - j);
    } else if (step == STEP_LABEL) {
      j--;
    } else if (step == STEP_JOIN || step == STEP_PART) {
      i -= step == STEP_JOIN ? 2 : 1;
      j -= step == STEP_JOIN ? 1 : 2;
      standing += step == STEP_JOIN ? 2 : 1;
    } else {
      while (step == STEP_SKIP) {
        j--;
        step = table->steps[(gsize)i * table->columns + j] & (LEAVES_MORE - 1);
      }
      j -= step >= STEP_BRACKETS ? (guint)step - STEP_BRACKETS : 0;
      i--;
      bool inner = i > 0 && i + 2 < table->rows;
      if (hides_negation(table, i, j, from - j) &&
          (inner || word_at(table->quotation->words, i)->kind == RC_WORD_BRACKETS))
        add_edit(alignment, table, RC_EDIT_LEFT_OUT, i, 1, j, from - j);
    }
  }
  alignment->start = j;
  alignment->likeness = table->quotation->plain ? (double)standing / table->quotation->plain : 0;
  RcEdit *edits = (RcEdit *)(void *)alignment->edits->data;
  for (guint k = 0; k < alignment->edits->len / 2; k++) {
    RcEdit first = edits[k];
    edits[k] = edits[alignment->edits->len - 1 - k];
    edits[alignment->edits->len - 1 - k] = first;
  }
  /* Behind words that are too many or too few, marks say nothing more. */
  for (guint k = alignment->edits->len; k-- > 1;) {
    const RcEdit *edit = &g_array_index(alignment->edits, RcEdit, k), *before = edit - 1;
    if (edit->kind == RC_EDIT_PUNCTUATION && before->draft_end == edit->draft_start &&
        before->source_end == edit->source_start &&
        (before->kind == RC_EDIT_DROPPED || before->kind == RC_EDIT_ADDED))
      g_array_remove_index(alignment->edits, k);
  }
}

RcAlignment *rc_alignment_new(const RcQuotation *quotation, const GArray *source) {
  RcAlignment *alignment = g_new0(RcAlignment, 1);
  alignment->edits = g_array_new(FALSE, FALSE, sizeof(RcEdit));
  Table table = {.quotation = quotation, .source = source, .rows = quotation->words->len + 1};
  table.columns = MIN(source->len, RC_ALIGNMENT_CELLS_MAX / table.rows) + 1;
  table.steps = g_malloc0((gsize)table.rows * table.columns);
  gint32 *rows = g_new0(gint32, (gsize)table.columns * 4);
  table.above_two = rows;
  table.above = rows + table.columns;
  table.row = rows + (gsize)table.columns * 2;
  table.leaving = rows + (gsize)table.columns * 3;
  for (guint i = 1; i < table.rows; i++) {
    fill_row(&table, i);
    gint32 *free_row = table.above_two;
    table.above_two = table.above;
    table.above = table.row;
    table.row = free_row;
  }
  guint best = 0;
  for (guint j = 1; j < table.columns; j++)
    if (table.above[j] < table.above[best])
      best = j;
  alignment->cost = (double)table.above[best] / WORD_COST / MAX(quotation->plain, 1);
  walk_back(alignment, &table, best);
  alignment->exact = quotation->plain > 0 && alignment->edits->len == 0;
  g_free(rows);
  g_free(table.steps);
  return alignment;
}

void rc_alignment_free(RcAlignment *alignment) {
  if (!alignment)
    return;
  g_array_unref(alignment->edits);
  g_free(alignment);
}
