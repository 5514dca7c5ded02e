import process from 'node:process';
import { checkConfig, formatHelp } from '@couplet/config';
import { runProgram } from '@couplet/daemon';
import { planCommand } from './planCommand.ts';
import { startApplier } from './startApplier.ts';

const [command, ...rest] = process.argv.slice(2);
if (command === 'plan') {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new Error('Cannot plan: interrupted')));
  const { code, out, err } = await planCommand(rest, interrupted.signal);
  process.stderr.write(err);
  // Not exit: a pipe may not have taken all of it yet.
  process.stdout.write(out);
  process.exitCode = code;
} else {
  process.exit(
    await runProgram({
      name: 'applier',
      argv: process.argv.slice(2),
      env: process.env,
      help: formatHelp(
        'applier',
        'Applies what sync publishes on the shared volume to a Kubernetes cluster, and shows a status page. The command\n`plan` in place of options shows what it would do and writes nothing: `plan --help`.',
      ),
      check: checkConfig,
      start: startApplier,
    }),
  );
}
