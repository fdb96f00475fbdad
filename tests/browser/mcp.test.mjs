// SPDX-License-Identifier: GPL-3.0-or-later
// recourse-mcp as the protocol's own client meets it, in the stateless revision and in the one before it, with
// the settings that doc/assistants.md shows.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const top = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const bin = path.join(process.env.RECOURSE_BUILD ?? path.join(top, 'build'), 'bin');
let folder;

before(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'recourse-mcp-'));
  execFileSync(path.join(bin, 'recourse-index'), [
    '--index', path.join(folder, 'index'), '--ocr=never', '--quiet', path.join(top, 'corpus')]);
});

after(() => rmSync(folder, { recursive: true, force: true }));

/** What the page tells people to write, with the program and the index of this test. */
function settings() {
  const page = readFileSync(path.join(top, 'doc/assistants.md'), 'utf8');
  const shown = JSON.parse(page.match(/```json\n(.*?)```/s)[1]).mcpServers.recourse;
  assert.equal(shown.command, 'recourse-mcp');
  return {
    command: path.join(bin, shown.command),
    args: shown.args.map((argument) => (argument.startsWith('/') ? path.join(folder, 'index') : argument)),
  };
}

for (const [mode, revision] of [['auto', '2026-07-28'], ['legacy', '2025-11-25']]) {
  test(`a client of ${revision} has each tool`, async () => {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(new StdioClientTransport(settings()));
    try {
      assert.equal(client.getNegotiatedProtocolVersion(), revision);
      assert.equal(client.getServerVersion().name, 'recourse');
      assert.match(client.getInstructions(), /not in this index/);
      const { tools } = await client.listTools();
      assert.deepEqual(tools.map((tool) => tool.name),
        ['search', 'read', 'cited_by', 'verify', 'vocabulary', 'coverage']);
      assert.ok(tools.every((tool) => tool.annotations.readOnlyHint));
      const call = async (name, given) => {
        const result = await client.callTool({ name, arguments: given });
        assert.ok(!result.isError, JSON.stringify(result.content));
        assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent);
        assert.match(result.structuredContent.coverage.en, /documents: \d+/);
        assert.match(result.structuredContent.coverage.ru, /документам: \d+/);
        return result.structuredContent;
      };
      for (const q of ['language rights', 'права на язык']) {
        const [hit] = (await call('search', { q, limit: 3 })).hits;
        assert.match(hit.sha256, /^[0-9a-f]{64}$/);
        assert.ok(hit.passages[0].text && hit.passages[0].page && hit.passages[0].citation);
        const read = await call('read', { document: `${hit.id}:${hit.passages[0].passage}` });
        assert.equal(read.hits[0].passages[0].text, hit.passages[0].text);
        const draft = `“${hit.passages[0].text}” (CERD/C/KAZ/CO/8-10, para. 1).`;
        assert.ok((await call('verify', { draft })).claims.length > 0);
      }
      assert.ok((await call('cited_by', { document: 'CERD/C/KAZ/CO/8-10' })).symbols.length);
      assert.equal((await call('vocabulary', { field: 'group', text: 'цыган' })).concepts[0].id, 'roma');
      assert.ok((await call('coverage', {})).index.documents > 0);
      const mistaken = await client.callTool({ name: 'search', arguments: { region: ['Нигдея'] } });
      assert.equal(mistaken.isError, true);
      await assert.rejects(client.callTool({ name: 'delete', arguments: {} }), /no such tool/);
    } finally {
      await client.close();
    }
  });

  test(`a client of ${revision} cancels a call`, async () => {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(new StdioClientTransport(settings()));
    try {
      const draft = Array.from({ length: 4000 }, (_, i) =>
        `It said “the river ${i} was closed to ${i} ferrymen of the valley” (A/HRC/${i}/9, para. ${i}).`);
      const controller = new AbortController();
      const call = client.callTool({ name: 'verify', arguments: { draft: draft.join('\n\n') } },
        { signal: controller.signal });
      setTimeout(() => controller.abort('enough'), 300);
      await assert.rejects(call);
      assert.equal((await client.listTools()).tools.length, 6);
    } finally {
      await client.close();
    }
  });
}
