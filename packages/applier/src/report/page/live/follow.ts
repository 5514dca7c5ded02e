import type { PageEvents, PageWindow } from './browserTypes.ts';
import type { Morph } from './morph.ts';

/**
 * Follows `/api/events` and shows the page anew after each event that concerns it, a few times a second at most, and every
 * half minute for the ages on it. Where the connection stands is said in the element `live`; a page without it stands still.
 */
export function follow(window: PageWindow, morph: Morph): void {
  const { document, location } = window;
  if (document.getElementById('live') === null) return;
  const [, only] = /^\/environments\/([^/]+)/.exec(location.pathname) ?? [];
  let events: PageEvents | undefined;
  let retry: number | undefined;
  let next: { timer: number; due: number } | undefined;
  let isLoading = false;
  let isStale = false;

  function connect(): void {
    disconnect();
    const opened = new window.EventSource('/api/events');
    events = opened;
    // What happened between the answer and now is not told again.
    opened.addEventListener('open', () => refresh(0));
    opened.addEventListener('error', () => {
      say('reconnecting');
      // Refused, not lost: the browser does not try again by itself.
      if (opened.readyState === 2) retry = window.setTimeout(tryAgain, 5000);
    });
    opened.addEventListener('hello', () => refresh(150));
    opened.addEventListener('environment', ({ data }) => heard(JSON.parse(data)));
    opened.addEventListener('run', ({ data }) => heard(JSON.parse(data)));
  }

  function disconnect(): void {
    window.clearTimeout(retry);
    events?.close();
    events = undefined;
  }

  function tryAgain(): void {
    refresh(0);
    connect();
  }

  function heard({ name, environment = name }: { name?: string; environment?: string }): void {
    if (only === undefined || only === environment) refresh(150);
  }

  /** The earliest of those that were asked for; one that is asked for while the page loads comes after it. */
  function refresh(after: number): void {
    isStale ||= isLoading;
    const due = performance.now() + after;
    if (isLoading || (next !== undefined && next.due <= due)) return;
    window.clearTimeout(next?.timer);
    next = { due, timer: window.setTimeout(() => void load(), after) };
  }

  async function load(): Promise<void> {
    next = undefined;
    isLoading = true;
    try {
      const answer = await window.fetch(location.href, { signal: AbortSignal.timeout(10_000) });
      if (answer.ok) show(await answer.text());
      say(answer.status === 404 ? 'gone' : answer.ok && events?.readyState === 1 ? 'live' : 'reconnecting');
    } catch {
      say('reconnecting');
    }
    isLoading = false;
    refresh(isStale ? 150 : 30_000);
    isStale = false;
  }

  function show(text: string): void {
    // Another version of Couplet answers, whose style or script this page does not have: the policy forbids to read them in.
    const program = Array.from(document.querySelectorAll('style,script'), ({ textContent }) => textContent);
    if (program.some((part) => !text.includes(part))) return location.reload();
    const page = new window.DOMParser().parseFromString(text, 'text/html');
    const focused = document.activeElement;
    if (document.title !== page.title) document.title = page.title;
    morph(document.body, page.body);
    if (focused?.isConnected === true && document.activeElement !== focused) focused.focus({ preventScroll: true });
  }

  function say(state: 'live' | 'reconnecting' | 'gone'): void {
    const place = document.getElementById('live');
    if (place === null || place.getAttribute('data-state') === state) return;
    place.setAttribute('data-state', state);
    place.textContent = state === 'gone' ? 'no longer there' : state;
  }

  // A browser opens six connections to one address, so that only the page that is seen may hold one.
  document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
  refresh(30_000);
  if (!document.hidden) connect();
}
