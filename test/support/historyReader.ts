import { gunzipSync } from 'node:zlib';
import type { RunRecord, RunSummary } from '../../packages/applier/src/history/runRecord.ts';
import type { TestPair } from './testPair.ts';

/** The history of a pair, as people read it: over HTTP, and out of the ConfigMaps. */
export type HistoryReader = {
  /** Newest first; of the applier on this port. */
  runs(environment: string, port?: number): Promise<RunSummary[]>;
  run(environment: string, id: string): Promise<RunRecord>;
  /** Path of one of the ConfigMaps of an environment. */
  path(environment: string, shard: number): string;
  /** The `binaryData` of its five ConfigMaps; empty where there is none. */
  shards(environment: string): Promise<Record<string, string>[]>;
  /** Every record in the ConfigMaps, unpacked. */
  records(environment: string): Promise<string[]>;
};

export function historyReader(running: TestPair): HistoryReader {
  const { pair } = running;
  const ask = async (path: string, port = pair.ports.applier): Promise<object> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/environments/${path}`, {
      headers: { connection: 'close' },
    });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as object;
  };
  const reader: HistoryReader = {
    runs: async (environment, port) => ((await ask(`${environment}/runs`, port)) as { runs: RunSummary[] }).runs,
    run: async (environment, id) => (await ask(`${environment}/runs/${id}`)) as RunRecord,
    path: (environment, shard) =>
      `/api/v1/namespaces/${pair.options.ownNamespace}/configmaps/couplet-${environment}.runs-${shard}`,
    async shards(environment) {
      const found = await Promise.all(
        [0, 1, 2, 3, 4].map((shard) => pair.kubernetes.get(reader.path(environment, shard))),
      );
      return found.map((object) => (object as { binaryData?: Record<string, string> } | undefined)?.binaryData ?? {});
    },
    async records(environment) {
      const packed = (await reader.shards(environment)).flatMap((shard) => Object.values(shard));
      const bytes = packed.map((text) => Buffer.from(text, 'base64'));
      // What a test put in by hand has another beginning.
      return bytes.filter((one) => one[0] === 0x1f).map((one) => gunzipSync(one).toString());
    },
  };
  return reader;
}
