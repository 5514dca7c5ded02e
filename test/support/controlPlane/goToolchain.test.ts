import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryDirectory } from '../temporaryDirectory.ts';
import { goToolchain } from './goToolchain.ts';

for (const words of [/Install it: https:/, /COUPLET_KUBECONFIG=/, /KUBEBUILDER_ASSETS=/]) {
  test(`without Go the error says ${words.source}`, async () => {
    await using directory = await temporaryDirectory('toolchain');
    await assert.rejects(goToolchain(directory.path, { PATH: directory.path }), words);
  });
}
