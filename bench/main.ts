import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { startControlPlane } from '../test/support/controlPlane.ts';
import { temporaryFiles } from '../test/support/temporaryFiles.ts';
import { benchApply, removeAll } from './apply.ts';
import { describeMachine } from './describeMachine.ts';
import { benchmarksPage } from './benchmarksPage.ts';
import { benchMemory } from './memory.ts';
import { benchPush } from './push.ts';
import type { Row } from './row.ts';
import { benchScale } from './scale.ts';
import { benchSync } from './sync.ts';
import { costTable, table } from './table.ts';
import { benchWebhook } from './webhook.ts';

const areas = ['push', 'apply', 'sync', 'webhook', 'memory', 'scale'];
const page = 'docs/benchmarks.md';

const usage = `npm run bench -- [options]

  --only AREAS   comma-separated: ${areas.join(', ')} (default: all)
  --sizes N,N    manifests or files in the repositories of push and sync (default: 1000,10000,50000; sync: 200,10000,50000)
  --objects N,N  objects of apply (default: 1000,10000)
  --repeats N    pushes that count (default: 30)
  --seconds N    of webhooks (default: 60)
  --json         end with one line of JSON
  --write        write ${page}
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: areas.join(',') },
    sizes: { type: 'string' },
    objects: { type: 'string', default: '1000,10000' },
    repeats: { type: 'string', default: '30' },
    seconds: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const repeats = Number(values.repeats);
const sizes = (byDefault: string): number[] => (values.sizes ?? byDefault).split(',').map(Number);

const run: Readonly<Record<string, () => Promise<Row[]>>> = {
  push: () => benchPush({ sizes: sizes('1000,10000,50000'), repeats }),
  apply: async () => {
    await using controlPlane = await startControlPlane();
    const rows: Row[] = [];
    for (const size of values.objects.split(',').map(Number)) {
      // kubectl takes half a minute for a thousand objects: more of them say nothing new.
      const options = { size, repeats: size > 1000 ? 3 : 9, kubectl: size <= 1000 };
      rows.push(...(await benchApply(controlPlane, options)));
    }
    await removeAll(controlPlane);
    return rows;
  },
  sync: () => benchSync({ sizes: sizes('200,10000,50000'), repeats }),
  webhook: async () => [await benchWebhook({ seconds: Number(values.seconds) })],
  memory: async () => {
    await using controlPlane = await startControlPlane();
    return await benchMemory(controlPlane);
  },
  scale: async () => {
    await using controlPlane = await startControlPlane();
    return await benchScale(controlPlane, { sizes: sizes('100,1000,10000,50000'), repeats: Math.min(repeats, 15) });
  },
};

const only = values.only.split(',');
if (values.help || only.some((area) => !areas.includes(area))) {
  process.stderr.write(usage);
  process.exit(values.help ? 0 : 2);
}
process.env['TMPDIR'] = await temporaryFiles(process.env);
const wanted = areas.filter((name) => only.includes(name));
const measure = wanted.length === 1 ? measureHere : measureApart;
const rows: Row[] = [];
for (const area of wanted) rows.push(...(await measure(area)));
const measured = { ...(await describeMachine()), rows };
if (values.write) await writeFile(join(import.meta.dirname, '..', page), benchmarksPage(measured));
if (values.json) process.stdout.write(`${JSON.stringify(measured)}\n`);
process.exit(0);

/** Measures one area, and prints its table. */
async function measureHere(area: string): Promise<Row[]> {
  const own = (await run[area]?.()) ?? [];
  const costs = costTable(own);
  process.stdout.write(`${area}\n\n${table(own)}\n\n${costs === undefined ? '' : `${costs}\n\n`}`);
  return own;
}

/**
 * The same in a process of its own, as each of several areas is measured: the git server runs in the process that
 * measures, and what an area leaves in its memory makes each git process of the next one start later.
 */
async function measureApart(area: string): Promise<Row[]> {
  const { only: _only, write: _write, json: _json, help: _help, ...rest } = values;
  const options = Object.entries(rest).flatMap(([name, value]) => [`--${name}`, value]);
  const args = [...process.execArgv, import.meta.filename, ...options, '--only', area, '--json'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const output = (await text(child.stdout)).trimEnd();
  const [code] = (await closed) as [number | null];
  if (code !== 0) throw new Error(`Cannot measure ${area}: its process must end with 0, found ${code}`);
  const end = output.lastIndexOf('\n');
  process.stdout.write(`${output.slice(0, end + 1)}\n`);
  return (JSON.parse(output.slice(end + 1)) as { rows: Row[] }).rows;
}
