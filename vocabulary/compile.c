/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compile-vocabulary OUT.c TSV...: checks the vocabulary and writes it as
 * constant C tables (lib/words/vocabulary-tables.h).
 *
 * Runs while building, so it may take memory and time; the programs pay
 * nothing.  What is wrong is said as "file:line: reason", all of it, and the
 * exit status is 1.  The format it reads is described in vocabulary/README.md. */
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "vocabulary-tables.h"

enum { N_CASES = 12, FIRST_PLURAL = 6 };

/* One set of endings; a paradigm is a GPtrArray of them. */
typedef struct {
  char **endings[N_CASES]; /* alternatives of one case; NULL where there is none */
} Endings;

/* What stands in braces after a form. */
typedef struct {
  RcFormKind kind;
  RcFormRule rule;
  bool common;          /* an ordinary word of the language, too: kept out of the lexicon */
  bool plural;          /* only the plural cases */
  bool full;            /* of a pattern, only the names that have words of their own */
  char *const *pattern; /* what is made of the item, or NULL: just itself */
  char *const *latin;   /* what is made of it in Latin letters, or NULL */
  unsigned years[2];    /* first and last year of a historical name; 0: unknown */
} Marks;

/* A form with its case, as the expansion of an item yields it. */
typedef struct {
  char *text;
  int grammatical_case;
} Expanded;

typedef struct {
  char *text, *words, *language;
  int concept;
  RcFormKind kind;
  RcFormRule rule;
  unsigned years[2];
  int name;  /* of its concept, from 1 */
  int order; /* in the files */
} Form;

/* "became: KZ-61": a concept of the past, and what has its land now. */
typedef struct {
  int concept;
  char *id;
  const char *file;
  int line;
} Successor;

typedef struct {
  RcField field;
  char *id, *parent_id, *labels[2];
  int parent;
  int names; /* read so far */
  const char *file;
  int line;
} Concept;

/* A string to look up, on its way to an RcName. */
typedef struct {
  char *words;
  const char *lemma;
  int first_form, form_count;
  bool goes_on;
  unsigned contexts;
} Name;

typedef struct {
  GHashTable *paradigms;     /* name -> GPtrArray of Endings */
  GHashTable *patterns;      /* "mark/language" -> GStrv of names */
  GArray *concepts;          /* of Concept */
  GHashTable *concept_by_id; /* "field/id" -> number + 1 */
  GArray *successors;        /* of Successor, concept by concept */
  GArray *forms;             /* of Form */
  GHashTable *form_seen;     /* "concept/words" */
  GStringChunk *lemma_words; /* the lemmas: equal if their addresses are */
  GHashTable *lemmas;        /* word -> lemma */
  GHashTable *names;         /* words -> Name */
  GString *strings;          /* rc_table_strings, NUL after each */
  GHashTable *offsets;       /* string -> its offset in strings */
  GChecksum *digest;         /* of all that was read */
  const char *file;          /* where the reader stands, for complaints */
  int line;
  int mistakes;
} Compiler;

typedef void (*RowReader)(Compiler *compiler, char **columns);

/* A vocabulary file by its name, and its header. */
typedef struct {
  const char *name;
  int columns;
  const char *header;
  RowReader read;
} FileKind;

G_GNUC_PRINTF(2, 3)
static void complain(Compiler *compiler, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *reason = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  fprintf(stderr, "%s:%d: %s\n", compiler->file, compiler->line, reason);
  compiler->mistakes++;
}

/* Paradigms */

static void read_paradigm(Compiler *compiler, char **columns) {
  Endings *row = g_new0(Endings, 1);
  for (int i = 0; i < N_CASES; i++) {
    const char *ending = columns[2 + i];
    if (!*ending)
      complain(compiler, "empty ending; write 0 for none and - for a case that is not there");
    if (strcmp(ending, "-") != 0)
      row->endings[i] = g_strsplit(ending, "/", -1);
    for (char **p = row->endings[i]; p && *p; p++)
      if (strcmp(*p, "0") == 0)
        (*p)[0] = '\0';
  }
  GPtrArray *rows = g_hash_table_lookup(compiler->paradigms, columns[0]);
  if (!rows) {
    rows = g_ptr_array_new();
    g_hash_table_insert(compiler->paradigms, g_strdup(columns[0]), rows);
  }
  g_ptr_array_add(rows, row);
}

/* Patterns: "Кордайск{district}" is "Кордайск|adj.m район|m" and more */

static void read_pattern(Compiler *compiler, char **columns) {
  g_autofree char *key = g_strconcat(columns[0], "/", columns[1], NULL);
  char **names = g_strsplit(columns[2], ";", -1);
  for (char **name = names; *name; name++)
    if (!strpbrk(g_strstrip(*name), "*^"))
      complain(compiler, "no * in '%s'", *name);
  if (!g_hash_table_insert(compiler->patterns, g_steal_pointer(&key), names))
    complain(compiler, "a second pattern '%s' of '%s'", columns[0], columns[1]);
}

/* Marks */

typedef struct {
  const char *name;
  RcFormKind kind;
  RcFormRule rule;
  bool common, plural, full;
} MarkInfo;

static const MarkInfo mark_table[] = {
    {"historical", RC_FORM_HISTORICAL, RC_RULE_ALWAYS, false, false, false},
    {"exonym", RC_FORM_EXONYM, RC_RULE_ALWAYS, false, false, false},
    {"pejorative", RC_FORM_PEJORATIVE, RC_RULE_ALWAYS, false, false, false},
    {"capital", RC_FORM_VARIANT, RC_RULE_CAPITAL, true, false, false},
    {"upper", RC_FORM_VARIANT, RC_RULE_UPPER, true, false, false},
    {"people", RC_FORM_VARIANT, RC_RULE_PEOPLE, false, false, false},
    {"adjective", RC_FORM_VARIANT, RC_RULE_ADJECTIVE, false, false, false},
    {"noun", RC_FORM_VARIANT, RC_RULE_NOUN, false, false, false},
    {"official", RC_FORM_VARIANT, RC_RULE_OFFICIAL, true, false, false},
    {"named", RC_FORM_VARIANT, RC_RULE_NAMED, true, false, false},
    {"never", RC_FORM_VARIANT, RC_RULE_NEVER, false, false, false},
    {"common", RC_FORM_VARIANT, RC_RULE_ALWAYS, true, false, false},
    {"plural", RC_FORM_VARIANT, RC_RULE_ALWAYS, false, true, false},
    {"full", RC_FORM_VARIANT, RC_RULE_ALWAYS, false, false, true},
};

static bool add_pattern(Compiler *compiler, const char *name, const char *language, Marks *marks) {
  g_autofree char *key = g_strconcat(name, "/", language, NULL);
  g_autofree char *latin = g_strconcat(name, "/", language, "-Latn", NULL);
  char *const *pattern = g_hash_table_lookup(compiler->patterns, key);
  if (pattern) {
    marks->pattern = pattern;
    marks->latin = g_hash_table_lookup(compiler->patterns, latin);
  }
  return pattern != NULL;
}

/* "2019-2022", "-1991", "1924-". */
static bool add_years(const char *name, Marks *marks) {
  const char *dash = strchr(name, '-');
  if (!dash || name[strspn(name, "0123456789-")] || (!dash[1] && dash == name))
    return false;
  unsigned first = dash == name ? 0 : (unsigned)strtoul(name, NULL, 10);
  unsigned last = (unsigned)strtoul(dash + 1, NULL, 10);
  if (first > 2100 || last > 2100 || (last && first > last))
    return false;
  marks->years[0] = first;
  marks->years[1] = last;
  return true;
}

static void add_mark(Compiler *compiler, const char *name, const char *language, Marks *marks) {
  for (gsize i = 0; i < G_N_ELEMENTS(mark_table); i++) {
    const MarkInfo *info = &mark_table[i];
    if (strcmp(name, info->name) != 0)
      continue;
    if (info->kind != RC_FORM_VARIANT)
      marks->kind = info->kind;
    if (info->rule != RC_RULE_ALWAYS)
      marks->rule = info->rule;
    marks->common |= info->common;
    marks->plural |= info->plural;
    marks->full |= info->full;
    return;
  }
  if (!add_years(name, marks) && !add_pattern(compiler, name, language, marks))
    complain(compiler, "unknown mark '%s'", name);
}

/* Cuts "{...}" off the end of an item and reads it. */
static void take_marks(Compiler *compiler, char *item, const char *language, Marks *marks) {
  char *brace = strchr(item, '{');
  if (!brace)
    return;
  char *end = strchr(brace, '}');
  if (!end || end[1] != '\0') {
    complain(compiler, "braces must close at the end of '%s'", item);
    *brace = '\0';
    return;
  }
  *end = *brace = '\0';
  g_auto(GStrv) names = g_strsplit_set(brace + 1, " ,", -1);
  for (char **name = names; *name; name++)
    if (**name)
      add_mark(compiler, *name, language, marks);
  g_strchomp(item);
}

/* Expansion: alternatives, then cases */

static void expanded_clear(gpointer data) {
  g_free(((Expanded *)data)->text);
}

/* "Zhambyl/Jambyl Region/Oblast" -> four phrases, in order. */
static GPtrArray *expand_alternatives(const char *item) {
  GPtrArray *phrases = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(phrases, g_strdup(""));
  g_auto(GStrv) words = g_strsplit(item, " ", -1);
  for (char **word = words; *word; word++) {
    g_auto(GStrv) choices = g_strsplit(**word ? *word : "?", "/", -1);
    GPtrArray *longer = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < phrases->len && **word; i++)
      for (char **choice = choices; *choice; choice++) {
        const char *so_far = phrases->pdata[i];
        g_ptr_array_add(longer, g_strconcat(so_far, *so_far ? " " : "", *choice, NULL));
      }
    if (**word) {
      g_ptr_array_unref(phrases);
      phrases = longer;
    } else {
      g_ptr_array_unref(longer);
    }
  }
  return phrases;
}

/* A phrase cut where it may be inflected: "Горно-", "Бадахшанск|adj.f ", ... */
typedef struct {
  char *stem;
  const GPtrArray *paradigm; /* NULL: the piece does not change */
  char separator[3];
} Piece;

static void piece_clear(gpointer data) {
  g_free(((Piece *)data)->stem);
}

static void add_piece(Compiler *compiler, GArray *pieces, const char *text, gsize length) {
  Piece piece = {.stem = g_strndup(text, length), .separator = {text[length]}};
  char *bar = strchr(piece.stem, '|');
  if (bar) {
    if (length > 0 && text[length - 1] == ',') { /* "протокол|m, касающ|sja.m" */
      piece.stem[length - 1] = '\0';
      g_strlcpy(piece.separator, ", ", sizeof piece.separator);
    }
    *bar = '\0';
    piece.paradigm = g_hash_table_lookup(compiler->paradigms, bar + 1);
    if (!piece.paradigm)
      complain(compiler, "unknown paradigm '%s' after '%s'", bar + 1, piece.stem);
  }
  g_array_append_val(pieces, piece);
}

static GArray *cut_pieces(Compiler *compiler, const char *phrase) {
  GArray *pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
  g_array_set_clear_func(pieces, piece_clear);
  while (true) {
    gsize length = strcspn(phrase, " -");
    add_piece(compiler, pieces, phrase, length);
    if (!phrase[length])
      return pieces;
    phrase += length + 1;
  }
}

/* Writes the phrase in one case, every combination of endings. */
static void inflect(const GArray *pieces, guint at, guint row, int grammatical_case,
                    const char *so_far, GArray *out) {
  if (at == pieces->len) {
    Expanded form = {g_strdup(so_far), grammatical_case};
    g_array_append_val(out, form);
    return;
  }
  const Piece *piece = &g_array_index(pieces, Piece, at);
  static char *const unchanged[] = {(char *)"", NULL};
  char *const *endings = unchanged;
  if (piece->paradigm) {
    const Endings *set = piece->paradigm->pdata[MIN(row, piece->paradigm->len - 1)];
    endings = set->endings[grammatical_case];
  }
  for (; endings && *endings; endings++) {
    g_autofree char *longer = g_strconcat(so_far, piece->stem, *endings, piece->separator, NULL);
    inflect(pieces, at + 1, row, grammatical_case, longer, out);
  }
}

static void expand_phrase(Compiler *compiler, const char *phrase, bool plural, GArray *out) {
  g_autoptr(GArray) pieces = cut_pieces(compiler, phrase);
  guint rows = 0;
  for (guint i = 0; i < pieces->len; i++) {
    const Piece *piece = &g_array_index(pieces, Piece, i);
    rows = MAX(rows, piece->paradigm ? piece->paradigm->len : 0);
  }
  if (rows == 0) {
    inflect(pieces, 0, 0, 0, "", out);
    return;
  }
  for (guint row = 0; row < rows; row++)
    for (int i = plural ? FIRST_PLURAL : 0; i < N_CASES; i++)
      inflect(pieces, 0, row, i, "", out);
}

/* All forms of an item: array of Expanded, the nominative first. */
static GArray *expand_item(Compiler *compiler, const char *item, bool plural) {
  GArray *out = g_array_new(FALSE, FALSE, sizeof(Expanded));
  g_array_set_clear_func(out, expanded_clear);
  g_autoptr(GPtrArray) phrases = expand_alternatives(item);
  for (guint i = 0; i < phrases->len; i++)
    expand_phrase(compiler, phrases->pdata[i], plural, out);
  return out;
}

/* Forms and the lexicon */

/* A place written with a capital in the data has one in any text; "семей" and
 * "суми" are families and sums.  Elsewhere the marks alone decide. */
static RcFormRule rule_of(Compiler *compiler, int concept, const char *text, const Marks *marks) {
  RcField field = g_array_index(compiler->concepts, Concept, concept).field;
  bool place = field == RC_FIELD_REGION && g_unichar_isupper(g_utf8_get_char(text));
  return place && marks->rule == RC_RULE_ALWAYS ? RC_RULE_CAPITAL : marks->rule;
}

static void add_form(Compiler *compiler, int concept, const char *text, const char *language,
                     const Marks *marks, bool preferred) {
  g_autofree char *words = rc_text_normalise(text);
  if (!*words || strlen(words) > RC_TABLE_NAME_BYTES_MAX) {
    complain(compiler, *words ? "too long: '%s'" : "empty form", text);
    return;
  }
  g_autofree char *key = g_strdup_printf("%d/%s", concept, words);
  if (!g_hash_table_add(compiler->form_seen, g_steal_pointer(&key)))
    return;
  Form form = {.text = g_strdup(text),
               .words = g_steal_pointer(&words),
               .language = g_strdup(language),
               .concept = concept,
               .kind =
                   preferred && marks->kind == RC_FORM_VARIANT ? RC_FORM_PREFERRED : marks->kind,
               .rule = rule_of(compiler, concept, text, marks),
               .name = g_array_index(compiler->concepts, Concept, concept).names,
               .years = {marks->years[0], marks->years[1]},
               .order = (int)compiler->forms->len};
  g_array_append_val(compiler->forms, form);
}

/* Gives `word` the lemma of its name.  Where two names share a word, all words of
 * both get one lemma, or a search for one would miss the other's. */
static void add_lemma(Compiler *compiler, const char *word, const char **lemma) {
  const char *present = g_hash_table_lookup(compiler->lemmas, word);
  if (!*lemma)
    *lemma = present ? present : g_string_chunk_insert_const(compiler->lemma_words, word);
  if (present && present != *lemma) {
    GHashTableIter iter;
    gpointer key, value;
    g_hash_table_iter_init(&iter, compiler->lemmas);
    while (g_hash_table_iter_next(&iter, &key, &value))
      if (value == present)
        g_hash_table_iter_replace(&iter, (gpointer)*lemma);
  }
  g_hash_table_insert(compiler->lemmas, g_strdup(word), (gpointer)*lemma);
}

static void add_lemmas(Compiler *compiler, const GArray *expanded, const char **lemma) {
  for (guint i = 0; i < expanded->len; i++) {
    g_autofree char *words = rc_text_normalise(g_array_index(expanded, Expanded, i).text);
    if (*words && !strchr(words, ' '))
      add_lemma(compiler, words, lemma);
  }
}

/* The form people are shown: a group in the plural where it has one. */
static const char *label_of(const GArray *expanded, RcField field) {
  for (guint i = 0; i < expanded->len && field == RC_FIELD_GROUP; i++)
    if (g_array_index(expanded, Expanded, i).grammatical_case == FIRST_PLURAL)
      return g_array_index(expanded, Expanded, i).text;
  return expanded->len > 0 ? g_array_index(expanded, Expanded, 0).text : "";
}

/* A name being read: what its items have in common. */
typedef struct {
  int concept;
  const char *language;
  char **label;      /* set by the first form of the first name */
  const char *lemma; /* set by the first item that is in the lexicon */
} NameReader;

static void add_item(Compiler *compiler, NameReader *reader, const char *item, const Marks *marks) {
  RcField field = g_array_index(compiler->concepts, Concept, reader->concept).field;
  g_autoptr(GArray) expanded = expand_item(compiler, item, marks->plural);
  if (!*reader->label)
    *reader->label = g_strdup(label_of(expanded, field));
  for (guint i = 0; i < expanded->len; i++) {
    const char *text = g_array_index(expanded, Expanded, i).text;
    add_form(compiler, reader->concept, text, reader->language, marks,
             strcmp(text, *reader->label) == 0);
  }
  if (!marks->common && field != RC_FIELD_RIGHT) /* rights are called by common words */
    add_lemmas(compiler, expanded, &reader->lemma);
}

/* Writes `with` for `what` in `text`, once. */
static char *put_for(const char *text, const char *what, const char *with) {
  g_auto(GStrv) parts = g_strsplit(text, what, 2);
  return parts[0] && parts[1] ? g_strconcat(parts[0], with, parts[1], NULL) : g_strdup(text);
}

/* True for the names of a pattern that {full} takes away: "*", "*|adj.m", but not
 * "*{never}", which is for searches alone. */
static bool is_item_alone(const char *name) {
  return !strpbrk(name, " {");
}

static char *nominative_of(Compiler *compiler, const char *item) {
  g_autoptr(GArray) expanded = expand_item(compiler, item, false);
  return g_strdup(expanded->len > 0 ? g_array_index(expanded, Expanded, 0).text : "");
}

/* The names a pattern makes of an item; its marks are added to those of the item. */
static void add_pattern_items(Compiler *compiler, NameReader *reader, const char *item,
                              const Marks *marks, char *const *pattern) {
  g_autofree char *nominative = nominative_of(compiler, item);
  for (char *const *name = pattern; *name; name++) {
    if (marks->full && is_item_alone(*name))
      continue;
    Marks both = *marks;
    g_autofree char *own = g_strdup(*name);
    take_marks(compiler, own, reader->language, &both);
    g_autofree char *unchanged = put_for(own, "^", nominative);
    g_autofree char *whole = put_for(unchanged, "*", item);
    add_item(compiler, reader, whole, &both);
  }
}

/* Letter by letter, as in passports and on maps; the soft and hard signs vanish. */
static char *transliterate(const char *russian) {
  static const char *const latin[] = {
      "a", "b", "v", "g", "d", "e",  "zh", "z",  "i",  "y",    "k", "l", "m", "n", "o",  "p",
      "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "",  "y", "",  "e", "yu", "ya"};
  GString *out = g_string_new(NULL);
  for (const char *p = russian; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p), lower = g_unichar_tolower(c);
    const char *letters = lower >= 0x430 && lower <= 0x44F ? latin[lower - 0x430]
                          : lower == 0x451                 ? "e"
                                                           : NULL;
    gsize start = out->len;
    if (letters)
      g_string_append(out, letters);
    else
      g_string_append_unichar(out, c);
    if (c != lower && out->len > start)
      out->str[start] = g_ascii_toupper(out->str[start]);
  }
  return g_string_free(out, FALSE);
}

/* "Kordayskiy rayon": a name of its own, so that the English label stays. */
static void add_latin_items(Compiler *compiler, int number, char **label, const char *item,
                            const Marks *marks) {
  g_autofree char *latin = transliterate(item);
  NameReader reader = {number, "ru-Latn", label, NULL};
  g_array_index(compiler->concepts, Concept, number).names++;
  add_pattern_items(compiler, &reader, latin, marks, marks->latin);
}

/* One name: items joined by " + ", which share a lemma and the kind. */
static void read_name(Compiler *compiler, int number, char **label, const char *name,
                      const char *language) {
  g_auto(GStrv) items = g_strsplit(name, " + ", -1);
  NameReader reader = {number, language, label, NULL};
  RcFormKind kind = RC_FORM_VARIANT;
  g_array_index(compiler->concepts, Concept, number).names++;
  if (!items[0])
    complain(compiler, "empty form");
  for (char **item = items; *item; item++) {
    Marks marks = {.kind = kind};
    take_marks(compiler, g_strstrip(*item), language, &marks);
    kind = marks.kind;
    g_autofree char *whole = put_for(*item, "=", *label ? *label : "");
    if (marks.pattern)
      add_pattern_items(compiler, &reader, whole, &marks, marks.pattern);
    if (marks.latin)
      add_latin_items(compiler, number, label, whole, &marks);
    if (!marks.pattern)
      add_item(compiler, &reader, whole, &marks);
  }
}

static void read_names(Compiler *compiler, int number, int label, const char *column,
                       const char *language) {
  if (!*column)
    complain(compiler, "no name in the column '%s'", language);
  char *text = NULL;
  g_auto(GStrv) names = g_strsplit(column, ";", -1);
  for (char **name = names; *name; name++)
    read_name(compiler, number, &text, *name, language);
  g_array_index(compiler->concepts, Concept, number).labels[label] = text ? text : g_strdup("");
}

static void add_successor(Compiler *compiler, int number, const char *id) {
  Successor successor = {number, g_strdup(id), compiler->file, compiler->line};
  g_array_append_val(compiler->successors, successor);
}

static void read_other_name(Compiler *compiler, int number, const char *language, char *text) {
  static char *const itself[] = {(char *)"*", NULL};
  Marks marks = {.kind = RC_FORM_VARIANT};
  take_marks(compiler, text, language, &marks);
  g_array_index(compiler->concepts, Concept, number).names++;
  for (char *const *name = marks.pattern ? marks.pattern : itself; *name; name++) {
    if (marks.full && is_item_alone(*name))
      continue;
    Marks both = marks;
    g_autofree char *own = g_strdup(*name);
    take_marks(compiler, own, language, &both);
    g_autofree char *whole = put_for(own, "*", text);
    add_form(compiler, number, whole, language, &both, false);
  }
}

/* "kk: Қазақстан; uz: Qozog‘iston" */
static void read_other_names(Compiler *compiler, int number, const char *column) {
  g_auto(GStrv) names = g_strsplit(column, ";", -1);
  for (char **name = names; *name && *column; name++) {
    char *colon = strchr(*name, ':');
    if (!colon) {
      complain(compiler, "a name without a language: '%s'", g_strstrip(*name));
      continue;
    }
    *colon = '\0';
    if (strcmp(g_strstrip(*name), "became") == 0)
      add_successor(compiler, number, g_strstrip(colon + 1));
    else
      read_other_name(compiler, number, *name, g_strstrip(colon + 1));
  }
}

/* A word that means no concept: its items share a lemma and that is all. */
static void read_word(Compiler *compiler, char **columns) {
  g_auto(GStrv) items = g_strsplit(columns[0], " + ", -1);
  const char *lemma = NULL;
  if (!*columns[0])
    complain(compiler, "empty form");
  for (char **item = items; *item; item++) {
    g_autoptr(GArray) expanded = expand_item(compiler, g_strstrip(*item), false);
    add_lemmas(compiler, expanded, &lemma);
  }
}

/* Concepts */

/* Ids are told apart without regard to case, as people type them. */
static char *concept_key(RcField field, const char *id) {
  g_autofree char *lower = g_ascii_strdown(id, -1);
  return g_strdup_printf("%d/%s", (int)field, lower);
}

static void read_concept(Compiler *compiler, RcField field, char **columns) {
  Concept concept = {.field = field, .parent = -1, .file = compiler->file, .line = compiler->line};
  if (!*columns[0])
    complain(compiler, "empty id");
  g_autofree char *key = concept_key(field, columns[0]);
  int number = (int)compiler->concepts->len;
  if (g_hash_table_contains(compiler->concept_by_id, key)) {
    complain(compiler, "duplicate id '%s'", columns[0]);
    return;
  }
  g_hash_table_insert(compiler->concept_by_id, g_steal_pointer(&key), GINT_TO_POINTER(number + 1));
  concept.id = g_strdup(columns[0]);
  concept.parent_id = strcmp(columns[1], "-") == 0 ? NULL : g_strdup(columns[1]);
  g_array_append_val(compiler->concepts, concept);
  read_names(compiler, number, 0, columns[2], "en");
  read_names(compiler, number, 1, columns[3], "ru");
  read_other_names(compiler, number, columns[4]);
}

static void read_region(Compiler *compiler, char **columns) {
  read_concept(compiler, RC_FIELD_REGION, columns);
}

static void read_group(Compiler *compiler, char **columns) {
  read_concept(compiler, RC_FIELD_GROUP, columns);
}

static void read_body(Compiler *compiler, char **columns) {
  read_concept(compiler, RC_FIELD_BODY, columns);
}

static void read_instrument(Compiler *compiler, char **columns) {
  read_concept(compiler, RC_FIELD_ARTICLE, columns);
}

static void read_right(Compiler *compiler, char **columns) {
  read_concept(compiler, RC_FIELD_RIGHT, columns);
}

static int concept_number(Compiler *compiler, RcField field, const char *id) {
  g_autofree char *key = concept_key(field, id);
  return GPOINTER_TO_INT(g_hash_table_lookup(compiler->concept_by_id, key)) - 1;
}

static void find_parent(Compiler *compiler, Concept *concept) {
  if (!concept->parent_id)
    return;
  concept->parent = concept_number(compiler, concept->field, concept->parent_id);
  compiler->file = concept->file;
  compiler->line = concept->line;
  if (concept->parent < 0)
    complain(compiler, "unknown parent '%s'", concept->parent_id);
}

/* A concept that stands below itself would make every walk upwards endless. */
static void check_ancestors(Compiler *compiler, const Concept *concept) {
  guint steps = 0;
  for (int at = concept->parent; at >= 0 && steps <= compiler->concepts->len; steps++)
    at = g_array_index(compiler->concepts, Concept, at).parent;
  if (steps <= compiler->concepts->len)
    return;
  compiler->file = concept->file;
  compiler->line = concept->line;
  complain(compiler, "'%s' stands below itself", concept->id);
}

static void check_parents(Compiler *compiler) {
  for (guint i = 0; i < compiler->concepts->len; i++)
    find_parent(compiler, &g_array_index(compiler->concepts, Concept, i));
  for (guint i = 0; i < compiler->concepts->len; i++)
    check_ancestors(compiler, &g_array_index(compiler->concepts, Concept, i));
}

static void check_successors(Compiler *compiler) {
  for (guint i = 0; i < compiler->successors->len; i++) {
    const Successor *successor = &g_array_index(compiler->successors, Successor, i);
    RcField field = g_array_index(compiler->concepts, Concept, successor->concept).field;
    compiler->file = successor->file;
    compiler->line = successor->line;
    if (concept_number(compiler, field, successor->id) < 0)
      complain(compiler, "became unknown '%s'", successor->id);
  }
}

/* Names to look up */

static Name *name_of(Compiler *compiler, const char *words) {
  Name *name = g_hash_table_lookup(compiler->names, words);
  if (!name) {
    name = g_new0(Name, 1);
    name->words = g_strdup(words);
    g_hash_table_insert(compiler->names, name->words, name);
  }
  return name;
}

static const char *const context_names[RC_N_CONTEXTS] = {
    [RC_CONTEXT_PEOPLE] = "people",     [RC_CONTEXT_ETHNIC] = "ethnic",
    [RC_CONTEXT_THING] = "thing",       [RC_CONTEXT_FUNCTION] = "function",
    [RC_CONTEXT_JOINER] = "joiner",     [RC_CONTEXT_SINGLE] = "single",
    [RC_CONTEXT_SPEECH] = "speech",     [RC_CONTEXT_PHRASE] = "phrase",
    [RC_CONTEXT_OFFICIAL] = "official",
};

static unsigned context_bit(Compiler *compiler, const char *list) {
  for (int i = 0; i < RC_N_CONTEXTS; i++)
    if (strcmp(context_names[i], list) == 0)
      return 1u << i;
  complain(compiler, "unknown list '%s'", list);
  return 0;
}

/* A name is found word by word: each run of words it begins with is known, too. */
static void index_beginnings(Compiler *compiler, const char *words) {
  for (const char *space = strchr(words, ' '); space; space = strchr(space + 1, ' ')) {
    g_autofree char *beginning = g_strndup(words, (gsize)(space - words));
    name_of(compiler, beginning)->goes_on = true;
  }
}

static void read_context(Compiler *compiler, char **columns) {
  unsigned bit = context_bit(compiler, columns[0]);
  g_auto(GStrv) items = g_strsplit(columns[2], ";", -1);
  for (char **item = items; *item; item++) {
    g_autoptr(GArray) expanded = expand_item(compiler, g_strstrip(*item), false);
    for (guint i = 0; i < expanded->len; i++) {
      g_autofree char *words = rc_text_normalise(g_array_index(expanded, Expanded, i).text);
      if (!*words || (strchr(words, ' ') && bit != 1u << RC_CONTEXT_PHRASE)) {
        complain(compiler, "a context word must be one word: '%s'", *item);
        continue;
      }
      name_of(compiler, words)->contexts |= bit;
      index_beginnings(compiler, words);
    }
  }
}

static int compare_forms(gconstpointer a, gconstpointer b) {
  const Form *x = a, *y = b;
  int order = strcmp(x->words, y->words);
  if (order == 0)
  order = x->concept - y->concept;
  return order ? order : x->order - y->order;
}

static void index_forms(Compiler *compiler) {
  g_array_sort(compiler->forms, compare_forms);
  for (guint i = 0; i < compiler->forms->len; i++) {
    const Form *form = &g_array_index(compiler->forms, Form, i);
    Name *name = name_of(compiler, form->words);
    if (name->form_count++ == 0)
      name->first_form = (int)i;
    index_beginnings(compiler, form->words);
  }
}

/* "ЮжноКазахстанская", "Санкт\u00ADПетербург": hyphens that were lost at the end of a
 * line, or are not seen as such, still leave the name to be found. */
static void index_without_hyphens(Compiler *compiler, guint number) {
  const Form *form = &g_array_index(compiler->forms, Form, number);
  g_auto(GStrv) parts = g_strsplit(form->text, "-", -1);
  if (!parts[0] || !parts[1])
    return;
  g_autofree char *glued = g_strjoinv("", parts);
  g_autofree char *words = rc_text_normalise(glued);
  const Name *whole = name_of(compiler, form->words);
  Name *name = name_of(compiler, words);
  if (name->form_count > 0)
    return;
  name->first_form = whole->first_form;
  name->form_count = whole->form_count;
  index_beginnings(compiler, words);
}

static void index_lemmas(Compiler *compiler) {
  GHashTableIter iter;
  gpointer word, lemma;
  g_hash_table_iter_init(&iter, compiler->lemmas);
  while (g_hash_table_iter_next(&iter, &word, &lemma))
    name_of(compiler, word)->lemma = lemma;
}

/* Writing */

static void write_string(FILE *out, const char *text) {
  fputc('"', out);
  for (const char *p = text; *p; p++) {
    if (*p == '"' || *p == '\\')
      fputc('\\', out);
    fputc(*p, out);
  }
  fputc('"', out);
}

/* Puts a string into rc_table_strings, once; NULL is the empty string at 0. */
static guint32 offset_of(Compiler *compiler, const char *text) {
  text = text ? text : "";
  gpointer offset;
  if (!g_hash_table_lookup_extended(compiler->offsets, text, NULL, &offset)) {
    offset = GSIZE_TO_POINTER(compiler->strings->len);
    g_hash_table_insert(compiler->offsets, (gpointer)text, offset);
    g_string_append_len(compiler->strings, text, (gssize)strlen(text) + 1);
  }
  return (guint32)GPOINTER_TO_SIZE(offset);
}

static void write_pool(Compiler *compiler, FILE *out) {
  fputs("const char rc_table_strings[] =\n", out);
  const char *end = compiler->strings->str + compiler->strings->len;
  for (const char *p = compiler->strings->str; p < end; p += strlen(p) + 1) {
    write_string(out, p);
    fputs(" \"\\0\"\n", out);
  }
  fputs(";\n", out);
}

static void write_concepts(Compiler *compiler, FILE *out) {
  guint count = compiler->concepts->len;
  g_autofree int *first = g_new0(int, count + 1);
  for (guint i = 0; i < compiler->forms->len; i++)
    first[g_array_index(compiler->forms, Form, i).concept + 1]++;
  for (guint i = 0; i < count; i++)
    first[i + 1] += first[i];
  int successor = 0;
  fputs("const RcConcept rc_table_concepts[] = {\n", out);
  for (guint i = 0; i < count; i++) {
    const Concept *concept = &g_array_index(compiler->concepts, Concept, i);
    fprintf(out, "{%d, ", (int)concept->field);
    const char *strings[] = {concept->id, concept->labels[0], concept->labels[1]};
    for (gsize k = 0; k < G_N_ELEMENTS(strings); k++) {
      write_string(out, strings[k]);
      fputs(", ", out);
    }
    int next = successor;
    for (; next < (int)compiler->successors->len; next++)
      if (g_array_index(compiler->successors, Successor, next).concept != (int)i)
        break;
    fprintf(out, "%d, %d, %d, %d, %d},\n", concept->parent, first[i], first[i + 1] - first[i],
            successor, next - successor);
    successor = next;
  }
  fprintf(out, "};\nconst int rc_table_concept_count = %u;\n", count);
}

static void write_successors(Compiler *compiler, FILE *out) {
  fputs("const int rc_table_successors[] = {", out);
  for (guint i = 0; i < compiler->successors->len; i++) {
    const Successor *successor = &g_array_index(compiler->successors, Successor, i);
    RcField field = g_array_index(compiler->concepts, Concept, successor->concept).field;
    fprintf(out, "%d, ", concept_number(compiler, field, successor->id));
  }
  fputs("-1};\n", out);
}

static int compare_ids(gconstpointer a, gconstpointer b, gpointer concepts) {
  const Concept *x = &g_array_index((GArray *)concepts, Concept, *(const int *)a);
  const Concept *y = &g_array_index((GArray *)concepts, Concept, *(const int *)b);
  return rc_table_compare_ids(x->field, x->id, y->field, y->id);
}

/* The numbers 0 .. count - 1 in the order of `compare`, as an array of C. */
static void write_order(FILE *out, const char *declaration, guint count, GCompareDataFunc compare,
                        gpointer data) {
  g_autofree int *order = g_new(int, count);
  for (guint i = 0; i < count; i++)
    order[i] = (int)i;
  g_qsort_with_data(order, (int)count, sizeof *order, compare, data);
  fprintf(out, "%s = {\n", declaration);
  for (guint i = 0; i < count; i++)
    fprintf(out, "%d,%s", order[i], i % 16 == 15 ? "\n" : " ");
  fputs("};\n", out);
}

static void write_forms(Compiler *compiler, FILE *out) {
  fputs("const RcForm rc_table_forms[] = {\n", out);
  for (guint i = 0; i < compiler->forms->len; i++) {
    const Form *form = &g_array_index(compiler->forms, Form, i);
    fprintf(out, "{%u, %u, %u, %d, %d, %d, %d, %u, %u},\n", offset_of(compiler, form->text),
            offset_of(compiler, form->words), offset_of(compiler, form->language), form->concept,
            (int)form->kind, (int)form->rule, form->name, form->years[0], form->years[1]);
  }
  fputs("};\n", out);
}

/* Concept by concept, and within one in the order of the files. */
static int compare_order(gconstpointer a, gconstpointer b, gpointer forms) {
  const Form *x = &g_array_index((GArray *)forms, Form, *(const int *)a);
  const Form *y = &g_array_index((GArray *)forms, Form, *(const int *)b);
  return x->concept != y->concept ? x->concept - y->concept : x->order - y->order;
}

static int compare_names(gconstpointer a, gconstpointer b) {
  return strcmp((*(Name *const *)a)->words, (*(Name *const *)b)->words);
}

/* At most two thirds of the slots are taken: a failing lookup probes little. */
static void write_slots(const GPtrArray *names, FILE *out) {
  guint32 count = 64;
  while (count < names->len + names->len / 2)
    count *= 2;
  g_autofree RcNameSlot *slots = g_new0(RcNameSlot, count);
  for (guint i = 0; i < names->len; i++) {
    const char *words = ((const Name *)names->pdata[i])->words;
    guint32 hash = rc_table_hash(words, strlen(words)), at = hash & (count - 1);
    while (slots[at].name)
      at = (at + 1) & (count - 1);
    slots[at] = (RcNameSlot){hash, i + 1};
  }
  fputs("const RcNameSlot rc_table_slots[] = {\n", out);
  for (guint32 i = 0; i < count; i++)
    fprintf(out, "{%uu, %u},%s", slots[i].hash, slots[i].name, i % 8 == 7 ? "\n" : " ");
  fprintf(out, "};\nconst guint32 rc_table_slot_mask = %uu;\n", count - 1);
}

static void write_filter(const GPtrArray *names, FILE *out) {
  g_autofree guint64 *filter = g_new0(guint64, RC_TABLE_FILTER_BITS / 64);
  for (guint i = 0; i < names->len; i++) {
    const char *words = ((const Name *)names->pdata[i])->words;
    guint32 bit = rc_table_filter_bit(rc_table_hash(words, strlen(words)));
    filter[bit / 64] |= G_GUINT64_CONSTANT(1) << bit % 64;
  }
  fputs("const guint64 rc_table_filter[] = {\n", out);
  for (guint32 i = 0; i < RC_TABLE_FILTER_BITS / 64; i++)
    fprintf(out, "0x%" G_GINT64_MODIFIER "x,%s", filter[i], i % 8 == 7 ? "\n" : " ");
  fputs("};\n", out);
}

static void write_names(Compiler *compiler, FILE *out) {
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, compiler->names);
  while (g_hash_table_iter_next(&iter, NULL, &value))
    g_ptr_array_add(names, value);
  g_ptr_array_sort(names, compare_names);
  fputs("const RcName rc_table_names[] = {\n", out);
  for (guint i = 0; i < names->len; i++) {
    const Name *name = names->pdata[i];
    fprintf(out, "{%u, %u, %d, %d, %u, %d},\n", offset_of(compiler, name->words),
            offset_of(compiler, name->lemma), name->first_form, name->form_count, name->contexts,
            name->goes_on);
  }
  fputs("};\n", out);
  write_slots(names, out);
  write_filter(names, out);
}

static bool write_tables(Compiler *compiler, const char *path) {
  FILE *out = g_fopen(path, "w");
  if (!out) {
    perror(path);
    return false;
  }
  fprintf(out,
          "/* Written by compile-vocabulary from vocabulary/; do not edit.\n"
          " * %u concepts, %u forms, %u words of the lexicon, %u strings to look up. */\n"
          "#include \"vocabulary-tables.h\"\n",
          compiler->concepts->len, compiler->forms->len, g_hash_table_size(compiler->lemmas),
          g_hash_table_size(compiler->names));
  offset_of(compiler, "");
  write_concepts(compiler, out);
  write_successors(compiler, out);
  write_order(out, "const guint16 rc_table_concept_order[]", compiler->concepts->len, compare_ids,
              compiler->concepts);
  write_forms(compiler, out);
  write_order(out, "const int rc_table_form_order[]", compiler->forms->len, compare_order,
              compiler->forms);
  write_names(compiler, out);
  write_pool(compiler, out);
  fprintf(out, "const char rc_table_digest[] = \"%s\";\n", g_checksum_get_string(compiler->digest));
  bool failed = ferror(out) != 0;
  if (fclose(out) != 0 || failed) {
    perror(path);
    return false;
  }
  return true;
}

/* Reading */

#define CASES "nom\tgen\tdat\tacc\tins\tloc\tpl-nom\tpl-gen\tpl-dat\tpl-acc\tpl-ins\tpl-loc"

/* In the order they are read: paradigms before what uses them. */
static const FileKind file_kinds[] = {
    {"paradigms.tsv", 2 + N_CASES, "name\texample\t" CASES, read_paradigm},
    {"patterns.tsv", 3, "mark\tlanguage\tnames", read_pattern},
    {"context.tsv", 3, "list\tlanguage\twords", read_context},
    {"regions.tsv", 5, "id\tparent\ten\tru\tother", read_region},
    {"groups.tsv", 5, "id\tparent\ten\tru\tother", read_group},
    {"bodies.tsv", 5, "id\tparent\ten\tru\tother", read_body},
    {"instruments.tsv", 5, "id\tparent\ten\tru\tother", read_instrument},
    {"rights.tsv", 5, "id\tparent\ten\tru\tother", read_right},
    {"words.tsv", 1, "words", read_word},
};

static void read_line(Compiler *compiler, const FileKind *kind, const char *line, bool *headed) {
  if (!g_utf8_validate(line, -1, NULL)) {
    complain(compiler, "not valid UTF-8");
    return;
  }
  if (line[0] == '#' || line[0] == '\0')
    return;
  if (!*headed) {
    *headed = true;
    if (strcmp(line, kind->header) != 0)
      complain(compiler, "the header of %s is not '%s'", kind->name, kind->header);
    return;
  }
  g_auto(GStrv) columns = g_strsplit(line, "\t", -1);
  int count = (int)g_strv_length(columns);
  if (count != kind->columns)
    complain(compiler, "%d columns instead of %d", count, kind->columns);
  else
    kind->read(compiler, columns);
}

static void read_file(Compiler *compiler, const FileKind *kind, const char *path) {
  g_autoptr(GError) error = NULL;
  g_autofree char *content = NULL;
  compiler->file = path;
  compiler->line = 0;
  if (!g_file_get_contents(path, &content, NULL, &error)) {
    complain(compiler, "%s", error->message);
    return;
  }
  g_checksum_update(compiler->digest, (const guchar *)content, (gssize)strlen(content) + 1);
  bool headed = false;
  g_auto(GStrv) lines = g_strsplit(content, "\n", -1);
  for (char **line = lines; *line; line++) {
    compiler->line++;
    read_line(compiler, kind, *line, &headed);
  }
}

static bool is_kind(const FileKind *kind, const char *path) {
  g_autofree char *base = g_path_get_basename(path);
  return strcmp(base, kind->name) == 0;
}

static void check_file_names(Compiler *compiler, char **paths) {
  for (; *paths; paths++) {
    bool known = false;
    for (gsize i = 0; i < G_N_ELEMENTS(file_kinds); i++)
      known |= is_kind(&file_kinds[i], *paths);
    compiler->file = *paths;
    compiler->line = 0;
    if (!known)
      complain(compiler, "not the name of a vocabulary file");
  }
}

static void read_files(Compiler *compiler, char **paths) {
  check_file_names(compiler, paths);
  for (gsize i = 0; i < G_N_ELEMENTS(file_kinds); i++)
    for (char **path = paths; *path; path++)
      if (is_kind(&file_kinds[i], *path))
        read_file(compiler, &file_kinds[i], *path);
}

/* Freed by the end of the process: it is a short one. */
static Compiler compiler_new(void) {
  return (Compiler){
      .paradigms = g_hash_table_new(g_str_hash, g_str_equal),
      .patterns = g_hash_table_new(g_str_hash, g_str_equal),
      .concepts = g_array_new(FALSE, FALSE, sizeof(Concept)),
      .concept_by_id = g_hash_table_new(g_str_hash, g_str_equal),
      .successors = g_array_new(FALSE, FALSE, sizeof(Successor)),
      .forms = g_array_new(FALSE, FALSE, sizeof(Form)),
      .form_seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .lemma_words = g_string_chunk_new(4096),
      .lemmas = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .names = g_hash_table_new(g_str_hash, g_str_equal),
      .strings = g_string_new(NULL),
      .offsets = g_hash_table_new(g_str_hash, g_str_equal),
      .digest = g_checksum_new(G_CHECKSUM_SHA256),
  };
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fputs("usage: compile-vocabulary OUT.c TSV...\n", stderr);
    return EXIT_FAILURE;
  }
  static Compiler compiler;
  compiler = compiler_new();
  read_files(&compiler, argv + 2);
  check_parents(&compiler);
  check_successors(&compiler);
  if (compiler.mistakes > 0)
    return EXIT_FAILURE;
  index_forms(&compiler);
  for (guint i = 0; i < compiler.forms->len; i++)
    index_without_hyphens(&compiler, i);
  index_lemmas(&compiler);
  return write_tables(&compiler, argv[1]) ? EXIT_SUCCESS : EXIT_FAILURE;
}
