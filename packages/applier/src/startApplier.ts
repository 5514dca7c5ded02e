import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { readConfig, formatProblem, splitListen, watchConfig, type Config } from '@couplet/config';
import { configValid, ConfigurationError, createMetrics, Health, version, type Clock, type Log } from '@couplet/daemon';
import { ApiClient } from './apply/apiClient.ts';
import { openConnection } from './apply/connection.ts';
import type { StreamRequest } from './apply/openStream.ts';
import { Claims } from './claims.ts';
import { readToken } from './control/readToken.ts';
import { Environments } from './environments.ts';
import { keepHistory } from './history/keepHistory.ts';
import type { ApplierEvent } from './events.ts';
import { campaign } from './lease/campaign.ts';
import { fenced } from './lease/fenced.ts';
import { Leadership } from './lease/leadership.ts';
import { controlMetrics } from './report/controlMetrics.ts';
import { Feed } from './report/feed.ts';
import { leadershipReport } from './report/leadershipReport.ts';
import { recordLog } from './report/log.ts';
import { tellCluster } from './notices/tellCluster.ts';
import { Notifier } from './notify/notifier.ts';
import { ownNamespaceOf } from './ownNamespace.ts';
import { applierMetrics } from './report/metrics.ts';
import { warmPages } from './report/page/warmPages.ts';
import { readiness } from './report/readiness.ts';
import { buildServer } from './report/server.ts';
import { Status } from './report/status.ts';
import { followSync } from './syncState/followSync.ts';
import { tellLeadership } from './tellLeadership.ts';
import { WatchBudget } from './watch/watchBudget.ts';
import { watchPublications } from './watchPublications.ts';

type Deps = { log: Log; signal: AbortSignal; clock: Clock; fail: (error: unknown) => void };

/** Milliseconds to write the records of the last runs when the program ends. */
const lastWrites = 3_000;

/** Runs the applier until the signal aborts: loops per environment, the watch on publications, the status page. */
export async function startApplier(file: string, { log, signal, clock, fail }: Deps): Promise<void> {
  const config = await requireConfig(file);
  let current = config;
  const { registry } = createMetrics('applier');
  const health = new Health(clock);
  const status = new Status();
  const metrics = applierMetrics(registry);
  const ready = readiness(health);
  const record = (event: ApplierEvent): void => {
    status.record(event);
    history.record(event);
    ready(event);
    metrics(event);
    recordLog(log, event);
    feed.touch(event.environment);
    tell(event);
    notifier.record(event);
    void warm(event);
  };

  const connection = openConnection(config.applier.kubeconfig, () => clock.now());
  const sleep = (ms: number, wanted: AbortSignal): Promise<void> => clock.sleep(ms, wanted);
  const { concurrency } = config.applier;
  const client = new ApiClient({ connection, concurrency, sleep });
  const leaseClient = new ApiClient({ connection, concurrency: 1, sleep, deadline: 4_000 });
  const leadership = new Leadership();
  const api = fenced(client, () => leadership.isHeld());
  const ownNamespace = await ownNamespaceOf(config.applier, connection);
  const history = keepHistory({ api, namespace: ownNamespace, clock, leadership, registry, health, log });
  const feed = new Feed({ status, history, clock, version });
  history.onChange((environment, run) => feed.touchRun(environment, run));
  const refer = (environment: string, id: string) => environments.objects.refer(environment, id);
  const tell = tellCluster({ api, clock, log, namespace: ownNamespace, signal, refer });

  const told = { status, clock, health, log, registry };
  const notifier = new Notifier({ ...told, config: () => current, api, namespace: ownNamespace, leadership });

  const watching = { stream: (request: StreamRequest) => client.stream(request), budget: new WatchBudget() };
  const shared = {
    volume: config.volume,
    ownNamespace,
    concurrency,
    version,
    api,
    clock,
    health,
    log,
    record,
    leadership,
    claims: new Claims(),
    history,
    ...watching,
  };
  const environments = new Environments(shared, signal);
  const control = controlMetrics(registry, () => environments.names());
  const pages = { status, history, objects: environments.objects, version, repository: config.repository.url };
  const warm = warmPages(pages, (ms) => sleep(ms, signal));
  const server = buildServer({
    ...pages,
    feed,
    health,
    registry,
    log,
    actions: {
      actions: environments.actions,
      readToken: () => readToken(config.applier.token),
      onAnswer: (environment, action, answer) => {
        control.acted(environment, action, answer);
        log.info({ environment, action, answer }, 'action answered');
      },
    },
  });
  const { host, port } = splitListen(config.applier.listen);
  await server.listen({ host, port });
  log.info({ listen: config.applier.listen }, 'status page is up');

  await environments.configure(config.environments);
  const setValid = configValid(registry);
  const reportLeadership = leadershipReport({ metrics: control, health, log });
  const stop = async (): Promise<void> => {
    await environments.stop();
    await history.close(lastWrites);
  };
  const looking = Promise.all([
    campaign({
      api: leaseClient,
      ownNamespace,
      identity: identityOf(server.server.address(), port),
      clock,
      signal,
      leadership,
      onChange: (decision, why) => {
        reportLeadership(tellLeadership(decision, why));
        history.leadershipChanged();
        environments.leadershipChanged();
      },
      stop: () => stop(),
    }),
    notifier.run(signal),
    followSync({ config: () => current, environments, status, record, clock, signal }),
    watchPublications({
      volume: config.volume,
      environments: () => environments.names(),
      onChange: (name) => environments.hint(name),
      onBlind: (err) => log.warn({ err }, 'cannot watch the volume, publications are looked for every 10 s'),
      sleep,
      signal,
    }),
    watchConfig(file, {
      signal,
      sleep,
      current: config,
      onValid: (next) => {
        current = next;
        setValid(true);
        health.set('configuration', 'ok');
        if (needsRestart(config, next)) log.warn('a changed setting of applier or volume counts after a restart');
        log.info({ environments: next.environments.length }, 'configuration was read again');
        environments.configure(next.environments).catch(fail);
      },
      onInvalid: (problems) => {
        setValid(false);
        const text = problems.map(formatProblem);
        health.set('configuration', { notice: `the last good one is in use; ${text.join('; ')}` });
        log.error({ problems: text }, 'configuration is invalid, the last good one stays in use');
      },
    }),
  ]);
  try {
    await looking;
  } finally {
    await stop();
    await server.close();
    client.close();
    leaseClient.close();
  }
}

/** Of the lease: nobody else can listen on this host and port, so that a predecessor there is dead. */
function identityOf(address: string | AddressInfo | null, configured: number): string {
  const port = typeof address === 'object' && address !== null ? address.port : configured;
  return `${hostname()}/${port}#${randomBytes(4).toString('hex')}`;
}

async function requireConfig(file: string): Promise<Config> {
  const read = await readConfig(file);
  if (read.kind === 'valid') return read.config;
  throw new ConfigurationError(read.problems.map(formatProblem).join('\n'));
}

function needsRestart(before: Config, next: Config): boolean {
  return !isDeepStrictEqual([before.applier, before.volume], [next.applier, next.volume]);
}
