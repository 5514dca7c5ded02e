import process from 'node:process';
import { prepareNode } from '@couplet/daemon/prepareNode';
import type { Surroundings } from './surroundings.ts';

// All else is imported after this.
prepareNode(process);
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
