import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuseRepository } from './refuseRepository.ts';

for (const url of ['ssh://git@example.org/a.git', 'git@example.org:a.git']) {
  test(`${url} is refused, saying that ssh comes later`, () => {
    assert.match(refuseRepository(url) ?? '', /ssh, which comes in a later version/);
  });
}

for (const url of ['https://example.org/a.git', 'http://127.0.0.1:1/a.git']) {
  test(`${url} is followed`, () => {
    assert.equal(refuseRepository(url), undefined);
  });
}
