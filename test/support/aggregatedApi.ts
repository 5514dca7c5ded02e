import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import { selfSigned } from '../../packages/sync/src/fixtures/certificate.ts';
import type { Kubernetes } from './kubernetes.ts';
import { portOf } from './portOf.ts';

type Stored = { metadata: { name: string; namespace: string; uid: string; labels?: Record<string, string> } };

export type AggregatedApi = AsyncDisposable & {
  /** Names of the objects that it holds. */
  readonly names: string[];
  /** Breaks every connection. */
  down(): void;
  /** Answers again, and tells the API server so: by itself it looks every 30 s. */
  up(): Promise<void>;
};

/**
 * An API server of one kind, `Cake`, that the real API server aggregates: it keeps what is applied, lists and deletes it.
 * The kind is one that nobody else serves, so that its group comes and goes with this server.
 */
export async function startAggregatedApi(
  kubernetes: Kubernetes,
  { group, namespace, directory }: { group: string; namespace: string; directory: string },
): Promise<AggregatedApi> {
  const stored = new Map<string, Stored>();
  const sockets = new Set<Socket>();
  let isDown = false;
  const server = createServer(await selfSigned(directory), (request, response) => {
    void readText(request).then((text) => answer(stored, group, request, text, response));
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    if (isDown) socket.destroy();
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const port = portOf(server);
  const servicePath = `/api/v1/namespaces/${namespace}/services/cakes`;
  const registration = `/apis/apiregistration.k8s.io/v1/apiservices/v1.${group}`;
  const api: AggregatedApi = {
    get names() {
      return [...stored.values()].map(({ metadata }) => metadata.name).toSorted();
    },
    down() {
      isDown = true;
      for (const socket of sockets) socket.destroy();
    },
    async up() {
      isDown = false;
      const annotations = { 'example.com/up': new Date().toISOString() };
      await kubernetes.merge(registration, { metadata: { annotations } });
    },
    async [Symbol.asyncDispose]() {
      await kubernetes.delete(registration);
      await kubernetes.delete(servicePath);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  await kubernetes.apply(servicePath, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'cakes' },
    spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port }] },
  });
  await kubernetes.apply(registration, {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: `v1.${group}` },
    spec: {
      group,
      version: 'v1',
      groupPriorityMinimum: 100,
      versionPriority: 10,
      insecureSkipTLSVerify: true,
      service: { namespace, name: 'cakes', port },
    },
  });
  return api;
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function answer(
  stored: Map<string, Stored>,
  group: string,
  request: IncomingMessage,
  text: string,
  response: ServerResponse,
): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://localhost');
  const say = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const groupVersion = `${group}/v1`;
  if (pathname === `/apis/${groupVersion}`) {
    const verbs = ['get', 'list', 'watch', 'patch', 'delete'];
    const resources = [{ name: 'cakes', singularName: 'cake', namespaced: true, kind: 'Cake', verbs }];
    return say(200, { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources });
  }
  const [, namespace = '', name = ''] = /\/namespaces\/([^/]+)\/cakes\/([^/]+)$/.exec(pathname) ?? [];
  const key = `${namespace}/${name}`;
  const found = stored.get(key);
  if (name === '' && pathname.endsWith('/cakes')) {
    // A watch that never has news.
    if (searchParams.has('watch')) {
      response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      return;
    }
    const [label = '', value] = (searchParams.get('labelSelector') ?? '').split('=');
    const items = [...stored.values()].filter(
      ({ metadata }) => value === undefined || metadata.labels?.[label] === value,
    );
    return say(200, { kind: 'CakeList', apiVersion: groupVersion, metadata: { resourceVersion: '1' }, items });
  }
  if (name !== '' && request.method === 'PATCH') {
    const object = applied(JSON.parse(text) as Stored, searchParams.get('fieldManager') ?? '');
    if (!searchParams.has('dryRun')) stored.set(key, object);
    return say(found === undefined ? 201 : 200, object);
  }
  if (name === '' || found === undefined)
    return say(404, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 404 });
  if (request.method === 'DELETE') stored.delete(key);
  say(200, found);
}

/** The object as a server-side apply leaves it, as far as its owner is concerned. */
function applied(object: Stored, manager: string): Stored {
  const labels = Object.fromEntries(Object.keys(object.metadata.labels ?? {}).map((label) => [`f:${label}`, {}]));
  const managedFields = [{ manager, operation: 'Apply', fieldsV1: { 'f:metadata': { 'f:labels': labels } } }];
  const uid = `${object.metadata.namespace}-${object.metadata.name}`;
  const metadata = { ...object.metadata, uid, resourceVersion: '1', managedFields };
  return { ...object, metadata };
}
