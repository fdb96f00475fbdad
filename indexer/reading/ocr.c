/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ocr.h"

#include <dlfcn.h>
#include <math.h>
#include <string.h>
#include <tesseract/capi.h>
#include <time.h>

#include "error.h"

static const char *const languages[] = {"eng", "rus"};

/* Letters, as a share of the font size, reach this far above and below the line
 * they stand on. */
#define ASCENT 0.78f
#define DESCENT 0.22f
/* Measured sizes vary from line to line; within these ratios they are one size. */
#define SAME_SIZE_MIN 0.78f
#define SAME_SIZE_MAX 1.28f
/* Lines of one paragraph stand no further apart than this, in sizes, and none is measured as less
 * than this share of the one beside it. */
#define RUN_GAP 0.5f
#define RUN_SIZE_MIN 0.7f
/* A word without a letter or digit is kept if it was recognised as well as this. */
#define SIGN_CONFIDENCE_MIN 60
/* Specks give short lines of little confidence. */
#define SPECK_LETTERS 3
#define SPECK_CONFIDENCE 0.4f
#define RESOLUTION_MIN 70
/* A pixel is dark below this; no stroke is wider, in pixels; fewer of them, or fewer lines, say
 * nothing; and bold ones are so much thicker than others. */
#define DARK 128
#define STROKE_MAX 64
#define STROKES_MIN 60
#define BOLD_LINES_MIN 4
#define BOLD 1.35f
/* Text of so many letters and signs that was read with less confidence than this may lie on its
 * side; turned, it is that if it gains so much. */
#define TURN_WEIGHT_MIN 60
#define TURN_CONFIDENCE 72
#define TURN_GAIN 1.2
/* A line of so many letters that is taller than wide runs up or down. */
#define ASIDE_LETTERS 8

struct RcOcr {
  TessBaseAPI *api;
  float body_size; /* of the pages read so far, 0 before the first */
};

/* --- loading --- */

RcOcr *rc_ocr_new(GError **error) {
  g_autoptr(RcOcr) ocr = g_new0(RcOcr, 1);
  /* Tesseract asks OpenMP for threads; a worker must not have any.  Parallel regions of
   * level 0 run in the thread that meets them.  Looked up by name: a Tesseract built
   * without OpenMP has no such function and needs none. */
  void (*set_levels)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_max_active_levels");
  if (set_levels)
    set_levels(0);
  ocr->api = TessBaseAPICreate();
  TessBaseAPISetVariable(ocr->api, "debug_file", "/dev/null");
  bool ready = TessBaseAPIInit2(ocr->api, NULL, "eng+rus", OEM_LSTM_ONLY) == 0;
  /* Tesseract goes on with one language where the other is not installed. */
  char **loaded = ready ? TessBaseAPIGetLoadedLanguagesAsVector(ocr->api) : NULL;
  ready = loaded != NULL;
  for (gsize i = 0; ready && i < G_N_ELEMENTS(languages); i++)
    ready = g_strv_contains((const char *const *)loaded, languages[i]);
  if (loaded)
    TessDeleteTextArray(loaded);
  if (!ready) {
    g_set_error(error, RC_ERROR, RC_ERROR_IO,
                "no OCR: Tesseract's data for English and Russian are not installed (on Debian: "
                "apt-get install tesseract-ocr-eng tesseract-ocr-rus); pages that are images "
                "stay without text");
    return NULL;
  }
  TessBaseAPISetPageSegMode(ocr->api, PSM_AUTO);
  return g_steal_pointer(&ocr);
}

void rc_ocr_free(RcOcr *ocr) {
  if (!ocr)
    return;
  TessBaseAPIDelete(ocr->api);
  g_free(ocr);
}

float rc_ocr_body_size(const RcOcr *ocr) {
  return ocr->body_size;
}

void rc_ocr_set_body_size(RcOcr *ocr, float size) {
  ocr->body_size = size;
}

/* --- letters that look the same --- */

static const char latin_twins[] = "ABCEHKMOPTXaceopxy";
static const gunichar cyrillic_twins[] = {0x410, 0x412, 0x421, 0x415, 0x41D, 0x41A,
                                          0x41C, 0x41E, 0x420, 0x422, 0x425, 0x430,
                                          0x441, 0x435, 0x43E, 0x440, 0x445, 0x443};
/* Abbreviations that are Latin in Russian text too. */
static const char *const latin_words[] = {"CAT", "PACE", "OPEC", "CE", "PC", NULL};

/* The twin of a letter in the other alphabet, 0 if it has none. */
static gunichar twin(gunichar letter) {
  for (gsize i = 0; i < G_N_ELEMENTS(cyrillic_twins); i++) {
    if (letter == (guchar)latin_twins[i])
      return cyrillic_twins[i];
    if (letter == cyrillic_twins[i])
      return (guchar)latin_twins[i];
  }
  return 0;
}

static void count_scripts(const char *text, gsize length, guint *latin, guint *cyrillic) {
  *latin = *cyrillic = 0;
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    GUnicodeScript script = g_unichar_get_script(g_utf8_get_char(p));
    *latin += script == G_UNICODE_SCRIPT_LATIN;
    *cyrillic += script == G_UNICODE_SCRIPT_CYRILLIC;
  }
}

/* A word all of whose letters have twins, in a line of the other alphabet, and
 * that is no part of a symbol ("A/8276"). */
static bool is_misread(const char *line, const char *word, gsize length, bool line_is_cyrillic) {
  guint latin, cyrillic;
  count_scripts(word, length, &latin, &cyrillic);
  if ((line_is_cyrillic ? cyrillic : latin) > 0 || latin + cyrillic < 2 ||
      strspn(word, "IVXLCDM") >= length) /* a number in any language */
    return false;
  if ((word > line && strchr("/.-", word[-1])) || word[length] == '/' ||
      g_ascii_isdigit(word[length]))
    return false;
  for (const char *p = word; p < word + length; p = g_utf8_next_char(p))
    if (!twin(g_utf8_get_char(p)))
      return false;
  g_autofree char *copy = g_strndup(word, length);
  return !g_strv_contains(latin_words, copy);
}

char *rc_ocr_mend_letters(const char *text) {
  guint latin, cyrillic;
  count_scripts(text, strlen(text), &latin, &cyrillic);
  GString *mended = g_string_new(NULL);
  for (const char *p = text, *end; *p; p = end) {
    for (end = p; *end && g_unichar_isalpha(g_utf8_get_char(end));)
      end = g_utf8_next_char(end);
    bool word = end > p;
    if (!word)
      end = g_utf8_next_char(p);
    if (word && is_misread(text, p, (gsize)(end - p), cyrillic > latin))
      for (const char *q = p; q < end; q = g_utf8_next_char(q))
        g_string_append_unichar(mended, twin(g_utf8_get_char(q)));
    else
      g_string_append_len(mended, p, end - p);
  }
  return g_string_free(mended, FALSE);
}

/* --- reading --- */

/* A line in the making. */
typedef struct {
  GString *text;
  RcBox box;        /* in pixels */
  float baseline;   /* in pixels */
  float size;       /* in points */
  double certainty; /* sum of the words' confidence, 0 to 100, by length */
  guint weight;     /* letters, digits and signs */
  guint letters;    /* letters and digits */
} Line;

typedef struct {
  const RcPicture *picture;
  GString *text;
  GArray *lines;    /* of RcLine */
  double certainty; /* the sum of that of all lines */
  guint weight;     /* as well */
  guint aside;      /* how much of `weight` stands in lines that run up or down */
  bool listed;      /* a line has begun with "(а)", and none with "(5)" */
  Line line;
} Reading;

static void add_word(Line *line, const char *word, float confidence) {
  guint letters = 0, length = 0;
  for (const char *p = word; *p; p = g_utf8_next_char(p), length++)
    letters += g_unichar_isalnum(g_utf8_get_char(p)) != 0;
  bool ruling = word[strspn(word, "|_=~-\\/")] == '\0'; /* what it makes of rules and frames */
  if (length == 0 || (letters == 0 && (confidence < SIGN_CONFIDENCE_MIN || ruling)))
    return;
  if (line->text->len)
    g_string_append_c(line->text, ' ');
  g_string_append(line->text, word);
  line->certainty += (double)CLAMP(confidence, 0, 100) * length;
  line->weight += length;
  line->letters += letters;
}

static void read_word(Reading *reading, const TessResultIterator *words) {
  const TessPageIterator *place = TessResultIteratorGetPageIteratorConst(words);
  Line *line = &reading->line;
  char *word = TessResultIteratorGetUTF8Text(words, RIL_WORD);
  if (!word)
    return;
  if (g_utf8_validate(word, -1, NULL))
    add_word(line, g_strstrip(word), TessResultIteratorConfidence(words, RIL_WORD));
  TessDeleteText(word);
  int x1, y1, x2, y2, ignored, points = 0;
  if (TessPageIteratorBoundingBox(place, RIL_WORD, &x1, &y1, &x2, &y2)) {
    line->box.x1 = fminf(line->box.x1, (float)x1);
    line->box.y1 = fminf(line->box.y1, (float)y1);
    line->box.x2 = fmaxf(line->box.x2, (float)x2);
    line->box.y2 = fmaxf(line->box.y2, (float)y2);
  }
  TessResultIteratorWordFontAttributes(words, &ignored, &ignored, &ignored, &ignored, &ignored,
                                       &ignored, &points, &ignored);
  if (line->size <= 0)
    line->size = (float)points;
}

static void finish_line(Reading *reading) {
  const Line *line = &reading->line;
  float confidence = line->weight ? (float)(line->certainty / line->weight / 100) : 0;
  if (line->letters == 0 || line->box.x1 > line->box.x2 ||
      (line->letters < SPECK_LETTERS && confidence < SPECK_CONFIDENCE))
    return;
  float scale = (float)(72 / reading->picture->dpi);
  float size = line->size > 0 ? line->size : (line->box.y2 - line->box.y1) * scale;
  RcBox box = {line->box.x1 * scale, line->box.y1 * scale, line->box.x2 * scale,
               line->box.y2 * scale};
  /* Bottom and top from the line the letters stand on, not from the letters: a line
   * without a "p" is no higher up than its neighbours. */
  if (line->baseline >= line->box.y1 && line->baseline <= line->box.y2) {
    box.y1 = line->baseline * scale - ASCENT * size;
    box.y2 = line->baseline * scale + DESCENT * size;
  }
  reading->certainty += line->certainty;
  reading->weight += line->weight;
  bool aside = line->letters >= ASIDE_LETTERS &&
               line->box.y2 - line->box.y1 > 2 * (line->box.x2 - line->box.x1);
  reading->aside += aside ? line->weight : 0;
  g_autofree char *mended = rc_ocr_mend_letters(line->text->str);
  /* In a list with letters "(б)" looks like "(6)". */
  reading->listed =
      (reading->listed || g_str_has_prefix(mended, "(а) ")) && !g_str_has_prefix(mended, "(5) ");
  bool letter = reading->listed && g_str_has_prefix(mended, "(6) ");
  g_autofree char *text =
      letter ? g_strconcat("(б) ", mended + strlen("(6) "), NULL) : g_strdup(mended);
  RcLine finished = {
      .start = (guint32)reading->text->len,
      .end = (guint32)(reading->text->len + strlen(text)),
      .box = box,
      .size = size,
      .span_count = 1,
      .confidence = fmaxf(confidence, 0.01f),
  };
  g_string_append(reading->text, text);
  g_string_append_c(reading->text, '\n');
  g_array_append_val(reading->lines, finished);
}

static void read_lines(Reading *reading, TessResultIterator *words) {
  const TessPageIterator *place = TessResultIteratorGetPageIteratorConst(words);
  do {
    if (TessPageIteratorIsAtBeginningOf(place, RIL_TEXTLINE)) {
      finish_line(reading);
      Line *line = &reading->line;
      g_string_truncate(line->text, 0);
      *line = (Line){.text = line->text, .box = {INFINITY, INFINITY, -INFINITY, -INFINITY}};
      int x1, y1, x2, y2;
      bool known = TessPageIteratorBaseline(place, RIL_TEXTLINE, &x1, &y1, &x2, &y2);
      line->baseline = known ? (float)(y1 + y2) / 2 : -1;
    }
    read_word(reading, words);
  } while (TessResultIteratorNext(words, RIL_WORD));
  finish_line(reading);
}

/* --- sizes --- */

static bool is_same_size(float a, float b) {
  return b > 0 && a / b > SAME_SIZE_MIN && a / b < SAME_SIZE_MAX;
}

/* Lines that stand close below one another are of one size: that of the middle one. */
static void even_runs(GArray *lines) {
  g_autoptr(GArray) sizes = g_array_new(FALSE, FALSE, sizeof(float));
  for (guint first = 0, end; first < lines->len; first = end) {
    g_array_set_size(sizes, 0);
    for (end = first; end < lines->len; end++) {
      const RcLine *line = &g_array_index(lines, RcLine, end),
                   *before = end > first ? line - 1 : line;
      float gap = end > first ? line->box.y1 - before->box.y2 : 0;
      if (end > first &&
          (gap >= RUN_GAP * before->size || gap <= -before->size ||
           line->box.x1 >= before->box.x2 || before->box.x1 >= line->box.x2 ||
           line->size <= RUN_SIZE_MIN * before->size || before->size <= RUN_SIZE_MIN * line->size))
        break;
      g_array_append_val(sizes, line->size);
    }
    g_array_sort(sizes, rc_compare_floats);
    for (guint i = first; i < end; i++)
      g_array_index(lines, RcLine, i).size = g_array_index(sizes, float, sizes->len / 2);
  }
}

/* The size, below `end`, that half of the text of such sizes is not above; 0 if there is none. */
static float usual_size(const GArray *lines, float end) {
  guint32 bytes[200] = {0}, total = 0, sum = 0;
  for (guint i = 0; i < lines->len; i++) {
    const RcLine *line = &g_array_index(lines, RcLine, i);
    if (line->size >= end)
      continue;
    bytes[CLAMP((int)line->size, 0, 199)] += line->end - line->start;
    total += line->end - line->start;
  }
  guint median = 0;
  while (total && 2 * (sum += bytes[median]) < total)
    median++;
  return (float)median;
}

void rc_ocr_even_sizes(GArray *lines, float *body_size) {
  even_runs(lines);
  float usual = usual_size(lines, INFINITY);
  if (is_same_size(usual, *body_size))
    usual = *body_size;
  else if (*body_size <= 0)
    *body_size = usual;
  float small = usual_size(lines, usual * SAME_SIZE_MIN);
  for (guint i = 0; i < lines->len; i++) {
    RcLine *line = &g_array_index(lines, RcLine, i);
    if (is_same_size(line->size, usual))
      line->size = usual;
    else if (line->size < usual && is_same_size(line->size, small))
      line->size = small;
  }
}

/* --- strokes --- */

/* How thick the strokes of a line are, as a share of its size: the middle one of the dark runs of
 * its rows of pixels; 0 where there are too few. */
static float stroke(const RcPicture *picture, const RcLine *line) {
  float scale = (float)(picture->dpi / 72);
  guint counts[STROKE_MAX] = {0}, total = 0, sum = 0, middle = 0;
  int y1 = MAX(0, (int)(line->box.y1 * scale)), x1 = MAX(0, (int)(line->box.x1 * scale));
  int y2 = MIN(picture->height, (int)(line->box.y2 * scale));
  int x2 = MIN(picture->width, (int)(line->box.x2 * scale));
  for (int y = y1; y < y2; y++) {
    const guint8 *row = picture->pixels + (gsize)y * (gsize)picture->stride;
    int run = 0;
    for (int x = x1; x <= x2; x++) {
      bool dark = x < x2 && row[x] < DARK;
      if (!dark && run > 0 && run < STROKE_MAX) {
        counts[run]++;
        total++;
      }
      run = dark ? run + 1 : 0;
    }
  }
  while (total && 2 * (sum += counts[middle]) < total)
    middle++;
  return total < STROKES_MIN || line->size <= 0 ? 0 : (float)middle / (line->size * scale);
}

/* Strokes that are much thicker than those of most lines are bold. */
static void find_bold(const RcPicture *picture, GArray *lines) {
  g_autoptr(GArray) strokes = g_array_new(FALSE, FALSE, sizeof(float));
  g_autoptr(GArray) sorted = g_array_new(FALSE, FALSE, sizeof(float));
  for (guint i = 0; i < lines->len; i++) {
    float own = stroke(picture, &g_array_index(lines, RcLine, i));
    g_array_append_val(strokes, own);
    if (own > 0)
      g_array_append_val(sorted, own);
  }
  if (sorted->len < BOLD_LINES_MIN)
    return;
  g_array_sort(sorted, rc_compare_floats);
  float usual = g_array_index(sorted, float, sorted->len / 2);
  for (guint i = 0; i < lines->len; i++)
    g_array_index(lines, RcLine, i).bold = g_array_index(strokes, float, i) > usual * BOLD;
}

/* --- the page --- */

/* Processor time, so that a busy machine loses no page. */
typedef struct {
  clock_t end;
  bool late;
} Limit;

static bool is_late(void *data, int words) {
  Limit *limit = data;
  (void)words;
  limit->late = limit->late || clock() > limit->end;
  return limit->late;
}

/* Told to stop, Tesseract keeps the words it has and says nothing of the others. */
static bool recognise(RcOcr *ocr, const RcPicture *picture, clock_t end, Reading *reading) {
  Limit limit = {end, false};
  ETEXT_DESC *monitor = TessMonitorCreate();
  TessMonitorSetCancelThis(monitor, &limit);
  TessMonitorSetCancelFunc(monitor, is_late);
  TessBaseAPISetImage(ocr->api, picture->pixels, picture->width, picture->height, 1,
                      picture->stride);
  TessBaseAPISetSourceResolution(ocr->api, MAX(RESOLUTION_MIN, (int)lrint(picture->dpi)));
  bool recognised = TessBaseAPIRecognize(ocr->api, monitor) == 0 && !limit.late;
  TessMonitorDelete(monitor);
  g_autoptr(GString) line = g_string_new(NULL);
  *reading = (Reading){.picture = picture,
                       .text = g_string_new(NULL),
                       .lines = g_array_new(FALSE, FALSE, sizeof(RcLine)),
                       .line.text = line};
  TessResultIterator *words = recognised ? TessBaseAPIGetIterator(ocr->api) : NULL;
  if (words)
    read_lines(reading, words);
  TessResultIteratorDelete(words);
  TessBaseAPIClear(ocr->api);
  return recognised;
}

static void clear_reading(Reading *reading) {
  g_string_free(reading->text, TRUE);
  g_array_unref(reading->lines);
}

/* Reads the picture turned, where the first reading of it says so or could make little of it;
 * *quarters is by how much.  `reading` stays what it was if it gains nothing. */
static RcPicture *read_turned(RcOcr *ocr, const RcPicture *picture, clock_t end, Reading *reading,
                              int *quarters) {
  static const int on_head[] = {2, 3, 1, 0}, on_side[] = {1, 3, 0};
  bool aside = 2 * reading->aside > reading->weight;
  bool poor = reading->certainty < TURN_CONFIDENCE * (double)reading->weight;
  RcPicture *best = NULL;
  if (reading->weight < TURN_WEIGHT_MIN || (!poor && !aside))
    return NULL;
  for (const int *tries = aside ? on_side : on_head; *tries; tries++) {
    g_autoptr(RcPicture) turned = rc_picture_turn(picture, *tries);
    Reading other;
    bool read = recognise(ocr, turned, end, &other);
    /* What is told to stand aside need gain nothing but its order. */
    double wanted = reading->certainty * (poor ? TURN_GAIN : 1 / TURN_GAIN);
    bool better = read && other.certainty > wanted && 2 * other.aside < other.weight;
    if (better) {
      Reading before = *reading;
      *reading = other;
      other = before;
      rc_picture_free(best);
      best = g_steal_pointer(&turned);
      *quarters = *tries;
      reading->picture = best;
    }
    clear_reading(&other);
    if (better && reading->certainty > TURN_CONFIDENCE * (double)reading->weight)
      break;
  }
  return best;
}

bool rc_ocr_read(RcOcr *ocr, const RcPicture *picture, int seconds, bool may_turn, RcPage *page) {
  clock_t end = clock() + seconds * CLOCKS_PER_SEC;
  int quarters = 0;
  Reading reading;
  bool recognised = recognise(ocr, picture, end, &reading);
  g_autoptr(RcPicture) turned =
      recognised && may_turn ? read_turned(ocr, picture, end, &reading, &quarters) : NULL;
  if (recognised) {
    GArray *lines = reading.lines;
    rc_ocr_even_sizes(lines, &ocr->body_size);
    find_bold(turned ? turned : picture, lines);
    if (quarters % 2) {
      float width = page->width;
      page->width = page->height;
      page->height = width;
    }
    g_free(page->text);
    page->text = g_strdup(reading.text->str);
    g_array_set_size(page->lines, 0);
    g_array_set_size(page->spans, 0);
    for (guint i = 0; i < lines->len; i++) {
      RcLine read = g_array_index(lines, RcLine, i);
      RcSpan span = {.start = read.start,
                     .end = read.end,
                     .size = read.size,
                     .bold = read.bold,
                     .top = read.box.y1,
                     .bottom = read.box.y2};
      read.first_span = i;
      g_array_append_val(page->spans, span);
      g_array_append_val(page->lines, read);
    }
  }
  clear_reading(&reading);
  return recognised;
}
