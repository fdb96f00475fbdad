/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each dictionary says of what words a form is one (a Reading); of these one is chosen, and where
 * the rules of the stemmer do not make the stem of that word of the form, the table says it. */
#include "lemmas.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "hunspell.h"
#include "lemma-tables.h"
#include "stem.h"
#include "text.h"

/* A form and the stem of a word that it may be a form of. */
typedef struct {
  const char *form, *stem;
  int trust;    /* of several readings the one with more of it goes first */
  bool is_name; /* of a proper name */
} Reading;

typedef struct {
  GStringChunk *strings;
  RcStemmer *stemmer; /* by rule alone */
  GArray *readings;   /* of Reading */
  GHashTable *stems;  /* form -> its stem, where the rules do not make it */
} Lemmas;

static const char *keep(Lemmas *lemmas, const char *text) {
  return g_string_chunk_insert_const(lemmas->strings, text);
}

static const char *by_rule(Lemmas *lemmas, const char *word) {
  return keep(lemmas, rc_stemmer_stem(lemmas->stemmer, word));
}

static void add_reading(Lemmas *lemmas, const char *form, const char *stem, int trust,
                        bool is_name) {
  Reading reading = {keep(lemmas, form), stem, trust, is_name};
  g_array_append_val(lemmas->readings, reading);
}

/* --- Russian --- */

/* Participles stand in the dictionary as words of their own.  How they are made of an infinitive,
 * or of the third person: what ends in `from` may end in `to`. */
static const struct {
  const char *from, *to;
} participles[] = {
    /* of an infinitive */
    {"ть", "вший"},
    {"ть", "нный"},
    {"ть", "тый"},
    {"ть", "в"},
    {"ть", "вши"},
    {"еть", "енный"},
    {"ереть", "ертый"},
    {"ить", "енный"},
    {"стить", "щенный"},
    {"тить", "ченный"},
    {"тить", "щенный"},
    {"дить", "женный"},
    {"дить", "жденный"},
    {"зить", "женный"},
    {"сить", "шенный"},
    {"бить", "бленный"},
    {"пить", "пленный"},
    {"вить", "вленный"},
    {"мить", "мленный"},
    {"фить", "фленный"},
    {"ться", "вшийся"},
    {"ться", "вшись"},
    {"нуть", "ший"},
    {"нуть", "ши"},
    {"йти", "шедший"},
    {"йти", "шел"},
    {"йти", "шла"},
    {"йти", "шло"},
    {"йти", "шли"},
    {"нести", "несенный"},
    {"нести", "нес"},
    {"нести", "несла"},
    {"нести", "несло"},
    {"нести", "несли"},
    {"вести", "веденный"},
    {"вести", "вел"},
    {"вести", "вела"},
    {"вести", "вело"},
    {"вести", "вели"},
    /* of a person of the present or the future */
    {"ут", "ущий"},
    {"ют", "ющий"},
    {"ут", "енный"},
    {"ут", "ший"},
    {"ат", "ащий"},
    {"ят", "ящий"},
    {"утся", "ущийся"},
    {"ются", "ющийся"},
    {"атся", "ащийся"},
    {"ятся", "ящийся"},
    {"ем", "емый"},
    {"им", "имый"},
    {"ют", "я"},
    {"ят", "я"},
    {"ат", "а"},
    {"ут", "я"},
    {"ются", "ясь"},
    {"ятся", "ясь"},
    {"атся", "ась"},
    {"утся", "ясь"},
};

static bool is_infinitive(const char *word) {
  return g_str_has_suffix(word, "ть") || g_str_has_suffix(word, "ться") ||
         g_str_has_suffix(word, "ти") || g_str_has_suffix(word, "чь");
}

static void add_participles(const RcHunspellForm *form, GHashTable *lemmas, GHashTable *verbs) {
  for (guint i = 0; i < G_N_ELEMENTS(participles); i++) {
    if (!g_str_has_suffix(form->form, participles[i].from))
      continue;
    g_autofree char *start =
        g_strndup(form->form, strlen(form->form) - strlen(participles[i].from));
    g_autofree char *word = g_strconcat(start, participles[i].to, NULL);
    const char *participle = g_hash_table_lookup(lemmas, word);
    if (participle && !g_hash_table_contains(verbs, participle))
      g_hash_table_insert(verbs, (gpointer)participle, (gpointer)form->lemma);
  }
}

/* Participle -> its verb, as the dictionary has them; the shorter verb first. */
static GHashTable *find_verbs(const GArray *forms) {
  g_autoptr(GHashTable) lemmas = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < forms->len; i++)
    g_hash_table_add(lemmas, (gpointer)g_array_index(forms, RcHunspellForm, i).lemma);
  GHashTable *verbs = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < forms->len; i++)
    if (is_infinitive(g_array_index(forms, RcHunspellForm, i).lemma))
      add_participles(&g_array_index(forms, RcHunspellForm, i), lemmas, verbs);
  return verbs;
}

/* A form that has no word of its own is one of that whose other forms have its stem by rule. */
static void add_lonely(Lemmas *lemmas, const GArray *forms, GHashTable *known) {
  g_autoptr(GHashTable) stems = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < lemmas->readings->len; i++) {
    const Reading *reading = &g_array_index(lemmas->readings, Reading, i);
    const char *rule = by_rule(lemmas, reading->form);
    const char *other = g_hash_table_lookup(stems, rule);
    if (!reading->is_name)
      g_hash_table_insert(stems, (gpointer)rule,
                          (gpointer)(other && other != reading->stem ? "" : reading->stem));
  }
  for (guint i = 0; i < forms->len; i++) {
    const RcHunspellForm *form = &g_array_index(forms, RcHunspellForm, i);
    if (!form->alone || g_hash_table_contains(known, form->form))
      continue;
    const char *rule = by_rule(lemmas, form->form);
    const char *stem = g_hash_table_lookup(stems, rule);
    add_reading(lemmas, form->form, stem && *stem ? stem : rule, 0, form->is_name);
  }
}

/* "^суда/суд<n><m><nn><sg><gen>$", a line for each word; of one that is not known "*суда" is the
 * reading.  The words are added to `known`. */
static void read_analysis(Lemmas *lemmas, GHashTable *known, char *line) {
  char *end = strrchr(line, '$');
  if (line[0] != '^' || !end)
    return;
  *end = '\0';
  g_auto(GStrv) parts = g_strsplit(line + 1, "/", -1);
  for (char **part = parts[0] ? parts + 1 : parts; *part && **part != '*'; part++) {
    char *tags = strchr(*part, '<');
    bool is_name = tags && strstr(tags, "<np>");
    if (tags)
      *tags = '\0';
    g_autofree char *lemma = rc_text_normalise(*part);
    if (!*lemma || strchr(lemma, ' '))
      continue;
    const char *form = keep(lemmas, parts[0]);
    add_reading(lemmas, form, by_rule(lemmas, lemma), 1, is_name);
    g_hash_table_add(known, (gpointer)form);
  }
}

static bool read_russian(Lemmas *lemmas, const RcLemmaSources *sources, GError **error) {
  g_autoptr(GArray) forms = rc_hunspell_read(sources->russian, lemmas->strings, error);
  g_autofree char *analyses = NULL;
  if (!forms || !g_file_get_contents(sources->analyses, &analyses, NULL, error))
    return false;
  g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
  g_auto(GStrv) lines = g_strsplit(analyses, "\n", -1);
  for (char **line = lines; *line; line++)
    read_analysis(lemmas, known, *line);
  g_autoptr(GHashTable) verbs = find_verbs(forms);
  for (guint i = 0; i < forms->len; i++) {
    const RcHunspellForm *form = &g_array_index(forms, RcHunspellForm, i);
    const char *verb = g_hash_table_lookup(verbs, form->lemma);
    if (!form->alone || verb)
      add_reading(lemmas, form->form, by_rule(lemmas, verb ? verb : form->lemma),
                  !verb         ? 0
                  : form->alone ? -1
                                : 6,
                  form->is_name);
  }
  add_lonely(lemmas, forms, known);
  return true;
}

bool rc_lemmas_write_forms(const char *russian, const char *path) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GStringChunk) strings = g_string_chunk_new(64 * 1024);
  g_autoptr(GArray) forms = rc_hunspell_read(russian, strings, &error);
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
  for (guint i = 0; forms && i < forms->len; i++) {
    const char *form = g_array_index(forms, RcHunspellForm, i).form;
    if (g_hash_table_add(seen, (gpointer)form))
      g_string_append_printf(out, "%s\n", form);
  }
  bool written = forms && g_file_set_contents(path, out->str, (gssize)out->len, &error);
  if (!written)
    fprintf(stderr, "%s\n", error->message);
  return written;
}

/* How good a reading of a form is: one of a participle first (of an adverbial one last), then one
 * whose stem the rules make (but for what ends like a surname, where they make none), then one that
 * is no name, that is trusted, that is near to the form. */
static int worth(Lemmas *lemmas, const Reading *reading) {
  int common = 0;
  while (reading->form[common] && reading->form[common] == reading->stem[common])
    common++;
  bool surname = g_str_has_suffix(reading->form, "ов") || g_str_has_suffix(reading->form, "ев");
  bool by_rules = (by_rule(lemmas, reading->form) == reading->stem) != surname;
  return common + 1000 * (reading->trust + 2 * !reading->is_name + 4 * by_rules);
}

static int compare_readings(gconstpointer a, gconstpointer b) {
  const Reading *x = a, *y = b;
  int order = strcmp(x->form, y->form);
  return order ? order : strcmp(x->stem, y->stem);
}

static void set_stem(Lemmas *lemmas, const char *form, const char *stem) {
  if (by_rule(lemmas, form) != stem)
    g_hash_table_insert(lemmas->stems, (gpointer)form, (gpointer)stem);
}

static void choose_readings(Lemmas *lemmas) {
  GArray *readings = lemmas->readings;
  g_array_sort(readings, compare_readings);
  for (guint i = 0, next; i < readings->len; i = next) {
    const Reading *best = &g_array_index(readings, Reading, i);
    for (next = i + 1; next < readings->len; next++) {
      const Reading *other = &g_array_index(readings, Reading, next);
      if (other->form != best->form)
        break;
      if (worth(lemmas, other) > worth(lemmas, best))
        best = other;
    }
    /* "Тимофеев" is a surname, and hardly ever many a Timothy, "Ивановым" no town of Иваново. */
    const char *rule = by_rule(lemmas, best->form);
    bool surname = g_str_has_suffix(rule, "ов") || g_str_has_suffix(rule, "ев");
    if (!best->is_name || !surname)
      set_stem(lemmas, best->form, best->stem);
  }
}

/* --- English --- */

typedef enum { NOUN, VERB, ADJECTIVE, N_PARTS } Part;

/* A word that WordNet has. */
typedef struct {
  const char *text;
  guint count; /* how often it stands in the texts that were tagged by hand */
  bool parts[N_PARTS];
  const char *base; /* what it is a form of, or itself */
  guint base_count;
} Entry;

typedef struct {
  Lemmas *lemmas;
  GHashTable *entries; /* text -> Entry */
} English;

static bool is_plain(const char *word) {
  return *word && strspn(word, "abcdefghijklmnopqrstuvwxyz") == strlen(word);
}

static Entry *entry_of(English *english, const char *word) {
  Entry *entry = g_hash_table_lookup(english->entries, word);
  if (!entry) {
    entry = g_new0(Entry, 1);
    entry->text = entry->base = keep(english->lemmas, word);
    g_hash_table_insert(english->entries, (gpointer)entry->text, entry);
  }
  return entry;
}

/* The lines of a file of WordNet, each cut into words. */
static GPtrArray *read_lines(const char *folder, const char *name, GError **error) {
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autofree char *text = NULL;
  if (!g_file_get_contents(path, &text, NULL, error))
    return NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++)
    if (**line && **line != ' ') /* the licence */
      g_ptr_array_add(rows, g_strsplit(g_strchomp(*line), " ", -1));
  return rows;
}

/* How much commoner a word that could be a form must be than the word of which it would be one, to
 * be a word of its own: "evening" is no form of to even. */
#define OWN_WORD_RATIO 10

/* `text` is a form of `word`, unless it is commoner itself by `ratio`. */
static void add_form(English *english, const char *text, Entry *word, guint ratio) {
  if (strlen(text) < 4 && ratio > 1) /* his, has, was */
    return;
  Entry *form = entry_of(english, text);
  bool is_word = form->parts[NOUN] || form->parts[VERB] || form->parts[ADJECTIVE];
  if (form == word || (is_word && form->count > ratio * (word->count + 1)) ||
      (form->base != form->text && form->base_count >= word->count))
    return;
  form->base = word->text;
  form->base_count = word->count;
}

/* A regular form: a silent e goes, y is i; a last consonant is doubled, or is not. */
static void add_regular(English *english, Entry *word, const char *ending, Part not_of) {
  gsize length = strlen(word->text);
  char last = word->text[length - 1], before = length > 1 ? word->text[length - 2] : 'a';
  bool silent = last == 'e' && (*ending == 'e' || !strchr("eoy", before));
  bool softened = last == 'y' && *ending == 'e' && !strchr("aeiou", before);
  g_autofree char *start = g_strndup(word->text, length - (silent || softened));
  g_autofree char *once = g_strconcat(start, softened ? "i" : "", ending, NULL);
  g_autofree char *twice = g_strdup_printf("%s%c%s", word->text, last, ending);
  bool may_double = !strchr("aeiouwxyh", last) && strchr("aeiou", before);
  bool must_double = may_double && strcspn(word->text, "aeiouy") == length - 2; /* rap, not rape */
  if (!must_double && !entry_of(english, once)->parts[not_of])
    add_form(english, once, word, OWN_WORD_RATIO);
  if (may_double && !entry_of(english, twice)->parts[not_of])
    add_form(english, twice, word, OWN_WORD_RATIO);
}

static void add_plural(English *english, Entry *word) {
  gsize length = strlen(word->text);
  char last = word->text[length - 1], before = length > 1 ? word->text[length - 2] : 'a';
  bool hisses = strchr("sxz", last) || (last == 'h' && strchr("cs", before)) || last == 'o';
  bool softened = last == 'y' && !strchr("aeiou", before);
  g_autofree char *start = g_strndup(word->text, length - softened);
  g_autofree char *text = g_strconcat(start, softened ? "ie" : hisses ? "e" : "", "s", NULL);
  add_form(english, text, word, OWN_WORD_RATIO);
  if (last != 'o')
    return;
  g_autofree char *other = g_strconcat(word->text, "s", NULL);
  add_form(english, other, word, OWN_WORD_RATIO);
}

static void add_regular_forms(English *english, Entry *word) {
  if (word->parts[NOUN] || word->parts[VERB])
    add_plural(english, word);
  if (word->parts[VERB]) {
    add_regular(english, word, "ed", VERB);
    add_regular(english, word, "ing", VERB);
  }
  if (word->parts[ADJECTIVE] && strlen(word->text) < 8) {
    add_regular(english, word, "er", NOUN);
    add_regular(english, word, "est", NOUN);
  }
}

static const char *base_of(English *english, const char *text) {
  /* meetings, meeting, meet; no two steps lead back */
  for (guint step = 0; step < 3; step++)
    text = ((const Entry *)g_hash_table_lookup(english->entries, text))->base;
  return text;
}

/* What a table has, keys or values, in the order of `compare`. */
static GPtrArray *sorted(GHashTable *table, bool values, GCompareFunc compare) {
  GPtrArray *all = g_ptr_array_new();
  GHashTableIter iter;
  gpointer key, value;
  g_hash_table_iter_init(&iter, table);
  while (g_hash_table_iter_next(&iter, &key, &value))
    g_ptr_array_add(all, values ? value : key);
  g_ptr_array_sort(all, compare);
  return all;
}

static int compare_entries(gconstpointer a, gconstpointer b) {
  const Entry *x = *(const Entry *const *)a, *y = *(const Entry *const *)b;
  return x->count != y->count ? (x->count < y->count) - (x->count > y->count)
                              : strcmp(x->text, y->text);
}

/* Where the rules make one stem of two words (unite, unit), the one that looks like it has it, else
 * the commoner, and the other is its own stem. */
static void set_stems(English *english) {
  g_autoptr(GPtrArray) entries = sorted(english->entries, true, compare_entries);
  g_autoptr(GHashTable) owners = g_hash_table_new(NULL, NULL); /* stem -> the word that has it */
  for (guint i = 0; i < entries->len; i++) {
    const char *base = base_of(english, ((const Entry *)entries->pdata[i])->text);
    const char *rule = by_rule(english->lemmas, base);
    if (base == rule || !g_hash_table_contains(owners, rule))
      g_hash_table_insert(owners, (gpointer)rule, (gpointer)base);
  }
  for (guint i = 0; i < entries->len; i++) {
    const char *text = ((const Entry *)entries->pdata[i])->text, *base = base_of(english, text);
    const char *rule = by_rule(english->lemmas, base);
    const char *owner = g_hash_table_lookup(owners, rule);
    set_stem(english->lemmas, text, rc_stem_are_spellings(owner, base) ? rule : base);
  }
}

static bool read_english(Lemmas *lemmas, const char *folder, GError **error) {
  static const char *const names[N_PARTS] = {"noun", "verb", "adj"};
  English english = {lemmas, g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free)};
  g_autoptr(GHashTable) entries = english.entries;
  g_autoptr(GPtrArray) counts = read_lines(folder, "cntlist.rev", error);
  if (!counts)
    return false;
  for (Part part = NOUN; part < N_PARTS; part++) {
    g_autofree char *name = g_strconcat("index.", names[part], NULL);
    g_autoptr(GPtrArray) rows = read_lines(folder, name, error);
    if (!rows)
      return false;
    for (guint i = 0; i < rows->len; i++) {
      const char *word = ((char **)rows->pdata[i])[0];
      if (is_plain(word))
        entry_of(&english, word)->parts[part] = true;
    }
  }
  /* "torture%1:04:00:: 1 3": a meaning, its number, how often it was seen. */
  for (guint i = 0; i < counts->len; i++) {
    char **columns = counts->pdata[i];
    char *kind = strchr(columns[0], '%');
    if (!kind || kind[1] == '4') /* an adverb has no forms */
      continue;
    *kind = '\0';
    Entry *entry = g_hash_table_lookup(entries, columns[0]);
    if (entry && columns[1] && columns[2])
      entry->count += (guint)g_ascii_strtoull(columns[2], NULL, 10);
  }
  g_autoptr(GPtrArray) words = sorted(entries, true, compare_entries);
  for (guint i = 0; i < words->len; i++)
    add_regular_forms(&english, words->pdata[i]);
  /* "children child": what is irregular, after what is not. */
  for (Part part = NOUN; part < N_PARTS; part++) {
    g_autofree char *name = g_strconcat(names[part], ".exc", NULL);
    g_autoptr(GPtrArray) rows = read_lines(folder, name, error);
    if (!rows)
      return false;
    for (guint i = 0; i < rows->len; i++) {
      char **columns = rows->pdata[i];
      Entry *word = columns[1] ? g_hash_table_lookup(entries, columns[1]) : NULL;
      if (word && is_plain(columns[0]))
        add_form(&english, columns[0], word, 1);
    }
  }
  set_stems(&english);
  return true;
}

/* --- the tables --- */

/* Slots are at most two thirds full; false if two words have one place in them, which another hash
 * mends. */
static bool write_tables(GHashTable *stems, FILE *out) {
  g_autoptr(GPtrArray) forms = sorted(stems, false, rc_text_compare_pointed);
  guint32 count = 64;
  while (count < forms->len + forms->len / 2)
    count *= 2;
  g_autofree guint64 *slots = g_new0(guint64, count);
  g_autoptr(GHashTable) offsets = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GChecksum) digest = g_checksum_new(G_CHECKSUM_SHA256);
  gsize length = 1; /* after an empty string */
  fputs("const char rc_lemma_strings[] = \"\\0\"\n", out);
  for (guint i = 0; i < forms->len; i++) {
    const char *form = forms->pdata[i], *stem = g_hash_table_lookup(stems, form);
    g_checksum_update(digest, (const guchar *)form, (gssize)strlen(form) + 1);
    g_checksum_update(digest, (const guchar *)stem, (gssize)strlen(stem) + 1);
    gpointer offset = g_hash_table_lookup(offsets, stem);
    if (!offset) {
      offset = GSIZE_TO_POINTER(length);
      g_hash_table_insert(offsets, (gpointer)stem, offset);
      fprintf(out, "\"%s\\0\"\n", stem);
      length += strlen(stem) + 1;
    }
    guint64 hash = rc_lemma_hash(form);
    guint32 at = (guint32)hash & (count - 1);
    for (; slots[at]; at = (at + 1) & (count - 1))
      if (rc_lemma_key(slots[at]) == rc_lemma_key(hash)) {
        fprintf(stderr, "%s: another word has its place in the table of lemmas\n", form);
        return false;
      }
    slots[at] = rc_lemma_key(hash) | GPOINTER_TO_SIZE(offset);
  }
  fputs(";\nconst guint64 rc_lemma_slots[] = {\n", out);
  for (guint32 i = 0; i < count; i++)
    fprintf(out, "0x%" G_GINT64_MODIFIER "x,%s", slots[i], i % 8 == 7 ? "\n" : "");
  fprintf(out,
          "};\nconst guint32 rc_lemma_slot_mask = %u;\n"
          "const char rc_lemma_table_digest[] = \"%s\";\n"
          "/* %u words, %" G_GSIZE_FORMAT " bytes of stems. */\n",
          count - 1, g_checksum_get_string(digest), forms->len, length);
  if (length >> RC_LEMMA_OFFSET_BITS)
    fputs("too many stems of lemmas\n", stderr);
  return length >> RC_LEMMA_OFFSET_BITS == 0;
}

bool rc_lemmas_write(const RcLemmaSources *sources, const char *path) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GStringChunk) strings = g_string_chunk_new(64 * 1024);
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(NULL);
  g_autoptr(GArray) readings = g_array_new(FALSE, FALSE, sizeof(Reading));
  g_autoptr(GHashTable) stems = g_hash_table_new(NULL, NULL);
  Lemmas lemmas = {strings, stemmer, readings, stems};
  bool read = read_russian(&lemmas, sources, &error);
  if (read) {
    choose_readings(&lemmas);
    read = read_english(&lemmas, sources->english, &error);
  }
  FILE *out = read ? g_fopen(path, "w") : NULL;
  if (!out) {
    if (error)
      fprintf(stderr, "%s\n", error->message);
    else
      perror(path);
    return false;
  }
  fputs("/* Written by compile-vocabulary from dictionaries; do not edit. */\n"
        "#include \"lemma-tables.h\"\n",
        out);
  bool written = write_tables(stems, out) && !ferror(out);
  if (fclose(out) != 0) {
    perror(path);
    written = false;
  }
  return written;
}
