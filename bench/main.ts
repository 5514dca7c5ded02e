import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { startControlPlane } from '../test/support/controlPlane.ts';
import { benchPush } from './push.ts';
import { table, type Row } from './row.ts';

const usage = `npm run bench -- [options]

  --only AREAS   comma-separated: push (default: all)
  --size N       manifests in the repository (default: 1000)
  --repeats N    pushes that count (default: 30)
  --json         end with one line of JSON
`;

async function main(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      only: { type: 'string', default: 'push' },
      size: { type: 'string', default: '1000' },
      repeats: { type: 'string', default: '30' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = values.only.split(',').filter((area) => area !== 'push');
  if (values.help || unknown.length > 0) {
    process.stderr.write(usage);
    return values.help ? 0 : 2;
  }
  await using controlPlane = await startControlPlane();
  const rows: Row[] = [
    await benchPush(controlPlane.kubeconfig, { size: Number(values.size), repeats: Number(values.repeats) }),
  ];
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
