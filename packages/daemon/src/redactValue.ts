import { redactText } from './redactText.ts';

const mark = '[redacted]';
const deepest = 16;
const widest = 200;

// `data` and `stringData` are the body of a Secret, and what JSON makes of a Buffer.
const secretKey =
  /(?:^(?:data|stringdata|cookie|set-cookie)|authorization|password|passwd|token|secret|signature(?:-256)?|private[-_]?key|api[-_]?key|key-data)$/i;

/**
 * A copy of a JSON value that may be shown: whatever stands under a key that names a secret is replaced, at any depth,
 * every string goes through `redactText`, and what is too deep or too wide is cut.
 */
export function redactValue(value: unknown, depth: number = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) return '[too deep]';
  if (Array.isArray(value)) {
    const shown = value.slice(0, widest).map((item) => redactValue(item, depth + 1));
    return value.length > widest ? [...shown, `… (${value.length} items)`] : shown;
  }
  const entries = Object.entries(value);
  const shown = entries.slice(0, widest).map(([key, inner]) => [redactText(key), redactEntry(key, inner, depth)]);
  if (entries.length > widest) shown.push(['…', `${entries.length} keys`]);
  return Object.fromEntries(shown);
}

// null, booleans and numbers stay: `"token": false` says something and gives nothing away.
function redactEntry(key: string, value: unknown, depth: number): unknown {
  const holdsText = typeof value === 'string' || (typeof value === 'object' && value !== null);
  return holdsText && secretKey.test(key) ? mark : redactValue(value, depth + 1);
}
