import { block } from '../values/schema.ts';
import { dnsLabel } from '../values/dnsLabel.ts';
import { httpUrl } from '../values/httpUrl.ts';
import { flag, listOf, oneOf, optionalText, text } from '../values/leaf.ts';
import { absolutePath } from './common.ts';

/** What there may be to tell of an environment. */
export const notifyEvents = ['failed', 'degraded', 'held', 'stalled', 'rolled-back', 'recovered'] as const;

const anyEvent = notifyEvents.join(' or ');

/** One entry of `applier.notify`. */
export const notifySchema = block(
  {
    name: text({
      description: 'Names the receiver in logs, metrics and health.',
      type: 'name',
      ...dnsLabel(40),
    }),
  },
  {
    url: optionalText({
      ...httpUrl,
      description: 'Where notifications are posted. A URL that is a secret belongs into a file, see `urlFile`.',
      absent: 'in `urlFile`',
    }),
    urlFile: optionalText({
      ...absolutePath,
      description: 'The file that holds the URL, which may have a query; the URLs of chat programs are secrets.',
      absent: 'in `url`',
      secret: 'unless a path',
    }),
    format: oneOf(['generic', 'slack'], {
      description: '`generic`: JSON for programs. `slack`: a message as Slack and Mattermost read it.',
      default: 'generic',
    }),
    secret: optionalText({
      ...absolutePath,
      description: 'The file with the key that `generic` notifications are signed with (HMAC-SHA256).',
      absent: 'none: they are not signed',
      secret: 'unless a path',
    }),
    on: listOf(oneOf(notifyEvents), {
      type: `list of ${anyEvent}`,
      description: 'What is told: states that an environment comes into, and that it has recovered.',
      default: notifyEvents,
    }),
    environments: listOf(text({ description: 'The name of an environment.', type: 'name', ...dnsLabel(40) }), {
      type: 'list of names',
      description: 'The environments that are told of.',
      absent: 'all',
    }),
    insecureHttp: flag({
      description: 'Allows `http://` to other machines; whoever is on the way can read what is told.',
      default: false,
    }),
  },
);
