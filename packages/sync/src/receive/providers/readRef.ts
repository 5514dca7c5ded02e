import type { Pushed } from './readEvent.ts';

type Payload = Readonly<Record<string, unknown>>;

/**
 * The fields `ref`, `forced` and the object that was pushed, as GitHub, GitLab, Gitea and Forgejo send them: one push names
 * one ref. The object stands in `fields`, the first that has one.
 */
export function readRef(payload: Payload, fields: readonly string[] = ['after']): Pushed | { readonly why: string } {
  const { ref, forced } = payload;
  if (typeof ref !== 'string' || ref === '') return { why: 'ref must be a string' };
  const [object] = fields.flatMap((name) => pushedObject(payload[name]) ?? []);
  return {
    refs: [ref],
    forced: forced === true,
    pushed: new Map(object === undefined ? [] : [[ref, object]]),
  };
}

/** The id of a pushed object; undefined for a deleted ref, whose id is all zeros, and for anything that is no id. */
export function pushedObject(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-f]{40}$/.test(value) && !/^0+$/.test(value) ? value : undefined;
}
