import { timingOf } from '../../demo/timeline.ts';
import type { ControlPlane } from '../../test/support/controlPlane.ts';
import { Pair } from '../../test/support/pair.ts';
import { temporaryDirectory } from '../../test/support/temporaryDirectory.ts';
import { itemFiles } from '../items.ts';

const manifests = 1000;
const warmUp = 3;

/** Milliseconds from a push to the last write of its objects, in a repository whose 1,000 manifests belong to so many environments. */
export async function pushFiles(
  { kubeconfig }: ControlPlane,
  wanted: { files: number; environments: number; repeats: number },
): Promise<number[]> {
  await using directory = await temporaryDirectory('bench');
  const names = Array.from(
    { length: wanted.environments },
    (_, index) => `place-${wanted.environments}-${wanted.files}-${index}`,
  );
  const environments = names.map((name) => ({ name, ref: 'main', path: name, namespace: name, settle: 0 }));
  const files = Object.assign({}, ...names.map((name) => itemFiles(manifests / names.length, name))) as Record<
    string,
    string
  >;
  const options = { directory: directory.path, kubeconfig, ownNamespace: 'couplet-bench', environments };
  await using pair = await Pair.prepare(options, files);
  for (const name of names) await pair.kubernetes.createNamespace(name);
  await pair.startBoth();
  const first = await pair.copy.git('rev-parse', 'HEAD');
  for (const name of names) await pair.reach(name, first, ['applied'], 300_000);

  const [name = ''] = names;
  const values: number[] = [];
  for (let push = 1; push <= warmUp + wanted.repeats; push += 1) {
    const pushed = Promise.withResolvers<number>();
    pair.gitServer.onPush(({ at }) => pushed.resolve(at));
    const commit = await pair.push(`Change ${wanted.files} ${push}`, {
      write: changed(files, name, wanted.files, push),
    });
    const { pushToApplied } = timingOf(await pushed.promise, await pair.reach(name, commit));
    if (push > warmUp) values.push(pushToApplied);
  }
  return values;
}

function changed(
  files: Record<string, string>,
  directory: string,
  count: number,
  push: number,
): Record<string, string> {
  const own = Object.entries(files).filter(([path]) => path.startsWith(`${directory}/`));
  return Object.fromEntries(
    own.slice(0, count).map(([path, content]) => [path, content.replace('Item', `Item ${push}`)]),
  );
}
