import { formatProblem, localUrl, readConfig, splitListen, watchConfig } from '@couplet/config';
import type { Config } from '@couplet/config';
import { ConfigurationError, createMetrics, Health, Mailbox, runLoop, version } from '@couplet/daemon';
import type { Clock, Log } from '@couplet/daemon';
import { refuseCommitStatus } from './announce/refuseCommitStatus.ts';
import { buildInternal } from './buildInternal.ts';
import type { SyncEvent } from './events.ts';
import { openApplierClient } from './follow/applierClient.ts';
import { InstallationTokens } from './fetch/github/installationTokens.ts';
import { readProxies } from './fetch/proxy/readProxies.ts';
import { logProxy } from './logProxy.ts';
import { openAnnouncer } from './openAnnouncer.ts';
import { PassRunner } from './passRunner.ts';
import { buildReceiver } from './receive/buildReceiver.ts';
import { readWebhookSecrets } from './receive/readWebhookSecrets.ts';
import { refuseWebhookSecrets } from './receive/refuseWebhookSecrets.ts';
import { refuseRepository } from './refuseRepository.ts';
import { foldEvents } from './report/foldEvents.ts';
import { mergeTriggers } from './trigger.ts';
import type { Surroundings } from './surroundings.ts';
import type { Trigger } from './trigger.ts';
import { lookAgain } from './wait/lookAgain.ts';
import { WaitList } from './wait/waitList.ts';

/** A pass may read a whole repository; a loop that did not turn for this long hangs. Milliseconds. */
const longestTurn = 10 * 60 * 1000;

type Deps = {
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly fail: (error: unknown) => void;
  readonly surroundings: Surroundings;
};

/** Runs sync until the signal aborts: two listeners, one loop, the watch on the configuration. */
export async function startSync(file: string, { log, signal, clock, fail, surroundings }: Deps): Promise<void> {
  const { environment } = surroundings;
  let config = await requireConfig(file, environment);
  const now = (): number => clock.now();
  const health = new Health(clock);
  const { registry } = createMetrics('sync');
  const { emit: report, status, records } = foldEvents({ log, registry, health });
  const emit = (event: SyncEvent): void => {
    report(event);
    waits.noticed(event);
    announcer.add(event);
  };
  const applier = openApplierClient({ base: () => localUrl(config.applier.listen) });
  const waits: WaitList = new WaitList({ record: (id) => records.get(id), applier, emit, clock, signal });
  const tokens = new InstallationTokens({ proxies: readProxies(environment), userAgent: `couplet/${version}`, now });
  const announcer = openAnnouncer({ config: () => config, applier, tokens, surroundings, emit, clock });
  const mailbox = new Mailbox<Trigger>(mergeTriggers);
  const use = (next: Config): void => {
    config = next;
    logProxy(log, readProxies(environment), config.repository.url);
    const environments = config.environments.map(({ name }) => name);
    emit({ kind: 'configuration', at: now(), problems: [], environments });
  };
  const refuse = (problems: readonly string[]): void => {
    emit({ kind: 'configuration', at: now(), problems, environments: [] });
  };
  use(config);

  const receiver = buildReceiver({
    readSecrets: () => readWebhookSecrets(config.sync.webhook),
    environments: () => config.environments,
    post: (trigger) => mailbox.post(trigger),
    record: (id) => records.get(id),
    waits,
    emit,
    now,
  });
  const internal = buildInternal({ health, registry, status });
  const search = lookAgain(clock, (trigger) => mailbox.post(trigger), signal);
  const passes = new PassRunner({
    config: () => config,
    applier,
    emit,
    now,
    beat: () => health.beat('sync'),
    again: search.ask,
    access: { surroundings, tokens },
  });
  health.expectBeat('sync', longestTurn);
  try {
    await receiver.listen(splitListen(config.sync.listen));
    await internal.listen(splitListen(config.sync.internal));
    log.info({ listen: config.sync.listen, internal: config.sync.internal }, 'listening');
    const watching = watchConfig(file, {
      signal,
      current: config,
      sleep: (ms, wanted) => clock.sleep(ms, wanted),
      onInvalid: (problems) => refuse(problems.map(formatProblem)),
      onValid(next) {
        const refusal = refuseRepository(next.repository.url, environment) ?? refuseCommitStatus(next);
        if (refusal !== undefined) return refuse([refusal]);
        warnOfRestart(config, next, log);
        use(next);
        mailbox.post({ cause: 'configuration', refs: 'all', forced: false, requests: [] });
      },
    });
    watching.catch(fail);
    const announcing = announcer.run(signal);
    announcing.catch(fail);
    await runLoop<Trigger>({
      name: 'sync',
      mailbox,
      interval: () => config.repository.poll,
      idle: () => ({ cause: 'poll', refs: 'all', forced: false, requests: [] }),
      pass: (trigger, ended) => passes.run(trigger, ended),
      health,
      log,
      clock,
      signal,
    });
    await Promise.all([watching, announcing]);
  } finally {
    await Promise.all([receiver.close(), internal.close()]);
    passes.close();
    announcer.close();
    tokens.close();
    applier.close();
  }
}

async function requireConfig(file: string, environment: Surroundings['environment']): Promise<Config> {
  const read = await readConfig(file);
  if (read.kind === 'invalid') throw new ConfigurationError(read.problems.map(formatProblem).join('\n'));
  const { config } = read;
  const refusal =
    refuseRepository(config.repository.url, environment) ??
    refuseCommitStatus(config) ??
    (await refuseWebhookSecrets(config.sync.webhook));
  if (refusal !== undefined) throw new ConfigurationError(refusal);
  return config;
}

function warnOfRestart(before: Config, next: Config, log: Log): void {
  const settings = (['listen', 'internal'] as const).filter((name) => before.sync[name] !== next.sync[name]);
  if (settings.length > 0) log.warn({ settings }, 'a changed listen address counts after a restart');
}
