/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numbering.h"

#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "expression.h"
#include "numbers.h"
#include "text.h"

/* Numberings that may go on at a time. */
#define OPEN_MAX 8
/* Numberings within one another: what is deeper is no list but a misreading. */
#define DEPTH_MAX 2
/* So many numbers may be missing, of paragraphs that were not read. */
#define MISSING_MAX 2
/* So many passages are looked through for what comes after one. */
#define AHEAD_MAX 60
/* Among so many numberings before it, one around another is looked for. */
#define AROUND_MAX 64
/* What a number stands under is named by no more of a heading than this. */
#define NAME_BYTES_MAX 200

/* Numbers that count up. */
typedef struct {
  guint last, count;
  guint last_at;          /* the passage of its last number */
  guint parent;           /* passage that it stands under, if it has no name */
  const char *name;       /* of the article or heading that it stands under, or NULL */
  char style;             /* how its numbers are printed, see style_of */
  bool article;           /* `name` is that of an article or a numbered section */
  bool under, recommends; /* it stands under `parent`; its items are recommendations */
  guint depth;            /* how many paragraphs it stands under */
} Series;

/* What a passage is in the numbering of the document. */
typedef struct {
  Series *series; /* or NULL */
  guint number;   /* within it */
  guint inserted; /* "3-1" stands behind 3: 1; else 0 */
  char *above;    /* of a heading: what items below it stand under, or NULL */
} Step;

typedef struct {
  const GPtrArray *passages;
  GPtrArray *all;      /* of Series *: owned */
  GPtrArray *open;     /* of Series *: those that may go on, the last to do so last */
  Step *steps;         /* one for each passage */
  const char *article; /* above the passage, or NULL */
  const char *section; /* number of the heading above the passage, or NULL */
  bool fresh;          /* that heading stands just above */
  bool heading;        /* a heading stands between the last number and the passage */
  guint last;          /* the last passage with a number, if `numbered` */
  bool numbered;
} Numbering;

/* --- the names of things --- */

/* The heading by which the section of a passage differs first from that of the one before. */
static const char *new_heading(const RcPassage *before, const RcPassage *passage) {
  guint i = 0;
  while (before && i + 1 < passage->section->len && i < before->section->len &&
         strcmp(g_ptr_array_index(before->section, i), g_ptr_array_index(passage->section, i)) == 0)
    i++;
  if (!before && passage->section->len)
    i = passage->section->len - 1;
  return i < passage->section->len ? g_ptr_array_index(passage->section, i) : NULL;
}

/* The heading of the separate opinion in which a passage stands, or NULL. */
static const char *opinion_heading(const RcPassage *passage) {
  static GRegex *kept;
  const GRegex *pattern = rc_expression(&kept,
                                        "\\b(?:opinion|мнение|думка|voto|opinión)\\b.{0,60}"
                                        "\\b(?:judges?|суд(?:ьи|ей|ді|дів)|juez|jueza)\\b",
                                        G_REGEX_CASELESS);
  for (guint i = 0; i < passage->section->len; i++)
    if (g_regex_match(pattern, g_ptr_array_index(passage->section, i), 0, NULL))
      return g_ptr_array_index(passage->section, i);
  return NULL;
}

/* A heading as a name: not too long, without what ends it. */
static char *short_name(const char *heading) {
  gsize end = MIN(strlen(heading), NAME_BYTES_MAX);
  while (((guchar)heading[end] & 0xC0) == 0x80)
    end--;
  while (end && strchr(" ,.:;*", heading[end - 1]))
    end--;
  return g_strndup(heading, end);
}

/* --- which numbers count up together --- */

/* '.' of "14." and "§ 14", ')' of "1)" and "(1)", '[' of "[6]": each counts by itself. */
static char style_of(const RcPassage *passage) {
  const char *text = passage->text;
  if (*text == '(' || *text == '[')
    return *text == '(' ? ')' : '[';
  return text[strspn(text, "0123456789-")] == ')' ? ')' : '.';
}

/* The plain number of a passage, or 0. */
static guint plain_number(const Numbering *numbering, guint passage) {
  const RcPassage *at = g_ptr_array_index(numbering->passages, passage);
  gsize digits = at->number ? strspn(at->number, "0123456789") : 0;
  bool plain = digits && at->kind != RC_KIND_FOOTNOTE &&
               (at->number[digits] == '\0' || at->number[digits] == ' ');
  return plain ? (guint)strtoul(at->number, NULL, 10) : 0;
}

/* Gives the step of a passage with a number like "3-1", which later laws put behind 3, to the
 * numbering that has come to 3; else the number stands by itself. */
static void take_inserted(Numbering *numbering, guint passage) {
  const RcPassage *at = g_ptr_array_index(numbering->passages, passage);
  Step *step = &numbering->steps[passage];
  gsize digits = at->number ? strspn(at->number, "0123456789") : 0;
  if (!digits || at->number[digits] != '-')
    return;
  guint number = (guint)strtoul(at->number, NULL, 10);
  for (guint i = numbering->open->len; i-- > 0 && !step->series;) {
    Series *series = g_ptr_array_index(numbering->open, i);
    if (series->last == number && series->style == style_of(at))
      step->series = series;
  }
  step->number = number;
  step->inserted = (guint)strtoul(at->number + digits + 1, NULL, 10);
}

/* True if the next number printed like that of the passage is the one after. */
static bool goes_on(const Numbering *numbering, guint passage, guint number, char style) {
  for (guint i = passage + 1; i < numbering->passages->len && i < passage + AHEAD_MAX; i++) {
    guint next = plain_number(numbering, i);
    if (next && style_of(g_ptr_array_index(numbering->passages, i)) == style)
      return next == number + 1;
  }
  return false;
}

/* True if the number comes once more before numbers begin anew. */
static bool comes_again(const Numbering *numbering, guint passage, guint number) {
  for (guint i = passage + 1; i < numbering->passages->len && i < passage + AHEAD_MAX; i++) {
    guint next = plain_number(numbering, i);
    if (next == number || next == 1)
      return next == number;
  }
  return false;
}

/* The open numbering that the number belongs to, or NULL: one whose next it is; else that with
 * the fewest missing.  Where a list within a paragraph and the numbering around it could both go
 * on, recommendations stay together, and the list goes on if the number comes again. */
static Series *find_series(const Numbering *numbering, guint passage, guint number) {
  const RcPassage *at = g_ptr_array_index(numbering->passages, passage);
  Series *nearest = NULL, *next = NULL;
  char style = style_of(at);
  for (guint i = numbering->open->len; i-- > 0;) {
    Series *series = g_ptr_array_index(numbering->open, i);
    if (number <= series->last || series->style != style)
      continue;
    if (number == series->last + 1) {
      bool recommends = at->kind == RC_KIND_RECOMMENDATION;
      bool leaves = next && next->under && !series->under && !(next->recommends && recommends) &&
                    !comes_again(numbering, passage, number);
      next = !next || leaves ? series : next;
    }
    if (!nearest || series->last > nearest->last)
      nearest = series;
  }
  if (next || !nearest)
    return next;
  guint missing = number - nearest->last - 1;
  bool belongs = missing <= MISSING_MAX || goes_on(numbering, passage, number, style);
  return belongs ? nearest : NULL;
}

static Series *open_series(Numbering *numbering, guint passage) {
  const RcPassage *at = g_ptr_array_index(numbering->passages, passage);
  const RcPassage *before =
      numbering->numbered ? g_ptr_array_index(numbering->passages, numbering->last) : NULL;
  Series *series = g_new0(Series, 1);
  Series *above = before ? numbering->steps[numbering->last].series : NULL;
  series->style = style_of(at);
  series->recommends = at->kind == RC_KIND_RECOMMENDATION;
  series->parent = numbering->last;
  bool item = series->style == ')';
  if (numbering->article && (numbering->heading || !item)) {
    series->name = numbering->article;
    series->article = true;
  } else if (numbering->section && numbering->heading && item) {
    series->name = numbering->section;
    series->article = true;
  } else if (numbering->heading || !before) {
    const char *opinion = opinion_heading(at);
    series->name = opinion ? opinion : new_heading(before, at);
  }
  series->under = !series->article && before && !numbering->heading;
  series->depth = series->under && above ? above->depth + 1 : 0;
  if (numbering->open->len == OPEN_MAX)
    g_ptr_array_remove_index(numbering->open, 0);
  g_ptr_array_add(numbering->all, series);
  return series;
}

/* A heading ends the numberings of the article before it. */
static void take_heading(Numbering *numbering, guint passage, char *article) {
  const RcPassage *at = g_ptr_array_index(numbering->passages, passage);
  Step *step = &numbering->steps[passage];
  gsize length;
  numbering->heading = true;
  if (!article && numbering->fresh) { /* the title of the article */
    step->above = g_strdup(numbering->article);
    return;
  }
  for (guint i = numbering->open->len; i-- > 0;)
    if (((const Series *)g_ptr_array_index(numbering->open, i))->article)
      g_ptr_array_remove_index(numbering->open, i);
  step->above = article ? article : rc_number_read(at->text, &length);
  numbering->article = article;
  numbering->section = article ? NULL : step->above;
  numbering->fresh = article != NULL;
}

static void take_step(Numbering *numbering, guint passage) {
  const RcPassage *at = g_ptr_array_index(numbering->passages, passage);
  Step *step = &numbering->steps[passage];
  if (at->kind == RC_KIND_FOOTNOTE)
    return;
  /* "Article 14" of "Article 14. Equality", "Статья 32", "Artículo 19", if the line is one. */
  bool line = at->kind == RC_KIND_HEADING || (at->kind == RC_KIND_BODY && strlen(at->text) < 32);
  gsize named = line ? rc_number_article(at->text) : 0;
  char *article = named ? g_strndup(at->text, named) : NULL;
  if (article || at->kind == RC_KIND_HEADING)
    return take_heading(numbering, passage, article);
  numbering->fresh = false;
  guint number = plain_number(numbering, passage);
  if (!number)
    return take_inserted(numbering, passage);
  Series *series = find_series(numbering, passage, number);
  if (series)
    g_ptr_array_remove(numbering->open, series);
  else
    series = open_series(numbering, passage);
  g_ptr_array_add(numbering->open, series);
  series->last = number;
  series->last_at = passage;
  series->count++;
  step->series = series;
  step->number = number;
  numbering->last = passage;
  numbering->numbered = true;
  numbering->heading = false;
}

/* True if a numbering that was there before goes on after it: one of the last few. */
static bool is_within(const Numbering *numbering, guint place) {
  const Series *series = g_ptr_array_index(numbering->all, place);
  for (guint i = place; i-- > 0 && place - i < AROUND_MAX;) {
    const Series *other = g_ptr_array_index(numbering->all, i);
    if (other->last_at > series->last_at && other->style == series->style)
      return true;
  }
  return false;
}

/* The longest numbering that stands under nothing: its numbers need no name. */
static const Series *main_series(const Numbering *numbering) {
  const Series *longest = NULL;
  for (guint i = 0; i < numbering->all->len; i++) {
    const Series *series = g_ptr_array_index(numbering->all, i);
    if (!series->article && !series->under && (!longest || series->count > longest->count) &&
        !is_within(numbering, i))
      longest = series;
  }
  return longest;
}

/* --- how numbers are cited --- */

/* Items within a paragraph: "(a)", "(1)", and Roman ones within those. */
typedef struct {
  char *parent; /* the number that they stand under, or NULL */
  char *item;   /* the last one with it, or NULL */
  char letter;  /* of that, if it is one */
  guint roman;  /* how many Roman ones it has */
} Items;

static void set_parent(Items *items, const char *parent) {
  char *copy = g_strdup(parent);
  g_free(items->parent);
  items->parent = copy;
  g_clear_pointer(&items->item, g_free);
  items->letter = '\0';
  items->roman = 0;
}

/* "12 (a) (ii)" of "(ii)": a Roman numeral if one is due, else a letter or a figure. */
static char *item_number(Items *items, const char *printed) {
  static const char *const numerals[] = {"(i)",   "(ii)",   "(iii)", "(iv)", "(v)",  "(vi)",
                                         "(vii)", "(viii)", "(ix)",  "(x)",  "(xi)", "(xii)"};
  bool letter = printed[1] && printed[2] == ')';
  guint roman = 0; /* which numeral it is, if that one is due or cannot be a letter */
  bool anew = strcmp(printed, "(i)") == 0 && items->letter != 'h';
  guint due = anew ? 0 : items->roman;
  for (guint i = due; i < G_N_ELEMENTS(numerals) && !roman; i++)
    if (strcmp(printed, numerals[i]) == 0 && (i == due || !letter))
      roman = i + 1;
  if (roman && !(letter && items->letter && printed[1] == items->letter + 1 && !items->roman)) {
    items->roman = roman;
    const char *above = items->item ? items->item : items->parent;
    return above ? g_strconcat(above, " ", printed, NULL) : g_strdup(printed);
  }
  char *number = items->parent ? g_strconcat(items->parent, " ", printed, NULL) : g_strdup(printed);
  g_free(items->item);
  items->item = g_strdup(number);
  items->letter = letter ? printed[1] : '\0';
  items->roman = 0;
  return number;
}

/* The number of a step as it is cited, or NULL where nothing tells it from others. */
static char *step_number(const Numbering *numbering, const Step *step, const Series *bare) {
  const Series *series = step->series;
  g_autofree char *number = step->inserted ? g_strdup_printf("%u-%u", step->number, step->inserted)
                                           : g_strdup_printf("%u", step->number);
  if (series == bare)
    return g_steal_pointer(&number);
  if (series->article)
    return g_strdup_printf("%s (%s)", series->name, number);
  if (series->name) {
    g_autofree char *name = short_name(series->name);
    return *name ? g_strdup_printf("%s, para. %s", name, number) : NULL;
  }
  const RcPassage *parent = g_ptr_array_index(numbering->passages, series->parent);
  if (!series->under || series->depth > DEPTH_MAX || !parent->number)
    return series->under ? NULL : g_steal_pointer(&number);
  if (series->style == ')')
    return g_strdup_printf("%s (%s)", parent->number, number);
  return g_strdup_printf("%s, %s %s", parent->number,
                         series->recommends ? "recommendation" : "item", number);
}

/* Takes the number off, or puts its heading before it, where another has it. */
static void make_unique(GHashTable *taken, RcPassage *passage) {
  if (passage->number && g_hash_table_contains(taken, passage->number) && passage->section->len) {
    g_autofree char *name =
        short_name(g_ptr_array_index(passage->section, passage->section->len - 1));
    bool item = *passage->number == '(';
    char *number = g_strdup_printf("%s%s%s", name, item ? " " : ", para. ", passage->number);
    bool bare =
        (item || g_ascii_isdigit(*passage->number)) && !g_str_has_prefix(passage->number, name);
    if (!bare || !*name)
      g_clear_pointer(&number, g_free);
    g_free(passage->number);
    passage->number = number;
  }
  if (passage->number && !g_hash_table_add(taken, g_strdup(passage->number)))
    g_clear_pointer(&passage->number, g_free);
}

static void number_passage(const Numbering *numbering, guint at, const Series *bare, Items *items,
                           GHashTable *taken) {
  RcPassage *passage = g_ptr_array_index(numbering->passages, at);
  const Step *step = &numbering->steps[at];
  char *printed = passage->number;
  if (passage->kind == RC_KIND_FOOTNOTE) { /* its citation names its page */
    guint32 page = g_array_index(passage->page_starts, RcPageStart, 0).page;
    if (printed && !g_hash_table_add(taken, g_strdup_printf("%u %s", page, printed)))
      g_clear_pointer(&passage->number, g_free);
    return;
  }
  if (step->above || passage->kind == RC_KIND_HEADING) {
    bool named = step->above && (!bare || bare->count < 3 || !g_ascii_isdigit(*step->above));
    g_autofree char *name = short_name(passage->text);
    return set_parent(items, named ? step->above : *name ? name : NULL);
  }
  if (!printed)
    return;
  const char *item = strchr(printed, ' '); /* "(a)" of "14 (a)" */
  if (step->series) {
    passage->number = step_number(numbering, step, bare);
    set_parent(items, passage->number);
    if (item && passage->number) {
      g_free(passage->number);
      passage->number = item_number(items, item + 1);
    }
    g_free(printed);
  } else if (*printed == '(') {
    passage->number = item_number(items, printed);
    g_free(printed);
  } else { /* "76.12", which says itself where it stands */
    g_autofree char *above = item ? g_strndup(printed, (gsize)(item - printed)) : g_strdup(printed);
    set_parent(items, above);
    if (item)
      g_free(item_number(items, item + 1));
  }
  make_unique(taken, passage);
}

/* --- articles of one paragraph --- */

typedef struct {
  const char *name;
  guint number;     /* in the name, or 0 */
  RcPassage *alone; /* its first paragraph without a number */
  guint unnumbered; /* how many it has of these */
  bool numbered;    /* it has others */
} Article;

/* The articles under whose headings something stands; of Article, yours. */
static GArray *list_articles(const Numbering *numbering) {
  GArray *articles = g_array_new(FALSE, FALSE, sizeof(Article));
  bool within = false;
  for (guint i = 0; i < numbering->passages->len; i++) {
    RcPassage *passage = g_ptr_array_index(numbering->passages, i);
    const char *above = numbering->steps[i].above;
    Article *last = within ? &g_array_index(articles, Article, articles->len - 1) : NULL;
    if (above && last && strcmp(above, last->name) == 0)
      continue; /* its title */
    if (above && rc_number_article(above)) {
      const char *digits = above + strcspn(above, "0123456789");
      Article article = {.name = above, .number = (guint)strtoul(digits, NULL, 10)};
      g_array_append_val(articles, article);
      within = true;
    } else if (passage->kind == RC_KIND_HEADING) {
      within = false;
    } else if (last && passage->kind != RC_KIND_FOOTNOTE) {
      const char *item = passage->number ? strstr(passage->number, " (") : NULL;
      last->numbered |= item && g_ascii_isdigit(item[2]);
      last->alone = last->alone || passage->number ? last->alone : passage;
      last->unnumbered += !passage->number;
    }
  }
  return articles;
}

/* The only paragraph of an article is the article, in a document of articles that count up: what
 * has more paragraphs with numbers of their own, as a judgment, quotes those of another, and the
 * number would be that one's. */
static void number_articles(const Numbering *numbering, const Series *bare, GHashTable *taken) {
  g_autoptr(GArray) articles = list_articles(numbering);
  if (bare && bare->count > articles->len)
    return;
  for (guint i = 0; i < articles->len; i++) {
    const Article *article = &g_array_index(articles, Article, i);
    bool counts_up = (i > 0 && article[-1].number + 1 == article->number) ||
                     (i + 1 < articles->len && article->number + 1 == article[1].number);
    if (article->unnumbered == 1 && !article->numbered && article->number && counts_up &&
        g_hash_table_add(taken, g_strdup(article->name)))
      article->alone->number = g_strdup(article->name);
  }
}

void rc_numbering_qualify(GPtrArray *passages) {
  Numbering numbering = {
      .passages = passages,
      .all = g_ptr_array_new_with_free_func(g_free),
      .open = g_ptr_array_new(),
      .steps = g_new0(Step, passages->len + 1),
  };
  for (guint i = 0; i < passages->len; i++)
    take_step(&numbering, i);
  const Series *bare = main_series(&numbering);
  g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Items items = {NULL, NULL, '\0', 0};
  for (guint i = 0; i < passages->len; i++)
    number_passage(&numbering, i, bare, &items, taken);
  number_articles(&numbering, bare, taken);
  g_free(items.parent);
  g_free(items.item);
  for (guint i = 0; i < passages->len; i++)
    g_free(numbering.steps[i].above);
  g_free(numbering.steps);
  g_ptr_array_unref(numbering.all);
  g_ptr_array_unref(numbering.open);
}

void rc_numbering_count_unnumbered(GPtrArray *passages) {
  g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint round = 0; round < 2; round++) {
    for (guint i = 0; i < passages->len; i++) {
      RcPassage *passage = g_ptr_array_index(passages, i);
      guint32 index = g_array_index(passage->page_starts, RcPageStart, 0).page;
      g_autofree char *number = g_strdup_printf("%u", index);
      const char *page = passage->page_label ? passage->page_label : number;
      if (passage->number)
        continue;
      /* In the first round all of a page are counted, in the second those of each kind. */
      char *key = g_strdup_printf("%s %s", round ? rc_kind_name(passage->kind) : "all", page);
      guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key)) + 1;
      g_hash_table_insert(counts, key, GUINT_TO_POINTER(count));
      g_autofree char *all = g_strdup_printf("all %s", page);
      bool alone = GPOINTER_TO_UINT(g_hash_table_lookup(counts, all)) == 1;
      passage->unnumbered = round && !alone ? count : 0;
    }
  }
}
