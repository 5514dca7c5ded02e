/**
 * The colours of the page for light and dark. Text on `page`, `card` and `inset` holds WCAG AA (4.5 : 1), symbols and
 * bars 3 : 1; a test computes it.
 */
export const palette = {
  light: {
    page: '#f7f7f5',
    card: '#ffffff',
    inset: '#f4f5f4',
    line: '#dfe1e0',
    text: '#1b1f23',
    muted: '#585f68',
    link: '#1d5bb0',
    good: '#176b3d',
    bad: '#b0261c',
    warn: '#875200',
    busy: '#1d5bb0',
    idle: '#585f68',
    fetched: '#7d8794',
    published: '#4f6b8f',
    loaded: '#2f7f9e',
    checked: '#7a5ea8',
    applied: '#1f7a48',
    healthy: '#5a7d00',
    ended: '#b0261c',
  },
  dark: {
    page: '#101214',
    card: '#17191c',
    inset: '#1f2226',
    line: '#2f3338',
    text: '#e7e9ec',
    muted: '#a3aab3',
    link: '#8ab8f5',
    good: '#6bcf94',
    bad: '#ff8f85',
    warn: '#e9b44c',
    busy: '#8ab8f5',
    idle: '#a3aab3',
    fetched: '#8d97a4',
    published: '#7f9dc6',
    loaded: '#5db3d3',
    checked: '#ae93dc',
    applied: '#55bd82',
    healthy: '#b3d13f',
    ended: '#ff8f85',
  },
} as const;

/** The palette as custom properties: `--text: #1b1f23; …` */
export function customProperties(colours: Record<string, string>): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}:${value};`)
    .join('');
}
