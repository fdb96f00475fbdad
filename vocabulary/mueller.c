/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An article is a headword and, for each part of speech, senses, which are translations and
 * examples:
 *
 *   prison
 *      [transcription]
 *      1. _n.
 *         1) тюрьма
 *         2) _attr. тюремный; prison hospital тюремная больница
 *      2. _v. ...
 *
 * Homonyms are counted "_I", labels begin with "_".  Between two semicolons there stand
 * translations, parted by commas, or an example: that has English words in it. */
#include "mueller.h"

#include <string.h>

#include "error.h"

/* Words of a translation; what has more explains. */
#define RC_MUELLER_WORDS_MAX 2

/* Senses of trades that have no business here stand behind all others, those of the law before
 * them. */
static const struct {
  const char *labels; /* between spaces */
  double score;
} mueller_labels[] = {
    {" юр. полит. парл. дип. ", -2},
    {" бот. зоол. мор. тех. хим. текст. спорт. анат. ав. геол. горн. эл. мат. муз. грам. физ. "
     "полигр. стр. рад. биол. "
     "архит. ж-д. миф. с-х. театр. астр. мин. библ. фон. карт. физиол. кин. жив. метал. авт. фот. "
     "охот. тлв. геом. стих. "
     "вет. гидр. шахм. бирж. опт. фарм. геральд. кул. арт. геод. топ. дор. лес. мех. ",
     5},
    {" уст. поэт. жарг. шотл. диал. редк. ист. шутл. церк. книж. детск. др-рим. др-греч. посл. ",
     4},
};

typedef struct {
  GArray *translations; /* of RcTranslation */
  GString *chunk;       /* what was read since the last semicolon or number */
  int homonym, part, sense, order;
  double label; /* of the sense */
} Article;

static void mueller_clear(gpointer translation) {
  g_free(((RcTranslation *)translation)->text);
}

/* What stands between two commas, if it is a translation: a few words, none of them an
 * abbreviation. */
static void mueller_take(Article *article, const char *piece) {
  g_autoptr(GString) text = g_string_new(NULL);
  g_auto(GStrv) words = g_strsplit_set(piece, " \"!?", -1);
  int count = 0;
  for (char **word = words; *word; word++) {
    if (!**word || g_str_has_suffix(*word, "-л."))
      continue;
    if (strpbrk(*word, ".:=~|+%") || strcmp(*word, "или") == 0 || strcmp(*word, "и") == 0)
      return;
    g_string_append_printf(text, "%s%s", count++ > 0 ? " " : "", *word);
  }
  if (count == 0 || count > RC_MUELLER_WORDS_MAX)
    return;
  RcTranslation translation = {.score = article->homonym * 1.5 + article->part * 0.75 +
                                        article->sense + article->order++ * 0.4 + article->label +
                                        (count > 1 ? 2 : 0)};
  translation.text = g_strdup(text->str);
  g_array_append_val(article->translations, translation);
}

/* True of what goes on after a comma: "человек, который ...", "шина, накладываемая на ...". */
static bool mueller_is_clause(const char *piece) {
  static const char *const beginnings[] = {"котор",  "где ",  "чтобы ",
                                           "когда ", "если ", "у которого"};
  static const char *const participles[] = {"щий", "щая", "щее", "щие", "ший", "шая", "шее", "шие",
                                            "мый", "мая", "мое", "мые", "ный", "ная", "ное", "ные"};
  for (gsize i = 0; i < G_N_ELEMENTS(beginnings); i++)
    if (g_str_has_prefix(piece, beginnings[i]))
      return true;
  const char *space = strchr(piece, ' ');
  g_autofree char *first = space ? g_strndup(piece, (gsize)(space - piece)) : NULL;
  for (gsize i = 0; first && i < G_N_ELEMENTS(participles); i++)
    if (g_str_has_suffix(first, participles[i]))
      return true;
  return false;
}

/* Ends a run of translations, or an example. */
static void mueller_end_chunk(Article *article) {
  bool example = false;
  for (const char *p = article->chunk->str; *p; p++)
    example |= g_ascii_isalpha(*p) || *p == '=';
  g_auto(GStrv) pieces = g_strsplit(article->chunk->str, ",", -1);
  for (char **piece = pieces; *piece && !example; piece++) {
    bool explained = piece[1] && mueller_is_clause(g_strstrip(piece[1]));
    if (!explained && (piece == pieces || !mueller_is_clause(g_strstrip(*piece))))
      mueller_take(article, g_strstrip(*piece));
  }
  g_string_truncate(article->chunk, 0);
}

/* "_юр.", "_I". */
static void mueller_read_label(Article *article, const char *label) {
  gsize roman = strspn(label, "IVX");
  if (roman > 0) {
    mueller_end_chunk(article);
    article->homonym++;
    article->part = article->sense = article->order = 0;
    article->label = 0;
    return;
  }
  g_autofree char *padded = g_strconcat(" ", label, " ", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(mueller_labels); i++)
    if (strstr(mueller_labels[i].labels, padded))
      article->label = mueller_labels[i].score;
}

/* "1." begins a part of speech, "1)" a sense, "а)" a part of one. */
static bool mueller_read_number(Article *article, const char *word) {
  gsize digits = strspn(word, "0123456789");
  const char *end = digits > 0 ? word + digits : g_utf8_next_char(word);
  bool letter = digits == 0 && g_unichar_isalpha(g_utf8_get_char(word));
  if ((digits == 0 && !letter) || (*end != ')' && (*end != '.' || letter)) || end[1])
    return false;
  mueller_end_chunk(article);
  article->label = 0;
  if (letter)
    return true;
  article->order = 0;
  int number = (int)g_ascii_strtoll(word, NULL, 10) - 1;
  article->sense = *end == ')' ? number : 0;
  if (*end == '.')
    article->part = number;
  return true;
}

/* Copies an article without what stands in brackets, but for a ")" that opens nothing: "1)". */
static char *mueller_without_brackets(const char *text, gsize length) {
  GString *out = g_string_new(NULL);
  int depth = 0;
  for (gsize i = 0; i < length; i++) {
    if (strchr("([{", text[i]) && text[i]) {
      depth++;
    } else if (strchr(")]}", text[i]) && text[i] && depth > 0) {
      depth--;
    } else if (depth == 0) {
      g_string_append_c(out, text[i] == '\n' ? ' ' : text[i]);
    }
  }
  return g_string_free(out, FALSE);
}

static void mueller_read_article(const char *text, gsize length, GArray *translations) {
  Article article = {.translations = translations, .chunk = g_string_new(NULL)};
  g_autofree char *bare = mueller_without_brackets(text, length);
  g_auto(GStrv) words = g_strsplit(bare, " ", -1);
  for (char **word = words; *word; word++) {
    if (!**word || mueller_read_number(&article, *word))
      continue;
    if (**word == '_') {
      mueller_read_label(&article, *word + 1);
      continue;
    }
    gsize bytes = strlen(*word);
    bool ends = (*word)[bytes - 1] == ';' || (*word)[bytes - 1] == ':';
    g_string_append_printf(article.chunk, " %.*s", (int)(bytes - ends), *word);
    if (ends)
      mueller_end_chunk(&article);
  }
  mueller_end_chunk(&article);
  g_string_free(article.chunk, TRUE);
}

/* A number as dictd writes it, in base 64; G_MAXSIZE if it is none. */
static gsize mueller_number(const char *text) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  gsize number = 0;
  for (const char *p = text; *p; p++) {
    const char *digit = strchr(digits, *p);
    if (!digit || number > G_MAXSIZE >> 7)
      return G_MAXSIZE;
    number = number << 6 | (gsize)(digit - digits);
  }
  return *text ? number : G_MAXSIZE;
}

bool rc_mueller_read(const char *index, const char *text, RcMuellerVisit visit, gpointer data,
                     GError **error) {
  g_autofree char *lines = NULL, *articles = NULL;
  gsize length = 0;
  if (!g_file_get_contents(index, &lines, NULL, error) ||
      !g_file_get_contents(text, &articles, &length, error))
    return false;
  g_auto(GStrv) rows = g_strsplit(lines, "\n", -1);
  for (char **row = rows; *row; row++) {
    g_auto(GStrv) columns = g_strsplit(*row, "\t", -1);
    if (!columns[0] || g_str_has_prefix(*row, "00") || **row == '_')
      continue; /* what the dictionary says of itself */
    bool whole = g_strv_length(columns) == 3;
    gsize start = whole ? mueller_number(columns[1]) : G_MAXSIZE;
    gsize bytes = whole ? mueller_number(columns[2]) : G_MAXSIZE;
    if (start > length || bytes > length - start ||
        !g_utf8_validate(articles + start, (gssize)bytes, NULL)) {
      g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "%s: '%s' is no article of %s", index, *row,
                  text);
      return false;
    }
    const char *body = memchr(articles + start, '\n', bytes);
    if (!body)
      continue;
    g_autoptr(GArray) translations = g_array_new(FALSE, FALSE, sizeof(RcTranslation));
    g_array_set_clear_func(translations, mueller_clear);
    mueller_read_article(body, bytes - (gsize)(body - (articles + start)), translations);
    visit(columns[0], translations, bytes, data);
  }
  return true;
}
