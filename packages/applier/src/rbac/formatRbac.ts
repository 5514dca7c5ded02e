import { visible } from '../report/page/visible.ts';
import type { Grant, GrantRule } from './grantRules.ts';

export type RbacDocument = {
  grants: readonly Grant[];
  notes: readonly string[];
  /** Where the manifests came from. */
  from: string;
  ownNamespace: string;
  account: string;
};

const api = 'rbac.authorization.k8s.io';
const width = 110;

/** Roles, ClusterRole and bindings as YAML, with what a person has to know as comments before them. */
export function formatRbac({ grants, notes, from, ownNamespace, account }: RbacDocument): string {
  const head = `What the ServiceAccount ${account} in the namespace ${ownNamespace} must be allowed for ${from}.`;
  const comments = [head, ...notes.map((note) => `- ${note}`)].flatMap(wrap).map((line) => `# ${line}`);
  // A cluster can hold more than one Couplet, each in a namespace of its own.
  const name = `${ownNamespace}-applier`;
  const objects = grants.flatMap(({ namespace, rules }) => {
    const [role, binding] = namespace === undefined ? ['ClusterRole', 'ClusterRoleBinding'] : ['Role', 'RoleBinding'];
    const metadata = [
      'metadata:',
      `  name: ${name}`,
      ...(namespace === undefined ? [] : [`  namespace: ${scalar(namespace)}`]),
      '  labels: {app.kubernetes.io/name: couplet}',
    ];
    return [
      [`apiVersion: ${api}/v1`, `kind: ${role}`, ...metadata, 'rules:', ...rules.flatMap(ruleLines)],
      [
        `apiVersion: ${api}/v1`,
        `kind: ${binding}`,
        ...metadata,
        `roleRef: {apiGroup: ${api}, kind: ${role}, name: ${name}}`,
        'subjects:',
        `  - {kind: ServiceAccount, name: ${scalar(account)}, namespace: ${scalar(ownNamespace)}}`,
      ],
    ];
  });
  return `${[comments, ...objects].map((lines) => lines.join('\n')).join('\n---\n')}\n`;
}

function ruleLines({ group, resources, verbs }: GrantRule): string[] {
  return [
    `  - apiGroups: [${group === '' ? '""' : scalar(group)}]`,
    `    resources: [${resources.map(scalar).join(', ')}]`,
    `    verbs: [${verbs.join(', ')}]`,
  ];
}

/** A name as YAML: quoted wherever a parser could take it for a number, a truth value or nothing. */
function scalar(name: string): string {
  const isText = /^[a-z][-a-z0-9.]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/.test(name);
  return isText ? name : JSON.stringify(name);
}

/** Lines of a comment. Text of others stays inside of it: nothing that ends a line is left in the words. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of visible(text).split(' ')) {
    if (line !== '' && line.length + word.length >= width) {
      lines.push(line);
      line = ' ';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
