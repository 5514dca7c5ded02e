import type { ApplierSettings } from '@couplet/config';
import type { ConnectionSource } from './apply/connection.ts';

/** Where set parents live when neither the configuration nor the pod says. */
const defaultNamespace = 'couplet';

/** The namespace of set parents and leases: the configured one, the pod's own, or that of the kubeconfig's context. */
export async function ownNamespaceOf({ namespace }: ApplierSettings, connection: ConnectionSource): Promise<string> {
  if (namespace !== undefined) return namespace;
  try {
    return (await connection.current()).namespace ?? defaultNamespace;
  } catch {
    // Credentials that cannot be read are reported by the first request.
    return defaultNamespace;
  }
}
