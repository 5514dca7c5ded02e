import { RemoteError } from './remoteError.ts';

const tlsProblems: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its TLS certificate has expired; renew it on the server',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another host name; check repository.url',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its TLS certificate is self-signed; put the authority into ca.crt in sync.credentials',
  SELF_SIGNED_CERT_IN_CHAIN: 'its TLS authority is not trusted; put the authority into ca.crt in sync.credentials',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its TLS authority is not trusted; put the authority into ca.crt in sync.credentials',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its TLS authority is not trusted; put the authority into ca.crt in sync.credentials',
};

const networkProblems: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name does not resolve',
  EAI_AGAIN: 'its name does not resolve at the moment',
  ECONNRESET: 'it cut the connection',
  EPIPE: 'it cut the connection',
  ETIMEDOUT: 'it did not accept the connection in time',
  EHOSTUNREACH: 'it cannot be reached',
  ENETUNREACH: 'it cannot be reached',
};

/** Turns what the network or TLS threw into a sentence; a RemoteError stays what it is. */
export function explainNetworkError(error: unknown, host: string): RemoteError {
  if (error instanceof RemoteError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = tlsProblems[code] ?? networkProblems[code] ?? `the connection failed (${code || 'unknown reason'})`;
  return new RemoteError(`Cannot reach ${host}: ${why}`, { cause: error });
}
