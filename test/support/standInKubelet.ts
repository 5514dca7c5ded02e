import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '../../packages/applier/src/apply/apiClient.ts';
import { ApiError } from '../../packages/applier/src/apply/apiError.ts';
import { openConnection } from '../../packages/applier/src/apply/connection.ts';
import { eventually } from './eventually.ts';
import type { KubeletPod } from './standInKubelet/kubeletPod.ts';
import { nodeLease, nodeObject, nodeStatus, probeEvent } from './standInKubelet/nodeObjects.ts';
import { podStatus } from './standInKubelet/podStatus.ts';

/** Milliseconds between two looks at the pods, and between two signs of life. */
const lookEvery = 100;
const renewEvery = 5_000;

type Known = { since: number; told: string };

/**
 * A node whose pods only exist on paper. It takes the pods that the scheduler gives it and reports them as their image
 * tag says: `good` (or any other tag), `slow-<ms>`, `missing`, `crash`, `oom`, `unready`, `noconfig`. Pods that do not
 * restart end well, or with `crash` badly. At its end the node and its pods are gone.
 */
export class StandInKubelet implements AsyncDisposable {
  /** Of the node, and its label `kubernetes.io/hostname`: a nodeSelector pins pods to it. */
  readonly name: string;
  readonly #client: ApiClient;
  readonly #stopping = new AbortController();
  readonly #known = new Map<string, Known>();
  readonly #provided = new Set<string>();
  #running: Promise<void> = Promise.resolve();

  private constructor(kubeconfig: string, name: string) {
    this.name = name;
    const connection = openConnection(kubeconfig, () => Date.now());
    this.#client = new ApiClient({ connection, concurrency: 8, sleep: (ms) => sleep(ms) });
  }

  static async start(kubeconfig: string, name = `stand-in-${randomBytes(4).toString('hex')}`): Promise<StandInKubelet> {
    const kubelet = new StandInKubelet(kubeconfig, name);
    await kubelet.#apply(`/api/v1/nodes/${name}`, nodeObject(name));
    await kubelet.#merge(`/api/v1/nodes/${name}/status`, nodeStatus(now()));
    kubelet.#running = kubelet.#run();
    // Kubernetes taints a new node until its controllers have seen that it is ready.
    await eventually(`node ${name} takes pods`, async () => ((await kubelet.#taints()) === 0 ? true : undefined), {
      every: 100,
    });
    return kubelet;
  }

  /** From now on this image can be pulled, also when its tag is `missing`. */
  provide(image: string): void {
    this.#provided.add(image);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    // The node first: what its pods belong to makes new ones at once.
    await this.#delete(`/api/v1/nodes/${this.name}`);
    await this.#delete(`/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${this.name}`);
    for (const { metadata } of await this.#pods()) await this.#delete(pathOf(metadata));
    this.#client.close();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    let renewed = 0;
    while (!signal.aborted) {
      try {
        if (Date.now() - renewed > renewEvery) {
          await this.#renew();
          renewed = Date.now();
        }
        await Promise.allSettled((await this.#pods()).map(async (pod) => await this.#serve(pod)));
      } catch {
        // The API server may be away for a moment: the next look says.
      }
      await sleep(lookEvery, undefined, { signal }).catch(() => {});
    }
  }

  async #renew(): Promise<void> {
    const path = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${this.name}`;
    await this.#apply(path, nodeLease(this.name, now()));
    await this.#merge(`/api/v1/nodes/${this.name}/status`, nodeStatus(now()));
  }

  async #serve(pod: KubeletPod): Promise<void> {
    const { uid, deletionTimestamp } = pod.metadata;
    if (deletionTimestamp !== undefined) {
      this.#known.delete(uid);
      await this.#delete(pathOf(pod.metadata));
      return;
    }
    const known = this.#known.get(uid) ?? { since: Date.now(), told: '' };
    const startTime = `${new Date(known.since).toISOString().slice(0, 19)}Z`;
    const status = podStatus(pod, { age: Date.now() - known.since, provided: this.#provided }, startTime);
    const told = JSON.stringify(status);
    if (told === known.told) return;
    await this.#merge(`${pathOf(pod.metadata)}/status`, { status });
    this.#known.set(uid, { ...known, told });
    const unready = pod.spec.containers.find(({ image }) => image.endsWith(':unready'));
    if (unready === undefined) return;
    const { name, namespace } = pod.metadata;
    const event = probeEvent({ name, namespace, uid }, unready.name, startTime);
    await this.#apply(`/api/v1/namespaces/${namespace}/events/${name}.unhealthy`, event);
  }

  async #taints(): Promise<number> {
    const path = `/api/v1/nodes/${this.name}`;
    const { body } = await this.#client.request<{ spec: { taints?: object[] } }>({
      method: 'GET',
      path,
      signal: soon(),
    });
    return body.spec.taints?.length ?? 0;
  }

  async #pods(): Promise<KubeletPod[]> {
    const path = `/api/v1/pods?fieldSelector=spec.nodeName=${this.name}`;
    const { body } = await this.#client.request<{ items: KubeletPod[] }>({ method: 'GET', path, signal: soon() });
    return body.items;
  }

  async #apply(path: string, object: object): Promise<void> {
    await this.#patch(`${path}?fieldManager=stand-in-kubelet&force=true`, 'application/apply-patch+yaml', object);
  }

  async #merge(path: string, change: object): Promise<void> {
    await this.#patch(path, 'application/merge-patch+json', change);
  }

  async #patch(path: string, contentType: string, body: object): Promise<void> {
    await this.#client.request({ method: 'PATCH', path, contentType, body: JSON.stringify(body), signal: soon() });
  }

  async #delete(path: string): Promise<void> {
    try {
      await this.#client.request({ method: 'DELETE', path: `${path}?gracePeriodSeconds=0`, signal: soon() });
    } catch (error) {
      if (!(error instanceof ApiError && error.httpStatus === 404)) throw error;
    }
  }
}

function pathOf({ namespace, name }: KubeletPod['metadata']): string {
  return `/api/v1/namespaces/${namespace}/pods/${name}`;
}

function soon(): AbortSignal {
  return AbortSignal.timeout(30_000);
}

function now(): string {
  return new Date().toISOString();
}
