import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, withLines } from '../fixtures/problemsOf.ts';
import { repositoryUrlFault } from './repositoryUrl.ts';

const accepted = [
  'https://github.com/acme/config.git',
  'https://git.example.com:8443/a/b/c',
  'https://[2001:db8::1]:8443/a',
  'http://127.0.0.1:41234/repo.git',
  'ssh://git@github.com/acme/config.git',
  'ssh://git@git.example.com:2222/~acme/config.git',
  'ssh://git.example.com/config.git',
  'git@github.com:acme/config.git',
  'deploy_1@git.example.com:/srv/config.git',
  'git@[2001:db8::1]:config.git',
];

for (const url of accepted) {
  test(`${url} is a repository`, () => assert.equal(repositoryUrlFault(url), undefined));
}

const forms = 'https://host/path, ssh://git@host/path or git@host:path';
const noCredentials = 'a URL without credentials (they are files in the directory sync.credentials)';

/** What is written, and the message's end. */
const refused: [url: string, message: string][] = [
  ['', `${forms}, found ""`],
  ['ext::sh -c touch% /tmp/x', `${forms}, without spaces, control characters or \\, found "ext::sh -c touch% /tmp/x"`],
  ['ext::sh', `${forms}, found "ext::sh"`],
  ['git@ext::sh', `${forms}, found "git@ext::sh"`],
  ['file:///etc', `${forms}, found "file:///etc"`],
  ['/srv/repo', `${forms}, found "/srv/repo"`],
  ['../repo', `${forms}, found "../repo"`],
  ['git://host/repo', `${forms}, found "git://host/repo"`],
  ['HTTPS://host/repo', `${forms}, found "HTTPS://host/repo"`],
  ['github.com/acme/config', `${forms}, found "github.com/acme/config"`],
  ['--upload-pack=x', `${forms}, not beginning with -, found "--upload-pack=x"`],
  ['-oProxyCommand=x', `${forms}, not beginning with -, found "-oProxyCommand=x"`],
  ['ssh://-oProxyCommand=x/repo', `${forms}, with a plain host name, found "ssh://-oProxyCommand=x/repo"`],
  ['ssh://%2doProxyCommand=x/repo', `${forms}, with a plain host name, found "ssh://%2doProxyCommand=x/repo"`],
  ['ssh://git@-oProxyCommand=x/repo', `${forms}, with a plain host name, found "ssh://git@-oProxyCommand=x/repo"`],
  ['git@-oProxyCommand=x:repo', `${forms}, found "git@-oProxyCommand=x:repo"`],
  ['git@host:-oProxyCommand=x', `${forms}, the path not beginning with -, found "git@host:-oProxyCommand=x"`],
  ['https://github.com', `${forms}, with the path of the repository, found "https://github.com"`],
  ['https://host/a?token=x', 'a URL without ? and #, found "https://host/a" (what may be credentials is not shown)'],
  [
    'https://host\\@evil/a',
    `${forms}, without spaces, control characters or \\, found "https://evil/a" (what may be credentials is not shown)`,
  ],
];

for (const [url, message] of refused) {
  test(`${JSON.stringify(url)} is refused`, () => {
    const text = withLines('').replace('https://host/repo', JSON.stringify(url));
    assert.deepEqual(problemsOf(text), [`2:8: repository.url: expected ${message}`]);
  });
}

test('a user with a password is refused and not shown', () => {
  const text = withLines('').replace('https://', 'https://deploy:hunter2@');
  const found = '"https://host/repo" (what may be credentials is not shown)';
  assert.deepEqual(problemsOf(text), [`2:8: repository.url: expected ${noCredentials}, found ${found}`]);
});

const withSecret = [
  'https://hunter2@host/repo',
  'https://u:hunter2@host/repo',
  'https://:hunter2@host/repo',
  'https://@host/repo',
  'ssh://git:@host/repo',
  'https://u:a/hunter2@host/repo',
  'https://u:a#hunter2@host/repo',
  'https://u:a?hunter2@host/repo',
  'https://u:a@hunter2@host/repo',
  'https://u:hunter2%40host/repo',
  'https://hunter2%40host/repo',
  'https://u:hunter2/repo',
  'https:u:hunter2@host/repo',
  'https:/host/repo?token=hunter2',
  'https://host/repo#hunter2',
  'http://u:hunter2@host/repo',
  'htps://u:hunter2@host/repo',
  'ssh://git:hunter2@host/repo',
  'git:hunter2@host:repo',
  'hunter2@host/repo',
  'u:hunter2@host/repo',
  ' https://u:hunter2@host/repo',
  'https://u:hunter2@host/re po',
];

for (const url of withSecret) {
  test(`no message shows the secret of ${url}`, () => {
    const [problem, ...others] = problemsOf(withLines('').replace('https://host/repo', JSON.stringify(url)));
    assert.deepEqual(others, []);
    assert.match(problem ?? '', /^2:8: repository.url: (?!.*hunter2)/);
  });
}

test('a URL as the name of a setting does not show its secret', () => {
  const problems = problemsOf(withLines('"https://u:hunter2@host/repo": 1\n'));
  assert.equal(problems.length, 1);
  assert.doesNotMatch(problems.join(''), /hunter2/);
});

for (const character of ['\n', '\r', '\t', '\0', '\u0007', '\u001b', '\u007f', '\u0085', '\u2028', ' ', '\ud800']) {
  test(`${JSON.stringify(character)} in a URL is refused and not printed raw`, () => {
    const text = withLines('').replace('https://host/repo', JSON.stringify(`https://host/a${character}b`));
    const [problem = ''] = problemsOf(text);
    assert.match(problem, /without spaces, control characters/);
    assert.ok(character === ' ' || !problem.includes(character));
  });
}
