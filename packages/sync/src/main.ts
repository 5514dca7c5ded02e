import process from 'node:process';
import { runProgram } from '@couplet/daemon';
import { checkConfig } from './checkConfig.ts';
import { help } from './help.ts';
import { startSync } from './startSync.ts';

process.exit(
  await runProgram({
    name: 'sync',
    argv: process.argv.slice(2),
    env: process.env,
    help,
    check: checkConfig,
    start: startSync,
  }),
);
