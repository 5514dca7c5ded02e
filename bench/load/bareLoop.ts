import https from 'node:https';
import process from 'node:process';
import { openConnection } from '../../packages/applier/src/apply/connection.ts';
import { inParallel } from '../../packages/volume/src/index.ts';
import { ownedItem } from '../items.ts';

/** The floor of a first apply: the same PATCHes over node:https, so many at a time; prints the milliseconds that they took. */
const [kubeconfig = '', namespace = '', size, concurrency] = process.argv.slice(2);
const { server, tls, authorization } = await openConnection(kubeconfig, () => Date.now()).current();
const agent = new https.Agent({ keepAlive: true, maxSockets: Number(concurrency), ...tls });
const indexes = Array.from({ length: Number(size) }, (_, index) => index);
const started = performance.now();
await inParallel(indexes, Number(concurrency), async (index) => {
  const path = `/api/v1/namespaces/${namespace}/configmaps/item-${index}?fieldManager=by-hand&force=true&fieldValidation=Strict`;
  await patch(new URL(path, server), JSON.stringify(ownedItem(index, namespace)));
});
process.stdout.write(String(performance.now() - started));
agent.destroy();

function patch(url: URL, body: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const headers = {
    'content-type': 'application/apply-patch+yaml',
    'content-length': Buffer.byteLength(body),
    ...(authorization !== undefined && { authorization }),
  };
  const request = https.request(url, { agent, method: 'PATCH', headers }, (response) => {
    if (response.statusCode !== 200 && response.statusCode !== 201)
      reject(new Error(`Cannot apply by hand: expected 200 or 201, found ${response.statusCode}`));
    response.resume().on('end', resolve).on('error', reject);
  });
  request.on('error', reject);
  request.end(body);
  return promise;
}
