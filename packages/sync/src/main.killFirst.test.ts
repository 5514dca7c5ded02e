import { test } from 'node:test';
import { killAtRandomInstants } from './fixtures/killAtRandomInstants.ts';

test('kill -9 at 20 random instants of a first publication leaves whole publications, and the next start heals', (t) =>
  killAtRandomInstants(t, { kills: 20, between: 'forget' }));
