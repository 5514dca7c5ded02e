import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { quoteForShell } from './quoteForShell.ts';

const words = ['/srv/a.git', "it's", "'; touch /tmp/x; '", '$(id)', '`id`', 'a b', '!!', '\\', '"', 'ü', '', "''", '*'];
for (const word of words) {
  test(`a shell reads ${JSON.stringify(word)} back as one word`, () => {
    const read = execFileSync('sh', ['-c', `printf '[%s]' ${quoteForShell(word)}`], { encoding: 'utf8' });
    assert.equal(read, `[${word}]`);
  });
}
