import { RemoteError } from './remoteError.ts';

const untrusted = 'its TLS authority is not trusted; put the authority into {authorities}';
const noTls = 'it speaks no TLS there, or none of version 1.2 or newer; check the scheme and the port';

const tlsProblems: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED:
    'its TLS certificate, or its authority, has expired; renew it on the server, and in {authorities} if it stands there',
  CERT_NOT_YET_VALID: 'its TLS certificate is not valid yet; compare the clocks of the two machines',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another host name; check {address}',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its TLS certificate is self-signed; put the authority into {authorities}, here that certificate itself',
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_UNSUPPORTED_PROTOCOL: noTls,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: noTls,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it asks for a TLS certificate of the client, which Couplet does not send',
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

/** Where a person has to look. */
export type Places = { readonly authorities: string; readonly address: string };

const ofServer: Places = { authorities: 'ca.crt in sync.credentials', address: 'repository.url' };

/** Turns what the network or TLS threw into a sentence; a RemoteError stays what it is. */
export function explainNetworkError(error: unknown, host: string, places: Places = ofServer): RemoteError {
  if (error instanceof RemoteError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = tlsProblems[code] ?? networkProblems[code] ?? `the connection failed (${code || 'unknown reason'})`;
  const sentence = why.replace('{authorities}', places.authorities).replace('{address}', places.address);
  return new RemoteError(`Cannot reach ${host}: ${sentence}`, { cause: error });
}
