import { setFlagsFromString } from 'node:v8';

/**
 * Sets this process up for a program of ours. Called by each main.ts before anything else is loaded; so it is imported as
 * `@couplet/daemon/prepareNode`, because the index of this package loads node:http.
 */
export function prepareNode(node: Pick<NodeJS.Process, 'getBuiltinModule' | 'env' | 'execArgv'>): void {
  // V8's room for young garbage would grow to 32 MiB, and the old be collected late: sync's first publication of 50,000
  // files took 266 MiB without these two, and takes 170 with them, for a tenth more CPU time. Whoever says how far that
  // room may grow, as the image of the applier does, gets it: V8 takes that number at the start of a process only.
  const options = [node.env['NODE_OPTIONS'] ?? '', ...node.execArgv];
  const isBounded = options.some((option) => option.includes('--max-semi-space-size'));
  if (!isBounded) setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=80');
  // An import of node:http asks for each of its exports, and these load a WebSocket client: 20 ms of each start.
  for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent'])
    Reflect.deleteProperty(node.getBuiltinModule('node:http'), name);
}
