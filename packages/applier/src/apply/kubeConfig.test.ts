import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test } from 'node:test';

test('reading credentials loads nothing of the generated API', async () => {
  const loaded: string[] = [];
  const hooks = registerHooks({
    load(url, context, nextLoad) {
      loaded.push(url);
      return nextLoad(url, context);
    },
  });
  const { KubeConfig } = await import('./kubeConfig.ts');
  hooks.deregister();
  const library = loaded.filter((url) => url.includes('/@kubernetes/client-node/'));
  assert.equal(typeof KubeConfig, 'function');
  assert.ok(
    library.length > 3,
    `only ${library.length} modules of the library were loaded: the test looks in the wrong place`,
  );
  assert.deepEqual(
    library.filter((url) => url.includes('/gen/models/') || url.includes('/gen/apis/')),
    [],
  );
});
