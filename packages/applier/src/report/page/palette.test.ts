import assert from 'node:assert/strict';
import { test } from 'node:test';
import { palette } from './palette.ts';

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const texts = ['text', 'muted', 'link', 'good', 'bad', 'warn', 'busy', 'idle'] as const;
const tones = ['good', 'bad', 'warn', 'busy', 'idle'] as const;
const bars = ['fetched', 'published', 'loaded', 'checked', 'applied', 'healthy', 'ended'] as const;

for (const scheme of ['light', 'dark'] as const) {
  const colours = palette[scheme];
  for (const ground of ['page', 'card', 'inset'] as const) {
    test(`text on ${ground} has a contrast of 4.5 at least in ${scheme}`, () => {
      const poor = texts.filter((name) => contrast(colours[name], colours[ground]) < 4.5);
      assert.deepEqual(poor, []);
    });
  }
  test(`each tone, and text, has a contrast of 4.5 at least on the band of the tone in ${scheme}`, () => {
    const poor = tones.filter((tone) => {
      const ground = colours[`${tone}Soft`];
      return Math.min(contrast(colours[tone], ground), contrast(colours.text, ground)) < 4.5;
    });
    assert.deepEqual(poor, []);
  });
  test(`stages on a card have a contrast of 3 at least in ${scheme}`, () => {
    const poor = bars.filter((name) => contrast(colours[name], colours.card) < 3);
    assert.deepEqual(poor, []);
  });
}
