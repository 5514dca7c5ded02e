/** What a small shop keeps in its repository: the files of one environment, by name. */
export function shopFiles(node: string): Record<string, string> {
  return {
    'web/deployment.yaml': deployment({ name: 'web', node, replicas: 3 }),
    'web/service.yaml': service('web'),
    'web/config.yaml': settings('web', { theme: 'spring', currency: 'EUR' }),
    'web/disruption.yaml':
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {minAvailable: 1, selector: {matchLabels: {app: web}}}\n',
    'checkout/deployment.yaml': deployment({ name: 'checkout', node }),
    'checkout/service.yaml': service('checkout'),
    'checkout/config.yaml': settings('checkout', { timeout: '5s', provider: 'stripe' }),
    'search/deployment.yaml': deployment({ name: 'search', node }),
    'search/service.yaml': service('search'),
    'search/synonyms.yaml': settings('search-synonyms', { trousers: 'pants' }),
    'mail/deployment.yaml': deployment({ name: 'mail', node, replicas: 1 }),
    'mail/templates.yaml': settings('mail-templates', { welcome: 'Good to see you.' }),
    'mail/account.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: mail}\n',
    'reports/nightly.yaml': `apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly-report}
spec:
  schedule: "0 3 * * *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: "registry.example.com/report:good"}]}}}}
`,
  };
}

export function deployment(of: {
  name: string;
  node: string;
  replicas?: number;
  tag?: string;
  /** How the field is written. */
  field?: string;
}): string {
  const { name, node, replicas = 2, tag = 'good', field = 'replicas' } = of;
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  ${field}: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {nodeSelector: {kubernetes.io/hostname: ${node}}, containers: [{name: main, image: "registry.example.com/${name}:${tag}"}]}
`;
}

export function settings(name: string, data: Record<string, string>): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata: ${JSON.stringify(data)}\n`;
}

function service(name: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec: {ports: [{port: 80}], selector: {app: ${name}}}\n`;
}
