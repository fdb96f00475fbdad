/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each function of the header runs its body in `guarded`, `fill` or `make_query`, which let no
 * exception through.  Only what is not Xapian's (a string that is static, a pointer that is freed)
 * stands outside. */
#include "xapian-c.h"

#include <xapian.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <exception>
#include <memory>
#include <new>
#include <sstream>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

struct XapianDatabase {
  Xapian::Database own;
  Xapian::Database *use; /* own, or the writer this reader belongs to */
};

struct XapianWriter {
  Xapian::WritableDatabase database;
  XapianDatabase reader;
};

/* `failure` is the first one in making it: told when it is used. */
struct XapianDocument {
  Xapian::Document document;
  std::exception_ptr failure;

  const Xapian::Document &get() const {
    if (failure)
      std::rethrow_exception(failure);
    return document;
  }
};

namespace {
/* What a query finds, apart from what it weighs: sets can be counted without a match. */
struct Condition {
  enum Kind { TERM, ALL, NOTHING, RANGES, COMBINED, OTHER };
  Kind kind = OTHER; /* OTHER: a match has to tell */
  std::string term;
  std::shared_ptr<const std::vector<XapianRange>> ranges;
  XapianOperator op = XAPIAN_AND;
  std::vector<std::shared_ptr<const Condition>> parts;
  Xapian::Query query; /* of OTHER */
};
} // namespace

struct XapianQuery {
  Xapian::Query query;
  std::shared_ptr<const Condition> condition;
  std::exception_ptr failure;

  const Xapian::Query &get() const {
    if (failure)
      std::rethrow_exception(failure);
    return query;
  }
};

extern "C" {
G_DEFINE_QUARK(xapian - error - quark, xapian_error)
}

namespace {
/* Ends a match from within. */
struct TimeIsOver {};

/* Counts the parts of a slot's values, those of one group of documents once.  A value is cut into
 * its parts when it is met first. */
class Counter : public Xapian::MatchSpy {
public:
  Counter(int counted, char between, const GArray *group_starts)
      : slot(static_cast<Xapian::valueno>(counted)), separator(between), starts(group_starts) {}

  void operator()(const Xapian::Document &document, double) override {
    add(document.get_docid(), document.get_value(slot));
  }

  void add(Xapian::docid docid, const std::string &value) {
    if (value.empty())
      return;
    guint32 group = starts ? group_of(docid) : ++entries;
    /* Entries that follow each other are of one document, and often alike. */
    if (!before || before->first != value) {
      auto known = values.find(value);
      before = &*(known == values.end() ? values.emplace(value, cut(value)).first : known);
    }
    for (Part *part : before->second)
      if (part->group != group) {
        part->group = group;
        part->count++;
      }
  }

  template <typename Body> void each(Body body) {
    for (const auto &[name, part] : parts)
      body(name, part.count);
  }

private:
  struct Part {
    guint32 count = 0, group = 0;
  };

  /* Ids come in ascending order, but for those of another shard. */
  guint32 group_of(guint32 docid) {
    const auto *first = &g_array_index(starts, guint32, 0);
    if (starts->len == 0)
      return 1;
    if (last > starts->len || last == 0 || first[last - 1] > docid)
      last = 1;
    while (last < starts->len && first[last] <= docid)
      last++;
    return last;
  }

  std::vector<Part *> cut(const std::string &value) {
    std::vector<Part *> cuts;
    for (size_t start = 0; start <= value.size();) {
      size_t end = separator ? value.find(separator, start) : std::string::npos;
      end = end == std::string::npos ? value.size() : end;
      if (end > start)
        cuts.push_back(&parts[value.substr(start, end - start)]);
      start = end + 1;
    }
    return cuts;
  }

  Xapian::valueno slot;
  char separator;
  const GArray *starts;
  guint32 last = 0, entries = 0;
  std::unordered_map<std::string, Part> parts; /* whose places do not change as it grows */
  std::unordered_map<std::string, std::vector<Part *>> values;
  const std::pair<const std::string, std::vector<Part *>> *before = nullptr; /* of `values` */
};

/* How many documents match, before any is left out for another of the same value: Xapian itself
 * only estimates that. */
struct Total : Xapian::MatchSpy {
  guint32 count = 0;
  void operator()(const Xapian::Document &, double) override {
    count++;
  }
};

/* The documents of some ranges of ids. */
class Ranges : public Xapian::PostingSource {
public:
  using List = std::shared_ptr<const std::vector<XapianRange>>;

  explicit Ranges(List shared) : list(std::move(shared)), ranges(*list) {
    for (const XapianRange &range : ranges)
      count += range.last - range.first + 1;
  }

  void init(const Xapian::Database &) override {
    at = docid = 0;
    set_maxweight(0);
  }
  Xapian::doccount get_termfreq_min() const override {
    return 0;
  }
  Xapian::doccount get_termfreq_est() const override {
    return count;
  }
  Xapian::doccount get_termfreq_max() const override {
    return count;
  }
  void next(double) override {
    if (docid == 0)
      docid = ranges.empty() ? 0 : ranges[0].first;
    else if (docid < ranges[at].last)
      docid++;
    else if (++at < ranges.size())
      docid = ranges[at].first;
  }
  void skip_to(Xapian::docid wanted, double) override {
    constexpr int steps_most = 8; /* what is wanted is often near */
    for (int i = 0; i < steps_most && at < ranges.size() && ranges[at].last < wanted; i++)
      at++;
    if (at < ranges.size() && ranges[at].last < wanted) {
      auto found = std::lower_bound(
          ranges.begin() + static_cast<std::ptrdiff_t>(at), ranges.end(), wanted,
          [](const XapianRange &range, Xapian::docid id) { return range.last < id; });
      at = static_cast<size_t>(found - ranges.begin());
    }
    if (at < ranges.size())
      docid = std::max<Xapian::docid>(wanted, ranges[at].first);
  }
  bool at_end() const override {
    return at >= ranges.size();
  }
  Xapian::docid get_docid() const override {
    return docid;
  }
  PostingSource *clone() const override {
    return new Ranges(list);
  }

private:
  List list;
  const std::vector<XapianRange> &ranges;
  Xapian::doccount count = 0;
  size_t at = 0;
  Xapian::docid docid = 0;
};

/* Lets every document through as long as there is time. */
struct Watch : Xapian::MatchDecider {
  const XapianSearch *watched = nullptr;
  mutable unsigned seen = 0;
  bool operator()(const Xapian::Document &) const override {
    constexpr unsigned ask_every = 256;
    if (++seen % ask_every == 0 && watched->is_over && watched->is_over(watched->is_over_data))
      throw TimeIsOver();
    return true;
  }
};

/* Takes the ids of all documents that are found, and lets none of them be ranked. */
struct Gatherer : Watch {
  GArray *docids = nullptr;
  bool operator()(const Xapian::Document &document) const override {
    guint32 docid = document.get_docid();
    g_array_append_val(docids, docid);
    Watch::operator()(document);
    return false;
  }
};
} // namespace

/* The one translator of exceptions: call it in catch (...). */
static void set_error(GError **error) {
  int code = XAPIAN_ERROR_OTHER;
  std::string message;
  try {
    throw;
  } catch (const Xapian::DatabaseModifiedError &e) {
    code = XAPIAN_ERROR_MODIFIED;
    message = e.get_msg();
  } catch (const Xapian::DatabaseLockError &e) {
    /* That the file system has no locks Xapian only says. */
    message = e.get_msg();
    code = message.find("not supported") != std::string::npos ? XAPIAN_ERROR_NO_LOCKS
                                                              : XAPIAN_ERROR_LOCKED;
  } catch (const Xapian::DatabaseNotFoundError &e) {
    code = XAPIAN_ERROR_NOT_FOUND;
    message = e.get_msg();
  } catch (const Xapian::DocNotFoundError &e) {
    code = XAPIAN_ERROR_NOT_FOUND;
    message = e.get_msg();
  } catch (const Xapian::DatabaseCorruptError &e) {
    code = XAPIAN_ERROR_CORRUPT;
    message = e.get_msg();
  } catch (const Xapian::DatabaseVersionError &e) {
    code = XAPIAN_ERROR_CORRUPT;
    message = e.get_msg();
  } catch (const Xapian::DatabaseOpeningError &e) {
    code = XAPIAN_ERROR_NOT_FOUND;
    message = e.get_msg();
  } catch (const TimeIsOver &) {
    code = XAPIAN_ERROR_TIME;
    message = "the search took too long";
  } catch (const Xapian::Error &e) {
    message = e.get_description();
  } catch (const std::bad_alloc &) {
    code = XAPIAN_ERROR_MEMORY;
    message = "out of memory";
  } catch (const std::exception &e) {
    message = e.what();
  } catch (...) {
    message = "unknown exception";
  }
  g_set_error_literal(error, XAPIAN_ERROR, code, message.c_str());
}

/* Runs `body`; false with *error set if it throws. */
template <typename Body> static bool guarded(GError **error, Body body) noexcept {
  try {
    body();
    return true;
  } catch (...) {
    set_error(error);
    return false;
  }
}

/* Runs `body`, which changes the document; nothing more once one of them has thrown. */
template <typename Body> static void fill(XapianDocument *document, Body body) noexcept {
  if (document->failure)
    return;
  try {
    body(document->document);
  } catch (...) {
    document->failure = std::current_exception();
  }
}

/* A query of what `body` returns; it says what that finds, unless a match has to tell. */
template <typename Body> static XapianQuery *make_query(Body body) noexcept {
  auto *query = new XapianQuery();
  try {
    auto condition = std::make_shared<Condition>();
    query->query = body(*condition);
    if (condition->kind == Condition::OTHER)
      condition->query = query->query;
    query->condition = std::move(condition);
  } catch (...) {
    query->failure = std::current_exception();
  }
  return query;
}

static char *copy(const std::string &s, gsize *length = nullptr) {
  char *bytes = static_cast<char *>(g_try_malloc(s.size() + 1));
  if (!bytes)
    throw std::bad_alloc();
  memcpy(bytes, s.c_str(), s.size() + 1);
  if (length)
    *length = s.size();
  return bytes;
}

/* --- reading --- */

XapianDatabase *xapian_database_open(const char *path, GError **error) {
  XapianDatabase *database = nullptr;
  guarded(error, [&] {
    database = new XapianDatabase{Xapian::Database(path), nullptr};
    database->use = &database->own;
  });
  return database;
}

void xapian_database_free(XapianDatabase *database) {
  delete database;
}

bool xapian_database_reopen(XapianDatabase *database, GError **error) {
  return guarded(error, [&] { database->use->reopen(); });
}

char *xapian_database_state(XapianDatabase *database, GError **error) {
  char *state = nullptr;
  guarded(error, [&] {
    /* The revision is known of a single local database only. */
    std::string text = database->use->get_uuid();
    try {
      text += ":" + std::to_string(database->use->get_revision());
    } catch (const Xapian::Error &) {
      text += ":" + std::to_string(database->use->get_lastdocid());
    }
    state = copy(text);
  });
  return state;
}

bool xapian_database_count(XapianDatabase *database, guint32 *documents, GError **error) {
  return guarded(error, [&] { *documents = database->use->get_doccount(); });
}

bool xapian_database_term_frequency(XapianDatabase *database, const char *term, guint32 *frequency,
                                    GError **error) {
  return guarded(error, [&] { *frequency = database->use->get_termfreq(term); });
}

char *xapian_database_metadata(XapianDatabase *database, const char *key, GError **error) {
  char *value = nullptr;
  guarded(error, [&] { value = copy(database->use->get_metadata(key)); });
  return value;
}

char *xapian_database_data(XapianDatabase *database, guint32 docid, gsize *length, GError **error) {
  char *data = nullptr;
  guarded(error, [&] { data = copy(database->use->get_document(docid).get_data(), length); });
  return data;
}

char *xapian_database_value(XapianDatabase *database, guint32 docid, guint slot, GError **error) {
  char *value = nullptr;
  guarded(error, [&] { value = copy(database->use->get_document(docid).get_value(slot)); });
  return value;
}

/* Copies the numbers of [it, end) into a new array, at most `limit` if not 0. */
GArray *xapian_database_postings(XapianDatabase *database, const char *term, guint limit,
                                 GError **error) {
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(guint32));
  bool read = guarded(error, [&] {
    auto it = database->use->postlist_begin(term), end = database->use->postlist_end(term);
    for (; it != end && (limit == 0 || ids->len < limit); ++it) {
      guint32 id = *it;
      g_array_append_val(ids, id);
    }
  });
  if (!read)
    g_clear_pointer(&ids, g_array_unref);
  return ids;
}

bool xapian_database_visit_positions(XapianDatabase *database, const char *term,
                                     const guint32 *docids, guint count,
                                     XapianPositionVisitor visit, gpointer data, GError **error) {
  return guarded(error, [&] {
    auto it = database->use->postlist_begin(term), end = database->use->postlist_end(term);
    for (guint place = 0; place < count && it != end; place++) {
      it.skip_to(docids[place]);
      if (it == end || *it != docids[place])
        continue;
      auto last = it.positionlist_end();
      for (auto position = it.positionlist_begin(); position != last; ++position)
        visit(place, *position, data);
    }
  });
}

GPtrArray *xapian_database_terms(XapianDatabase *database, const char *prefix, guint limit,
                                 GError **error) {
  GPtrArray *terms = g_ptr_array_new_with_free_func(g_free);
  bool read = guarded(error, [&] {
    auto it = database->use->allterms_begin(prefix), end = database->use->allterms_end(prefix);
    for (; it != end && (limit == 0 || terms->len < limit); ++it)
      g_ptr_array_add(terms, copy(*it));
  });
  if (!read)
    g_clear_pointer(&terms, g_ptr_array_unref);
  return terms;
}

bool xapian_database_visit_terms(XapianDatabase *database, const char *prefix,
                                 XapianTermVisitor visit, gpointer data, GError **error) {
  return guarded(error, [&] {
    auto it = database->use->allterms_begin(prefix), end = database->use->allterms_end(prefix);
    while (it != end && visit((*it).c_str(), data))
      ++it;
  });
}

bool xapian_database_compact(XapianDatabase *database, const char *path, GError **error) {
  return guarded(error, [&] { database->use->compact(path); });
}

bool xapian_check(const char *path, gsize *problems, char **report, GError **error) {
  return guarded(error, [&] {
    std::ostringstream out;
    *problems = Xapian::Database::check(path, 0, &out);
    *report = copy(out.str());
  });
}

/* --- writing --- */

static XapianWriter *open_writer(const char *path, int action, GError **error) {
  XapianWriter *writer = nullptr;
  guarded(error, [&] {
    writer = new XapianWriter{Xapian::WritableDatabase(path, action | Xapian::DB_BACKEND_GLASS),
                              {Xapian::Database(), nullptr}};
    writer->reader.use = &writer->database;
  });
  return writer;
}

XapianWriter *xapian_writer_open(const char *path, GError **error) {
  return open_writer(path, Xapian::DB_OPEN, error);
}

XapianWriter *xapian_writer_create(const char *path, GError **error) {
  return open_writer(path, Xapian::DB_CREATE, error);
}

void xapian_writer_free(XapianWriter *writer) {
  if (!writer)
    return;
  /* The destructor commits; whoever wanted that has called commit. */
  g_autoptr(GError) ignored = nullptr;
  guarded(&ignored, [&] { writer->database.cancel_transaction(); });
  delete writer;
}

bool xapian_writer_begin(XapianWriter *writer, GError **error) {
  return guarded(error, [&] { writer->database.begin_transaction(true); });
}

bool xapian_writer_commit(XapianWriter *writer, GError **error) {
  return guarded(error, [&] { writer->database.commit_transaction(); });
}

bool xapian_writer_add(XapianWriter *writer, const XapianDocument *document, GError **error) {
  return guarded(error, [&] { writer->database.add_document(document->get()); });
}

bool xapian_writer_replace(XapianWriter *writer, guint32 docid, const XapianDocument *document,
                           GError **error) {
  return guarded(error, [&] { writer->database.replace_document(docid, document->get()); });
}

XapianDocument *xapian_writer_read(XapianWriter *writer, guint32 docid, GError **error) {
  XapianDocument *document = nullptr;
  guarded(error, [&] {
    document = new XapianDocument{writer->database.get_document(docid), nullptr};
  });
  return document;
}

bool xapian_writer_delete(XapianWriter *writer, const char *term, GError **error) {
  return guarded(error, [&] { writer->database.delete_document(term); });
}

bool xapian_writer_set_metadata(XapianWriter *writer, const char *key, const char *value,
                                GError **error) {
  return guarded(error, [&] { writer->database.set_metadata(key, value); });
}

XapianDatabase *xapian_writer_database(XapianWriter *writer) {
  return &writer->reader;
}

XapianDocument *xapian_document_new(void) {
  return new XapianDocument();
}

void xapian_document_free(XapianDocument *document) {
  delete document;
}

void xapian_document_set_data(XapianDocument *document, const char *data, gsize length) {
  fill(document, [&](Xapian::Document &d) { d.set_data(std::string(data, length)); });
}

void xapian_document_add_term(XapianDocument *document, const char *term, guint wdf) {
  fill(document, [&](Xapian::Document &d) { d.add_term(term, wdf); });
}

void xapian_document_add_posting(XapianDocument *document, const char *term, guint position,
                                 guint wdf) {
  fill(document, [&](Xapian::Document &d) { d.add_posting(term, position, wdf); });
}

void xapian_document_remove_term(XapianDocument *document, const char *term) {
  fill(document, [&](Xapian::Document &d) {
    try {
      d.remove_term(term);
    } catch (const Xapian::InvalidArgumentError &) {
      /* It has no such term. */
    }
  });
}

void xapian_document_add_value(XapianDocument *document, guint slot, const char *value) {
  fill(document, [&](Xapian::Document &d) { d.add_value(slot, value); });
}

/* --- queries --- */

XapianQuery *xapian_query_new_all(void) {
  return make_query([](Condition &condition) {
    condition.kind = Condition::ALL;
    return Xapian::Query(std::string());
  });
}

XapianQuery *xapian_query_new_nothing(void) {
  return make_query([](Condition &condition) {
    condition.kind = Condition::NOTHING;
    return Xapian::Query();
  });
}

XapianQuery *xapian_query_new_term(const char *term) {
  return make_query([&](Condition &condition) {
    if (!*term) /* which Xapian takes for every document */
      throw Xapian::InvalidArgumentError("Empty termnames are invalid");
    condition.kind = Condition::TERM;
    condition.term = term;
    return Xapian::Query(term);
  });
}

static const Xapian::Query::op operators[] = {
    Xapian::Query::OP_AND,       Xapian::Query::OP_OR,     Xapian::Query::OP_AND_NOT,
    Xapian::Query::OP_AND_MAYBE, Xapian::Query::OP_FILTER, Xapian::Query::OP_SYNONYM,
    Xapian::Query::OP_MAX,
};

XapianQuery *xapian_query_new_combined(XapianOperator op, XapianQuery *const *queries,
                                       guint count) {
  return make_query([&](Condition &condition) {
    std::vector<Xapian::Query> parts;
    condition.kind = count ? Condition::COMBINED : Condition::NOTHING;
    condition.op = op;
    for (guint i = 0; i < count; i++) {
      parts.push_back(queries[i]->get());
      condition.parts.push_back(queries[i]->condition);
    }
    /* Right-hand operands of the asymmetric operators count as any of them. */
    if ((op == XAPIAN_AND_NOT || op == XAPIAN_AND_MAYBE) && count > 2) {
      Xapian::Query rest(Xapian::Query::OP_OR, parts.begin() + 1, parts.end());
      return Xapian::Query(operators[op], parts[0], rest);
    }
    return Xapian::Query(operators[op], parts.begin(), parts.end());
  });
}

XapianQuery *xapian_query_new_phrase(const char *const *terms, guint count) {
  return make_query([&](Condition &condition) {
    if (count == 1) {
      condition.kind = Condition::TERM;
      condition.term = terms[0];
    }
    return Xapian::Query(Xapian::Query::OP_PHRASE, terms, terms + count, count);
  });
}

XapianQuery *xapian_query_new_near(const GPtrArray *const *rows, guint count, guint window) {
  return make_query([&](Condition &) {
    std::vector<Xapian::Query> parts;
    for (guint i = 0; i < count; i++) {
      auto terms = reinterpret_cast<char *const *>(rows[i]->pdata);
      parts.emplace_back(Xapian::Query::OP_OR, terms, terms + rows[i]->len);
    }
    return Xapian::Query(Xapian::Query::OP_NEAR, parts.begin(), parts.end(), window);
  });
}

static Xapian::Query new_ranges_query(Ranges::List list, Condition &condition) {
  condition.kind = Condition::RANGES;
  condition.ranges = list;
  return Xapian::Query((new Ranges(std::move(list)))->release());
}

XapianQuery *xapian_query_new_ranges(const GArray *ranges) {
  return make_query([&](Condition &condition) {
    auto first = reinterpret_cast<const XapianRange *>(ranges->data);
    return new_ranges_query(std::make_shared<std::vector<XapianRange>>(first, first + ranges->len),
                            condition);
  });
}

static Xapian::Query new_docids_query(const GArray *docids, Condition &condition) {
  auto list = std::make_shared<std::vector<XapianRange>>();
  for (guint i = 0; i < docids->len; i++) {
    guint32 docid = g_array_index(docids, guint32, i);
    if (!list->empty() && list->back().last + 1 == docid)
      list->back().last = docid;
    else
      list->push_back({docid, docid});
  }
  return new_ranges_query(std::move(list), condition);
}

XapianQuery *xapian_query_new_docids(const GArray *docids) {
  return make_query([&](Condition &condition) { return new_docids_query(docids, condition); });
}

XapianQuery *xapian_query_new_value_range(guint slot, const char *from, const char *to) {
  return make_query([&](Condition &condition) {
    if (from && to)
      return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot, from, to);
    if (from)
      return Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, from);
    if (to)
      return Xapian::Query(Xapian::Query::OP_VALUE_LE, slot, to);
    condition.kind = Condition::ALL;
    return Xapian::Query(std::string());
  });
}

/* The same, whatever it weighs. */
static Xapian::Query keep_condition(const XapianQuery *query, Condition &condition) {
  Xapian::Query own = query->get();
  condition = *query->condition;
  return own;
}

XapianQuery *xapian_query_new_scaled(const XapianQuery *query, double factor) {
  return make_query(
      [&](Condition &condition) { return factor * keep_condition(query, condition); });
}

XapianQuery *xapian_query_new_weight(double weight) {
  /* release(): the query owns the source from here on. */
  return make_query([&](Condition &condition) {
    condition.kind = Condition::ALL;
    return Xapian::Query((new Xapian::FixedWeightPostingSource(weight))->release());
  });
}

XapianQuery *xapian_query_copy(const XapianQuery *query) {
  return make_query([&](Condition &condition) { return keep_condition(query, condition); });
}

void xapian_query_free(XapianQuery *query) {
  delete query;
}

/* --- searching --- */

static void clear_match(gpointer data) {
  g_free(static_cast<XapianMatch *>(data)->collapse_value);
}

static void clear_value_count(gpointer data) {
  g_free(static_cast<XapianValueCount *>(data)->value);
}

static void copy_facet(XapianResult *result, Counter &counter) {
  GArray *counts = g_array_new(FALSE, FALSE, sizeof(XapianValueCount));
  g_array_set_clear_func(counts, clear_value_count);
  g_ptr_array_add(result->facets, counts);
  counter.each([&](const std::string &value, guint32 number) {
    XapianValueCount count = {copy(value), number};
    g_array_append_val(counts, count);
  });
}

/* Calls `visit` with the value in the slot of each of these documents that has one. */
template <typename Visit>
static void visit_values(const Xapian::Database &database, int slot, const GArray *docids,
                         Visit visit) {
  auto number = static_cast<Xapian::valueno>(slot);
  auto it = database.valuestream_begin(number), end = database.valuestream_end(number);
  for (guint i = 0; i < docids->len && it != end; i++) {
    guint32 docid = g_array_index(docids, guint32, i);
    it.skip_to(docid);
    if (it != end && it.get_docid() == docid)
      visit(docid, *it);
  }
}

/* Sets of documents, a bit for each id: what a condition finds, without a match, which looks at
 * each document several times and at each weight. */
class Sets {
public:
  using Set = std::vector<guint64>;

  Sets(const Xapian::Database &counted, const XapianSearch *search)
      : database(counted), watched(search), words(counted.get_lastdocid() / BITS + 1) {}

  /* Ids of what the condition finds, ascending; an array of guint32, yours. */
  GArray *find(const Condition &condition) {
    Set found(words);
    add(condition, nullptr, found);
    GArray *docids = g_array_new(FALSE, FALSE, sizeof(guint32));
    each(found, [&](guint32 docid) { g_array_append_val(docids, docid); });
    return docids;
  }

  /* How many of `among` the condition finds. */
  guint64 count(const Condition &condition, const Condition &among) {
    Set some(words), found(words);
    add(among, nullptr, some);
    Within within(std::move(some));
    add(condition, &within, found);
    guint64 number = 0;
    for (guint64 word : found)
      number += static_cast<guint64>(__builtin_popcountll(word));
    return number;
  }

private:
  static constexpr size_t BITS = 64;

  /* What is looked through; no more than that is looked up. */
  struct Within {
    Set set;
    std::vector<Xapian::docid> docids;

    explicit Within(Set own) : set(std::move(own)) {
      each(set, [&](guint32 docid) { docids.push_back(docid); });
    }
  };

  template <typename Visit> static void each(const Set &set, Visit visit) {
    for (size_t word = 0; word < set.size(); word++)
      for (guint64 rest = set[word]; rest; rest &= rest - 1)
        visit(static_cast<guint32>(word * BITS + static_cast<size_t>(__builtin_ctzll(rest))));
  }

  static void add_one(Set &set, Xapian::docid docid) {
    set[docid / BITS] |= guint64{1} << docid % BITS;
  }

  static bool has(const Set &set, Xapian::docid docid) {
    return set[docid / BITS] >> docid % BITS & 1;
  }

  void watch() const {
    if (watched->is_over && watched->is_over(watched->is_over_data))
      throw TimeIsOver();
  }

  guint64 frequency(const std::string &term) {
    auto known = frequencies.find(term);
    if (known == frequencies.end())
      known = frequencies.emplace(term, database.get_termfreq(term)).first;
    return known->second;
  }

  /* So many documents are found at most, or `enough`. */
  guint64 estimate(const Condition &condition, guint64 enough) {
    guint64 most = 0;
    switch (condition.kind) {
    case Condition::TERM:
      return frequency(condition.term);
    case Condition::RANGES:
      for (const XapianRange &range : *condition.ranges)
        most += range.last - range.first + guint64{1};
      return most;
    case Condition::COMBINED:
      for (size_t i = 0; i < condition.parts.size() && !(is_any(condition.op) && most >= enough);
           i++) {
        guint64 part = estimate(*condition.parts[i], enough);
        if (is_any(condition.op))
          most += part;
        else
          most = i == 0 || (is_all(condition.op) && part < most) ? part : most;
      }
      return most;
    default:
      return condition.kind == Condition::NOTHING ? 0 : database.get_doccount();
    }
  }

  static bool is_any(XapianOperator op) {
    return op == XAPIAN_OR || op == XAPIAN_SYNONYM || op == XAPIAN_MAX;
  }

  static bool is_all(XapianOperator op) {
    return op == XAPIAN_AND || op == XAPIAN_FILTER;
  }

  void add_term(const std::string &term, const Within *within, Set &set) {
    constexpr unsigned ask_every = 8192;
    constexpr size_t few = 256;
    unsigned seen = 0;
    auto it = database.postlist_begin(term), end = database.postlist_end(term);
    if (within && (within->docids.size() < few || within->docids.size() < frequency(term))) {
      for (Xapian::docid docid : within->docids) {
        if (has(set, docid))
          continue;
        it.skip_to(docid);
        if (it == end)
          return;
        if (*it == docid)
          add_one(set, docid);
      }
      return;
    }
    for (; it != end; ++it) {
      if (!within || has(within->set, *it))
        add_one(set, *it);
      if (++seen % ask_every == 0)
        watch();
    }
  }

  void add_ranges(const std::vector<XapianRange> &ranges, const Within *within, Set &set) const {
    const auto most = static_cast<Xapian::docid>(database.get_lastdocid());
    for (const XapianRange &range : ranges)
      for (guint64 at = range.first; at <= MIN(range.last, most); at++) {
        auto docid = static_cast<Xapian::docid>(at);
        if (!within || has(within->set, docid))
          add_one(set, docid);
      }
  }

  void add_matched(const Xapian::Query &query, const Within *within, Set &set) const {
    Gatherer gatherer;
    gatherer.watched = watched;
    g_autoptr(GArray) found = gatherer.docids = g_array_new(FALSE, FALSE, sizeof(guint32));
    Xapian::Enquire enquire(database);
    enquire.set_query(0.0 * query);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.get_mset(0, 0, G_MAXUINT, nullptr, &gatherer);
    for (guint i = 0; i < found->len; i++) {
      guint32 docid = g_array_index(found, guint32, i);
      if (!within || has(within->set, docid))
        add_one(set, docid);
    }
  }

  /* What has all parts: the rarest is looked for first, the others among what has it. */
  void add_all(const Condition &condition, const Within *within, Set &set) {
    std::vector<std::pair<guint64, const Condition *>> parts;
    guint64 least = G_MAXUINT64;
    for (const auto &part : condition.parts)
      if (parts.empty() || is_all(condition.op)) {
        parts.emplace_back(estimate(*part, least), part.get());
        least = MIN(least, parts.back().first);
      }
    std::stable_sort(parts.begin(), parts.end(),
                     [](const auto &a, const auto &b) { return a.first < b.first; });
    Set own(words);
    add(*parts[0].second, within, own);
    for (size_t i = 1; i < parts.size(); i++) {
      Within among(std::move(own));
      own = Set(words);
      if (among.docids.empty())
        break;
      add(*parts[i].second, &among, own);
    }
    for (size_t i = 1; i < condition.parts.size() && condition.op == XAPIAN_AND_NOT; i++) {
      Within among(own);
      Set excluded(words);
      add(*condition.parts[i], &among, excluded);
      for (size_t k = 0; k < words; k++)
        own[k] &= ~excluded[k];
    }
    for (size_t k = 0; k < words; k++)
      set[k] |= own[k];
  }

  /* Adds what the condition finds of `within`, of all if NULL. */
  void add(const Condition &condition, const Within *within, Set &set) {
    switch (condition.kind) {
    case Condition::TERM:
    case Condition::ALL: /* the term of which is empty */
      add_term(condition.term, within, set);
      break;
    case Condition::NOTHING:
      break;
    case Condition::RANGES:
      add_ranges(*condition.ranges, within, set);
      break;
    case Condition::COMBINED:
      watch();
      for (const auto &part : condition.parts)
        if (is_any(condition.op))
          add(*part, within, set);
      if (!is_any(condition.op))
        add_all(condition, within, set);
      break;
    case Condition::OTHER:
      add_matched(condition.query, within, set);
    }
  }

  const Xapian::Database &database;
  const XapianSearch *watched;
  size_t words;
  std::unordered_map<std::string, guint64> frequencies;
};

/* How many documents have each value. */
using Alike = std::unordered_map<std::string, guint32>;

/* Counts all that is found without weighing any of it: which is most of what a match costs. */
static void count_all(const Xapian::Database &database, const XapianSearch *search,
                      XapianResult *result, Alike &alike) {
  const XapianQuery *counted = search->within ? search->within : search->query;
  counted->get();
  result->docids = Sets(database, search).find(*counted->condition);
  for (guint i = 0; i < search->facet_count; i++) {
    Counter counter(search->facet_slots[i], search->facet_separator, search->facet_starts);
    visit_values(database, search->facet_slots[i], result->docids,
                 [&](guint32 docid, const std::string &value) { counter.add(docid, value); });
    copy_facet(result, counter);
  }
  result->uncollapsed = result->estimated = result->docids->len;
  Alike::value_type *last = nullptr;
  if (search->collapse_slot >= 0)
    visit_values(database, search->collapse_slot, result->docids,
                 [&](guint32, const std::string &value) {
                   /* Entries that follow each other often have the same. */
                   if (!last || last->first != value)
                     last = &*alike.emplace(value, 0).first;
                   result->estimated -= ++last->second > MAX(search->collapse_most, 1);
                 });
  result->lower = result->upper = result->estimated;
}

/* Counts while it ranks: of several databases each may be elsewhere, and is asked once. */
static void count_ranked(Xapian::Enquire &enquire, const XapianSearch *search,
                         Xapian::MatchDecider *watch, XapianResult *result, Xapian::MSet &mset) {
  std::deque<Counter> counters; /* a deque: they cannot be moved */
  for (guint i = 0; i < search->facet_count; i++) {
    counters.emplace_back(search->facet_slots[i], search->facet_separator, search->facet_starts);
    enquire.add_matchspy(&counters.back());
  }
  bool counted = search->collapse_slot >= 0 && search->check_at_least == G_MAXUINT;
  Total total;
  if (counted)
    enquire.add_matchspy(&total);
  mset = enquire.get_mset(search->offset, search->limit, search->check_at_least, nullptr, watch);
  result->lower = mset.get_matches_lower_bound();
  result->estimated = mset.get_matches_estimated();
  result->upper = mset.get_matches_upper_bound();
  result->uncollapsed = counted ? total.count : mset.get_uncollapsed_matches_estimated();
  /* Of values that are told apart Xapian estimates how many there are, even where it has seen all
   * of them: as many as its lower bound. */
  if (counted)
    result->estimated = result->upper = result->lower;
  for (auto &counter : counters)
    copy_facet(result, counter);
}

/* What ranks, of what may be found; `docids` are all of that, NULL where it is not known.  *bonus
 * becomes what each weighs besides. */
static Xapian::Query ranked_query(const Xapian::Database &database, const XapianSearch *search,
                                  const GArray *docids, double *bonus) {
  const Xapian::Query &query = search->query->get();
  if (!docids)
    return search->within ? Xapian::Query(Xapian::Query::OP_FILTER, query, search->within->get())
                          : query;
  Condition found;
  Xapian::Query filter = new_docids_query(docids, found);
  if (!search->untiered)
    return {Xapian::Query::OP_FILTER, query, filter};
  std::vector<Xapian::Query> weighed{search->untiered->get()};
  for (guint i = 0; i < search->tier_count; i++) {
    const XapianTier &tier = search->tiers[i];
    guint64 has = Sets(database, search).count(*tier.query->condition, found);
    if (has == docids->len)
      *bonus += tier.weight;
    else if (has > 0)
      weighed.emplace_back(
          Xapian::Query::OP_AND, 0.0 * tier.query->get(),
          Xapian::Query((new Xapian::FixedWeightPostingSource(tier.weight))->release()));
  }
  return {Xapian::Query::OP_AND_MAYBE, filter,
          Xapian::Query(Xapian::Query::OP_OR, weighed.begin(), weighed.end())};
}

static void run_search(Xapian::Database &database, const XapianSearch *search,
                       XapianResult *result) {
  Xapian::Enquire enquire(database);
  Alike alike;
  if (search->check_at_least == G_MAXUINT && !search->by_docid && database.size() == 1)
    count_all(database, search, result, alike);
  double bonus = 0;
  enquire.set_query(ranked_query(database, search, result->docids, &bonus));
  if (search->bm25_k1 > 0 || search->bm25_b > 0)
    enquire.set_weighting_scheme(Xapian::BM25Weight(search->bm25_k1, 0, 1, search->bm25_b, 0.5));
  if (search->by_docid)
    enquire.set_weighting_scheme(Xapian::BoolWeight());
  if (search->collapse_slot >= 0)
    enquire.set_collapse_key(static_cast<Xapian::valueno>(search->collapse_slot),
                             MAX(search->collapse_most, 1));
  auto sort_slot = static_cast<Xapian::valueno>(search->sort_slot);
  if (search->sort_slot >= 0 && search->weight_first)
    enquire.set_sort_by_relevance_then_value(sort_slot, search->sort_reverse);
  else if (search->sort_slot >= 0)
    enquire.set_sort_by_value_then_relevance(sort_slot, search->sort_reverse);
  Watch watch;
  watch.watched = search;
  Xapian::MatchDecider *decider = search->is_over ? &watch : nullptr;
  Xapian::MSet mset;
  if (!result->docids)
    count_ranked(enquire, search, decider, result, mset);
  else if (search->limit > 0 && result->docids->len > 0)
    mset = enquire.get_mset(search->offset, search->limit, 0, nullptr, decider);
  for (auto it = mset.begin(); it != mset.end(); ++it) {
    const std::string value = search->collapse_slot >= 0 ? it.get_collapse_key() : std::string();
    guint32 collapsed = it.get_collapse_count();
    if (result->docids && !value.empty())
      collapsed = alike[value] - MIN(alike[value], MAX(search->collapse_most, 1));
    XapianMatch match = {*it, it.get_weight() + bonus,
                         search->collapse_slot >= 0 ? copy(value) : nullptr, collapsed};
    g_array_append_val(result->matches, match);
  }
}

XapianResult *xapian_search(XapianDatabase *database, const XapianSearch *search, GError **error) {
  XapianResult *result = g_new0(XapianResult, 1);
  result->matches = g_array_new(FALSE, FALSE, sizeof(XapianMatch));
  g_array_set_clear_func(result->matches, clear_match);
  result->facets = g_ptr_array_new_with_free_func(
      [](gpointer data) { g_array_unref(static_cast<GArray *>(data)); });
  if (!guarded(error, [&] { run_search(*database->use, search, result); }))
    g_clear_pointer(&result, xapian_result_free);
  return result;
}

void xapian_result_free(XapianResult *result) {
  if (!result)
    return;
  g_array_unref(result->matches);
  g_ptr_array_unref(result->facets);
  g_clear_pointer(&result->docids, g_array_unref);
  g_free(result);
}
