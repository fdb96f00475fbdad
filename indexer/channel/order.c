/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "order.h"

#include <string.h>

bool rc_ocr_choice_from_name(const char *name, RcOcrChoice *choice) {
  static const char *const names[RC_N_OCR_CHOICES] = {
      [RC_OCR_AUTO] = "auto", [RC_OCR_NEVER] = "never", [RC_OCR_ALWAYS] = "always"};
  for (int i = 0; i < RC_N_OCR_CHOICES; i++) {
    if (strcmp(names[i], name) == 0) {
      *choice = (RcOcrChoice)i;
      return true;
    }
  }
  return false;
}

bool rc_order_pages_have(const RcOrderPages *pages, guint32 page) {
  for (guint32 i = 0; i < MIN(pages->count, RC_ORDER_SKIPS_MAX); i++)
    if (pages->pages[i] == page)
      return true;
  return false;
}

bool rc_order_pages_add(RcOrderPages *pages, guint32 page) {
  if (pages->count >= RC_ORDER_SKIPS_MAX)
    return false;
  pages->pages[pages->count++] = page;
  return true;
}

RcOrder rc_order_for_pdf(RcOcrChoice choice, bool ocr) {
  return (RcOrder){
      .ocr = ocr,
      .choice = choice,
      .page_seconds = ocr ? RC_ORDER_OCR_PAGE_SECONDS : RC_ORDER_PAGE_SECONDS,
      .seconds = RC_ORDER_SECONDS + (ocr ? RC_ORDER_OCR_SECONDS : 0),
      .ocr_seconds = ocr ? RC_ORDER_OCR_SECONDS : 0,
  };
}

RcOrder rc_order_for_packed(void) {
  return (RcOrder){
      .packed = true, .page_seconds = RC_ORDER_PAGE_SECONDS, .seconds = RC_ORDER_SECONDS};
}
