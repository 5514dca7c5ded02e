import type { Environment } from '@couplet/config';
import { Mailbox, runLoop, type Health, type Log } from '@couplet/daemon';
import { MemberSet } from './apply/memberSet.ts';
import type { OpenStream } from './apply/openStream.ts';
import { setParent } from './apply/setParent.ts';
import type { History } from './history/history.ts';
import { ManifestIndex } from './load/manifestIndex.ts';
import { environmentActions, type EnvironmentActions } from './control/environmentActions.ts';
import { EnvironmentControl } from './control/environmentControl.ts';
import { EnvironmentObjects } from './objects/environmentObjects.ts';
import { runPass } from './pass.ts';
import type { PassShared, PassState } from './passContext.ts';
import { mergeInputs, type PassInput } from './passInput.ts';
import { PlanMemory } from './plan/planMemory.ts';
import { DriftLedger } from './watch/driftLedger.ts';
import { EnvironmentWatch } from './watch/environmentWatch.ts';
import type { WatchBudget } from './watch/watchBudget.ts';

/** What all environments share. */
export type Shared = PassShared & {
  version: string;
  health: Health;
  log: Log;
  stream: OpenStream;
  budget: WatchBudget;
  history: Pick<History, 'written'>;
};

export type RunningEnvironment = {
  environment: Environment;
  actions: EnvironmentActions;
  objects: EnvironmentObjects;
  /** A publication changed. */
  hint(): void;
  /** Ends the loop; resolves when its pass has stopped at an object boundary. */
  stop(): Promise<void>;
};

/** A pass that takes longer than this without ending means that the loop hangs: every call inside it has a deadline. */
const longestPass = 15 * 60_000;

/** Runs the passes of one environment, one at a time, until it is stopped. */
export function startEnvironment(environment: Environment, given: Shared, signal: AbortSignal): RunningEnvironment {
  const record: Shared['record'] = (event) => {
    objects.record(event);
    given.record(event);
  };
  const shared: Shared = { ...given, record };
  const { clock, health, log } = shared;
  const stopping = new AbortController();
  const mailbox = new Mailbox<PassInput>(mergeInputs);
  const index = new ManifestIndex({ root: shared.volume, prefix: environment.path });
  const state: PassState = {
    present: new Set(),
    index,
    planned: new PlanMemory(),
    members: new MemberSet(setParent(environment.name, shared.ownNamespace), shared.version),
    drift: new DriftLedger(),
  };
  const objects = new EnvironmentObjects(environment, state);
  const post = (input: PassInput): void => mailbox.post(input);
  const control = new EnvironmentControl({ ...shared, environment: environment.name, post });
  const onDrift = (): void => mailbox.post('drift');
  const watch = new EnvironmentWatch({ ...shared, environment: environment.name, state, onDrift });
  record({ kind: 'configured', environment: environment.name, at: clock.now(), suspend: environment.suspend });
  const name = `environment ${environment.name}`;
  health.expectBeat(name, longestPass);
  const ended = runLoop<PassInput>({
    name,
    mailbox,
    clock,
    health,
    log,
    interval: () => (environment.resync === 0 ? Infinity : environment.resync),
    idle: () => 'resync',
    pass: async (input, loopSignal) => {
      // A crash may then lose the run in progress, and no other.
      await shared.history.written(environment.name, loopSignal);
      await watch.during(input, () => runPass({ ...shared, environment, control }, state, input, loopSignal));
    },
    signal: AbortSignal.any([signal, stopping.signal]),
  });
  return {
    environment,
    actions: environmentActions({ ...shared, environment, control }, state),
    objects,
    hint: () => mailbox.post('publication'),
    async stop() {
      stopping.abort(new Error(`environment ${environment.name} is no longer configured like this`));
      await ended;
      control.close();
      await watch.close();
      await state.settling?.ended;
    },
  };
}
