/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "layout.h"

#include <math.h>
#include <string.h>

#include "cells.h"
#include "expression.h"
#include "hyphens.h"
#include "notes.h"
#include "numbering.h"
#include "numbers.h"
#include "parts.h"
#include "record.h"
#include "rows.h"
#include "sections.h"
#include "text.h"

/* Lines set wider apart than this, in font sizes, are not lines of a paragraph. */
#define LEADING_MAX 1.5f
/* A heading is no longer than this. */
#define HEADING_BYTES_MAX 300
/* What announces recommendations is no longer than this. */
#define ANNOUNCEMENT_BYTES_MAX 600
/* So near "above" says of what the words behind it are said. */
#define ABOVE_BYTES 16
/* The name of a field is no longer than this. */
#define LABEL_BYTES_MAX 80
/* The lines of one heading are no further apart than this, in sizes of its type. */
#define HEADING_PITCH_MAX 2.2f
/* Their sizes differ by no more than this share. */
#define HEADING_SIZE_SHARE 0.2f
/* A sub-heading in italics is no longer than this. */
#define ITALIC_BYTES_MAX 160
/* A heading with a number, in characters. */
#define NUMBERED_TITLE_MAX 240
/* A title in the middle that ends in a full stop has more bytes than this; "I.", "v." have not. */
#define POINTED_TITLE_MIN 6
/* Running heads stand within this share of the page from its edges. */
#define EDGE_SHARE 0.08f
/* Rows of justified text end this close to one another, in points. */
#define JUSTIFIED_EDGE 1.5f
/* A row is joined to so much of the text before it: more than any word or address. */
#define TAIL_BYTES 4096

/* A centred row is set in by the first share of its column's width at least, one of a title by the
 * second; its middle is off that of the column by no more than the third. */
#define CENTRED_INSET 0.2f
#define TITLE_INSET 0.02f
#define CENTRED_EVEN 0.04f
/* A row ends for want of room if what it leaves is less than the next word and this: in sizes, and
 * as a share of the width of its column. */
#define ROOM_LEFT 3.0f
#define ROOM_SHARE 0.25f
/* The last row of a page ends early if it leaves more than this share of its column. */
#define EARLY_SHARE 0.4f
/* A title in capitals is no longer than this; so long is a row of text, as a share of its column;
 * and so long is a paragraph before which there are no such titles. */
#define CAPITALS_BYTES_MAX 300
#define LONG_ROW 0.7f
#define RUNNING_BYTES 200
/* So many rows are looked through for the item after one. */
#define ITEM_ROWS 12

/* Where the text of a column begins and ends. */
typedef struct {
  float left, right;
} Column;

/* A paragraph in the making. */
typedef struct {
  GString *text;
  GString *tail;       /* its last bytes, while a row is joined to them */
  GArray *page_starts; /* of RcPageStart */
  GArray *row_starts;  /* of guint32: where each row begins in the text */
  const RcRow *first, *last;
  guint rows, bold_rows, italic_rows;
  float pitch;       /* from its last row but one to its last, or 0 */
  bool fifth;        /* "v." comes after "iv." and is no word */
  char *number;      /* that it begins with, or NULL; while it is finished */
  gsize numbered;    /* the bytes that it takes; likewise */
  bool recommends;   /* so it begins; likewise */
  double confidence; /* of OCR: sum over the rows read by it, by bytes */
  gsize ocr_bytes;   /* of these rows */
} Paragraph;

typedef struct {
  const GArray *rows;
  const GPtrArray *pages;
  const GArray *columns; /* of Column, one for each region */
  RcHyphens *hyphens;
  float body_size;
  float pitch;                    /* usual distance from one baseline to the next */
  float wide_pitch;               /* the widest that text goes on over, or 0 */
  float reach;                    /* right edge of the rows in this column so far, */
  guint reaching, rows_in_column; /* how many of them reach it, and how many there are */
  GPtrArray *passages;            /* result */
  GPtrArray *notes;    /* footnotes and turned text waiting for the paragraph over them to end */
  GHashTable *further; /* set of RcPassage *: parts that go on with the one before */
  guint note;          /* number of the last footnote */
  char *number;        /* of the last numbered paragraph, or NULL */
  bool running;        /* a paragraph of text has been read */
  bool recommending;   /* items that follow are recommendations */
  char *announcer;     /* number of the paragraph that announced them, or NULL */
  RcSections *sections;
} Layout;

/* --- measures --- */

static bool same_size(const RcRow *a, const RcRow *b) {
  return fabsf(a->size - b->size) < 0.6f;
}

/* The row opens a new page or column after `last`: distances say nothing. */
static bool jumps(const RcRow *last, const RcRow *row) {
  return row->page != last->page || row->region != last->region;
}

/* A distance between baselines is that of lines if this share of all are like it. */
#define PITCH_SHARE 0.1
/* Distances differ by no more than this, in points. */
#define PITCH_EVEN 0.3f

/* So few distances, if all are wide, may all be between paragraphs of one line. */
#define PITCH_FEW 20

/* The usual distance from one line of a paragraph to the next: the smallest that is
 * not rare, for paragraphs may be short and the distance between them common. */
static float measure_pitch(const GArray *rows, float body_size) {
  /* From one row of body text to the next, ascending. */
  g_autoptr(GArray) distances = g_array_new(FALSE, FALSE, sizeof(float));
  for (guint i = 1; i < rows->len; i++) {
    const RcRow *a = &g_array_index(rows, RcRow, i - 1), *b = &g_array_index(rows, RcRow, i);
    float distance = b->box.y2 - a->box.y2;
    bool body = same_size(a, b) && fabsf(a->size - body_size) < 0.6f;
    if (body && !jumps(a, b) && distance > 0.8f * body_size && distance < 4 * body_size)
      g_array_append_val(distances, distance);
  }
  g_array_sort(distances, rc_compare_floats);
  guint wanted = MAX(1, (guint)(PITCH_SHARE * distances->len));
  for (guint i = 0; i + wanted <= distances->len; i++) {
    float low = g_array_index(distances, float, i);
    if (low > LEADING_MAX * body_size && distances->len < PITCH_FEW)
      break;
    if (g_array_index(distances, float, i + wanted - 1) - low <= 2 * PITCH_EVEN)
      return fminf(low + PITCH_EVEN, LEADING_MAX * body_size);
  }
  return body_size * 1.2f;
}

/* --- where a paragraph ends --- */

static bool ends_sentence(const char *text) {
  gsize length = strlen(text);
  const char *p = g_utf8_find_prev_char(text, text + length);
  const char *mark = g_strrstr(text, RC_NOTE_MARK); /* in figures or letters */
  const char *letters = mark ? mark + strlen(RC_NOTE_MARK) : NULL;
  if (letters && *letters && !letters[rc_number_note_letters(letters)])
    p = mark;
  while (p && p > text && (strchr("\"')]0123456789*", *p) || g_str_has_prefix(p, RC_NOTE_MARK)))
    p = g_utf8_find_prev_char(text, p);
  if (!p)
    return false;
  gunichar c = g_utf8_get_char(p);
  if (c == 0x201D || c == 0xBB || c == 0x2019) {
    p = g_utf8_find_prev_char(text, p);
    c = p ? g_utf8_get_char(p) : 0;
  }
  return c == '.' || c == '!' || c == '?' || c == ':' || c == ';';
}

/* Text goes on over a wide distance in so many places, and in this share of all, before
 * lines are known to be set so far apart. */
#define WIDE_MIN 3
#define WIDE_SHARE 0.1
/* The row before is so long, in font sizes, that the next one follows for want of room. */
#define FULL_ROW 18

/* The widest distance over which sentences of body text go on: of lines that are set one and a
 * half or twice as far apart as usual, in all of the document or in a part of it. */
static float measure_wide_pitch(const GArray *rows, float body_size) {
  g_autoptr(GArray) distances = g_array_new(FALSE, FALSE, sizeof(float));
  for (guint i = 1; i < rows->len; i++) {
    const RcRow *a = &g_array_index(rows, RcRow, i - 1), *b = &g_array_index(rows, RcRow, i);
    float distance = b->box.y2 - a->box.y2;
    if (same_size(a, b) && fabsf(a->size - body_size) < 0.6f && !jumps(a, b) && !a->table &&
        !b->table && a->role == RC_ROW_BODY && b->role == RC_ROW_BODY &&
        distance > 0.8f * body_size && distance < 4 * body_size &&
        a->box.x2 - a->box.x1 > FULL_ROW * a->size && !ends_sentence(a->text) &&
        !g_str_has_suffix(a->text, ",") && /* as clauses of a preamble do */
        g_unichar_islower(g_utf8_get_char(b->text)))
      g_array_append_val(distances, distance);
  }
  g_array_sort(distances, rc_compare_floats);
  guint wanted = MAX(WIDE_MIN, (guint)(WIDE_SHARE * distances->len));
  for (guint i = distances->len; i >= wanted; i--) {
    float high = g_array_index(distances, float, i - 1);
    if (high - g_array_index(distances, float, i - wanted) <= 2 * PITCH_EVEN)
      return high;
  }
  return 0;
}

/* The row is set so far below the last one that it does not go on with its paragraph. */
static bool stands_apart(const Layout *layout, const Paragraph *paragraph, const RcRow *row) {
  float distance = row->box.y2 - paragraph->last->box.y2;
  float scale = fmaxf(1, row->size / layout->body_size);
  if (distance <= 1.3f * layout->pitch * scale)
    return false;
  bool wide = fabsf(row->size - layout->body_size) < 0.6f &&
              distance <= layout->wide_pitch + 2 * PITCH_EVEN;
  /* The rows of a paragraph are all as far apart, and a short one before a capital ends it. */
  const RcBox *last = &paragraph->last->box;
  float reach = fmaxf(layout->reach, row->box.x2);
  bool ends = last->x2 < reach - 0.3f * (reach - last->x1) &&
              (!g_unichar_islower(g_utf8_get_char(row->text)) ||
               g_str_has_suffix(paragraph->last->text, ","));
  return !wide || ends || (paragraph->pitch > 0 && distance > paragraph->pitch + 4 * PITCH_EVEN);
}

/* A field of a form: what it is in bold, and then its value. */
static bool is_field(const RcRow *row) {
  const char *colon = row->labelled ? strchr(row->text, ':') : NULL;
  return colon && colon[1] == ' ' && colon - row->text <= LABEL_BYTES_MAX;
}

/* "Article 14", "ГЛАВА II.": all that the line says is what stands below it. */
static bool is_division(const char *text) {
  static GRegex *kept;
  const GRegex *pattern = rc_expression(
      &kept,
      "^(?i:part|title|chapter|section|article|annex|appendix|rule|principle|часть|раздел|"
      "подраздел|глава|статья|приложение|правило|принцип|частина|розділ|стаття|додаток|"
      "parte|título|capítulo|sección|artículo|anexo|artigo)"
      "\\s+(?:\\d{1,4}(?:[-.]\\d{1,3})?|[IVXLC]{1,7})\\s*[.:]?$",
      0);
  return g_regex_match(pattern, text, 0, NULL);
}

/* "7. Report .......... 5" of a table of contents: dots, and a page number behind them. */
static bool is_contents(const char *text) {
  static const char *const leaders[] = {".....", "……", ". . . ."};
  for (gsize i = 0; i < G_N_ELEMENTS(leaders); i++) {
    const char *leader = strstr(text, leaders[i]);
    if (leader && !leader[strspn(leader, ".… 0123456789ivxl")])
      return true;
  }
  return false;
}

/* The row is long and the next one goes on with its sentence: a change of type between them is
 * within a paragraph. */
static bool goes_on(const Layout *layout, const RcRow *row, const RcRow *next) {
  const RcRow *end = &g_array_index(layout->rows, RcRow, 0) + layout->rows->len;
  return next < end && !jumps(row, next) && same_size(row, next) && !next->table &&
         row->box.x2 - row->box.x1 > FULL_ROW * row->size && !ends_sentence(row->text) &&
         g_unichar_islower(g_utf8_get_char(next->text));
}

/* The number of an item in brackets before this one, "(b)" before "(c)" and "(iii)" before "(iv)";
 * false if there is none. */
static bool item_before(const char *number, char before[16]) {
  static const char *const numerals[] = {"(i)",  "(ii)",  "(iii)",  "(iv)", "(v)",
                                         "(vi)", "(vii)", "(viii)", "(ix)", "(x)"};
  for (gsize i = 1; i < G_N_ELEMENTS(numerals); i++)
    if (strcmp(number, numerals[i]) == 0)
      return g_strlcpy(before, numerals[i - 1], 16) > 0;
  gunichar letter = *number == '(' ? g_utf8_get_char(number + 1) : 0;
  char bytes[8] = {0};
  g_unichar_to_utf8(letter > 'a' ? letter - 1 : 'a', bytes);
  g_snprintf(before, 16, "(%s)", bytes);
  return letter > 'a' && letter != 0x430; /* Cyrillic a */
}

/* "(a)" opens a row of running text, and "(b)" stands within this row or one after it: both are
 * items of a sentence. */
static bool opens_items_of_sentence(const Layout *layout, const RcRow *last, const RcRow *row,
                                    const char *number) {
  const RcRow *end = &g_array_index(layout->rows, RcRow, 0) + layout->rows->len;
  float edge = g_array_index(layout->columns, Column, row->region).right;
  bool stretched = !jumps(last, row) && fabsf(last->box.x2 - edge) < JUSTIFIED_EDGE &&
                   fabsf(row->box.x1 - last->box.x1) < JUSTIFIED_EDGE;
  for (const RcRow *at = row; stretched && at < end && at < row + ITEM_ROWS; at++) {
    char before[16];
    for (const char *p = at->text; (p = strchr(p, '(')); p++) {
      const char *close = strchr(p, ')');
      g_autofree char *item = close && close - p < 8 ? g_strndup(p, (gsize)(close + 1 - p)) : NULL;
      if (item && item_before(item, before) && strcmp(before, number) == 0)
        return p > at->text;
    }
  }
  return false;
}

/* "(c)" within a sentence: the item before it stands within the text of the paragraph, too, and
 * not at its beginning. */
static bool is_item_of_sentence(const Layout *layout, const Paragraph *paragraph,
                                const RcRow *row) {
  gsize length = 0;
  char before[16];
  g_autofree char *number = *row->text == '(' ? rc_number_read(row->text, &length) : NULL;
  if (!number)
    return false;
  bool first = !item_before(number, before);
  if ((first || strcmp(number, "(i)") == 0) &&
      opens_items_of_sentence(layout, paragraph->last, row, number))
    return true;
  if (first)
    return false;
  const char *text = paragraph->text->str;
  while (g_unichar_ispunct(g_utf8_get_char(text)) && *text != '(')
    text = g_utf8_next_char(text); /* a quotation may begin with an item */
  g_autofree char *opening = rc_number_read(text, &length);
  return strstr(text + (opening ? length : 0), before) != NULL;
}

/* A heading in bold goes on in the next row, however far its lines are set apart, and though a
 * single sign of another font makes one larger. */
static bool heading_goes_on(const RcRow *row, const RcRow *next) {
  float distance = next->box.y2 - row->box.y2;
  return row->bold && next->bold && !jumps(row, next) && !row->table && !next->table &&
         fabsf(row->size - next->size) <= HEADING_SIZE_SHARE * row->size && distance > 0 &&
         distance <= HEADING_PITCH_MAX * row->size &&
         row->box.x2 - row->box.x1 > FULL_ROW * row->size && !ends_sentence(row->text) &&
         g_unichar_islower(g_utf8_get_char(next->text));
}

/* --- rows that end where nothing makes them --- */

/* Where the body of the text of each region begins and ends; an array of Column, yours to unref. */
static GArray *measure_columns(const GArray *rows) {
  GArray *columns = g_array_new(FALSE, TRUE, sizeof(Column));
  for (guint i = 0; i < rows->len; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    for (Column none = {INFINITY, -INFINITY}; columns->len <= row->region;)
      g_array_append_val(columns, none);
    Column *column = &g_array_index(columns, Column, row->region);
    if (row->role != RC_ROW_BODY || row->table)
      continue;
    column->left = fminf(column->left, row->box.x1);
    column->right = fmaxf(column->right, row->box.x2);
  }
  return columns;
}

/* The row stands in the middle of its column, set in by that share of its width at least. */
static bool is_centred(const Column *column, const RcRow *row, float share) {
  float width = column->right - column->left, inset = row->box.x1 - column->left;
  float middle = (row->box.x1 + row->box.x2 - column->left - column->right) / 2;
  return inset > share * width && fabsf(middle) < CENTRED_EVEN * width;
}

/* All of its letters are capitals, and it has some. */
static bool is_capitals(const char *text) {
  guint letters = 0;
  for (; *text; text = g_utf8_next_char(text)) {
    gunichar c = g_utf8_get_char(text);
    if (g_unichar_islower(c))
      return false;
    letters += g_unichar_isupper(c);
  }
  return letters > 3;
}

/* The last word is a small one, "of", "the", "на": something has to come after it. */
static bool ends_in_small_word(const char *text) {
  static const char *const words[] = {"the", "and", "for", "from", "with", "или", "для", "под",
                                      "над", "что", "как", "del",  "los",  "las", "por", "que"};
  const char *word = strrchr(text, ' ');
  if (!word || !g_unichar_islower(g_utf8_get_char(word + 1)))
    return false;
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
    if (strcmp(word + 1, words[i]) == 0)
      return true;
  return g_utf8_strlen(word + 1, -1) <= 2;
}

/* The first word of the row would have stood well in the one before: after a comma with a little
 * room to spare, else with much. */
static bool had_room(const Column *column, const RcRow *last, const RcRow *row) {
  float share = (float)strcspn(row->text, " ") / (float)MAX(strlen(row->text), 1);
  float room = row->box.x2 - last->box.x2 - share * (row->box.x2 - row->box.x1);
  bool comma = g_str_has_suffix(last->text, ",");
  return room > (comma ? ROOM_LEFT * row->size : ROOM_SHARE * (column->right - column->left));
}

/* Lines of a head, an address or a signature are set apart by their place and not by what ends
 * them: in the middle, at both edges of a line, or short before a longer one. */
static bool is_set_apart(const Layout *layout, const RcRow *last, const RcRow *row) {
  const Column *column = &g_array_index(layout->columns, Column, row->region);
  bool left = fabsf(row->box.x1 - last->box.x1) < row->size, bold = row->bold && last->bold;
  bool was_centred = is_centred(column, last, CENTRED_INSET);
  bool centred = is_centred(column, row, CENTRED_INSET);
  bool capitals = is_capitals(row->text), were_capitals = is_capitals(last->text);
  gunichar first = g_utf8_get_char(row->text);
  if (bold) /* a heading, whatever of it is set how */
    return false;
  if (row->parted)
    return was_centred || !g_unichar_islower(first);
  if (last->parted)
    return left || centred;
  if (*row->text == '(')
    return false;
  if (centred)
    return capitals != were_capitals || (!was_centred && had_room(column, last, row));
  if (was_centred)
    return !left && !(capitals && were_capitals);
  return left && !row->bold && !last->bold && g_unichar_isupper(first) &&
         had_room(column, last, row) && !ends_in_small_word(last->text);
}

/* "v. Open the weir" after "iv. Close it": a number, which "v. Upper Valley" is not. */
static bool is_fifth(const Layout *layout, const char *text) {
  return g_str_has_prefix(text, "v. ") && g_strcmp0(layout->number, "(iv)") == 0;
}

static bool starts_paragraph(const Layout *layout, const Paragraph *paragraph, const RcRow *row) {
  const RcRow *first = paragraph->first, *last = paragraph->last;
  if (heading_goes_on(last, row) || (row->role == RC_ROW_ASIDE && !row->turn)) /* a stamp is one */
    return false;
  if (!same_size(last, row) || row->table || last->table || row->turn != last->turn)
    return true;
  if (is_contents(last->text))
    return true;
  /* The next numbered paragraph, whatever the one before looks like. */
  gsize length;
  g_autofree char *number = layout->number ? rc_number_read(row->text, &length) : NULL;
  if ((number && rc_number_follows(layout->number, number)) || is_fifth(layout, row->text))
    return true;
  /* The last row stops well before the right edge that rows here reach. */
  const RcRow *beside = jumps(first, last) && !jumps(last, row) ? last : first;
  float reach = fmaxf(beside->box.x2, jumps(last, row) ? 0 : row->box.x2);
  bool ragged = last->box.x2 < reach - 0.12f * (reach - fminf(beside->box.x1, last->box.x1));
  bool ended = ends_sentence(last->text);
  if (jumps(last, row)) {
    /* The last row is stretched to the right edge like most before it, so it is not the
     * last line of its paragraph. */
    bool stretched = layout->rows_in_column >= 3 &&
                     2 * layout->reaching >= layout->rows_in_column &&
                     fabsf(last->box.x2 - layout->reach) < JUSTIFIED_EDGE;
    /* Nor is it if it ends early before a capital. */
    const Column *column = &g_array_index(layout->columns, Column, last->region);
    if (!ended && column->right - last->box.x2 > EARLY_SHARE * (column->right - column->left) &&
        g_unichar_isupper(g_utf8_get_char(row->text)) && !ends_in_small_word(last->text))
      return true;
    if (!ended || stretched)
      return last->bold != row->bold ||
             (rc_number_starts_item(row->text) && !is_item_of_sentence(layout, paragraph, row));
    return ragged || !g_unichar_islower(g_utf8_get_char(row->text));
  }
  if (stands_apart(layout, paragraph, row))
    return true;
  if (is_field(row))
    return ended || ragged || is_field(last);
  if ((is_division(last->text) && *row->text != '(') || is_division(row->text) ||
      (!ended && row->role == RC_ROW_BODY && is_set_apart(layout, last, row)))
    return true;
  if (last->bold != row->bold && goes_on(layout, last, row))
    return false;
  if (last->bold != row->bold && !(row->bold && !ragged && goes_on(layout, row, row + 1)))
    return ended || ragged || paragraph->rows == 1;
  if (last->italic != row->italic && paragraph->rows == 1 && ragged &&
      !g_unichar_islower(g_utf8_get_char(row->text)))
    return true;
  if (rc_number_starts_item(row->text))
    return (ended || ragged) && !is_item_of_sentence(layout, paragraph, row);
  /* Set in further than the rows before it, of which the first may be set in itself. */
  bool indented = paragraph->rows > 1 && row->box.x1 > last->box.x1 + 0.8f * row->size;
  /* Further to the left than the text before it, which stands in an item or is set in: the
   * item has ended. */
  bool outdented = (paragraph->rows > 1 || rc_number_bullet(first->text)) &&
                   row->box.x1 < fminf(first->box.x1, last->box.x1) - 0.8f * row->size;
  return ended && (indented || outdented || ragged);
}

/* --- what a paragraph is --- */

/* How recommendations begin, in lower case. */
static const char *const recommendation_starts[] = {
    "it is recommended",    "we recommend",        "the committee recommends",
    "the committee urges",  "the committee calls", "the state party should",
    "рекомендуется",        "рекомендуем",         "комитет рекомендует",
    "комитет настоятельно", "комитет призывает",   "государству-участнику следует",
};

#define START_CHARACTERS 80

static bool opens_recommendation(const char *text, gsize number_length) {
  const char *end = text;
  for (int i = 0; i < START_CHARACTERS && *end; i++)
    end = g_utf8_next_char(end);
  const char *start = MIN(text + number_length, end);
  g_autofree char *lower = g_utf8_strdown(start, end - start);
  for (gsize i = 0; i < G_N_ELEMENTS(recommendation_starts); i++)
    if (g_str_has_prefix(lower, recommendation_starts[i]))
      return true;
  return false;
}

/* Words by which a line that ends in a colon announces recommendations, in lower case: of who
 * makes them, and of the State that answers those of the universal periodic review. */
static const char *const recommendation_words[] = {
    "is recommended",
    "we recommend",
    "recommends",
    "enjoy the support",
    "enjoyed the support",
    "recommendations will be examined",
    "рекомендуется",
    "рекомендуем",
    "рекомендует",
    "пользуются поддержкой",
    "рекомендации будут рассмотрены",
};

/* "To the Government it is recommended:", "Правительству РЕКОМЕНДУЕТСЯ:" */
static bool announces_recommendations(const Paragraph *paragraph) {
  const GString *text = paragraph->text;
  if (!g_str_has_suffix(text->str, ":"))
    return false;
  if (paragraph->recommends)
    return true;
  if (text->len >= ANNOUNCEMENT_BYTES_MAX || g_str_has_suffix(text->str, "comments:"))
    return false;
  g_autofree char *lower = g_utf8_strdown(text->str, (gssize)text->len);
  for (gsize i = 0; i < G_N_ELEMENTS(recommendation_words); i++) {
    const char *words = strstr(lower, recommendation_words[i]);
    const char *above = words ? g_strrstr_len(lower, words - lower, " above ") : NULL;
    if (words && (!above || words - above > ABOVE_BYTES)) /* what follows is on those above */
      return true;
  }
  return false;
}

/* An item, but not the paragraph after the one that announced items: "13." after
 * "12. The Committee recommends:". */
static bool is_announced_item(const Layout *layout, const Paragraph *paragraph) {
  const char *number = paragraph->number;
  if (number && layout->announcer && rc_number_follows(layout->announcer, number))
    return false;
  return number || rc_number_bullet(paragraph->text->str);
}

/* "FINAL" over a date in figures on the first page: a stamp, under which nothing stands. */
static bool is_stamp(const Layout *layout, const Paragraph *paragraph) {
  const RcRow *next = paragraph->last + 1;
  const RcRow *end = &g_array_index(layout->rows, RcRow, 0) + layout->rows->len;
  if (paragraph->last->page != 1 || next >= end || next->page != 1)
    return false;
  const char *text = next->text;
  gsize length = strspn(text, "0123456789./-");
  return length >= strlen("1.2.2003") && text[length] == '\0' && g_ascii_isdigit(*text);
}

/* Turned text and stamps are none of what they stand beside: they have no number and announce
 * nothing, and the text around them goes on. */
static bool is_aside(const Paragraph *paragraph) {
  return paragraph->first->role == RC_ROW_ASIDE;
}

/* "II. Methodology.", "Глава 1. Общие положения.": the number of a heading and one sentence. */
static bool is_pointed_heading(const char *text) {
  static GRegex *kept;
  const GRegex *pattern = rc_expression(
      &kept,
      "^(?:(?:[IVXLC]{1,7}|[A-ZА-Я])[.)]|"
      "(?i:part|title|chapter|section|article|annex|часть|раздел|подраздел|глава|параграф|статья|"
      "приложение)\\s+(?:\\d{1,3}(?:-\\d{1,2})?|[IVXLC]{1,7})[.:]?)"
      "\\s+[\\p{Lu}«\"“][^.!?;:]{1,150}\\.$",
      0);
  return g_regex_match(pattern, text, 0, NULL);
}

/* The type of the paragraph is that of a heading, and it ends as one may; `text` has no mark at
 * its end. */
static bool stands_out(const Layout *layout, const Paragraph *paragraph, const char *text) {
  const RcRow *row = paragraph->first;
  gsize length = strlen(text);
  bool large = row->size > layout->body_size * 1.08f;
  /* Words in bold at the start of a paragraph are no heading. */
  bool bold = row->bold && paragraph->bold_rows == paragraph->rows && !is_field(row);
  /* In italics at the edge of a page stands its running head. */
  const RcPage *page = g_ptr_array_index(layout->pages, row->page - 1);
  bool inside =
      row->box.y2 > EDGE_SHARE * page->height && row->box.y1 < (1 - EDGE_SHARE) * page->height;
  bool italic = inside && paragraph->italic_rows == paragraph->rows && length > 0 &&
                length < ITALIC_BYTES_MAX && paragraph->rows <= 2 && row->cells == 1 &&
                row->confidence <= 0 &&
                g_unichar_isupper(g_utf8_get_char(text + MIN(paragraph->numbered, length))) &&
                !strchr(",:)\"'?!-", text[length - 1]) && !g_str_has_suffix(text, "»") &&
                !g_str_has_suffix(text, "”");
  bool centred = bold && length > POINTED_TITLE_MIN;
  for (const RcRow *at = row; at <= paragraph->last; at++)
    centred &= at->role != RC_ROW_BODY ||
               is_centred(&g_array_index(layout->columns, Column, at->region), at, TITLE_INSET);
  while (*text && !g_unichar_isalpha(g_utf8_get_char(text)))
    text = g_utf8_next_char(text);
  return *text && (bold || large || italic) && row->role == RC_ROW_BODY && !is_contents(text) &&
         !is_stamp(layout, paragraph) && length < HEADING_BYTES_MAX &&
         !g_str_has_suffix(text, ";") &&
         (!g_str_has_suffix(text, ".") || centred ||
          (!italic && !row->labelled && paragraph->rows <= 2 &&
           is_pointed_heading(paragraph->text->str)));
}

/* "II. FACTS": it has a Roman number. */
static bool has_roman(const char *text) {
  gsize roman = strspn(text, "IVXLC");
  return roman && text[roman] == '.';
}

/* A line in capitals alone, "THE FACTS", that what comes next stands under: a heading, a numbered
 * paragraph or a row of text.  Names of parties and places in capitals open a document. */
static bool is_capital_title(const Layout *layout, const Paragraph *paragraph, const char *text) {
  const RcRow *next = paragraph->last + 1;
  const RcRow *end = &g_array_index(layout->rows, RcRow, 0) + layout->rows->len;
  while (next < end && next->role != RC_ROW_BODY)
    next++;
  gsize length = strlen(text);
  if (!layout->running || paragraph->number || length == 0 || length > CAPITALS_BYTES_MAX ||
      !is_capitals(text) || strchr(",;:-(.", text[length - 1]) || is_contents(text))
    return false;
  if (has_roman(text))
    return true;
  if (paragraph->rows > 2 || next >= end || next->table)
    return false;
  const Column *column = &g_array_index(layout->columns, Column, next->region);
  bool numbered = rc_number_starts_item(next->text) || has_roman(next->text);
  return numbered || (!is_capitals(next->text) &&
                      next->box.x2 - next->box.x1 > LONG_ROW * (column->right - column->left));
}

/* Items are recommendations where the line that announces them says so; the line
 * itself, which ends in a colon, only announces. */
static RcKind classify(const Layout *layout, const Paragraph *paragraph) {
  if (paragraph->first->role == RC_ROW_FOOTNOTE)
    return RC_KIND_FOOTNOTE;
  if (paragraph->first->table)
    return RC_KIND_TABLE;
  if (paragraph->first->role == RC_ROW_MASTHEAD || is_aside(paragraph))
    return RC_KIND_BODY; /* whatever it is set in, nothing stands under it */
  /* Without the mark of a note at its end. */
  g_autofree char *text = g_strdup(paragraph->text->str);
  char *mark = g_strrstr(text, RC_NOTE_MARK);
  const char *after = mark ? mark + strlen(RC_NOTE_MARK) : "-";
  after += strspn(after, "0123456789");
  if (mark && !after[*after ? rc_number_note_letters(after) : 0])
    *mark = '\0';
  gsize length = strlen(text);
  /* A numbered paragraph set in bold is a paragraph: it is long, or ends as one. */
  bool titled = g_utf8_strlen(text, -1) <= NUMBERED_TITLE_MAX && length && !strchr(text, ';') &&
                !strchr(".,:)", text[length - 1]);
  if ((stands_out(layout, paragraph, text) && (!paragraph->number || titled)) ||
      is_division(text) || is_capital_title(layout, paragraph, text))
    return RC_KIND_HEADING;
  if (paragraph->recommends)
    return g_str_has_suffix(text, ":") ? RC_KIND_BODY : RC_KIND_RECOMMENDATION;
  if (layout->recommending && is_announced_item(layout, paragraph))
    return RC_KIND_RECOMMENDATION;
  /* A recommendation of the universal periodic review ends in the States that made it: "76.12
   * Ratify the Convention (Norway, Peru);".  A source cited in brackets has figures. */
  static const char *const joins[] = {"; and", "; и"};
  for (gsize i = 0; i < G_N_ELEMENTS(joins); i++)
    length -= g_str_has_suffix(text, joins[i]) ? strlen(joins[i]) : 0;
  while (length && strchr(";.,", text[length - 1]))
    length--;
  const char *open =
      length && text[length - 1] == ')' ? g_strrstr_len(text, (gssize)length, "(") : NULL;
  bool names_states = paragraph->number && open && open + 200 > text + length &&
                      g_unichar_isupper(g_utf8_get_char(open + 1)) && !strpbrk(open, "0123456789/");
  return names_states ? RC_KIND_RECOMMENDATION : RC_KIND_BODY;
}

/* Notes whether items that follow the paragraph are recommendations. */
static void announce(Layout *layout, const Paragraph *paragraph, const RcPassage *passage) {
  bool announces = announces_recommendations(paragraph);
  if (announces) {
    g_free(layout->announcer);
    layout->announcer = g_strdup(passage->number);
  }
  if (passage->kind == RC_KIND_FOOTNOTE)
    return;
  bool ends = passage->kind == RC_KIND_HEADING || paragraph->recommends;
  layout->recommending =
      announces || (layout->recommending && !ends && is_announced_item(layout, paragraph));
}

static RcPassage *new_passage(const Layout *layout, const Paragraph *paragraph) {
  RcPassage *passage = rc_passage_new();
  if (paragraph->ocr_bytes)
    passage->ocr = CLAMP(paragraph->confidence / (double)paragraph->ocr_bytes, 0, 1);
  passage->text = g_strdup(paragraph->text->str);
  g_array_append_vals(passage->page_starts, paragraph->page_starts->data,
                      paragraph->page_starts->len);
  passage->kind = classify(layout, paragraph);
  const GPtrArray *path = rc_sections_path(layout->sections);
  for (guint i = 0; i < path->len; i++)
    g_ptr_array_add(passage->section, g_strdup(g_ptr_array_index(path, i)));
  if (passage->kind == RC_KIND_FOOTNOTE) {
    gsize length, letters = paragraph->first->note_letters;
    g_autofree char *number = letters ? g_strndup(passage->text, letters)
                                      : rc_number_read_footnote(passage->text, &length);
    passage->number = number ? g_strdup_printf("fn. %s", number) : NULL;
  } else if (passage->kind != RC_KIND_HEADING && passage->kind != RC_KIND_TABLE) {
    passage->number = g_strdup(paragraph->number);
  }
  const GPtrArray *columns = passage->kind == RC_KIND_TABLE ? paragraph->first->columns : NULL;
  for (guint i = 0; columns && i < columns->len; i++)
    g_ptr_array_add(passage->columns, g_strdup(g_ptr_array_index(columns, i)));
  return passage;
}

static void add_passage(GPtrArray *passages, RcPassage *passage) {
  g_ptr_array_add(passages, passage);
  passage->ordinal = passages->len;
}

/* The label of a page on which a passage stands; yours to free, NULL if it has none. */
static char *copy_label(const Layout *layout, const RcPageStart *start) {
  const RcPage *page = g_ptr_array_index(layout->pages, start->page - 1);
  return page->label ? rc_record_label(page->label) : NULL;
}

/* Adds a paragraph, in parts where it is long, to what is read or to what waits: footnotes and
 * turned text come after the paragraph that goes on over the end of their page. */
static void add_parts(Layout *layout, RcPassage *whole, const GArray *row_starts, bool waits) {
  g_autoptr(GPtrArray) parts = rc_parts_cut(whole, row_starts);
  g_ptr_array_set_free_func(parts, NULL);
  for (guint i = 0; i < parts->len; i++) {
    RcPassage *part = g_ptr_array_index(parts, i);
    const GArray *starts = part->page_starts;
    part->page_label = copy_label(layout, &g_array_index(starts, RcPageStart, 0));
    if (starts->len > 1)
      part->last_page_label =
          copy_label(layout, &g_array_index(starts, RcPageStart, starts->len - 1));
    add_passage(waits ? layout->notes : layout->passages, part);
    if (i > 0)
      g_hash_table_add(layout->further, part);
  }
  for (guint i = 0; !waits && i < layout->notes->len; i++)
    add_passage(layout->passages, g_ptr_array_index(layout->notes, i));
  if (!waits)
    g_ptr_array_set_size(layout->notes, 0);
}

/* A mark calls a note once, however long the note is: its parts go by the first one. */
static void link_notes(const Layout *layout) {
  for (guint i = 0; i < layout->passages->len; i++) {
    RcPassage *passage = g_ptr_array_index(layout->passages, i);
    if (g_hash_table_contains(layout->further, passage))
      g_clear_pointer(&passage->number, g_free);
  }
  rc_notes_link(layout->passages);
  rc_numbering_qualify(layout->passages);
  for (guint i = 1; i < layout->passages->len; i++) {
    const RcPassage *before = g_ptr_array_index(layout->passages, i - 1);
    RcPassage *passage = g_ptr_array_index(layout->passages, i);
    if (!g_hash_table_contains(layout->further, passage))
      continue;
    passage->number = g_strdup(before->number);
    passage->footnote_of = before->footnote_of;
  }
}

static void finish_paragraph(Layout *layout, Paragraph *paragraph) {
  const char *letter = paragraph->text->str;
  while (*letter && !g_unichar_isalnum(g_utf8_get_char(letter)))
    letter = g_utf8_next_char(letter);
  if (paragraph->rows && *letter) {
    /* How it begins decides what it is and what comes after it. */
    gsize length = 0;
    bool contents = is_contents(paragraph->text->str);
    paragraph->number = is_aside(paragraph) || contents ? NULL
                        : paragraph->fifth              ? g_strdup("(v)")
                                           : rc_number_read(paragraph->text->str, &length);
    length = paragraph->fifth ? strlen("v. ") : length;
    paragraph->numbered = length;
    /* "14. (a) ...; (b) ..." is paragraph 14 with both. */
    static const char *const pairs[][2] = {{" (a)", " (b) "}, {" (а)", " (б) "}};
    for (gsize i = 0; paragraph->number && i < G_N_ELEMENTS(pairs); i++) {
      char *item = strstr(paragraph->number, pairs[i][0]);
      if (item && strstr(paragraph->text->str + length, pairs[i][1]))
        *item = '\0';
    }
    paragraph->recommends = opens_recommendation(paragraph->text->str, length);
    RcPassage *passage = new_passage(layout, paragraph);
    if (!is_aside(paragraph))
      announce(layout, paragraph, passage);
    layout->running |= passage->kind == RC_KIND_BODY && strlen(passage->text) > RUNNING_BYTES;
    if (passage->kind == RC_KIND_HEADING)
      rc_sections_open(layout->sections, paragraph->text->str,
                       paragraph->first->size + (paragraph->first->bold ? 0.25f : 0));
    bool waits = passage->kind == RC_KIND_FOOTNOTE || is_aside(paragraph);
    add_parts(layout, passage, paragraph->row_starts, waits);
  }
  g_clear_pointer(&paragraph->number, g_free);
  g_string_truncate(paragraph->text, 0);
  g_array_set_size(paragraph->page_starts, 0);
  g_array_set_size(paragraph->row_starts, 0);
  paragraph->rows = paragraph->bold_rows = paragraph->italic_rows = 0;
  paragraph->confidence = 0;
  paragraph->ocr_bytes = 0;
}

/* The text of a row of a table, the lines of each cell joined. */
static void add_cells(const Layout *layout, GString *text, const RcRow *row) {
  g_auto(GStrv) cells = g_strsplit(row->text, "\t", -1);
  for (guint i = 0; cells[i]; i++) {
    g_autoptr(GString) cell = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(cells[i], "\n", -1);
    for (guint k = 0; lines[k]; k++)
      rc_hyphens_append_row(layout->hyphens, cell, lines[k]);
    g_string_append_printf(text, "%s%s", i ? "\t" : "", cell->str);
  }
}

/* Joins a row to the text.  What the end of the text is joined by is looked for in its last
 * bytes alone: a paragraph may be as long as the document. */
static void add_row(Layout *layout, Paragraph *paragraph, const RcRow *row) {
  GString *text = paragraph->text, *tail = paragraph->tail;
  gsize before = text->len > TAIL_BYTES ? text->len - TAIL_BYTES : 0;
  while (((guchar)text->str[before] & 0xC0) == 0x80)
    before++;
  g_string_truncate(tail, 0);
  g_string_append_len(tail, text->str + before, (gssize)(text->len - before));
  guint32 row_start = (guint32)before;
  if (row->table) /* a paragraph of its own */
    add_cells(layout, tail, row);
  else
    row_start += (guint32)rc_hyphens_append_row(layout->hyphens, tail, row->text);
  g_string_truncate(text, before);
  g_string_append_len(text, tail->str, (gssize)tail->len);
  g_array_append_val(paragraph->row_starts, row_start);
  if (!paragraph->rows || paragraph->last->page != row->page) {
    RcPageStart start = {row_start, row->page};
    g_array_append_val(paragraph->page_starts, start);
  }
  if (row->role == RC_ROW_BODY) { /* how far the rows of a column reach to the right */
    if (paragraph->last && jumps(paragraph->last, row))
      layout->reach = layout->reaching = layout->rows_in_column = 0;
    if (row->box.x2 > layout->reach + JUSTIFIED_EDGE)
      layout->reaching = 0;
    layout->reach = fmaxf(layout->reach, row->box.x2);
    layout->reaching += row->box.x2 > layout->reach - JUSTIFIED_EDGE;
    layout->rows_in_column++;
  }
  if (!paragraph->rows) {
    /* Numbers count from one paragraph to the next, so each is noted as it opens. */
    gsize length;
    bool note = row->role == RC_ROW_FOOTNOTE;
    paragraph->fifth = row->role == RC_ROW_BODY && !row->table && is_fifth(layout, row->text);
    g_autofree char *number = note               ? rc_number_read_footnote(row->text, &length)
                              : paragraph->fifth ? g_strdup("(v)")
                              : row->table || row->turn ? NULL
                                                        : rc_number_read(row->text, &length);
    if (number && note) {
      layout->note = (guint)g_ascii_strtoull(number, NULL, 10);
    } else if (number) {
      g_free(layout->number);
      layout->number = g_steal_pointer(&number);
    }
    paragraph->first = row;
  }
  paragraph->pitch =
      paragraph->rows && !jumps(paragraph->last, row) ? row->box.y2 - paragraph->last->box.y2 : 0;
  paragraph->last = row;
  paragraph->rows++;
  paragraph->bold_rows += row->bold;
  paragraph->italic_rows += row->italic;
  if (row->confidence > 0) {
    paragraph->confidence += (double)row->confidence * (double)strlen(row->text);
    paragraph->ocr_bytes += strlen(row->text);
  }
}

/* Makes paragraphs of all rows of one role, in order. */
static void read_role(Layout *layout, RcRowRole role, guint first, guint end,
                      Paragraph *paragraph) {
  for (guint i = first; i < end; i++) {
    const RcRow *row = &g_array_index(layout->rows, RcRow, i);
    if (row->role != role)
      continue;
    bool opens = false;
    if (paragraph->rows && role == RC_ROW_FOOTNOTE) {
      /* A footnote opens with its number, and numbers count up: a year or an amount at the start
       * of a line does neither. */
      gsize length;
      g_autofree char *number = rc_number_read_footnote(row->text, &length);
      guint64 value = number ? g_ascii_strtoull(number, NULL, 10) : 0;
      bool any = layout->note == 0 && !paragraph->first->note_letters;
      opens = row->note_letters || (number && (*number == '*' || value == layout->note + 1 || any));
    } else if (paragraph->rows && (role == RC_ROW_BODY || role == RC_ROW_ASIDE)) {
      opens = starts_paragraph(layout, paragraph, row);
    }
    if (opens)
      finish_paragraph(layout, paragraph);
    add_row(layout, paragraph, row);
  }
}

static Paragraph new_paragraph(void) {
  return (Paragraph){.text = g_string_new(NULL),
                     .tail = g_string_new(NULL),
                     .page_starts = g_array_new(FALSE, FALSE, sizeof(RcPageStart)),
                     .row_starts = g_array_new(FALSE, FALSE, sizeof(guint32))};
}

static void clear_paragraph(Paragraph *paragraph) {
  g_string_free(paragraph->text, TRUE);
  g_string_free(paragraph->tail, TRUE);
  g_array_unref(paragraph->page_starts);
  g_array_unref(paragraph->row_starts);
}

GPtrArray *rc_layout_passages(const GPtrArray *pages) {
  g_autoptr(GArray) rows = rc_rows_read(pages);
  rc_rows_assign_roles(rows, pages);
  rc_rows_label_pages(rows, pages);
  rc_cells_name_columns(rows);
  g_autoptr(RcHyphens) hyphens = rc_hyphens_new(rows);
  g_autoptr(GArray) columns = measure_columns(rows);
  g_autoptr(RcSections) sections = rc_sections_new();
  g_autoptr(GPtrArray) notes_waiting = g_ptr_array_new();
  g_autoptr(GHashTable) further = g_hash_table_new(NULL, NULL);
  Layout layout = {
      .rows = rows,
      .pages = pages,
      .columns = columns,
      .hyphens = hyphens,
      .body_size = rc_rows_body_size(rows),
      .passages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_passage_free),
      .notes = notes_waiting,
      .further = further,
      .sections = sections,
  };
  layout.pitch = measure_pitch(rows, layout.body_size);
  layout.wide_pitch = measure_wide_pitch(rows, layout.body_size);
  Paragraph body = new_paragraph(), notes = new_paragraph(), aside = new_paragraph();
  for (guint first = 0, end; first < rows->len; first = end) {
    guint32 page = g_array_index(rows, RcRow, first).page;
    for (end = first + 1; end < rows->len && g_array_index(rows, RcRow, end).page == page;)
      end++;
    bool masthead = false;
    for (guint i = first; i < end; i++)
      masthead |= g_array_index(rows, RcRow, i).role == RC_ROW_MASTHEAD;
    if (masthead) {
      finish_paragraph(&layout, &body);
      read_role(&layout, RC_ROW_MASTHEAD, first, end, &body);
      finish_paragraph(&layout, &body);
    }
    read_role(&layout, RC_ROW_BODY, first, end, &body);
    read_role(&layout, RC_ROW_ASIDE, first, end, &aside);
    finish_paragraph(&layout, &aside);
    read_role(&layout, RC_ROW_FOOTNOTE, first, end, &notes);
    if (notes.rows && ends_sentence(notes.last->text))
      finish_paragraph(&layout, &notes);
  }
  finish_paragraph(&layout, &notes);
  finish_paragraph(&layout, &body);
  for (guint i = 0; i < notes_waiting->len; i++)
    add_passage(layout.passages, g_ptr_array_index(notes_waiting, i));
  g_free(layout.number);
  g_free(layout.announcer);
  clear_paragraph(&body);
  clear_paragraph(&notes);
  clear_paragraph(&aside);
  link_notes(&layout);
  return layout.passages;
}
