// Plain JavaScript, because it must run on the very Node versions that it refuses.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const needed = 26;
const found = process.versions.node;
if (Number.parseInt(found, 10) < needed) {
  process.stderr.write(
    `Cannot run: Node ${needed} or newer is needed, found ${found} (${process.execPath}).\n` +
      'Run "npm ci" (without --ignore-scripts): it installs that Node for the npm scripts of this checkout.\n',
  );
  process.exit(1);
}
const [program] = process.argv.splice(2, 1);
process.argv[1] = resolve(program);
await import(pathToFileURL(process.argv[1]).href);
