import assert from 'node:assert/strict';
import test from 'node:test';
import recorded from './fixtures/kubectlScalars.json' with { type: 'json' };
import { isJsonObject } from './isJsonObject.ts';
import { parseManifests } from './parseManifests.ts';
import { writeJson } from './writeJson.ts';

for (const { yaml, json } of recorded) {
  test(`${JSON.stringify(yaml)} is ${json.startsWith('ERR') ? 'refused' : json}, as kubectl has it`, () => {
    const found = read(yaml);
    if (json.startsWith('ERR')) assert.equal(found, undefined);
    else assert.equal(found, writeJson(read(json) === undefined ? '' : parsed(json)));
  });
}

test('!!binary is text in UTF-8', () => assert.equal(read('!!binary w6k='), '"é"'));
test('!!binary of other bytes is refused, because kubectl alters them', () =>
  assert.equal(read('!!binary /w=='), undefined));
test('!!int of a fraction is refused', () => assert.equal(read('!!int 3.5'), undefined));
test('!!float of an integer is that number', () => assert.equal(read('!!float 3'), '3'));
test('a number of 64 bits stays exact', () => assert.equal(read('-9223372036854775807'), '-9223372036854775807'));
test('a million digits are a string', () => assert.equal(read('9'.repeat(1_000_000))?.length, 1_000_002));
test('{{ }} of another template language is text', () =>
  assert.equal(read('up {{ $labels.job }}'), '"up {{ $labels.job }}"'));
test('{{ }} of Helm is refused', () => assert.equal(read('app:{{ .Values.tag }}'), undefined));

/** The JSON of one value; undefined when it is refused. */
function read(yaml: string): string | undefined {
  const value = valueOf(yaml);
  return value === undefined ? undefined : writeJson(value);
}

function parsed(json: string): NonNullable<ReturnType<typeof valueOf>> | null {
  return valueOf(json) ?? null;
}

function valueOf(yaml: string) {
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  v: ${yaml}\n`;
  const data = parseManifests(Buffer.from(text), 'f.yaml').manifests[0]?.body['data'];
  return isJsonObject(data) ? data['v'] : undefined;
}
