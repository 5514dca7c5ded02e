import process from 'node:process';
import { startGitServer } from '../../test/support/gitServer.ts';

/** Serves the repositories of a directory, prints the URL, and ends when nobody holds its standard input any more. */
const [, , directory = ''] = process.argv;
await using server = await startGitServer({ directory });
process.stdout.write(`${server.url}\n`);
for await (const _ of process.stdin);
