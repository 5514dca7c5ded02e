import { createHash } from 'node:crypto';
import { styles } from './page/styles.ts';

const styleHash = createHash('sha256').update(styles).digest('base64');

/** On every answer, whatever it is. The page needs one style sheet, which stands in it, and nothing else. */
export const securityHeaders = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;
