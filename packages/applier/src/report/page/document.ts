import { exactTime } from './age.ts';
import { oneLine } from './commit.ts';
import { html, renderDocument, type Html } from './html.ts';
import { liveScript } from './live.ts';
import { pathOf } from './pathOf.ts';
import type { Tone } from './stateBadge.ts';
import { styles } from './styles.ts';
import { symbolSheet } from './symbol.ts';
import type { View } from './view.ts';
import { viewerLinks } from './viewerLinks.ts';

/** Seconds between two loads of a page without scripts. */
const refreshInterval = 5;

/** A page: what it is about, and what stands in it. */
export type Sheet = {
  title: string;
  tone: Tone;
  /** The environment that it belongs to; absent on the page of all. */
  environment?: string;
  /** Of the pages of an environment; absent on its first one. */
  trail?: { text: string; path: string }[];
  /** It answers a form, so that what it says is not at its address: it stays as it is. */
  still?: true;
  main: Html;
};

const titleMarks: Record<Tone, string> = { good: '✓', bad: '✕', warn: '!', busy: '…', idle: '–' };

/** One HTML document, complete without scripts: with them it only shows sooner what happens. */
export function document(sheet: Sheet, view: View): string {
  const { title, tone, main } = sheet;
  return renderDocument(
    html`<head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${view.refresh && html`<noscript><meta http-equiv="refresh" content=${String(refreshInterval)} /></noscript>`}
        <title>${`${titleMarks[tone]} ${title}`} · Couplet</title>
        <style dangerouslySetInnerHTML=${{ __html: styles }} />
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        ${symbolSheet()}
        <header class="top">
          ${trail(sheet)}
          <div class="aside">${repositoryLink(view.repository)} ${viewerLinks(view)}</div>
        </header>
        <main id="main" data-live="main">${problems(view)} ${said(sheet, view)} ${main}</main>
        ${foot(view, sheet.still)}
        <script dangerouslySetInnerHTML=${{ __html: liveScript }} />
      </body>`,
  );
}

function trail({ environment, trail: below = [] }: Sheet): Html {
  const steps = [
    { text: 'Couplet', path: '/' },
    ...(environment === undefined ? [] : [{ text: environment, path: pathOf(environment) }]),
    ...below,
  ];
  return html`<nav class="trail" aria-label="Where you are">
    <ol>
      ${steps.map(({ text, path }, index) => html`<li><a href=${path} aria-current=${index === steps.length - 1 ? 'page' : undefined}>${text}</a></li>`)}
    </ol>
  </nav>`;
}

/** Only a web address becomes a link: `ssh:` and `git@` do not open in a browser, and nothing else may run. */
function repositoryLink(repository: string): Html {
  const text = html`<code>${oneLine(repository)}</code>`;
  return /^https?:\/\//.test(repository)
    ? html`<a class="repository" href=${repository} rel="noreferrer">${text}</a>`
    : html`<span class="repository">${text}</span>`;
}

function problems({ problems: found }: View): Html | false {
  return (
    found.length > 0 &&
    html`<ul class="notice warn" aria-label="The applier itself">
      ${found.map(([check, problem]) => html`<li><b>${check}</b> ${problem}</li>`)}
    </ul>`
  );
}

/** What became of the action that this person asked for a moment ago. */
function said({ environment }: Sheet, { viewer, now }: View): Html | false {
  const message = viewer.kind === 'person' ? viewer.session.said : undefined;
  if (message === undefined || message.environment !== environment || now - message.at > 30_000) return false;
  return html`<p class=${`notice ${message.tone}`} id="said" role="status">${message.text}</p>`;
}

function foot({ refresh, version, now, path }: View, still = false): Html {
  return html`<footer>
    <span>as of <time datetime=${new Date(now).toISOString()}>${exactTime(now)}</time></span>
    ${!still && html`<span id="live" role="status"></span>`}
    <noscript>
      ${
        refresh
          ? html`every ${refreshInterval} s anew, <a href=${`${path.split('?', 1)[0]}?refresh=off`}>stop</a>`
          : html`stands still, <a href=${path.split('?', 1)[0]}>load it again</a>`
      }
    </noscript>
    <span>Couplet ${version}</span>
  </footer>`;
}
