import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

export type ToldEvent = { id: string; event: string; data: Record<string, unknown> };
export type Events = {
  /** What came so far; grows. */
  readonly told: readonly ToldEvent[];
  /** Resolves when the stream ends, whoever ended it. */
  readonly ended: Promise<void>;
  close(): void;
};

/** Follows server-sent events whose data is JSON. */
export async function readEvents(url: string): Promise<Events> {
  const request = get(url, { agent: false });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const told: ToldEvent[] = [];
  let rest = '';
  answer.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const [, id = '', event = '', data] = /^id: (\d+)\nevent: (\w+)\ndata: (.*)$/m.exec(part) ?? [];
      if (data !== undefined) told.push({ id, event, data: JSON.parse(data) as Record<string, unknown> });
    }
  });
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  answer.on('error', () => {}).once('close', resolve);
  return { told, ended, close: () => answer.destroy() };
}
