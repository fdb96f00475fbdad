/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "extract.h"

#include <cairo.h>
#include <math.h>
#include <poppler.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "added.h"
#include "direction.h"
#include "hidden.h"
#include "spacing.h"

/* A gap between two characters that no word has, and one that no space has, in
 * heights of a line. */
#define WORD_GAP 0.3
#define WIDE_GAP 1.2
/* A picture of more pixels than this is made at a lower resolution: A3 at 300 dpi
 * has 17 million. */
#define PIXELS_MAX 20e6
#define SIDE_PIXELS_MAX 30000.0
/* A page smaller than a postcard was most likely scanned with a wrong resolution:
 * its longer side gets as many pixels as this. */
#define SIDE_PIXELS_MIN 1600.0
#define DPI_MAX 1200.0
/* A page is looked at with so few pixels to see whether there is anything on it. */
#define GLANCE_DPI 30
/* A page that images cover to this share has something on it that only OCR could tell
 * from blank paper. */
#define IMAGE_SHARE_MIN 0.05
/* Whether all text of a page is seen on it is told at so many pixels to the inch. */
#define LOOK_DPI 96
/* For so many seconds of processor time pages of a document are looked at so. */
#define LOOK_SECONDS_MAX 25
/* Files up to this length are read at once: poppler reads a file 256 bytes at a time. */
#define SHORT_FILE_BYTES_MAX (64 * 1024 * 1024)

struct RcExtraction {
  PopplerDocument *document;
  bool has_form_program;
  bool has_images;      /* or is so long that it was not looked for them */
  RcPainting *painting; /* of the page at hand; NULL before the first */
  double looked;        /* seconds of processor time that went into looking at pages */
  bool expects_text;    /* the page before had some */
  guint32 watched_page; /* the page that was read last, if all of its images were seen then */
};

/* What poppler has complained of since that was set back; one for the process, which reads one
 * document. */
static RcDamage complaint;

/* Its messages are all that it tells of damage.  Where a stream cannot be decoded the rest of it
 * is missing; of other errors most harm nothing. */
static void hear_complaint(const char *domain, GLogLevelFlags level, const char *message,
                           gpointer data) {
  (void)domain, (void)level, (void)data;
  if (strstr(message, "flate stream") || strstr(message, "LZW stream"))
    complaint = RC_DAMAGE_SURE;
  else if (g_str_has_prefix(message, "Syntax error"))
    complaint = MAX(complaint, RC_DAMAGE_POSSIBLE);
}

/* poppler-glib 22.12 declares no automatic cleanup for it; a name of our own, because
 * newer headers do. */
static void unref_page(PopplerPage **page) {
  g_clear_object(page);
}

/* The bytes of a file that is not empty, or NULL if it is longer than that. */
static GBytes *read_short_file(int descriptor) {
  off_t length = lseek(descriptor, 0, SEEK_END);
  if (length <= 0 || length > SHORT_FILE_BYTES_MAX)
    return NULL;
  char *bytes = g_malloc((gsize)length);
  gsize filled = 0;
  while (filled < (gsize)length) {
    ssize_t got = pread(descriptor, bytes + filled, (gsize)length - filled, (off_t)filled);
    if (got <= 0)
      break; /* what is missing is missed by poppler */
    filled += (gsize)got;
  }
  return g_bytes_new_take(bytes, filled);
}

/* True if the bytes have that name of PDF, whole. */
static bool has_name(GBytes *bytes, const char *name) {
  gsize left, length = strlen(name);
  const char *at = g_bytes_get_data(bytes, &left), *end = at + left;
  while ((at = memmem(at, (gsize)(end - at), name, length))) {
    at += length;
    if (at == end || !g_ascii_isalnum(*at))
      return true;
  }
  return false;
}

RcExtraction *rc_extraction_open(int descriptor, RcStatus *status) {
  static guint hearing;
  if (!hearing)
    hearing = g_log_set_handler("Poppler", G_LOG_LEVEL_INFO, hear_complaint, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = read_short_file(descriptor);
  PopplerDocument *document = bytes ? poppler_document_new_from_bytes(bytes, NULL, &error)
                                    : poppler_document_new_from_fd(descriptor, NULL, &error);
  if (!document) {
    *status = g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) ? RC_STATUS_ENCRYPTED
                                                                             : RC_STATUS_DAMAGED;
    return NULL;
  }
  RcExtraction *extraction = g_new0(RcExtraction, 1);
  extraction->document = document;
  /* What draws an image is never packed with others, so its name stands there as it is. */
  extraction->has_images = !bytes || has_name(bytes, "/Image");
  extraction->has_form_program = bytes && has_name(bytes, "/XFA");
  return extraction;
}

/* A numbered paragraph and the number of the page, in a font that is not brought along:
 * looking for it reads the font settings. */
static const char sample_pdf[] =
    "%PDF-1.4\n"
    "1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
    "2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
    "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R\n"
    "  /Resources <</Font <</F 5 0 R>>>>>> endobj\n"
    "4 0 obj <</Length 84>> stream\n"
    "BT /F 9 Tf 99 400 Td (1. The Committee recommends a report.) Tj 0 -380 Td (7) Tj ET\n"
    "endstream endobj\n"
    "5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj\n"
    "trailer <</Root 1 0 R /Size 6>>\n%%EOF\n";

RcExtraction *rc_extraction_open_sample(void) {
  /* Titles and labels of pages may be in UTF-16: the C library opens a file to read that,
   * which it then keeps as long as somebody uses it. */
  static GIConv utf_16;
  utf_16 = utf_16 ? utf_16 : g_iconv_open("UTF-8", "UTF-16BE");
  g_autoptr(GBytes) bytes = g_bytes_new_static(sample_pdf, sizeof sample_pdf - 1);
  RcExtraction *extraction = g_new0(RcExtraction, 1);
  extraction->document = poppler_document_new_from_bytes(bytes, NULL, NULL);
  g_assert(extraction->document);
  return extraction;
}

const char *rc_extraction_version(void) {
  return poppler_get_version();
}

void rc_extraction_free(RcExtraction *extraction) {
  if (!extraction)
    return;
  g_clear_object(&extraction->document);
  g_free(extraction->painting);
  g_free(extraction);
}

guint32 rc_extraction_page_count(const RcExtraction *extraction) {
  int count = poppler_document_get_n_pages(extraction->document);
  return count > 0 ? (guint32)count : 0;
}

char *rc_extraction_title(const RcExtraction *extraction) {
  return poppler_document_get_title(extraction->document);
}

guint32 rc_extraction_files(const RcExtraction *extraction, GPtrArray *names, guint names_max,
                            gsize bytes_max) {
  return rc_added_files(extraction->document, names, names_max, bytes_max);
}

bool rc_extraction_has_form_program(const RcExtraction *extraction) {
  return extraction->has_form_program;
}

static bool contains_caseless(const char *text, const char *part) {
  g_autofree char *folded = g_ascii_strdown(text ? text : "", -1);
  return strstr(folded, part) != NULL;
}

/* As fminf and fmaxf do, NaN passed over, without a call for each character. */
static void lower_to(float *least, float value) {
  if (value < *least)
    *least = value;
}

static void raise_to(float *most, float value) {
  if (value > *most)
    *most = value;
}

/* Reads poppler's font runs, which count characters, into spans, which count
 * bytes.  `rectangles` has one box for each character of the text. */
static void read_spans(RcPage *page, GList *attributes, const PopplerRectangle *rectangles,
                       guint rectangle_count) {
  const char *p = page->text;
  guint character = 0;
  for (GList *item = attributes; item; item = item->next) {
    const PopplerTextAttributes *attribute = item->data;
    if (attribute->start_index < (int)character || attribute->end_index < attribute->start_index)
      continue;
    RcSpan span = {
        .size = (float)attribute->font_size,
        .bold = contains_caseless(attribute->font_name, "bold") ||
                contains_caseless(attribute->font_name, "black"),
        .italic = contains_caseless(attribute->font_name, "italic") ||
                  contains_caseless(attribute->font_name, "oblique"),
        .font = attribute->font_name ? g_str_hash(attribute->font_name) : 0,
        .top = INFINITY,
        .bottom = -INFINITY,
    };
    for (; *p && character < (guint)attribute->start_index; character++)
      p = g_utf8_next_char(p);
    span.start = (guint32)(p - page->text);
    for (; *p && character <= (guint)attribute->end_index; character++) {
      if (character < rectangle_count && !g_ascii_isspace(*p)) {
        lower_to(&span.top, (float)rectangles[character].y1);
        raise_to(&span.bottom, (float)rectangles[character].y2);
      }
      p = g_utf8_next_char(p);
    }
    span.end = (guint32)(p - page->text);
    g_array_append_val(page->spans, span);
  }
}

/* Finds the spans of a line and what most of its bytes are set in. */
static void attach_spans(const RcPage *page, RcLine *line, guint *span) {
  while (*span < page->spans->len && g_array_index(page->spans, RcSpan, *span).end <= line->start)
    (*span)++;
  line->first_span = *span;
  guint32 most = 0, bold = 0;
  for (guint i = *span; i < page->spans->len; i++) {
    const RcSpan *s = &g_array_index(page->spans, RcSpan, i);
    if (s->start >= line->end)
      break;
    guint32 bytes = MIN(s->end, line->end) - MAX(s->start, line->start);
    line->span_count++;
    bold += s->bold ? bytes : 0;
    if (bytes > most) {
      most = bytes;
      line->size = s->size;
    }
  }
  line->bold = 2 * bold > line->end - line->start;
}

/* --- which way text runs --- */

/* Letters of a turned line stand below one another: so little beside, of what they stand apart. */
#define TURNED_ASIDE 0.25
/* A letter that stands alone is turned if it is so many times as wide as high. */
#define TURNED_WIDE 1.15
/* Of a character in a line of its own that is no wider: it stands, or hangs upside down. */
#define UNKNOWN_HALF 4

/* The quarters to the right by which two characters that follow one another have to be turned. */
static guint8 turn_of_pair(const PopplerRectangle *a, const PopplerRectangle *b) {
  double dx = (b->x1 + b->x2 - a->x1 - a->x2) / 2, dy = (b->y1 + b->y2 - a->y1 - a->y2) / 2;
  if (fabs(dx) < TURNED_ASIDE * fabs(dy))
    return dy < 0 ? 1 : 3;
  return dx < 0 ? 2 : 0;
}

/* The same of a word of several characters. */
static guint8 turn_of_word(const char *word, gsize length, const PopplerRectangle *rectangles,
                           guint count) {
  guint votes[4] = {0};
  guint8 best = 0;
  for (guint i = 0; i + 1 < count; i++)
    votes[turn_of_pair(&rectangles[i], &rectangles[i + 1])]++;
  for (guint8 turn = 1; turn < 4; turn++)
    best = votes[turn] > votes[best] ? turn : best;
  if (best == 2) { /* letters from right to left are read as they stand */
    g_autofree char *copy = g_strndup(word, length);
    best = rc_direction_is_leftward(copy) ? 0 : 2;
  }
  return best;
}

/* By how many quarters each character has to be turned; *most is what most of the visible ones
 * have to be. */
static guint8 *find_turns(const char *text, const PopplerRectangle *rectangles, guint count,
                          guint *most) {
  guint8 *turns = g_malloc0((gsize)count + 1);
  guint8 quarter = 0; /* of the last word that ran up or down; 0: none did */
  guint votes[UNKNOWN_HALF + 1] = {0}, character = 0, before = 0;
  bool goes_on = false; /* the line goes on after the character `before` */
  for (const char *p = text; *p && character < count;) {
    const char *word = p;
    guint first = character, next;
    for (; *p && character < count && !g_ascii_isspace(*p); p = g_utf8_next_char(p))
      character++;
    const char *end = p;
    bool ends_line = false;
    for (next = character; *p && next < count && g_ascii_isspace(*p); p++, next++)
      ends_line |= *p == '\n';
    const PopplerRectangle *box = &rectangles[first];
    bool alone = character == first + 1;
    guint8 turn = 0;
    if (character > first && !alone)
      turn = turn_of_word(word, (gsize)(end - word), box, character - first);
    else if (alone && goes_on) /* as the word before it, if it goes on with that */
      turn = turn_of_pair(&rectangles[before], box) == turns[before] ? turns[before] : 0;
    else if (alone && !ends_line && next < count) /* as the word after it */
      turn = turn_of_word(word, (gsize)(g_utf8_next_char(word) - word),
                          (PopplerRectangle[]){*box, rectangles[next]}, 2);
    else if (alone && g_unichar_isalnum(g_utf8_get_char(word)))
      turn = box->x2 - box->x1 > TURNED_WIDE * (box->y2 - box->y1) ? quarter : UNKNOWN_HALF;
    quarter = turn % 2 ? turn : quarter;
    memset(turns + first, turn, character - first);
    votes[turn] += character - first;
    before = character > first ? character - 1 : before;
    goes_on = (character > first || goes_on) && !ends_line;
    character = next;
  }
  *most = 0;
  for (guint turn = 1; turn < 4; turn++)
    *most = votes[turn] > votes[*most] ? turn : *most;
  for (guint i = 0; i < count; i++)
    if (turns[i] == UNKNOWN_HALF)
      turns[i] = *most == 2 ? 2 : 0;
  return turns;
}

/* Turns the page as most of it is read, and the boxes of all characters as each is; says by how
 * many quarters more than the page each is turned.  Yours to free. */
static guint8 *turn_upright(RcPage *page, PopplerRectangle *rectangles, guint count) {
  guint most;
  guint8 *turns = find_turns(page->text, rectangles, count, &most);
  for (guint i = 0; i < count; i++) {
    const PopplerRectangle *r = &rectangles[i];
    RcBox box = {(float)r->x1, (float)r->y1, (float)r->x2, (float)r->y2};
    if (turns[i]) {
      box = rc_box_turn(box, turns[i], page->width, page->height);
      rectangles[i] =
          (PopplerRectangle){(double)box.x1, (double)box.y1, (double)box.x2, (double)box.y2};
    }
    turns[i] = (guint8)((turns[i] + 4 - most) % 4);
  }
  if (most % 2) {
    float width = page->width;
    page->width = page->height;
    page->height = width;
  }
  return turns;
}

/* --- lines --- */

static const RcBox empty_box = {INFINITY, INFINITY, -INFINITY, -INFINITY};

static void add_line(RcPage *page, RcLine *line, guint *span) {
  if (line->box.x1 <= line->box.x2) {
    bool sideways = line->turn % 2;
    line->box = rc_box_turn(line->box, 4 - line->turn, sideways ? page->height : page->width,
                            sideways ? page->width : page->height);
    attach_spans(page, line, span);
    g_array_append_val(page->lines, *line);
  }
}

/* `turns` and `hidden`: for each rectangle, by how many quarters its character is turned, and
 * whether a blank stands there for one that is left out; `gaps`: of RcGap, the spaces within
 * lines. */
static void read_lines(RcPage *page, const PopplerRectangle *rectangles, guint rectangle_count,
                       const guint8 *turns, const guint8 *hidden, GArray *gaps) {
  RcLine line = {.box = empty_box};
  const PopplerRectangle *before = NULL; /* the last visible character of the line */
  guint character = 0, span = 0;
  bool spaced = false;
  for (const char *p = page->text; *p; p = g_utf8_next_char(p), character++) {
    bool visible = character < rectangle_count && !g_ascii_isspace(*p);
    bool line_feed = *p == '\n', apart = false;
    if (visible && before) {
      /* It cannot belong to the piece of line that ends with the one before: poppler's text
       * leaves out the space between the cells of a table and may put lines of neighbouring
       * cells into one. */
      const PopplerRectangle *next = &rectangles[character];
      double height = fmax(before->y2 - before->y1, 1), gap = next->x1 - before->x2;
      bool moved = fabs((next->y1 + next->y2) - (before->y1 + before->y2)) > height;
      apart = moved || turns[character] != line.turn ||
              gap > (spaced ? WIDE_GAP : WORD_GAP) * height || gap < -height;
    }
    if (line_feed || apart) {
      line.end = (guint32)(p - page->text);
      add_line(page, &line, &span);
      line = (RcLine){.start = line.end + line_feed, .box = empty_box};
      before = NULL;
    }
    if (visible) {
      RcGap gap = {(guint32)(p - page->text), 0};
      gap.width = before ? (float)(rectangles[character].x1 - before->x2) : 0;
      if (spaced && before)
        g_array_append_val(gaps, gap);
      before = &rectangles[character];
      line.turn = turns[character];
      lower_to(&line.box.x1, (float)before->x1);
      lower_to(&line.box.y1, (float)before->y1);
      raise_to(&line.box.x2, (float)before->x2);
      raise_to(&line.box.y2, (float)before->y2);
    } else if (before && character < rectangle_count && hidden[character]) {
      before = &rectangles[character]; /* what follows it goes on with the line */
    }
    spaced = !visible;
  }
  line.end = (guint32)strlen(page->text);
  add_line(page, &line, &span);
}

/* --- pictures --- */

/* The resolution at which a page is drawn, 0 if it has no size to speak of. */
static double choose_dpi(double width, double height, double dpi) {
  if (!isfinite(width) || !isfinite(height) || width <= 0 || height <= 0)
    return 0;
  double inches = fmax(width, height) / 72;
  if (inches * dpi < SIDE_PIXELS_MIN && dpi >= 100)
    dpi = fmin(SIDE_PIXELS_MIN / inches, DPI_MAX);
  double pixels = (width / 72 * dpi) * (height / 72 * dpi);
  if (pixels > PIXELS_MAX)
    dpi *= sqrt(PIXELS_MAX / pixels);
  return fmin(dpi, SIDE_PIXELS_MAX / inches);
}

/* Luminance of cairo's RGB24, one row after the other. */
static RcPicture *gray_picture(cairo_surface_t *surface, double dpi) {
  int width = cairo_image_surface_get_width(surface);
  int height = cairo_image_surface_get_height(surface);
  int stride = cairo_image_surface_get_stride(surface);
  const guint8 *data = cairo_image_surface_get_data(surface);
  RcPicture *picture = rc_picture_new(width, height, dpi);
  for (int y = 0; y < height; y++) {
    const guint32 *from = (const guint32 *)(const void *)(data + (gsize)y * (gsize)stride);
    guint8 *to = picture->pixels + (gsize)y * (gsize)picture->stride;
    for (int x = 0; x < width; x++) {
      guint32 red = from[x] >> 16 & 0xFF, green = from[x] >> 8 & 0xFF, blue = from[x] & 0xFF;
      to[x] = (guint8)((red * 77 + green * 150 + blue * 29) >> 8);
    }
  }
  return picture;
}

/* Of the height of a page, counted from its top. */
typedef struct {
  double start, end;
} Strip;

static const Strip whole_page = {0, 1};
/* Where nearly every page that is not blank has something. */
static const Strip glance = {0.25, 0.375};

/* Such a part of what is painted there. */
static RcPicture *render_strip(RcExtraction *extraction, guint32 index, double dpi, Strip strip,
                               RcPart part) {
  __attribute__((cleanup(unref_page))) PopplerPage *page =
      poppler_document_get_page(extraction->document, (int)index - 1);
  double width = 0, height = 0;
  if (page)
    poppler_page_get_size(page, &width, &height);
  double scale = choose_dpi(width, height, dpi) / 72;
  if (scale <= 0)
    return NULL;
  int top = (int)(height * scale * strip.start), bottom = (int)(height * scale * strip.end);
  cairo_surface_t *surface = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, MAX(1, (int)(width * scale)), MAX(1, bottom - top));
  cairo_t *cairo = cairo_create(surface);
  cairo_translate(cairo, 0, -top);
  cairo_set_source_rgb(cairo, 1, 1, 1);
  cairo_paint(cairo);
  cairo_scale(cairo, scale, scale);
  rc_extraction_allow_transforms(true);
  rc_painting_choose(part);
  poppler_page_render(page, cairo);
  rc_painting_choose(RC_PART_ALL);
  rc_extraction_allow_transforms(false);
  cairo_surface_flush(surface);
  bool drawn = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
  RcPicture *picture = drawn ? gray_picture(surface, scale * 72) : NULL;
  cairo_destroy(cairo);
  cairo_surface_destroy(surface);
  return picture;
}

/* --- text that nobody sees --- */

/* Lets poppler draw the page while nothing is painted.  If its text was not read before, that is
 * read on the way. */
static void watch_page(RcExtraction *extraction, PopplerPage *page, const RcPage *size) {
  clock_t start = clock();
  cairo_rectangle_t all = {0, 0, (double)size->width, (double)size->height};
  cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, &all);
  cairo_t *cairo = cairo_create(surface);
  extraction->painting = extraction->painting ? extraction->painting : g_new(RcPainting, 1);
  rc_painting_clear(extraction->painting, all.width, all.height);
  rc_painting_watch(extraction->painting, cairo);
  poppler_page_render(page, cairo);
  rc_painting_watch(NULL, NULL);
  cairo_destroy(cairo);
  cairo_surface_destroy(surface);
  extraction->looked += (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Adds marks for redaction to `marks`, of RcBox: poppler has no name for them, nor for
 * anything else that is in use.  True if annotations may have text of their own. */
static bool read_annotations(PopplerPage *page, const RcPage *size, GArray *marks) {
  bool have_text = false;
  GList *annotations = poppler_page_get_annot_mapping(page);
  for (GList *item = annotations; item; item = item->next) {
    const PopplerAnnotMapping *mapping = item->data;
    PopplerAnnotType type = poppler_annot_get_annot_type(mapping->annot);
    const PopplerRectangle *area = &mapping->area;
    RcBox box = {(float)fmin(area->x1, area->x2), size->height - (float)fmax(area->y1, area->y2),
                 (float)fmax(area->x1, area->x2), size->height - (float)fmin(area->y1, area->y2)};
    if (type == POPPLER_ANNOT_UNKNOWN)
      g_array_append_val(marks, box);
    have_text |= type != POPPLER_ANNOT_LINK;
  }
  poppler_page_free_annot_mapping(annotations);
  return have_text;
}

/* For each character a number of its font, by poppler's runs. */
static guint8 *number_fonts(GList *attributes, guint count) {
  guint8 *fonts = g_malloc0((gsize)count + 1);
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  for (GList *item = attributes; item; item = item->next) {
    const PopplerTextAttributes *run = item->data;
    guint number;
    if (!g_ptr_array_find_with_equal_func(names, run->font_name, g_str_equal, &number)) {
      number = MIN(names->len, G_MAXUINT8);
      if (names->len < G_MAXUINT8)
        g_ptr_array_add(names, run->font_name);
    }
    for (int i = MAX(run->start_index, 0); i <= run->end_index && i < (int)count; i++)
      fonts[i] = (guint8)number;
  }
  return fonts;
}

static RcPicture *look_at_part(RcExtraction *extraction, guint32 index, RcPart part) {
  return render_strip(extraction, index, LOOK_DPI, whole_page, part);
}

/* Marks in `why` what pictures of the page do not show. */
static guint find_unseen(RcExtraction *extraction, guint32 index, RcCharacters *characters,
                         GList *attributes, guint8 *why) {
  clock_t start = clock();
  g_autofree guint8 *fonts = number_fonts(attributes, characters->count);
  g_autoptr(RcPicture) whole = look_at_part(extraction, index, RC_PART_ALL);
  g_autoptr(RcPicture) without = look_at_part(extraction, index, RC_PART_NO_TEXT);
  g_autoptr(RcPicture) text = look_at_part(extraction, index, RC_PART_TEXT);
  extraction->looked += (double)(clock() - start) / CLOCKS_PER_SEC;
  const RcHiddenPictures pictures = {whole, without, text};
  characters->fonts = fonts;
  return whole && without && text
             ? rc_hidden_mark_unseen(characters, extraction->painting, &pictures, why)
             : 0;
}

/* --- a page --- */

/* What is known of a page while it is read. */
typedef struct {
  PopplerRectangle *rectangles; /* of its characters */
  guint count;
  GList *attributes; /* poppler's runs */
  GArray *marks;     /* of RcBox, for redaction */
  guint8 *why;       /* for each character, why it is left out; 0: it is not */
} Source;

/* Takes marked characters out of the page's text and of `source`; where others follow them in
 * their line, one blank stands for them and the blanks around them. */
static void strike_out(RcPage *page, Source *source) {
  g_autofree int *places = g_new(int, (gsize)source->count + 2); /* of characters, afterwards */
  g_autoptr(GString) text = g_string_sized_new(strlen(page->text));
  const char *p = page->text;
  guint count = 0, i = 0;
  for (bool gap = false; i < source->count && *p; i++, p = g_utf8_next_char(p)) {
    bool marked = source->why[i] != 0, blank = *p == ' ';
    bool at_start = text->len == 0 || text->str[text->len - 1] == '\n';
    bool after_blank = !at_start && text->str[text->len - 1] == ' ';
    places[i] = (int)count;
    gap = marked || (gap && blank);
    if (gap && at_start)
      continue;
    if (gap && after_blank) {
      source->rectangles[count - 1] = source->rectangles[i];
      source->why[count - 1] |= source->why[i];
      continue;
    }
    source->rectangles[count] = source->rectangles[i];
    source->why[count++] = source->why[i];
    if (gap)
      g_string_append_c(text, ' ');
    else
      g_string_append_len(text, p, g_utf8_next_char(p) - p);
  }
  g_string_append(text, p);
  places[i] = (int)count;
  for (GList *item = source->attributes; item; item = item->next) {
    PopplerTextAttributes *run = item->data;
    run->start_index = places[CLAMP(run->start_index, 0, (int)i)];
    run->end_index = places[CLAMP(run->end_index + 1, 0, (int)i)] - 1;
  }
  source->count = count;
  g_free(page->text);
  page->text = g_string_free(g_steal_pointer(&text), FALSE);
}

static void hide_unseen(RcExtraction *extraction, RcPage *page, Source *source) {
  g_autofree RcBox *boxes = g_new(RcBox, (gsize)source->count + 1);
  for (guint i = 0; i < source->count; i++) {
    const PopplerRectangle *r = &source->rectangles[i];
    boxes[i] = (RcBox){(float)r->x1, (float)r->y1, (float)r->x2, (float)r->y2};
  }
  const RcPainting *painting = extraction->painting;
  RcCharacters characters = {.text = page->text, .boxes = boxes, .count = source->count};
  page->hidden =
      rc_hidden_mark_plain(&characters, painting, (const RcBox *)(const void *)source->marks->data,
                           source->marks->len, source->why);
  if (rc_hidden_wants_pictures(&characters, painting))
    page->hidden |=
        find_unseen(extraction, page->index, &characters, source->attributes, source->why);
  if (page->hidden)
    strike_out(page, source);
}

RcPage *rc_extraction_read_page(RcExtraction *extraction, guint32 index) {
  complaint = RC_DAMAGE_NONE;
  __attribute__((cleanup(unref_page))) PopplerPage *poppler_page =
      poppler_document_get_page(extraction->document, (int)index - 1);
  if (!poppler_page)
    return NULL;
  g_autoptr(RcPage) page = rc_page_new();
  double width, height;
  poppler_page_get_size(poppler_page, &width, &height);
  page->index = index;
  page->width = (float)width;
  page->height = (float)height;
  g_object_get(poppler_page, "label", &page->label, NULL);
  g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(RcBox));
  bool annotated = read_annotations(poppler_page, page, marks);
  bool looks = isfinite(width) && isfinite(height) && width > 0 && height > 0;
  bool in_time = extraction->looked < LOOK_SECONDS_MAX;
  /* At one go where there is text, as most likely there is; but not together with that of
   * annotations, which is none of the page's. */
  bool watched = looks && in_time && extraction->expects_text && !annotated;
  if (watched)
    watch_page(extraction, poppler_page, page);
  rc_added_read(poppler_page, page);
  g_autofree char *text = poppler_page_get_text(poppler_page);
  page->text = text ? g_utf8_make_valid(text, -1) : g_strdup("");
  extraction->expects_text = page->text[strspn(page->text, " \t\n\f\r")] != '\0';
  g_autofree PopplerRectangle *rectangles = NULL;
  Source source = {.marks = marks};
  if (poppler_page_get_text_layout(poppler_page, &rectangles, &source.count))
    source.rectangles = rectangles;
  else
    source.count = 0;
  rc_direction_drop_marks(page->text, source.count); /* no rectangle is theirs */
  source.attributes = poppler_page_get_text_attributes(poppler_page);
  g_autofree guint8 *why = source.why = g_malloc0((gsize)source.count + 1);
  if (looks && in_time && extraction->expects_text) {
    if (!watched)
      watch_page(extraction, poppler_page, page);
    watched = true;
    hide_unseen(extraction, page, &source);
  } else if (extraction->expects_text) {
    page->hidden = RC_HIDDEN_UNSURE;
  }
  g_autofree guint8 *turns = turn_upright(page, rectangles, source.count);
  read_spans(page, source.attributes, rectangles, source.count);
  if (source.attributes)
    poppler_page_free_text_attributes(source.attributes);
  g_autoptr(GArray) gaps = g_array_new(FALSE, FALSE, sizeof(RcGap));
  read_lines(page, rectangles, source.count, turns, why, gaps);
  rc_spacing_close(page, gaps);
  bool leftward = rc_direction_is_leftward(page->text);
  for (guint i = 0; i < page->lines->len; i++) {
    const RcLine *line = &g_array_index(page->lines, RcLine, i);
    rc_direction_order_words(page->text + line->start, line->end - line->start, leftward);
  }
  page->damage = complaint;
  /* Images of annotations are none of the page's. */
  bool all_seen = watched && !annotated && !complaint && !extraction->painting->has_others;
  extraction->watched_page = all_seen ? index : 0;
  return g_steal_pointer(&page);
}

/* --- what others ask --- */

RcPicture *rc_extraction_render_page(RcExtraction *extraction, guint32 index, double dpi) {
  return render_strip(extraction, index, dpi, whole_page, RC_PART_ALL);
}

bool rc_extraction_page_is_blank(RcExtraction *extraction, guint32 index) {
  const Strip strips[] = {glance, whole_page};
  bool blank = rc_extraction_image_share(extraction, index) < IMAGE_SHARE_MIN;
  for (gsize i = 0; blank && i < G_N_ELEMENTS(strips); i++) {
    g_autoptr(RcPicture) picture =
        render_strip(extraction, index, GLANCE_DPI, strips[i], RC_PART_ALL);
    blank = !picture || rc_picture_is_blank(picture);
  }
  return blank;
}

/* Of RcBox; yours to unref. */
static GArray *find_images(RcExtraction *extraction, guint32 index, PopplerPage *page) {
  GArray *boxes = g_array_new(FALSE, FALSE, sizeof(RcBox));
  if (index == extraction->watched_page)
    return g_array_append_vals(boxes, extraction->painting->images,
                               extraction->painting->image_count);
  GList *images = poppler_page_get_image_mapping(page);
  for (GList *item = images; item; item = item->next) {
    const PopplerRectangle *area = &((const PopplerImageMapping *)item->data)->area;
    RcBox box = {(float)fmin(area->x1, area->x2), (float)fmin(area->y1, area->y2),
                 (float)fmax(area->x1, area->x2), (float)fmax(area->y1, area->y2)};
    g_array_append_val(boxes, box);
  }
  poppler_page_free_image_mapping(images);
  return boxes;
}

GArray *rc_extraction_images(RcExtraction *extraction, guint32 index) {
  __attribute__((cleanup(unref_page))) PopplerPage *page =
      extraction->has_images ? poppler_document_get_page(extraction->document, (int)index - 1)
                             : NULL;
  GArray *boxes =
      page ? find_images(extraction, index, page) : g_array_new(FALSE, FALSE, sizeof(RcBox));
  return g_array_set_size(boxes, MIN(boxes->len, RC_PAINTING_IMAGES_MAX));
}

double rc_extraction_image_share(RcExtraction *extraction, guint32 index) {
  __attribute__((cleanup(unref_page))) PopplerPage *page =
      poppler_document_get_page(extraction->document, (int)index - 1);
  if (!page)
    return 0;
  double width, height, covered = 0;
  poppler_page_get_size(page, &width, &height);
  g_autoptr(GArray) boxes = find_images(extraction, index, page);
  for (guint i = 0; i < boxes->len; i++) {
    const RcBox *box = &g_array_index(boxes, RcBox, i);
    covered += fmin((double)(box->x2 - box->x1), width) * fmin((double)(box->y2 - box->y1), height);
  }
  double share = covered / (width * height);
  return isfinite(share) ? CLAMP(share, 0, 1) : 0;
}
