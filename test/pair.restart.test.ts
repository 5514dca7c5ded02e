import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './support/eventually.ts';
import { configMap, TestPair } from './support/testPair.ts';

const deployment = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, annotations: {team: shop}}
spec:
  replicas: 0
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}, creationTimestamp: null}
    spec:
      imagePullSecrets: [{name: registry}]
      containers:
      - {name: web, image: "web:1", ports: [{containerPort: 80}], env: [{name: A, value: b}, {name: EMPTY, value: ""}], args: [a], resources: {limits: {cpu: "1"}}, securityContext: {}}
      volumes: [{name: scratch, emptyDir: {}}]
`;

const others = `apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}, {port: 53, name: dns, protocol: UDP}]}
`.replace('{port: 80}', '{port: 80, name: web}');

const many = `---
apiVersion: v1
kind: Secret
metadata: {name: s}
stringData: {a: b}
data: {c: ZA==}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web}
imagePullSecrets: [{name: registry}]
secrets: [{name: token}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec: {rules: [{host: a.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web}
spec: {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {a: b}}}]}], policyTypes: [Ingress]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web-0}, maxReplicas: 3, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: web}
spec: {schedule: "0 0 1 1 *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: x}]}}}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec: {replicas: 0, serviceName: web, selector: {matchLabels: {app: s}}, template: {metadata: {labels: {app: s}}, spec: {containers: [{name: c, image: x}]}}, volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]}
`;

test('a restart writes none of 1,000 untouched objects, whoever else writes to them, and costs few requests', async () => {
  const files = {
    'shop/many.yaml': Array.from({ length: 940 }, (_, index) => configMap(`c-${index}`, 'one')).join('---\n'),
    'shop/web.yaml': Array.from({ length: 52 }, (_, index) => deployment(`web-${index}`)).join('---\n'),
    'shop/others.yaml': others + many,
  };
  await using running = await TestPair.start({ environments: [{ name: 'shop', settle: '0' }], files });
  const { pair } = running;
  await running.applied('shop');
  const deployments = `/apis/apps/v1/namespaces/${running.namespace('shop')}/deployments`;
  await eventually('the controller manager wrote to every Deployment', async () =>
    (await pair.kubernetes.list(deployments)).every(
      ({ metadata }) => metadata.annotations?.['deployment.kubernetes.io/revision'],
    )
      ? true
      : undefined,
  );
  await pair.applier?.terminate();
  await pair.startApplier();
  const { counts, requests, drift } = (await running.applied('shop')) as Awaited<ReturnType<typeof running.applied>> & {
    drift?: object;
  };
  assert.equal(counts?.['unchanged'], 1001);
  assert.deepEqual([counts['configured'], counts['created'], drift], [0, 0, undefined]);
  assert.ok((requests ?? 99) <= 20, `${requests} requests`);
});

test('what somebody changed or removed while the applier was down is found at its start, without reading an object', async () => {
  const files = {
    'shop/a.yaml': configMap('a', 'one'),
    'shop/b.yaml': configMap('b', 'one'),
    'shop/web.yaml': deployment('web'),
  };
  await using running = await TestPair.start({ environments: [{ name: 'shop', settle: '0' }], files });
  const { pair } = running;
  await running.applied('shop');
  const first = await pair.environment('shop');
  await pair.applier?.terminate();
  const namespace = running.namespace('shop');
  const web = `/apis/apps/v1/namespaces/${namespace}/deployments/web`;
  const containers = [{ name: 'web', image: 'web:2' }];
  const edit = { spec: { replicas: 1, template: { spec: { containers } } } };
  await pair.kubernetes.apply(
    web,
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, ...edit },
    'kubectl-edit',
  );
  // A merge patch that only removes leaves no entry of its manager behind.
  await pair.kubernetes.merge(`/api/v1/namespaces/${namespace}/configmaps/a`, { data: { value: null } });
  await pair.startApplier();
  const { counts, drift = [] } = await eventually('the next run ended', async () => {
    const answer = (await pair.environment('shop')) as {
      run?: string;
      state: string;
      counts?: Record<string, number>;
      drift?: { id: string; fields: string[]; manager?: string; corrected: boolean }[];
    };
    return answer.run !== first.run && answer.state === 'applied' ? answer : undefined;
  });
  assert.deepEqual([counts?.['configured'], counts?.['unchanged']], [2, 1]);
  const told = drift.map(({ id, fields, manager, corrected }) => ({ id, fields, manager, corrected }));
  assert.deepEqual(
    told.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    [
      { id: `ConfigMap/${namespace}/a`, fields: ['.data.value'], manager: undefined, corrected: true },
      {
        id: `Deployment.apps/${namespace}/web`,
        fields: ['.spec.replicas', '.spec.template.spec.containers[name="web"].image'],
        manager: 'kubectl-edit',
        corrected: true,
      },
    ],
  );
  assert.equal((await running.configMap('shop', 'a'))?.data?.['value'], 'one');
  assert.equal((await pair.kubernetes.get(web))?.spec?.['replicas'], 0);
});
