import process from 'node:process';
import { checkConfig, formatHelp } from '@couplet/config';
import { runProgram } from '@couplet/daemon';
import { refuseRepository } from './refuseRepository.ts';
import { startSync } from './startSync.ts';

process.exit(
  await runProgram({
    name: 'sync',
    argv: process.argv.slice(2),
    env: process.env,
    help: formatHelp(
      'sync',
      "Follows a git repository and publishes each environment's directory on the shared volume.",
    ),
    check: (file) => checkConfig(file, ({ repository }) => refuseRepository(repository.url)),
    start: startSync,
  }),
);
