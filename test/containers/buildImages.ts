import { cp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';
import { buildah } from './engine.ts';
import { npmOf } from './npmOf.ts';

const root = join(import.meta.dirname, '..', '..');
export const programs = ['sync', 'applier'] as const;
export type ProgramName = (typeof programs)[number];

/** Name of the image of a program, of its first build or of the one that must equal it. */
export function imageOf(program: ProgramName, build: 'first' | 'again' = 'first'): string {
  return `localhost/couplet-${program}:${build}`;
}

/** Builds both images twice, from one copy of the checkout, so that an edit meanwhile makes no difference. */
export async function buildImages(say: (line: string) => void): Promise<void> {
  await using temporary = await temporaryDirectory('context');
  const context = join(temporary.path, 'context');
  const npm = await npmOf(temporary.path);
  for (const name of ['.dockerignore', 'package.json', 'package-lock.json', 'packages', 'images']) {
    await cp(join(root, name), join(context, name), {
      recursive: true,
      filter: (source) => basename(source) !== 'node_modules',
    });
  }
  await Promise.all(
    programs.map(async (program) => {
      for (const build of ['first', 'again'] as const) await buildImage(program, build, { context, npm }, say);
    }),
  );
}

async function buildImage(
  program: ProgramName,
  build: 'first' | 'again',
  { context, npm }: { context: string; npm: string[] },
  say: (line: string) => void,
): Promise<void> {
  const started = performance.now();
  const file = join(root, `Dockerfile.${program}`);
  // Docker's format, because OCI's has no place for HEALTHCHECK.
  const flags = ['--pull-never', '--format', 'docker', '--timestamp', '0', '--no-cache'];
  await buildah('bud', ...flags, ...npm, '--file', file, '--tag', imageOf(program, build), context);
  say(`built ${imageOf(program, build)} in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

/** Removes what was built and keeps the base image. */
export async function removeImages(): Promise<void> {
  const names = programs.flatMap((program) => [imageOf(program), imageOf(program, 'again')]);
  await buildah('rmi', '--force', ...names).catch(() => {});
  await buildah('rmi', '--prune').catch(() => {});
}
