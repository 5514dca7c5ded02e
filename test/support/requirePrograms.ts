import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import process from 'node:process';

/** Debian packages of the programs that tests and demo use. */
const packageOf: Record<string, string> = {
  git: 'git',
  openssl: 'openssl',
  chromium: 'chromium',
  sshd: 'openssh-server',
  gpg: 'gnupg',
  'ssh-keygen': 'openssh-client',
};

/** Installs missing programs as root with apt-get; otherwise throws with the line that installs them. */
export async function requirePrograms(programs: string[], say: (line: string) => void): Promise<void> {
  const found = await Promise.all(programs.map(isOnPath));
  const missing = programs.filter((_, index) => found[index] !== true).map((program) => packageOf[program] ?? program);
  if (missing.length === 0) return;
  const install = `apt-get update && apt-get install --yes --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !(await isOnPath('apt-get'))) {
    throw new Error(
      `Cannot go on: ${missing.join(', ')} must be installed. On Debian or Ubuntu:\n  sudo sh -c '${install}'`,
    );
  }
  say(`installing ${missing.join(', ')}`);
  const child = spawn('sh', ['-c', install], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.on('error', reject);
  child.on('close', resolve);
  if ((await promise) !== 0) throw new Error(`Cannot install ${missing.join(', ')}: "${install}" failed`);
}

async function isOnPath(program: string): Promise<boolean> {
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  const tries = directories.map((directory) =>
    access(join(directory, program), constants.X_OK).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(tries)).includes(true);
}
