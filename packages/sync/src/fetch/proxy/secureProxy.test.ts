import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { authority } from '../../fixtures/certificate.ts';
import { startConnectProxy } from '../../fixtures/connectProxy.ts';
import { failure } from '../../fixtures/failure.ts';
import { secureWorld } from '../../fixtures/secureWorld.ts';

async function behindTls() {
  const stack = new AsyncDisposableStack();
  const world = stack.use(await secureWorld());
  const trusted = await authority(world.git.directory, 'of-the-proxy');
  const proxy = stack.use(await startConnectProxy(await trusted.issue('localhost')));
  const surroundings = { environment: { ALL_PROXY: proxy.url }, killGroup: () => {} };
  return {
    proxy,
    pem: trusted.pem,
    open: (url = world.url) => world.open({ url, surroundings }),
    plainUrl: world.git.url,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Makes the system trust one authority more. */
function trustInSystem(pem: string): Disposable {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, pem]);
  return { [Symbol.dispose]: () => setDefaultCACertificates(before) };
}

test('a proxy over TLS is used when the system trusts it, for https and for http', async () => {
  await using here = await behindTls();
  using _ = trustInSystem(here.pem);
  using secure = await here.open();
  using plain = await here.open(here.plainUrl);
  const kinds = [(await secure.fetch()).kind, (await plain.fetch()).kind];
  assert.deepEqual(kinds, ['fetched', 'fetched']);
  assert.deepEqual([...new Set(here.proxy.seen.map(({ what }) => what.split(' ')[0]))], ['CONNECT', 'GET', 'POST']);
});

test('a proxy over TLS that the system does not trust is named, and sent nothing', async () => {
  await using here = await behindTls();
  for (const url of [undefined, here.plainUrl]) {
    using repository = await here.open(url);
    const { message } = await failure(repository.fetch());
    assert.match(
      message,
      /^Cannot reach the proxy https:\/\/localhost:\d+ of ALL_PROXY: its TLS authority is not .* NODE_EXTRA_CA_CERTS names$/,
    );
  }
  assert.deepEqual(here.proxy.seen, []);
});
