import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { before, describe } from 'node:test';
import { canonicalBody } from './canonicalBody.ts';
import { seededRandom } from '../../../../test/support/seededRandom.ts';
import { randomDocument, randomScalar } from './fixtures/randomYaml.ts';
import { isJsonObject } from './isJsonObject.ts';
import type { Manifest } from './manifest.ts';
import { parseManifests } from './parseManifests.ts';

const refused = 'refused';

if (kubectlIsPresent()) {
  compare('random scalars', 400, (random) => ` ${randomScalar(random)}\n`);
  compare('random documents', 400, randomDocument);
} else {
  test('kubectl is absent', (t) => {
    t.diagnostic('kubectl is not on PATH: YAML is compared with recorded data only (resolveScalar.test.ts)');
  });
}

function compare(what: string, count: number, write: (random: () => number) => string): void {
  describe(`kubectl reads ${count} ${what} as parseManifests does`, () => {
    const random = seededRandom(20261121);
    const cases = Array.from({ length: count }, (_, index) => {
      const anchors = 'anchors: [&list [1, on], &map {a: 0644, z: "y"}]';
      const data = write(random);
      return {
        name: `case-${index}`,
        data,
        text: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: case-${index}}\n${anchors}\ndata:${data}`,
      };
    });
    let answers = new Map<string, string>();
    before(async () => {
      answers = await askKubectl(cases);
    });

    test('equal values, and the same texts refused', () => {
      const ours = cases.map(
        ({ name, data, text }) =>
          `${name} ${JSON.stringify(data)} ${dataOf(parseManifests(Buffer.from(text), name).manifests[0])}`,
      );
      const theirs = cases.map(({ name, data }) => `${name} ${JSON.stringify(data)} ${answers.get(name) ?? refused}`);
      assert.deepEqual(ours, theirs);
    });

    test('more than half of them are read', () => assert.ok(answers.size > count / 2, `${answers.size} of ${count}`));
  });
}

/** `label --local` reads files and writes them as JSON without a cluster, going on after a file that it refuses. */
async function askKubectl(cases: { name: string; text: string }[]): Promise<Map<string, string>> {
  const directory = await mkdtemp(join(tmpdir(), 'couplet-kubectl-'));
  try {
    await Promise.all(cases.map(({ name, text }) => writeFile(join(directory, `${name}.yaml`), text)));
    const { stdout } = spawnSync('kubectl', ['label', '--local', '-f', directory, 'zz=1', '-o', 'json'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, KUBECONFIG: join(directory, 'none') },
    });
    const { manifests, faults } = parseManifests(Buffer.from(stdout.trimStart()), 'answer.json');
    assert.deepEqual(faults, []);
    return new Map(manifests.map((manifest) => [manifest.name, dataOf(manifest)]));
  } finally {
    await rm(directory, { recursive: true });
  }
}

function dataOf(manifest: Manifest | undefined): string {
  if (manifest === undefined) return refused;
  const data = manifest.body['data'];
  return canonicalBody(isJsonObject(data) ? data : { scalar: data ?? null });
}

function kubectlIsPresent(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
