#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the processes of the programs hold while they run: memory, descriptors, privileges.
. "$(dirname "$0")/tap.sh"

mkdir lib
pdf lib/digital.pdf 'The granary of Zvenigorodka stood empty all winter.'
cp "$top/corpus/scan-letter-en-ru.pdf" lib/scan.pdf
export RECOURSE_TEST_TOKEN=token-of-the-administrator-5417

# look COMMAND...: runs it and looks into each of its processes, again and again, while it is stopped.
# Prints facts, one a line, that the tests below look for.
look() {
  python3 - "$@" <<'END'
import os, signal, subprocess, sys, time
needles = {'token': b'token-of-the-administrator-5417', 'word': b'venigorodk'}
facts = set()
def status(pid):
    return dict(line.rstrip('\n').split(':\t', 1) for line in open(f'/proc/{pid}/status') if ':\t' in line)
def memory(pid):
    found = set()
    with open(f'/proc/{pid}/maps') as maps, open(f'/proc/{pid}/mem', 'rb', 0) as mem:
        for line in maps:
            span, rights = line.split()[:2]
            if rights[0] != 'r' or '[v' in line:
                continue
            if 'w' in rights and 'x' in rights:
                facts.add(f'{role}: memory that is a program and can be written')
            start, end = (int(x, 16) for x in span.split('-'))
            if 'w' not in rights or end - start > 1 << 28:
                continue
            try:
                block = os.pread(mem.fileno(), end - start, start)
            except OSError:
                continue
            found |= {name for name, needle in needles.items() if needle in block}
    return found
program = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
me, seen, start = program.pid, {}, time.monotonic()
while program.poll() is None:
    for name in os.listdir('/proc'):
        if not name.isdigit():
            continue
        try:
            state = status(name)
            if int(state['PPid']) != me or state['Seccomp'] != '2':
                continue
            os.kill(int(name), signal.SIGSTOP)
            try:
                links = sorted(os.readlink(f'/proc/{name}/fd/{fd}') for fd in os.listdir(f'/proc/{name}/fd'))
                links = [link.split(':')[0] if ':[' in link else os.path.basename(link) for link in links]
                role = next((link for link in links if link.endswith('.pdf')), 'server')
                # Before a worker has shut its own door it is its server still, with a document in hand.
                if role != 'server' and int(status(name)['Seccomp_filters']) < 2:
                    continue
                if seen.get((name, role), 0) < 2:
                    seen[name, role] = seen.get((name, role), 0) + 1
                    facts.add(f'{role}: seen')
                    facts |= {f'{role}: {what} in memory' for what in memory(name)}
                    facts |= {f'{role}: {link} open' for link in set(links)}
                    facts |= {f'{role}: {key} {state[key]}' for key in ('CapEff', 'CapPrm', 'NoNewPrivs')}
            finally:
                os.kill(int(name), signal.SIGCONT)
        except (OSError, KeyError, ValueError):
            continue
    role = 'main'
    try:
        if 'main: word in memory' not in facts and time.monotonic() > start + 0.2 * (1 + seen.get(role, 0)):
            seen[role] = seen.get(role, 0) + 1
            facts |= {f'main: {what} in memory' for what in memory(me)}
    except OSError:
        pass
    time.sleep(0.02)
print(*sorted(facts), sep='\n')
END
}

facts=$(look "$index" --quiet --index index --jobs 1 lib)
if ! printf '%s\n' "$facts" | grep -q 'main: word in memory'; then
  skip 'what processes hold' 'the memory of a process cannot be read here'
elif ! printf '%s\n' "$facts" | grep -q 'scan.pdf: seen'; then
  skip 'what processes hold' 'no worker was met'
else
  like "$facts" 'main: token in memory' 'the main process holds the environment: a search of memory finds it'
  unlike "$facts" 'scan.pdf: word in memory' 'what reads a scan holds nothing of another document'
  unlike "$facts" 'server: word in memory' 'nor do the servers'
  if [ -n "${RECOURSE_SANITIZE-}" ]; then
    skip 'the environment' 'sanitizers keep a copy of it'
  else
    unlike "$facts" '(scan.pdf|digital.pdf|server): token in memory' 'no process behind the wall holds the environment'
  fi
  opened=$(printf '%s\n' "$facts" | grep -E '^scan.pdf: .* open$' | grep -vE ': (null|pipe|scan.pdf) open$')
  is "$opened" '' 'what reads a scan has the scan and a pipe open, and nothing else'
  opened=$(printf '%s\n' "$facts" | grep -E '^server: .* open$' | grep -vE ': (null|socket|pipe) open$')
  is "$opened" '' 'a server has its socket open'
  unlike "$facts" 'memory that is a program' 'no memory is a program that can be written'
  like "$facts" 'scan.pdf: CapEff 0000000000000000' 'no capabilities'
fi

# state COMMAND...: of the program, once it waits for somebody to read what it writes, or to ask.
state() {
  python3 - "$@" <<'END'
import fcntl, os, socket, subprocess, sys, time
server = socket.socket(socket.AF_UNIX)
server.bind('socket')
server.listen(1)
read, write = os.pipe()
fcntl.fcntl(write, 1031, 4096)
program = subprocess.Popen(sys.argv[1:], stdin=server, stdout=write, stderr=subprocess.DEVNULL)
for _ in range(200):
    time.sleep(0.1)
    text = open(f'/proc/{program.pid}/status').read()
    if '\nSeccomp:\t2' in text:
        break
print(*[line for line in text.split('\n') if line.startswith(('Seccomp:', 'NoNewPrivs:'))])
program.kill()
program.wait()
os.unlink('socket')
END
}
run "$index" --quiet --index big --ocr=never "$top/corpus"
if [ -n "${RECOURSE_SANITIZE-}" ]; then
  skip 'recourse-search closes itself in' 'not under sanitizers, which look for leaks from another process'
elif "$search" --index big --limit=100 --passages=10 --format=json the | head -c 20000 | wc -c | grep -q '^20000$'; then
  facts=$(state "$search" --index big --limit=100 --passages=10 --format=json the)
  like "$facts" 'NoNewPrivs:.1 Seccomp:.2' 'recourse-search closes itself in'
else
  skip 'recourse-search closes itself in' 'its answer is too short to be waited for'
fi
if [ -n "${RECOURSE_SANITIZE-}" ]; then
  skip 'recourse.cgi closes itself in before it is asked' 'nor does it under sanitizers'
else
  facts=$(RECOURSE_INDEX=$PWD/big state "$cgi")
  like "$facts" 'NoNewPrivs:.1 Seccomp:.2' 'recourse.cgi closes itself in before it is asked'
fi
run "$search" --index big --format=json the
before=$(json total)
mkdir far
printf 'auto %s\n' "$PWD/big/$(sed -n 's/^auto //p' big/xapian)" >far/xapian
run "$search" --index far --format=json the
is "$(json total)" "$before" 'an index whose database lies elsewhere is searched'
finish
