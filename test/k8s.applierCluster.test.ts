import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { startAsAccount } from './support/accountPair.ts';
import { eventually } from './support/eventually.ts';
import { configMap } from './support/testPair.ts';

type Warned = { warnings?: { code: string; message: string }[] };

test('the account of the overlay cluster makes a namespace and fills it; a Role is refused and foretold', async () => {
  const made = `test-${randomBytes(4).toString('hex')}-made`;
  const role = `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: reader}\nrules: []\n`;
  await using account = await startAsAccount('cluster', {
    environments: [{ name: 'staging', gate: 'each', settle: 0 }],
    files: {
      'staging/namespace.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${made}}\n`,
      'staging/a.yaml': configMap('a', 'one', { namespace: made }),
    },
  });
  const { pair } = account.running;
  await using cleanUp = new AsyncDisposableStack();
  // A namespace that was not made is the failure of what comes before, and must not hide it.
  cleanUp.defer(async () => await pair.kubernetes.delete(`/api/v1/namespaces/${made}`).catch(() => {}));
  await account.running.applied('staging');
  assert.ok(await pair.kubernetes.get(`/api/v1/namespaces/${made}/configmaps/a`));

  await pair.push('Grant something', { write: { 'staging/role.yaml': role } });
  const verbs = 'get, list, watch, create, patch, delete';
  const staging = account.running.namespace('staging');
  const wanted = [['staging/role.yaml'], [`Cannot ${verbs} roles.rbac.authorization.k8s.io in namespace ${staging}`]];
  // What is missing is asked beside the pass: for a moment the answer is that of the commit before.
  let answer: (Awaited<ReturnType<typeof pair.environment>> & Warned) | undefined;
  const look = async (): Promise<true | undefined> => {
    answer = await pair.environment('staging');
    const refused = (answer.errors ?? []).filter(({ code }) => code === 'forbidden').map(({ file }) => file);
    const missing = (answer.warnings ?? []).filter(({ code }) => code === 'missing-access');
    const said = missing.map(({ message }) => message.split(':', 1)[0]);
    return isDeepStrictEqual([refused, said], wanted) ? true : undefined;
  };
  await eventually('the Role is refused and what is missing is told, and nothing else', look, { last: () => answer });
});
