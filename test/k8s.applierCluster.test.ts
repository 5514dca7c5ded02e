import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
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
  cleanUp.defer(() => pair.kubernetes.delete(`/api/v1/namespaces/${made}`));
  await account.running.applied('staging');
  assert.ok(await pair.kubernetes.get(`/api/v1/namespaces/${made}/configmaps/a`));

  await pair.push('Grant something', { write: { 'staging/role.yaml': role } });
  // Other tests define kinds meanwhile, which may bring warnings of their own.
  const seen = await eventually('the refusal and what is missing are told', async () => {
    const answer: Awaited<ReturnType<typeof pair.environment>> & Warned = await pair.environment('staging');
    const refused = (answer.errors ?? []).filter(({ code }) => code === 'forbidden').map(({ file }) => file);
    const missing = (answer.warnings ?? []).filter(({ code }) => code === 'missing-access');
    const said = missing.map(({ message }) => message.split(':', 1)[0]);
    return refused.length > 0 && said.length > 0 ? { refused, said } : undefined;
  });
  const verbs = 'get, list, watch, create, patch, delete';
  const staging = account.running.namespace('staging');
  assert.deepEqual(seen, {
    refused: ['staging/role.yaml'],
    said: [`Cannot ${verbs} roles.rbac.authorization.k8s.io in namespace ${staging}`],
  });
});
