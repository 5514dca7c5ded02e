const problems: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name does not resolve',
  EAI_AGAIN: 'its name does not resolve at the moment',
  ECONNRESET: 'it cut the connection',
  EPIPE: 'it cut the connection',
  ETIMEDOUT: 'it did not accept the connection in time',
  EHOSTUNREACH: 'it cannot be reached; a NetworkPolicy may forbid it',
  ENETUNREACH: 'it cannot be reached; a NetworkPolicy may forbid it',
  CERT_HAS_EXPIRED: 'its TLS certificate has expired',
  CERT_NOT_YET_VALID: 'its TLS certificate is not valid yet; check the clocks',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another name',
  EPROTO: 'it does not speak TLS as it should; is it http?',
};

const untrusted = 'its TLS certificate is not signed by an authority that is trusted here; see NODE_EXTRA_CA_CERTS';
const untrustedCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Turns what the network or TLS threw into a sentence about the host; the cause goes along for the tests, not for the log. */
export function explainPostError(error: unknown, host: string): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = untrustedCodes.has(code) ? untrusted : problems[code];
  const fallback = code.startsWith('ERR_SSL')
    ? problems['EPROTO']
    : `the connection failed (${code || 'unknown reason'})`;
  return new Error(`${host} cannot be reached: ${known ?? fallback}`, { cause: error });
}
