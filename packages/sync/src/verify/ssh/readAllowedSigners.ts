import { quote } from '../quote.ts';
import { contentLines, isKeyType, readKeyLine } from './readKeyLine.ts';
import { readTimestamp } from './readTimestamp.ts';
import type { ReadSigners, SshSigner } from './sshSigner.ts';

type Options = Pick<SshSigner, 'namespaces' | 'validAfter' | 'validBefore'>;
type Read<T> = { readonly kind: 'read'; readonly value: T } | { readonly kind: 'unusable'; readonly found: string };

const lineForm = /^(?:"(?<quoted>[^"]+)"|(?<bare>[^\s"]+))[ \t]+(?<rest>.+)$/;
const optionForm = /^(?<name>[\w-]+)(?:="(?<value>[^"]*)")?(?:,(?=.)|$)/;

/** Reads a file in the format of ssh-keygen(1), ALLOWED SIGNERS. A line that cannot be read trusts nobody. */
export function readAllowedSigners(file: string, text: string): ReadSigners {
  const signers: SshSigner[] = [];
  const leftOut: string[] = [];
  for (const { line, content } of contentLines(text)) {
    const place = `${file}:${line}`;
    const read = readLine(content);
    if (read.kind === 'read') signers.push({ ...read.value, place });
    else leftOut.push(`${place}: it must be a line of allowed_signers, found ${read.found}`);
  }
  return { signers, leftOut };
}

function readLine(content: string): Read<Omit<SshSigner, 'place'>> {
  const { quoted, bare, rest = '' } = lineForm.exec(content)?.groups ?? {};
  const principals = quoted ?? bare ?? '';
  if (principals === '' || isKeyType(principals)) return { kind: 'unusable', found: 'no principals before the key' };
  const hasOptions = !isKeyType(rest.split(/[ \t]/, 1)[0] ?? '');
  const { options = '', key = '' } = hasOptions
    ? (/^(?<options>(?:[^\s"]|"[^"]*")+)[ \t]+(?<key>.+)$/.exec(rest)?.groups ?? {})
    : { key: rest };
  if (hasOptions && options === '') return { kind: 'unusable', found: 'no key behind the principals' };
  const allowed = readOptions(options);
  if (allowed.kind === 'unusable') return allowed;
  const read = readKeyLine(key);
  if (read.kind === 'unusable') return read;
  return { kind: 'read', value: { key: read.key, principals, ...allowed.value } };
}

function readOptions(text: string): Read<Options> {
  const values = new Map<string, string>();
  for (let rest = text; rest !== '';) {
    const match = optionForm.exec(rest);
    const { name = '', value } = match?.groups ?? {};
    const key = name.toLowerCase();
    if (key === 'cert-authority') return { kind: 'unusable', found: 'cert-authority; certificates are not supported' };
    const isKnown = ['namespaces', 'valid-after', 'valid-before'].includes(key);
    if (!isKnown || value === undefined) return { kind: 'unusable', found: `the option ${quote(rest)}` };
    if (values.has(key)) return { kind: 'unusable', found: `the option ${key} twice` };
    values.set(key, value);
    rest = rest.slice(match?.[0].length);
  }
  const namespaces = values.get('namespaces');
  const times: { validAfter?: number; validBefore?: number } = {};
  for (const [key, name] of [
    ['valid-after', 'validAfter'],
    ['valid-before', 'validBefore'],
  ] as const) {
    const value = values.get(key);
    if (value === undefined) continue;
    const time = readTimestamp(value);
    if (time === undefined) return { kind: 'unusable', found: `${key} with ${quote(value)}, which is no time` };
    times[name] = time;
  }
  const { validAfter = 0, validBefore = Infinity } = times;
  if (validBefore <= validAfter) return { kind: 'unusable', found: 'valid-before, which is not after valid-after' };
  return { kind: 'read', value: { ...(namespaces === undefined ? {} : { namespaces }), ...times } };
}
