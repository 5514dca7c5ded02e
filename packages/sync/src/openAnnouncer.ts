import type { Config } from '@couplet/config';
import { version } from '@couplet/daemon';
import type { Clock } from '@couplet/daemon';
import { Announcer } from './announce/announcer.ts';
import type { Answer } from './announce/judgeAnswer.ts';
import { statusTarget } from './announce/statusTarget.ts';
import type { StatusRequest } from './announce/statusRequest.ts';
import type { Emit } from './events.ts';
import { openConnections } from './fetch/connections.ts';
import { openSecretFiles } from './fetch/credentials/secretFiles.ts';
import type { InstallationTokens } from './fetch/github/installationTokens.ts';
import { installationToken } from './fetch/installationToken.ts';
import { readProxies } from './fetch/proxy/readProxies.ts';
import { sendRequest } from './fetch/sendRequest.ts';
import type { Applier } from './appliedEnvironment.ts';
import type { Surroundings } from './surroundings.ts';

export type OpenAnnouncerDeps = {
  readonly config: () => Config;
  readonly applier: Applier;
  readonly tokens: InstallationTokens;
  readonly surroundings: Surroundings;
  readonly emit: Emit;
  readonly clock: Clock;
};

/** Of an answer no more is read than what a sentence quotes. */
const mostBytes = 64 * 1024;

/** An announcer that reaches the provider as git does: same proxy, same certificate authorities. */
export function openAnnouncer(deps: OpenAnnouncerDeps): Announcer & { close(): void } {
  const { config, tokens, surroundings } = deps;
  const connections = openConnections(readProxies(surroundings.environment));
  const announcer = new Announcer({
    ...deps,
    environments: () => config().environments,
    target: () => statusTarget(config()),
    async token() {
      const { sync, repository } = config();
      const files = await openSecretFiles(sync.credentials);
      const own = await files.readIfPresent('status-token', 'word');
      // Without the block nobody asked for it, and the App may have no permission for it.
      if (own !== undefined || sync.commitStatus === undefined) return own;
      return installationToken({ tokens, credentials: sync.credentials, url: repository.url });
    },
    async send(request, signal) {
      const files = await openSecretFiles(config().sync.credentials);
      const ca = await files.readIfPresent('ca.crt', 'pem');
      return sendStatus(request, { connections, ca, signal });
    },
  });
  return Object.assign(announcer, { close: () => connections.close() });
}

async function sendStatus(request: StatusRequest, sender: Parameters<typeof sendRequest>[0]): Promise<Answer> {
  const { url, method, body } = request;
  const headers = { ...request.headers, 'user-agent': `couplet/${version}` };
  const response = await sendRequest(sender, { url, method, headers, body: Buffer.from(body) });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes: Uint8Array = chunk;
    chunks.push(bytes);
    size += bytes.length;
    if (size > mostBytes) break;
  }
  const first = Object.entries(response.headersDistinct).map(([name, values]) => [name, values?.[0]] as const);
  const text = Buffer.concat(chunks).toString('utf8');
  return { status: response.statusCode ?? 0, headers: Object.fromEntries(first), text };
}
