import { serviceAccountKeyFile, tokenFile } from './writeCredentials.ts';

// Paths are relative to the data directory, which every component has as its working directory. So etcd's sockets keep
// below the length limit of socket names; etcd asks that they look like host:port.
export const etcdSocket = 'etcd:2379';
const etcdClients = `unix://${etcdSocket}`;
const etcdPeers = 'unix://etcd:2380';

export const certificateDirectory = 'certificates';
/** The API server writes its own certificate and the authority that signed it to one file. */
export const certificateFile = `${certificateDirectory}/apiserver.crt`;
/** Written after the certificate: when it exists, the certificate is complete. */
export const certificateKeyFile = `${certificateDirectory}/apiserver.key`;

/** etcd behind Unix sockets: no port, and only this user can reach it. Its data may be lost with the machine. */
export function etcdFlags(): string[] {
  return [
    '--name=couplet',
    '--data-dir=etcd-data',
    '--unsafe-no-fsync',
    '--log-level=warn',
    `--listen-client-urls=${etcdClients}`,
    `--advertise-client-urls=${etcdClients}`,
    `--listen-peer-urls=${etcdPeers}`,
    `--initial-advertise-peer-urls=${etcdPeers}`,
    `--initial-cluster=couplet=${etcdPeers}`,
  ];
}

export const auditLogFile = 'audit.log';
export const auditPolicyFile = 'audit-policy.json';
/** One line in the audit log for each finished request, without bodies. */
export const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'Metadata' }],
};

export type ApiServerOptions = {
  readonly port: number;
  readonly audit: boolean;
  /** Without them nothing makes the service account that admission wants for every pod. */
  readonly hasControllers: boolean;
};

export function apiServerFlags(options: ApiServerOptions): string[] {
  const flags = [
    `--etcd-servers=${etcdClients}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${options.port}`,
    // A loopback address is not valid in the Endpoints of the service "kubernetes".
    '--endpoint-reconciler-type=none',
    `--cert-dir=${certificateDirectory}`,
    `--token-auth-file=${tokenFile}`,
    '--authorization-mode=Node,RBAC',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${serviceAccountKeyFile}`,
    `--service-account-signing-key-file=${serviceAccountKeyFile}`,
    '--allow-privileged=true',
  ];
  if (!options.hasControllers) flags.push('--disable-admission-plugins=ServiceAccount');
  if (options.audit) flags.push(`--audit-policy-file=${auditPolicyFile}`, `--audit-log-path=${auditLogFile}`);
  return flags;
}

export function controllerManagerFlags(kubeconfig: string): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    // Port 0 serves nothing.
    '--secure-port=0',
    '--leader-elect=false',
    '--use-service-account-credentials',
    // The default of 20 requests a second alone delays the start by 4 s: each controller first makes its account.
    '--kube-api-qps=200',
    '--kube-api-burst=400',
    `--service-account-private-key-file=${serviceAccountKeyFile}`,
    `--root-ca-file=${certificateFile}`,
  ];
}

export function schedulerFlags(kubeconfig: string): string[] {
  return [`--kubeconfig=${kubeconfig}`, '--secure-port=0', '--leader-elect=false'];
}
