#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Text that is turned within a page that else stands upright: side tabs, stamps, tables.
. "$(dirname "$0")/tap.sh"

page() { "$here/make-page" "$1"; }

mkdir lib
page lib/registers-en.pdf <<'END'
14b The registers
12
12 1. The keepers of the mills were heard in May, and they said that the first weir of
12 the river was open, that the rule was kept and that nobody had drowned there, and
10<90@40,200 REGISTER OF THE WEIRS
10<270@560,700 Archive of the district
10<270@548,700 Fund 7, sheet 12
---
12 that the district knew. Of other things they did not speak, and nobody asked them.
12
12 2. The district has not answered the keepers, who have asked it once more.
10<90@40,200 REGISTER OF THE WEIRS
10<180@540,500 Received by the archive
10<180@540,512 on the second of May
---
12 3. The miller left in June, and the mill was closed in the same year, as the keepers
12 have written to the district.
10<90@40,200 REGISTER OF THE WEIRS
10<90@100,100 Valley
10<90@120,100 North
10<90@140,100 South
10<90@160,100 East
10<90@100,300 Reports
10<90@120,300 12
10<90@140,300 7
10<90@160,300 31
10<90@100,500 Answers
10<90@120,500 2
10<90@140,500 5
10<90@160,500 3
END
page lib/registers-ru.pdf <<'END'
14b Реестры
12
12 1. Хранителей мельниц выслушали в мае, и они сказали, что первая плотина на реке
12 была открыта, что правило соблюдалось и что никто в тот год не утонул, и
10<90@40,200 РЕЕСТР ПЛОТИН
10<270@560,700 Архив района
10<270@548,700 Фонд 7, лист 12
---
12 что район об этом знал. Об остальном они не говорили, и их не спросили.
12
12 2. Район не ответил хранителям, которые спросили его ещё раз.
10<90@40,200 РЕЕСТР ПЛОТИН
10<180@540,500 Получено архивом
10<180@540,512 второго мая
---
12 3. Мельник уехал в июне, и мельницу закрыли в том же году, как хранители писали
12 району.
10<90@40,200 РЕЕСТР ПЛОТИН
10<90@100,100 Долина
10<90@120,100 Север
10<90@140,100 Юг
10<90@160,100 Восток
10<90@100,300 Отчёты
10<90@120,300 12
10<90@140,300 7
10<90@160,300 31
10<90@100,500 Ответы
10<90@120,500 2
10<90@140,500 5
10<90@160,500 3
END
page lib/hung-en.pdf <<'END'
12<180@540,470 1. The page was bound upside down, and nobody has turned it since then.
12<180@540,500 2. Whoever reads it turns the book.
8 Scanned in the archive
END
page lib/hung-ru.pdf <<'END'
12<180@540,470 1. Страница вшита вверх ногами, и никто с тех пор её не перевернул.
12<180@540,500 2. Кто её читает, переворачивает книгу.
8 Снято в архиве
END

page lib/raised-en.pdf <<'END'
12 1. The floor of the mill has 40 m{2} and the yard has 90 m{2} of stone.
12
12 2. The 2{nd} weir was open, and the 4{th} was not.
10<90@40,200 REGISTER OF THE WEIRS
END
page lib/raised-ru.pdf <<'END'
12 1. Пол мельницы занимает 40 м{2} и двор занимает 90 м{2} земли.
12
12 2. Открыта была 2{я} плотина, а 4{я} не была.
10<90@40,200 РЕЕСТР ПЛОТИН
END

passages() { # DOCUMENT: number, kind and text of each passage, with bars between cells
  "$index" --ocr=never --dump="lib/$1" | perl -MJSON::PP -ne 'my $p = decode_json($_); next if !$p->{passage};
    $p->{text} =~ tr/\t/|/; binmode STDOUT, ":utf8";
    printf "%s %s: %s\n", $p->{paragraph} // "-", $p->{kind}, $p->{text}'
}
is "$(passages registers-en.pdf)" "- heading: The registers
1 body: 1. The keepers of the mills were heard in May, and they said that the first weir of the river \
was open, that the rule was kept and that nobody had drowned there, and that the district knew. Of other things they \
did not speak, and nobody asked them.
- body: Archive of the district Fund 7, sheet 12
2 body: 2. The district has not answered the keepers, who have asked it once more.
- body: Received by the archive on the second of May
3 body: 3. The miller left in June, and the mill was closed in the same year, as the keepers have written to the \
district.
- table: Valley|Reports|Answers
- table: North|12|2
- table: South|7|5
- table: East|31|3" 'what is turned by 90, 180 and 270 degrees is read by itself, and a side tab is a running head'
is "$(passages registers-ru.pdf)" "- heading: Реестры
1 body: 1. Хранителей мельниц выслушали в мае, и они сказали, что первая плотина на реке была открыта, что \
правило соблюдалось и что никто в тот год не утонул, и что район об этом знал. Об остальном они не говорили, и их не \
спросили.
- body: Архив района Фонд 7, лист 12
2 body: 2. Район не ответил хранителям, которые спросили его ещё раз.
- body: Получено архивом второго мая
3 body: 3. Мельник уехал в июне, и мельницу закрыли в том же году, как хранители писали району.
- table: Долина|Отчёты|Ответы
- table: Север|12|2
- table: Юг|7|5
- table: Восток|31|3" 'in Russian, too'
is "$(passages hung-en.pdf)" "1 body: 1. The page was bound upside down, and nobody has turned it since then.
2 body: 2. Whoever reads it turns the book.
- body: Scanned in the archive" 'a page that hangs upside down is turned'
is "$(passages hung-ru.pdf)" "1 body: 1. Страница вшита вверх ногами, и никто с тех пор её не перевернул.
2 body: 2. Кто её читает, переворачивает книгу.
- body: Снято в архиве" 'in Russian, too'
is "$(passages raised-en.pdf)" "1 body: 1. The floor of the mill has 40 m2 and the yard has 90 m2 of stone.
2 body: 2. The 2nd weir was open, and the 4th was not.
- body: REGISTER OF THE WEIRS" 'what stands raised behind a letter or a figure is not turned'
is "$(passages raised-ru.pdf)" "1 body: 1. Пол мельницы занимает 40 м2 и двор занимает 90 м2 земли.
2 body: 2. Открыта была 2я плотина, а 4я не была.
- body: РЕЕСТР ПЛОТИН" 'in Russian, too'
like "$("$index" --ocr=never --dump=lib/registers-ru.pdf)" '"column":"Отчёты","text":"31"' \
  'cells of a turned table know what stands over them'
finish
