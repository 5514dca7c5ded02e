import { parseArgs } from 'node:util';

/** What the person asked of the demo. */
export type DemoOptions = { once: boolean; json: boolean; manifests: number; pushes: number };

export const usage = `npm run demo -- [options]

  --once          make the pushes, print the figures and end (default: one push, then stay up until Ctrl-C)
  --json          print only one line of JSON at the end (with --once)
  --manifests N   how many Kubernetes objects the repository holds (default: the shop alone, 8)
  --pushes N      how many pushes --once makes (default: 20)
`;

/** Throws TypeError with a sentence when an option is unknown or not a number. */
export function readOptions(argv: string[]): DemoOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      once: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      manifests: { type: 'string', default: '0' },
      pushes: { type: 'string', default: '20' },
    },
  });
  return {
    once: values.once,
    json: values.json,
    manifests: wholeNumber('--manifests', values.manifests),
    pushes: Math.max(1, wholeNumber('--pushes', values.pushes)),
  };
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new TypeError(`Cannot read ${option}: a whole number up to 999999 is expected, found ${JSON.stringify(text)}`);
}
