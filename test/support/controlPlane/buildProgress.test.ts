import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BuildProgress } from './buildProgress.ts';

test('the packages that go build names are counted', () => {
  const progress = new BuildProgress(4, 1000);
  progress.read('internal/abi');
  progress.read('k8s.io/api/core/v1');
  assert.equal(progress.describe(61_000), 'building the control plane: package 2 of 4 (50 %), after 60 s');
});

test('messages of go build are not counted as packages', () => {
  const progress = new BuildProgress(4, 0);
  progress.read('go: downloading k8s.io/api v0.36.3');
  progress.read('# k8s.io/api/core/v1');
  assert.match(progress.describe(0), /package 0 of 4/);
});

test('after the last package it says linking', () => {
  const progress = new BuildProgress(1, 0);
  progress.read('couplet-cluster');
  assert.equal(progress.describe(9000), 'building the control plane: linking, after 9 s');
});

test('more packages than expected never read as more than all', () => {
  const progress = new BuildProgress(1, 0);
  progress.read('a');
  progress.read('b');
  assert.match(progress.describe(0), /linking/);
});
