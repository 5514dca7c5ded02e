const prefix = 'whsec_';

/**
 * The keys of the signed form among the secrets: `whsec_` and base64 of 24 bytes or more (Standard Webhooks 1.0.0,
 * "Signature scheme"). What decodes to fewer is left out: an empty key could be used by anybody.
 */
export function signingKeys(secrets: readonly string[]): Buffer[] {
  return secrets
    .filter((secret) => secret.startsWith(prefix))
    .map((secret) => secret.slice(prefix.length))
    .filter((text) => /^[A-Za-z0-9+/]+={0,2}$/.test(text))
    .map((text) => Buffer.from(text, 'base64'))
    .filter((key) => key.length >= 24);
}
