import { readWebhookSecrets } from './readWebhookSecrets.ts';

/** Why sync must not start with what the webhook directory holds, and what to create; undefined when it may. */
export async function refuseWebhookSecrets(directory: string): Promise<string | undefined> {
  const advice = `create a file "secret" (the webhook's HMAC secret) or "token" (a bearer token) in ${directory}`;
  try {
    const { secrets, tokens, empty } = await readWebhookSecrets(directory);
    if (empty.length > 0) return `Cannot authenticate webhooks: ${empty.join(', ')} in ${directory} must not be empty`;
    if (secrets.length + tokens.length > 0) return undefined;
    return `Cannot authenticate webhooks: there must be a secret or a token, found none; ${advice}`;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown error';
    return `Cannot authenticate webhooks: ${directory} must be readable, found ${code}; ${advice}`;
  }
}
