import process from 'node:process';
import { checkConfig } from '@couplet/config';
import { runProgram } from '@couplet/daemon';
import { help } from './help.ts';
import { startApplier } from './startApplier.ts';

process.exit(
  await runProgram({
    name: 'applier',
    argv: process.argv.slice(2),
    env: process.env,
    help,
    check: checkConfig,
    start: startApplier,
  }),
);
