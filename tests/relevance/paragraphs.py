# SPDX-License-Identifier: GPL-3.0-or-later
"""Real paragraphs that tests speak of without a copy of them: tables, and how a paragraph is found again.

A paragraph is anchored by the name of its file, a page it stands on, how many words it has and the first 16 digits of
the SHA-256 of its normalised words, joined by spaces."""
import csv, hashlib, json, os, re, subprocess, unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))


def lines(name):
    """The lines of a table beside this file that are no comment, each as its columns."""
    with open(os.path.join(HERE, name), encoding='utf-8') as file:
        yield from csv.reader((line for line in file if not line.startswith('#')), delimiter='\t',
                              quoting=csv.QUOTE_NONE)


def table(name):
    """The same as dictionaries, by the names in the first line."""
    rows = lines(name)
    names = next(rows)
    return [dict(zip(names, row)) for row in rows]


def dump(index, path):
    """The passages that are read of a PDF."""
    run = subprocess.run([index, '--ocr=never', '--dump', path], capture_output=True)
    return [json.loads(line) for line in run.stdout.splitlines()][1:]


def words(text):
    """The words of a text as they are compared, and where each begins and ends in its bytes."""
    found, byte, last = [], 0, 0
    for match in re.finditer(r'[^\W_]+', text):
        byte += len(text[last:match.start()].encode())
        length = len(match.group().encode())
        normal = unicodedata.normalize('NFKC', match.group()).lower().replace('ё', 'е')
        found.append((normal, byte, byte + length))
        byte, last = byte + length, match.end()
    return found


def hash_of(run):
    return hashlib.sha256(' '.join(word for word, _, _ in run).encode()).hexdigest()[:16]


def find_run(text, count, wanted):
    """The words of a text that have this hash, None where there are none."""
    own = words(text)
    for i in range(len(own) - count + 1):
        if hash_of(own[i:i + count]) == wanted:
            return own[i:i + count]
    return None
