import { html, type Html } from './html.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A moment as its age, with the exact time for a pointer and for machines. A text that is no time is shown as it is. */
export function age(time: string, now: number): Html {
  const at = Date.parse(time);
  if (Number.isNaN(at)) return html`<span>${time}</span>`;
  const iso = new Date(at).toISOString();
  return html`<time datetime=${iso} title=${exactTime(at)}>${ageText(at, now)}</time>`;
}

/** `2026-11-21 13:45:02 UTC` */
export function exactTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Ages beyond two months, and moments that lie ahead because clocks differ, are dates. */
export function ageText(at: number, now: number): string {
  const ms = now - at;
  if (ms < -minute || ms >= 60 * day) return `on ${new Date(at).toISOString().slice(0, 10)}`;
  if (ms < 1000) return 'just now';
  if (ms < minute) return `${Math.floor(ms / 1000)} s ago`;
  if (ms < hour) return `${Math.floor(ms / minute)} min ago`;
  if (ms < 2 * day) return `${Math.floor(ms / hour)} h ago`;
  return `${Math.floor(ms / day)} days ago`;
}
