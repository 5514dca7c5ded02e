import process from 'node:process';
import { checkConfig } from '@couplet/config';
import { runProgram } from '@couplet/daemon';
import { help } from './help.ts';
import { refuseRepository } from './refuseRepository.ts';
import { startSync } from './startSync.ts';

process.exit(
  await runProgram({
    name: 'sync',
    argv: process.argv.slice(2),
    env: process.env,
    help,
    check: (file) => checkConfig(file, ({ repository }) => refuseRepository(repository.url)),
    start: startSync,
  }),
);
