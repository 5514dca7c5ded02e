import { test } from 'node:test';
import { killAtRandomInstants } from './fixtures/killAtRandomInstants.ts';

test('kill -9 at 15 random instants of increments leaves whole publications, and the next start heals', (t) =>
  killAtRandomInstants(t, { kills: 15, between: 'nothing' }));
