// `fillCompileCache.mjs DIRECTORY PROGRAM` fills Node's compile cache with a program while an image is built, so that what
// the image holds starts warm. Two builds give the same bytes: the seed and --predictable, which V8 leaves out of what it
// compares when it reads the cache, fix the order of hashes. V8 writes out the unused bytes between two fields too, which
// are zero in memory that nothing used before: so there must be room for all of it without collecting garbage.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const [directory, program, step] = process.argv.slice(2);
/** Of Node's own header before each entry. */
const headerSize = 20;
/** Code of V8 begins with this; text whose types were stripped does not. */
const codeOfV8 = 0xc0de06a9;
/** MiB of the young and of the old generation while the cache is filled. */
const room = ['--min-semi-space-size=512', '--max-semi-space-size=512', '--initial-old-space-size=1024'];

function fill() {
  const flags = ['--random-seed=1', '--predictable', ...room];
  const { status } = spawnSync(process.execPath, [...flags, import.meta.filename, directory, program, 'load'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0)
    throw new Error(`Cannot fill the compile cache: ${program} --help must end with 0, found ${status}`);
}

async function load() {
  // The room is made at the start. V8 compares these flags when it reads the cache, so they become again what they were:
  // not set, or as the image has them.
  for (const flag of room) setFlagsFromString(flag.replace(/=.*/, '=0'));
  for (const flag of process.env.NODE_OPTIONS?.split(' ') ?? []) if (flag !== '') setFlagsFromString(flag);
  enableCompileCache(directory);
  // --help loads everything and stops by itself.
  process.argv = [process.execPath, resolve(program), '--help'];
  process.execArgv = [];
  await import(pathToFileURL(program).href);
}

function entries() {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function isCode(entry) {
  return entry.length >= headerSize + 4 && entry.readUInt32LE(headerSize) === codeOfV8;
}

if (step === 'load') {
  await load();
} else {
  fill();
  const code = entries().filter((path) => isCode(readFileSync(path)));
  if (code.length === 0) throw new Error('Cannot fill the compile cache: code must be in it, found none');
  // The second time the types are stripped already: that would be garbage too.
  for (const path of code) rmSync(path);
  fill();
}
