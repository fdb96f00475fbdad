/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts of each format to blocks with places and notes; as a message; in a process by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "docx-fixture.h"
#include "draft.h"
#include "error.h"

/* Blocks as "kind place note: text", a mark as {label}; yours to free. */
static char *tell(const RcDraft *draft) {
  static const char kinds[] = "thqn";
  GString *all = g_string_new(NULL);
  for (guint i = 0; i < draft->blocks->len; i++) {
    const RcDraftBlock *block = draft->blocks->pdata[i];
    g_string_append_printf(all, "%c%u", kinds[block->kind], block->place);
    if (block->note)
      g_string_append_printf(all, " %s", block->note);
    g_string_append(all, ": ");
    guint32 at = 0;
    for (guint k = 0; k < block->marks->len; k++) {
      const RcDraftMark *mark = &g_array_index(block->marks, RcDraftMark, k);
      g_string_append_len(all, block->text + at, mark->offset - at);
      g_string_append_printf(all, "{%s}", mark->note);
      at = mark->offset;
    }
    g_string_append(all, block->text + at);
    g_strchomp(all->str);
    all->len = strlen(all->str);
    g_string_append_c(all, '|');
  }
  return g_string_free(all, FALSE);
}

static void assert_reads(const char *bytes, gsize length, const char *extension,
                         RcDraftFormat format, const char *wanted) {
  g_autoptr(GError) error = NULL;
  g_autoptr(RcDraft) draft = rc_draft_parse(bytes, length, extension, &error);
  assert_null(error);
  assert_int_equal(draft->format, format);
  g_autofree char *told = tell(draft);
  assert_string_equal(told, wanted);
  g_autoptr(GByteArray) message = rc_draft_pack(draft);
  g_autoptr(RcDraft) again = rc_draft_unpack(message->data, message->len);
  assert_non_null(again);
  g_autofree char *told_again = tell(again);
  assert_string_equal(told_again, wanted);
}

static void assert_text(const char *text, const char *extension, RcDraftFormat format,
                        const char *wanted) {
  assert_reads(text, strlen(text), extension, format, wanted);
}

static void test_plain(void **state) {
  (void)state;
  assert_text("One\ntwo.[1] [7]\n\n> words\n> of others\nmine¹\n\n[1] See A/1.\n¹ Там же.\n", "txt",
              RC_DRAFT_PLAIN,
              "t1: One\ntwo.{1} [7]|q4:  words\n of others|t6: mine{1}|n8 1:  See A/1.|"
              "n9 1:  Там же.|");
  assert_text("\xEF\xBB\xBFпункт\x01 a\r\n", NULL, RC_DRAFT_PLAIN, "t1: пункт  a|");
  assert_reads(NULL, 0, NULL, RC_DRAFT_PLAIN, "");
  assert_text("Said.[^smith]\n\n[^smith]: A/1\n", NULL, RC_DRAFT_PLAIN,
              "t1: Said.{smith}|n3 smith:  A/1|");
}

static void test_encodings(void **state) {
  (void)state;
  assert_text("\xCF\xF0\xE0\xE2\xEE \xE8 \xF1\xF3\xE4", "txt", RC_DRAFT_PLAIN, "t1: Право и суд|");
  assert_text("the caf\xE9 of Geneva", "txt", RC_DRAFT_PLAIN, "t1: the café of Geneva|");
  static const char wide[] = "\xFF\xFE\x1F\x04\x40\x04";
  assert_reads(wide, sizeof wide - 1, "txt", RC_DRAFT_PLAIN, "t1: Пр|");
}

static void test_markdown(void **state) {
  (void)state;
  assert_text("# Head\n\nHe *said* \"not\nso\".[^b] More.[^a]\n\n> quoted **words**\n\n- item\n\n"
              "[^a]: See A/2.\n[^b]: See A/1, para. 5.\n",
              "md", RC_DRAFT_MARKDOWN,
              "h1: Head|t3: He said \"not\nso\".{1} More.{2}|q6: quoted words|t8: item|"
              "n11 1: See A/1, para. 5.|n10 2: See A/2.|");
}

static void test_html(void **state) {
  (void)state;
  assert_text("<!DOCTYPE html><title>T</title><h1>Head</h1><p>One <b>two</b>"
              "<sup><a href=\"#f1\">1</a></sup> &amp; &laquo;da&raquo;<script>no()</script></p>"
              "<blockquote><p>words <q>so</q></p></blockquote><del>gone</del>"
              "<ol><li id=\"f1\"><a href=\"#r1\">1</a> See A/1.</li></ol>",
              NULL, RC_DRAFT_HTML,
              "h1: Head|t2: One two{1} & «da»|q3: words “so”|n4 1: 1 See A/1.|");
  assert_text("<html><meta charset=windows-1251><p>\xCF\xF0\xE0\xE2\xEE</p>", NULL, RC_DRAFT_HTML,
              "t1: Право|");
}

#define W "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\" xmlns:mc=\"mc\">"
#define TEXT(text) "<w:r><w:t>" text "</w:t></w:r>"

static void test_docx(void **state) {
  (void)state;
  static const DocxPart parts[] = {
      {"[Content_Types].xml", "<Types/>"},
      {"word/document.xml",
       W "<w:p>" TEXT(
           "He said “so”.") "<w:r><w:footnoteReference w:id=\"9\"/></w:r>"
                            "<w:del><w:r><w:t>old</w:t></w:r></w:del>" TEXT(
                                " End") "</w:p>"
                                        "<w:p><w:pPr><w:pStyle w:val=\"a7\"/></w:pPr>" TEXT(
                                            "words") "</w:p>"
                                                     "<w:p/><w:p><w:r><w:t>co</"
                                                     "w:t><w:noBreakHyphen/><w:t>op</w:t>"
                                                     "<w:endnoteReference "
                                                     "w:id=\"2\"/></w:r></w:p></w:document>"},
      {"word/footnotes.xml",
       W "<w:footnote w:id=\"0\" w:type=\"separator\"><w:p>" TEXT(
           "-") "</w:p></w:footnote><w:footnote w:id=\"9\"><w:p>" TEXT("See A/1.") "</w:p></"
                                                                                   "w:footnote></"
                                                                                   "w:document>"},
      {"word/endnotes.xml",
       W "<w:endnote w:id=\"2\"><w:p>" TEXT("Там же") "</w:p></w:endnote></w:document>"},
      {"word/styles.xml",
       W "<w:style w:styleId=\"a7\"><w:name w:val=\"Quote\"/></w:style></w:document>"},
      {NULL, NULL}};
  g_autoptr(GByteArray) docx = docx_of(parts);
  assert_reads(
      (const char *)docx->data, docx->len, NULL, RC_DRAFT_DOCX,
      "t1: He said “so”.{1} End|q2: words|t4: co\u2011op{e1}|n1 1: See A/1.|n4 e1: Там же|");
}

static void assert_damaged(const char *bytes, gsize length) {
  g_autoptr(GError) error = NULL;
  assert_null(rc_draft_parse(bytes, length, "docx", &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
}

static void test_damaged_docx(void **state) {
  (void)state;
  static const DocxPart empty[] = {{"word/other.xml", "<a/>"}, {NULL, NULL}};
  static const DocxPart broken[] = {{"word/document.xml", W "<w:p>"}, {NULL, NULL}};
  static const DocxPart entities[] = {
      {"word/document.xml", "<!DOCTYPE d [<!ENTITY a \"aaaa\">]><d>&a;</d>"}, {NULL, NULL}};
  const DocxPart *const all[] = {empty, broken, entities};
  for (gsize i = 0; i < G_N_ELEMENTS(all); i++) {
    g_autoptr(GByteArray) docx = docx_of(all[i]);
    assert_damaged((const char *)docx->data, docx->len);
  }
  assert_damaged("PK\3\4 and no more", 16);
}

static void test_limits(void **state) {
  (void)state;
  g_autofree char *long_text = g_strnfill(RC_DRAFT_TEXT_BYTES_MAX + 10, 'a');
  g_autoptr(RcDraft) draft = rc_draft_parse(long_text, RC_DRAFT_TEXT_BYTES_MAX + 10, NULL, NULL);
  assert_true(draft->cut);
  g_autoptr(GString) many = g_string_new(NULL);
  for (int i = 0; i < RC_DRAFT_BLOCKS_MAX + 5; i++)
    g_string_append(many, "a\n\n");
  g_autoptr(RcDraft) blocks = rc_draft_parse(many->str, many->len, NULL, NULL);
  assert_true(blocks->cut);
  assert_int_equal(blocks->blocks->len, RC_DRAFT_BLOCKS_MAX);
}

/* SECURITY.md says so. */
static void test_limits_are_those_that_are_told(void **state) {
  (void)state;
  assert_int_equal(RC_DRAFT_FILE_BYTES_MAX, 32 << 20);
  assert_int_equal(RC_DRAFT_UNPACKED_BYTES_MAX, 64 << 20);
  assert_int_equal(RC_DRAFT_TEXT_BYTES_MAX, 4 << 20);
  assert_int_equal(RC_DRAFT_MEMORY_BYTES, 1 << 30);
  assert_int_equal(RC_DRAFT_CPU_SECONDS, 20);
}

static void test_bad_messages(void **state) {
  (void)state;
  g_autoptr(RcDraft) draft = rc_draft_parse("a[1] b\n\n[1] c", 13, NULL, NULL);
  g_autoptr(GByteArray) message = rc_draft_pack(draft);
  for (guint length = 0; length < message->len; length++)
    assert_null(rc_draft_unpack(message->data, length));
  for (guint i = 0; i < message->len; i++) {
    guint8 before = message->data[i];
    message->data[i] = 0xFF;
    g_autoptr(RcDraft) other = rc_draft_unpack(message->data, message->len);
    assert_true(!other || other->blocks->len == 2);
    message->data[i] = before;
  }
}

static void test_marks_that_descend(void **state) {
  (void)state;
  g_autoptr(RcDraft) draft = rc_draft_parse("a[1] b[2]\n\n[1] c\n\n[2] d", 23, NULL, NULL);
  const RcDraftBlock *block = draft->blocks->pdata[0];
  assert_int_equal(block->marks->len, 2);
  g_array_index(block->marks, RcDraftMark, 0).offset = 4;
  g_autoptr(GByteArray) message = rc_draft_pack(draft);
  assert_null(rc_draft_unpack(message->data, message->len));
}

static void test_places(void **state) {
  (void)state;
  g_autoptr(RcDraft) draft = rc_draft_parse("\na\nb\nc", 6, NULL, NULL);
  assert_int_equal(rc_draft_place_at(draft, draft->blocks->pdata[0], 0), 2);
  assert_int_equal(rc_draft_place_at(draft, draft->blocks->pdata[0], 4), 4);
}

static void test_process(void **state) {
  (void)state;
  g_autofree char *folder = g_dir_make_tmp("recourse-draft-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "draft.htm", NULL);
  assert_true(
      g_file_set_contents(path, "<p>\xCF\xF0\xE0\xE2\xEE <!-- --><meta charset=cp1251>", -1, NULL));
  g_autoptr(GError) error = NULL;
  g_autoptr(RcDraft) draft = rc_draft_read(path, &error);
  assert_non_null(draft);
  assert_int_equal(draft->blocks->len, 1);
  assert_true(g_file_set_contents(path, "PK\3\4", -1, NULL));
  assert_null(rc_draft_read(path, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
  g_clear_error(&error);
  g_unlink(path);
  assert_null(rc_draft_read(path, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_IO));
  g_rmdir(folder);
}

/* Where the kernel has no landlock, nothing is read. */
static void deny_landlock(void) {
  static struct sock_filter rules[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_landlock_create_ruleset, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const struct sock_fprog program = {G_N_ELEMENTS(rules), rules};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static void test_a_wall_that_is_not_there(void **state) {
  (void)state;
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    deny_landlock();
    g_autoptr(GError) error = NULL;
    RcDraft *draft = rc_draft_read("-", &error);
    bool refused = !draft && g_error_matches(error, RC_ERROR, RC_ERROR_SYSTEM);
    _exit(refused && rc_error_exit_status(error) == RC_EXIT_SYSTEM ? 0 : 1);
  }
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_plain),
      cmocka_unit_test(test_encodings),
      cmocka_unit_test(test_markdown),
      cmocka_unit_test(test_html),
      cmocka_unit_test(test_docx),
      cmocka_unit_test(test_damaged_docx),
      cmocka_unit_test(test_limits),
      cmocka_unit_test(test_bad_messages),
      cmocka_unit_test(test_places),
      cmocka_unit_test(test_marks_that_descend),
      cmocka_unit_test(test_process),
      cmocka_unit_test(test_limits_are_those_that_are_told),
      cmocka_unit_test(test_a_wall_that_is_not_there),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
