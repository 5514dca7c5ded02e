import { randomBytes } from 'node:crypto';
import { Kubernetes } from './kubernetes.ts';
import { eventually } from './eventually.ts';
import type { ManifestObject } from './manifests.ts';

/** The kinds of the Prometheus operator, in a group that nobody else in the cluster has. */
export type OperatorKinds = AsyncDisposable & {
  /** The same objects with that group in place of `monitoring.coreos.com`. */
  grouped(objects: readonly ManifestObject[]): ManifestObject[];
};

const text = { type: 'string' };
const texts = { type: 'object', additionalProperties: text };
const object = (properties: object): object => ({ type: 'object', properties });
const list = (properties: object): object => ({ type: 'array', items: object(properties) });

/** As far as they are used here; unknown fields are refused as the real ones do. */
const specs = {
  PodMonitor: {
    selector: object({ matchLabels: texts }),
    podMetricsEndpoints: list({ port: text, path: text, interval: text }),
  },
  PrometheusRule: {
    groups: list({
      name: text,
      rules: list({ alert: text, expr: text, for: text, labels: texts, annotations: texts }),
    }),
  },
};

/** Defines them until disposal. */
export async function defineOperatorKinds(kubeconfig: string): Promise<OperatorKinds> {
  await using stack = new AsyncDisposableStack();
  const kubernetes = stack.adopt(new Kubernetes(kubeconfig), (client) => client.close());
  const group = `monitoring-${randomBytes(4).toString('hex')}.example.com`;
  for (const [kind, spec] of Object.entries(specs)) {
    const plural = `${kind.toLowerCase()}s`;
    const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${plural}.${group}`;
    const schema = { openAPIV3Schema: object({ spec: object(spec) }) };
    await kubernetes.apply(path, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { kind, plural },
        versions: [{ name: 'v1', served: true, storage: true, schema }],
      },
    });
    stack.defer(async () => await kubernetes.delete(path));
    // Established is not yet discoverable: kubectl looks the kind up there.
    await eventually(`${kind} can be discovered`, async () => await discovered(kubernetes, group, kind));
  }
  const disposables = stack.move();
  return {
    grouped: (objects) =>
      objects.map((one) => ({
        ...one,
        apiVersion: one.apiVersion.replace(/^monitoring\.coreos\.com\//, `${group}/`),
      })),
    [Symbol.asyncDispose]: () => disposables.disposeAsync(),
  };
}

async function discovered(kubernetes: Kubernetes, group: string, kind: string): Promise<true | undefined> {
  const groups = (await kubernetes.get('/apis')) as unknown as { groups: { name: string }[] } | undefined;
  if (groups?.groups.some(({ name }) => name === group) !== true) return undefined;
  const answer = (await kubernetes.get(`/apis/${group}/v1`)) as unknown as
    | { resources: { kind: string }[] }
    | undefined;
  return answer?.resources.some((one) => one.kind === kind) === true ? true : undefined;
}
