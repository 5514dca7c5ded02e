import { kubectlNumber } from './kubectlNumber.ts';
import type { Json } from './manifest.ts';
import { Refusal, unrendered } from './refusal.ts';

const coreTag = 'tag:yaml.org,2002:';
const nulls = new Set(['', '~', 'null', 'Null', 'NULL']);
const booleans = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);
/** `false`: longer scalars are no words of YAML. */
const longestWord = 5;
const notFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
/** Helm's own objects, unquoted: in quotes and blocks `{{ }}` is the template language of many other tools. */
const helm = /\{\{-?\s*(?:\.(?:Values|Release|Chart)\b|include\s)/;
const date = /^\d{4}-\d{1,2}-\d{1,2}(?:$|[Tt]|[ \t]+\d)/;

type Kind = 'null' | 'bool' | 'int' | 'float' | 'str';

/**
 * The value of a scalar as kubectl resolves it (go-yaml v2, resolve.go and decode.go), neither YAML 1.1 nor 1.2:
 * `on` and `y` are true, `0644` is 420, `12:30` and `2001-01-01` are strings.
 * `tag` is the tag as written (`!!int`), '' without one. Throws Refusal.
 */
export function resolveScalar(text: string, plain: boolean, tag: string): Json {
  if (tag === '') return plain ? resolvePlain(text).value : text;
  const name = coreName(tag);
  if (name === 'binary') return decodeBinary(text);
  if (name === 'timestamp') return date.test(text) ? text : refuseTag(tag);
  if (name !== 'null' && name !== 'bool' && name !== 'int' && name !== 'float') return text;
  const { kind, value } = resolvePlain(text);
  if (kind === name) return value;
  if (name === 'float' && kind === 'int' && Math.abs(Number(value)) < 2 ** 63) return Number(value);
  return refuseTag(tag);
}

/** The same in a file that kubectl reads as JSON, where nothing but null, booleans and finite numbers stands without quotes. */
export function resolveJson(text: string, plain: boolean): Json {
  const value = resolveScalar(text, plain, '');
  if (!plain || typeof value !== 'string') return value;
  throw new Refusal(
    'json-syntax',
    'a value without quotes must be null, true, false or a 64-bit number in JSON, found another',
  );
}

/** Whether a key stands for a merge: a plain `<<`, or one that is tagged as such. */
export function isMergeKey(text: string, plain: boolean, tag: string): boolean {
  return text === '<<' && ((tag === '' && plain) || tag === '!' || coreName(tag) === 'merge');
}

/** `int` of `!!int` and of `!<tag:yaml.org,2002:int>`; undefined for a tag that is not of YAML itself. */
function coreName(tag: string): string | undefined {
  if (tag.startsWith('!!')) return tag.slice(2);
  return tag.startsWith(`!<${coreTag}`) ? tag.slice(2 + coreTag.length, -1) : undefined;
}

function resolvePlain(text: string): { kind: Kind; value: Json } {
  if (text.length <= longestWord && nulls.has(text)) return { kind: 'null', value: null };
  const truth = text.length <= longestWord ? booleans.get(text) : undefined;
  if (truth !== undefined) return { kind: 'bool', value: truth };
  const number = kubectlNumber(text);
  if (number !== undefined) return { kind: number.kind === 'integer' ? 'int' : 'float', value: number.value };
  if (notFinite.test(text)) throw new Refusal('yaml-syntax', 'a number must be finite, found an infinity or NaN');
  if (helm.test(text)) throw new Refusal('unrendered-template', unrendered);
  return { kind: 'str', value: text };
}

/** kubectl replaces bytes that are not UTF-8 by U+FFFD; what cannot arrive unchanged is refused here. */
function decodeBinary(text: string): string {
  const base64 = text.replace(/[\r\n]/g, '');
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64)
    throw new Refusal('yaml-syntax', '!!binary must hold base64, found something else');
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw new Refusal(
      'yaml-syntax',
      '!!binary must hold UTF-8 text, found other bytes; use binaryData with a plain string',
    );
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function refuseTag(tag: string): never {
  throw new Refusal('yaml-syntax', `a value must be of the type of its tag ${tag}, found another`);
}
