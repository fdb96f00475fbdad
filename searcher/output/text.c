/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text format, for reading on a terminal or in a file: columns are counted
 * in characters, so that Russian lines are as long as English ones.
 *
 * Everything that comes from documents, from the query or from the file system
 * goes through rc_text_printable before it is written. */
#include <stdarg.h>
#include <string.h>

#include "citation.h"
#include "excerpt.h"
#include "output.h"
#include "text-writer.h"
#include "text.h"

#define WIDTH_MIN 40
#define EXCERPT_CHARACTERS 400 /* recourse-search(1) says so */
#define FACET_ROWS_MAX 10
#define ADDED_SHOWN 6
#define ROW_TEXT_MIN 20

typedef RcTextWriter Writer;

/* --- lines --- */

static guint text_columns(const Writer *writer, const char *start, const char *end) {
  guint columns = 0;
  for (const char *p = start; p < end; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c == RC_TEXT_MARK_ON || c == RC_TEXT_MARK_OFF)
      columns += writer->colour ? 0 : 1;
    else if (!g_unichar_iszerowidth(c))
      columns += g_unichar_iswide(c) ? 2 : 1;
  }
  return columns;
}

static void append_marker(Writer *writer, bool on) {
  g_string_append(writer->out, !writer->colour ? "*" : on ? "\033[1m" : "\033[0m");
}

static void append_spaces(GString *out, guint count) {
  for (guint i = 0; i < count; i++)
    g_string_append_c(out, ' ');
}

void rc_text_writer_wrap(Writer *writer, guint column, guint indent, const char *text) {
  bool highlighted = false, first = true;
  for (const char *p = text; *p;) {
    while (*p == ' ')
      p++;
    const char *end = strchr(p, ' ');
    if (!end)
      end = p + strlen(p);
    if (end == p)
      break;
    guint columns = text_columns(writer, p, end);
    if (!first && column + 1 + columns > writer->width) {
      /* Colour must not run into the indentation. */
      if (highlighted && writer->colour)
        append_marker(writer, false);
      g_string_append_c(writer->out, '\n');
      append_spaces(writer->out, indent);
      if (highlighted && writer->colour)
        append_marker(writer, true);
      column = indent;
    } else if (!first) {
      g_string_append_c(writer->out, ' ');
      column++;
    }
    for (; p < end; p++) {
      if (*p != RC_TEXT_MARK_ON && *p != RC_TEXT_MARK_OFF) {
        g_string_append_c(writer->out, *p);
        continue;
      }
      highlighted = *p == RC_TEXT_MARK_ON;
      append_marker(writer, highlighted);
    }
    column += columns;
    first = false;
  }
  g_string_append_c(writer->out, '\n');
}

void rc_text_writer_paragraph(Writer *writer, guint indent, const char *text) {
  append_spaces(writer->out, indent);
  rc_text_writer_wrap(writer, indent, indent, text);
}

void rc_text_writer_line(Writer *writer, guint indent, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  rc_text_writer_paragraph(writer, indent, text);
}

void rc_text_writer_row(Writer *writer, guint column, const char *name, guint names,
                        const char *text) {
  guint behind = column + names + 2;
  g_autofree char *both = g_strconcat(name, " ", text, NULL);
  if (behind + ROW_TEXT_MIN > writer->width) {
    rc_text_writer_wrap(writer, column, column + 2, both);
    return;
  }
  g_string_append(writer->out, name);
  append_spaces(writer->out,
                *text ? names + 2 - text_columns(writer, name, name + strlen(name)) : 0);
  rc_text_writer_wrap(writer, behind, behind, text);
}

/* Adds `text` (unless NULL or empty) to a list of facts on one line. */
static void append_fact(GString *facts, const char *prefix, const char *text) {
  if (!text || !*text)
    return;
  g_autofree char *printable = rc_text_printable(text, -1);
  g_string_append_printf(facts, "%s%s%s", facts->len ? " · " : "", prefix, printable);
}

static const char *plural(guint64 count) {
  return count == 1 ? "" : "s";
}

/* --- passages --- */

/* Cells of a table are told apart by bars. */
static void append_printable(GString *out, const char *start, const char *end) {
  g_autoptr(GString) text = g_string_new_len(start, end - start);
  g_string_replace(text, "\t", " | ", 0);
  g_autofree char *printable = rc_text_printable(text->str, (gssize)text->len);
  g_string_append(out, printable);
}

/* The excerpt with its highlights marked; yours to free. */
static char *mark_excerpt(const RcPassageHit *hit, bool whole) {
  const char *text = hit->passage->text;
  RcExcerpt excerpt = rc_excerpt_of(hit, whole ? G_MAXUINT : EXCERPT_CHARACTERS);
  const char *at = text + excerpt.start, *end = text + excerpt.end;
  GString *marked = g_string_new(excerpt.start > 0 ? "… " : "");
  for (guint i = 0; hit->highlights && i < hit->highlights->len; i++) {
    const RcHighlight *highlight = &g_array_index(hit->highlights, RcHighlight, i);
    const char *from = text + highlight->start, *to = MIN(text + highlight->end, end);
    if (from < at || from >= to)
      continue;
    append_printable(marked, at, from);
    g_string_append_c(marked, RC_TEXT_MARK_ON);
    append_printable(marked, from, to);
    g_string_append_c(marked, RC_TEXT_MARK_OFF);
    at = to;
  }
  append_printable(marked, at, end);
  if (*end)
    g_string_append(marked, " …");
  return g_string_free(marked, FALSE);
}

/* "p. 3 · para. 14 (a) · recommendation · 0123456789abcdef:17": where it stands, what it is, and
 * how --similar takes it. */
static char *passage_facts(const RcHit *hit, const RcPassageHit *passage_hit) {
  const RcPassage *passage = passage_hit->passage;
  const char *language = rc_document_peek(hit->document, RC_METADATA_LANGUAGE);
  GString *facts = g_string_new(NULL);
  g_autofree char *page = g_strdup_printf("%u", passage_hit->hit_page);
  append_fact(facts, "p. ", page);
  bool on_first_page = passage_hit->hit_page == rc_passage_page_at(passage, 0);
  if (on_first_page && g_strcmp0(passage->page_label, page) != 0)
    append_fact(facts, "printed p. ", passage->page_label);
  bool bare_number = passage->number && g_ascii_isdigit(*passage->number);
  append_fact(facts, bare_number ? "para. " : "", passage->number);
  bool said = passage->kind == RC_KIND_BODY ||
              (passage->kind == RC_KIND_FOOTNOTE && passage->number && !bare_number);
  append_fact(facts, "", said ? NULL : rc_kind_name(passage->kind));
  if (g_strcmp0(passage->language, language) != 0)
    append_fact(facts, "", passage->language);
  if (passage->ocr >= 0)
    append_fact(facts, "", "read by OCR");
  if (!passage_hit->complete)
    append_fact(facts, "", "part of the query");
  g_autofree char *name = g_strdup_printf("%s:%u", hit->document->id, passage->ordinal);
  append_fact(facts, "", name);
  return g_string_free(facts, FALSE);
}

/* --- hits --- */

/* Where else the words stand, and how to see them there. */
static void append_alike(Writer *writer, guint indent, const RcPassageHit *hit) {
  if (!hit->alike)
    return;
  bool elsewhere = hit->alike_documents > 0;
  guint32 count = elsewhere ? hit->alike_documents : hit->alike_passages;
  rc_text_writer_line(writer, indent, "the same words also in %u %s%s%s: --%s=%s", count,
                      elsewhere ? "document" : "passage", plural(count),
                      elsewhere ? "" : " of this document", rc_schema_field(RC_FIELD_ALIKE)->name,
                      hit->alike);
}

static const char *first_path(const RcDocument *document) {
  if (!document->files || document->files->len == 0)
    return "";
  return g_array_index(document->files, RcFile, 0).path;
}

/* "organisation · date · symbol · language": what is known of it. */
static void append_description(Writer *writer, guint indent, const RcHit *hit) {
  static const RcMetadataField fields[] = {RC_METADATA_ORGANISATION, RC_METADATA_DATE,
                                           RC_METADATA_SYMBOL, RC_METADATA_LANGUAGE};
  const RcDocument *document = hit->document;
  g_autoptr(GString) facts = g_string_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    append_fact(facts, "", rc_document_peek(document, fields[i]));
  for (guint i = 0; hit->twins && i < hit->twins->len; i++)
    append_fact(facts, "also in ", ((const RcTwin *)hit->twins->pdata[i])->language);
  if (document->status != RC_STATUS_OK)
    append_fact(facts, "not fully read: ", rc_status_name(document->status));
  if (facts->len)
    rc_text_writer_paragraph(writer, indent, facts->str);
}

/* "minorities, Kazakhstan"; yours to free. */
static char *join(const GPtrArray *texts, guint most) {
  g_autoptr(GString) joined = g_string_new(NULL);
  for (guint i = 0; i < MIN(texts->len, most); i++) {
    g_autofree char *text = rc_text_printable(texts->pdata[i], -1);
    g_string_append_printf(joined, "%s%s", i ? ", " : "", text);
  }
  if (texts->len > most)
    g_string_append(joined, ", …");
  return g_strdup(joined->str);
}

static void append_citation(Writer *writer, guint indent, const RcReference *reference,
                            RcCitationStyle style) {
  if (style == RC_STYLE_DEFAULT)
    return;
  g_autofree char *citation = rc_citation_format(reference, style, rc_citation_language(reference));
  g_autofree char *printable = rc_text_printable(citation, -1);
  rc_text_writer_line(writer, indent, "cite as: %s", printable);
}

static void append_hit(Writer *writer, guint number, guint indent, RcCitationStyle style,
                       const RcHit *hit) {
  /* The number of a hit and its title, in colour if there is any. */
  const char *title = rc_document_peek(hit->document, RC_METADATA_TITLE);
  g_autofree char *name = g_path_get_basename(first_path(hit->document));
  g_autofree char *printable = rc_text_printable(title && *title ? title : name, -1);
  g_autofree char *marked =
      writer->colour ? g_strdup_printf("%c%s%c", RC_TEXT_MARK_ON, printable, RC_TEXT_MARK_OFF)
                     : g_strdup(printable);
  g_string_append_printf(writer->out, "\n%*u. ", (int)indent - 2, number);
  rc_text_writer_wrap(writer, indent, indent, marked);
  append_description(writer, indent, hit);
  if (hit->lacks && hit->lacks->len > 0) {
    g_autofree char *lacks = join(hit->lacks, G_MAXUINT);
    rc_text_writer_line(writer, indent, "lacks: %s", lacks);
  }
  const GArray *files = hit->document->files;
  g_autofree char *path = rc_text_printable(first_path(hit->document), -1);
  append_spaces(writer->out, indent);
  g_string_append(writer->out, path);
  if (files && files->len > 1)
    g_string_append_printf(writer->out, " (and %u more)", files->len - 1);
  g_string_append_c(writer->out, '\n');
  for (guint i = 0; hit->passages && i < hit->passages->len; i++) {
    const RcPassageHit *passage = hit->passages->pdata[i];
    g_autofree char *facts = passage_facts(hit, passage);
    g_autofree char *excerpt = mark_excerpt(passage, writer->whole);
    g_string_append_c(writer->out, '\n');
    rc_text_writer_paragraph(writer, indent, facts);
    rc_text_writer_paragraph(writer, indent + 2, excerpt);
    append_citation(writer, indent, passage->reference, style);
    const GPtrArray *columns = passage->passage->columns;
    g_autofree char *heads = join(columns, G_MAXUINT);
    if (columns->len > 0)
      rc_text_writer_line(writer, indent + 2, "columns: %s", heads);
    append_alike(writer, indent, passage);
  }
  if (hit->more_passages > 0) {
    g_string_append_c(writer->out, '\n');
    rc_text_writer_line(writer, indent, "and %u more passage%s", hit->more_passages,
                        plural(hit->more_passages));
  }
}

/* --- facets --- */

static void append_facet(Writer *writer, const char *heading, const GPtrArray *values) {
  guint rows = MIN(values->len, FACET_ROWS_MAX), id_columns = 0;
  for (guint i = 0; i < rows; i++) {
    const RcFacetValue *value = values->pdata[i];
    g_autofree char *id = rc_text_printable(value->id, -1);
    id_columns = MAX(id_columns, text_columns(writer, id, id + strlen(id)));
  }
  g_string_append_printf(writer->out, "\n%s\n", heading);
  for (guint i = 0; i < rows; i++) {
    /* Count, the value to filter by, its label if that is another. */
    const RcFacetValue *value = values->pdata[i];
    g_autofree char *id = rc_text_printable(value->id, -1);
    bool labelled = value->label_en && strcmp(value->label_en, value->id) != 0;
    g_string_append_printf(writer->out, "  %6" G_GUINT64_FORMAT "  ", value->count);
    rc_text_writer_row(writer, 10, id, id_columns, labelled ? value->label_en : "");
  }
  if (values->len > rows)
    g_string_append_printf(writer->out, "  and %u more\n", values->len - rows);
}

/* --- before and after --- */

static void append_totals(Writer *writer, const RcRequest *request, const RcResults *results) {
  g_autoptr(GString) line = g_string_new(NULL);
  guint count = results->hits ? results->hits->len : 0;
  bool passages = request->unit == RC_UNIT_PASSAGE;
  if (results->total == 0)
    g_string_append(line, "Nothing found");
  else
    g_string_append_printf(line, "%s%" G_GUINT64_FORMAT " %s%s",
                           results->total_exact ? "" : "about ", results->total,
                           rc_units[request->unit].name, plural(results->total));
  if (results->total > 0 && !passages && results->total_passages > 0)
    g_string_append_printf(line, ", %" G_GUINT64_FORMAT " passage%s", results->total_passages,
                           plural(results->total_passages));
  if (results->apart > 0)
    g_string_append_printf(line, ", and %" G_GUINT64_FORMAT " more that have it apart",
                           results->apart);
  if (results->collapsed > 0)
    g_string_append_printf(line, ", %" G_GUINT64_FORMAT " of them repeating the words of another",
                           results->collapsed);
  if (!request->all && count > 0 && count < results->total - results->collapsed)
    g_string_append_printf(line, ", showing %u to %u", request->offset + 1,
                           request->offset + count);
  if (request->similar)
    g_string_append_printf(line, ", like %s", request->similar);
  if (results->parsed && *results->parsed) {
    g_autofree char *parsed = rc_text_printable(results->parsed, -1);
    g_string_append_printf(line, ": %s", parsed);
  }
  rc_text_writer_paragraph(writer, 0, line->str);
}

/* Each word with the ways in which it is looked for. */
static void append_explained(Writer *writer, const GPtrArray *explained) {
  for (guint i = 0; explained && i < explained->len; i++) {
    const RcExplained *one = explained->pdata[i];
    g_autofree char *word = rc_text_printable(one->word, -1);
    rc_text_writer_line(writer, 0, "“%s” is looked for by (weight, documents):", word);
    for (guint k = 0; k < one->ways->len; k++) {
      const RcWay *way = one->ways->pdata[k];
      g_autofree char *text = rc_text_printable(way->text, -1);
      g_string_append_printf(writer->out, "  %.2f %6" G_GUINT64_FORMAT "  ", way->weight,
                             way->count);
      rc_text_writer_row(writer, 15, way->kind, 10, text);
    }
  }
}

RcTextWriter rc_text_writer_new(GString *out, const RcOutputOptions *options) {
  guint width = options && options->width ? options->width : RC_OUTPUT_WIDTH;
  return (Writer){out, MAX(width, WIDTH_MIN), options && options->colour,
                  options && options->whole};
}

void rc_output_text_begin(RcSink *sink, const RcRequest *request, const RcResults *results,
                          const RcOutputOptions *options) {
  Writer writer = rc_text_writer_new(sink->out, options);
  for (guint i = 0; request->notes && i < request->notes->len; i++) {
    g_autofree char *said = rc_note_text(request->notes->pdata[i], RC_LANGUAGE_EN);
    g_autofree char *text = rc_text_printable(said, -1);
    g_string_append(writer.out, "Note: ");
    rc_text_writer_wrap(&writer, 6, 6, text);
  }
  append_totals(&writer, request, results);
  for (guint i = 0; results->expansions && i < results->expansions->len; i++) {
    const RcExpansion *expansion = results->expansions->pdata[i];
    const RcConcept *concept = expansion->concept;
    g_autofree char *word = rc_text_printable(expansion->word, -1);
    rc_text_writer_line(&writer, 0,
                        "“%s” also means %s (%s:%s), named in %" G_GUINT64_FORMAT " document%s",
                        word, concept->label_en, rc_schema_field(concept->field)->name, concept->id,
                        expansion->count, plural(expansion->count));
  }
  for (guint i = 0; results->added && i < results->added->len; i++) {
    const RcAdded *added = results->added->pdata[i];
    g_autofree char *word = rc_text_printable(added->word, -1);
    g_autofree char *texts = join(added->texts, ADDED_SHOWN);
    rc_text_writer_line(&writer, 0, "“%s” also as: %s", word, texts);
  }
  append_explained(&writer, results->explained);
  for (guint i = 0; i < results->lacks->len; i++) {
    const RcLack *lack = results->lacks->pdata[i];
    g_autofree char *text = rc_text_printable(lack->text, -1);
    rc_text_writer_line(&writer, 0, "“%s” is in %" G_GUINT64_FORMAT " document%s", text,
                        lack->count, plural(lack->count));
  }
  if (results->suggestion) {
    g_autofree char *suggestion = rc_text_printable(results->suggestion, -1);
    rc_text_writer_line(&writer, 0, "Did you mean: %s", suggestion);
  }
  for (int place = 1, field; (field = rc_schema_facet(place)) >= 0; place++) {
    const GPtrArray *values = results->facets[field];
    if (values && values->len > 0)
      append_facet(&writer, rc_schema_field((RcField)field)->label[RC_LANGUAGE_EN], values);
  }
}

void rc_output_text_hit(RcSink *sink, const RcRequest *request, const RcResults *results,
                        guint number, const RcOutputOptions *options) {
  Writer writer = rc_text_writer_new(sink->out, options);
  guint count = results->hits->len, indent = 4;
  for (guint last = request->offset + count; last >= 100; last /= 10)
    indent++;
  if (results->nearest > 0 && number == count - results->nearest) {
    g_string_append_c(writer.out, '\n');
    rc_text_writer_line(&writer, 0, "%s",
                        number ? "Nearest, without some of it:"
                               : "Nothing has all of it. Nearest:");
  }
  append_hit(&writer, request->offset + number + 1, indent, request->cite,
             results->hits->pdata[number]);
}

void rc_output_text_end(RcSink *sink, const RcRequest *request, const RcResults *results,
                        const RcOutputOptions *options) {
  (void)request;
  Writer writer = rc_text_writer_new(sink->out, options);
  /* Whoever must be sure that nothing was missed has to know what could not be. */
  if (results->index.not_fully_read > 0) {
    g_string_append_c(writer.out, '\n');
    rc_text_writer_line(
        &writer, 0,
        "%" G_GUINT64_FORMAT " of the %" G_GUINT64_FORMAT
        " documents in the index could not be read in full; what they say may be missing "
        "here.",
        results->index.not_fully_read, results->index.documents);
  }
}

/* --- who cites it --- */

/* "3 documents, 5 passages"; yours to free. */
static char *count_citing(guint64 documents, guint64 passages) {
  return g_strdup_printf("%" G_GUINT64_FORMAT " document%s, %" G_GUINT64_FORMAT " passage%s",
                         documents, plural(documents), passages, plural(passages));
}

/* "para. 24(a)"; yours to free. */
static char *name_cited(const RcCitedParagraph *row) {
  g_autofree char *number = row->paragraph ? rc_text_printable(row->paragraph, -1) : NULL;
  return number ? g_strconcat("para. ", number, NULL) : g_strdup("no paragraph named");
}

void rc_output_text_cited(GString *out, const RcRequest *request, const RcCited *cited,
                          const RcOutputOptions *options) {
  Writer writer = rc_text_writer_new(out, options);
  g_autofree char *symbols = join(cited->symbols, G_MAXUINT);
  g_autofree char *counts = count_citing(cited->documents, cited->passages);
  rc_text_writer_line(&writer, 0, "%s is cited in %s", symbols,
                      cited->documents ? counts : "no document");
  const char *title = cited->document ? rc_document_peek(cited->document, RC_METADATA_TITLE) : NULL;
  g_autofree char *printable = title ? rc_text_printable(title, -1) : NULL;
  if (printable)
    rc_text_writer_paragraph(&writer, 0, printable);
  if (!cited->complete)
    rc_text_writer_line(&writer, 0, "More of its paragraphs are cited than are counted here.");
  if (cited->paragraphs->len > 0)
    g_string_append(out, "\n documents  passages\n");
  for (guint i = 0; i < cited->paragraphs->len; i++) {
    const RcCitedParagraph *row = cited->paragraphs->pdata[i];
    g_autofree char *name = name_cited(row);
    g_string_append_printf(out, "%10" G_GUINT64_FORMAT "%10" G_GUINT64_FORMAT "  %s\n",
                           row->documents, row->passages, name);
  }
  if (cited->paragraphs->len < cited->total)
    rc_text_writer_line(&writer, 0, "showing %u of %u", cited->paragraphs->len, cited->total);
  for (guint i = 0; i < cited->paragraphs->len; i++) {
    const RcCitedParagraph *row = cited->paragraphs->pdata[i];
    g_autofree char *name = name_cited(row);
    g_autofree char *citing = count_citing(row->documents, row->passages);
    g_string_append_c(out, '\n');
    rc_text_writer_line(&writer, 0, "%s: %s", name, citing);
    for (guint k = 0; k < row->hits->len; k++)
      append_hit(&writer, k + 1, 4, request->cite, row->hits->pdata[k]);
  }
}
