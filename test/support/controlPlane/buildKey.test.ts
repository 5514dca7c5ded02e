import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildKey, type BuildInput } from './buildKey.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const input: BuildInput = {
  sources: { 'go.mod': bytes('module a'), 'main.go': bytes('package main') },
  recipe: ['-trimpath'],
  toolchain: { GOOS: 'linux', GOARCH: 'amd64', GOVERSION: 'go1.26.8' },
};

test('the same inputs in another order give the same build key', () => {
  const reordered = {
    ...input,
    sources: { 'main.go': bytes('package main'), 'go.mod': bytes('module a') },
    toolchain: { GOVERSION: 'go1.26.8', GOARCH: 'amd64', GOOS: 'linux' },
  };
  assert.equal(buildKey(reordered), buildKey(input));
});

const changes: Record<string, BuildInput> = {
  'a changed source': { ...input, sources: { ...input.sources, 'main.go': bytes('package main // 2') } },
  'a renamed source': { ...input, sources: { 'go.mod': bytes('module a'), 'other.go': bytes('package main') } },
  'another build argument': { ...input, recipe: ['-trimpath', '-race'] },
  'another Go version': { ...input, toolchain: { ...input.toolchain, GOVERSION: 'go1.26.9' } },
  'another architecture': { ...input, toolchain: { ...input.toolchain, GOARCH: 'arm64' } },
};

for (const [change, changed] of Object.entries(changes)) {
  test(`${change} gives another build key`, () => {
    assert.notEqual(buildKey(changed), buildKey(input));
  });
}

test('a build key can be part of a file name', () => {
  assert.match(buildKey(input), /^[0-9a-f]{24}$/);
});
