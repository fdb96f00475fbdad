/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cells.h"
#include "columns.h"
#include "expression.h"
#include "marginalia.h"
#include "masthead.h"
#include "numbers.h"
#include "stamps.h"

/* Running heads stand in this share of the page at the top and at the bottom. */
#define MARGIN_SHARE 0.12f
/* A line repeats if it stands on this share of the pages, and on two at least. */
#define REPEATED_SHARE 0.25
#define REPEATED_MIN 2
/* Pages whose printed numbers agree before they are believed. */
#define LABELLED_MIN 3
/* No running head with the number of its page is longer. */
#define LABELLED_BYTES_MAX 400

void rc_row_clear(gpointer data) {
  RcRow *row = data;
  g_free(row->text);
  g_clear_pointer(&row->boxes, g_array_unref);
  g_clear_pointer(&row->columns, g_ptr_array_unref);
}

/* --- from lines to rows --- */

/* Pieces of a row further apart than this many times the font size are cells. */
#define CELL_GAP 1.2f
/* Two pieces further apart than this many times the font size have nothing to say to each other. */
#define PARTED_GAP 5.0f
/* A piece as short as this before the text is a number or a mark, not a cell. */
#define LABEL_BYTES_MAX 10
/* Rows with cells that follow one another before they count as a table. */
#define TABLE_ROWS_MIN 3
/* More cells in a row than any table of print has: further ones are read as part of the last. */
#define CELLS_MAX 100
/* So many lines without cells may stand between two rows; of those that reach across the space
 * between cells each counts for so many. */
#define LONE_MAX 8
#define LONE_ACROSS 3
/* A cell has no more lines over those with the figures beside it. */
#define FOOTED_LINES_MAX 12
/* Lines of a head over a table whose cells are not those of its rows. */
#define HEAD_LINES_MAX 6
/* They stand no further apart than this many times the font size. */
#define HEAD_LINE_GAP 1.5f
/* Lines that are drawn to the right edge end this near it, in points. */
#define DRAWN_EDGE 3.0f
/* So many of their pieces begin in lower case. */
#define DRAWN_SHARE 0.7
/* Lines of one cell stand no further apart than this many times the font size. */
#define CELL_LINE_GAP 0.35f

static void extend(RcBox *box, const RcBox *other) {
  box->x1 = fminf(box->x1, other->x1);
  box->y1 = fminf(box->y1, other->y1);
  box->x2 = fmaxf(box->x2, other->x2);
  box->y2 = fmaxf(box->y2, other->y2);
}

/* Letters that stand alone before they count as one spaced word. */
#define SPACED_LETTERS_MIN 4

/* True of "R E P O RT": capitals apart, but for some that kerning has drawn
 * together. */
static bool is_letter_spaced(const char *text) {
  guint alone = 0, together = 0, run = 0;
  for (const char *p = text;; p = g_utf8_next_char(p)) {
    if (*p && *p != ' ') {
      run++;
      if (!g_unichar_isupper(g_utf8_get_char(p)) || run > 2)
        return false;
      continue;
    }
    alone += run == 1;
    together += run == 2;
    run = 0;
    if (!*p)
      return alone >= SPACED_LETTERS_MIN && alone > 2 * together;
  }
}

/* A note mark is set smaller than this share of its line's size... */
#define MARK_SIZE 0.8f
/* ...and ends higher than the line by this share of it. */
#define MARK_RISE 0.1f

/* No mark of a note is longer, white space after it included. */
#define MARK_BYTES_MAX 16

/* True of a short number or of letters that may be a mark, with or without white space after it. */
static bool is_mark(const char *start, const char *end) {
  char text[MARK_BYTES_MAX + 1] = {0};
  if (end - start > MARK_BYTES_MAX)
    return false;
  memcpy(text, start, (gsize)(end - start));
  g_strchomp(text);
  gsize digits = strspn(text, "0123456789");
  return *text &&
         (digits ? digits <= 3 && !text[digits] : rc_number_note_letters(text) == strlen(text));
}

/* True if the span is a small raised mark of the line. */
static bool is_raised(const RcPage *page, const RcLine *line, const RcSpan *span) {
  return span->size < MARK_SIZE * line->size &&
         span->bottom < line->box.y2 - MARK_RISE * line->size &&
         is_mark(page->text + span->start, page->text + span->end);
}

/* The text of a line with its note marks marked, and the spaces before those in figures gone:
 * letters may be words by themselves. */
static char *mark_notes(const RcPage *page, const RcLine *line) {
  GString *text = g_string_new(NULL);
  guint32 done = line->start;
  const RcSpan *first =
      line->span_count ? &g_array_index(page->spans, RcSpan, line->first_span) : NULL;
  if (first && first->start == line->start && first->end < line->end &&
      is_raised(page, line, first)) {
    /* The number of the note itself, or a mark to the words on its left. */
    g_string_append(text, RC_NOTE_MARK);
    g_string_append_len(text, page->text + first->start, first->end - first->start);
    if (!g_ascii_isspace(page->text[first->end - 1]))
      g_string_append_c(text, ' ');
    done = first->end;
    while (page->text[done] == ' ')
      done++;
  }
  for (guint i = 0; i < line->span_count; i++) {
    const RcSpan *span = &g_array_index(page->spans, RcSpan, line->first_span + i);
    if (span->start < MAX(done, line->start + 1) || span->start >= line->end ||
        !is_raised(page, line, span))
      continue;
    g_string_append_len(text, page->text + done, span->start - done);
    bool figure = g_ascii_isdigit(page->text[span->start]);
    while (figure && text->len && text->str[text->len - 1] == ' ')
      g_string_truncate(text, text->len - 1);
    if (text->len)
      g_string_append(text, RC_NOTE_MARK);
    done = span->start;
  }
  g_string_append_len(text, page->text + done, line->end - done);
  return g_string_free(text, FALSE);
}

/* An initial is set this many times as large as the text it belongs to. */
#define INITIAL_SIZE 1.8f
/* A page has no more initials than this. */
#define INITIALS_MAX 100

static bool is_one_letter(const char *text) {
  return g_unichar_isalpha(g_utf8_get_char(text)) && !*g_utf8_next_char(text);
}

/* A row or a cell while pieces are joined to it: `text` is in place of the row's own. */
typedef struct {
  RcRow row;
  GString *text;
} Joined;

/* Joins what stands to the right of a row or, in a cell, below it.  An initial is
 * the first letter of the word after it. */
static void join_text(Joined *joined, const char *text, const RcRow *from, const char *between) {
  RcRow *row = &joined->row;
  gsize length = strlen(text), before = joined->text->len;
  bool initial = is_one_letter(joined->text->str) && row->size > INITIAL_SIZE * from->size;
  if (!initial && !g_str_has_prefix(text, RC_NOTE_MARK))
    g_string_append(joined->text, between);
  g_string_append_len(joined->text, text, (gssize)length);
  if (length > before) {
    row->size = from->size;
    row->labelled = (before > LABEL_BYTES_MAX && row->bold && !from->bold) || from->labelled;
    row->bold = from->bold;
    row->italic = from->italic;
  }
  float share = (float)length / (float)MAX(joined->text->len, 1);
  row->confidence += (from->confidence - row->confidence) * share;
  extend(&row->box, &from->box);
}

/* Says of a row in which type its letters are set; most of them, see RcLine, is not all. */
static void set_type(RcRow *row, const RcPage *page, const RcLine *line) {
  bool first_bold = false, last_bold = true, letters = false;
  row->italic = true;
  for (guint i = 0; i < line->span_count; i++) {
    const RcSpan *span = &g_array_index(page->spans, RcSpan, line->first_span + i);
    bool letter = false;
    if (is_raised(page, line, span)) /* the mark of a note says nothing of the words before it */
      continue;
    for (guint32 byte = MAX(span->start, line->start); byte < MIN(span->end, line->end); byte++)
      letter |= (guchar)page->text[byte] >= 0x80 || g_ascii_isalnum(page->text[byte]);
    if (!letter)
      continue;
    first_bold = letters ? first_bold : span->bold;
    last_bold = span->bold;
    row->italic &= span->italic;
    letters = true;
  }
  row->italic &= letters;
  row->labelled = first_bold && !last_bold;
}

static RcRow new_row(const RcPage *page, const RcLine *line, guint region) {
  char *text = mark_notes(page, line);
  g_strdelimit(g_strstrip(text), "\n", ' ');
  if (is_letter_spaced(text)) {
    char *end = text;
    for (const char *p = text; *p; p++)
      if (*p != ' ')
        *end++ = *p;
    *end = '\0';
  }
  RcRow row = {.page = page->index,
               .text = text,
               .box = line->box,
               .size = line->size,
               .confidence = line->confidence,
               .bold = line->bold,
               .turn = line->turn,
               .region = region,
               .cells = 1};
  set_type(&row, page, line);
  return row;
}

/* What begins a row or a cell is no mark to words before it, but may be that of the note itself:
 * true if it is raised. */
static bool drop_first_mark(char *text) {
  bool raised = g_str_has_prefix(text, RC_NOTE_MARK);
  if (raised)
    memmove(text, text + strlen(RC_NOTE_MARK), strlen(text + strlen(RC_NOTE_MARK)) + 1);
  return raised;
}

/* True if a piece is a mark that is set small and raised beside another. */
static bool is_raised_piece(const RcRow *piece, const RcRow *beside) {
  return piece->size < MARK_SIZE * beside->size &&
         piece->box.y2 < beside->box.y2 - MARK_RISE * beside->size &&
         is_mark(piece->text, piece->text + strlen(piece->text));
}

/* Joins the pieces [first, end), which stand side by side, into one row. */
static RcRow join_pieces(GArray *pieces, guint first, guint end) {
  Joined joined = {g_array_index(pieces, RcRow, first), NULL};
  RcRow *row = &joined.row;
  row->raised = drop_first_mark(row->text) ||
                (first + 1 < end && is_raised_piece(row, &g_array_index(pieces, RcRow, first + 1)));
  joined.text = g_string_new(row->text);
  for (guint i = first + 1; i < end; i++) {
    const RcRow *piece = &g_array_index(pieces, RcRow, i);
    bool wide = piece->box.x1 - row->box.x2 > CELL_GAP * row->size;
    bool after_label = i == first + 1 && joined.text->len <= LABEL_BYTES_MAX;
    /* A note mark to the words before it. */
    bool mark = piece->box.x1 - row->box.x2 < CELL_GAP * row->size && is_raised_piece(piece, row);
    row->cells += wide && !after_label;
    row->parted =
        end - first == 2 && !after_label && piece->box.x1 - row->box.x2 > PARTED_GAP * row->size;
    join_text(&joined, piece->text, piece, mark ? RC_NOTE_MARK : " ");
  }
  row->text = g_string_free(joined.text, FALSE);
  return *row;
}

/* The end of the pieces that stand on the height of pieces[first]. */
static guint end_of_height(const GArray *pieces, guint first) {
  guint end = first + 1;
  while (end < pieces->len && rc_box_is_beside(&g_array_index(pieces, RcRow, first).box,
                                               &g_array_index(pieces, RcRow, end).box))
    end++;
  return end;
}

/* A row of a table: its pieces sorted into cells by where they stand, so that the
 * lines of one cell are read before the next cell; a line feed between those lines. */
static RcRow join_cells(GArray *pieces, guint first, guint end) {
  g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(Joined));
  for (guint i = first; i < end; i++) {
    const RcRow *piece = &g_array_index(pieces, RcRow, i);
    drop_first_mark(piece->text);
    guint c = 0;
    while (c < cells->len && g_array_index(cells, Joined, c).row.box.x2 < piece->box.x1)
      c++;
    c -= c == CELLS_MAX;
    Joined *cell = c < cells->len ? &g_array_index(cells, Joined, c) : NULL;
    if (cell && (cell->row.box.x1 <= piece->box.x2 || cells->len == CELLS_MAX)) {
      /* What stands on the height of its last line is of that line. */
      bool beside = (piece->box.y1 + piece->box.y2) / 2 < cell->row.box.y2;
      join_text(cell, piece->text, piece, beside ? " " : "\n");
    } else {
      Joined fresh = {*piece, g_string_new(piece->text)};
      g_array_insert_val(cells, c, fresh);
    }
  }
  Joined joined = g_array_index(cells, Joined, 0);
  joined.row.boxes = g_array_new(FALSE, FALSE, sizeof(RcBox));
  g_array_append_val(joined.row.boxes, joined.row.box);
  for (guint c = 1; c < cells->len; c++) {
    Joined *cell = &g_array_index(cells, Joined, c);
    g_array_append_val(joined.row.boxes, cell->row.box);
    join_text(&joined, cell->text->str, &cell->row, "\t");
    g_string_free(cell->text, TRUE);
  }
  joined.row.text = g_string_free(joined.text, FALSE);
  joined.row.cells = cells->len;
  joined.row.table = true;
  return joined.row;
}

/* A clear strip between two cells, from left to right edge. */
typedef struct {
  float from, to;
} Gap;

/* The wide gaps between the pieces on one height, a number before the text apart. */
static GArray *find_gaps(const GArray *pieces, guint first, guint end) {
  GArray *gaps = g_array_new(FALSE, FALSE, sizeof(Gap));
  for (guint i = first + 1; i < end && gaps->len < CELLS_MAX; i++) {
    const RcRow *before = &g_array_index(pieces, RcRow, i - 1);
    Gap gap = {before->box.x2, g_array_index(pieces, RcRow, i).box.x1};
    bool label = i == first + 1 && strlen(before->text) <= LABEL_BYTES_MAX && end - first == 2 &&
                 !rc_cells_is_figure(g_array_index(pieces, RcRow, i).text);
    if (gap.to - gap.from > CELL_GAP * before->size && !label)
      g_array_append_val(gaps, gap);
  }
  return gaps;
}

/* Leaves of `common` what `gaps` leave clear, too; false, and nothing changed, if
 * that is nothing.  Cells of a table stand below one another; wide spaces of
 * justified text do not. */
static bool narrow_gaps(GArray *common, const GArray *gaps) {
  g_autoptr(GArray) shared = g_array_new(FALSE, FALSE, sizeof(Gap));
  for (guint i = 0; i < common->len; i++) {
    for (guint k = 0; k < gaps->len && shared->len < CELLS_MAX; k++) {
      const Gap *a = &g_array_index(common, Gap, i), *b = &g_array_index(gaps, Gap, k);
      Gap both = {fmaxf(a->from, b->from), fminf(a->to, b->to)};
      if (both.to - both.from > 2)
        g_array_append_val(shared, both);
    }
  }
  if (shared->len == 0)
    return false;
  g_array_set_size(common, 0);
  g_array_append_vals(common, shared->data, shared->len);
  return true;
}

/* How far the pieces at `next` stand below those at `previous`, in font sizes. */
static float gap_between(const GArray *pieces, guint previous, guint next) {
  const RcRow *above = &g_array_index(pieces, RcRow, previous);
  const RcRow *below = &g_array_index(pieces, RcRow, next);
  return (below->box.y1 - above->box.y2) / fmaxf(below->size, 1);
}

/* True if none of the pieces [first, end) stands in any of the gaps. */
static bool leaves_clear(const GArray *gaps, const GArray *pieces, guint first, guint end) {
  for (guint i = first; i < end; i++) {
    const RcBox *box = &g_array_index(pieces, RcRow, i).box;
    for (guint k = 0; k < gaps->len; k++)
      if (box->x1 < g_array_index(gaps, Gap, k).to && box->x2 > g_array_index(gaps, Gap, k).from)
        return false;
  }
  return true;
}

/* Where the row is that has its figures at the foot of a cell of several lines, the first of which
 * is pieces[first]; `first` if it is none. */
static guint foot_of_cell(GArray *pieces, guint first) {
  guint at = first;
  float right = 0;
  while (at < first + FOOTED_LINES_MAX && at + 1 < pieces->len &&
         end_of_height(pieces, at) == at + 1) {
    const RcRow *line = &g_array_index(pieces, RcRow, at), *next = line + 1;
    right = fmaxf(right, line->box.x2);
    if (gap_between(pieces, at, at + 1) > CELL_LINE_GAP ||
        fabsf(next->box.x1 - line->box.x1) > line->size)
      return first;
    at++;
  }
  guint end = end_of_height(pieces, at);
  bool figures = at > first && end > at + 1 && g_array_index(pieces, RcRow, at + 1).box.x1 > right;
  for (guint i = at + 1; figures && i < end; i++)
    figures = rc_cells_is_figure(g_array_index(pieces, RcRow, i).text);
  return figures ? at : first;
}

/* The end of the table that begins at pieces[first], or `first` if none does: rows
 * of several cells, lone lines between them: of a cell, or a few over the rows below them. */
static guint end_of_table(GArray *pieces, guint first) {
  guint table_end = first, last_row = first, rows = 0, lone = 0;
  g_autoptr(GArray) common = find_gaps(pieces, first, end_of_height(pieces, first));
  for (guint i = first, end; i < pieces->len && common->len && lone <= LONE_MAX; i = end) {
    end = foot_of_cell(pieces, i);
    if (end > i)
      continue;
    end = end_of_height(pieces, i);
    g_autoptr(GArray) gaps = find_gaps(pieces, i, end);
    bool is_row = narrow_gaps(common, gaps);
    if (!is_row && rows > 0 && end - i > 2) { /* figures with little room between them */
      is_row = true;
      for (guint k = i + 1; k < end; k++)
        is_row &= rc_cells_is_figure(g_array_index(pieces, RcRow, k).text);
    }
    lone = is_row ? 0 : lone + (leaves_clear(common, pieces, i, end) ? 1 : LONE_ACROSS);
    rows += is_row;
    last_row = is_row ? i : last_row;
    table_end = is_row ? end : table_end;
  }
  if (rows < TABLE_ROWS_MIN)
    return first;
  /* Lines of a cell may go on below the last row: close to it, and not at the left edge,
   * where the text after the table begins. */
  while (table_end < pieces->len && gap_between(pieces, last_row, table_end) <= CELL_LINE_GAP &&
         g_array_index(pieces, RcRow, table_end).box.x1 >
             g_array_index(pieces, RcRow, last_row).box.x2)
    table_end = end_of_height(pieces, table_end);
  return table_end;
}

/* True if pieces [next, end), on one height, cannot go on with the cells of pieces [first, next):
 * a figure under a figure, or a piece over or under several that stand side by side. */
static bool begins_row(const GArray *pieces, guint first, guint next, guint end) {
  guint height = next; /* where the pieces on the height above begin */
  while (height > first && rc_box_is_beside(&g_array_index(pieces, RcRow, next - 1).box,
                                            &g_array_index(pieces, RcRow, height - 1).box))
    height--;
  for (guint i = next; i < end; i++) {
    const RcRow *below = &g_array_index(pieces, RcRow, i);
    guint under = 0;
    for (guint k = MAX(first + CELLS_MAX, next) - CELLS_MAX; k < next; k++) {
      const RcRow *above = &g_array_index(pieces, RcRow, k);
      bool meets = above->box.x1 < below->box.x2 && below->box.x1 < above->box.x2;
      bool wider = i + 1 < end && above->box.x2 > below[1].box.x1 && meets;
      under += meets && k >= height;
      if (wider || (meets && end - next > 1 && rc_cells_is_figure(above->text) &&
                    rc_cells_is_figure(below->text)))
        return true;
    }
    if (under > 1)
      return true;
  }
  return false;
}

/* True if the table of pieces [first, end) is running text whose lines are drawn to the right edge:
 * they have no figure, most of their pieces go on in lower case, and most end there. */
static bool is_drawn_text(GArray *pieces, guint first, guint end) {
  guint lower_case = 0, later = 0, heights = 0, reaching = 0;
  float edge = 0;
  for (guint i = first; i < end; i++)
    edge = fmaxf(edge, g_array_index(pieces, RcRow, i).box.x2);
  for (guint i = first, next; i < end; i = next) {
    next = MIN(end_of_height(pieces, i), end);
    heights += next - i > 1;
    reaching += next - i > 1 && g_array_index(pieces, RcRow, next - 1).box.x2 > edge - DRAWN_EDGE;
    for (guint k = i + 1; k < next; k++) {
      const char *text = g_array_index(pieces, RcRow, k).text;
      later++;
      lower_case += g_unichar_islower(g_utf8_get_char(text));
      if (rc_cells_is_figure(text))
        return false;
    }
  }
  return lower_case > DRAWN_SHARE * later && 2 * reaching > heights;
}

static void add_table(GArray *rows, GArray *pieces, guint first, guint end) {
  /* The rows of the table stand further apart than the lines of a cell. */
  bool padded = false;
  for (guint i = first, next; !padded && (next = end_of_height(pieces, i)) < end; i = next)
    padded = gap_between(pieces, i, next) > CELL_LINE_GAP;
  for (guint i = first, next; i < end; i = next) {
    float left = g_array_index(pieces, RcRow, i).box.x2;
    next = end_of_height(pieces, i);
    /* Further lines of cells and not a new row: in a padded table they stand close, in
     * another the first cell is empty. */
    for (guint previous = i, after;
         next < end && (padded ? gap_between(pieces, previous, next) <= CELL_LINE_GAP
                               : g_array_index(pieces, RcRow, next).box.x1 > left);) {
      after = MIN(end_of_height(pieces, next), end);
      if (begins_row(pieces, i, next, after))
        break;
      previous = next;
      next = after;
    }
    RcRow row = join_cells(pieces, i, MIN(next, end));
    g_array_append_val(rows, row);
  }
}

/* The end of the table that begins at pieces[first], maybe with lines of a head whose cells are
 * not those of the rows below; `first` if none does. */
static guint end_of_headed_table(GArray *pieces, guint first) {
  if (end_of_height(pieces, first) == first + 1) { /* most lines of text stand alone */
    guint foot = foot_of_cell(pieces, first);
    guint end = foot > first ? end_of_table(pieces, foot) : foot;
    return end > foot ? end : first;
  }
  guint table_end = end_of_table(pieces, first), at = first;
  RcBox head = g_array_index(pieces, RcRow, first).box;
  for (guint lines = 0; table_end == at && lines < HEAD_LINES_MAX; lines++) {
    guint next = end_of_height(pieces, at);
    g_autoptr(GArray) gaps = find_gaps(pieces, at, next);
    const RcBox *box = &g_array_index(pieces, RcRow, at).box;
    bool is_short = at > first && box->x2 - box->x1 < (head.x2 - head.x1) / 2;
    if (next >= pieces->len || (gaps->len == 0 && !is_short) ||
        gap_between(pieces, at, next) > HEAD_LINE_GAP)
      return first;
    for (guint i = at; i < next; i++)
      extend(&head, &g_array_index(pieces, RcRow, i).box);
    at = next;
    table_end = end_of_table(pieces, at);
  }
  return table_end == at ? first : table_end;
}

/* Adds the rows of one region, given its lines as pieces in order. */
static void add_region(GArray *rows, GArray *pieces) {
  for (guint i = 0; i < pieces->len;) {
    guint table_end = end_of_headed_table(pieces, i), end = end_of_height(pieces, i);
    if (table_end > i && !is_drawn_text(pieces, i, table_end)) {
      add_table(rows, pieces, i, table_end);
      i = table_end;
      continue;
    }
    RcRow row = join_pieces(pieces, i, end);
    g_array_append_val(rows, row);
    i = end;
  }
}

/* A large initial reaches down over several lines but belongs to the first of those that begin
 * to the right of it.  It is large beside the size in which the page's text is set: the median of
 * its lines. */
static void raise_initials(const RcPage *page) {
  g_autoptr(GArray) sizes = g_array_new(FALSE, FALSE, sizeof(float));
  for (guint i = 0; i < page->lines->len; i++)
    g_array_append_val(sizes, g_array_index(page->lines, RcLine, i).size);
  g_array_sort(sizes, rc_compare_floats);
  float size = sizes->len ? g_array_index(sizes, float, sizes->len / 2) : 0;
  for (guint i = 0, initials = 0; i < page->lines->len && initials < INITIALS_MAX; i++) {
    RcLine *line = &g_array_index(page->lines, RcLine, i);
    g_autofree char *text = g_strndup(page->text + line->start, line->end - line->start);
    if (!(line->size > INITIAL_SIZE * size && is_one_letter(g_strstrip(text))))
      continue;
    initials++;
    /* The box ends at the foot of the letter, but begins above or below its top. */
    RcBox box = line->box, first = {0};
    for (guint k = 0; k < page->lines->len; k++) {
      const RcBox *other = &g_array_index(page->lines, RcLine, k).box;
      bool right = other->x1 > (box.x1 + box.x2) / 2 && other->x1 < box.x2 + 2 * size;
      if (right && other->y2 > box.y1 - 0.25f * line->size && other->y1 < box.y2 &&
          (first.y2 == 0 || other->y2 < first.y2))
        first = *other;
    }
    line->box.y1 = first.y2 > 0 ? first.y1 : box.y1;
    line->box.y2 = first.y2 > 0 ? first.y2 : box.y1 + 1.2f * size;
  }
}

/* Words of a stretched line stand no further apart than this, in heights. */
#define STRETCHED_GAP 2.2f
/* Their gaps differ by no more than this, in points. */
#define STRETCHED_EVEN 0.6f

static bool has_letter(const RcPage *page, const RcLine *line) {
  for (const char *p = page->text + line->start; p < page->text + line->end;
       p = g_utf8_next_char(p))
    if (g_unichar_isalpha(g_utf8_get_char(p)))
      return true;
  return false;
}

/* Joins lines that were taken apart because justification has drawn their words
 * apart: three pieces or more with even gaps. */
static void join_stretched(const RcPage *page) {
  GArray *lines = page->lines;
  guint kept = 0;
  for (guint i = 0, end; i < lines->len; i = end) {
    RcLine line = g_array_index(lines, RcLine, i);
    float first = 0;
    for (end = i + 1; end < lines->len; end++) {
      const RcLine *left = &g_array_index(lines, RcLine, end - 1);
      const RcLine *right = &g_array_index(lines, RcLine, end);
      float gap = right->box.x1 - left->box.x2;
      bool joins = right->start >= left->end && right->start - left->end <= 1 &&
                   rc_box_is_beside(&left->box, &right->box) && has_letter(page, left) &&
                   has_letter(page, right) && gap > 0 &&
                   gap < STRETCHED_GAP * (left->box.y2 - left->box.y1);
      first = end == i + 1 ? gap : first;
      if (!joins || fabsf(gap - first) > STRETCHED_EVEN)
        break;
    }
    end = end - i >= 3 ? end : i + 1;
    const RcLine *last = &g_array_index(lines, RcLine, end - 1);
    for (guint k = i + 1; k < end; k++)
      extend(&line.box, &g_array_index(lines, RcLine, k).box);
    line.span_count = MAX(last->first_span + last->span_count, line.first_span) - line.first_span;
    line.end = last->end;
    g_array_index(lines, RcLine, kept++) = line;
  }
  g_array_set_size(lines, kept);
}

/* Takes the lines that are turned by those quarters out of `page`, and sets `lines` of `view` to
 * them as they are read, on the page turned so. */
static void turn_lines(const RcPage *page, guint turn, RcPage *view) {
  guint kept = 0;
  *view = *page;
  view->lines = g_array_new(FALSE, FALSE, sizeof(RcLine));
  for (guint i = 0; i < page->lines->len; i++) {
    RcLine line = g_array_index(page->lines, RcLine, i);
    if (line.turn != turn) {
      g_array_index(page->lines, RcLine, kept++) = line;
      continue;
    }
    line.box = rc_box_turn(line.box, turn, page->width, page->height);
    g_array_append_val(view->lines, line);
  }
  g_array_set_size(page->lines, kept);
  view->width = turn % 2 ? page->height : page->width;
  view->height = turn % 2 ? page->width : page->height;
}

/* Adds the rows of a page, all of whose lines stand upright on it; regions count from `regions`
 * on.  Returns how many there are then. */
static guint add_page(GArray *rows, const RcPage *page, guint regions) {
  g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(RcRow)); /* of one region */
  g_array_set_clear_func(pieces, rc_row_clear);
  join_stretched(page);
  raise_initials(page);
  g_autoptr(GArray) placed = rc_columns_place(page);
  for (guint i = 0; i < placed->len; i++) {
    const RcPlacedLine *line = &g_array_index(placed, RcPlacedLine, i);
    RcRow piece =
        new_row(page, &g_array_index(page->lines, RcLine, line->line), regions + line->region);
    g_array_append_val(pieces, piece);
    bool last = i + 1 == placed->len;
    if (!last && g_array_index(placed, RcPlacedLine, i + 1).region == line->region)
      continue;
    add_region(rows, pieces);
    g_array_set_size(pieces, 0);
    if (last)
      regions += line->region + 1;
  }
  return regions;
}

GArray *rc_rows_read(const GPtrArray *pages) {
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(RcRow));
  g_array_set_clear_func(rows, rc_row_clear);
  guint regions = 0; /* of the pages before */
  rc_marginalia_remove(pages);
  for (guint p = 0; p < pages->len; p++) {
    const RcPage *page = g_ptr_array_index(pages, p);
    RcPage views[4];
    for (guint turn = 1; turn < 4; turn++)
      turn_lines(page, turn, &views[turn]);
    regions = add_page(rows, page, regions);
    for (guint turn = 1; turn < 4; turn++) {
      if (views[turn].lines->len > 0) /* most pages have none */
        regions = add_page(rows, &views[turn], regions);
      g_array_unref(views[turn].lines);
    }
  }
  return rows;
}

/* A size that carries this share of what the commonest carries is text, too. */
#define TEXT_SHARE 0.4
/* Text is at most this many times as large as the notes to it. */
#define TEXT_TO_NOTES 1.5
/* Where so much of a document is typed, that alone says how large its text is. */
#define TYPED_SHARE 0.2

float rc_rows_body_size(const GArray *rows) {
  gsize bytes[400] = {0};        /* by size in quarters of a point */
  bool has_sentences[400] = {0}; /* text of that size is more than headings */
  gsize most = 0, all = 0, typed = 0;
  for (guint i = 0; i < rows->len; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    gsize length = strlen(row->text);
    all += length;
    typed += row->confidence > 0 ? 0 : length;
  }
  /* Sizes of scans say nothing of typed text that they stand beside. */
  bool typed_alone = (double)typed >= TYPED_SHARE * (double)all;
  for (guint i = 0; i < rows->len; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    if (typed_alone && row->confidence > 0)
      continue;
    gsize bin = (gsize)CLAMP(lrintf(row->size * 4), 0, 399);
    gsize length = strlen(row->text);
    bytes[bin] += length;
    has_sentences[bin] |= length > 0 && strchr(".;:,!?)", row->text[length - 1]);
    if (bytes[bin] > bytes[most])
      most = bin;
  }
  /* Notes may be longer than the text that they stand under. */
  gsize size = most;
  for (gsize bin = most; bin < 400 && (double)bin <= TEXT_TO_NOTES * (double)most; bin++)
    if (has_sentences[bin] && (double)bytes[bin] >= TEXT_SHARE * (double)bytes[most])
      size = bin;
  return (float)size / 4;
}

/* --- running heads and page numbers --- */

/* The height of the page as the row is read on it. */
static float page_height(const RcRow *row, const RcPage *page) {
  return row->turn % 2 ? page->width : page->height;
}

static bool in_margin(const RcRow *row, const RcPage *page) {
  float height = page_height(row, page);
  return row->box.y2 < height * MARGIN_SHARE || row->box.y1 > height * (1 - MARGIN_SHARE);
}

/* "12", "- 12 -", "12 / 80", "Page 12", "стр. 12", "xii". */
static bool is_page_number(const char *text) {
  static GRegex *kept;
  const GRegex *pattern =
      rc_expression(&kept,
                    "^(?:page|стр\\.?|страница|с\\.|стор\\.?|p\\.|p[áa]g(?:ina|\\.)?|seite)?"
                    "[\\s–—|-]*(?:\\d{1,4}|[ivxl]{1,6})"
                    "(?:\\s*(?:/|of|из|de)\\s*\\d{1,4})?[\\s–—|-]*$",
                    G_REGEX_CASELESS);
  return g_regex_match(pattern, text, 0, NULL);
}

/* The number that stands apart at the beginning or end of a line, as that of the page does in
 * "12 CASE OF A v. B" and "Annual report | 12"; 0 if there is none.  *start and *end are where
 * the rest of the line stands. */
static guint outer_number(const char *text, gsize *start, gsize *end) {
  static GRegex *kept;
  const GRegex *pattern =
      rc_expression(&kept,
                    "^[\\s!|\\[(–—-]*(\\d{1,4})(?:\\s*(?:/|of|из)\\s*(\\d{1,4}))?"
                    "(?:[\\s!|\\])–—-]+|(?=\\p{Lu}{2}))"
                    "|[\\s!|\\[(–—-]+(\\d{1,4})(?:\\s*(?:/|of|из)\\s*(\\d{1,4}))?[\\s!|\\])–—-]*$",
                    0);
  g_autoptr(GMatchInfo) match = NULL;
  int from, to;
  *start = 0;
  *end = strlen(text);
  if (*end > LABELLED_BYTES_MAX || !g_regex_match(pattern, text, 0, &match))
    return 0;
  g_match_info_fetch_pos(match, 0, &from, &to);
  *start = from == 0 ? (gsize)to : 0;
  *end = from == 0 ? *end : (gsize)from;
  g_autofree char *digits = g_match_info_fetch(match, from == 0 ? 1 : 3);
  g_autofree char *total = g_match_info_fetch(match, from == 0 ? 2 : 4);
  guint number = (guint)g_ascii_strtoull(digits, NULL, 10);
  if (!total || !*total || number <= g_ascii_strtoull(total, NULL, 10))
    return number;
  *start = 0; /* "7718/20" is of another kind */
  *end = strlen(text);
  return 0;
}

/* True of a word that numbers things, not pages, in a line like "Article 14", "Дело № 3". */
static bool counts_things(const char *text, gsize start, gsize end) {
  static GRegex *kept;
  const GRegex *pattern =
      rc_expression(&kept, "^\\pL+(?:\\s+(?:no|nr|n)\\.?|\\s*[№#])?$", G_REGEX_CASELESS);
  g_autofree char *rest = g_strndup(text + start, end - start);
  return start == 0 && g_regex_match(pattern, rest, 0, NULL);
}

/* What of a line stays the same over pages: without the number of the page at either end, every
 * other run of digits as "#". */
static char *furniture_key(const RcRow *row, const RcPage *page) {
  GString *key = g_string_new(row->box.y1 > page_height(row, page) / 2 ? "foot " : "head ");
  gsize start, end;
  outer_number(row->text, &start, &end);
  for (gsize i = start; i < end; i++) {
    if (!g_ascii_isdigit(row->text[i]))
      g_string_append_c(key, row->text[i]);
    else if (i == start || !g_ascii_isdigit(row->text[i - 1]))
      g_string_append_c(key, '#');
  }
  return g_string_free(key, FALSE);
}

/* How a line that differs from page to page only in digits goes on. */
typedef enum {
  SAME_DIGITS,
  COUNTING, /* with the pages: they are page numbers */
  OTHER     /* they number something else, and the line is of the text */
} Course;

/* Compares the digits of a line with those of the line of this key before it. */
static Course compare_digits(const RcRow *before, const RcRow *row) {
  gsize start, end, before_start, before_end;
  guint number = outer_number(row->text, &start, &end);
  guint number_before = outer_number(before->text, &before_start, &before_end);
  guint pages = row->page - before->page;
  Course course = SAME_DIGITS;
  if (number && number_before && number != number_before) {
    if (number - number_before != pages)
      return OTHER;
    course = COUNTING;
  }
  const char *p = row->text + start, *q = before->text + before_start;
  while (p < row->text + end && q < before->text + before_end) {
    if (!g_ascii_isdigit(*p)) {
      p++;
      q++;
      continue;
    }
    gsize digits = strspn(p, "0123456789"), digits_before = strspn(q, "0123456789");
    bool same = digits == digits_before && strncmp(p, q, digits) == 0;
    /* "30441/17", "14.3": part of a number, which no page has. */
    bool part = p > row->text + 1 && strchr("/.,:-", p[-1]) && g_ascii_isdigit(p[-2]);
    if (!same && (part || digits > 4 || digits_before > 4 ||
                  (guint)strtoul(p, NULL, 10) - (guint)strtoul(q, NULL, 10) != pages))
      return OTHER;
    course = same ? course : COUNTING;
    p += digits;
    q += digits_before;
  }
  return course;
}

/* On how many pages a line stands; two on one page count once: they are a list. */
typedef struct {
  const RcRow *last;
  guint pages;
  guint counting, other; /* how its digits go on from one page to the next */
  guint alone;           /* pages that have no other text */
  guint numbered;        /* pages whose number stands elsewhere, by itself */
} Repetition;

/* The text of a page but its number: how many lines it has; and whether its number is there. */
typedef struct {
  guint lines;
  bool numbered;
} Filling;

static GHashTable *count_margin_rows(const GArray *rows, const GPtrArray *pages) {
  GHashTable *repetitions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  g_autofree Filling *fillings = g_new0(Filling, pages->len + 1);
  for (guint i = 0; i < rows->len; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    bool number =
        in_margin(row, g_ptr_array_index(pages, row->page - 1)) && is_page_number(row->text);
    fillings[row->page].lines += !number;
    fillings[row->page].numbered |= number;
  }
  for (guint i = 0; i < rows->len; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    const RcPage *page = g_ptr_array_index(pages, row->page - 1);
    if (!in_margin(row, page))
      continue;
    g_autofree char *key = furniture_key(row, page);
    Repetition *repetition = g_hash_table_lookup(repetitions, key);
    if (!repetition) {
      repetition = g_new0(Repetition, 1);
      g_hash_table_insert(repetitions, g_steal_pointer(&key), repetition);
    }
    const RcRow *before = repetition->last;
    if (before && before->page == row->page)
      continue;
    Course course = before ? compare_digits(before, row) : SAME_DIGITS;
    repetition->counting += course == COUNTING;
    repetition->other += course == OTHER;
    repetition->pages++;
    repetition->alone += fillings[row->page].lines == 1;
    repetition->numbered += fillings[row->page].numbered;
    repetition->last = row;
  }
  return repetitions;
}

/* Font size, place and digits alone do not make a page number of the only line
 * of a page: it must stand apart, in the margin. */
static bool is_furniture(const RcRow *row, const RcPage *page, GHashTable *repetitions,
                         guint pages) {
  if (!in_margin(row, page))
    return false;
  if (is_page_number(row->text))
    return true;
  g_autofree char *key = furniture_key(row, page);
  const Repetition *repetition = g_hash_table_lookup(repetitions, key);
  if (!repetition || repetition->pages < REPEATED_MIN)
    return false;
  bool common = repetition->pages >= pages * REPEATED_SHARE;
  if (!repetition->counting && !repetition->other)
    return common;
  /* Its digits differ.  They number cases, articles, interviews where they do not count up with
   * the pages, where the line is all there is on its pages, or where the number of the page
   * stands elsewhere. */
  gsize start, end;
  outer_number(row->text, &start, &end);
  return repetition->counting >= repetition->other && 2 * repetition->alone < repetition->pages &&
         2 * repetition->numbered <= repetition->pages && !counts_things(row->text, start, end) &&
         (common || repetition->other == 0);
}

/* --- printed page numbers --- */

/* How far printed numbers run ahead of page indexes (mostly behind) on most pages
 * that have one; *pages is how many agree. */
static int usual_shift(const GArray *rows, guint *pages) {
  g_autoptr(GHashTable) counts = g_hash_table_new(NULL, NULL);
  int best = 0;
  *pages = 0;
  for (guint i = 0; i < rows->len; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    if (row->role != RC_ROW_FURNITURE)
      continue;
    gsize start = strcspn(row->text, "0123456789"), end;
    guint number = is_page_number(row->text) /* Roman ones apart */
                       ? (guint)g_ascii_strtoull(row->text + start, NULL, 10)
                       : outer_number(row->text, &start, &end);
    gpointer shift = GINT_TO_POINTER((int)number - (int)row->page);
    guint count = number ? GPOINTER_TO_UINT(g_hash_table_lookup(counts, shift)) + 1 : 0;
    if (count)
      g_hash_table_insert(counts, shift, GUINT_TO_POINTER(count));
    if (count > *pages) {
      *pages = count;
      best = GPOINTER_TO_INT(shift);
    }
  }
  return best;
}

/* The page's label is no more than its index, which poppler gives where the PDF has
 * none. */
static bool is_unlabelled(const RcPage *page) {
  g_autofree char *plain = g_strdup_printf("%u", page->index);
  return !page->label || strcmp(page->label, plain) == 0;
}

/* Roman numbers that count up from one page to the next are labels as they stand. */
static void label_roman_pages(const GArray *rows, const GPtrArray *pages) {
  const RcRow *before = NULL;
  for (guint i = 0; i < rows->len; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    guint value = row->role == RC_ROW_FURNITURE ? rc_number_roman(row->text) : 0;
    if (value == 0)
      continue;
    bool follows =
        before && before->page + 1 == row->page && rc_number_roman(before->text) + 1 == value;
    const RcRow *both[] = {before, row};
    for (guint k = 0; follows && k < 2; k++) {
      RcPage *page = g_ptr_array_index(pages, both[k]->page - 1);
      if (is_unlabelled(page)) {
        g_free(page->label);
        page->label = g_strdup(both[k]->text);
      }
    }
    before = row;
  }
}

void rc_rows_label_pages(const GArray *rows, const GPtrArray *pages) {
  label_roman_pages(rows, pages);
  guint agreeing;
  int shift = usual_shift(rows, &agreeing);
  if (shift == 0 || agreeing < LABELLED_MIN || 2 * agreeing < pages->len)
    return;
  for (guint i = 0; i < pages->len; i++) {
    RcPage *page = g_ptr_array_index(pages, i);
    if (!is_unlabelled(page))
      continue;
    int number = (int)page->index + shift;
    g_free(page->label);
    page->label = number > 0 ? g_strdup_printf("%d", number) : NULL;
  }
}

/* --- footnotes --- */

/* Notes are set no larger than this share of the text. */
#define NOTE_SIZE 0.93f
/* A mark of the printer, "GE.24-20424 (E)", is no longer. */
#define PRINTER_BYTES_MAX 40

/* The number of the note that the row opens: "7 Text", "7. Text", "7Text"; or 0. */
static guint opened_note(const char *text) {
  gsize digits = strspn(text, "0123456789");
  const char *after = text + digits;
  bool opens = digits >= 1 && digits <= 3 &&
               (*after == ' ' || *after == '.' || g_unichar_isupper(g_utf8_get_char(after)));
  return opens ? (guint)strtoul(text, NULL, 10) : 0;
}

/* A note is looked for among so many numbered rows of a page. */
#define NOTE_TRIES 20

/* True if something in rows [first, end) calls the note: a raised figure, or one at the end of a
 * word. */
static bool calls_note(const GArray *rows, guint first, guint end, guint number) {
  g_autofree char *digits = g_strdup_printf("%u", number);
  for (guint i = first; i < end; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    if (row->confidence > 0 || row->role == RC_ROW_FOOTNOTE)
      return true; /* OCR may miss it; a note may call another */
    for (const char *p = row->text; (p = strstr(p, digits)); p++) {
      gunichar before = p > row->text ? g_utf8_get_char(g_utf8_prev_char(p)) : ' ';
      bool closes = before == '.' || before == ',' || before == ';' || before == ')' ||
                    before == '"' || before == 0x201D || before == 0xBB || before == 0x2019;
      if (!g_ascii_isdigit(p[strlen(digits)]) &&
          (before == 0x2060 || g_unichar_isalpha(before) || closes))
        return true;
    }
  }
  return false;
}

/* Notes in `calls` which marks in letters rows [first, end) have: mark -> the last page. */
static void note_calls(const GArray *rows, guint first, guint end, GHashTable *calls) {
  for (guint i = first; i < end; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    for (const char *p = row->text; (p = strstr(p, RC_NOTE_MARK));) {
      p += strlen(RC_NOTE_MARK);
      gsize length = rc_number_note_letters(p);
      if (length)
        g_hash_table_insert(calls, g_strndup(p, length), GUINT_TO_POINTER(row->page));
    }
  }
}

/* The bytes of the mark in letters with which the row opens a note that was called, or 0.  What
 * is not raised itself may be a word: it is called on its page, and a sentence follows. */
static gsize opened_letters(const RcRow *row, GHashTable *calls) {
  gsize length = g_hash_table_size(calls) ? rc_number_note_letters(row->text) : 0;
  g_autofree char *mark = g_strndup(row->text, length);
  guint page = length ? GPOINTER_TO_UINT(g_hash_table_lookup(calls, mark)) : 0;
  const char *after = row->text + length;
  after += strspn(after, ".)");
  bool sentence = *after == ' ' && !g_unichar_islower(g_utf8_get_char(after + 1));
  return page && (row->raised || (page == row->page && sentence)) ? length : 0;
}

/* The first row of the block of small rows that ends the body of a page; `end`
 * if there is none.  Below it there may be a mark of the printer in the margin.
 * `goes_on`: the block may begin with the rest of a note of the page before. */
static guint find_footnotes(const GArray *rows, guint first, guint end, const RcPage *page,
                            float body_size, bool goes_on, GHashTable *calls) {
  guint start = end;
  for (guint i = end; i-- > first;) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    if (row->role == RC_ROW_FURNITURE || row->role == RC_ROW_ASIDE)
      continue;
    if (row->table)
      break;
    bool small = row->size <= body_size * NOTE_SIZE;
    if (!small && start == end && in_margin(row, page) && strlen(row->text) <= PRINTER_BYTES_MAX)
      continue;
    if (!small)
      break;
    if (*row->text == '*' || opened_note(row->text) || goes_on || opened_letters(row, calls))
      start = i;
  }
  /* Numbered paragraphs that are quoted in small type, "2. Any State", are no notes: nothing calls
   * them. */
  for (guint tries = 0; start < end && !goes_on && tries < NOTE_TRIES; start++) {
    const RcRow *row = &g_array_index(rows, RcRow, start);
    const char *text = row->text;
    guint number = opened_note(text);
    bool pointed = text[strspn(text, "0123456789")] == '.';
    if (*text == '*' || opened_letters(row, calls) ||
        (number && (!pointed || calls_note(rows, first, start, number))))
      break;
    tries += number > 0;
  }
  return start;
}

/* True of a heading over the notes of a whole document. */
static bool announces_notes(const char *text) {
  static const char *const headings[] = {"notes",      "endnotes", "end notes",  "references",
                                         "примечания", "сноски",   "ссылки",     "примітки",
                                         "notas",      "notes:",   "примечания:"};
  g_autofree char *lower = strlen(text) < 40 ? g_utf8_strdown(text, -1) : NULL;
  for (gsize i = 0; lower && i < G_N_ELEMENTS(headings); i++)
    if (strcmp(lower, headings[i]) == 0)
      return true;
  return false;
}

/* The place of the endnote that a row opens among them, by its number, Roman numeral or letter; 0
 * if it opens none.  *letters are the bytes of a mark in letters. */
static guint opened_endnote(const RcRow *row, bool roman, gsize *letters) {
  guint number = opened_note(row->text);
  *letters = number ? 0 : rc_number_note_letters(row->text);
  if (*letters == 0 || !strchr(" .)", row->text[*letters]))
    return number;
  g_autofree char *mark = g_strndup(row->text, *letters);
  gunichar c = g_utf8_get_char(mark);
  /* Lists in Cyrillic letters leave out U+0439. */
  return roman ? rc_number_roman(mark) : c < 0x80 ? c - 'a' + 1 : c - 0x430 + (c < 0x439);
}

/* Endnotes: what stands under the last heading of that kind, if it counts up from one, to the
 * next heading. */
static void mark_endnotes(GArray *rows, float body_size, GHashTable *calls) {
  guint first = rows->len;
  gsize letters;
  while (first > 0 && !announces_notes(g_array_index(rows, RcRow, first - 1).text))
    first--;
  const RcRow *opening = first < rows->len ? &g_array_index(rows, RcRow, first) : NULL;
  bool roman = opening && *opening->text == 'i';
  if (first == 0 || !opening || opened_endnote(opening, roman, &letters) != 1)
    return;
  g_autofree char *mark = g_strndup(opening->text, letters);
  if (letters && !g_hash_table_contains(calls, mark))
    return;
  guint end = first, last = 0, marked = first;
  for (; end < rows->len; end++) {
    RcRow *row = &g_array_index(rows, RcRow, end);
    if (row->role == RC_ROW_FURNITURE || row->role == RC_ROW_ASIDE)
      continue;
    if (row->table || row->size > 1.08f * body_size || (row->bold && end > first))
      break;
    bool opens = opened_endnote(row, roman, &letters) == last + 1;
    last += opens;
    row->note_letters = opens ? letters : row->note_letters;
    marked = end + 1;
  }
  for (guint i = first; last >= 2 && i < marked; i++)
    if (g_array_index(rows, RcRow, i).role == RC_ROW_BODY)
      g_array_index(rows, RcRow, i).role = RC_ROW_FOOTNOTE;
}

void rc_rows_assign_roles(GArray *rows, const GPtrArray *pages) {
  g_autoptr(GHashTable) repetitions = count_margin_rows(rows, pages);
  rc_masthead_assign_roles(rows, pages);
  for (guint i = 0; i < rows->len; i++) {
    RcRow *row = &g_array_index(rows, RcRow, i);
    if (is_furniture(row, g_ptr_array_index(pages, row->page - 1), repetitions, pages->len))
      row->role = RC_ROW_FURNITURE;
    else if (row->turn)
      row->role = RC_ROW_ASIDE;
  }
  rc_stamps_assign_roles(rows);
  float body_size = rc_rows_body_size(rows);
  g_autoptr(GHashTable) calls = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  bool goes_on = false;
  for (guint first = 0, end; first < rows->len; first = end) {
    guint32 page = g_array_index(rows, RcRow, first).page;
    for (end = first; end < rows->len && g_array_index(rows, RcRow, end).page == page;)
      end++;
    note_calls(rows, first, end, calls);
    guint note = find_footnotes(rows, first, end, g_ptr_array_index(pages, page - 1), body_size,
                                goes_on, calls);
    goes_on = false;
    for (guint i = note; i < end; i++) {
      RcRow *row = &g_array_index(rows, RcRow, i);
      if (row->role != RC_ROW_BODY || row->size > body_size * NOTE_SIZE)
        continue;
      row->role = RC_ROW_FOOTNOTE;
      row->note_letters = opened_letters(row, calls);
      g_autofree char *mark = g_strndup(row->text, row->note_letters);
      g_hash_table_remove(calls, mark); /* a call opens one note */
      gsize length = strlen(row->text);
      if (length > 0)
        goes_on = !strchr(".!?)", row->text[length - 1]);
    }
  }
  mark_endnotes(rows, body_size, calls);
}
