import { redactText } from '@couplet/daemon';

const longest = 300;

/** What a server said, fit for one line of a log: short, redacted, without control characters. Empty when it said nothing. */
export function quoteServer(text: string): string {
  const line = redactText(text)
    // eslint-disable-next-line no-control-regex
    .replaceAll(/\u001b\[[0-9;]*[A-Za-z]/g, '')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return line.length <= longest ? line : `${line.slice(0, longest).toWellFormed()}…`;
}
