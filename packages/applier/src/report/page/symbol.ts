import { html, type Html } from './html.ts';

// Each has a shape of its own, so that it is told apart without colour. On a grid of 16 by 16.
const shapes = {
  waiting: 'M4 8h.01M8 8h.01M12 8h.01',
  running: 'M13 8a5 5 0 1 1-2-4M11.2 1.2V4.2H8.2',
  applied: 'M3 8.5 6.5 12 13 4.5',
  healthy: 'M1.5 8.5 4.5 11.5 10 5M8 11.5 14.5 5',
  degraded: 'M8 2.5 14.5 13.5h-13ZM8 6.5v3.2M8 11.7v.01',
  failed: 'M4 4l8 8M12 4l-8 8',
  held: 'M5.5 3.5v9M10.5 3.5v9',
  stalled: 'M8 2.5v7M8 13v.01',
  suspended: 'M3.5 3.5h9v9h-9Z',
  'rolled-back': 'M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6',
  'cut-off':
    'M6.5 10.5 4 13a2.100 2.100 0 0 1-3-3l2.500-2.500M9.500 5.500 12 3a2.100 2.100 0 0 1 3 3l-2.500 2.500M5 3.500 4 1.500M11 12.500l1 2',
  superseded: 'M3 4l5 4-5 4M8.5 4l5 4-5 4',
  created: 'M8 3v10M3 8h10',
  configured: 'M3 13l1-3.5L10.5 3 13 5.5 6.5 12ZM9 4.5 11.5 7',
  unchanged: 'M3 8h10',
  deleted: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.7 9h5.6l.7-9',
  skipped: 'M3 4l6 4-6 4ZM12.5 4v8',
  missing: 'M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM4 12 12 4',
  progressing: 'M8 2.5a5.5 5.5 0 1 0 5.5 5.5M8 5v3.5l2 1.5',
  terminating: 'M4.5 2.5h7M4.5 13.5h7M5.5 2.5c0 4 5 7 5 11M10.5 2.5c0 4-5 7-5 11',
  unknown: 'M5.5 5.5a2.5 2.5 0 1 1 3.5 2.300c-.7.4-1 .8-1 1.700M8 12.5v.01',
} as const;

export type SymbolName = keyof typeof shapes;

/** A symbol, for people who see; it always stands beside its word. */
export function symbol(name: SymbolName): Html {
  return html`<svg class="symbol" aria-hidden="true"><use href=${`#i-${name}`} /></svg>`;
}

/** What `symbol` draws from; it stands once in each page. */
export function symbolSheet(): Html {
  const entries = Object.entries(shapes).map(
    ([name, shape]) => html`<symbol id=${`i-${name}`} viewBox="0 0 16 16"><path d=${shape} /></symbol>`,
  );
  return html`<svg class="sheet" width="0" height="0" aria-hidden="true">${entries}</svg>`;
}
