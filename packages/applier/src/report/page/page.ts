import type { EnvironmentStatus } from '../environmentStatus.ts';
import { exactTime } from './age.ts';
import { oneLine } from './commit.ts';
import { anchor, environment } from './environment.ts';
import { html, renderDocument, type Html } from './html.ts';
import { pathOf } from './pathOf.ts';
import { stateSymbol, type Tone } from './stateBadge.ts';
import { styles } from './styles.ts';
import { summary } from './summary.ts';
import { separator, verdict, type Verdict } from './verdict.ts';

/** Seconds between two loads of the page. */
const refreshInterval = 5;

/** What a page shows. Times are milliseconds since 1970. */
export type Page = {
  /** What is shown: all environments, or the one whose page this is. */
  environments: readonly EnvironmentStatus[];
  /** The page of one environment has this name. */
  only?: string;
  repository: string;
  /** Sentences about the applier itself, by check: it is not ready, or its configuration is invalid. */
  problems: readonly (readonly [check: string, problem: string])[];
  version: string;
  /** Where the reader reaches the applier, for the calls that the page shows. */
  host?: string;
  now: number;
  /** Off: the page stays as it is while someone reads it. */
  refresh: boolean;
};

/** The status page as one HTML document without scripts. */
export function renderPage(page: Page): string {
  const answer = verdict(page.environments, page.only);
  return renderDocument(html`${head(page, answer)}${body(page, answer)}`);
}

function head({ refresh }: Page, answer: Verdict): Html {
  const title = `${titleMarks[answer.tone]} ${answer.names.map((name, index) => separator(answer, index) + name).join('')}${answer.text}`;
  return html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    ${refresh && html`<meta http-equiv="refresh" content=${String(refreshInterval)} />`}
    <title>${title} · Couplet</title>
    <style dangerouslySetInnerHTML=${{ __html: styles }} />
  </head>`;
}

const titleMarks: Record<Tone, string> = { good: '✓', bad: '✕', warn: '!', busy: '…', idle: '–' };
const verdictSymbols = { good: 'applied', bad: 'failed', warn: 'held', busy: 'running', idle: 'waiting' } as const;

function body(page: Page, answer: Verdict): Html {
  const { environments, only, problems } = page;
  return html`<body>
    <header class="top">
      <p class="brand">
        ${only === undefined ? html`<b>Couplet</b>` : html`<a href="/"><b>Couplet</b> · all environments</a>`}
        ${repositoryLink(page.repository)}
      </p>
      <h1 class=${answer.tone}>
        ${stateSymbol(verdictSymbols[answer.tone])}<span>${links(answer, only)}${answer.text}</span>
      </h1>
      ${environments.length > 1 && summary(environments)}
      ${
        problems.length > 0 &&
        html`<ul class="problems">
          ${problems.map(([check, problem]) => html`<li><b>${check}</b> ${problem}</li>`)}
        </ul>`
      }
    </header>
    <main class=${environments.length > 1 ? 'many' : ''}>
      ${environments.map((status) => environment(status, { now: page.now, open: only !== undefined, host: page.host ?? 'localhost:8081' }))}
    </main>
    ${foot(page)}
  </body>`;
}

function links(answer: Verdict, only: string | undefined): (string | Html)[] {
  return answer.names.flatMap((name, index) => {
    const link = html`<a href=${`#${encodeURIComponent(anchor(name.toWellFormed()))}`}>${name}</a>`;
    return [separator(answer, index), only === undefined ? link : name];
  });
}

function foot({ only, refresh, version, now }: Page): Html {
  const here = only === undefined ? '/' : pathOf(only);
  return html`<footer>
    <p class="facts">
      <span>as of <time datetime=${new Date(now).toISOString()}>${exactTime(now)}</time></span>
      ${
        refresh
          ? html`<span>every ${refreshInterval} s anew · <a href=${`${here}?refresh=off`}>stop</a></span>`
          : html`<span>stands still · <a href=${here}>refresh every ${refreshInterval} s</a></span>`
      }
      <span>Couplet ${version}</span>
    </p>
  </footer>`;
}

/** Only a web address becomes a link: `ssh:` and `git@` do not open in a browser, and nothing else may run. */
function repositoryLink(repository: string): Html {
  const text = html`<code>${oneLine(repository)}</code>`;
  return /^https?:\/\//.test(repository)
    ? html`<a class="repository" href=${repository} rel="noreferrer">${text}</a>`
    : html`<span class="repository">${text}</span>`;
}
