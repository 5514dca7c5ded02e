import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { objectId, treeId, type BlobId, type ObjectSource, type TreeId } from '@couplet/volume';
import { manifestName } from '../load/manifestIndex.ts';

export type DirectoryTree = { tree: TreeId; source: ObjectSource };

/**
 * A directory as git would record it, reduced to its manifest files and without `.git`: so a checkout that was never
 * committed goes the same way as a publication. Files are read again when their content is wanted.
 */
export async function directoryTree(directory: string): Promise<DirectoryTree> {
  const trees = new Map<string, Uint8Array>();
  const files = new Map<string, string>();
  const tree = await addDirectory(directory, trees, files);
  const source: ObjectSource = {
    async readTree(id) {
      return trees.get(id) ?? missing(id);
    },
    async readBlob(id: BlobId) {
      return readFile(files.get(id) ?? missing(id));
    },
  };
  return { tree, source };
}

type Row = { key: string; bytes: Buffer };

async function addDirectory(
  directory: string,
  trees: Map<string, Uint8Array>,
  files: Map<string, string>,
): Promise<TreeId> {
  const rows: Row[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && entry.name !== '.git') {
      rows.push(row('40000', entry.name, `${entry.name}/`, await addDirectory(path, trees, files)));
    } else if (entry.isFile() && manifestName.test(entry.name)) {
      const id = objectId('blob', await readFile(path));
      files.set(id, path);
      rows.push(row('100644', entry.name, entry.name, id));
    }
  }
  // Git sorts names by bytes, a directory as if it ended with a slash.
  rows.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  const bytes = Buffer.concat(rows.map((one) => one.bytes));
  const id = treeId(objectId('tree', bytes));
  trees.set(id, bytes);
  return id;
}

function row(mode: string, name: string, key: string, id: string): Row {
  return { key, bytes: Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]) };
}

function missing(id: string): never {
  throw new Error(`Cannot read the object ${id}: the directory must hold it, found that it changed meanwhile`);
}
