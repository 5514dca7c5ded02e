import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { startControlPlane } from '../test/support/controlPlane.ts';
import { benchApply } from './apply.ts';
import { benchPush } from './push.ts';
import { table, type Row } from './row.ts';
import { benchSync } from './sync.ts';
import { benchWebhook } from './webhook.ts';

const usage = `npm run bench -- [options]

  --only AREAS   comma-separated: push, sync, webhook, apply (default: all)
  --size N       manifests in the repository of push (default: 1000)
  --sizes N,N    files in the repository of sync (default: 200,10000,50000)
  --repeats N    pushes that count (default: 30)
  --objects N,N  objects of apply (default: 1000,10000)
  --seconds N    of webhooks (default: 60)
  --json         end with one line of JSON
`;

async function main(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      only: { type: 'string', default: 'push,sync,webhook,apply' },
      objects: { type: 'string', default: '1000,10000' },
      size: { type: 'string', default: '1000' },
      sizes: { type: 'string', default: '200,10000,50000' },
      repeats: { type: 'string', default: '30' },
      seconds: { type: 'string', default: '60' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const areas = values.only.split(',');
  const unknown = areas.filter((area) => !['push', 'sync', 'webhook', 'apply'].includes(area));
  if (values.help || unknown.length > 0) {
    process.stderr.write(usage);
    return values.help ? 0 : 2;
  }
  const rows: Row[] = [];
  if (areas.includes('push')) {
    await using controlPlane = await startControlPlane();
    rows.push(await benchPush(controlPlane.kubeconfig, { size: Number(values.size), repeats: Number(values.repeats) }));
  }
  if (areas.includes('sync')) {
    rows.push(...(await benchSync({ sizes: values.sizes.split(',').map(Number), repeats: Number(values.repeats) })));
  }
  if (areas.includes('webhook')) rows.push(await benchWebhook({ seconds: Number(values.seconds) }));
  if (areas.includes('apply')) {
    await using controlPlane = await startControlPlane();
    for (const size of values.objects.split(',').map(Number)) {
      // kubectl takes half a minute for a thousand objects: more of them say nothing new.
      const options = { size, repeats: size > 1000 ? 1 : 3, kubectl: size <= 1000 };
      rows.push(...(await benchApply(controlPlane.kubeconfig, options)));
    }
  }
  process.stdout.write(`${table(rows)}\n`);
  if (values.json) {
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
    const versions = { node: process.version, git: run('git', '--version') };
    process.stdout.write(`${JSON.stringify({ machine, versions, commit: run('git', 'rev-parse', 'HEAD'), rows })}\n`);
  }
  return 0;
}

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { cwd: join(import.meta.dirname, '..'), encoding: 'utf8' }).trim();
}

process.exit(await main(process.argv.slice(2)));
