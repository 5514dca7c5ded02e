import { plain } from '../quote.ts';
import { fault } from '../verdict.ts';
import type { Fault } from '../verdict.ts';

/** What the library says, in our words; a test keeps each of them true. The first that fits is meant. */
const meanings: readonly { readonly said: RegExp; readonly rule: string; readonly found: string }[] = [
  { said: /key is revoked/i, rule: 'the key that signed it must not be revoked', found: 'that it is revoked' },
  { said: /key is expired/i, rule: 'the key that signed it must not have expired', found: 'that it has' },
  { said: /signature is expired/i, rule: 'its signature must not have expired', found: 'that it has' },
  { said: /insecure message hash|insecure hash/i, rule: 'it must be signed with SHA-2', found: 'a weak hash' },
  { said: /too weak|is disabled/i, rule: 'the key that signed it must be strong enough', found: 'a weak key' },
  {
    said: /digest did not match|verification failed/i,
    rule: 'its signature must be over this commit',
    found: 'another',
  },
  { said: /signing key packet/i, rule: 'the key that signed it must be one for signing', found: 'one that is not' },
];

/** Explains why a signature by the key `name` is refused. */
export function explainOpenpgp(error: unknown, name: string): Fault {
  const message = error instanceof Error ? error.message : String(error);
  const meaning = meanings.find(({ said }) => said.test(message));
  if (meaning === undefined) return fault('its OpenPGP signature must be good', `${plain(message, 120)} (${name})`);
  return fault(meaning.rule, `${meaning.found} (${name})`);
}
