import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCommit, parseTag } from './parseCommit.ts';

const tree = '1'.repeat(40);
const parents = ['2'.repeat(40), '3'.repeat(40)];
const text = ({ message = 'Grow\n\nMore.\n', more = '' } = {}): Buffer =>
  Buffer.from(
    `tree ${tree}\nparent ${parents[0]}\nparent ${parents[1]}\nauthor Ada Ö. <ada@example.org> 100 +0200\n` +
      `committer Bob <bob@example.org> 200 -0500\n${more}\n${message}`,
  );

test('a merge with a name beyond ASCII is read', () => {
  const expected = { tree, parents, author: 'Ada Ö.', committedAt: 200, subject: 'Grow' };
  assert.deepEqual(parseCommit(text()), expected);
});

test('lines within a signature are no headers', () => {
  const more = `gpgsig -----BEGIN\n tree ${'9'.repeat(40)}\n parent ${'9'.repeat(40)}\n \n -----END\n`;
  assert.deepEqual(parseCommit(text({ more })), parseCommit(text()));
});

test('a commit without a message has an empty subject', () => {
  assert.equal(parseCommit(text({ message: '' })).subject, '');
});

test('empty lines and carriage returns around the subject do not count', () => {
  assert.equal(parseCommit(text({ message: '\n\nGrow\r\nmore' })).subject, 'Grow');
});

test('an author without a name is nobody', () => {
  const nobody = Buffer.from(text().toString().replace('Ada Ö. <', '<'));
  assert.equal(parseCommit(nobody).author, '');
});

for (const header of ['tree', 'committer']) {
  test(`a commit without ${header} is an error`, () => {
    const without = text()
      .toString()
      .replace(new RegExp(`^${header} .*\n`, 'm'), '');
    assert.throws(() => parseCommit(Buffer.from(without)), /Cannot read a commit/);
  });
}

test('a tag names its object', () => {
  assert.equal(parseTag(Buffer.from(`object ${tree}\ntype commit\ntag v1\n\nobject ${'4'.repeat(40)}\n`)), tree);
  assert.equal(parseTag(Buffer.from('type commit\n')), undefined);
});
