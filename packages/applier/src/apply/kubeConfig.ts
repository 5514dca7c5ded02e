import { registerHooks } from 'node:module';

/** Where the library imports the 850 modules of its generated API, of which credentials need none. */
const importer = '/@kubernetes/client-node/dist/config.js';
const generated = './gen/index.js';

// They would take 50 MiB and a third of a second at each start, for two names that only `makeApiClient` uses.
const hooks = registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier !== generated || context.parentURL?.endsWith(importer) !== true)
      return nextResolve(specifier, context);
    return nextResolve('./withoutGeneratedApi.ts', { ...context, parentURL: import.meta.url });
  },
});
const library = await import('@kubernetes/client-node/dist/config.js').finally(() => hooks.deregister());

/** The client library's reader of kubeconfig files, service accounts and credential plugins. `makeApiClient` throws. */
export const KubeConfig = library.KubeConfig;
