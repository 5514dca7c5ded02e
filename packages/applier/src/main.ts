import process from 'node:process';
import { checkConfig, formatHelp } from '@couplet/config';
import { runProgram } from '@couplet/daemon';
import { startApplier } from './startApplier.ts';

process.exit(
  await runProgram({
    name: 'applier',
    argv: process.argv.slice(2),
    env: process.env,
    help: formatHelp(
      'applier',
      'Applies what sync publishes on the shared volume to a Kubernetes cluster, and shows a status page.',
    ),
    check: checkConfig,
    start: startApplier,
  }),
);
