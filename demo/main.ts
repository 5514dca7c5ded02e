import process from 'node:process';
import { startControlPlane } from '../test/support/controlPlane.ts';
import { Pair } from '../test/support/pair.ts';
import { percentile } from '../test/support/percentile.ts';
import { requirePrograms } from '../test/support/requirePrograms.ts';
import { temporaryDirectory } from '../test/support/temporaryDirectory.ts';
import { readOptions, usage, type DemoOptions } from './options.ts';
import { changedSettings, shopFiles } from './shopFiles.ts';
import { drawTimeline, timingOf, type PushTiming } from './timeline.ts';

const environment = 'shop';

process.exit(await main(process.argv.slice(2)));

async function main(argv: string[]): Promise<number> {
  let options: DemoOptions;
  try {
    options = readOptions(argv);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const say = (line: string): void => void process.stderr.write(options.json ? '' : `${line}\n`);
  await requirePrograms(['git'], say);
  await using controlPlane = await startControlPlane();

  // From here on there is something to clean up: an interrupt ends the demo, not the process.
  const stopped = Promise.withResolvers<number>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.resolve(130));
  await using directory = await temporaryDirectory('demo');
  say('starting a git server, sync and applier');
  const { kubeconfig } = controlPlane;
  const environments = [{ name: environment, ref: 'main', path: 'shop' }];
  await using pair = await Pair.start(
    { directory: directory.path, kubeconfig, ownNamespace: 'couplet', environments },
    shopFiles(options.manifests),
  );
  const code = await Promise.race([stopped.promise, show(pair, options, say)]);
  if (code !== undefined) return code;
  say(invitation(pair, kubeconfig));
  await stopped.promise;
  say('\nstopping everything that was started');
  return 0;
}

/** Makes the pushes. Undefined when the person is to go on from there. */
async function show(pair: Pair, options: DemoOptions, say: (line: string) => void): Promise<number | undefined> {
  const first = await pair.copy.git('rev-parse', 'HEAD');
  const begun = await pair.reach(environment, first, ['applied'], 10 * 60_000);
  say(`the repository with ${begun.objects} objects is applied; now a push that changes one of them`);
  const timings: PushTiming[] = [];
  for (let push = 1; push <= (options.once ? options.pushes : 1); push += 1) {
    const timing = await makePush(pair, push);
    if (timings.push(timing) === 1) say(drawTimeline(timing));
  }
  if (!options.once) return undefined;
  const times = timings.map(({ pushToApplied }) => pushToApplied);
  const pushToApplied = { p50: percentile(times, 50), p99: percentile(times, 99) };
  const { objects } = await pair.environment(environment);
  process.stdout.write(`${JSON.stringify({ pushToApplied, objects, runs: timings.length })}\n`);
  return 0;
}

async function makePush(pair: Pair, push: number): Promise<PushTiming> {
  const pushed = Promise.withResolvers<number>();
  pair.gitServer.onPush(({ at }) => pushed.resolve(at));
  const commit = await pair.push(`Greet visitor ${push}`, { write: changedSettings(push) });
  const answer = await pair.reach(environment, commit);
  return timingOf(await pushed.promise, answer);
}

function invitation(pair: Pair, kubeconfig: string): string {
  return `
  status page   ${pair.pageUrl}/
  working copy  ${pair.copy.directory}   (edit shop/, commit, git push: the webhook does the rest)

  ask for a sync, as CI would:
    curl -X POST -H 'Authorization: Bearer ${pair.token}' ${pair.syncUrl}/sync

  look at what was applied:
    kubectl --kubeconfig ${kubeconfig} -n shop get all,configmaps,ingress -L applyset.kubernetes.io/part-of

  Ctrl-C stops everything and removes what was made.`;
}
