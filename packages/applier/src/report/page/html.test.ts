import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html, renderDocument } from './html.ts';

test('a line break in the text of a template is a blank', () => {
  const page = renderDocument(html`<p>one ${'two'} three four, <b>five</b> six seven</p>`);
  assert.match(page, /<p>one two three four, <b>five<\/b> six seven<\/p>/);
});

test('a line break in a value is written out', () => {
  assert.match(renderDocument(html`<p title=${'a\nb'}>${'c\nd'}</p>`), /<p title="a\\nb">c\\nd<\/p>/);
});
