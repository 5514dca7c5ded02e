/** `value` is a bigint where a number would not be exact. An integer of 2^63 or more is a number: the API server rounds it too. */
export type KubectlNumber = { kind: 'integer' | 'float'; value: number | bigint };

const maxUint64 = (1n << 64n) - 1n;
const maxInt64 = (1n << 63n) - 1n;
const minInt64 = -(1n << 63n);
/** No base needs more digits for 64 bits, and a BigInt of millions of digits would take seconds to read. */
const maxDigits = 64;

const numberStart = /^[-+0-9]/;
const fractionOnly = /^\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?$/;
const decimal = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
/** The digits of each form without leading zeros, and the prefix by which JavaScript knows it. */
const integers: [form: RegExp, prefix: string][] = [
  [/^0*$|^([1-9][0-9]*)$/, ''],
  [/^0[xX]0*([0-9a-fA-F]*)$/, '0x'],
  [/^0[bB]0*([01]*)$/, '0b'],
  [/^0[oO]0*([0-7]*)$/, '0o'],
  [/^0+([0-7]*)$/, '0o'],
];

/**
 * Reads a plain scalar as kubectl reads numbers (go-yaml v2, resolve.go): `0644` and `0o644` are octal, `0x` and `0b`
 * work, `_` may stand between digits. Undefined when it is not a finite number.
 */
export function kubectlNumber(text: string): KubectlNumber | undefined {
  if (text.startsWith('.')) return fractionOnly.test(text) ? float(text.replaceAll('_', '')) : undefined;
  if (!numberStart.test(text)) return undefined;
  const plain = text.replaceAll('_', '');
  const integer = readInteger(plain);
  if (integer !== undefined) return { kind: 'integer', value: exactNumber(integer) };
  return decimal.test(plain) ? float(plain) : undefined;
}

function readInteger(plain: string): bigint | undefined {
  const sign = plain[0] === '-' || plain[0] === '+' ? plain[0] : '';
  const magnitude = readMagnitude(plain.slice(sign.length));
  if (magnitude === undefined) return undefined;
  const value = sign === '-' ? -magnitude : magnitude;
  // Go's ParseUint, which takes over above int64, knows no plus sign.
  const most = sign === '+' ? maxInt64 : maxUint64;
  return value < minInt64 || value > most ? undefined : value;
}

function readMagnitude(digits: string): bigint | undefined {
  if (/^(?:0[xXbBoO])?$/.test(digits)) return undefined;
  for (const [form, prefix] of integers) {
    const match = form.exec(digits);
    if (match === null) continue;
    const significant = match[1] ?? '';
    return significant.length > maxDigits ? undefined : BigInt(`${prefix}0${significant}`);
  }
  return undefined;
}

function exactNumber(value: bigint): number | bigint {
  const rounded = Number(value);
  return Number.isSafeInteger(rounded) || value > maxInt64 ? rounded : value;
}

function float(plain: string): KubectlNumber | undefined {
  const value = Number(plain);
  if (!Number.isFinite(value)) return undefined;
  return { kind: 'float', value: value === 0 ? 0 : value };
}
