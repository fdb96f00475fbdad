/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"

#include <math.h>
#include <string.h>

#include "courts.h"
#include "text.h"
#include "vocabulary.h"

#define CASE_ROWS_MAX 6
/* Cells that may name one party. */
#define PARTY_CELLS_MAX 14
/* A row with a name in it is no longer than this. */
#define NAME_BYTES 200
/* Rows of one party stand no further apart than this share of their height. */
#define PARTY_GAP 1.6f
/* The widest gap of a line that is drawn out to the margins, in points. */
#define DRAWN_OUT 36

/* How the name of a case begins, and what stands between its parties; both in
 * normal form. */
static const char *const case_beginnings[] = {
    "case of ", "the case of ", "the matter of", "in the matter of",
    "дело ",    "справа ",      "caso ",         "affaire ",
    NULL};
static const char *const case_joiners[] = {" v ", " vs ", " versus ", " против ", " проти "};
/* What stands below the name of a case, in normal form. */
static const char *const behind_name[] = {
    "sentencia",     "resolucion", "judgment", "judgement", "order of",     "arret",  "решение",
    "постановление", "рішення",    "ухвала",   "public",    "confidential", "before", NULL};
/* A row that says nothing else. */
static const char *const joiner_rows[] = {"v", "vs", "versus", "против", "проти", "against", NULL};
/* A decision names the parties in two rows: "NAME", "against Ukraine". */
static const char *const against[] = {"against ", "против ", "проти ", NULL};
/* What the parties are named under, and what stands between them. */
static const char *const between[] = {"between", "in the matter between", "in the case between",
                                      NULL};
static const char *const party_joiners[] = {"and", "and others", "и", NULL};
/* What a party is, beside its name or below it. */
static const char *const roles[] = {
    "appellant",   "appellants", "applicant", "applicants", "respondent", "respondents",
    "plaintiff",   "plaintiffs", "defendant", "defendants", "s",          "petitioner",
    "petitioners", "claimant",   "claimants", "first",      "second",     "third",
    "appellees",   "appellee",   "accused",   "the",        "state",      "intervener",
    "interveners", NULL};
/* Rows beside or above the parties that are none, in normal form. */
static const char *const no_parties[] = {"reportable", "not reportable", "case no",     "judgment",
                                         "appeal no",  "civil appeal",   "of interest", NULL};

/* What leads from a party's name to what it is. */
static const char *const leaders[] = {"...", "…", ":::", "____", "- - -", "-----"};

static bool has_joiner(const char *text) {
  g_autofree char *words = rc_text_normalise(text);
  g_autofree char *normal = g_strconcat(words, " ", NULL); /* the row may end there */
  for (gsize i = 0; i < G_N_ELEMENTS(case_joiners); i++)
    if (strstr(normal, case_joiners[i]))
      return true;
  /* "AFFAIRE MEUNIERS c. FRANCE"; elsewhere a letter may be of a name. */
  return g_str_has_prefix(normal, "affaire ") && strstr(normal, " c ");
}

/* "54904/08" in a row. */
static bool has_application_number(const char *text) {
  for (const char *slash = strchr(text, '/'); slash; slash = strchr(slash + 1, '/'))
    if (slash > text && g_ascii_isdigit(slash[-1]) && g_ascii_isdigit(slash[1]))
      return true;
  return false;
}

/* The case name that begins in row `first`, or NULL. */
static char *read_case_from(const RcFirstPage *page, guint first) {
  const RcRow *start = rc_first_page_row(page, first);
  g_autoptr(GString) title = g_string_new(NULL);
  guint count = 0;
  for (guint i = first; i < page->rows->len && count < CASE_ROWS_MAX; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    if (!rc_first_page_in_one_column(row, start))
      continue;
    if (strchr("([", *row->text) || row->bold != start->bold ||
        fabsf(row->size - start->size) > RC_SAME_SIZE || has_application_number(row->text) ||
        (i > first && rc_first_page_begins(rc_first_page_normal(page, i), behind_name)))
      break;
    rc_hyphens_append_row(page->hyphens, title, row->text);
    count++;
  }
  return count < CASE_ROWS_MAX && has_joiner(title->str) ? g_strdup(title->str) : NULL;
}

/* Who is sued stands in a row of its own: "against Ukraine". */
static char *read_against(const RcFirstPage *page, float *size) {
  for (guint i = 1; i < page->rows->len; i++) {
    const RcRow *above = rc_first_page_row(page, i - 1), *row = rc_first_page_row(page, i);
    *size = rc_first_page_weight(row);
    if (strlen(row->text) <= 60 && rc_first_page_begins(rc_first_page_normal(page, i), against) &&
        rc_first_page_in_one_column(above, row))
      return g_strdup_printf("%s %s", above->text, row->text);
  }
  return NULL;
}

/* True if row `i` says what a party is, and nothing else. */
static bool is_role(const RcFirstPage *page, guint i) {
  g_auto(GStrv) words = g_strsplit(rc_first_page_normal(page, i), " ", 4);
  guint count = g_strv_length(words);
  bool all = count > 0 && count <= 3;
  for (guint k = 0; all && k < count; k++)
    all = g_strv_contains(roles, words[k]);
  return all;
}

/* True if a party may be named in row `i`: not a court, nor what stands between the parties. */
static bool may_be_party(const RcFirstPage *page, guint i) {
  const char *text = rc_first_page_row(page, i)->text;
  const char *normal = rc_first_page_normal(page, i);
  g_autofree char *court = rc_court_name(text);
  if (court || strlen(text) > NAME_BYTES)
    return false;
  return !rc_first_page_begins(normal, no_parties) && !g_strv_contains(between, normal) &&
         !g_strv_contains(party_joiners, normal);
}

/* The rows from `i` on, up or down, that name one party; NULL if none does. */
static char *read_party(const RcFirstPage *page, guint i, int step) {
  g_autoptr(GPtrArray) rows = g_ptr_array_new();
  const RcRow *last = NULL;
  float left = 0, right = 0; /* of all that was taken */
  for (; i < page->rows->len && rows->len < PARTY_CELLS_MAX; i += (guint)step) {
    const RcRow *row = rc_first_page_row(page, i);
    bool beside = last && rc_box_is_beside(&row->box, &last->box);
    /* Cells side by side are parts of a line that is drawn out, or of another column. */
    bool far = last && beside &&
               fmaxf(row->box.x1, last->box.x1) - fminf(row->box.x2, last->box.x2) > DRAWN_OUT;
    /* "(2)" before the next of several. */
    bool numbers = *row->text == '(' &&
                   strspn(row->text + 1, "0123456789") + 2 == strlen(row->text) &&
                   g_str_has_suffix(row->text, ")");
    far = far && rc_first_page_has_letters(last);
    if (is_role(page, i) || (!rc_first_page_has_letters(row) && !numbers) || far ||
        (last && !beside && (row->box.x1 >= right || row->box.x2 <= left)))
      continue;
    float gap = !last ? 0 : step > 0 ? row->box.y1 - last->box.y2 : last->box.y1 - row->box.y2;
    if (!may_be_party(page, i) || (!beside && gap > PARTY_GAP * (row->box.y2 - row->box.y1)) ||
        (last && !beside && row->bold != last->bold) ||
        (last && fabsf(row->size - last->size) > RC_SAME_SIZE))
      break;
    g_ptr_array_insert(rows, step > 0 ? (gint)rows->len : 0, (gpointer)row);
    left = last ? fminf(left, row->box.x1) : row->box.x1;
    right = last ? fmaxf(right, row->box.x2) : row->box.x2;
    last = row;
  }
  g_autoptr(GString) party = g_string_new(NULL);
  for (guint k = 0; k < rows->len; k++) {
    /* Dots lead to what the party is, and parties may be numbered: "1. THE MILLERS ......
     * PETITIONER". */
    const char *text = ((RcRow *)g_ptr_array_index(rows, k))->text;
    gsize digits = strspn(text, "0123456789");
    bool numbered = digits && digits < 3 && g_str_has_prefix(text + digits, ". ");
    if (numbered && party->len)
      g_string_append_c(party, ',');
    text += numbered ? digits + 2 : 0;
    const char *dots = NULL;
    for (gsize d = 0; d < G_N_ELEMENTS(leaders) && !dots; d++)
      dots = strstr(text, leaders[d]);
    g_autofree char *name = g_strndup(text, dots ? (gsize)(dots - text) : strlen(text));
    rc_hyphens_append_row(page->hyphens, party, name);
  }
  while (party->len && strchr(" ,;", party->str[party->len - 1]))
    g_string_truncate(party, party->len - 1);
  return party->len > 1 && rows->len < PARTY_CELLS_MAX ? g_strdup(party->str) : NULL;
}

/* Parties one above the other, with "v" in a row between them, or "and" below "Between". */
static char *read_parties(const RcFirstPage *page, float *size) {
  bool are_between = false;
  for (guint i = 1; i + 1 < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    g_autofree char *word = g_strdup(rc_first_page_normal(page, i));
    are_between |= g_strv_contains(between, rc_first_page_normal(page, i - 1));
    bool joins =
        g_strv_contains(joiner_rows, word) || (are_between && g_strv_contains(party_joiners, word));
    if (!joins || row->box.y1 > page->height * 0.7f)
      continue;
    g_autofree char *first = read_party(page, i - 1, -1), *second = read_party(page, i + 1, 1);
    *size = rc_first_page_weight(row);
    if (first && second)
      return g_strdup_printf("%s v %s", first, second);
  }
  return NULL;
}

/* "Neutral citation: A v B (272/2022) [2024] ZASCA 21", in as many rows as it takes. */
static char *read_citation(const RcFirstPage *page, float *size) {
  for (guint i = 0; i < page->rows->len; i++) {
    if (!g_str_has_prefix(rc_first_page_normal(page, i), "neutral citation"))
      continue;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint k = i; k < MIN(page->rows->len, i + 4); k++)
      rc_hyphens_append_row(page->hyphens, text, rc_first_page_row(page, k)->text);
    const char *colon = strchr(text->str, ':');
    g_autofree char *name = g_strdup(colon ? colon + 1 : "");
    name[strcspn(name, "([")] = '\0';
    *size = rc_first_page_weight(rc_first_page_row(page, i));
    if (has_joiner(g_strstrip(name)))
      return g_steal_pointer(&name);
  }
  return NULL;
}

/* A short row above the text that is the name and nothing else: "SMITH v. JONES". */
static char *read_name_row(const RcFirstPage *page, float *size) {
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    bool set_apart = row->bold || row->size > page->body_size + RC_SAME_SIZE ||
                     rc_first_page_is_centred(page, row);
    if (row->box.y1 > page->height / 2 || !set_apart || strlen(row->text) > NAME_BYTES ||
        !g_unichar_isupper(g_utf8_get_char(row->text)) || !has_joiner(row->text) ||
        strchr(row->text, '['))
      continue;
    *size = rc_first_page_weight(row);
    char *name = read_case_from(page, i);
    if (name)
      return name;
  }
  return NULL;
}

char *rc_case_read(const RcFirstPage *page, float *size) {
  bool numbered = has_application_number(page->text), court = rc_court_is_on_page(page);
  if (page->is_un || (!numbered && !court))
    return NULL;
  for (guint i = 0; i < page->rows->len; i++) {
    *size = rc_first_page_weight(rc_first_page_row(page, i));
    char *title = rc_first_page_begins(rc_first_page_normal(page, i), case_beginnings)
                      ? read_case_from(page, i)
                      : NULL;
    if (title)
      return title;
  }
  char *title = numbered ? read_against(page, size) : NULL;
  if (!title && court)
    title = read_citation(page, size);
  if (!title && court)
    title = read_parties(page, size);
  return title || !court ? title : read_name_row(page, size);
}

/* Without brackets that say what the party is in the case, and commas around it. */
static char *clean_party(const char *text, gsize length) {
  g_autofree char *party = g_strstrip(g_strndup(text, length));
  char *bracket = strrchr(party, '(');
  g_autofree char *inside = bracket ? rc_text_normalise(bracket) : g_strdup("");
  inside[strcspn(inside, " ")] = '\0';
  if (bracket > party && g_strv_contains(roles, inside))
    *bracket = '\0';
  g_strstrip(party);
  while (*party && strchr(", ", party[strlen(party) - 1]))
    party[strlen(party) - 1] = '\0';
  return g_steal_pointer(&party);
}

/* The name of a State by itself that stands inflected behind "против"; NULL of others, who are
 * left out. */
static char *name_state(const char *inflected, const char *language) {
  g_autofree char *normal = rc_text_normalise(inflected);
  const RcForm *forms;
  const RcConcept *state =
      rc_vocabulary_find(normal, &forms) > 0 ? rc_vocabulary_concept(forms[0].concept) : NULL;
  if (!state || state->field != RC_FIELD_REGION || state->parent >= 0)
    return NULL;
  if (strcmp(language, "ru") == 0)
    return g_strdup(state->label_ru);
  /* The first name of a language is as it stands by itself. */
  for (int i = 0; i < state->form_count; i++) {
    const RcForm *form = rc_vocabulary_concept_form(state, i);
    if (g_strcmp0(rc_vocabulary_form_language(form), language) == 0)
      return g_strdup(rc_vocabulary_form_text(form));
  }
  return NULL;
}

/* Between the parties: in what language, where it inflects the second; and whether only behind
 * "AFFAIRE", since elsewhere a letter may be of a name. */
static const struct {
  const char *word, *inflects;
  bool of_affaire;
} splitters[] = {{"v", NULL, false},       {"vs", NULL, false},   {"versus", NULL, false},
                 {"against", NULL, false}, {"c", NULL, true},     {"contre", NULL, true},
                 {"против", "ru", false},  {"проти", "uk", false}};

bool rc_case_split(const char *name, char **first, char **second) {
  g_autofree char *normal = rc_text_normalise(name);
  gsize begins = rc_first_page_begins(normal, case_beginnings);
  bool affaire = g_str_has_prefix(normal, "affaire ");
  glong letters = g_utf8_strlen(normal, (gssize)begins);
  g_autofree char *own = g_strstrip(g_strdup(g_utf8_offset_to_pointer(name, letters)));
  static const char *const quotes[][2] = {{"«", "»"}, {"“", "”"}, {"\"", "\""}};
  char *start = own;
  for (gsize i = 0; i < G_N_ELEMENTS(quotes) && start == own; i++) {
    if (!g_str_has_prefix(own, quotes[i][0]) || !g_str_has_suffix(own, quotes[i][1]))
      continue;
    own[strlen(own) - strlen(quotes[i][1])] = '\0';
    start = own + strlen(quotes[i][0]);
  }
  g_autoptr(GArray) words = rc_text_words(start, -1);
  for (guint i = 1; i + 1 < words->len; i++) {
    const RcWord *word = &g_array_index(words, RcWord, i);
    for (gsize k = 0; k < G_N_ELEMENTS(splitters); k++) {
      if (strcmp(splitters[k].word, word->word) != 0 || (splitters[k].of_affaire && !affaire))
        continue;
      const char *behind = start + word->end + (start[word->end] == '.');
      *first = clean_party(start, word->start);
      *second = clean_party(behind, strlen(behind));
      if (splitters[k].inflects) {
        g_autofree char *inflected = *second;
        *second = name_state(inflected, splitters[k].inflects);
      }
      return true;
    }
  }
  return false;
}
