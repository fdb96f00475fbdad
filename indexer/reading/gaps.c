/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gaps.h"

#include <math.h>
#include <string.h>

#include "legibility.h"

/* A font is judged by so many characters, and of each so many are remembered. */
#define FONT_CHARACTERS_MIN 40
#define FONT_BYTES_MAX 4096
#define FONTS_MAX 500
/* Shorter lines are bullets and signs, whose fonts say nothing and need not. */
#define LINE_CHARACTERS_MIN 5
#define NOISE_CHARACTERS_MIN 12
/* A page is looked at in bands of this height, in points, without a margin above and below.
 * Where an image covers this share of the width of so many in a row, there may be writing. */
#define BAND 36.0f
#define MARGIN 72.0f
#define BAND_SHARE 0.25f
#define BANDS_MIN 3
#define BANDS_MAX 200
/* Paper is of one light shade, letters are darker, and cover this share of it. */
#define SHADES 16
#define PAPER_SHARE 0.6
#define PAPER_MIN 128
#define INK_DIFFERENCE 48
#define INK_SHARE_MIN 0.01
#define INK_SHARE_MAX 0.35
/* A piece of a row of letters, looked at in strips of this width so that it may be askew: not
 * higher than that, and crossed by strokes. */
#define STRIP 72
#define PIECE_MIN 3
#define PIECE_MAX 24
#define STROKES_MIN 3
#define PIECES_MIN 10
/* Of what OCR reads in a picture, a line is taken if it is as sure as this, and all of it if
 * there are so many letters. */
#define SIZES 100
/* Within these ratios a size that OCR measured is the usual one. */
#define SAME_SIZE_MIN 0.85f
#define SAME_SIZE_MAX 1.18f
#define CONFIDENCE_MIN 0.5f
#define LETTERS_MIN 12

/* --- the lines of a page --- */

/* A page that is put together anew of lines. */
typedef struct {
  GString *text;
  GArray *lines, *spans;
} Anew;

static void add_line(Anew *anew, const RcPage *from, const RcLine *source) {
  RcLine line = *source;
  line.start = (guint32)anew->text->len;
  g_string_append_len(anew->text, from->text + source->start, source->end - source->start);
  line.end = (guint32)anew->text->len;
  g_string_append_c(anew->text, '\n');
  line.first_span = anew->spans->len;
  for (guint i = 0; i < source->span_count && source->first_span + i < from->spans->len; i++) {
    RcSpan span = g_array_index(from->spans, RcSpan, source->first_span + i);
    guint32 start = MAX(span.start, source->start), end = MIN(span.end, source->end);
    if (start >= end)
      continue;
    span.start = line.start + (start - source->start);
    span.end = line.start + (end - source->start);
    g_array_append_val(anew->spans, span);
  }
  line.span_count = anew->spans->len - line.first_span;
  g_array_append_val(anew->lines, line);
}

/* `first` and `other`, NULL or without lines it has, as one page: lines of the other where they
 * stand among those of the first.  `wanted` says which lines of each are. */
static void put_together(RcPage *page, const bool *wanted, const RcPage *other,
                         const bool *other_wanted) {
  Anew anew = {g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(RcLine)),
               g_array_new(FALSE, FALSE, sizeof(RcSpan))};
  guint next = 0, count = other ? other->lines->len : 0;
  for (guint i = 0; i <= page->lines->len; i++) {
    const RcLine *line = i < page->lines->len ? &g_array_index(page->lines, RcLine, i) : NULL;
    for (; next < count; next++) {
      const RcLine *more = &g_array_index(other->lines, RcLine, next);
      if (line && !(more->box.y1 < line->box.y1))
        break;
      if (other_wanted[next])
        add_line(&anew, other, more);
    }
    if (line && wanted[i])
      add_line(&anew, page, line);
  }
  g_free(page->text);
  page->text = g_string_free(anew.text, FALSE);
  g_array_unref(page->lines);
  g_array_unref(page->spans);
  page->lines = anew.lines;
  page->spans = anew.spans;
}

/* --- fonts --- */

struct RcFonts {
  guint sizes[SIZES];  /* bytes set in each size, in points */
  GHashTable *samples; /* number of a font -> GString *, of its text */
};

static void free_sample(gpointer sample) {
  g_string_free(sample, TRUE);
}

RcFonts *rc_fonts_new(void) {
  RcFonts *fonts = g_new0(RcFonts, 1);
  fonts->samples = g_hash_table_new_full(NULL, NULL, NULL, free_sample);
  return fonts;
}

void rc_fonts_free(RcFonts *fonts) {
  if (!fonts)
    return;
  g_hash_table_unref(fonts->samples);
  g_free(fonts);
}

static bool is_noise(const char *text, bool *judged) {
  RcLetterStatistics statistics;
  rc_legibility_count(text, &statistics);
  *judged = statistics.characters >= FONT_CHARACTERS_MIN;
  return *judged && rc_legibility_judge(&statistics) == RC_LEGIBILITY_NOISE;
}

/* The fonts of the page that say nothing, as a set: by what is set in them here or, where that
 * is little, by what was before, too. */
static GHashTable *find_noise(const RcPage *page, RcFonts *fonts) {
  g_autoptr(GHashTable) own = g_hash_table_new_full(NULL, NULL, NULL, free_sample);
  GHashTable *noise = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < page->spans->len; i++) {
    const RcSpan *span = &g_array_index(page->spans, RcSpan, i);
    gpointer font = GUINT_TO_POINTER(span->font);
    GString *text = g_hash_table_lookup(own, font);
    if (!text && g_hash_table_size(own) < FONTS_MAX)
      g_hash_table_insert(own, font, text = g_string_new(NULL));
    if (text && text->len < FONT_BYTES_MAX) {
      g_string_append_len(text, page->text + span->start, span->end - span->start);
      g_string_append_c(text, '\n');
    }
  }
  GHashTableIter each;
  gpointer font, value;
  g_hash_table_iter_init(&each, own);
  while (g_hash_table_iter_next(&each, &font, &value)) {
    GString *text = value, *sample = g_hash_table_lookup(fonts->samples, font);
    bool judged;
    bool bad = is_noise(text->str, &judged);
    if (!sample && g_hash_table_size(fonts->samples) < FONTS_MAX)
      g_hash_table_insert(fonts->samples, font, sample = g_string_new(NULL));
    if (sample && sample->len < FONT_BYTES_MAX)
      g_string_append(sample, text->str);
    if (!judged && sample)
      bad = is_noise(sample->str, &judged);
    if (bad)
      g_hash_table_add(noise, font);
  }
  return noise;
}

/* How many characters of the line are visible, and in such fonts. */
static void count_noise(const RcPage *page, const RcLine *line, GHashTable *noise, guint *all,
                        guint *bad) {
  *all = *bad = 0;
  for (guint i = 0; i < line->span_count && line->first_span + i < page->spans->len; i++) {
    const RcSpan *span = &g_array_index(page->spans, RcSpan, line->first_span + i);
    guint32 start = MAX(span->start, line->start), end = MIN(span->end, line->end);
    bool is_bad = g_hash_table_contains(noise, GUINT_TO_POINTER(span->font));
    for (const char *p = page->text + start; p < page->text + end; p = g_utf8_next_char(p)) {
      bool visible = !g_ascii_isspace(*p);
      *all += visible;
      *bad += visible && is_bad;
    }
  }
}

bool rc_gaps_drop_noise(RcPage *page, RcFonts *fonts) {
  for (guint i = 0; i < page->lines->len; i++) {
    const RcLine *line = &g_array_index(page->lines, RcLine, i);
    fonts->sizes[(guint)fmaxf(0, fminf(line->size + 0.5f, SIZES - 1))] += line->end - line->start;
  }
  g_autoptr(GHashTable) noise = find_noise(page, fonts);
  if (g_hash_table_size(noise) == 0)
    return false;
  g_autofree bool *wanted = g_new(bool, page->lines->len + 1);
  guint dropped = 0;
  for (guint i = 0; i < page->lines->len; i++) {
    guint all, bad;
    count_noise(page, &g_array_index(page->lines, RcLine, i), noise, &all, &bad);
    wanted[i] = bad < LINE_CHARACTERS_MIN || 2 * bad <= all;
    dropped += wanted[i] ? 0 : bad;
  }
  if (dropped < NOISE_CHARACTERS_MIN)
    return false;
  put_together(page, wanted, NULL, NULL);
  return true;
}

/* --- images --- */

GArray *rc_gaps_find(const RcPage *page, const GArray *images) {
  GArray *gaps = g_array_new(FALSE, FALSE, sizeof(RcBox));
  guint count =
      isfinite(page->height) && page->height > 0 ? (guint)fminf(page->height / BAND, BANDS_MAX) : 0;
  bool covered[BANDS_MAX] = {false};
  for (guint i = 0; i < page->lines->len; i++) {
    const RcBox *box = &g_array_index(page->lines, RcLine, i).box;
    for (guint band = (guint)fmaxf(0, fminf(box->y1 / BAND, BANDS_MAX));
         band < count && (float)band * BAND < box->y2; band++)
      covered[band] = true;
  }
  for (guint i = 0; i < images->len && gaps->len < BANDS_MAX; i++) {
    RcBox box = g_array_index(images, RcBox, i);
    box.x1 = fmaxf(box.x1, 0);
    box.x2 = fminf(box.x2, page->width);
    if (!(box.x2 - box.x1 >= BAND_SHARE * page->width))
      continue;
    guint run = 0;
    for (guint band = 0; band <= count; band++) {
      float top = (float)band * BAND, bottom = top + BAND;
      bool open = band < count && !covered[band] && top >= box.y1 && bottom <= box.y2 &&
                  top >= MARGIN && bottom <= page->height - MARGIN;
      run = open ? run + 1 : run;
      if (!open && run >= BANDS_MIN) {
        RcBox gap = {box.x1, top - (float)run * BAND, box.x2, top};
        g_array_append_val(gaps, gap);
      }
      run = open ? run : 0;
    }
  }
  return gaps;
}

/* A part of a picture, in pixels, and up to which shade a pixel of it is ink. */
typedef struct {
  const RcPicture *picture;
  int left, top, right, bottom, ink;
} Part;

static bool is_ink(const Part *part, int x, int y) {
  return part->picture->pixels[(gsize)y * (gsize)part->picture->stride + (gsize)x] < part->ink;
}

/* Sets what is ink; false if it is not paper with some. */
static bool find_ink(Part *part) {
  guint shades[SHADES] = {0}, total = 0, paper = 0, darker = 0;
  for (int y = part->top; y < part->bottom; y++)
    for (int x = part->left; x < part->right; x++, total++)
      shades[part->picture->pixels[(gsize)y * (gsize)part->picture->stride + (gsize)x] /
             (256 / SHADES)]++;
  for (guint i = 1; i < SHADES; i++)
    paper = shades[i] > shades[paper] ? i : paper;
  guint of_paper = shades[paper] + (paper > 0 ? shades[paper - 1] : 0) +
                   (paper + 1 < SHADES ? shades[paper + 1] : 0);
  part->ink = (int)(paper * (256 / SHADES)) - INK_DIFFERENCE;
  for (int i = 0; (i + 1) * (256 / SHADES) <= part->ink; i++)
    darker += shades[i];
  double share = total ? (double)darker / total : 0;
  return total && of_paper > PAPER_SHARE * total && paper * (256 / SHADES) >= PAPER_MIN &&
         share > INK_SHARE_MIN && share < INK_SHARE_MAX;
}

/* Pieces of rows of letters in one strip, from `left` on. */
static guint count_pieces(const Part *part, int left) {
  guint pieces = 0;
  int height = 0, strokes = 0, right = MIN(left + STRIP, part->right);
  for (int y = part->top; y <= part->bottom; y++) {
    int inked = 0, begun = 0;
    for (int x = left; y < part->bottom && x < right; x++) {
      inked += is_ink(part, x, y);
      begun += is_ink(part, x, y) && (x == left || !is_ink(part, x - 1, y));
    }
    if (inked > 1) {
      height++;
      strokes += begun;
      continue;
    }
    pieces += height >= PIECE_MIN && height <= PIECE_MAX && strokes >= STROKES_MIN * height;
    height = strokes = 0;
  }
  return pieces;
}

/* The pixel there, or the first or last; NaN is no place. */
static int place_pixel(double at, int end) {
  return (int)fmax(0, fmin(at, end));
}

bool rc_gaps_show_writing(const GArray *gaps, const RcPicture *picture) {
  double scale = picture->dpi / 72;
  for (guint i = 0; i < gaps->len; i++) {
    const RcBox *gap = &g_array_index(gaps, RcBox, i);
    Part part = {picture,
                 place_pixel((double)gap->x1 * scale, picture->width),
                 place_pixel((double)gap->y1 * scale, picture->height),
                 place_pixel((double)gap->x2 * scale, picture->width),
                 place_pixel((double)gap->y2 * scale, picture->height),
                 0};
    guint pieces = 0;
    bool paper = find_ink(&part);
    for (int left = part.left; paper && left < part.right; left += STRIP)
      pieces += count_pieces(&part, left);
    if (pieces >= PIECES_MIN)
      return true;
  }
  return false;
}

/* --- what OCR reads --- */

static bool is_there(const RcPage *page, const RcBox *box) {
  float x = (box->x1 + box->x2) / 2, y = (box->y1 + box->y2) / 2;
  for (guint i = 0; i < page->lines->len; i++) {
    const RcBox *line = &g_array_index(page->lines, RcLine, i).box;
    float across = fminf(box->x2, line->x2) - fmaxf(box->x1, line->x1);
    bool aside = across < (box->x2 - box->x1) / 3;
    if ((y > line->y1 && y < line->y2 && !aside) ||
        (x > line->x1 && x < line->x2 && y > line->y1 && y < line->y2))
      return true;
  }
  return false;
}

/* The size that half of the text of the document so far is not above, 0 if there is none. */
static float usual_size(const RcFonts *fonts) {
  guint total = 0, sum = 0, size = 0;
  for (guint i = 0; i < SIZES; i++)
    total += fonts->sizes[i];
  while (total && size < SIZES - 1 && 2 * (sum += fonts->sizes[size]) < total)
    size++;
  return (float)size;
}

void rc_gaps_fill(RcPage *page, RcPage *read, const RcFonts *fonts) {
  float usual = usual_size(fonts);
  g_autofree bool *wanted = g_new(bool, page->lines->len + 1);
  g_autofree bool *other_wanted = g_new(bool, read->lines->len + 1);
  g_autoptr(GString) all = g_string_new(NULL);
  for (guint i = 0; i < page->lines->len; i++)
    wanted[i] = true;
  for (guint i = 0; i < read->lines->len; i++) {
    RcLine *line = &g_array_index(read->lines, RcLine, i);
    if (line->size > SAME_SIZE_MIN * usual && line->size < SAME_SIZE_MAX * usual)
      line->size = usual;
    other_wanted[i] = line->confidence >= CONFIDENCE_MIN && !is_there(page, &line->box);
    if (other_wanted[i])
      g_string_append_len(all, read->text + line->start, line->end + 1 - line->start);
  }
  RcLetterStatistics statistics;
  rc_legibility_count(all->str, &statistics);
  if (statistics.latin + statistics.cyrillic + statistics.other >= LETTERS_MIN &&
      rc_legibility_judge(&statistics) == RC_LEGIBILITY_READABLE)
    put_together(page, wanted, read, other_wanted);
}
