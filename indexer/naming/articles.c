/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "articles.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "vocabulary.h"

/* Bounds: of a list of articles, of a range ("12-15"), of the words between a list and
 * its treaty, and of the part of a document where its own symbol stands alone. */
enum {
  NUMBERS_MAX = 40,
  RANGE_MAX = 60,
  ARTICLE_MAX = 450,
  LINK_WORDS_MAX = 5,
  BRACKET_WORDS_MAX = 12,
  BACK_WORDS_MAX = 3,
  FRONT_PASSAGES = 10,
  FRONT_WORDS = 15,
};

/* What kinds of instrument are called for short: "the Covenant", "Пакта". */
static const struct {
  const char *english, *russian; /* the Russian word begins so */
} nouns[] = {
    {"convention", "конвенци"}, {"covenant", "пакт"},         {"charter", "харти"},
    {"statute", "статут"},      {"declaration", "деклараци"}, {"protocol", "протокол"},
    {"agreement", "соглашени"},
};

/* What a document calls for short. */
struct RcArticles {
  const RcConcept *own;                          /* what its own body watches over, or NULL */
  const RcConcept *defined[G_N_ELEMENTS(nouns)]; /* "(“the Convention”)" */
  guint passages;                                /* read so far */
};

/* An instrument named at words of a passage. */
typedef struct {
  guint first, after; /* numbers of words, half-open */
  guint mention;      /* its number among the mentions */
  const RcConcept *concept;
  int body;   /* number of the mention of a body of the same name, or -1 */
  bool cited; /* an article of it is */
} Instrument;

typedef struct {
  RcPassage *passage;
  const GArray *words;
  GArray *instruments; /* of Instrument, by place */
  GArray *found;       /* of RcMention: articles */
  RcArticles *memory;
} Reader;

/* A list of articles: "articles 2, 5 (e) and 6". */
typedef struct {
  guint first, after;
  int count;
  struct {
    guint word;
    int article;
  } numbers[NUMBERS_MAX + RANGE_MAX];
} List;

/* --- words --- */

static const RcWord *word_at(const Reader *reader, guint i) {
  return &g_array_index(reader->words, RcWord, i);
}

/* "" after the last. */
static const char *word(const Reader *reader, guint i) {
  return i < reader->words->len ? word_at(reader, i)->word : "";
}

static bool is_one_of(const char *text, const char *const *list) {
  for (; *list; list++)
    if (**list == *text && strcmp(*list, text) == 0)
      return true;
  return false;
}

/* True if one of `marks` (ASCII) stands before word i, at the end after the last. */
static bool gap_has(const Reader *reader, guint i, const char *marks) {
  guint32 from = i > 0 ? word_at(reader, i - 1)->end : 0;
  gsize to = i < reader->words->len ? word_at(reader, i)->start : strlen(reader->passage->text);
  for (gsize at = from; at < to; at++)
    if (strchr(marks, reader->passage->text[at]))
      return true;
  return false;
}

/* The same for a string that need not be ASCII: "§", "–". */
static bool gap_contains(const Reader *reader, guint i, const char *string) {
  if (i == 0 || i >= reader->words->len)
    return false;
  guint32 from = word_at(reader, i - 1)->end, to = word_at(reader, i)->start;
  return g_strstr_len(reader->passage->text + from, to - from, string) != NULL;
}

static bool is_article_word(const char *text) {
  static const char *const forms[] = {"article", "articles", "art",      "arts",    "статья",
                                      "статьи",  "статье",   "статью",   "статьей", "статьею",
                                      "статей",  "статьям",  "статьями", "статьях", "ст",
                                      "стст",    NULL};
  return is_one_of(text, forms);
}

/* The number of an article, 0 if it is none: "26", "5e", "14bis". */
static int article_number(const char *text) {
  gsize digits = strspn(text, "0123456789");
  if (digits == 0 || digits > 3 || g_utf8_strlen(text + digits, -1) > 3)
    return 0;
  int number = atoi(text);
  return number <= ARTICLE_MAX ? number : 0;
}

static int noun_of_word(const char *text) {
  for (guint i = 0; i < G_N_ELEMENTS(nouns); i++)
    if (strcmp(text, nouns[i].english) == 0 || g_str_has_prefix(text, nouns[i].russian))
      return (int)i;
  return -1;
}

/* What kind an instrument is: the first such word of its label. */
static int noun_of_concept(const RcConcept *concept) {
  g_autofree char *label = g_ascii_strdown(concept->label_en, -1);
  const char *first = NULL;
  int noun = -1;
  for (guint i = 0; i < G_N_ELEMENTS(nouns); i++) {
    const char *place = strstr(label, nouns[i].english);
    if (place && (!first || place < first)) {
      first = place;
      noun = (int)i;
    }
  }
  return noun;
}

/* --- lists of articles --- */

/* True if the word at i is a letter or number in brackets: "(e)", "е)". */
static bool is_letter(const Reader *reader, guint i) {
  glong length = g_utf8_strlen(word(reader, i), -1);
  if (length == 0 || length > 4 || !gap_has(reader, i + 1, ")"))
    return false;
  return length == 1 || gap_has(reader, i, "(");
}

/* Passes over "paragraph 1", "paras. 1 and 2 (a)", "пункт 1"; true if it did. */
static bool skip_paragraphs(const Reader *reader, guint *i) {
  static const char *const singular[] = {
      "paragraph", "para", "subparagraph", "clause",    "sub",   "par",   "пункт", "пункта",
      "пункте",    "п",    "подпункт",     "подпункта", "часть", "части", "ч",     "абзац",
      "абзаца",    NULL};
  static const char *const plural[] = {
      "paragraphs", "paras",     "subparagraphs", "пункты", "пунктов", "пунктах", "пунктами",
      "пп",         "подпункты", "подпунктов",    "частей", "частях",  NULL};
  static const char *const joiners[] = {"and", "or", "to", "и", "или", "до", NULL};
  bool many = is_one_of(word(reader, *i), plural);
  bool sign = strcmp(word(reader, *i), "§") == 0;
  if (sign) /* "§§" is one word of two signs */
    many |= word_at(reader, *i)->end - word_at(reader, *i)->start > strlen("§");
  if (!many && !sign && !is_one_of(word(reader, *i), singular))
    return false;
  guint start = *i, k = start + 1;
  while (article_number(word(reader, k)) || is_letter(reader, k)) {
    *i = ++k;
    while (is_letter(reader, k))
      *i = ++k;
    if (!many)
      return true;
    while (is_one_of(word(reader, k), joiners))
      k++;
  }
  return *i > start;
}

/* Passes over what makes an article more precise. */
static guint skip_details(const Reader *reader, guint i) {
  static const char *const suffixes[] = {"bis", "ter", "quater", "й", "я", "ой", "ю", "ей", NULL};
  for (guint end = i + BRACKET_WORDS_MAX; i < end && i < reader->words->len;) {
    bool dotted = word_at(reader, i)->start == word_at(reader, i - 1)->end + 1 &&
                  gap_has(reader, i, ".") && article_number(word(reader, i));
    if (dotted || is_letter(reader, i) || is_one_of(word(reader, i), suffixes))
      i++;
    else if (gap_has(reader, i, ";:") || !skip_paragraphs(reader, &i))
      break;
  }
  return i;
}

/* The next number of the list, from i on; 0 if it is at its end. */
static guint next_number(const Reader *reader, guint i) {
  static const char *const joiners[] = {
      "and",       "or",          "to",    "as",       "well", "read",    "in", "conjunction",
      "with",      "taken",       "alone", "together", "also", "through", "и",  "или",
      "а",         "также",       "до",    "по",       "в",    "с",       "со", "совокупности",
      "сочетании", "взаимосвязи", NULL};
  bool joined =
      gap_has(reader, i, ",-/&") || gap_contains(reader, i, "–") || gap_contains(reader, i, "—");
  for (guint end = i + LINK_WORDS_MAX; i < end && is_one_of(word(reader, i), joiners); i++) {
    if (gap_has(reader, i, ".;:(") || (gap_has(reader, i, ")") && !is_letter(reader, i - 1)))
      return 0;
    joined = true;
  }
  if (!joined || i >= reader->words->len || gap_has(reader, i, ";:("))
    return 0;
  if (is_article_word(word(reader, i)))
    i++;
  return article_number(word(reader, i)) ? i : 0;
}

/* Reads the list that starts with an article word at i. */
static bool read_list(const Reader *reader, guint i, List *list) {
  static const char *const range_words[] = {"to", "through", "по", "до", NULL};
  list->first = list->after = i;
  list->count = 0;
  guint k = i + 1;
  while (is_article_word(word(reader, k))) /* "ст. ст. 2 и 6" */
    k++;
  if (!article_number(word(reader, k)) || gap_has(reader, k, ",;:)"))
    return false;
  while (k > 0 && list->count < NUMBERS_MAX) {
    int article = article_number(word(reader, k));
    int before = list->count ? list->numbers[list->count - 1].article : article;
    bool range = gap_has(reader, k, "-") || gap_contains(reader, k, "–") ||
                 gap_contains(reader, k, "—") || is_one_of(word(reader, k - 1), range_words);
    int first = range && before < article && article - before < RANGE_MAX ? before + 1 : article;
    for (int n = first; n <= article; n++) {
      if (n < article && list->count >= NUMBERS_MAX)
        continue;
      list->numbers[list->count].word = k;
      list->numbers[list->count++].article = n;
    }
    list->after = skip_details(reader, k + 1);
    k = next_number(reader, list->after);
  }
  return true;
}

/* --- which instrument --- */

/* The one that is named from word `place` on, or `to` it, half-open; NULL if there is none. */
static Instrument *find_instrument(const Reader *reader, guint place, bool to) {
  for (guint i = 0; i < reader->instruments->len; i++) {
    Instrument *instrument = &g_array_index(reader->instruments, Instrument, i);
    if ((to ? instrument->after : instrument->first) == place)
      return instrument;
  }
  return NULL;
}

/* True if the treaty is meant, and not the body of its name: an article of it is cited, or what
 * stands before it has to do with treaties, "ratified CEDAW". */
static bool is_treaty(const Reader *reader, const Instrument *instrument) {
  static const char *const beginnings[] = {
      "ratif",  "acced",    "accession", "party",    "parties", "signator",  "signed",
      "under",  "obligat",  "provision", "reservat", "implem",  "ратифи",    "присоедин",
      "участн", "обязател", "положени",  "подпис",   "оговор",  "выполнени", "осуществл"};
  if (instrument->cited)
    return true;
  /* "Convention on the Rights of the Child (CRC)". */
  const Instrument *before = find_instrument(reader, instrument->first, true);
  if (before && before->concept == instrument->concept && gap_has(reader, instrument->first, "("))
    return true;
  guint i = instrument->first;
  for (guint end = i > 3 ? i - 3 : 0; i > end && !gap_has(reader, i, ".;:()"); i--)
    for (gsize k = 0; k < G_N_ELEMENTS(beginnings); k++)
      if (g_str_has_prefix(word(reader, i - 1), beginnings[k]))
        return true;
  return false;
}

/* What "the Convention" at word i is, NULL if nothing says so. */
static const RcConcept *resolve_noun(const Reader *reader, guint i) {
  static const char *const attributes[] = {"on",  "for", "against", "relating", "concerning", "о",
                                           "об",  "по",  "против",  "мот",      "no",         "n",
                                           "ilo", "оон", "снг",     NULL};
  int noun = i < reader->words->len ? noun_of_word(word(reader, i)) : -1;
  const char *start = noun < 0 ? "" : reader->passage->text + word_at(reader, i)->start;
  if (noun < 0 || !g_unichar_isupper(g_utf8_get_char(start)) ||
      (!gap_has(reader, i + 1, ".,;:()") && is_one_of(word(reader, i + 1), attributes)) ||
      article_number(word(reader, i + 1)) || strcmp(word(reader, i + 1), "no") == 0)
    return NULL;
  if (reader->memory->defined[noun])
    return reader->memory->defined[noun];
  const RcConcept *own = reader->memory->own;
  if (own && noun_of_concept(own) == noun)
    return own;
  /* The only instrument of the kind that the passage names before. */
  const RcConcept *only = NULL;
  for (guint k = 0; k < reader->instruments->len; k++) {
    const Instrument *other = &g_array_index(reader->instruments, Instrument, k);
    if (other->after > i || noun_of_concept(other->concept) != noun ||
        (other->body >= 0 && !is_treaty(reader, other)))
      continue;
    if (only && only != other->concept)
      return NULL;
    only = other->concept;
  }
  return only;
}

/* After the list: "of the", or at once.  *owned: the list belongs to something. */
static const RcConcept *look_ahead(const Reader *reader, guint i, bool *owned) {
  static const char *const links[] = {
      "of",         "the",           "in",      "under",   "to",
      "from",       "both",          "this",    "said",    "same",
      "un",         "united",        "nations", "above",   "mentioned",
      "revised",    "указанной",     "этой",    "данной",  "настоящей",
      "названной",  "упомянутой",    "этого",   "данного", "указанного",
      "настоящего", "вышеуказанной", NULL};
  if (i < reader->words->len && gap_has(reader, i, "(") && !gap_has(reader, i, ".;:")) {
    /* "(prohibition of discrimination)" is passed over. */
    guint k = i + 1, most = MIN(i + BRACKET_WORDS_MAX, reader->words->len - 1);
    while (k <= most && !gap_has(reader, k, ")"))
      k++;
    i = k <= most ? k : i;
  }
  for (guint end = i + LINK_WORDS_MAX; i < reader->words->len && i <= end; i++) {
    if (gap_has(reader, i, ".;:!?"))
      return NULL;
    Instrument *instrument = find_instrument(reader, i, false);
    if (instrument) {
      instrument->cited = true;
      return instrument->concept;
    }
    const RcConcept *concept = resolve_noun(reader, i);
    if (concept)
      return concept;
    if (!is_one_of(word(reader, i), links)) {
      *owned |= !gap_has(reader, i, ",()");
      return NULL;
    }
    *owned = true;
  }
  return NULL;
}

/* Before the list: "ICCPR, arts. 2 and 26", "the Convention (art. 4)". */
static const RcConcept *look_back(const Reader *reader, guint i) {
  static const char *const links[] = {
      "in",        "particular", "its", "especially", "namely", "see", "including",    "в",
      "частности", "особенно",   "см",  "её",         "ее",     "его", "specifically", NULL};
  for (guint start = i; i > 0 && start - i <= BACK_WORDS_MAX; i--) {
    if (gap_has(reader, i, ".;!?"))
      return NULL;
    Instrument *instrument = find_instrument(reader, i, true);
    if (instrument) {
      instrument->cited = true;
      return instrument->concept;
    }
    const RcConcept *concept = resolve_noun(reader, i - 1);
    if (concept)
      return concept;
    if (!is_one_of(word(reader, i - 1), links))
      return NULL;
  }
  return NULL;
}

/* --- mentions --- */

static void find_articles(Reader *reader) {
  for (guint i = 0; i < reader->words->len; i++) {
    List list;
    if (!is_article_word(word(reader, i)) || !read_list(reader, i, &list))
      continue;
    bool owned = false;
    const RcConcept *treaty = look_ahead(reader, list.after, &owned);
    if (!treaty && !owned)
      treaty = look_back(reader, list.first);
    /* "(arts. 2 and 4)" in what a treaty body writes speaks of its own treaty. */
    if (!treaty && !owned && gap_has(reader, list.first, "(") && gap_has(reader, list.after, ")"))
      treaty = reader->memory->own;
    for (int k = 0; treaty && k < list.count; k++) {
      guint place = list.numbers[k].word;
      RcMention mention = {
          .field = RC_FIELD_ARTICLE,
          .concept = g_strdup_printf("%s:%d", treaty->id, list.numbers[k].article),
          .start = word_at(reader, k == 0 ? list.first : place)->start,
          .end = word_at(reader, place)->end,
      };
      g_array_append_val(reader->found, mention);
    }
    i = list.after - 1;
  }
}

static int compare_mentions(gconstpointer a, gconstpointer b) {
  const RcMention *x = a, *y = b;
  if (x->start != y->start)
    return (x->start > y->start) - (x->start < y->start);
  return x->end != y->end ? (x->end > y->end) - (x->end < y->end) : strcmp(x->concept, y->concept);
}

/* --- passages --- */

static void collect_instruments(Reader *reader) {
  const GArray *mentions = reader->passage->mentions;
  guint place = 0;
  for (guint i = 0; i < mentions->len; i++) {
    const RcMention *mention = &g_array_index(mentions, RcMention, i);
    if (mention->field != RC_FIELD_ARTICLE)
      continue;
    while (place < reader->words->len && word_at(reader, place)->start < mention->start)
      place++;
    guint after = place;
    while (after < reader->words->len && word_at(reader, after)->end <= mention->end)
      after++;
    Instrument instrument = {
        place, after, i, rc_vocabulary_lookup(RC_FIELD_ARTICLE, mention->concept), -1, false};
    for (guint k = i > 2 ? i - 2 : 0; k < mentions->len && k <= i + 2 && instrument.body < 0; k++) {
      const RcMention *other = &g_array_index(mentions, RcMention, k);
      if (other->field == RC_FIELD_BODY && other->start == mention->start &&
          other->end == mention->end)
        instrument.body = (int)k;
    }
    if (instrument.concept)
      g_array_append_val(reader->instruments, instrument);
  }
}

/* "... (hereinafter “the Convention”)", "(далее – Конвенция)". */
static void learn_definitions(Reader *reader) {
  static const char *const fillers[] = {"hereinafter", "hereafter", "henceforth", "referred",
                                        "to",          "as",        "the",        "далее",
                                        "именуемая",   "именуемый", "также",      NULL};
  for (guint i = 0; i < reader->instruments->len; i++) {
    const Instrument *instrument = &g_array_index(reader->instruments, Instrument, i);
    guint k = instrument->after;
    if (k >= reader->words->len || !gap_has(reader, k, "(") || gap_has(reader, k, ".;:"))
      continue;
    for (guint end = k + LINK_WORDS_MAX; k < end && is_one_of(word(reader, k), fillers);)
      k++;
    int noun = noun_of_word(word(reader, k));
    if (noun >= 0 && gap_has(reader, k + 1, ")") && noun_of_concept(instrument->concept) == noun)
      reader->memory->defined[noun] = instrument->concept;
  }
}

/* A symbol that stands alone on the first page is the document's own. */
static void learn_own(Reader *reader) {
  static const struct {
    const char *symbol, *instrument;
  } bodies[] = {
      {"CERD/C/", "ICERD"}, {"CCPR/C/", "ICCPR"}, {"E/C.12/", "ICESCR"}, {"CEDAW/C/", "CEDAW"},
      {"CAT/OP/", "OPCAT"}, {"CAT/C/", "CAT"},    {"CRC/C/", "CRC"},     {"CMW/C/", "ICMW"},
      {"CRPD/C/", "CRPD"},  {"CED/C/", "ICPPED"},
  };
  if (reader->memory->own || reader->passage->cites->len == 0)
    return;
  const char *symbol = g_array_index(reader->passage->cites, RcCitation, 0).symbol;
  for (gsize i = 0; i < G_N_ELEMENTS(bodies); i++)
    if (g_str_has_prefix(symbol, bodies[i].symbol))
      reader->memory->own = rc_vocabulary_lookup(RC_FIELD_ARTICLE, bodies[i].instrument);
}

RcArticles *rc_articles_new(void) {
  return g_new0(RcArticles, 1);
}

void rc_articles_free(RcArticles *articles) {
  g_free(articles);
}

void rc_articles_find(RcArticles *articles, RcPassage *passage, const GArray *words) {
  g_autoptr(GArray) instruments = g_array_new(FALSE, FALSE, sizeof(Instrument));
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(RcMention));
  Reader reader = {passage, words, instruments, found, articles};
  if (articles->passages++ < FRONT_PASSAGES && words->len <= FRONT_WORDS)
    learn_own(&reader);
  collect_instruments(&reader);
  find_articles(&reader);
  learn_definitions(&reader);
  /* Of a treaty and a body of one name, the one that is not meant leaves. */
  for (guint i = instruments->len; i > 0; i--) {
    const Instrument *instrument = &g_array_index(instruments, Instrument, i - 1);
    if (instrument->body >= 0)
      g_array_remove_index(passage->mentions, is_treaty(&reader, instrument)
                                                  ? (guint)instrument->body
                                                  : instrument->mention);
  }
  g_array_append_vals(passage->mentions, found->data, found->len);
  if (found->len > 0)
    g_array_sort(passage->mentions, compare_mentions);
}
