/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From pages to passages: what no ordinary page has.  The traits of ordinary pages are
 * tested on tests/fixtures/ by tests/golden/test-reading.sh. */
#include "layout.h"
#include "page-fixture.h"

static const RcPassage *passage_at(const GPtrArray *passages, guint i) {
  assert_true(i < passages->len);
  return g_ptr_array_index(passages, i);
}

static void check_passages(const GPtrArray *passages) {
  for (guint i = 0; i < passages->len; i++) {
    const RcPassage *passage = passage_at(passages, i);
    assert_int_equal(passage->ordinal, i + 1);
    assert_true(g_utf8_validate(passage->text, -1, NULL));
    assert_int_equal(g_array_index(passage->page_starts, RcPageStart, 0).offset, 0);
  }
}

static void test_no_pages(void **state) {
  (void)state;
  g_autoptr(GPtrArray) pages = g_ptr_array_new();
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  assert_int_equal(passages->len, 0);
}

static void test_empty_page(void **state) {
  (void)state;
  g_autoptr(GPtrArray) pages = new_pages(new_page(1));
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  assert_int_equal(passages->len, 0);
}

static void test_paragraph_over_an_empty_page(void **state) {
  (void)state;
  g_autoptr(GPtrArray) pages = new_pages(new_page(1));
  add_text(g_ptr_array_index(pages, 0), 50, 300, 400, "A paragraph that goes on over");
  g_ptr_array_add(pages, new_page(2));
  g_ptr_array_add(pages, new_page(3));
  RcPage *last = g_ptr_array_index(pages, 2);
  add_text(last, 50, 300, 200, "the next page.");
  add_text(last, 50, 340, 200, "2. Another paragraph.");
  ((RcPage *)g_ptr_array_index(pages, 0))->label = g_strdup("24");
  last->label = g_strdup("26");
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  assert_int_equal(passages->len, 2);
  const RcPassage *passage = passage_at(passages, 0);
  assert_string_equal(passage->text, "A paragraph that goes on over the next page.");
  assert_string_equal(passage->page_label, "24");
  assert_string_equal(passage->last_page_label, "26");
  assert_string_equal(passage_at(passages, 1)->page_label, "26");
  assert_null(passage_at(passages, 1)->last_page_label);
  assert_int_equal(passage->page_starts->len, 2);
  RcPageStart second = g_array_index(passage->page_starts, RcPageStart, 1);
  assert_int_equal(second.page, 3);
  assert_int_equal(second.offset, strlen("A paragraph that goes on over "));
}

/* Lines twice as far apart as usual are lines of a paragraph where sentences go on over them; a
 * quotation may be set closer. */
static void test_double_spacing(void **state) {
  static const struct {
    float down;
    const char *text;
  } lines[] = {
      {0, "1. The herdsman told the court that he had seen the"},
      {24, "lorry at the ford, and that nobody had asked the driver"},
      {24, "for his papers before the lorry was set on fire and"},
      {24, "pushed into the river."},
      {24, "2. The court quoted the report of the prefect, which is"},
      {24, "short, and which it did not"},
      {24, "believe:"},
      {30, "The lorry was old and burnt by itself, as lorries do in"},
      {12, "this valley in the hot months of the year."},
      {30, "3. It found for the owners."},
      {24, "Damages"},
      {24, "The prefect paid for the lorry of the owners in the autumn."},
  };
  static const char *const paragraphs[] = {
      "1. The herdsman told the court that he had seen the lorry at the ford, and that nobody had "
      "asked the driver for his papers before the lorry was set on fire and pushed into the river.",
      "2. The court quoted the report of the prefect, which is short, and which it did not "
      "believe:",
      "The lorry was old and burnt by itself, as lorries do in this valley in the hot months of "
      "the year.",
      "3. It found for the owners.",
      "Damages",
      "The prefect paid for the lorry of the owners in the autumn.",
  };
  (void)state;
  RcPage *page = new_page(1);
  float y = 120;
  for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
    y += lines[i].down;
    add_text(page, 70, y, 8 * (float)strlen(lines[i].text), lines[i].text);
  }
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  assert_int_equal(passages->len, G_N_ELEMENTS(paragraphs));
  for (guint i = 0; i < passages->len; i++)
    assert_string_equal(passage_at(passages, i)->text, paragraphs[i]);
}

/* What stands over the title is one passage, and no heading of what follows; the number of the
 * printing at the foot does not part a paragraph that goes on. */
static void test_masthead(void **state) {
  static const char *const numbers[] = {"GE.21-01234 (R) 010221 020221", "21-01234 (E)",
                                        "*2101234*", "\uE000\uE001"};
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
    RcPage *page = new_page(1), *next = new_page(2);
    add_line(page, (RcBox){60, 40, 280, 54}, 14, "Организация Объединенных Наций");
    add_text(page, 430, 42, 100, "A/HRC/98/7");
    add_line(page, (RcBox){60, 66, 330, 86}, 20, "Генеральная Ассамблея");
    add_text(page, 400, 72, 60, "Distr.: General");
    add_text(page, 400, 84, 60, "1 February 2021");
    add_text(page, 400, 108, 60, "Original: English");
    add_line(page, (RcBox){60, 240, 330, 256}, 16, "Доклад о мельницах");
    add_text(page, 100, 300, 380, "1. В докладе говорится о мельницах долины, которые");
    add_text(page, 60, 312, 420, "работали до весны, и о людях,");
    add_text(page, 60, 780, 120, numbers[i]);
    add_text(next, 60, 100, 200, "которых там видели.");
    g_autoptr(GPtrArray) pages = new_pages(page);
    g_ptr_array_add(pages, next);
    g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
    assert_int_equal(passages->len, 3);
    assert_string_equal(passage_at(passages, 0)->text,
                        "Организация Объединенных Наций A/HRC/98/7 Генеральная Ассамблея "
                        "Distr.: General 1 February 2021 Original: English");
    assert_int_equal(passage_at(passages, 0)->kind, RC_KIND_BODY);
    assert_int_equal(passage_at(passages, 1)->section->len, 0);
    const RcPassage *body = passage_at(passages, 2);
    assert_string_equal(body->text, "1. В докладе говорится о мельницах долины, которые работали "
                                    "до весны, и о людях, которых там видели.");
    assert_int_equal(body->section->len, 1);
    assert_string_equal(g_ptr_array_index(body->section, 0), "Доклад о мельницах");
  }
}

/* It may stand behind a cover. */
static void test_masthead_behind_a_cover(void **state) {
  (void)state;
  RcPage *cover = new_page(1), *page = new_page(2), *next = new_page(3);
  add_text(cover, 60, 300, 200, "Бумаги мельника.");
  add_text(page, 400, 72, 60, "Distr.: General");
  add_text(page, 400, 84, 60, "1 February 2021");
  add_text(page, 60, 300, 400, "1. The mill was sealed, and its keys were taken by the");
  add_text(page, 60, 780, 120, "GE.21-01234 (E)");
  add_text(next, 60, 100, 200, "clerk of the valley.");
  g_autoptr(GPtrArray) pages = new_pages(cover);
  g_ptr_array_add(pages, page);
  g_ptr_array_add(pages, next);
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  assert_int_equal(passages->len, 3);
  assert_string_equal(passage_at(passages, 1)->text, "Distr.: General 1 February 2021");
  assert_string_equal(
      passage_at(passages, 2)->text,
      "1. The mill was sealed, and its keys were taken by the clerk of the valley.");
}

/* What stands below a masthead, in columns too, is none of it; nor is a sentence that speaks of
 * distribution, or a list of what a masthead and the foot of a page say. */
static void test_what_is_no_masthead(void **state) {
  static const char *const left[] = {"1. The mill was sealed in", "the first week of spring, and",
                                     "its keys were taken away."};
  static const char *const right[] = {"2. Мельницу открыли только", "летом, когда судья вернулся",
                                      "из отпуска."};
  (void)state;
  RcPage *page = new_page(1), *sentence = new_page(1), *list = new_page(1);
  add_text(page, 430, 42, 100, "A/HRC/98/7");
  add_text(page, 400, 72, 60, "Distr.: General");
  add_text(page, 400, 84, 60, "1 February 2021");
  for (guint i = 0; i < 30; i++) {
    add_text(page, 60, 300 + 12 * (float)i, 220, left[i % 3]);
    add_text(page, 310, 300 + 12 * (float)i, 220, right[i % 3]);
  }
  add_text(sentence, 60, 100, 470,
           "1. Its cover said Distr. General, and the clerk, who had never in his life heard of "
           "such a thing, read it");
  add_text(sentence, 60, 112, 200, "to the millers of the valley.");
  add_text(list, 60, 100, 300, "1. The millers were heard by the clerk.");
  add_text(list, 60, 500, 300, "2. What a cover says:");
  add_text(list, 60, 524, 100, "Distr.: General");
  add_text(list, 60, 548, 100, "24-01234 (E)");
  g_autoptr(GPtrArray) pages = new_pages(page), sentences = new_pages(sentence);
  g_autoptr(GPtrArray) lists = new_pages(list);
  g_autoptr(GPtrArray) columns = rc_layout_passages(pages), one = rc_layout_passages(sentences);
  g_autoptr(GPtrArray) items = rc_layout_passages(lists);
  assert_string_equal(passage_at(columns, 0)->text, "A/HRC/98/7 Distr.: General 1 February 2021");
  assert_int_equal(columns->len, 21);
  assert_string_equal(passage_at(columns, 20)->text,
                      "2. Мельницу открыли только летом, когда судья вернулся из отпуска.");
  assert_int_equal(one->len, 1);
  assert_string_equal(passage_at(items, 0)->number, "1");
  assert_string_equal(passage_at(items, 0)->text, "1. The millers were heard by the clerk.");
  const char *last = passage_at(items, items->len - 1)->text;
  assert_true(g_str_has_suffix(last, "24-01234 (E)"));
}

/* Sets the last `bytes` of the page's last line in another type, or the others if negative. */
static void set_type(RcPage *page, int bytes, bool bold, bool italic) {
  RcLine *line = &g_array_index(page->lines, RcLine, page->lines->len - 1);
  RcSpan *span = &g_array_index(page->spans, RcSpan, page->spans->len - 1);
  RcSpan rest = *span;
  rest.start = span->end = bytes < 0 ? span->start + (guint32)-bytes : span->end - (guint32)bytes;
  RcSpan *typed = bytes < 0 ? span : &rest;
  typed->bold = bold;
  typed->italic = italic;
  line->bold = bold && 2 * (typed->end - typed->start) > line->end - line->start;
  line->span_count = 2;
  g_array_append_val(page->spans, rest);
}

/* Bold words in a paragraph and the names of fields are no headings, lines in italics are. */
static void test_type(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_text(page, 70, 100, 420, "The court is concerned that the mills of the valley were shut by");
  set_type(page, -50, true, false);
  add_text(page, 70, 112, 420,
           "the prefect, and urges him to open them before the next harvest is");
  add_text(page, 70, 124, 420, "brought in, for which the millers of both villages have asked him");
  set_type(page, 60, true, false);
  add_text(page, 70, 136, 100, "many times.");
  add_text(page, 70, 170, 200, "Place of the mill that was shut: Aksu");
  set_type(page, -32, true, false);
  add_text(page, 70, 182, 200, "Имя и занятие владельца: Бек, мельник");
  set_type(page, -44, true, false);
  add_text(page, 70, 220, 120, "Petitions of the millers");
  set_type(page, 24, false, true);
  add_text(page, 70, 232, 420, "They asked for a hearing, and for the keys of the mills that they");
  add_text(page, 70, 244, 100, "had built.");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  assert_int_equal(passages->len, 5);
  assert_true(g_str_has_suffix(passage_at(passages, 0)->text, "asked him many times."));
  assert_string_equal(passage_at(passages, 1)->text, "Place of the mill that was shut: Aksu");
  assert_string_equal(passage_at(passages, 2)->text, "Имя и занятие владельца: Бек, мельник");
  for (guint i = 0; i < passages->len; i++)
    assert_int_equal(passage_at(passages, i)->kind, i == 3 ? RC_KIND_HEADING : RC_KIND_BODY);
  assert_string_equal(g_ptr_array_index(passage_at(passages, 4)->section, 0),
                      "Petitions of the millers");
}

/* Lines of a table of contents have no number; paragraphs with dots for what is left out do. */
static void test_contents(void **state) {
  (void)state;
  static const struct {
    const char *text, *number;
  } cases[] = {
      {"7. The mills of the valley .................... 12", NULL},
      {"7. Мельницы долины .................... 12", NULL},
      {"7. The miller wrote: “..... nobody came” and left.", "7"},
      {"7. Мельник писал: «..... никто не пришёл» и уехал.", "7"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) pages = new_pages(new_page(1));
    add_text(g_ptr_array_index(pages, 0), 70, 300, 420, cases[i].text);
    g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
    assert_int_equal(passages->len, 1);
    assert_int_equal(g_strcmp0(passage_at(passages, 0)->number, cases[i].number), 0);
  }
}

/* In bold, a number of a heading and a sentence with a full stop; not what begins a paragraph. */
static void test_headings_with_a_full_stop(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int bold; /* 99: all of it; 100: it stands in the middle, too; less than 0: so many bytes of its
                 beginning */
    RcKind kind;
  } cases[] = {
      {"II. Methodology.", 99, RC_KIND_HEADING},
      {"Глава 1. Общие положения.", 99, RC_KIND_HEADING},
      {"Article 5. The right to water.", 99, RC_KIND_HEADING},
      {"Б. Порядок рассмотрения.", 99, RC_KIND_HEADING},
      {"II. Methodology.", 0, RC_KIND_BODY},
      {"II. Methodology. The mills were visited.", 99, RC_KIND_BODY},
      {"The mills were visited.", 99, RC_KIND_BODY},
      {"1. The mills were visited.", 99, RC_KIND_BODY},
      {"Глава 1. Общие положения о мельницах.", -43, RC_KIND_BODY},
      {"Opinion of the miller. Case of the weirs.", 100, RC_KIND_HEADING},
      {"v.", 100, RC_KIND_BODY},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    RcPage *page = new_page(1);
    add_text(page, 70, 100, 420, "The court is concerned that the mills were shut by the prefect.");
    add_text(page, cases[i].bold == 100 ? 180 : 70, 130, 200, cases[i].text);
    if (cases[i].bold >= 99)
      set_type(page, (int)strlen(cases[i].text), true, false);
    else if (cases[i].bold)
      set_type(page, cases[i].bold, true, false);
    add_text(page, 70, 160, 420, "The millers have asked him for the keys, and he did not answer.");
    g_autoptr(GPtrArray) pages = new_pages(page);
    g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
    assert_int_equal(passages->len, 3);
    if (passage_at(passages, 1)->kind != cases[i].kind)
      fail_msg("%s", cases[i].text);
  }
}

/* A heading goes on over lines that are set wide, one of them larger for a sign of another font;
 * what begins with a capital is the next one. */
static void test_headings_over_lines(void **state) {
  static const struct {
    float size;
    const char *text;
  } lines[] = {
      {10, "A. The right of the millers to take part in the council of"},
      {11.5f, "their own valley"},
      {10, "Б. Право мельников участвовать в совете своей долины и в"},
      {10, "выборах её главы"},
      {10, "The council of the valley and of the villages that lie in it"},
  };
  (void)state;
  RcPage *page = new_page(1);
  float y = 100;
  for (guint i = 0; i < G_N_ELEMENTS(lines); i++, y += 20) {
    float width = 8 * (float)g_utf8_strlen(lines[i].text, -1);
    add_line(page, (RcBox){70, y, 70 + width, y + 10}, lines[i].size, lines[i].text);
    set_type(page, (int)strlen(lines[i].text), true, false);
  }
  for (guint i = 0; i < 6; i++, y += 12)
    add_text(page, 70, y, 420, "the millers asked for the keys of the mills that they had built");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  assert_int_equal(passages->len, 4);
  assert_string_equal(
      passage_at(passages, 0)->text,
      "A. The right of the millers to take part in the council of their own valley");
  assert_string_equal(passage_at(passages, 1)->text,
                      "Б. Право мельников участвовать в совете своей долины и в выборах её главы");
  for (guint i = 0; i < 3; i++)
    assert_int_equal(passage_at(passages, i)->kind, RC_KIND_HEADING);
}

/* What a row of a page is to be; an empty `text` ends the rows. */
typedef struct {
  float x, y, width;
  const char *text;
} Placed;

/* The passages of a page with these rows; yours to unref. */
static GPtrArray *read_placed(const Placed *rows) {
  RcPage *page = new_page(1);
  for (; *rows->text; rows++)
    add_text(page, rows->x, rows->y, rows->width, rows->text);
  g_autoptr(GPtrArray) pages = new_pages(page);
  return rc_layout_passages(pages);
}

/* In the head of a judgment the court, what it gives, place and number, date, and what it says are
 * apart by their places, without a full stop; a line that ends for want of room is not. */
static void test_heads(void **state) {
  static const Placed russian[] = {
      {200, 100, 190, "Мельничный суд Верхней долины"},
      {220, 112, 150, "ИМЕНЕМ ДОЛИНЫ РЕШЕНИЕ"},
      {70, 124, 80, "г. Верховье"},
      {360, 124, 110, "Дело № М-7/1931"},
      {70, 136, 110, "6 мая 1931 года"},
      {70, 148, 350, "Мельничный суд Верхней долины, рассмотрев дело о ключах от"},
      {70, 160, 450, "мельниц, которые смотритель плотины унёс с собой в город и не отдал,"},
      {270, 172, 60, "РЕШИЛ"},
      {98, 184, 422, "вернуть ключи тем, кто построил мельницы, до начала жатвы."},
      {0, 0, 0, ""},
  };
  static const Placed english[] = {
      {200, 100, 190, "The Mill Court of the Upper Valley"},
      {220, 112, 150, "DECISION ON KEYS"},
      {70, 124, 80, "Upper Village"},
      {360, 124, 110, "Case No. M-7/1931"},
      {70, 136, 450, "The court has heard the miller, the keeper of the weir and the clerk of"},
      {70, 148, 150, "the council of the valley,"},
      {70, 160, 450, "Having read the letters of the keeper, who has left for the town and not"},
      {70, 172, 450, "come back, although he has been called by the clerk of the council of"},
      {70, 184, 300, "Upper Village and by that of the valley."},
      {0, 0, 0, ""},
  };
  static const char *const starts[][5] = {
      {"Мельничный суд Верхней долины", "ИМЕНЕМ", "г. Верховье Дело № М-7/1931", "6 мая 1931 года",
       "Мельничный суд Верхней долины, рассмотрев"},
      {"The Mill Court", "DECISION", "Upper Village Case No. M-7/1931", "The court has heard",
       "Having read"},
  };
  (void)state;
  for (guint k = 0; k < 2; k++) {
    g_autoptr(GPtrArray) passages = read_placed(k ? english : russian);
    assert_int_equal(passages->len, k ? 5 : 7);
    for (guint i = 0; i < 5; i++)
      if (!g_str_has_prefix(passage_at(passages, i)->text, starts[k][i]))
        fail_msg("%s", passage_at(passages, i)->text);
    const char *last = passage_at(passages, passages->len - 1)->text;
    assert_true(g_str_has_suffix(last, k ? "that of the valley." : "до начала жатвы."));
  }
}

/* A line that says no more than which part of a law begins is its heading, in whatever type. */
static void test_divisions(void **state) {
  static const char *const names[] = {"Article 7",  "Rule 12.1", "Section 4.", "PART II",
                                      "Статья 7-1", "Глава 3",   "Раздел IV.", "Artículo 19"};
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    const Placed rows[] = {
        {70, 100, 450, "1. The keeper of the weir shall tell the council of each flood in time."},
        {70, 112, 60, names[i]},
        {70, 124, 450, "The council shall meet before the hay is brought in, and hear those who"},
        {70, 136, 200, "live below the weir."},
        {0, 0, 0, ""},
    };
    g_autoptr(GPtrArray) passages = read_placed(rows);
    assert_int_equal(passages->len, 3);
    assert_int_equal(passage_at(passages, 1)->kind, RC_KIND_HEADING);
    assert_string_equal(passage_at(passages, 1)->text, names[i]);
    assert_string_equal(g_ptr_array_index(passage_at(passages, 2)->section, 0), names[i]);
  }
}

/* Items that run on within a row of justified text begin no paragraph; those with a row each do. */
static void test_items_within_text(void **state) {
  static const Placed within[] = {
      {70, 100, 450, "7. The keeper of the weir has to do what the council tells him, that is:"},
      {70, 112, 450, "(i) open the weir in spring; (ii) close it before the hay is mown; and"},
      {70, 124, 200, "(iii) write down both."},
      {0, 0, 0, ""},
  };
  static const Placed apart[] = {
      {70, 100, 450, "7. The keeper of the weir has to do what the council tells him, that is:"},
      {70, 112, 450, "(a) open the weir in spring, when the ice has gone from the upper river;"},
      {70, 124, 200, "(b) write that down."},
      {0, 0, 0, ""},
  };
  (void)state;
  g_autoptr(GPtrArray) one = read_placed(within);
  assert_int_equal(one->len, 1);
  g_autoptr(GPtrArray) three = read_placed(apart);
  assert_int_equal(three->len, 3);
}

/* Figures may stand at the foot of a cell of several lines, also of the first one. */
static void test_figures_at_the_foot(void **state) {
  static const Placed rows[] = {
      {70, 100, 120, "Complaints of those"},
      {70, 112, 120, "who live below the"},
      {70, 124, 60, "weir"},
      {300, 124, 30, "1204"},
      {400, 124, 30, "-3,1"},
      {70, 160, 120, "Жалобы владельцев"},
      {70, 172, 120, "мельниц"},
      {300, 172, 30, "612"},
      {400, 172, 30, "98"},
      {70, 208, 120, "Прочие"},
      {300, 208, 30, "17"},
      {400, 208, 30, "2,0"},
      {0, 0, 0, ""},
  };
  static const char *const read[] = {"Complaints of those who live below the weir\t1204\t-3,1",
                                     "Жалобы владельцев мельниц\t612\t98", "Прочие\t17\t2,0"};
  (void)state;
  g_autoptr(GPtrArray) passages = read_placed(rows);
  assert_int_equal(passages->len, 3);
  for (guint i = 0; i < passages->len; i++)
    assert_string_equal(passage_at(passages, i)->text, read[i]);
}

/* Columns of text begin below a table that leaves the space between them clear. */
static void test_table_over_columns(void **state) {
  static const char *const names[] = {"Weirs", "Плотины", "Mills", "Мельницы"};
  RcPage *page = new_page(1);
  (void)state;
  for (guint i = 0; i < 4; i++) {
    add_text(page, 60, 100 + 20 * (float)i, 60, names[i]);
    add_text(page, 330, 100 + 20 * (float)i, 30, "612");
    add_text(page, 420, 100 + 20 * (float)i, 30, "17,3");
  }
  for (guint i = 0; i < 8; i++) {
    add_text(page, 60, 220 + 12 * (float)i, 220, "the keeper has gone to the town and has left");
    add_text(page, 330, 220 + 12 * (float)i, 220, "совет собрался в мае, и смотритель сказал,");
  }
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  for (guint i = 0; i < 4; i++) {
    g_autofree char *row = g_strdup_printf("%s\t612\t17,3", names[i]);
    assert_string_equal(passage_at(passages, i)->text, row);
  }
  assert_true(g_str_has_prefix(passage_at(passages, 4)->text, "the keeper has gone"));
}

/* A State says of recommendations what becomes of them: the items below are these, unless they are
 * what it says of others above. */
static void test_answered_recommendations(void **state) {
  static const struct {
    const char *announcement;
    RcKind kind;
  } cases[] = {
      {"85. The recommendations will be examined by the Upper Valley in autumn:",
       RC_KIND_RECOMMENDATION},
      {"85. The recommendations below did not enjoy the support of the valley:",
       RC_KIND_RECOMMENDATION},
      {"85. Изложенные ниже рекомендации не пользуются поддержкой Верхней долины:",
       RC_KIND_RECOMMENDATION},
      {"85. Эти рекомендации будут рассмотрены советом долины до осени:", RC_KIND_RECOMMENDATION},
      {"85. Recommendations 3 and 4 above did not enjoy the support of the valley:", RC_KIND_BODY},
      {"85. Those that enjoy the support are met by the following comments:", RC_KIND_BODY},
  };
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    const Placed rows[] = {
        {70, 100, 450, cases[i].announcement},
        {70, 124, 300, "1. Open the weir in spring (Lower Valley)/close it in autumn;"},
        {70, 148, 300, "2. Pay for the hay."},
        {0, 0, 0, ""},
    };
    g_autoptr(GPtrArray) passages = read_placed(rows);
    assert_int_equal(passages->len, 3);
    for (guint k = 1; k < 3; k++)
      if (passage_at(passages, k)->kind != cases[i].kind)
        fail_msg("%s", cases[i].announcement);
  }
}

/* Clauses of a preamble end in commas and go on in lower case, and are paragraphs yet. */
static void test_preamble(void **state) {
  static const Placed rows[] = {
      {70, 60, 130, "The council of the valley,"},
      {70, 84, 450, "having heard the keeper of the weir and those who live below it in the two"},
      {70, 96, 450, "villages, and having read what the clerk has written down in the years 1930,"},
      {70, 120, 450,
       "recalling that the weir was built by both villages and belongs to them both,"},
      {70, 144, 450, "напоминая о том, что плотину построили обе деревни и что она обеим служит,"},
      {70, 168, 450, "учитывая, что смотритель уехал в город и увёз с собой все ключи от плотины,"},
      {70, 192, 450, "decides that the weir shall be opened in the first week of May in each year"},
      {70, 204, 200, "by both villages."},
      {0, 0, 0, ""},
  };
  (void)state;
  g_autoptr(GPtrArray) passages = read_placed(rows);
  assert_int_equal(passages->len, 6);
}

/* A line in capitals is a heading of the text below it, once there has been text. */
static void test_titles_in_capitals(void **state) {
  static const Placed rows[] = {
      {200, 60, 190, "THE UPPER VALLEY"}, /* a place */
      {70, 100, 450, "The council met in May because nobody had opened the weir, and the lower"},
      {70, 112, 450, "meadows had been under water for a month; the keeper of the weir had gone"},
      {70, 124, 450, "to the town with the keys, as he had done in the spring of the year before."},
      {250, 160, 90, "THE FACTS"},
      {70, 184, 220, "II. ПЛОТИНЫ И ЛУГА ДОЛИНЫ"},
      {70, 208, 450, "1. The keeper had the keys of the weir, and nobody else in the valley had."},
      {250, 232, 90, "ПРАВО"},
      {70, 256, 450, "Смотритель обязан открыть плотину весной, как только сойдёт лёд с реки."},
      {250, 280, 90, "SIGNED"}, /* nothing that stands under it */
      {70, 304, 90, "The clerk"},
      {0, 0, 0, ""},
  };
  (void)state;
  g_autoptr(GPtrArray) passages = read_placed(rows);
  assert_int_equal(passages->len, 9);
  for (guint i = 0; i < passages->len; i++)
    if (passage_at(passages, i)->kind !=
        (i == 2 || i == 3 || i == 5 ? RC_KIND_HEADING : RC_KIND_BODY))
      fail_msg("%s", passage_at(passages, i)->text);
}

/* Each line of a table of contents is by itself, and no heading. */
static void test_lines_of_contents(void **state) {
  static const Placed rows[] = {
      {70, 100, 450, "I. The weirs of the upper valley ................................ ii"},
      {70, 112, 450, "II. Мельницы …………………………………… 3"},
      {70, 124, 380, "III. What the council of the valley has said about the hay that was"},
      {70, 136, 450, "lost when the water was let out . . . . . . . . . . . . . . . . 12"},
      {70, 148, 450, "The council met in May, and the keeper of the weir was heard by it."},
      {0, 0, 0, ""},
  };
  (void)state;
  g_autoptr(GPtrArray) passages = read_placed(rows);
  assert_int_equal(passages->len, 4);
  assert_true(g_str_has_suffix(passage_at(passages, 0)->text, " ii"));
  assert_true(g_str_has_prefix(passage_at(passages, 2)->text, "III. What"));
  assert_true(g_str_has_prefix(passage_at(passages, 3)->text, "The council met"));
}

/* Over the end of a page a paragraph goes on unless its row there is short and a capital comes
 * next. */
static void test_early_ends(void **state) {
  static const struct {
    const char *last, *next;
    guint passages;
  } cases[] = {
      {"Heard: in May 1931", "Delivered: in June 1931", 2},
      {"Слушалось в мае", "Решено в июне", 2},
      {"The keeper was told to", "Open the weir in spring", 1},
      {"The keeper was told", "that the weir is closed", 1},
  };
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    RcPage *page = new_page(1), *next = new_page(2);
    add_text(page, 70, 300, 450,
             "The council of the valley met because nobody had opened the weir.");
    add_text(page, 70, 340, 130, cases[i].last);
    add_text(next, 70, 300, 150, cases[i].next);
    g_autoptr(GPtrArray) pages = new_pages(page);
    g_ptr_array_add(pages, next);
    g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
    if (passages->len != 1 + cases[i].passages)
      fail_msg("%s", cases[i].last);
  }
}

/* Small Roman numerals count up, "v." among them; a list that begins anew is another one. */
static void test_roman_items(void **state) {
  static const Placed rows[] = {
      {70, 100, 450,
       "7. The keeper of the weir is told by the council what he has to do, that is:"},
      {90, 112, 430, "i. Open the weir in spring, when the ice has gone from the river; and"},
      {90, 124, 430, "ii. Close it before the hay of the lower meadows is mown; and after that"},
      {90, 136, 430, "iii. Hear those who live below it, and write down what they have said,"},
      {90, 148, 430, "iv. Tell the council of the valley what he has heard and written; and"},
      {90, 160, 430, "v. Leave the keys with the clerk of the council whenever he goes away."},
      {70, 184, 450, "The council of the lower valley has told its own keeper that he has to:"},
      {90, 196, 430, "i. Keep away from the weir of the upper valley and from its keeper; and"},
      {90, 208, 430, "ii. Mend the dam."},
      {70, 232, 450, "It was the case of the keeper of the upper weir against the village of"},
      {70, 244, 200, "v. Upper Valley, of 1931."},
      {0, 0, 0, ""},
  };
  static const char *const numbers[] = {"7",     "7 (i)", "7 (ii)", "7 (iii)", "7 (iv)",
                                        "7 (v)", NULL,    NULL,     NULL,      NULL};
  (void)state;
  g_autoptr(GPtrArray) passages = read_placed(rows);
  assert_int_equal(passages->len, G_N_ELEMENTS(numbers));
  for (guint i = 0; i < passages->len; i++)
    if (g_strcmp0(passage_at(passages, i)->number, numbers[i]) != 0)
      fail_msg("%s: %s", passage_at(passages, i)->text, passage_at(passages, i)->number);
}

/* The mark of a note at its end changes nothing of what a line is. */
static void test_marked_ends(void **state) {
  static const struct {
    const char *text;
    bool bold;
    RcKind kind;
  } cases[] = {
      {"Water of the villages", false, RC_KIND_HEADING}, /* in italics */
      {"7.1 Open the weir for the fish (Upper Valley);", true, RC_KIND_RECOMMENDATION},
      {"7.1 Open the weir for the fish (Upper Valley); and", true, RC_KIND_RECOMMENDATION},
      {"7. Что решили о плотинах советы обеих долин и о том, кто и как платит за сено", true,
       RC_KIND_HEADING},
  };
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    RcPage *page = new_page(1);
    add_text(page, 70, 100, 420, "The court is concerned that the mills were shut by the prefect.");
    g_autofree char *marked = g_strconcat(cases[i].text, "12", NULL);
    add_text(page, 70, 140, 240, marked);
    set_type(page, -(int)strlen(cases[i].text), cases[i].bold, !cases[i].bold);
    RcSpan *mark = &g_array_index(page->spans, RcSpan, page->spans->len - 1);
    mark->size = 6;
    mark->bottom -= 4;
    add_text(page, 70, 180, 420, "The millers have asked him for the keys, and he did not answer.");
    g_autoptr(GPtrArray) pages = new_pages(page);
    g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
    assert_int_equal(passages->len, 3);
    assert_string_equal(passage_at(passages, 1)->text, cases[i].text);
    if (passage_at(passages, 1)->kind != cases[i].kind)
      fail_msg("%s", cases[i].text);
  }
}

/* Nothing stands under the stamp that a judgment has become final. */
static void test_stamp(void **state) {
  static const char *const stamps[][2] = {{"FINAL", "21/03/2011"}, {"ОСТАТОЧНЕ", "7.02.2014"}};
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(stamps); i++) {
    RcPage *page = new_page(1);
    add_line(page, (RcBox){200, 60, 400, 78}, 18, "THE MILLERS v. THE VALLEY");
    add_line(page, (RcBox){70, 100, 130, 114}, 14, stamps[i][0]);
    add_text(page, 70, 118, 60, stamps[i][1]);
    for (guint k = 0; k < 6; k++)
      add_text(page, 70, 160 + 12 * (float)k, 420,
               "the millers asked for the keys of the mills that they had built");
    g_autoptr(GPtrArray) pages = new_pages(page);
    g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
    const RcPassage *stamp = passage_at(passages, 1),
                    *last = passage_at(passages, passages->len - 1);
    assert_string_equal(stamp->text, stamps[i][0]);
    assert_int_equal(stamp->kind, RC_KIND_BODY);
    assert_int_equal(last->section->len, 1);
    assert_string_equal(g_ptr_array_index(last->section, 0), "THE MILLERS v. THE VALLEY");
  }
}

static void test_numbers_after_recommendations(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_text(page, 50, 200, 400, "12. The Committee recommends that the State party:");
  add_text(page, 70, 220, 400, "(a) Investigate all reports;");
  add_text(page, 50, 240, 400, "13. The Committee notes the plan of action.");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  assert_int_equal(passage_at(passages, 0)->kind, RC_KIND_BODY);
  assert_int_equal(passage_at(passages, 1)->kind, RC_KIND_RECOMMENDATION);
  assert_int_equal(passage_at(passages, 2)->kind, RC_KIND_BODY);
}

static void test_announced_at_the_end(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_text(page, 50, 200, 300, "Правительству РЕКОМЕНДУЕТСЯ:");
  add_text(page, 70, 220, 400, "• принять закон;");
  add_text(page, 50, 240, 400, "Организации благодарят всех.");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  assert_int_equal(passage_at(passages, 1)->kind, RC_KIND_RECOMMENDATION);
  assert_int_equal(passage_at(passages, 2)->kind, RC_KIND_BODY);
}

static void test_overlapping_lines(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  for (guint i = 0; i < 50; i++)
    add_text(page, 50, 300, 400, "the same place");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  assert_true(passages->len > 0);
  check_passages(passages);
}

static void test_zero_sizes(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  for (guint i = 0; i < 20; i++)
    add_line(page, (RcBox){50, 300, 50, 300}, 0, "no size at all");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  assert_true(passages->len > 0);
  check_passages(passages);
}

static void test_hostile_boxes(void **state) {
  (void)state;
  g_autoptr(GPtrArray) pages = new_pages(new_hostile_page());
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  assert_true(passages->len > 0);
  check_passages(passages);
}

static void test_ten_thousand_lines(void **state) {
  (void)state;
  g_autoptr(GPtrArray) pages = new_pages(new_crowded_page(true));
  clock_t start = clock();
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  assert_true((double)(clock() - start) < SECONDS_MAX * (double)CLOCKS_PER_SEC);
  check_passages(passages);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_no_pages),
      cmocka_unit_test(test_empty_page),
      cmocka_unit_test(test_paragraph_over_an_empty_page),
      cmocka_unit_test(test_double_spacing),
      cmocka_unit_test(test_masthead),
      cmocka_unit_test(test_masthead_behind_a_cover),
      cmocka_unit_test(test_what_is_no_masthead),
      cmocka_unit_test(test_type),
      cmocka_unit_test(test_contents),
      cmocka_unit_test(test_headings_with_a_full_stop),
      cmocka_unit_test(test_headings_over_lines),
      cmocka_unit_test(test_heads),
      cmocka_unit_test(test_divisions),
      cmocka_unit_test(test_items_within_text),
      cmocka_unit_test(test_figures_at_the_foot),
      cmocka_unit_test(test_table_over_columns),
      cmocka_unit_test(test_answered_recommendations),
      cmocka_unit_test(test_preamble),
      cmocka_unit_test(test_titles_in_capitals),
      cmocka_unit_test(test_lines_of_contents),
      cmocka_unit_test(test_early_ends),
      cmocka_unit_test(test_roman_items),
      cmocka_unit_test(test_marked_ends),
      cmocka_unit_test(test_stamp),
      cmocka_unit_test(test_numbers_after_recommendations),
      cmocka_unit_test(test_announced_at_the_end),
      cmocka_unit_test(test_overlapping_lines),
      cmocka_unit_test(test_zero_sizes),
      cmocka_unit_test(test_hostile_boxes),
      cmocka_unit_test(test_ten_thousand_lines),
  };
  return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
