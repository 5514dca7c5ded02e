import { rename, writeFile } from 'node:fs/promises';

export type KubeconfigInput = {
  readonly url: string;
  /** PEM bundle that the server's certificate is verified against. */
  readonly certificateAuthority: string;
  readonly user: string;
  readonly token: string;
};

/** Writes a kubeconfig, mode 0600, at once: a reader sees nothing or all of it. It is JSON, which is YAML too. */
export async function writeKubeconfig(file: string, input: KubeconfigInput): Promise<void> {
  const cluster = {
    server: input.url,
    'certificate-authority-data': Buffer.from(input.certificateAuthority).toString('base64'),
  };
  const name = 'couplet';
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster }],
    users: [{ name: input.user, user: { token: input.token } }],
    contexts: [{ name, context: { cluster: name, user: input.user } }],
    'current-context': name,
  };
  await writeFile(`${file}.unfinished`, `${JSON.stringify(kubeconfig, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.unfinished`, file);
}
