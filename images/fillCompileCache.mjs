// `fillCompileCache.mjs DIRECTORY PROGRAM` fills Node's compile cache with a program while an image is built, so that what
// the image holds starts warm. Two builds give the same bytes: the seed and --predictable, which V8 leaves out of what it
// compares when it reads the cache, fix the order of hashes. The second run finds the types stripped, and so little garbage
// that V8 compiles into memory that nothing used before: it writes out the unused bytes between two fields too.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const [directory, program] = process.argv.slice(2);
/** Of Node's own header before each entry. */
const headerSize = 20;
/** Code of V8 begins with this; text whose types were stripped does not. */
const codeOfV8 = 0xc0de06a9;

function fill() {
  // --help loads everything and stops by itself.
  const { status } = spawnSync(process.execPath, ['--random-seed=1', '--predictable', program, '--help'], {
    env: { ...process.env, NODE_COMPILE_CACHE: directory },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0)
    throw new Error(`Cannot fill the compile cache: ${program} --help must end with 0, found ${status}`);
}

function entries() {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function isCode(entry) {
  return entry.length >= headerSize + 4 && entry.readUInt32LE(headerSize) === codeOfV8;
}

fill();
const code = entries().filter((path) => isCode(readFileSync(path)));
if (code.length === 0) throw new Error('Cannot fill the compile cache: code must be in it, found none');
for (const path of code) rmSync(path);
fill();
