/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sections.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "numbers.h"
#include "record.h"

/* Headings above one another: a document whose sizes of type never end nests no deeper. */
#define DEPTH_MAX 12
/* Sizes of type differ by more than this, in points. */
#define SIZE_EVEN 0.1f
/* Headings of one numbering are of one size, or differ by no more than this share of it: the number
 * that comes next is one of them whatever it is set in. */
#define SIZE_SHARE 0.3f

/* Roman numbers of headings are below this: "L." is a letter. */
#define ROMAN_END 50

/* Numberings of headings: how a number is printed, and of what it is one. */
typedef enum {
  BARE, /* no number */
  ROMAN,
  CAPITAL,          /* "A." */
  CYRILLIC_CAPITAL, /* "А." */
  FIGURES,          /* "1.", "1)" */
  TWO_FIGURES,      /* "1.2" */
  THREE_FIGURES,    /* "1.2.3" */
  SMALL_ROMAN,
  SMALL_LETTER,
  CYRILLIC_SMALL_LETTER,
  PART, /* from here on those of `nouns` */
  TITLE,
  CHAPTER,
  SECTION,
  SUBSECTION,
  ARTICLE,
  ANNEX,
  N_NUMBERINGS
} Numbering;

/* What a heading may say that it is, in lower case, before its number. */
static const struct {
  const char *word;
  Numbering numbering;
} nouns[] = {
    {"part", PART},
    {"часть", PART},
    {"частина", PART},
    {"parte", PART},
    {"partie", PART},
    {"title", TITLE},
    {"título", TITLE},
    {"titre", TITLE},
    {"chapter", CHAPTER},
    {"глава", CHAPTER},
    {"capítulo", CHAPTER},
    {"chapitre", CHAPTER},
    {"section", SECTION},
    {"раздел", SECTION},
    {"розділ", SECTION},
    {"sección", SECTION},
    {"seção", SECTION},
    {"subsection", SUBSECTION},
    {"подраздел", SUBSECTION},
    {"параграф", SUBSECTION},
    {"§", SUBSECTION},
    {"article", ARTICLE},
    {"статья", ARTICLE},
    {"стаття", ARTICLE},
    {"artículo", ARTICLE},
    {"artigo", ARTICLE},
    {"rule", ARTICLE},
    {"principle", ARTICLE},
    {"правило", ARTICLE},
    {"принцип", ARTICLE},
    {"annex", ANNEX},
    {"appendix", ANNEX},
    {"приложение", ANNEX},
    {"додаток", ANNEX},
    {"anexo", ANNEX},
    {"annexe", ANNEX},
};

typedef struct {
  Numbering numbering;
  guint number; /* within it */
  float size;
} Heading;

struct RcSections {
  GPtrArray *path;  /* of char * */
  GArray *headings; /* of Heading, one for each of the path */
  /* Those of the first have stood under those of the second. */
  bool under[N_NUMBERINGS][N_NUMBERINGS];
};

RcSections *rc_sections_new(void) {
  RcSections *sections = g_new0(RcSections, 1);
  sections->path = g_ptr_array_new_with_free_func(g_free);
  sections->headings = g_array_new(FALSE, FALSE, sizeof(Heading));
  sections->under[TWO_FIGURES][FIGURES] = true;
  sections->under[THREE_FIGURES][FIGURES] = true;
  sections->under[THREE_FIGURES][TWO_FIGURES] = true;
  for (int outer = PART; outer < ARTICLE; outer++)
    sections->under[ARTICLE][outer] = true;
  for (int inner = BARE + 1; inner < ANNEX; inner++)
    sections->under[inner][ANNEX] = true;
  return sections;
}

void rc_sections_free(RcSections *sections) {
  if (!sections)
    return;
  g_ptr_array_unref(sections->path);
  g_array_unref(sections->headings);
  g_free(sections);
}

const GPtrArray *rc_sections_path(const RcSections *sections) {
  return sections->path;
}

/* --- the number of a heading --- */

/* The last of "3.2.1" and how many figures there are; 0 if `text` is none of such. */
static guint read_figures(const char *text, gsize length, guint *parts) {
  guint value = 0;
  *parts = 1;
  for (gsize i = 0; i < length; i++) {
    if (text[i] == '.' && i > 0 && i + 1 < length && text[i - 1] != '.') {
      value = 0;
      ++*parts;
    } else if (g_ascii_isdigit(text[i]) && value < 100) {
      value = value * 10 + (guint)(text[i] - '0');
    } else {
      return 0;
    }
  }
  return value;
}

/* A number alone: what it is one of, and its value.  A letter that is a Roman number, too, is a
 * letter where the one before it is on the path. */
static void read_number(const RcSections *sections, const char *text, gsize length,
                        Heading *heading) {
  g_autofree char *lower = g_utf8_strdown(text, (gssize)length);
  gunichar letter = g_utf8_get_char(text), small = g_utf8_get_char(lower);
  bool capital = letter != small;
  bool single = length > 0 && g_utf8_next_char(text) == text + length;
  if (single && ((small >= 'a' && small <= 'z') || (small >= 0x430 && small <= 0x44F))) {
    bool latin = small <= 'z';
    heading->numbering = latin ? (capital ? CAPITAL : SMALL_LETTER)
                               : (capital ? CYRILLIC_CAPITAL : CYRILLIC_SMALL_LETTER);
    heading->number = small - (latin ? 'a' : 0x430) + 1;
  }
  guint roman = rc_number_roman(lower);
  bool follows = false;
  for (guint i = 0; i < sections->headings->len; i++) {
    const Heading *above = &g_array_index(sections->headings, Heading, i);
    follows |= above->numbering == heading->numbering && above->number + 1 == heading->number;
  }
  if (roman && roman < ROMAN_END && !follows) {
    heading->numbering = capital ? ROMAN : SMALL_ROMAN;
    heading->number = roman;
  }
  guint parts, figures = read_figures(text, length, &parts);
  if (figures && parts <= 3) {
    heading->numbering = FIGURES + parts - 1;
    heading->number = figures;
  }
}

/* What a heading begins with: "Chapter II", "III.", "(a)", "2.1", "B."; `size` is set already. */
static void read_heading(const RcSections *sections, const char *text, Heading *heading) {
  g_autofree char *lower = g_utf8_strdown(text, -1);
  Numbering noun = BARE;
  gsize skipped = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(nouns) && !noun; i++) {
    gsize length = strlen(nouns[i].word);
    if (g_str_has_prefix(lower, nouns[i].word) &&
        (lower[length] == ' ' || lower[length] == '\0' || nouns[i].numbering == SUBSECTION)) {
      noun = nouns[i].numbering;
      skipped = length;
    }
  }
  /* Letters of these words are as long small as large. */
  const char *from = text + MIN(skipped, strlen(text));
  while (*from == ' ' || *from == '(')
    from++;
  gsize length = strcspn(from, " :)");
  bool closed = from[length] == ')' || from[length] == ':' || from[length] == '\0';
  if (length > 0 && from[length - 1] == '.') {
    closed = true;
    length--;
  }
  if (from[length] == ':' && g_ascii_isdigit(from[length + 1]))
    return; /* "Chapter 10:31" of a country's laws is their number */
  bool pointed = memchr(from, '.', length) != NULL;
  read_number(sections, from, length, heading);
  if (noun && (heading->number || noun == ANNEX))
    heading->numbering = noun;
  else if (heading->number && !closed && !pointed)
    heading->numbering = BARE; /* "A road to nowhere", "5 September" */
}

/* --- the path --- */

/* True if the section under `above` ends where a heading comes. */
static bool is_closed_by(const RcSections *sections, const Heading *above, const Heading *heading) {
  bool larger = heading->size > above->size + SIZE_EVEN;
  bool smaller = heading->size < above->size - SIZE_EVEN;
  if (!above->numbering || !heading->numbering)
    return !smaller;
  if (above->numbering == heading->numbering) {
    bool alike = fabsf(above->size - heading->size) <= SIZE_SHARE * above->size;
    return !smaller || (alike && heading->number == above->number + 1);
  }
  if (sections->under[heading->numbering][above->numbering] !=
      sections->under[above->numbering][heading->numbering])
    return sections->under[above->numbering][heading->numbering];
  /* The first of a numbering that is new stands under what is as large as itself; articles that are
   * quoted have nothing under them. */
  return larger || (!smaller && (heading->number != 1 || above->numbering == ARTICLE));
}

void rc_sections_open(RcSections *sections, const char *text, float size) {
  Heading heading = {BARE, 0, size};
  read_heading(sections, text, &heading);
  guint depth = 0;
  while (depth < MIN(sections->headings->len, DEPTH_MAX - 1) &&
         !is_closed_by(sections, &g_array_index(sections->headings, Heading, depth), &heading))
    depth++;
  g_ptr_array_set_size(sections->path, (int)depth);
  g_array_set_size(sections->headings, depth);
  for (guint i = 0; heading.numbering && i < depth; i++) {
    Numbering above = g_array_index(sections->headings, Heading, i).numbering;
    if (above && above != heading.numbering && !sections->under[above][heading.numbering])
      sections->under[heading.numbering][above] = true;
  }
  g_ptr_array_add(sections->path, rc_record_label(text));
  g_array_append_val(sections->headings, heading);
}
