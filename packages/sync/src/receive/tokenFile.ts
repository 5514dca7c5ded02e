import { isOneOf } from '@couplet/daemon';
import type { WebhookSecrets } from './readWebhookSecrets.ts';

/** The name of the file whose token an authenticated call came with; undefined when it came with none. */
export function tokenFile(
  authorization: string | undefined,
  { tokens, tokenFiles = [] }: Pick<WebhookSecrets, 'tokens' | 'tokenFiles'>,
): string | undefined {
  const given = authorization?.slice('bearer '.length);
  return given === undefined ? undefined : tokenFiles[tokens.findIndex((token) => isOneOf([token], given))];
}
