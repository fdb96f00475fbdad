/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pass.h"
#include "reading.h"
#include "vanished.h"
#include "vocabulary.h"

void rc_run_summary_clear(RcRunSummary *summary) {
  g_clear_pointer(&summary->problems, g_ptr_array_unref);
}

/* --- what became of files --- */

void rc_run_add_problem(RcRun *run, const char *path, const char *what) {
  g_ptr_array_add(run->summary->problems, g_strdup_printf("%s: %s", path, what));
}

/* What a status other than ok means to whoever runs the program. */
static const char *const status_texts[RC_N_STATUSES] = {
    [RC_STATUS_PARTIAL] = "read in part: some pages, or files attached to it, could not be read",
    [RC_STATUS_NO_TEXT] = "no text: blank pages, or pictures in which OCR finds none",
    [RC_STATUS_ENCRYPTED] = "encrypted: needs a password",
    [RC_STATUS_DAMAGED] = "not a PDF, or too damaged to be read",
    [RC_STATUS_TIMEOUT] = "took too long and was stopped",
    [RC_STATUS_OUT_OF_MEMORY] = "needed too much memory and was stopped",
    [RC_STATUS_CRASHED] = "the process that read it crashed",
    [RC_STATUS_TOO_BIG] = "too big",
    [RC_STATUS_UNREADABLE] = "cannot be read",
};

/* "page 3", "pages 1-4, 7" */
static char *list_pages(const GArray *pages) {
  GString *list = g_string_new(pages->len == 1 ? "page " : "pages ");
  for (guint i = 0, end; i < pages->len; i = end) {
    guint32 first = g_array_index(pages, guint32, i);
    for (end = i + 1; end < pages->len; end++)
      if (g_array_index(pages, guint32, end) != first + (end - i))
        break;
    g_string_append_printf(list, "%s%u", i ? ", " : "", first);
    if (end - i > 1)
      g_string_append_printf(list, "-%u", first + (end - i) - 1);
  }
  return g_string_free(list, FALSE);
}

/* The next of several reasons begins. */
static GString *add_reason(GString *reason) {
  return g_string_append(reason, reason->len ? "; " : "");
}

/* What is in a document beside the text of its pages, and what of them cannot be seen. */
static void add_missed(GString *reason, const RcMissed *missed) {
  if (missed->damaged && missed->damaged->len) {
    g_autofree char *damaged = list_pages(missed->damaged);
    g_string_append_printf(add_reason(reason), "%s damaged: nothing was read of %s, or not all",
                           damaged, missed->damaged->len == 1 ? "it" : "them");
  }
  if (missed->form)
    g_string_append(add_reason(reason),
                    "a form that a program in it draws (XFA): what it says was not read");
  if (missed->files) {
    g_string_append_printf(add_reason(reason), "holds %u attached file%s that %s not read",
                           missed->files, missed->files == 1 ? "" : "s",
                           missed->files == 1 ? "was" : "were");
    for (guint i = 0; i < missed->names->len; i++)
      g_string_append_printf(reason, "%s%s", i ? ", " : ": ",
                             (const char *)g_ptr_array_index(missed->names, i));
    if (missed->names->len < missed->files)
      g_string_append(reason, ", ...");
  }
}

/* Why a document is not whole; yours to free, NULL if it is. */
static char *find_reason(const RcJob *job, RcStatus status, const GArray *wanting,
                         const char *why) {
  if (status == RC_STATUS_OK)
    return NULL;
  g_autofree char *unread = list_pages(job->unread), *wanted = list_pages(wanting);
  GString *reason = g_string_new(NULL);
  if (job->unread->len && status == RC_STATUS_PARTIAL)
    g_string_append_printf(reason, "read without %s, which could not be read within the limits",
                           unread);
  if (job->full > 0 && status == RC_STATUS_PARTIAL)
    g_string_append_printf(add_reason(reason),
                           "what follows from page %u on is left out: there is more in it "
                           "than an index takes of one document",
                           job->full);
  if (wanting->len)
    g_string_append_printf(add_reason(reason), "lacks text on %s: %s", wanted, why);
  if (status == RC_STATUS_PARTIAL || status == RC_STATUS_NO_TEXT)
    add_missed(reason, &job->missed);
  if (!reason->len)
    g_string_append(reason, status_texts[status]);
  return g_string_free(reason, FALSE);
}

/* Where text is left out that no reader of the page sees, by cause; yours to free, NULL if
 * there is none. */
static char *find_hidden(const GArray *hidden) {
  g_autoptr(GString) told = g_string_new(NULL);
  for (guint32 bit = 1; bit < RC_HIDDEN_ALL; bit *= 2) {
    g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint i = 0; i < hidden->len; i++)
      if (g_array_index(hidden, RcHiddenPage, i).why & bit)
        g_array_append_val(pages, g_array_index(hidden, RcHiddenPage, i).page);
    if (pages->len == 0)
      continue;
    g_autofree char *list = list_pages(pages);
    if (bit == RC_HIDDEN_UNSURE)
      g_string_append_printf(
          told,
          "%stext that no reader sees may be in it: to look for that on %s would "
          "have taken too long",
          told->len ? "; " : "", list);
    else
      g_string_append_printf(told, "%s%s on %s",
                             told->len ? "; " : "text that no reader sees is left out: ",
                             rc_hidden_name((RcHidden)bit), list);
  }
  return told->len ? g_string_free(g_steal_pointer(&told), FALSE) : NULL;
}

void rc_run_count(RcRun *run, const RcJob *job, RcStatus status, guint32 pages, guint32 pages_read,
                  const GArray *wanting, const char *why) {
  run->summary->read[status]++;
  run->summary->pages += pages_read;
  g_autofree char *reason = find_reason(job, status, wanting, why);
  g_autofree char *hidden = find_hidden(job->hidden);
  if (reason)
    rc_run_add_problem(run, job->path, reason);
  if (hidden)
    rc_run_add_problem(run, job->path, hidden);
  g_autofree char *both = reason && hidden ? g_strconcat(reason, "; ", hidden, NULL)
                                           : g_strdup(reason ? reason : hidden);
  gint64 took = job->started ? g_get_monotonic_time() - job->started : 0;
  RcReportLine line = {
      .path = job->path,
      .id = job->id,
      .status = rc_status_name(status),
      .pages = pages,
      .pages_read = pages_read,
      .seconds = (double)took / G_USEC_PER_SEC,
      .processor_seconds = (double)job->processor / G_USEC_PER_SEC,
      .reason = both,
  };
  rc_report_add(run->options->report, &line);
}

void rc_run_count_unchanged(RcRun *run, const char *path, const char *id) {
  const RcKnownDocument *known = rc_catalogue_find_document(run->catalogue, id);
  RcStatus status = known ? known->status : RC_STATUS_OK;
  RcReportLine line = {
      .path = (char *)path,
      .id = (char *)id,
      .status = rc_status_name(status),
      .pages = known ? known->pages : 0,
      .pages_read = known ? known->pages_read : 0,
      .unchanged = true,
      .reason = (char *)status_texts[status],
  };
  rc_report_add(run->options->report, &line);
}

/* --- what an earlier reader has read --- */

/* True if a document has a file that this run met, or that lies where it did. */
static bool has_file(const RcRun *run, const GPtrArray *files) {
  for (guint i = 0; i < files->len; i++) {
    const RcKnownFile *known = g_ptr_array_index(files, i);
    g_autofree char *key = rc_catalogue_key(&known->file);
    g_autofree char *path = rc_catalogue_absolute_path(run->catalogue, &known->file);
    struct stat info;
    if (g_hash_table_contains(run->seen, key) || lstat(path, &info) == 0)
      return true;
  }
  return false;
}

/* Counts what stays as an earlier reader has read it, and names what can be read no more. */
static void tell_what_is_earlier(RcRun *run) {
  g_autoptr(GPtrArray) ids = rc_catalogue_list_documents(run->catalogue);
  for (guint i = 0; i < ids->len; i++) {
    const char *id = g_ptr_array_index(ids, i);
    const RcKnownDocument *known = rc_catalogue_find_document(run->catalogue, id);
    if (!rc_reader_is_earlier(known->status, known->reader_version))
      continue;
    g_autoptr(GPtrArray) files = rc_catalogue_list_files_of(run->catalogue, id);
    run->summary->earlier++;
    if (files->len == 0 || has_file(run, files))
      continue;
    run->summary->earlier_gone++;
    g_autofree char *path = rc_catalogue_absolute_path(
        run->catalogue, &((const RcKnownFile *)g_ptr_array_index(files, 0))->file);
    RcReportLine line = {
        .path = path,
        .id = (char *)id,
        .status = rc_status_name(known->status),
        .pages = known->pages,
        .pages_read = known->pages_read,
        .unchanged = true,
        .reason = "was read by an earlier reader, and its PDF is gone; it stays as it was",
    };
    rc_report_add(run->options->report, &line);
  }
}

/* --- the run --- */

/* What can be read at once is whole in the index before OCR begins. */
static bool run_passes(RcRun *run, GError **error) {
  if (rc_store_damage(run->store))
    rc_run_add_problem(run, rc_store_path(run->store), "is damaged, and made anew from its text");
  bool anew = run->options->rebuild || rc_store_is_outdated(run->store);
  if (anew && !rc_rebuild_pass(run, error))
    return false;
  /* Half a rebuild: nothing of it counts. */
  if (rc_pass_is_interrupted(run))
    return true;
  if (!rc_reading_pass(run, error) ||
      (!rc_pass_is_interrupted(run) && !rc_vanished_remove(run, error)) ||
      (!rc_pass_is_interrupted(run) && !rc_rereading_pass(run, error)) ||
      (run->ocr_queue->len && !rc_store_commit(run->store, error)) || !rc_ocr_pass(run, error) ||
      !rc_store_commit(run->store, error) || !rc_ocr_pass_sweep(run, error))
    return false;
  run->summary->seconds = (double)(g_get_monotonic_time() - run->options->start) / G_USEC_PER_SEC;
  if (!rc_pass_is_interrupted(run) && rc_store_wants_compaction(run->store)) {
    gint64 start = g_get_monotonic_time();
    if (!rc_store_compact(run->store, error))
      return false;
    run->summary->compaction_seconds = (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
  }
  return rc_journal_trim(run->journal, error);
}

static void clear_run(RcRun *run) {
  g_clear_pointer(&run->jobs, g_ptr_array_unref);
  g_clear_pointer(&run->ocr_queue, g_ptr_array_unref);
  g_clear_pointer(&run->archived, g_ptr_array_unref);
  g_clear_pointer(&run->before, g_hash_table_unref);
  g_clear_pointer(&run->holders, g_hash_table_unref);
  g_clear_pointer(&run->orphans, g_ptr_array_unref);
  g_clear_pointer(&run->unrestored, g_ptr_array_unref);
  g_clear_pointer(&run->seen, g_hash_table_unref);
  g_clear_pointer(&run->spares, g_hash_table_unref);
  g_clear_pointer(&run->queued, g_hash_table_unref);
  g_clear_pointer(&run->earlier, g_hash_table_unref);
  g_clear_pointer(&run->earlier_files, g_array_unref);
  g_clear_pointer(&run->suspects, g_array_unref);
  g_clear_pointer(&run->ocr_suspects, g_array_unref);
  rc_journal_free(run->journal);
  rc_sidecars_free(run->sidecars);
  rc_progress_free(run->progress);
  g_free(run->reader_version);
}

static void free_spare(gpointer file) {
  rc_file_clear(file);
  g_free(file);
}

bool rc_run(RcStore *store, const RcWalk *walk, const RcRunOptions *options, RcRunSummary *summary,
            GError **error) {
  summary->problems = g_ptr_array_new_with_free_func(g_free);
  __attribute__((cleanup(clear_run))) RcRun run = {
      .store = store,
      .catalogue = rc_store_catalogue(store),
      .walk = walk,
      .options = options,
      .summary = summary,
      .jobs = g_ptr_array_new_with_free_func((GDestroyNotify)rc_job_free),
      .ocr_queue = g_ptr_array_new_with_free_func((GDestroyNotify)rc_job_free),
      .before =
          g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)rc_document_free),
      .orphans = g_ptr_array_new_with_free_func(g_free),
      .unrestored = g_ptr_array_new_with_free_func(g_free),
      .seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .spares = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_spare),
      .queued = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .earlier = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .earlier_files = g_array_new(FALSE, FALSE, sizeof(guint)),
      .suspects = g_array_new(FALSE, FALSE, sizeof(guint)),
      .ocr_suspects = g_array_new(FALSE, FALSE, sizeof(guint)),
      .sidecars = rc_sidecars_new(summary->problems),
      .progress = rc_progress_new(options->quiet),
      .reader_version = rc_reading_version(),
  };
  bool ready = rc_forkserver_wait(options->reader, error);
  run.journal = ready ? rc_journal_open(rc_store_path(store), error) : NULL;
  if (!run.journal)
    return false;
  if (options->manifest)
    rc_sidecars_read_manifest(run.sidecars, options->manifest);
  for (guint i = 0; i < walk->problems->len; i++)
    g_ptr_array_add(summary->problems, g_strdup(g_ptr_array_index(walk->problems, i)));
  bool done = run_passes(&run, error);
  rc_rebuild_pass_tell(&run);
  if (done)
    tell_what_is_earlier(&run);
  summary->interrupted = rc_pass_is_interrupted(&run);
  return done;
}
