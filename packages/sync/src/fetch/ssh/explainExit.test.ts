import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainExit } from './explainExit.ts';

const words: Record<string, { code: number; stderr: string; says: RegExp }> = {
  'git for an absent repository': {
    code: 128,
    stderr: "fatal: '/srv/x.git' does not appear to be a git repository\n",
    says: /no such repository, or the key may not see it/,
  },
  'GitHub for an absent repository': { code: 1, stderr: 'ERROR: Repository not found.\n', says: /no such repository/ },
  'GitLab for an absent repository': {
    code: 1,
    stderr:
      "remote: \nremote: ERROR: The project you were looking for could not be found or you don't have permission to view it.\n",
    says: /no such repository/,
  },
  'Gitea without access': { code: 1, stderr: 'Gitea: User permission denied\n', says: /lacks the permission/ },
  'a file that may not be read': {
    code: 128,
    stderr: "fatal: '/srv/x': Permission denied\n",
    says: /lacks the permission/,
  },
  'a machine without git': {
    code: 127,
    stderr: 'bash: line 1: git-upload-pack: command not found\n',
    says: /must have the program git-upload-pack/,
  },
  'anything else': { code: 128, stderr: 'fatal: detected dubious ownership\n', says: /must end well, found exit 128/ },
};
for (const [name, { code, stderr, says }] of Object.entries(words)) {
  test(`${name} becomes a sentence that quotes the server`, () => {
    const { message } = explainExit({ code, stderr, lost: false }, 'example.org');
    assert.match(message, says);
    assert.match(message, /^Cannot read the repository on example\.org: .*; the server says "[^\n]+"$/);
  });
}

test('silence is quoted as nothing', () => {
  assert.equal(
    explainExit({ code: undefined, stderr: '\n', lost: false }, 'example.org').message,
    'Cannot read the repository on example.org: git-upload-pack must end well, found exit without a code',
  );
});

test('a broken connection is told apart', () => {
  assert.match(explainExit({ code: undefined, stderr: '', lost: true }, 'example.org').message, /cut the connection/);
});

test('what is quoted is short, on one line, without control characters and credentials', () => {
  const stderr = `\u001b[31mfatal\u001b[0m:\r\n https://bot:hunter2@example.org/ token=abcdefgh ${'x'.repeat(5000)}`;
  const { message } = explainExit({ code: 1, stderr, lost: false }, 'example.org');
  assert.doesNotMatch(message, /hunter2|abcdefgh|\p{Cc}/u);
  assert.ok(message.length < 500);
});
