import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeApi } from '../settle/fixtures/fakeApi.ts';
import { waitEstablished } from './waitEstablished.ts';

const pot = { group: 'example.com', kind: 'Pot', plural: 'pots', versions: ['v1'], namespaced: true };
const definition = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/pots.example.com';
const condition = (type: string, status: string): object => ({ type, status, message: 'says why' });

/** Waits for Pot, and tells what was missing after how many pauses of 100 ms. */
async function wait(
  conditions: object[],
  { again = false, served = false } = {},
): Promise<{ missing: string | undefined; pauses: number }> {
  let pauses = 0;
  const api = fakeApi({
    [definition]: { status: { conditions } },
    ...(served && { '/apis/example.com/v1/pots': { items: [] } }),
  });
  const sleep = async (): Promise<void> => void (pauses += 1);
  const missing = await waitEstablished(api, pot, { sleep, signal: new AbortController().signal, again });
  return { missing, pauses };
}

const established = condition('Established', 'True');
const refused = condition('NamesAccepted', 'False');

test('a kind that is established and served is waited for no longer', async () => {
  assert.deepEqual(await wait([established], { served: true }), { missing: undefined, pauses: 0 });
});

test('a kind that is established and not served yet is waited for', async () => {
  assert.deepEqual(await wait([established]), { missing: 'its URL does not answer yet', pauses: 300 });
});

test('names that are taken are told after 5 s, and a run that waits again tells them at its first look', async () => {
  const missing = 'NamesAccepted is False: says why';
  assert.deepEqual(await wait([refused]), { missing, pauses: 50 });
  assert.deepEqual(await wait([refused], { again: true }), { missing, pauses: 0 });
});

test('a definition without conditions is waited for 30 s, and 5 s by a run that waits again', async () => {
  assert.deepEqual(await wait([]), { missing: 'no condition yet', pauses: 300 });
  assert.deepEqual(await wait([], { again: true }), { missing: 'no condition yet', pauses: 50 });
});
