import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { startNotifyReceiver } from '../../../test/support/notifyReceiver.ts';
import { temporaryDirectory } from '../../../test/support/temporaryDirectory.ts';
import { authority } from '../../sync/src/fixtures/certificate.ts';

const main = join(import.meta.dirname, 'main.ts');

test('an authority of your own is trusted once NODE_EXTRA_CA_CERTS names it', async () => {
  await using directory = await temporaryDirectory('notify');
  const own = await authority(directory.path);
  await using receiver = await startNotifyReceiver(await own.issue('localhost'));
  const [config, ca] = [join(directory.path, 'couplet.yaml'), join(directory.path, 'own.crt')];
  const applier = { notify: [{ name: 'pager', url: `${receiver.url}/hook` }] };
  const environments = [{ name: 'shop', ref: 'main' }];
  await writeFile(config, JSON.stringify({ repository: { url: 'https://h/r' }, environments, applier }));
  await writeFile(ca, own.pem);
  const notify = async (env: Record<string, string>): Promise<{ stdout: string }> =>
    await promisify(execFile)(process.execPath, [main, 'notify', '--config', config], {
      env: { PATH: process.env['PATH'], ...env },
    });
  await assert.rejects(notify({}), { code: 1, stderr: /is not signed by an authority that is trusted here/ });
  assert.equal((await notify({ NODE_EXTRA_CA_CERTS: ca })).stdout, 'pager took it\n');
  assert.equal(receiver.received.length, 1);
});
