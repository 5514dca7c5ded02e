import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** One file of source; tests, fixtures and test support apart. Paths are from the root of the repository, with `/`. */
export type SourceFile = { path: string; text: string; code: string; imports: Import[] };
export type Import = {
  /** Between `import` and `from`. */
  names: string;
  specifier: string;
  typeOnly: boolean;
  /** Path of the imported file when it is one of ours. */
  file?: string;
};

const importPattern = /^(?:import|export)\s+(type\s)?(?:([^'";]*?)\sfrom\s+)?'([^']+)'/gm;

/** All source files of the two programs and the rooms that they share. */
export function readSources(): SourceFile[] {
  return globSync('packages/*/src/**/*.ts', { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.endsWith('.test.ts') && !/\/(fixtures|support)\//.test(path))
    .toSorted()
    .map(readSource);
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const imports = [...code.matchAll(importPattern)].map(([, type, names = '', specifier = '']) => ({
    names: names.trim(),
    specifier,
    typeOnly: type !== undefined,
    ...resolve(path, specifier),
  }));
  return { path, text, code, imports };
}

function resolve(from: string, specifier: string): { file?: string } {
  if (specifier.startsWith('.')) return { file: posix.join(posix.dirname(from), specifier) };
  const [, own, file = 'index'] = /^@couplet\/(\w+)(?:\/(\w+))?$/.exec(specifier) ?? [];
  return own === undefined ? {} : { file: `packages/${own}/src/${file}.ts` };
}
