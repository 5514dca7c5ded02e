import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSources, root, type SourceFile } from './sources.ts';

const sources = readSources();
const byPath = new Map(sources.map((source) => [source.path, source]));
const inRoom = (room: string): SourceFile[] => sources.filter(({ path }) => path.startsWith(`packages/${room}/`));

/** Lines `file → specifier` for each import of `files` that `forbidden` says yes to. */
function violations(files: SourceFile[], forbidden: (imported: SourceFile['imports'][number]) => boolean): string[] {
  return files.flatMap(({ path, imports }) =>
    imports.filter(forbidden).map(({ specifier }) => `${path} → ${specifier}`),
  );
}

for (const room of ['config', 'volume', 'daemon']) {
  test(`${room} imports no other package of ours`, () => {
    assert.deepEqual(
      violations(inRoom(room), ({ specifier }) => specifier.startsWith('@couplet/')),
      [],
    );
  });
}

test('sync and applier do not import each other', () => {
  const programs = [...inRoom('sync'), ...inRoom('applier')];
  assert.deepEqual(
    violations(programs, ({ specifier }) => /^@couplet\/(sync|applier)$/.test(specifier)),
    [],
  );
});

test('the stages of sync do not import one another', () => {
  for (const stage of ['receive', 'fetch', 'verify', 'publish', 'follow', 'announce', 'wait']) {
    const others = /packages\/sync\/src\/(receive|fetch|verify|publish|follow|announce|wait|report)\//;
    const found = violations(
      inRoom(`sync/src/${stage}`),
      ({ file = '' }) => others.test(file) && !file.includes(`/${stage}/`),
    );
    assert.deepEqual(found, []);
  }
});

test('the stages of the applier import only what lies before them', () => {
  const order = ['load', 'plan', 'apply', 'settle'];
  for (const [index, stage] of order.entries()) {
    const later = [...order.slice(index + 1), 'report'].map((name) => `packages/applier/src/${name}/`);
    assert.deepEqual(
      violations(inRoom(`applier/src/${stage}`), ({ file = '' }) => later.some((room) => file.startsWith(room))),
      [],
    );
  }
});

test('the plan is pure: it imports only itself, types, and pure pieces of load', () => {
  const allowed = /^packages\/applier\/src\/(plan\/|load\/(nearestName|follower|trackedMap)\.ts$)/;
  const found = violations(inRoom('applier/src/plan'), ({ file = '', typeOnly }) => !typeOnly && !allowed.test(file));
  assert.deepEqual(found, []);
});

test('the plan reads no clock and no random number', () => {
  const impure = /\bDate\b|\bperformance\b|\bMath\.random\b|\bcrypto\b|\bsetTimeout\b|\bfetch\(/;
  assert.deepEqual(
    inRoom('applier/src/plan')
      .filter(({ code }) => impure.test(code))
      .map(({ path }) => path),
    [],
  );
});

test('report imports no client', () => {
  const client = /^(node:(http|https|net|tls|fs.*|child_process)|@kubernetes\/|isomorphic-git|chokidar)/;
  const rooms = /packages\/(applier\/src\/apply|sync\/src\/(fetch|publish))\//;
  const reports = [...inRoom('applier/src/report'), ...inRoom('sync/src/report')];
  const found = violations(
    reports,
    ({ specifier, file = '', typeOnly, names }) =>
      !typeOnly && names !== '{ STATUS_CODES }' && (client.test(specifier) || rooms.test(file)),
  );
  assert.deepEqual(found, []);
});

test('only main.ts and the lifecycle of the daemon kit touch process', () => {
  const allowed = /\/main\.ts$|^packages\/daemon\/src\/(program|superviseProcess)\.ts$|\/printSchema\.ts$/;
  const touches = /from 'node:process'|\bprocess\.(env|argv|exit|on|pid|std|cwd|kill)/;
  assert.deepEqual(
    sources.filter(({ path, code }) => touches.test(code) && !allowed.test(path)).map(({ path }) => path),
    [],
  );
});

test('nobody imports main.ts', () => {
  assert.deepEqual(
    violations(sources, ({ file = '' }) => file.endsWith('/main.ts')),
    [],
  );
});

test('no files import each other in a circle', () => {
  const state = new Map<string, 'open' | 'closed'>();
  const cycles: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    if (state.get(path) === 'closed') return;
    if (state.get(path) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    state.set(path, 'open');
    for (const { file } of byPath.get(path)?.imports ?? []) if (file !== undefined) visit(file, [...trail, path]);
    state.set(path, 'closed');
  };
  for (const { path } of sources) visit(path, []);
  assert.deepEqual(cycles, []);
});

test('no source file is over 200 lines', () => {
  const long = sources
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > 200);
  assert.deepEqual(long, []);
});

test('every import of a library is declared by the package that imports it', () => {
  const undeclared = sources.flatMap(({ path, imports }) => {
    const name = path.split('/')[1] ?? '';
    const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as {
      dependencies?: object;
    };
    const declared = Object.keys(manifest.dependencies ?? {});
    return imports
      .map(({ specifier }) => specifier)
      .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
      .filter((specifier) => !declared.some((library) => specifier === library || specifier.startsWith(`${library}/`)))
      .map((specifier) => `${path} → ${specifier}`);
  });
  assert.deepEqual(undeclared, []);
});
