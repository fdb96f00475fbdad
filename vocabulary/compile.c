/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compile-vocabulary OUT.c TSV...: checks the vocabulary and writes it as
 * constant C tables (lib/vocabulary-tables.h).
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

enum { N_CASES = 12, FIRST_PLURAL = 6, MAX_CONTEXTS = 8 };

/* One set of endings; a paradigm is a GPtrArray of them. */
typedef struct {
  char **endings[N_CASES]; /* alternatives of one case; NULL where there is none */
} Endings;

/* What stands in braces after a form. */
typedef struct {
  RcFormKind kind;
  RcFormRule rule;
  bool common; /* an ordinary word of the language, too: kept out of the lexicon */
  bool plural; /* only the plural cases */
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
  int order; /* in the files */
} Form;

typedef struct {
  RcField field;
  char *id, *parent_id, *labels[2];
  int parent;
  const char *file;
  int line;
} Concept;

/* A string to look up, on its way to an RcName. */
typedef struct {
  char *words;
  const char *lemma;
  int first_form, form_count, longest;
  unsigned contexts;
} Name;

typedef struct {
  GHashTable *paradigms;     /* name -> GPtrArray of Endings */
  GArray *concepts;          /* of Concept */
  GHashTable *concept_by_id; /* "field/id" -> number + 1 */
  GArray *forms;             /* of Form */
  GHashTable *form_seen;     /* "concept/words" */
  GHashTable *lemmas;        /* word -> lemma */
  GPtrArray *contexts;       /* names of the lists */
  GHashTable *names;         /* words -> Name */
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

/* Marks */

typedef struct {
  const char *name;
  RcFormKind kind;
  RcFormRule rule;
  bool common, plural;
} MarkInfo;

static const MarkInfo mark_table[] = {
    {"historical", RC_FORM_HISTORICAL, RC_RULE_ALWAYS, false, false},
    {"exonym", RC_FORM_EXONYM, RC_RULE_ALWAYS, false, false},
    {"pejorative", RC_FORM_PEJORATIVE, RC_RULE_ALWAYS, false, false},
    {"capital", RC_FORM_VARIANT, RC_RULE_CAPITAL, true, false},
    {"upper", RC_FORM_VARIANT, RC_RULE_UPPER, true, false},
    {"people", RC_FORM_VARIANT, RC_RULE_PEOPLE, false, false},
    {"adjective", RC_FORM_VARIANT, RC_RULE_ADJECTIVE, false, false},
    {"never", RC_FORM_VARIANT, RC_RULE_NEVER, false, false},
    {"official", RC_FORM_VARIANT, RC_RULE_OFFICIAL, true, false},
    {"named", RC_FORM_VARIANT, RC_RULE_NAMED, true, false},
    {"common", RC_FORM_VARIANT, RC_RULE_ALWAYS, true, false},
    {"plural", RC_FORM_VARIANT, RC_RULE_ALWAYS, false, true},
};

static void add_mark(Compiler *compiler, const char *name, Marks *marks) {
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
    return;
  }
  complain(compiler, "unknown mark '%s'", name);
}

/* Cuts "{...}" off the end of an item and reads it. */
static void take_marks(Compiler *compiler, char *item, Marks *marks) {
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
      add_mark(compiler, *name, marks);
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
  if (!*words) {
    complain(compiler, "empty form");
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
               .order = (int)compiler->forms->len};
  g_array_append_val(compiler->forms, form);
}

/* Gives `word` the lemma of its name.  Where two names share a word, all words of
 * both get one lemma, or a search for one would miss the other's. */
static void add_lemma(Compiler *compiler, const char *word, const char **lemma) {
  const char *present = g_hash_table_lookup(compiler->lemmas, word);
  if (!*lemma)
    *lemma = present ? present : g_intern_string(word);
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

/* One name: items joined by " + ", which share a lemma and the kind. */
static void read_name(Compiler *compiler, int number, char **label, const char *name,
                      const char *language) {
  RcField field = g_array_index(compiler->concepts, Concept, number).field;
  g_auto(GStrv) items = g_strsplit(name, " + ", -1);
  RcFormKind kind = RC_FORM_VARIANT;
  const char *lemma = NULL;
  if (!items[0])
    complain(compiler, "empty form");
  for (char **item = items; *item; item++) {
    Marks marks = {kind, RC_RULE_ALWAYS, false, false};
    take_marks(compiler, g_strstrip(*item), &marks);
    kind = marks.kind;
    g_auto(GStrv) parts = g_strsplit(*item, "=", 2);
    g_autofree char *whole = parts[0] && parts[1]
                                 ? g_strconcat(parts[0], *label ? *label : "", parts[1], NULL)
                                 : g_strdup(*item);
    g_autoptr(GArray) expanded = expand_item(compiler, whole, marks.plural);
    if (!*label)
      *label = g_strdup(label_of(expanded, field));
    for (guint i = 0; i < expanded->len; i++) {
      const char *text = g_array_index(expanded, Expanded, i).text;
      add_form(compiler, number, text, language, &marks, strcmp(text, *label) == 0);
    }
    if (!marks.common && field != RC_FIELD_RIGHT) /* rights are called by common words */
      add_lemmas(compiler, expanded, &lemma);
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
    Marks marks = {RC_FORM_VARIANT, RC_RULE_ALWAYS, false, false};
    char *text = g_strstrip(colon + 1);
    take_marks(compiler, text, &marks);
    add_form(compiler, number, text, g_strstrip(*name), &marks, false);
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

static char *concept_key(RcField field, const char *id) {
  return g_strdup_printf("%d/%s", (int)field, id);
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

static void find_parent(Compiler *compiler, Concept *concept) {
  if (!concept->parent_id)
    return;
  g_autofree char *key = concept_key(concept->field, concept->parent_id);
  concept->parent = GPOINTER_TO_INT(g_hash_table_lookup(compiler->concept_by_id, key)) - 1;
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

static unsigned context_bit(Compiler *compiler, const char *list) {
  for (guint i = 0; i < compiler->contexts->len; i++)
    if (strcmp(compiler->contexts->pdata[i], list) == 0)
      return 1u << i;
  if (compiler->contexts->len == MAX_CONTEXTS)
    complain(compiler, "more than %d context lists", MAX_CONTEXTS);
  g_ptr_array_add(compiler->contexts, g_strdup(list));
  return 1u << (compiler->contexts->len - 1);
}

static void read_context(Compiler *compiler, char **columns) {
  unsigned bit = context_bit(compiler, columns[0]);
  g_auto(GStrv) items = g_strsplit(columns[2], ";", -1);
  for (char **item = items; *item; item++) {
    g_autoptr(GArray) expanded = expand_item(compiler, g_strstrip(*item), false);
    for (guint i = 0; i < expanded->len; i++) {
      g_autofree char *words = rc_text_normalise(g_array_index(expanded, Expanded, i).text);
      if (!*words || strchr(words, ' '))
        complain(compiler, "a context word must be one word: '%s'", *item);
      else
        name_of(compiler, words)->contexts |= bit;
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

static int count_words(const char *words) {
  int count = 1;
  for (const char *p = words; *p; p++)
    count += *p == ' ';
  return count;
}

static void index_forms(Compiler *compiler) {
  g_array_sort(compiler->forms, compare_forms);
  for (guint i = 0; i < compiler->forms->len; i++) {
    const Form *form = &g_array_index(compiler->forms, Form, i);
    Name *name = name_of(compiler, form->words);
    if (name->form_count++ == 0)
      name->first_form = (int)i;
    g_autofree char *first = g_strndup(form->words, strcspn(form->words, " "));
    Name *start = name_of(compiler, first);
    start->longest = MAX(start->longest, count_words(form->words));
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
  words[strcspn(words, " ")] = '\0';
  Name *start = name_of(compiler, words);
  start->longest = MAX(start->longest, count_words(name->words));
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
  if (!text) {
    fputs("NULL", out);
    return;
  }
  fputc('"', out);
  for (const char *p = text; *p; p++) {
    if (*p == '"' || *p == '\\')
      fputc('\\', out);
    fputc(*p, out);
  }
  fputc('"', out);
}

static void write_strings(FILE *out, const char *const *strings, gsize count) {
  for (gsize i = 0; i < count; i++) {
    write_string(out, strings[i]);
    fputs(", ", out);
  }
}

static void write_concepts(Compiler *compiler, FILE *out) {
  guint count = compiler->concepts->len;
  g_autofree int *first = g_new0(int, count + 1);
  for (guint i = 0; i < compiler->forms->len; i++)
    first[g_array_index(compiler->forms, Form, i).concept + 1]++;
  for (guint i = 0; i < count; i++)
    first[i + 1] += first[i];
  fputs("const RcConcept rc_table_concepts[] = {\n", out);
  for (guint i = 0; i < count; i++) {
    const Concept *concept = &g_array_index(compiler->concepts, Concept, i);
    fprintf(out, "{%d, ", (int)concept->field);
    const char *strings[] = {concept->id, concept->labels[0], concept->labels[1]};
    write_strings(out, strings, G_N_ELEMENTS(strings));
    fprintf(out, "%d, %d, %d},\n", concept->parent, first[i], first[i + 1] - first[i]);
  }
  fprintf(out, "};\nconst int rc_table_concept_count = %u;\n", count);
}

static void write_forms(Compiler *compiler, FILE *out) {
  fputs("const RcForm rc_table_forms[] = {\n", out);
  for (guint i = 0; i < compiler->forms->len; i++) {
    const Form *form = &g_array_index(compiler->forms, Form, i);
    fputc('{', out);
    const char *strings[] = {form->text, form->words};
    write_strings(out, strings, G_N_ELEMENTS(strings));
    fprintf(out, "%d, ", form->concept);
    write_string(out, form->language);
    fprintf(out, ", %d, %d},\n", (int)form->kind, (int)form->rule);
  }
  fputs("};\n", out);
}

/* Concept by concept, and within one in the order of the files. */
static int compare_order(gconstpointer a, gconstpointer b, gpointer forms) {
  const Form *x = &g_array_index((GArray *)forms, Form, *(const int *)a);
  const Form *y = &g_array_index((GArray *)forms, Form, *(const int *)b);
  return x->concept != y->concept ? x->concept - y->concept : x->order - y->order;
}

static void write_form_order(Compiler *compiler, FILE *out) {
  guint count = compiler->forms->len;
  g_autofree int *order = g_new(int, count);
  for (guint i = 0; i < count; i++)
    order[i] = (int)i;
  g_qsort_with_data(order, (int)count, sizeof *order, compare_order, compiler->forms);
  fputs("const int rc_table_form_order[] = {\n", out);
  for (guint i = 0; i < count; i++)
    fprintf(out, "%d,%s", order[i], i % 16 == 15 ? "\n" : " ");
  fputs("};\n", out);
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
    fputc('{', out);
    const char *strings[] = {name->words, name->lemma};
    write_strings(out, strings, G_N_ELEMENTS(strings));
    fprintf(out, "%d, %d, %d, %u},\n", name->first_form, name->form_count, name->longest,
            name->contexts);
  }
  fputs("};\n", out);
  write_slots(names, out);
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
  write_concepts(compiler, out);
  write_forms(compiler, out);
  write_form_order(compiler, out);
  write_names(compiler, out);
  fputs("const char *const rc_table_contexts[] = {", out);
  write_strings(out, (const char *const *)compiler->contexts->pdata, compiler->contexts->len);
  fputs("NULL};\n", out);
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
      .concepts = g_array_new(FALSE, FALSE, sizeof(Concept)),
      .concept_by_id = g_hash_table_new(g_str_hash, g_str_equal),
      .forms = g_array_new(FALSE, FALSE, sizeof(Form)),
      .form_seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .lemmas = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .contexts = g_ptr_array_new(),
      .names = g_hash_table_new(g_str_hash, g_str_equal),
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
  if (compiler.mistakes > 0)
    return EXIT_FAILURE;
  index_forms(&compiler);
  for (guint i = 0; i < compiler.forms->len; i++)
    index_without_hyphens(&compiler, i);
  index_lemmas(&compiler);
  return write_tables(&compiler, argv[1]) ? EXIT_SUCCESS : EXIT_FAILURE;
}
