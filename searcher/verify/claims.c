/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claims.h"

#include <string.h>

#include "citations.h"
#include "quotation-marks.h"
#include "symbol.h"
#include "text.h"

/* How far behind a citation its paragraph is looked for, and before it, in bytes; and how much may
 * stand between a quotation and the citation behind it that is its own. */
#define BEHIND_BYTES 110
#define BEFORE_BYTES 80
#define BETWEEN_BYTES 40
#define SIGN_BYTES 40 /* before a number of an application, what says that it is one */

/* A block on the way. */
typedef struct {
  char *masked;   /* its text on one line, without the words that are quoted */
  GArray *quoted; /* of RcQuoted */
  GArray *ends;   /* of guint32: where its sentences end */
  GArray *own;    /* of guint: numbers of its claims, ascending */
} Text;

typedef struct {
  const RcDraft *draft;
  GPtrArray *claims;
  Text *texts;
  GHashTable *notes; /* where each begins */
  guint last;        /* number of the citation before, one more: 0 is none */
  guint note;        /* block of the note in which `last` stands, one more */
  bool several;      /* that note cites several documents */
} Finder;

static const RcDraftBlock *block_at(const Finder *finder, guint i) {
  return finder->draft->blocks->pdata[i];
}

static RcClaim *claim_at(const Finder *finder, guint i) {
  return finder->claims->pdata[i];
}

static void free_claim(gpointer data) {
  RcClaim *claim = data;
  if (!claim)
    return;
  g_free(claim->text);
  g_free(claim->symbol);
  g_free(claim->name);
  g_free(claim->paragraphs);
  g_array_unref(claim->sources);
  g_free(claim);
}

static RcClaim *new_claim(RcClaimKind kind, guint block, guint32 start, guint32 end) {
  RcClaim *claim = g_new0(RcClaim, 1);
  *claim = (RcClaim){.kind = kind, .block = block, .start = start, .end = end};
  claim->sources = g_array_new(FALSE, FALSE, sizeof(guint));
  return claim;
}

/* --- patterns, each compiled once --- */

typedef enum {
  NAME,
  AGAIN,
  BARE,
  BARE_IN_TEXT,
  PAGE,
  BRACKETED,
  LINK,
  JOINT,
  SIGN,
  BELOW,
  N_PATTERNS
} Pattern;

#define CAPITAL "(?:\\p{Lu}[\\p{L}'’.-]*|[“«„\"]_+\\.?[”»“\"])"
#define LATER "(?:\\s+(?:(?:and|of|the|и)\\s+)?\\p{Lu}[\\p{L}'’-]+){0,3}"
#define PARAGRAPH_WORD "(?:[Pp]aras?\\b|[Pp]aragraphs?\\b|§|¶|[Пп]п?\\.|[Пп]ункт)"
static const char *const patterns[N_PATTERNS] = {
    [NAME] = CAPITAL "(?:\\s+(?:" CAPITAL "|and|others|of|the|de|и|другие|других|другими|&)){0,8}"
                     "\\s+(?:v\\.?|vs\\.?|против)\\s+(?:the\\s+)?\\p{Lu}[\\p{L}'’-]*" LATER,
    [AGAIN] = "\\b(?:[Ii]bid(?:em)?|Id)\\b\\.?|\\b[Тт]ам же\\b",
    [BARE] = "[(\\[](?:[Ss]ee |[Cc]f\\. |[Сс]м\\. |at )?(?=" PARAGRAPH_WORD ")",
    [BARE_IN_TEXT] = "\\b(?:[Ii]n|[Aa]t|[Вв]) (?=" PARAGRAPH_WORD ")",
    [PAGE] = "^(?:[Pp]p?\\.|pages?|[сС]\\.|стр\\.) ?(\\d{1,4})\\b",
    [BRACKETED] = "^\\[(\\d{1,4})(?:[-–](\\d{1,4}))?\\]",
    [JOINT] = "^[^\\p{L}\\p{N}_]*(?:(?:see|cf|см|in|в|ibid)\\b[. ]*)?(?=" PARAGRAPH_WORD "|\\p{Lu}|"
              "\\p{N}|[Ii]bid|там же|no|№|жалоб|app)",
    /* A paragraph as a sentence of its own, as ГОСТ Р 7.0.5 has it. */
    [BELOW] = "^(?:Пп?|С|Para|P)\\. ?\\d",
    /* What a number of an application has before it. */
    [SIGN] =
        "(?:\\b(?:[Aa]pplications?|[Aa]pp\\.?|[Жж]алоб\\p{L}+)\\s+)?(?:\\b[Nn]os?\\.?|№№?)\\s*$",
    /* What may stand between a paragraph and the document that it is of. */
    [LINK] = "^[\\s,]*(?:(?:of|in|to|from|the|its|document|report|general|comment|concluding|"
             "observations|judgment|документа|доклада|из|общего|замечания|заключительных|замечаний|"
             "постановления|U\\.?N\\.?|Doc\\.?|No\\.?|no\\.?|№|\\(|\\d{1,3})[\\s,]*){0,6}$",
};

static GRegex *pattern_of(Pattern pattern) {
  static GRegex *compiled[N_PATTERNS];
  if (!compiled[pattern])
    compiled[pattern] = g_regex_new(patterns[pattern], G_REGEX_OPTIMIZE, 0, NULL);
  return compiled[pattern];
}

/* --- quotations and sentences --- */

static guint count_words(const char *text, gsize length) {
  g_autoptr(GArray) words = rc_text_words(text, (gssize)length);
  return words->len;
}

/* «Иванов против России» names a case, («дуэль») and ("the Covenant") a word that is used. */
static bool is_no_quotation(const char *text, const RcQuoted *quoted) {
  guint32 length = quoted->end - quoted->start;
  g_autofree char *words = g_strndup(text + quoted->start, length);
  g_autoptr(GArray) within = rc_quotation_marks_find(words);
  for (guint i = 0; i < within->len; i++) {
    const RcQuoted *inner = &g_array_index(within, RcQuoted, i);
    memset(words + inner->start, '_', inner->end - inner->start);
  }
  g_autoptr(GMatchInfo) match = NULL;
  gint start, end;
  if (g_regex_match(pattern_of(NAME), words, 0, &match) &&
      g_match_info_fetch_pos(match, 0, &start, &end) && start <= 8 && (guint32)end + 4 >= length)
    return true;
  bool alone = quoted->outer_start > 0 && text[quoted->outer_start - 1] == '(' &&
               text[quoted->outer_end] == ')';
  return alone && count_words(words, length) < RC_CLAIM_WORDS_MIN;
}

/* The text with what is quoted blanked out, each byte in its place; a full stop within the marks
 * ends the sentence outside of them, too. */
static void mask(Text *text, const RcDraftBlock *block) {
  text->masked = g_strdelimit(g_strdup(block->text), "\n", ' ');
  text->quoted = rc_quotation_marks_find(text->masked);
  for (guint i = text->quoted->len; i-- > 0;) {
    const RcQuoted *quoted = &g_array_index(text->quoted, RcQuoted, i);
    if (is_no_quotation(text->masked, quoted)) {
      g_array_remove_index(text->quoted, i);
      continue;
    }
    guint32 end = quoted->end;
    end -= end > quoted->start && strchr(".!?", text->masked[end - 1]) ? 1 : 0;
    memset(text->masked + quoted->start, '_', end - quoted->start);
  }
}

/* True if the full stop at `p` ends an abbreviation. */
static bool ends_abbreviation(const char *text, const char *p) {
  static const char *const known[] = {"para", "paras", "no",   "nos", "art",  "arts", "pp",  "doc",
                                      "vs",   "cf",    "ibid", "app", "see",  "пп",   "ст",  "стр",
                                      "см",   "им",    "абз",  "др",  "гл",   "обл",  "rev", "add",
                                      "corr", "seq",   "ed",   "vol", "docs", NULL};
  const char *start = p;
  while (start > text && g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(start))))
    start = g_utf8_prev_char(start);
  g_autofree char *word = g_utf8_strdown(start, p - start);
  return g_utf8_strlen(word, -1) == 1 || g_strv_contains(known, word);
}

/* A sentence ends at a full stop, with what closes behind it, before a space and a capital. */
static void find_sentences(Text *text) {
  text->ends = g_array_new(FALSE, FALSE, sizeof(guint32));
  gint depth = 0;
  for (const char *p = text->masked; *p; p = g_utf8_next_char(p)) {
    depth += *p == '(' ? 1 : *p == ')' && depth ? -1 : 0;
    if (!strchr(".!?", *p) || depth || (*p == '.' && ends_abbreviation(text->masked, p)))
      continue;
    const char *q = p + 1;
    while (*q && strchr("\")]", *q) == NULL && (guchar)*q >= 0x80 &&
           g_unichar_ispunct(g_utf8_get_char(q)))
      q = g_utf8_next_char(q);
    q += strspn(q, "\")]");
    if (*q != ' ')
      continue;
    q += strspn(q, " ");
    gunichar next = g_utf8_get_char(q);
    guint32 end = (guint32)(q - text->masked);
    if (g_unichar_isupper(next) || (g_unichar_ispunct(next) && next != '(' && next != '['))
      g_array_append_val(text->ends, end);
  }
  guint32 end = (guint32)strlen(text->masked);
  g_array_append_val(text->ends, end);
}

/* The number of the sentence in which a byte stands. */
static guint sentence_of(const Text *text, guint32 offset) {
  guint low = 0, high = text->ends->len - 1;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index(text->ends, guint32, middle) <= offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* --- where in a document --- */

/* Paragraphs that are named at `p`: "para. 5", "¶ 5", of a case "[5]"; the bytes that say so. */
static gsize read_paragraphs(const char *p, bool bracketed, char **paragraphs) {
  gsize length = 0;
  g_autoptr(GMatchInfo) match = NULL;
  if (g_str_has_prefix(p, "¶")) {
    gsize signs = g_str_has_prefix(p + strlen("¶"), "¶") ? strlen("¶¶") : strlen("¶");
    g_autofree char *usual = g_strdup_printf("§%.100s", p + signs);
    *paragraphs = rc_symbol_read_paragraphs(usual, &length);
    return *paragraphs ? length - strlen("§") + signs : 0;
  }
  if (bracketed && g_regex_match(pattern_of(BRACKETED), p, 0, &match)) {
    g_autofree char *first = g_match_info_fetch(match, 1), *last = g_match_info_fetch(match, 2);
    g_autofree char *all = g_match_info_fetch(match, 0);
    *paragraphs = last && *last ? g_strdup_printf("%s-%s", first, last) : g_steal_pointer(&first);
    return strlen(all);
  }
  if (strchr(" ,:;)]", *p))
    return 0;
  gunichar first = g_utf8_get_char(p), small = g_unichar_tolower(first);
  if (small != first && g_unichar_islower(small)) { /* "Paragraph 5"; as long as its small letter */
    g_autoptr(GString) usual = g_string_new(NULL);
    g_string_append_unichar(usual, small);
    g_string_append_len(usual, g_utf8_next_char(p), (gssize)strnlen(g_utf8_next_char(p), 100));
    *paragraphs = rc_symbol_read_paragraphs(usual->str, &length);
    return *paragraphs ? length : 0;
  }
  *paragraphs = rc_symbol_read_paragraphs(p, &length);
  return *paragraphs ? length : 0;
}

/* Reads on behind a citation, up to `limit`, for paragraph and page. */
static void read_behind(RcClaim *claim, const char *masked, guint32 limit) {
  const char *p = masked + claim->end, *end = masked + MIN(limit, claim->end + BEHIND_BYTES);
  bool bracketed = !claim->symbol || g_ascii_isdigit(*claim->symbol);
  for (; p < end && *p != ';' && *p != '_'; p = g_utf8_next_char(p)) {
    if (p > masked && g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(p))))
      continue;
    char *paragraphs = NULL;
    gsize length = read_paragraphs(p, bracketed, &paragraphs);
    if (length) {
      claim->paragraphs = paragraphs;
      claim->end = (guint32)(p - masked + length);
      return;
    }
    g_autoptr(GMatchInfo) match = NULL;
    if (claim->page || !g_regex_match(pattern_of(PAGE), p, 0, &match))
      continue;
    g_autofree char *page = g_match_info_fetch(match, 1), *all = g_match_info_fetch(match, 0);
    claim->page = (guint)g_ascii_strtoull(page, NULL, 10);
    claim->end = (guint32)(p - masked + strlen(all));
  }
}

/* "paragraph 12 of " before it. */
static void read_before(RcClaim *claim, const char *masked, guint32 from) {
  const char *start = masked + claim->start, *p = masked + from;
  if (claim->start - from > BEFORE_BYTES)
    p = start - BEFORE_BYTES;
  while (((guchar)*p & 0xC0) == 0x80)
    p++;
  for (; p < start; p = g_utf8_next_char(p)) {
    char *paragraphs = NULL;
    bool inside = p > masked && g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(p)));
    gsize length = inside ? 0 : read_paragraphs(p, false, &paragraphs);
    const char *end = p + length;
    g_autofree char *between = length && end <= start ? g_strndup(end, (gsize)(start - end)) : NULL;
    if (between && g_regex_match(pattern_of(LINK), between, 0, NULL)) {
      claim->paragraphs = paragraphs;
      claim->start = (guint32)(p - masked);
      return;
    }
    g_free(paragraphs);
  }
}

/* --- citations --- */

static int compare_starts(gconstpointer a, gconstpointer b) {
  const RcClaim *x = *(RcClaim *const *)a, *y = *(RcClaim *const *)b;
  return x->start != y->start ? (x->start > y->start) - (x->start < y->start)
                              : (x->end < y->end) - (x->end > y->end);
}

static void add_symbols(GPtrArray *found, guint block, const char *masked) {
  g_autoptr(RcPassage) passage = rc_passage_new();
  rc_citations_find(masked, passage->cites);
  for (guint i = 0; i < passage->cites->len; i++) {
    const RcCitation *cite = &g_array_index(passage->cites, RcCitation, i);
    RcClaim *claim = new_claim(RC_CLAIM_CITATION, block, cite->start, cite->end);
    claim->symbol = g_strdup(cite->symbol);
    claim->paragraphs = g_strdup(cite->paragraph);
    g_ptr_array_add(found, claim);
    const char *near = masked + cite->start - MIN(cite->start, SIGN_BYTES);
    while (((guchar)*near & 0xC0) == 0x80)
      near++;
    g_autofree char *before = g_strndup(near, (gsize)(masked + cite->start - near));
    g_autoptr(GMatchInfo) match = NULL;
    gint start = 0, end = 0;
    if (g_ascii_isdigit(*cite->symbol) && g_regex_match(pattern_of(SIGN), before, 0, &match) &&
        g_match_info_fetch_pos(match, 0, &start, &end))
      claim->start -= (guint32)(end - start);
  }
}

/* Of a name the words before it that are none of it. */
static guint32 skip_lead(const char *masked, guint32 start) {
  static const char *const leads[] = {"in",   "see", "also", "the",   "case", "of",
                                      "and",  "but", "as",   "cf.",   "в",    "см.",
                                      "дело", "и",   "по",   "also,", "как",  NULL};
  for (;;) {
    gsize word = strcspn(masked + start, " ");
    g_autofree char *lower = g_utf8_strdown(masked + start, (gssize)word);
    if (!g_strv_contains(leads, lower))
      return start;
    start += (guint32)(word + strspn(masked + start + word, " "));
  }
}

static void add_matches(GPtrArray *found, guint block, const char *masked, Pattern pattern) {
  g_autoptr(GMatchInfo) match = NULL;
  g_regex_match(pattern_of(pattern), masked, 0, &match);
  for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
    gint start = 0, end = 0;
    g_match_info_fetch_pos(match, 0, &start, &end);
    RcClaim *claim = new_claim(RC_CLAIM_CITATION, block, (guint32)start, (guint32)end);
    claim->again = pattern != NAME;
    claim->loose = pattern == BARE_IN_TEXT;
    if (pattern == NAME) {
      claim->start = skip_lead(masked, claim->start);
      claim->name = g_strndup(masked + claim->start, claim->end - claim->start);
    }
    /* "(para. 5)" and "in paragraph 5," say nothing without the paragraph. */
    bool bare = pattern == BARE || pattern == BARE_IN_TEXT;
    gsize length = bare ? read_paragraphs(masked + end, false, &claim->paragraphs) : 0;
    claim->end += (guint32)length;
    if (!bare || (length && (pattern == BARE || masked[claim->end] == ',')))
      g_ptr_array_add(found, claim);
    else
      free_claim(claim);
  }
}

/* Where what is said of a citation ends: with its sentence, or where the next begins, but for a
 * paragraph in brackets, which is its own. */
static guint32 end_of(const GPtrArray *found, guint i, const Text *text) {
  const RcClaim *claim = found->pdata[i];
  guint sentence = sentence_of(text, claim->end);
  guint32 end = g_array_index(text->ends, guint32, sentence);
  if (sentence + 1 < text->ends->len &&
      g_regex_match(pattern_of(BELOW), text->masked + end, 0, NULL))
    end = g_array_index(text->ends, guint32, sentence + 1);
  for (guint k = i + 1; k < found->len; k++) {
    const RcClaim *next = found->pdata[k];
    if (!next->again || !next->paragraphs)
      return MIN(end, MAX(next->start, claim->end));
  }
  return end;
}

/* "In paragraph 5, it said ... (A/1)": the paragraph is of what its sentence cites, where that has
 * none of its own. */
static void hand_on(GPtrArray *citations, const Text *text) {
  for (guint i = citations->len; i-- > 0;) {
    RcClaim *claim = citations->pdata[i];
    RcClaim *next = i + 1 < citations->len ? citations->pdata[i + 1] : NULL;
    if (!claim->loose || !next || next->again || next->paragraphs || next->page ||
        sentence_of(text, claim->start) != sentence_of(text, next->start))
      continue;
    next->paragraphs = g_steal_pointer(&claim->paragraphs);
    g_ptr_array_remove_index(citations, i);
  }
}

/* The citations of a block, ascending, with their paragraphs. */
static GPtrArray *find_citations(guint block, const Text *text) {
  g_autoptr(GPtrArray) found = g_ptr_array_new();
  add_symbols(found, block, text->masked);
  for (Pattern pattern = NAME; pattern <= BARE_IN_TEXT; pattern++)
    add_matches(found, block, text->masked, pattern);
  g_ptr_array_sort(found, compare_starts);
  GPtrArray *kept = g_ptr_array_new_with_free_func(free_claim);
  guint32 from = 0;
  for (guint i = 0; i < found->len; i++) {
    RcClaim *claim = found->pdata[i], *next = i + 1 < found->len ? found->pdata[i + 1] : NULL;
    /* A name that a number follows is of that case. */
    bool part = claim->name && next && next->symbol && g_ascii_isdigit(*next->symbol) &&
                next->start >= claim->end && next->start - claim->end <= BETWEEN_BYTES * 2 &&
                sentence_of(text, claim->start) == sentence_of(text, next->start);
    if (part)
      next->start = claim->start;
    if (part || claim->start < from) {
      free_claim(claim);
      continue;
    }
    /* Where it is said here tells how far the citation reaches; of joined cases it is said once. */
    g_autofree char *said = claim->symbol ? g_steal_pointer(&claim->paragraphs) : NULL;
    if (!claim->again)
      read_before(claim, text->masked, from);
    if (!claim->paragraphs)
      read_behind(claim, text->masked, end_of(found, i, text));
    if (!claim->paragraphs && !claim->page)
      claim->paragraphs = g_steal_pointer(&said);
    from = claim->end;
    g_ptr_array_add(kept, claim);
  }
  hand_on(kept, text);
  return kept;
}

/* --- blocks --- */

/* What goes back takes the document of the citation before it. */
static void look_back(Finder *finder, RcClaim *claim) {
  const RcClaim *before = finder->last ? claim_at(finder, finder->last - 1) : NULL;
  if (!claim->again || !before)
    return;
  claim->symbol = g_strdup(before->symbol);
  claim->name = g_strdup(before->name);
  /* Of a note that cites several documents it may be any. */
  claim->unclear =
      before->unclear || (finder->several && finder->note && finder->note - 1 != claim->block &&
                          block_at(finder, claim->block)->kind == RC_BLOCK_NOTE);
  if (!claim->paragraphs && !claim->page) {
    claim->paragraphs = g_strdup(before->paragraphs);
    claim->page = before->page;
  }
}

static void add_claim(Finder *finder, RcClaim *claim) {
  if (claim->loose && !finder->last) {
    free_claim(claim);
    return;
  }
  const RcDraftBlock *block = block_at(finder, claim->block);
  claim->text =
      g_strdelimit(g_strndup(block->text + claim->start, claim->end - claim->start), "\n", ' ');
  if (claim->kind == RC_CLAIM_CITATION) {
    look_back(finder, claim);
    const RcClaim *before = finder->last ? claim_at(finder, finder->last - 1) : NULL;
    bool same_note = before && before->block == claim->block && block->kind == RC_BLOCK_NOTE;
    finder->several =
        same_note && (finder->several || g_strcmp0(before->symbol, claim->symbol) != 0 ||
                      g_strcmp0(before->name, claim->name) != 0);
    finder->note = block->kind == RC_BLOCK_NOTE ? claim->block + 1 : 0;
    finder->last = finder->claims->len + 1;
  }
  guint number = finder->claims->len;
  g_array_append_val(finder->texts[claim->block].own, number);
  g_ptr_array_add(finder->claims, claim);
}

/* True if the citation stands at the end of what is set apart, for itself; else it is a word of
 * it. */
static bool is_at_end(const char *masked, const RcClaim *citation) {
  const char *before = masked + citation->start, *behind = masked + citation->end;
  while (before > masked && before[-1] == ' ')
    before--;
  gunichar last = before > masked ? g_utf8_get_char(g_utf8_prev_char(before)) : '.';
  while (*behind && !g_unichar_isalnum(g_utf8_get_char(behind)))
    behind = g_utf8_next_char(behind);
  return !*behind && !g_unichar_isalnum(last) && last != ',';
}

/* Of a block that is set apart: all but the citation at its end and marks around it. */
static void add_whole_quotation(Finder *finder, guint i, const GPtrArray *citations) {
  const char *text = block_at(finder, i)->text;
  guint32 start = (guint32)strspn(text, " \n"), end = (guint32)strlen(text);
  const Text *prepared = &finder->texts[i];
  if (citations->len)
    end = ((RcClaim *)citations->pdata[citations->len - 1])->start;
  for (bool cut = true; cut && end > start;) {
    const char *last = g_utf8_prev_char(text + end);
    gunichar c = g_utf8_get_char(last);
    cut = g_unichar_isspace(c) || c == '(' || c == '[' || c == U'—' || c == U'–' || c == '-';
    end = cut ? (guint32)(last - text) : end;
  }
  if (prepared->quoted->len == 1) {
    const RcQuoted *quoted = &g_array_index(prepared->quoted, RcQuoted, 0);
    if (quoted->outer_start <= start && quoted->outer_end + 2 >= end) {
      start = quoted->start;
      end = quoted->end;
    }
  }
  if (end > start)
    add_claim(finder, new_claim(RC_CLAIM_QUOTATION, i, start, end));
}

static void prepare(Finder *finder, guint i) {
  Text *text = &finder->texts[i];
  const RcDraftBlock *block = block_at(finder, i);
  mask(text, block);
  if (block->kind == RC_BLOCK_QUOTE) { /* its citations stand outside of marks, if there are any */
    g_free(text->masked);
    text->masked = g_strdelimit(g_strdup(block->text), "\n", ' ');
  }
  find_sentences(text);
}

/* The first block of a note; G_MAXUINT if there is none. */
static guint find_note(const Finder *finder, const char *note) {
  gpointer block;
  bool found = g_hash_table_lookup_extended(finder->notes, note, NULL, &block);
  return found ? GPOINTER_TO_UINT(block) : G_MAXUINT;
}

static GHashTable *list_notes(const RcDraft *draft) {
  GHashTable *notes = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = draft->blocks->len; i-- > 0;) {
    RcDraftBlock *block = draft->blocks->pdata[i];
    if (block->note)
      g_hash_table_insert(notes, block->note, GUINT_TO_POINTER(i));
  }
  return notes;
}

static void read_block(Finder *finder, guint i);

/* The notes that are called before `offset`, from the mark `next` on; the next mark. */
static guint read_notes(Finder *finder, guint i, guint next, guint32 offset) {
  const GArray *marks = block_at(finder, i)->marks;
  for (; next < marks->len && g_array_index(marks, RcDraftMark, next).offset <= offset; next++) {
    const char *label = g_array_index(marks, RcDraftMark, next).note;
    guint note = find_note(finder, label);
    for (; note < finder->draft->blocks->len && g_strcmp0(block_at(finder, note)->note, label) == 0;
         note++)
      read_block(finder, note);
  }
  return next;
}

/* What comes first in the text is the next claim. */
static void read_block(Finder *finder, guint i) {
  Text *text = &finder->texts[i];
  const RcDraftBlock *block = block_at(finder, i);
  if (text->own)
    return;
  text->own = g_array_new(FALSE, FALSE, sizeof(guint));
  prepare(finder, i);
  g_autoptr(GPtrArray) citations = find_citations(i, text);
  bool apart = block->kind == RC_BLOCK_QUOTE;
  guint quotations = apart ? 0 : text->quoted->len, k = 0, mark = 0;
  while (apart && citations->len > 0 &&
         (citations->len > 1 || !is_at_end(text->masked, citations->pdata[0])))
    g_ptr_array_remove_index(citations, 0);
  if (apart)
    add_whole_quotation(finder, i, citations);
  /* What is quoted within a citation is a part of a name. */
  for (guint q = quotations; q-- > 0;)
    for (guint c = 0; c < citations->len; c++) {
      const RcQuoted *quoted = &g_array_index(text->quoted, RcQuoted, q);
      const RcClaim *citation = citations->pdata[c];
      if (citation->start <= quoted->outer_start && quoted->outer_end <= citation->end) {
        g_array_remove_index(text->quoted, q);
        quotations--;
        break;
      }
    }
  for (guint q = 0; q < quotations || k < citations->len;) {
    const RcQuoted *quoted = q < quotations ? &g_array_index(text->quoted, RcQuoted, q) : NULL;
    RcClaim *citation = k < citations->len ? citations->pdata[k] : NULL;
    bool first = citation && (!quoted || citation->start < quoted->start);
    if (block->kind != RC_BLOCK_NOTE)
      mark = read_notes(finder, i, mark, first ? citation->start : quoted->start);
    add_claim(finder,
              first ? citation : new_claim(RC_CLAIM_QUOTATION, i, quoted->start, quoted->end));
    if (first)
      citations->pdata[k++] = NULL;
    else
      q++;
  }
  if (block->kind != RC_BLOCK_NOTE)
    read_notes(finder, i, mark, G_MAXUINT32);
}

/* --- which citation a quotation is of --- */

static void add_source(RcClaim *quotation, guint citation) {
  for (guint i = 0; i < quotation->sources->len; i++)
    if (g_array_index(quotation->sources, guint, i) == citation)
      return;
  g_array_append_val(quotation->sources, citation);
}

/* All citations of the notes that are called between two places of a block. */
static void add_noted(const Finder *finder, RcClaim *quotation, guint block, guint32 from,
                      guint32 to) {
  const GArray *marks = block_at(finder, block)->marks;
  for (guint m = 0; m < marks->len; m++) {
    const RcDraftMark *mark = &g_array_index(marks, RcDraftMark, m);
    guint note =
        mark->offset < from || mark->offset > to ? G_MAXUINT : find_note(finder, mark->note);
    const GArray *own = note == G_MAXUINT ? NULL : finder->texts[note].own;
    for (guint i = 0; own && i < own->len; i++)
      if (claim_at(finder, g_array_index(own, guint, i))->kind == RC_CLAIM_CITATION)
        add_source(quotation, g_array_index(own, guint, i));
  }
}

/* Where the marks and stops behind a quotation end; in brackets behind it, where these do. */
static guint32 end_of_tail(const char *masked, guint32 end, bool *attached) {
  const char *p = masked + end;
  while (*p && (g_unichar_ispunct(g_utf8_get_char(p)) || *p == ' ') && *p != '(' && *p != '[' &&
         *p != '_')
    p = g_utf8_next_char(p);
  *attached = *p == '(' || *p == '[';
  gint depth = 0;
  for (; *attached && *p; p++) {
    depth += *p == '(' || *p == '[' ? 1 : *p == ')' || *p == ']' ? -1 : 0;
    if (depth == 0)
      break;
  }
  return (guint32)(p - masked);
}

/* The citations of a block that begin between two places. */
static void add_between(const Finder *finder, RcClaim *quotation, guint32 from, guint32 to,
                        bool last_first) {
  const GArray *own = finder->texts[quotation->block].own;
  for (guint i = 0; i < own->len; i++) {
    guint number = g_array_index(own, guint, last_first ? own->len - 1 - i : i);
    const RcClaim *claim = claim_at(finder, number);
    if (claim->kind == RC_CLAIM_CITATION && claim->start >= from && claim->start < to)
      add_source(quotation, number);
  }
}

/* Where the next quotation of the block begins, or its sentence ends. */
static guint32 end_of_reach(const Finder *finder, const RcClaim *quotation, guint32 sentence_end) {
  const GArray *own = finder->texts[quotation->block].own;
  for (guint i = 0; i < own->len; i++) {
    const RcClaim *claim = claim_at(finder, g_array_index(own, guint, i));
    if (claim->kind == RC_CLAIM_QUOTATION && claim->start > quotation->start)
      return MIN(claim->start, sentence_end);
  }
  return sentence_end;
}

/* From what is surest to what is least: a note right behind, brackets right behind, what follows at
 * once, what stands before in the sentence, behind in it, before in the paragraph. */
static void tie(const Finder *finder, RcClaim *quotation) {
  const Text *text = &finder->texts[quotation->block];
  const RcDraftBlock *block = block_at(finder, quotation->block);
  const GArray *sources = quotation->sources;
  bool attached = false, noted = block->kind != RC_BLOCK_NOTE;
  guint32 behind = quotation->end;
  guint32 tail = end_of_tail(text->masked, behind, &attached);
  guint sentence = sentence_of(text, quotation->start);
  guint32 begin = sentence ? g_array_index(text->ends, guint32, sentence - 1) : 0;
  guint32 end = g_array_index(text->ends, guint32, sentence_of(text, MAX(behind, 1) - 1));
  guint32 reach = end_of_reach(finder, quotation, MAX(end, attached ? tail : 0));
  if (noted)
    add_noted(finder, quotation, quotation->block, behind, attached ? behind + 4 : tail);
  /* Nothing of the sentence that goes on stands between: "...", see A/1. */
  g_autofree char *gap = g_strndup(text->masked + behind, reach - behind);
  if (!sources->len && (attached || g_regex_match(pattern_of(JOINT), gap, 0, NULL)))
    add_between(finder, quotation, behind, attached ? tail : MIN(reach, behind + BETWEEN_BYTES),
                false);
  bool sure = sources->len > 0; /* all that stand there are meant; else only the nearest */
  if (!sources->len)
    add_between(finder, quotation, begin, quotation->start, true);
  if (!sources->len && noted) {
    add_noted(finder, quotation, quotation->block, behind, reach);
    sure = sources->len > 0;
  }
  /* Several quotations may have one citation behind the last. */
  for (guint k = 0; k < 2 && !sources->len; k++)
    add_between(finder, quotation, behind, k ? end : reach, false);
  if (!sources->len && noted) {
    add_noted(finder, quotation, quotation->block, behind, end);
    sure = sources->len > 0;
  }
  if (!sources->len)
    add_between(finder, quotation, 0, quotation->start, true);
  if (!sure && sources->len > 1)
    g_array_set_size(quotation->sources, 1);
}

/* What is set apart is of the citation at its end or in the note there, else of the last before it
 * or the first behind it. */
static void tie_apart(const Finder *finder, RcClaim *quotation) {
  guint i = quotation->block;
  add_between(finder, quotation, quotation->end, G_MAXUINT32, false);
  if (!quotation->sources->len)
    add_noted(finder, quotation, i, 0, G_MAXUINT32);
  guint before = i;
  while (!quotation->sources->len && before-- > 0 &&
         block_at(finder, before)->kind != RC_BLOCK_NOTE) {
    const RcDraftBlock *block = block_at(finder, before);
    const GArray *own = finder->texts[before].own;
    if (block->marks->len)
      add_noted(finder, quotation, before,
                g_array_index(block->marks, RcDraftMark, block->marks->len - 1).offset,
                G_MAXUINT32);
    for (guint k = own->len; !quotation->sources->len && k-- > 0;)
      if (claim_at(finder, g_array_index(own, guint, k))->kind == RC_CLAIM_CITATION)
        add_source(quotation, g_array_index(own, guint, k));
    if (block->kind != RC_BLOCK_QUOTE)
      break;
  }
}

/* --- all together --- */

/* Takes out quotations that are of nothing and too short to be looked for; the others are tied by
 * their new numbers. */
static GPtrArray *keep_claims(GPtrArray *claims) {
  GPtrArray *kept = g_ptr_array_new_with_free_func(free_claim);
  g_autofree guint *numbers = g_new0(guint, claims->len + 1);
  for (guint i = 0; i < claims->len; i++) {
    RcClaim *claim = claims->pdata[i];
    guint words = count_words(claim->text, strlen(claim->text));
    bool keeps =
        claim->kind == RC_CLAIM_CITATION || words >= (claim->sources->len ? 1 : RC_CLAIM_WORDS_MIN);
    numbers[i] = kept->len;
    if (keeps)
      g_ptr_array_add(kept, claim);
    else
      free_claim(claim);
  }
  for (guint i = 0; i < kept->len; i++) {
    const GArray *sources = ((RcClaim *)kept->pdata[i])->sources;
    for (guint k = 0; k < sources->len; k++)
      g_array_index(sources, guint, k) = numbers[g_array_index(sources, guint, k)];
  }
  return kept;
}

GPtrArray *rc_claims_find(const RcDraft *draft, bool *cut) {
  guint count = draft->blocks->len;
  g_autoptr(GPtrArray) claims = g_ptr_array_new();
  g_autofree Text *texts = g_new0(Text, count + 1);
  g_autoptr(GHashTable) notes = list_notes(draft);
  Finder finder = {.draft = draft, .claims = claims, .texts = texts, .notes = notes};
  for (guint i = 0; i < count && claims->len < RC_CLAIMS_MAX; i++)
    if (block_at(&finder, i)->kind != RC_BLOCK_NOTE)
      read_block(&finder, i);
  for (guint i = 0; i < count && claims->len < RC_CLAIMS_MAX; i++)
    read_block(&finder, i); /* notes that nothing calls */
  *cut = claims->len >= RC_CLAIMS_MAX;
  for (guint i = 0; i < claims->len; i++) {
    RcClaim *claim = claims->pdata[i];
    if (claim->kind == RC_CLAIM_QUOTATION)
      (block_at(&finder, claim->block)->kind == RC_BLOCK_QUOTE ? tie_apart : tie)(&finder, claim);
  }
  for (guint i = 0; i < count; i++) {
    g_free(texts[i].masked);
    g_clear_pointer(&texts[i].quoted, g_array_unref);
    g_clear_pointer(&texts[i].ends, g_array_unref);
    g_clear_pointer(&texts[i].own, g_array_unref);
  }
  return keep_claims(claims);
}
