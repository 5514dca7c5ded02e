import process from 'node:process';
import { prepareNode } from '@couplet/daemon/prepareNode';

// All else is imported after this.
prepareNode(process);
const { checkConfig, formatHelp, healthAddress } = await import('@couplet/config');
const { runProgram } = await import('@couplet/daemon');

const commands = {
  plan: async () => (await import('./planCommand.ts')).planCommand,
  rbac: async () => (await import('./rbacCommand.ts')).rbacCommand,
  notify: async () => (await import('./notifyCommand.ts')).notifyCommand,
};

const [command, ...rest] = process.argv.slice(2);
if (command === 'plan' || command === 'rbac' || command === 'notify') {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new Error(`Cannot ${command}: interrupted`)));
  const run = await commands[command]();
  const { code, out, err } = await run(rest, interrupted.signal);
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
        'Applies what sync publishes on the shared volume to a Kubernetes cluster, and shows a status page. Commands in place\nof options, which write nothing to it: `plan` shows what a pass would do, `rbac` prints the rights that it needs, `notify`\ntries who is told of what goes wrong (`plan --help`).',
      ),
      check: checkConfig,
      healthAddress: (file) => healthAddress(file, 'applier'),
      load: () => import('./startApplier.ts'),
      start: async (file, deps) => await (await import('./startApplier.ts')).startApplier(file, deps),
    }),
  );
}
