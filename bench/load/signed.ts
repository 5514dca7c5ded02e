import { Agent, request } from 'node:http';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { githubPush } from '../../test/support/webhookSender.ts';

/** As many connections as an ingress might keep to one backend. */
const agent = new Agent({ keepAlive: true, maxSockets: 32 });
/** Without the commit: one that the server does not list would be looked for again for half a minute. */
const push = { ref: 'refs/heads/main', before: '1'.repeat(40), after: '' };

type Answer = { readonly status: number | string; readonly ms: number; readonly id?: string };

async function post(port: number, body: string, headers: Record<string, string>): Promise<Answer> {
  const started = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  const sent = request({
    host: '127.0.0.1',
    port,
    path: '/sync',
    method: 'POST',
    agent,
    headers: { ...headers, ...length },
  });
  sent.on('response', (response) => {
    text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
  });
  sent.on('error', reject);
  sent.end(body);
  try {
    const answer = await promise;
    const { id } = JSON.parse(answer.body);
    return { status: answer.status, ms: performance.now() - started, id };
  } catch (error) {
    return {
      status: error instanceof Error && 'code' in error ? String(error.code) : 'error',
      ms: performance.now() - started,
    };
  }
}

/** Sends so many signed webhooks a second for so long, late or not, and prints every answer. */
async function main([port, rate, seconds]: number[], secret: string): Promise<void> {
  if (port === undefined || rate === undefined || seconds === undefined) throw new TypeError('port, rate and seconds');
  const { body, headers } = githubPush(push, { secret });
  const answers: Promise<Answer>[] = [];
  const started = performance.now();
  while (answers.length < rate * seconds) {
    const due = Math.min(rate * seconds, ((performance.now() - started) / 1000) * rate);
    for (; answers.length < due;) {
      answers.push(post(port, body, { ...headers, 'x-github-delivery': `d-${answers.length}` }));
    }
    await sleep(1);
  }
  const all = await Promise.all(answers);
  const lost: Record<string, number> = {};
  for (const { status } of all) if (status !== 202) lost[status] = (lost[status] ?? 0) + 1;
  const last = all.findLast(({ id }) => id !== undefined)?.id;
  const { user, system } = process.cpuUsage();
  const cpu = (user + system) / 1e6;
  process.stdout.write(
    JSON.stringify({ ms: all.map(({ ms }) => ms), lost, last, cpu, seconds: (performance.now() - started) / 1000 }),
  );
  agent.destroy();
}

await main(process.argv.slice(2).map(Number), process.env['WEBHOOK_SECRET'] ?? '');
