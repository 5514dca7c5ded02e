import type { Notification } from './notification.ts';

const marks: Record<Notification['event'], string> = {
  failed: '🔴',
  degraded: '🟠',
  held: '⏸️',
  stalled: '🔴',
  'rolled-back': '↩️',
  recovered: '🟢',
  test: '🔵',
};

const mostErrors = 5;
const longestError = 300;

/**
 * The body of an incoming webhook of Slack, in the part of its format that Mattermost reads too: plain text and links.
 * Source: https://api.slack.com/messaging/webhooks; https://developers.mattermost.com/integrate/slash-commands/slack
 */
export function slackBody(notification: Notification): string {
  const { event, text, errors = [], more = 0, url, changes } = notification;
  // The first error stands in the sentence.
  const shown = errors.slice(1, mostErrors);
  const left = errors.length - shown.length - 1 + more;
  const lines = [
    `${marks[event]} ${escape(text)}`,
    ...shown.map(({ message, file, line }) => `• ${placeOf(file, line)}${escape(message.slice(0, longestError))}`),
    ...(left > 0 && errors.length > 0 ? [`• and ${left} more`] : []),
    ...(changes === undefined ? [] : [`It changed its state ${changes} times since the last message.`]),
    ...(url === undefined ? [] : [`<${url}|Open the status page>`]),
  ];
  return JSON.stringify({ text: lines.join('\n').toWellFormed() });
}

function placeOf(file: string | undefined, line: number | undefined): string {
  if (file === undefined) return '';
  return `${escape(file.slice(0, longestError))}${line === undefined ? '' : `:${line}`}: `;
}

const zeroWidthSpace = '\u200b';

/**
 * A commit subject must neither call everybody in the channel nor draw a link or picture of its own: Slack wants `<`, `>`
 * and `&` escaped, Mattermost also takes `@all` and `![…](…)` seriously. Line breaks would forge a line of ours.
 */
function escape(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', `@${zeroWidthSpace}`)
    .replaceAll('](', `]${zeroWidthSpace}(`);
}
