/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hidden.h"

#include <math.h>
#include <string.h>

/* No side of a character that people read is shorter than this, in points; on a page that is
 * smaller than others, so much less. */
#define READABLE_POINTS 0.7f
#define USUAL_PAGE_POINTS 842.0f
/* A point of a picture is ink from this difference to paper on, and is seen from that to what
 * is behind it. */
#define INK 48
#define SEEN 8
/* Where no shades differ more, there is nothing to see. */
#define BLANK 16
/* Of the ink of a character that is seen, at least one part of so many is. */
#define SEEN_PARTS 3
/* Characters of fewer points across or down cannot be judged. */
#define PIXELS_MIN 3
/* A page that pictures cover to this share is a scan. */
#define SCAN_SHARE 0.7

typedef enum { IS_SEEN, IS_UNSEEN, IS_UNDRAWN } State;

/* Characters without white space between them. */
typedef struct {
  const char *text;
  guint first, end;
  bool has_letters; /* letters or digits: then only these are judged */
} Word;

/* The next word of those that have boxes, from word->end at `*next` on. */
static bool next_word(const RcCharacters *characters, const char **next, Word *word) {
  const char *p = *next;
  guint character = word->end;
  for (; character < characters->count && g_ascii_isspace(*p); character++)
    p = g_utf8_next_char(p);
  *word = (Word){.text = p, .first = character};
  for (; character < characters->count && *p && !g_ascii_isspace(*p); character++) {
    word->has_letters |= g_unichar_isalnum(g_utf8_get_char(p));
    p = g_utf8_next_char(p);
  }
  word->end = character;
  *next = p;
  return word->end > word->first;
}

static bool is_judged(const Word *word, const char *p) {
  return !word->has_letters || g_unichar_isalnum(g_utf8_get_char(p));
}

/* --- the grid --- */

typedef struct {
  guint left, top, right, bottom; /* the last ones are in it */
} Cells;

static Cells cells_of(const RcPainting *painting, const RcBox *box) {
  return (Cells){
      rc_painting_column(painting, (double)box->x1), rc_painting_row(painting, (double)box->y1),
      rc_painting_column(painting, (double)box->x2), rc_painting_row(painting, (double)box->y2)};
}

static bool has_text(const RcPainting *painting, const RcBox *box) {
  Cells cells = cells_of(painting, box);
  for (guint y = cells.top; y <= cells.bottom && cells.left <= cells.right; y++)
    if (memchr(painting->has_text[y] + cells.left, 1, cells.right - cells.left + 1))
      return true;
  return false;
}

static guint middle_column(const RcPainting *painting, const RcBox *box) {
  return rc_painting_column(painting, ((double)box->x1 + (double)box->x2) / 2);
}

static guint middle_row(const RcPainting *painting, const RcBox *box) {
  return rc_painting_row(painting, ((double)box->y1 + (double)box->y2) / 2);
}

/* What came last where the character was drawn, or at its middle. */
static RcPainted last_painted(const RcPainting *painting, const RcBox *box) {
  Cells cells = cells_of(painting, box);
  for (guint y = cells.top; y <= cells.bottom; y++)
    for (guint x = cells.left; x <= cells.right; x++)
      if (painting->has_text[y][x])
        return painting->last[y][x];
  return painting->last[middle_row(painting, box)][middle_column(painting, box)];
}

static bool is_on_picture(const RcPainting *painting, const RcBox *box) {
  return painting->is_picture[middle_row(painting, box)][middle_column(painting, box)];
}

/* --- what needs no picture --- */

guint rc_hidden_mark_plain(const RcCharacters *characters, const RcPainting *painting,
                           const RcBox *marks, guint mark_count, guint8 *why) {
  float side = (float)fmax(painting->width, painting->height);
  float readable = READABLE_POINTS * fminf(side / USUAL_PAGE_POINTS, 1);
  guint all = 0;
  const char *p = characters->text;
  for (guint i = 0; i < characters->count && *p; i++, p = g_utf8_next_char(p)) {
    const RcBox *box = &characters->boxes[i];
    float x = (box->x1 + box->x2) / 2, y = (box->y1 + box->y2) / 2;
    if (g_ascii_isspace(*p))
      continue;
    /* Marks that are set upon a letter may have no size at all. */
    float across = box->x2 - box->x1, down = box->y2 - box->y1;
    if (across > 0 && across < readable && down > 0 && down < readable)
      why[i] = RC_HIDDEN_TINY;
    for (guint mark = 0; mark < mark_count; mark++)
      if (x >= marks[mark].x1 && x <= marks[mark].x2 && y >= marks[mark].y1 && y <= marks[mark].y2)
        why[i] = RC_HIDDEN_MARKED;
    all |= why[i];
  }
  return all;
}

/* True if what came over text, most often over blanks, comes over a character of it: over the
 * cells that it is in, for by these it is judged. */
static bool comes_over(const RcPainting *painting, const RcCharacters *characters) {
  float across = (float)painting->width / RC_PAINTING_CELLS;
  float down = (float)painting->height / RC_PAINTING_CELLS;
  for (guint k = 0; k < painting->cover_count; k++) {
    const RcBox *cover = &painting->covers[k];
    const char *p = characters->text;
    for (guint i = 0; i < characters->count && *p; i++, p = g_utf8_next_char(p)) {
      const RcBox *box = &characters->boxes[i];
      if (!g_ascii_isspace(*p) && !(box->x2 + across < cover->x1 || box->x1 - across > cover->x2 ||
                                    box->y2 + down < cover->y1 || box->y1 - down > cover->y2))
        return true;
    }
  }
  return false;
}

bool rc_hidden_wants_pictures(const RcCharacters *characters, const RcPainting *painting) {
  Word word = {0};
  bool wants = painting->is_doubtful || comes_over(painting, characters);
  for (const char *next = characters->text; !wants && next_word(characters, &next, &word);) {
    /* One of which no character was drawn; over a picture it is what OCR has read there. */
    const char *p = word.text;
    wants = true;
    for (guint i = word.first; i < word.end && wants; i++, p = g_utf8_next_char(p)) {
      const RcBox *box = &characters->boxes[i];
      wants = !is_judged(&word, p) ||
              !(has_text(painting, box) ||
                (is_on_picture(painting, box) && last_painted(painting, box) != RC_PAINTED_FILL));
    }
  }
  return wants;
}

/* --- what pictures show --- */

/* The character as the pictures have it; *is_blank: there is nothing at half of its height. */
static State look_at(const RcHiddenPictures *pictures, const RcBox *box, bool *is_blank) {
  const RcPicture *text = pictures->text;
  float scale = (float)text->dpi / 72;
  int left = (int)CLAMP(box->x1 * scale, 0, (float)text->width);
  int right = (int)CLAMP(ceilf(box->x2 * scale), 0, (float)text->width);
  int top = (int)CLAMP(box->y1 * scale, 0, (float)text->height);
  int bottom = (int)CLAMP(ceilf(box->y2 * scale), 0, (float)text->height);
  int quarter = (bottom - top) / 4;
  guint ink = 0, seen = 0;
  guint8 darkest = G_MAXUINT8, lightest = 0;
  *is_blank = false;
  if (right - left < PIXELS_MIN || bottom - top < PIXELS_MIN)
    return IS_SEEN;
  for (int y = top; y < bottom; y++) {
    const gsize row = (gsize)y * (gsize)text->stride;
    for (int x = left; x < right; x++) {
      guint8 whole = pictures->whole->pixels[row + (gsize)x];
      int difference = whole - pictures->without_text->pixels[row + (gsize)x];
      bool is_ink = text->pixels[row + (gsize)x] <= G_MAXUINT8 - INK;
      if (y >= top + quarter && y < bottom - quarter) {
        darkest = MIN(darkest, whole);
        lightest = MAX(lightest, whole);
      }
      ink += is_ink;
      seen += is_ink && (difference >= SEEN || difference <= -SEEN);
    }
  }
  *is_blank = lightest - darkest <= BLANK;
  return ink == 0 ? IS_UNDRAWN : seen * SEEN_PARTS < ink ? IS_UNSEEN : IS_SEEN;
}

/* Why the character is not seen; 0 if it is seen, or is of what OCR has read on a scan, which
 * stands above or below its picture, or if poppler was to draw it and its font has no shape for it,
 * as that of another reader may have.  Of the last two, what a box covers is hidden. */
static RcHidden find_cause(const RcPainting *painting, const RcBox *box, State state,
                           bool is_blank) {
  static const RcHidden causes[] = {[RC_PAINTED_NOTHING] = RC_HIDDEN_PALE,
                                    [RC_PAINTED_FILL] = RC_HIDDEN_COVERED,
                                    [RC_PAINTED_PICTURE] = RC_HIDDEN_PICTURE,
                                    [RC_PAINTED_OTHER] = RC_HIDDEN_PICTURE};
  RcPainted last = last_painted(painting, box);
  if (state == IS_SEEN)
    return 0;
  bool is_scan =
      is_on_picture(painting, box) && (state == IS_UNDRAWN || painting->picture_share > SCAN_SHARE);
  if (is_scan || (state == IS_UNDRAWN && has_text(painting, box)))
    return last == RC_PAINTED_FILL && is_blank ? RC_HIDDEN_COVERED : 0;
  return state == IS_UNDRAWN ? RC_HIDDEN_UNDRAWN : causes[last];
}

/* Marks of a word, with one cause, what is not seen: all of it if that is half of it, since the
 * rest would tell what it is; else characters, but not a single one. */
static guint mark_word(const Word *word, const guint8 *causes, guint8 *why) {
  guint judged = 0, unseen = 0, all = 0;
  guint8 cause = 0;
  const char *p = word->text;
  for (guint i = word->first; i < word->end; i++, p = g_utf8_next_char(p)) {
    bool counts = is_judged(word, p);
    judged += counts;
    unseen += counts && causes[i];
    cause = counts && causes[i] && (!cause || causes[i] < cause) ? causes[i] : cause;
  }
  bool whole = 2 * unseen >= judged && unseen > 0;
  for (guint i = word->first; i < word->end && (whole || unseen > 1); i++) {
    guint8 own = whole || causes[i] ? cause : 0;
    why[i] = why[i] ? why[i] : own;
    all |= why[i];
  }
  return all;
}

guint rc_hidden_mark_unseen(const RcCharacters *characters, const RcPainting *painting,
                            const RcHiddenPictures *pictures, guint8 *why) {
  g_autofree guint8 *causes = g_malloc0((gsize)characters->count + 1);
  bool draws[G_MAXUINT8 + 1] = {false}; /* fonts of which something is drawn */
  const char *p = characters->text;
  for (guint i = 0; i < characters->count && *p; i++, p = g_utf8_next_char(p)) {
    bool is_blank;
    if (g_ascii_isspace(*p))
      continue;
    State state = look_at(pictures, &characters->boxes[i], &is_blank);
    draws[characters->fonts[i]] |= state != IS_UNDRAWN;
    causes[i] = (guint8)find_cause(painting, &characters->boxes[i], state, is_blank);
  }
  Word word = {0};
  guint all = 0;
  for (const char *next = characters->text; next_word(characters, &next, &word);) {
    /* A word of which nothing is drawn may have a font that poppler cannot draw.  In one that
     * is drawn, the characters of a ligature stand beside it. */
    bool undrawn = true;
    p = word.text;
    for (guint i = word.first; i < word.end; i++, p = g_utf8_next_char(p))
      undrawn = undrawn && (!is_judged(&word, p) || causes[i] == RC_HIDDEN_UNDRAWN);
    undrawn = undrawn && (painting->has_mute_font || draws[characters->fonts[word.first]]);
    for (guint i = word.first; i < word.end; i++)
      causes[i] = causes[i] == RC_HIDDEN_UNDRAWN && !undrawn ? 0 : causes[i];
    all |= mark_word(&word, causes, why);
  }
  return all;
}
