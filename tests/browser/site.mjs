// SPDX-License-Identifier: GPL-3.0-or-later
// Starts and stops what the tests look at: the site, as `make serve` does it, and the browser.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const build = process.env.RECOURSE_BUILD ?? path.join(top, 'build');

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Indexes the sample library into a folder of its own, unless RECOURSE_INDEX names an index. */
function sampleIndex(folder) {
  if (process.env.RECOURSE_INDEX) return process.env.RECOURSE_INDEX;
  const index = path.join(folder, 'index');
  const program = path.join(build, 'bin/recourse-index');
  const run = spawnSync(program, ['--index', index, path.join(top, 'corpus')], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`recourse-index: ${run.stderr}`);
  return index;
}

/** Resolves when serve.sh has printed its address. */
export async function startSite() {
  const folder = mkdtempSync(path.join(tmpdir(), 'recourse-browser-'));
  const port = await freePort();
  const environment = {
    ...process.env,
    RECOURSE_BUILD: build,
    RECOURSE_INDEX: sampleIndex(folder),
    RECOURSE_PORT: String(port),
  };
  const server = spawn(path.join(top, 'searcher/web/serve.sh'), {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await new Promise((resolve, reject) => {
    server.stdout.on('data', (data) => String(data).includes('http://') && resolve());
    server.once('exit', (status) => reject(new Error(`serve.sh ended with ${status}`)));
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function startBrowser() {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file));
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
