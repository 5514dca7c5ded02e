import { absolutePathFault, normaliseAbsolute } from '../values/absolutePath.ts';
import { dnsLabel } from '../values/dnsLabel.ts';
import { expectedListen, listenFault } from '../values/listenAddress.ts';

export const hour = 3_600_000;
/** Milliseconds; anything shorter would keep a small machine busy with nothing. */
export const shortestInterval = 100;

export const absolutePath = {
  type: 'absolute path',
  expected: 'an absolute path',
  pattern: '^/.',
  fault: absolutePathFault,
  normalise: normaliseAbsolute,
};

export const listenAddress = {
  type: 'host:port',
  expected: expectedListen,
  pattern: '^(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9.-]+):[0-9]{1,5}$',
  fault: listenFault,
};

export const namespace = { type: 'namespace', ...dnsLabel(63) };
