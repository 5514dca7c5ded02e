import { createHash } from 'node:crypto';
import { liveScript } from './page/live.ts';
import { styles } from './page/styles.ts';

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const policy = [
  "default-src 'none'",
  `style-src ${hash(styles)}`,
  `script-src ${hash(liveScript)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/**
 * On every answer, whatever it is. The page needs one style sheet and one script, which stand in it, and its own address.
 * The referrer stays among its own pages; without any, browsers would send forms with `Origin: null`.
 */
export const securityHeaders = {
  'content-security-policy': policy.join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;
