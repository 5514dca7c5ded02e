/**
 * The colours of the page for light and dark. Text on `page`, `card`, `inset` and on the band of its own tone (`bad` on
 * `badSoft`) holds WCAG AA (4.5 : 1), symbols and bars 3 : 1; a test computes it.
 */
export const palette = {
  light: {
    page: '#f6f7f7',
    card: '#ffffff',
    inset: '#f2f4f4',
    line: '#dfe3e5',
    text: '#15191d',
    muted: '#565e67',
    link: '#1856a8',
    good: '#14683a',
    goodSoft: '#e7f4ec',
    bad: '#ad2119',
    badSoft: '#fdedeb',
    warn: '#7d4b00',
    warnSoft: '#fdf4e1',
    busy: '#1856a8',
    busySoft: '#e9f1fb',
    idle: '#565e67',
    idleSoft: '#edeff0',
    fetched: '#7d8794',
    published: '#4f6b8f',
    loaded: '#2f7f9e',
    checked: '#7a5ea8',
    applied: '#1f7a48',
    healthy: '#5a7d00',
    ended: '#ad2119',
  },
  dark: {
    page: '#0f1214',
    card: '#16191d',
    inset: '#1e2226',
    line: '#2c3238',
    text: '#e8ebee',
    muted: '#a2aab4',
    link: '#8ebcf7',
    good: '#6fd39a',
    goodSoft: '#11241a',
    bad: '#ff958b',
    badSoft: '#2c1614',
    warn: '#ecb955',
    warnSoft: '#291f0e',
    busy: '#8ebcf7',
    busySoft: '#121f30',
    idle: '#a2aab4',
    idleSoft: '#1a1e22',
    fetched: '#8d97a4',
    published: '#7f9dc6',
    loaded: '#5db3d3',
    checked: '#ae93dc',
    applied: '#55bd82',
    healthy: '#b3d13f',
    ended: '#ff958b',
  },
} as const;

/** The palette as custom properties: `--text:#15191d;…` */
export function customProperties(colours: Record<string, string>): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}:${value};`)
    .join('');
}
