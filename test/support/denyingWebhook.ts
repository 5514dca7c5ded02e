import { createServer } from 'node:https';
import { authority } from '../../packages/sync/src/fixtures/certificate.ts';
import type { Kubernetes } from './kubernetes.ts';
import { portOf } from './portOf.ts';

export type DenyingWebhook = AsyncDisposable & {
  /** How often it was asked. */
  readonly asked: number;
  /** From now on it allows everything. */
  relent(): void;
};

export type WebhookOptions = {
  namespace: string;
  message: string;
  /** For its certificate. */
  directory: string;
  operations?: string[];
  /** Of the core group; default: configmaps. */
  resources?: string[];
  /** Takes every question and answers none; the API server waits this many seconds. */
  silentFor?: number;
  /** Only objects with these labels. */
  labels?: Record<string, string>;
};

/** A real admission webhook that denies deletes (or `operations`) of ConfigMaps (or `resources`) in one namespace. */
export async function startDenyingWebhook(
  kubernetes: Kubernetes,
  {
    namespace,
    message,
    directory,
    operations = ['DELETE'],
    resources = ['configmaps'],
    silentFor,
    labels = {},
  }: WebhookOptions,
): Promise<DenyingWebhook> {
  const ca = await authority(directory, 'webhook-authority');
  let asked = 0;
  let allowed = false;
  const server = createServer(await ca.issue('127.0.0.1'), (request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      asked += 1;
      if (silentFor !== undefined && !allowed) return;
      const review = JSON.parse(text) as { apiVersion: string; kind: string; request: { uid: string } };
      const answer = { uid: review.request.uid, allowed, status: { message } };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ apiVersion: review.apiVersion, kind: review.kind, response: answer }));
    });
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const path = `/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/${namespace}`;
  await kubernetes.apply(path, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: namespace },
    webhooks: [
      {
        name: 'keep.example.com',
        clientConfig: {
          url: `https://127.0.0.1:${portOf(server)}/`,
          caBundle: Buffer.from(ca.pem).toString('base64'),
        },
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        ...(silentFor !== undefined && { timeoutSeconds: silentFor }),
        objectSelector: { matchLabels: labels },
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], operations, resources }],
      },
    ],
  });
  return {
    get asked() {
      return asked;
    },
    relent() {
      allowed = true;
    },
    async [Symbol.asyncDispose]() {
      await kubernetes.delete(path);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
