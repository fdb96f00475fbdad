/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file is rows, a row of names is a concept, a name is items, an item is forms.  Each of these is
 * a function; what they gather stands in Reader. */
#include "read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inflect.h"
#include "text.h"
#include "tsv.h"
#include "vocabulary-tables.h"

typedef struct {
  RcSource *source;
  GHashTable *paradigms;     /* see inflect.h */
  GHashTable *patterns;      /* "mark/language" -> GStrv of names */
  GHashTable *concept_by_id; /* "field/id" -> number + 1 */
  GHashTable *form_seen;     /* "concept/words" */
  GStringChunk *lemma_words; /* the lemmas: equal if their addresses are */
  GChecksum *digest;         /* of all that was read */
  RcTsv tsv;                 /* where the reader stands, for complaints */
} Reader;

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

/* A name being read: what its items have in common. */
typedef struct {
  int concept;
  const char *language;
  char **label;      /* set by the first form of the first name */
  const char *lemma; /* set by the first item that is in the lexicon */
} NameReader;

/* Of what stands at another place. */
static void complain_at(Reader *reader, const char *file, int line, const char *reason,
                        const char *id) {
  reader->tsv.file = file;
  reader->tsv.line = line;
  rc_tsv_complain(&reader->tsv, reason, id);
}

static RcSourceConcept *concept_at(const Reader *reader, int number) {
  return &g_array_index(reader->source->concepts, RcSourceConcept, number);
}

/* Paradigms, and patterns: "Кордайск{district}" is "Кордайск|adj.m район|m" and more */

static void read_paradigm(Reader *reader, G_GNUC_UNUSED RcField field, char **columns) {
  for (int i = 0; i < RC_N_CASES; i++)
    if (!*columns[2 + i])
      rc_tsv_complain(&reader->tsv,
                      "empty ending; write 0 for none and - for a case that is not there");
  rc_inflect_add(reader->paradigms, columns[0], columns + 2);
}

static void read_pattern(Reader *reader, G_GNUC_UNUSED RcField field, char **columns) {
  g_autofree char *key = g_strconcat(columns[0], "/", columns[1], NULL);
  char **names = g_strsplit(columns[2], ";", -1);
  for (char **name = names; *name; name++)
    if (!strpbrk(g_strstrip(*name), "*^"))
      rc_tsv_complain(&reader->tsv, "no * in '%s'", *name);
  if (!g_hash_table_insert(reader->patterns, g_steal_pointer(&key), names))
    rc_tsv_complain(&reader->tsv, "a second pattern '%s' of '%s'", columns[0], columns[1]);
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

/* A mark is one of the table, years, or the name of a pattern of this language. */
static void add_mark(Reader *reader, const char *name, const char *language, Marks *marks) {
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
  if (add_years(name, marks))
    return;
  g_autofree char *key = g_strconcat(name, "/", language, NULL);
  g_autofree char *latin = g_strconcat(name, "/", language, "-Latn", NULL);
  char *const *pattern = g_hash_table_lookup(reader->patterns, key);
  if (!pattern) {
    rc_tsv_complain(&reader->tsv, "unknown mark '%s'", name);
    return;
  }
  marks->pattern = pattern;
  marks->latin = g_hash_table_lookup(reader->patterns, latin);
}

/* Cuts "{...}" off the end of an item and reads it. */
static void take_marks(Reader *reader, char *item, const char *language, Marks *marks) {
  char *brace = strchr(item, '{');
  if (!brace)
    return;
  char *end = strchr(brace, '}');
  if (!end || end[1] != '\0') {
    rc_tsv_complain(&reader->tsv, "braces must close at the end of '%s'", item);
    *brace = '\0';
    return;
  }
  *end = *brace = '\0';
  g_auto(GStrv) names = g_strsplit_set(brace + 1, " ,", -1);
  for (char **name = names; *name; name++)
    if (**name)
      add_mark(reader, *name, language, marks);
  g_strchomp(item);
}

/* Forms and the lexicon */

/* The forms of an item, array of RcInflected; empty where there is something to complain of. */
static GArray *expand_item(Reader *reader, const char *item, bool plural) {
  g_autoptr(GError) error = NULL;
  GArray *expanded = rc_inflect(reader->paradigms, item, plural, &error);
  if (expanded)
    return expanded;
  rc_tsv_complain(&reader->tsv, "%s", error->message);
  return g_array_new(FALSE, FALSE, sizeof(RcInflected));
}

static void add_form(Reader *reader, int concept, const char *text, const char *language,
                     const Marks *marks, bool preferred) {
  g_autofree char *words = rc_text_normalise(text);
  if (!*words || strlen(words) > RC_TABLE_NAME_BYTES_MAX) {
    rc_tsv_complain(&reader->tsv, *words ? "too long: '%s'" : "empty form", text);
    return;
  }
  if (!g_hash_table_add(reader->form_seen, g_strdup_printf("%d/%s", concept, words)))
    return;
  /* A place written with a capital in the data has one in any text; "семей" and "суми" are families
   * and sums.  Elsewhere the marks alone decide. */
  bool capital = concept_at(reader, concept)->field == RC_FIELD_REGION &&
                 g_unichar_isupper(g_utf8_get_char(text)) && marks->rule == RC_RULE_ALWAYS;
  RcSourceForm form = {.text = g_strdup(text),
                       .words = g_steal_pointer(&words),
                       .language = g_strdup(language),
                       .concept = concept,
                       .kind = preferred && marks->kind == RC_FORM_VARIANT ? RC_FORM_PREFERRED
                                                                           : marks->kind,
                       .rule = capital ? RC_RULE_CAPITAL : marks->rule,
                       .name = concept_at(reader, concept)->names,
                       .years = {marks->years[0], marks->years[1]},
                       .order = (int)reader->source->forms->len};
  g_array_append_val(reader->source->forms, form);
}

/* Gives `word` the lemma of its name.  Where two names share a word, all words of
 * both get one lemma, or a search for one would miss the other's. */
static void add_lemma(Reader *reader, const char *word, const char **lemma) {
  GHashTable *lemmas = reader->source->lemmas;
  const char *present = g_hash_table_lookup(lemmas, word);
  if (!*lemma)
    *lemma = present ? present : g_string_chunk_insert_const(reader->lemma_words, word);
  if (present && present != *lemma) {
    GHashTableIter iter;
    gpointer key, value;
    g_hash_table_iter_init(&iter, lemmas);
    while (g_hash_table_iter_next(&iter, &key, &value))
      if (value == present)
        g_hash_table_iter_replace(&iter, (gpointer)*lemma);
  }
  g_hash_table_insert(lemmas, g_strdup(word), (gpointer)*lemma);
}

static void add_lemmas(Reader *reader, const GArray *expanded, const char **lemma) {
  for (guint i = 0; i < expanded->len; i++) {
    g_autofree char *words = rc_text_normalise(g_array_index(expanded, RcInflected, i).text);
    if (*words && !strchr(words, ' '))
      add_lemma(reader, words, lemma);
  }
}

/* Names and their items */

/* The form people are shown: a group in the plural where it has one. */
static const char *label_of(const GArray *expanded, RcField field) {
  for (guint i = 0; i < expanded->len && field == RC_FIELD_GROUP; i++)
    if (g_array_index(expanded, RcInflected, i).grammatical_case == RC_FIRST_PLURAL)
      return g_array_index(expanded, RcInflected, i).text;
  return expanded->len > 0 ? g_array_index(expanded, RcInflected, 0).text : "";
}

static void add_item(Reader *reader, NameReader *name, const char *item, const Marks *marks) {
  RcField field = concept_at(reader, name->concept)->field;
  g_autoptr(GArray) expanded = expand_item(reader, item, marks->plural);
  if (!*name->label)
    *name->label = g_strdup(label_of(expanded, field));
  for (guint i = 0; i < expanded->len; i++) {
    const char *text = g_array_index(expanded, RcInflected, i).text;
    add_form(reader, name->concept, text, name->language, marks, strcmp(text, *name->label) == 0);
  }
  if (!marks->common && field != RC_FIELD_RIGHT) /* rights are called by common words */
    add_lemmas(reader, expanded, &name->lemma);
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

/* The names a pattern makes of an item; its marks are added to those of the item. */
static void add_pattern_items(Reader *reader, NameReader *name, const char *item,
                              const Marks *marks, char *const *pattern) {
  g_autoptr(GArray) expanded = expand_item(reader, item, false);
  const char *nominative = expanded->len > 0 ? g_array_index(expanded, RcInflected, 0).text : "";
  for (; *pattern; pattern++) {
    if (marks->full && is_item_alone(*pattern))
      continue;
    Marks both = *marks;
    g_autofree char *own = g_strdup(*pattern);
    take_marks(reader, own, name->language, &both);
    g_autofree char *unchanged = put_for(own, "^", nominative);
    g_autofree char *whole = put_for(unchanged, "*", item);
    add_item(reader, name, whole, &both);
  }
}

/* One name: items joined by " + ", which share a lemma and the kind. */
static void read_name(Reader *reader, int number, char **label, const char *text,
                      const char *language) {
  g_auto(GStrv) items = g_strsplit(text, " + ", -1);
  NameReader name = {number, language, label, NULL};
  RcFormKind kind = RC_FORM_VARIANT;
  concept_at(reader, number)->names++;
  if (!items[0])
    rc_tsv_complain(&reader->tsv, "empty form");
  for (char **item = items; *item; item++) {
    Marks marks = {.kind = kind};
    take_marks(reader, g_strstrip(*item), language, &marks);
    kind = marks.kind;
    g_autofree char *whole = put_for(*item, "=", *label ? *label : "");
    if (marks.pattern)
      add_pattern_items(reader, &name, whole, &marks, marks.pattern);
    if (marks.latin) { /* "Kordayskiy rayon": a name of its own, so that the English label stays */
      g_autofree char *latin = rc_transliterate(whole);
      NameReader latin_name = {number, "ru-Latn", label, NULL};
      concept_at(reader, number)->names++;
      add_pattern_items(reader, &latin_name, latin, &marks, marks.latin);
    }
    if (!marks.pattern)
      add_item(reader, &name, whole, &marks);
  }
}

static void read_names(Reader *reader, int number, int label, const char *column,
                       const char *language) {
  if (!*column)
    rc_tsv_complain(&reader->tsv, "no name in the column '%s'", language);
  char *text = NULL;
  g_auto(GStrv) names = g_strsplit(column, ";", -1);
  for (char **name = names; *name; name++)
    read_name(reader, number, &text, *name, language);
  concept_at(reader, number)->labels[label] = text ? text : g_strdup("");
}

/* A name in a language whose cases are not known: as it stands, or as its pattern has it. */
static void read_other_name(Reader *reader, int number, const char *language, char *text) {
  static char *const itself[] = {(char *)"*", NULL};
  Marks marks = {.kind = RC_FORM_VARIANT};
  take_marks(reader, text, language, &marks);
  concept_at(reader, number)->names++;
  for (char *const *name = marks.pattern ? marks.pattern : itself; *name; name++) {
    if (marks.full && is_item_alone(*name))
      continue;
    Marks both = marks;
    g_autofree char *own = g_strdup(*name);
    take_marks(reader, own, language, &both);
    g_autofree char *whole = put_for(own, "*", text);
    add_form(reader, number, whole, language, &both, false);
  }
}

/* "kk: Қазақстан; uz: Qozog‘iston", and "became: KZ-61". */
static void read_other_names(Reader *reader, int number, const char *column) {
  g_auto(GStrv) names = g_strsplit(column, ";", -1);
  for (char **name = names; *name && *column; name++) {
    char *colon = strchr(*name, ':');
    if (!colon) {
      rc_tsv_complain(&reader->tsv, "a name without a language: '%s'", g_strstrip(*name));
      continue;
    }
    *colon = '\0';
    const char *language = g_strstrip(*name);
    char *text = g_strstrip(colon + 1);
    if (strcmp(language, "became") != 0) {
      read_other_name(reader, number, language, text);
      continue;
    }
    RcSourceSuccessor successor = {.concept = number,
                                   .id = g_strdup(text),
                                   .file = reader->tsv.file,
                                   .line = reader->tsv.line};
    g_array_append_val(reader->source->successors, successor);
  }
}

/* The rows of the other files */

/* A word that means no concept: its items share a lemma and that is all. */
static void read_word(Reader *reader, G_GNUC_UNUSED RcField field, char **columns) {
  g_auto(GStrv) items = g_strsplit(columns[0], " + ", -1);
  const char *lemma = NULL;
  if (!*columns[0])
    rc_tsv_complain(&reader->tsv, "empty form");
  for (char **item = items; *item; item++) {
    g_autoptr(GArray) expanded = expand_item(reader, g_strstrip(*item), false);
    add_lemmas(reader, expanded, &lemma);
  }
}

static const char *const context_names[RC_N_CONTEXTS] = {
    [RC_CONTEXT_PEOPLE] = "people",     [RC_CONTEXT_ETHNIC] = "ethnic",
    [RC_CONTEXT_THING] = "thing",       [RC_CONTEXT_FUNCTION] = "function",
    [RC_CONTEXT_JOINER] = "joiner",     [RC_CONTEXT_SINGLE] = "single",
    [RC_CONTEXT_SPEECH] = "speech",     [RC_CONTEXT_PHRASE] = "phrase",
    [RC_CONTEXT_OFFICIAL] = "official",
};

static void read_context(Reader *reader, G_GNUC_UNUSED RcField field, char **columns) {
  int context = 0;
  while (context < RC_N_CONTEXTS && strcmp(context_names[context], columns[0]) != 0)
    context++;
  if (context == RC_N_CONTEXTS) {
    rc_tsv_complain(&reader->tsv, "unknown list '%s'", columns[0]);
    return;
  }
  GHashTable *contexts = reader->source->contexts;
  g_auto(GStrv) items = g_strsplit(columns[2], ";", -1);
  for (char **item = items; *item; item++) {
    g_autoptr(GArray) expanded = expand_item(reader, g_strstrip(*item), false);
    for (guint i = 0; i < expanded->len; i++) {
      g_autofree char *words = rc_text_normalise(g_array_index(expanded, RcInflected, i).text);
      if (!*words || (strchr(words, ' ') && context != RC_CONTEXT_PHRASE)) {
        rc_tsv_complain(&reader->tsv, "a context word must be one word: '%s'", *item);
        continue;
      }
      guint bits = GPOINTER_TO_UINT(g_hash_table_lookup(contexts, words)) | 1u << context;
      g_hash_table_insert(contexts, g_steal_pointer(&words), GUINT_TO_POINTER(bits));
    }
  }
}

/* Concepts */

/* Ids are told apart without regard to case, as people type them. */
static char *concept_key(RcField field, const char *id) {
  g_autofree char *lower = g_ascii_strdown(id, -1);
  return g_strdup_printf("%d/%s", (int)field, lower);
}

static void read_concept(Reader *reader, RcField field, char **columns) {
  RcSourceConcept concept = {
      .field = field, .parent = -1, .file = reader->tsv.file, .line = reader->tsv.line};
  if (!*columns[0])
    rc_tsv_complain(&reader->tsv, "empty id");
  g_autofree char *key = concept_key(field, columns[0]);
  int number = (int)reader->source->concepts->len;
  if (g_hash_table_contains(reader->concept_by_id, key)) {
    rc_tsv_complain(&reader->tsv, "duplicate id '%s'", columns[0]);
    return;
  }
  g_hash_table_insert(reader->concept_by_id, g_steal_pointer(&key), GINT_TO_POINTER(number + 1));
  concept.id = g_strdup(columns[0]);
  concept.parent_id = strcmp(columns[1], "-") == 0 ? NULL : g_strdup(columns[1]);
  g_array_append_val(reader->source->concepts, concept);
  read_names(reader, number, 0, columns[2], "en");
  read_names(reader, number, 1, columns[3], "ru");
  read_other_names(reader, number, columns[4]);
}

static int concept_number(Reader *reader, RcField field, const char *id) {
  g_autofree char *key = concept_key(field, id);
  return GPOINTER_TO_INT(g_hash_table_lookup(reader->concept_by_id, key)) - 1;
}

/* Finds the concepts that others name by their ids, once all are read. */
static void resolve(Reader *reader) {
  int count = (int)reader->source->concepts->len;
  for (int i = 0; i < count; i++) {
    RcSourceConcept *concept = concept_at(reader, i);
    if (!concept->parent_id)
      continue;
    concept->parent = concept_number(reader, concept->field, concept->parent_id);
    if (concept->parent < 0)
      complain_at(reader, concept->file, concept->line, "unknown parent '%s'", concept->parent_id);
  }
  /* A concept that stands below itself would make every walk upwards endless. */
  for (int i = 0; i < count; i++) {
    const RcSourceConcept *concept = concept_at(reader, i);
    int steps = 0;
    for (int at = concept->parent; at >= 0 && steps <= count; steps++)
      at = concept_at(reader, at)->parent;
    if (steps > count)
      complain_at(reader, concept->file, concept->line, "'%s' stands below itself", concept->id);
  }
  for (guint i = 0; i < reader->source->successors->len; i++) {
    RcSourceSuccessor *one = &g_array_index(reader->source->successors, RcSourceSuccessor, i);
    one->successor = concept_number(reader, concept_at(reader, one->concept)->field, one->id);
    if (one->successor < 0)
      complain_at(reader, one->file, one->line, "became unknown '%s'", one->id);
  }
}

/* Files */

#define CASES "nom\tgen\tdat\tacc\tins\tloc\tpl-nom\tpl-gen\tpl-dat\tpl-acc\tpl-ins\tpl-loc"
#define CONCEPT_HEADER "id\tparent\ten\tru\tother"

/* A vocabulary file by its name, its header, and what reads a row of it; `field` is that of the
 * concepts in it. */
typedef struct {
  const char *name;
  const char *header;
  void (*read)(Reader *reader, RcField field, char **columns);
  RcField field;
} FileKind;

/* In the order they are read: paradigms and regions before what uses them. */
static const FileKind file_kinds[] = {
    {"paradigms.tsv", "name\texample\t" CASES, read_paradigm, 0},
    {"patterns.tsv", "mark\tlanguage\tnames", read_pattern, 0},
    {"context.tsv", "list\tlanguage\twords", read_context, 0},
    {"regions.tsv", CONCEPT_HEADER, read_concept, RC_FIELD_REGION},
    {"groups.tsv", CONCEPT_HEADER, read_concept, RC_FIELD_GROUP},
    {"bodies.tsv", CONCEPT_HEADER, read_concept, RC_FIELD_BODY},
    {"instruments.tsv", CONCEPT_HEADER, read_concept, RC_FIELD_ARTICLE},
    {"rights.tsv", CONCEPT_HEADER, read_concept, RC_FIELD_RIGHT},
    {"words.tsv", "words", read_word, 0},
};

/* The place in file_kinds of the file at `path`; one past the last for another file. */
static gsize kind_of(const char *path) {
  g_autofree char *base = g_path_get_basename(path);
  gsize kind = 0;
  while (kind < G_N_ELEMENTS(file_kinds) && strcmp(base, file_kinds[kind].name) != 0)
    kind++;
  return kind;
}

/* A file being read. */
typedef struct {
  Reader *reader;
  const FileKind *kind;
} File;

static void read_row(char **columns, gpointer data) {
  const File *file = data;
  file->kind->read(file->reader, file->kind->field, columns);
}

RcSource *rc_source_read(char **paths) {
  RcSource *source = g_new(RcSource, 1);
  *source = (RcSource){
      .concepts = g_array_new(FALSE, FALSE, sizeof(RcSourceConcept)),
      .forms = g_array_new(FALSE, FALSE, sizeof(RcSourceForm)),
      .successors = g_array_new(FALSE, FALSE, sizeof(RcSourceSuccessor)),
      .lemmas = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .contexts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
  };
  /* Held to the end of the process, as what it points to. */
  static Reader reader;
  reader = (Reader){
      .source = source,
      .paradigms = g_hash_table_new(g_str_hash, g_str_equal),
      .patterns = g_hash_table_new(g_str_hash, g_str_equal),
      .concept_by_id = g_hash_table_new(g_str_hash, g_str_equal),
      .form_seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .lemma_words = g_string_chunk_new(4096),
      .digest = g_checksum_new(G_CHECKSUM_SHA256),
  };
  for (char **path = paths; *path; path++)
    if (kind_of(*path) == G_N_ELEMENTS(file_kinds))
      complain_at(&reader, *path, 0, "%s", "not the name of a vocabulary file");
  for (gsize kind = 0; kind < G_N_ELEMENTS(file_kinds); kind++)
    for (char **path = paths; *path; path++)
      if (kind_of(*path) == kind) {
        File file = {&reader, &file_kinds[kind]};
        g_autofree char *content =
            rc_tsv_read(&reader.tsv, *path, file.kind->header, read_row, &file);
        if (content)
          g_checksum_update(reader.digest, (const guchar *)content, (gssize)strlen(content) + 1);
      }
  resolve(&reader);
  source->digest = g_strdup(g_checksum_get_string(reader.digest));
  return reader.tsv.mistakes == 0 ? source : NULL;
}
