import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { load } from 'js-yaml';
import { root } from './sources.ts';

type Step = { uses?: string; run?: string; env?: Record<string, string>; with?: Record<string, unknown> };
type Workflow = {
  permissions?: object;
  jobs: Record<string, { permissions?: object; 'timeout-minutes'?: number; steps: Step[] }>;
};

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const paths = globSync('.github/workflows/*', { cwd: root }).toSorted();
const workflows = paths.map((path) => ({ path, text: read(path), workflow: load(read(path)) as Workflow }));
const steps = workflows.flatMap(({ path, workflow }) =>
  Object.entries(workflow.jobs).flatMap(([job, { steps: ofJob }]) =>
    ofJob.map((step) => ({ place: `${path} ${job}`, step })),
  ),
);

test('there is a workflow that tests and one that releases', () => {
  assert.deepEqual(paths, ['.github/workflows/ci.yaml', '.github/workflows/release.yaml']);
});

test('every action is pinned by its commit, with the version beside it', () => {
  const pinned = /^\s*(?:- )?uses: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
  const lines = workflows.flatMap(({ text }) => text.split('\n').filter((line) => /^\s*(- )?uses:/.test(line)));
  assert.equal(lines.length, steps.filter(({ step }) => step.uses !== undefined).length);
  assert.deepEqual(
    lines.filter((line) => !pinned.test(line)),
    [],
  );
});

test('one action has one version everywhere', () => {
  const pins = new Map<string, Set<string>>();
  for (const { step } of steps) {
    const [action = '', commit = ''] = step.uses?.split('@') ?? [];
    if (action !== '') pins.set(action, (pins.get(action) ?? new Set()).add(commit));
  }
  assert.deepEqual(
    [...pins].filter(([, commits]) => commits.size > 1),
    [],
  );
});

test('no script holds a secret, or what a stranger may have written, as an expression', () => {
  const trusted = /^\$\{\{ matrix\.program \}\}$/;
  const found = steps.flatMap(({ place, step }) =>
    [...(step.run ?? '').matchAll(/\$\{\{.*?\}\}/g)].map(([text]) => ({ place, text })),
  );
  assert.deepEqual(
    found.filter(({ text }) => !trusted.test(text)),
    [],
  );
});

test('no secret is in an environment or printed; the one that is used is a password of an action', () => {
  const uses = workflows.flatMap(({ text }) => text.split('\n').filter((line) => /\bsecrets\./.test(line)));
  assert.deepEqual(
    uses.map((line) => line.trim()),
    ['password: ${{ secrets.GITHUB_TOKEN }}'],
  );
});

test('every job names its rights and its longest time; only a release may write', () => {
  for (const { path, workflow } of workflows) {
    assert.notEqual(workflow.permissions, undefined, path);
    for (const [name, job] of Object.entries(workflow.jobs)) {
      assert.ok((job['timeout-minutes'] ?? 0) > 0, `${path} ${name}`);
      const writes = JSON.stringify({ ...workflow.permissions, ...job.permissions }).includes('write');
      assert.equal(writes, path.endsWith('release.yaml'), `${path} ${name}`);
    }
  }
});

test('no checkout leaves its token behind', () => {
  const checkouts = steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@'));
  assert.ok(checkouts.length > 0);
  assert.deepEqual(
    checkouts.filter(({ step }) => step.with?.['persist-credentials'] !== false),
    [],
  );
});

test('each workflow says that it is not run here', () => {
  for (const path of [...paths, '.github/dependabot.yml']) assert.match(read(path), /^# Not run where this/, path);
});

test('a release builds on the image that the Dockerfiles name, by digest', () => {
  const name = /^ARG NODE_IMAGE=(\S+)$/m;
  const named = ['Dockerfile.sync', 'Dockerfile.applier'].map((file) => name.exec(read(file))?.[1]);
  const pinned = /NODE_IMAGE: (\S+)@sha256:[0-9a-f]{64}$/m.exec(read('.github/workflows/release.yaml'))?.[1];
  assert.deepEqual(named, [pinned, pinned]);
});

test('a release builds the very Node that the tests run', () => {
  const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> };
  assert.ok(read('Dockerfile.sync').includes(`node:${devDependencies['node']}-bookworm-slim`));
});

test('a release pushes the images that k8s/base runs, signs them by digest, and attaches what is in them', () => {
  const text = read('.github/workflows/release.yaml');
  const images = [...read('k8s/base/deployment.yaml').matchAll(/image: ([\w./-]+?)\/(sync|applier)\b/g)];
  assert.deepEqual(
    images.map(([, registry = '', program]) => [text.includes(`IMAGE: ${registry}/\${{ matrix.program }}`), program]),
    [
      [true, 'sync'],
      [true, 'applier'],
    ],
  );
  assert.match(text, /cosign sign --yes "\$IMAGE@\$DIGEST"/);
  assert.match(text, /cosign attest --yes --type cyclonedx --predicate sbom\.cdx\.json "\$IMAGE@\$DIGEST"/);
});
