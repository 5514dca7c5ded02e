import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';
import { imageOf, type ProgramName, programs } from './buildImages.ts';
import { buildah, podman, podmanArguments } from './engine.ts';

const run = promisify(execFile);
/** Bytes of all layers as a registry holds them and a node downloads them. */
const largest = 80e6;

type Inspected = {
  RootFS: { Layers: string[] };
  Config: { User: string; Labels: Record<string, string>; Env: string[]; Entrypoint: string[] };
  HealthCheck?: { Test: string[] };
  Healthcheck?: { Test: string[] };
};

const roots = new Map<ProgramName, string>();
const files = new Map<ProgramName, string[]>();
const disposables = new AsyncDisposableStack();

before(async () => {
  for (const program of programs) {
    const container = await buildah('from', '--pull-never', imageOf(program));
    disposables.defer(async () => void (await buildah('rm', container)));
    const mounted = await buildah('mount', container);
    roots.set(program, mounted);
    const entries = await readdir(mounted, { recursive: true, withFileTypes: true });
    files.set(
      program,
      entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name).slice(mounted.length)),
    );
  }
});
after(async () => await disposables.disposeAsync());

async function inspect(name: string): Promise<Inspected> {
  const [found] = JSON.parse(await podman('image', 'inspect', name)) as Inspected[];
  return found ?? assert.fail(`no image ${name}`);
}

const alone = ['run', '--rm', '--no-healthcheck', '--network=none', '--read-only', '--read-only-tmpfs=false'];
const limited = ['--ulimit=nofile=1024:1024', '--ulimit=nproc=1000:1000', '--cap-drop=ALL'];

/** `name@version` of every library in an image. */
async function librariesIn(program: ProgramName): Promise<string[]> {
  const manifests = (files.get(program) ?? []).filter((path) =>
    /\/node_modules\/(@[^/]+\/)?[^/@]+\/package\.json$/.test(path),
  );
  return await Promise.all(
    manifests.map(async (path) => {
      const text = await readFile(join(roots.get(program) ?? '', path), 'utf8');
      const { name, version } = JSON.parse(text) as { name: string; version: string };
      return `${name}@${version}`;
    }),
  ).then((names) => names.filter((name) => !name.startsWith('@couplet/')));
}

/** The same as a release lists it. Not with `--omit dev`: that leaves out what a development tool needs as well. */
async function librariesListed(program: ProgramName): Promise<string[]> {
  const words = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--workspace', `@couplet/${program}`];
  const { stdout } = await run('npm', words, { maxBuffer: 16 * 1024 * 1024 });
  const { components } = JSON.parse(stdout) as { components: { name: string; version: string; 'bom-ref': string }[] };
  const libraries = components.filter((one) => !one['bom-ref'].startsWith('@couplet/'));
  return libraries.map(({ name, version }) => `${name}@${version}`);
}

/** The program in a container with nothing but itself; resolves to everything it wrote. */
async function runOnce(program: ProgramName, variable: string, ...words: string[]): Promise<string> {
  const command = podmanArguments(...alone, ...limited, `--env=${variable}`, imageOf(program), ...words);
  const { stdout, stderr } = await run('podman', command, { maxBuffer: 64 * 1024 * 1024 });
  return stdout + stderr;
}

for (const program of programs) {
  test(`${program}: two builds of one checkout give the same layers and settings`, async () => {
    const [first, again] = [await inspect(imageOf(program)), await inspect(imageOf(program, 'again'))];
    // Not the whole image: Docker's format records the name of the container that built it.
    assert.deepEqual([again.RootFS, again.Config], [first.RootFS, first.Config]);
    assert.ok(first.RootFS.Layers.length > 0);
  });

  test(`${program}: its layers are under 80 MB compressed`, async (context) => {
    await using temporary = await temporaryDirectory('layers');
    await buildah('push', '--quiet', imageOf(program), `oci:${temporary.path}:image`);
    const blobs = join(temporary.path, 'blobs', 'sha256');
    const sizes = await Promise.all((await readdir(blobs)).map(async (name) => (await stat(join(blobs, name))).size));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    context.diagnostic(`${program}: ${(bytes / 1e6).toFixed(1)} MB compressed`);
    assert.ok(bytes < largest, `${bytes} bytes`);
    assert.ok(bytes > 1e6, 'it was measured');
  });

  test(`${program}: no shell, no package manager, no git, no test is in it`, () => {
    const found = files.get(program) ?? [];
    const programsInIt = found.filter((path) => /\/s?bin\//.test(path) && !path.startsWith('/app/node_modules/'));
    assert.deepEqual(programsInIt, ['/usr/local/bin/node']);
    assert.deepEqual(
      found.filter((path) =>
        /^\/app\/packages\/.*(\.test\.ts|\/fixtures\/)|\/node_modules\/(npm|typescript|oxlint)\/|\.d\.ts$|\.map$/.test(
          path,
        ),
      ),
      [],
    );
  });

  test(`${program}: it holds the program and not the other one`, () => {
    const others = programs.filter((other) => other !== program).map((other) => `/app/packages/${other}/`);
    const found = files.get(program) ?? [];
    assert.ok(found.includes(`/app/packages/${program}/src/main.ts`));
    assert.deepEqual(
      found.filter((path) => others.some((other) => path.startsWith(other))),
      [],
    );
  });

  test(`${program}: the list of packages of a release is what is in it`, async () => {
    const inIt = new Set(await librariesIn(program));
    const listed = new Set(await librariesListed(program));
    assert.ok(inIt.size > 20);
    assert.deepEqual([...inIt].toSorted(), [...listed].toSorted());
  });

  test(`${program}: it runs as 65532, is labelled, and asks itself for its health`, async () => {
    const image = await inspect(imageOf(program));
    assert.equal(image.Config.User, '65532:65532');
    assert.equal(image.Config.Labels['org.opencontainers.image.title'], `couplet-${program}`);
    assert.equal(image.Config.Labels['org.opencontainers.image.licenses'], 'Apache-2.0');
    const check = (image.HealthCheck ?? image.Healthcheck)?.Test ?? [];
    assert.deepEqual([check[0], check.at(-1)], ['CMD', '--health']);
  });

  test(`${program}: it starts from what was compiled when the image was built`, async () => {
    const output = await runOnce(program, 'NODE_DEBUG_NATIVE=COMPILE_CACHE', '--version');
    const took = output.match(/was accepted/g)?.length ?? 0;
    assert.ok(took > 300, `${took} files`);
    assert.equal(/was rejected/.test(output), false);
  });

  test(`${program}: it starts all the same where that is no use, as on another processor`, async () => {
    assert.equal(await runOnce(program, 'NODE_COMPILE_CACHE=/app/none', '--version'), `${program} 0.1.0\n`);
  });
}
