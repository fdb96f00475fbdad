/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the store, for the files that are made of it: store-open.c, store.c and
 * store-withdraw.c. */
#ifndef RC_STORE_INSIDE_H
#define RC_STORE_INSIDE_H

#include "holdings.h"
#include "store.h"
#include "write-queue.h"

/* Metadata of the writer's own: JSON object with `size` and `written`. */
#define RC_STORE_KEY_COUNTERS "counters"

struct RcStore {
  char *path;
  RcStorePurpose purpose;
  GPtrArray *notes;     /* of char *: what was put right */
  int lock;             /* descriptor of the lock file */
  bool has_no_locks;    /* the file system, says Xapian */
  RcWriteQueue *writes; /* while it is busy, `holdings` belongs to its thread */
  RcHoldings holdings;
  guint generation; /* that is written to */
  guint in_use;     /* that readers use; 0 if none was committed yet */
  RcCatalogue *catalogue;
  GHashTable *withdrawn; /* set of digests, or of the beginnings of them */
  bool unfinished;       /* words of what is withdrawn may still stand in the folder */
  guint64 batch;         /* bytes written since the last commit */
  guint64 written;       /* bytes written since the last compaction */
  guint64 size;          /* bytes written in all, as far as known */
  bool unreadable;       /* its records are of another schema, or damaged */
  char *features;        /* of the index, see index.h: kept as they are */
  char *damage;          /* what is wrong with its records, or NULL */
  char *vocabulary;      /* digest of the names that the database at hand is made with */
  bool is_outdated;      /* unreadable, or made with other names */
  bool is_archive_lost;  /* the archive at hand is new, and yet to be filled from the index */
  bool is_lost;          /* no database could be opened: it is outdated, and empty */
};

/* --- generations --- */

/* Names the one that readers use from now on. */
bool rc_store_use_generation(RcStore *store, guint generation, GError **error);
/* Writes to it from now on. */
bool rc_store_open_writer(RcStore *store, guint generation, GError **error);
/* Writes to one that is new and empty, beside what is there. */
bool rc_store_create_writer(RcStore *store, GError **error);

/* The folders that files lie below, as an index says them; yours to free. */
char *rc_store_list_roots(const RcStore *store);

/* --- opening --- */

/* Says what opening has put right. */
void rc_store_add_note(RcStore *store, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* --- withdrawing --- */

/* Fills store->withdrawn. */
bool rc_store_read_withdrawn(RcStore *store, GError **error);
/* Makes good what a program has begun that was killed. */
bool rc_store_finish_withdrawals(RcStore *store, GError **error);
/* The last step of a withdrawal: there is one generation, and it is new. */
bool rc_store_close_withdrawal(RcStore *store, GError **error);
/* Forgets all files of a document, and so the document. */
bool rc_store_forget_files(RcStore *store, const char *id, GError **error);

#endif
