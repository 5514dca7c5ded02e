import { mkdir, mkdtemp, readFile, rename, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { BuildProgress } from './buildProgress.ts';
import { buildKey } from './buildKey.ts';
import { buildRecipe } from './buildRecipe.ts';
import { goToolchain } from './goToolchain.ts';
import { runGo } from './runGo.ts';
import type { ShowProgress } from './showProgress.ts';
import { startGuard } from './startGuard.ts';
import { withLock } from './withLock.ts';

export type BuildOptions = {
  /** The Go module. Nothing is written to it. */
  readonly moduleDirectory: string;
  /** Holds one directory for each build key. */
  readonly cache: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onProgress: ShowProgress;
};

const sourceNames = ['go.mod', 'go.sum', 'main.go'];
const binaryName = 'couplet-cluster';

/** Path of the control plane's binary and its Kubernetes version. Builds it when the cache lacks it; one process builds at a time. */
export async function buildControlPlane(options: BuildOptions): Promise<{ binary: string; version: string }> {
  const { moduleDirectory } = options;
  // The binary depends neither on an installed C compiler nor on a workspace that holds the checkout.
  const env = { ...options.env, CGO_ENABLED: '0', GOWORK: 'off' };
  const contents = await Promise.all(sourceNames.map((name) => readFile(join(moduleDirectory, name))));
  const sources = Object.fromEntries(sourceNames.map((name, index) => [name, contents[index] ?? Buffer.of()]));
  const { version, recipe } = buildRecipe(String(sources['go.mod']));
  const key = buildKey({ sources, recipe, toolchain: await goToolchain(moduleDirectory, env) });
  const home = join(options.cache, `cluster-${key}`);
  const binary = join(home, binaryName);
  if (await exists(binary)) return { binary, version };

  const waiting = () => options.onProgress('another process is building the control plane: waiting for it');
  await withLock(`${home}.lock`, waiting, async () => {
    if (!(await exists(binary))) await build({ ...options, env }, home, recipe, version);
  });
  return { binary, version };
}

async function build(options: BuildOptions, home: string, recipe: string[], version: string): Promise<void> {
  const { onProgress, moduleDirectory: directory, env } = options;
  await mkdir(options.cache, { recursive: true });
  const unfinished = await mkdtemp(`${home}.unfinished-`);
  await using guard = await startGuard(unfinished);
  onProgress(
    `building etcd and Kubernetes ${version} from their Go modules: 4 to 7 minutes on two cores, once; kept in ${basename(home)} of ${options.cache}`,
  );
  const download = (line: string) => {
    if (line.startsWith('go: downloading')) onProgress(line, true);
  };
  const total = await countPackages({ directory, env, guard, onMessage: download }, recipe);
  const progress = new BuildProgress(total, performance.now());
  const show = setInterval(() => onProgress(progress.describe(performance.now()), true), 1000);
  try {
    await runGo({
      arguments: ['build', '-v', ...recipe, '-o', join(unfinished, binaryName), '.'],
      directory,
      env,
      guard,
      onMessage: (line) => progress.read(line),
    });
  } finally {
    clearInterval(show);
  }
  // A rename, so that the key's directory is either absent or complete.
  await rename(unfinished, home);
  onProgress('the control plane is built');
}

/** Packages that Go has still to compile, its build cache considered. */
async function countPackages(run: Omit<Parameters<typeof runGo>[0], 'arguments'>, recipe: string[]): Promise<number> {
  const format =
    '{{if and .Stale (ne .StaleReason "not installed but available in build cache")}}{{.ImportPath}}{{end}}';
  const output = await runGo({ ...run, arguments: ['list', '-deps', ...recipe, '-f', format, '.'] });
  return output.split('\n').filter((line) => line !== '').length;
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
