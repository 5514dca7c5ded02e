import { accessSync, constants } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { isDeepStrictEqual } from 'node:util';
import { CredentialsError } from './apiError.ts';
import { KubeConfig } from './kubeConfig.ts';
import { readTokenFile } from './readTokenFile.ts';

/** Where the API server is and how to prove who we are; never logged. */
export type Connection = {
  server: URL;
  tls: Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'servername' | 'rejectUnauthorized'>;
  authorization?: string;
  /** Namespace of the kubeconfig's context, or of the pod. */
  namespace?: string;
};

/** What the client library falls back to when it finds no credentials; nobody means it. */
const libraryFallback = 'http://localhost:8080';

/** Gives the present connection; `renew` reads files, tokens and exec credentials again. */
export type ConnectionSource = { current(): Promise<Connection>; renew(): Promise<Connection> };

/** Tokens of service accounts are rotated in their file well before they expire; a minute is what client-go waits. */
const freshFor = 60_000;

const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * Credentials as kubectl finds them: the given kubeconfig, else the pod's service account, else KUBECONFIG or ~/.kube/config.
 * Only the credentials come from the client library; requests are our own.
 */
export function openConnection(kubeconfig: string | undefined, now: () => number): ConnectionSource {
  let cached: { connection: Connection; readAt: number } | undefined;
  async function renew(): Promise<Connection> {
    const read = await readConnection(kubeconfig);
    // The same object while nothing changed: the client keeps its open connections as long as it sees the same `tls`.
    const tls = isDeepStrictEqual(read.tls, cached?.connection.tls) ? cached?.connection.tls : undefined;
    const connection = tls === undefined ? read : { ...read, tls };
    cached = { connection, readAt: now() };
    return connection;
  }
  return {
    renew,
    async current() {
      return cached !== undefined && now() - cached.readAt < freshFor ? cached.connection : await renew();
    },
  };
}

async function readConnection(kubeconfig: string | undefined): Promise<Connection> {
  const config = new KubeConfig();
  const options: RequestOptions = { headers: {} };
  let token: string | undefined;
  try {
    if (kubeconfig !== undefined) {
      config.loadFromFile(kubeconfig);
      token = readTokenFile(kubeconfig, config.getCurrentUser()?.name);
    } else if (isReadable(serviceAccountToken)) config.loadFromCluster();
    else config.loadFromDefault();
    await config.applyToHTTPSOptions(options);
  } catch (cause) {
    const place = kubeconfig ?? 'the service account, KUBECONFIG or ~/.kube/config';
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new CredentialsError(`Cannot read the Kubernetes credentials from ${place}: found ${found}`, { cause });
  }
  const server = config.getCurrentCluster()?.server;
  if (server === undefined || server === libraryFallback) {
    throw new CredentialsError(
      'Cannot connect to Kubernetes: a service account, KUBECONFIG, ~/.kube/config or applier.kubeconfig must name a cluster, found none',
    );
  }
  const headers = new Map(
    Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const basic = typeof options.auth === 'string' ? `Basic ${Buffer.from(options.auth).toString('base64')}` : undefined;
  const authorization = token === undefined ? (headers.get('authorization') ?? basic) : `Bearer ${token}`;
  const namespace = config.getContextObject(config.getCurrentContext())?.namespace;
  return {
    server: new URL(server),
    tls: pickTls(options),
    ...(authorization === undefined ? {} : { authorization }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function pickTls({ ca, cert, key, servername, rejectUnauthorized }: RequestOptions): Connection['tls'] {
  return Object.fromEntries(
    Object.entries({ ca, cert, key, servername, rejectUnauthorized }).filter(([, value]) => value !== undefined),
  );
}
