import type { BlobId, TreeId } from '../format/ids.ts';
import { blobId, treeId } from '../format/ids.ts';
import { objectId } from '../format/objectId.ts';
import type { ObjectSource } from '../write/writeJob.ts';

/** A directory to be: text or bytes for a file, an object for a sub-directory, or an entry of any git mode. */
export type Directory = { [name: string]: Content };
export type Content = string | Uint8Array | Directory | SpecialEntry;

class SpecialEntry {
  readonly mode: string;
  readonly content: string | Uint8Array;
  constructor(mode: string, content: string | Uint8Array) {
    this.mode = mode;
    this.content = content;
  }
}

export const executable = (text: string): SpecialEntry => new SpecialEntry('100755', text);
export const symlink = (target: string): SpecialEntry => new SpecialEntry('120000', target);
/** `commit` is the 40 hexadecimal digits that the entry names. */
export const submodule = (commit: string): SpecialEntry => new SpecialEntry('160000', Buffer.from(commit, 'hex'));

/** An entry of a tree object, in whatever way it may be wrong. */
export type Row = { mode: string; name: string | Uint8Array; id: string };

/** The bytes of a tree object of exactly these entries, in this order. */
export function treeBytes(rows: Row[]): Buffer {
  return Buffer.concat(
    rows.flatMap(({ mode, name, id }) => [
      Buffer.from(`${mode} `),
      Buffer.from(name),
      Buffer.from([0]),
      Buffer.from(id, 'hex'),
    ]),
  );
}

const sortKey = ({ mode, name }: Row): Buffer => Buffer.from(`${String(name)}${mode === '40000' ? '/' : ''}`);

/** Git objects in memory, written by hand: any tree can be made, also one that git would refuse. */
export class MemoryObjects implements ObjectSource {
  readonly trees = new Map<TreeId, Uint8Array>();
  readonly blobs = new Map<BlobId, Uint8Array>();
  /** Ids that were asked for, in order. */
  readonly reads: string[] = [];

  add(directory: Directory): TreeId {
    const rows = Object.entries(directory).map(([name, content]) => this.#row(name, content));
    return this.addRows(rows.toSorted((a, b) => Buffer.compare(sortKey(a), sortKey(b))));
  }

  addRows(rows: Row[]): TreeId {
    const bytes = treeBytes(rows);
    const id = treeId(objectId('tree', bytes));
    this.trees.set(id, bytes);
    return id;
  }

  addBlob(content: string | Uint8Array): BlobId {
    const bytes = Buffer.from(content);
    const id = blobId(objectId('blob', bytes));
    this.blobs.set(id, bytes);
    return id;
  }

  async readTree(id: TreeId): Promise<Uint8Array> {
    return this.#read(this.trees, id);
  }

  async readBlob(id: BlobId): Promise<Uint8Array> {
    return this.#read(this.blobs, id);
  }

  #read<Id extends string>(objects: Map<Id, Uint8Array>, id: Id): Uint8Array {
    this.reads.push(id);
    const bytes = objects.get(id);
    if (bytes === undefined) throw new Error(`no object ${id}`);
    return bytes;
  }

  #row(name: string, content: Content): Row {
    if (typeof content === 'string' || content instanceof Uint8Array) {
      return { mode: '100644', name, id: this.addBlob(content) };
    }
    if (!(content instanceof SpecialEntry)) return { mode: '40000', name, id: this.add(content) };
    const { mode } = content;
    if (mode === '160000') return { mode, name, id: Buffer.from(content.content).toString('hex') };
    return { mode, name, id: this.addBlob(content.content) };
  }
}
