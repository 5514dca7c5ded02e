import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import type { Surroundings } from './surroundings.ts';

// Before anything else is loaded. V8's room for young garbage would grow to 32 MiB, and the old be collected late: the
// first publication of 50,000 files took 266 MiB without these two, and takes 170 with them, for a tenth more CPU time.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=80');
// An import of node:http asks for each of its exports, and these load a WebSocket client: a tenth of the time of a start.
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent'])
  Reflect.deleteProperty(process.getBuiltinModule('node:http'), name);
const { checkConfig, formatHelp, healthAddress } = await import('@couplet/config');
const { runProgram } = await import('@couplet/daemon');
const { refuseCommitStatus } = await import('./announce/refuseCommitStatus.ts');
const { refuseRepository } = await import('./refuseRepository.ts');

const surroundings: Surroundings = {
  environment: process.env,
  killGroup: (pid) => void process.kill(-pid, 'SIGKILL'),
};

process.exit(
  await runProgram({
    name: 'sync',
    argv: process.argv.slice(2),
    env: process.env,
    help: formatHelp(
      'sync',
      "Follows a git repository and publishes each environment's directory on the shared volume.",
    ),
    check: (file) =>
      checkConfig(file, (config) => refuseRepository(config.repository.url, process.env) ?? refuseCommitStatus(config)),
    healthAddress: (file) => healthAddress(file, 'sync'),
    load: () => import('./startSync.ts'),
    start: async (file, deps) => await (await import('./startSync.ts')).startSync(file, { ...deps, surroundings }),
  }),
);
