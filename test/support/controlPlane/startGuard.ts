import { spawn } from 'node:child_process';
import { once } from 'node:events';

export type Guard = AsyncDisposable & {
  readonly pid: number;
  /** This process and its group end when the guarded program ends, however it ends. */
  watch(pid: number): void;
  /** The process ended by itself: its id may name another soon. */
  forget(pid: number): void;
};

// The end of standard input is the one sign of death that even SIGKILL gives. Removal is tried again, as a process that
// is just dying may still write.
const script = `
trap '' INT TERM HUP
pids=' '
while read -r change pid; do
  case $change in
    +) pids="$pids$pid " ;;
    -) pids="\${pids%% $pid *} \${pids#* $pid }" ;;
  esac
done
for pid in $pids; do kill -KILL "-$pid"; done
for attempt in 1 2 3 4 5; do rm -rf -- "$1" && break; sleep 0.2; done
`;

/**
 * Starts a shell that outlives this process just long enough to end the processes it was told of and to remove the
 * directory. Disposal does the same.
 */
export async function startGuard(directory: string): Promise<Guard> {
  const shell = spawn('/bin/sh', ['-c', script, 'couplet-guard', directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  await once(shell, 'spawn');
  const ended = once(shell, 'exit');
  shell.stdin.on('error', () => {});
  shell.unref();
  if (shell.pid === undefined) throw new Error('Cannot start the guard: expected a process id');
  return {
    pid: shell.pid,
    watch: (pid) => void shell.stdin.write(`+ ${pid}\n`),
    forget: (pid) => void shell.stdin.write(`- ${pid}\n`),
    async [Symbol.asyncDispose]() {
      shell.ref();
      shell.stdin.end();
      await ended;
    },
  };
}
