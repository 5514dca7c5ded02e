import { Type, type TArray, type TObject, type TSchema } from 'typebox';
import { DecodeUnsafe, Errors } from 'typebox/value';
import type { Fault } from '../fault.ts';
import { wordsOf } from '../values/words.ts';
import type { YamlEntry, YamlMapping, YamlNode } from '../yaml/yamlNode.ts';
import { found } from './found.ts';
import { nearestName } from './nearestName.ts';

export type Reading = {
  faults: Fault[];
  /** Offset of each setting that is written, valid or not, by its path. */
  places: Map<string, number>;
};

/**
 * Reads a node as `schema` declares it: checks it, decodes it and fills in defaults. Every fault goes to `reading`.
 * What is not valid, or required and not written, is left out of the answer.
 */
export function readSettings(schema: TSchema, node: YamlNode, setting: string, reading: Reading): unknown {
  reading.places.set(setting, node.offset);
  if (Type.IsObject(schema)) return readBlock(schema, node, setting, reading);
  if (Type.IsArray(schema)) return readList(schema, node, setting, reading);
  return readValue(schema, node, setting, reading);
}

function readBlock(schema: TObject, node: YamlNode, setting: string, reading: Reading): unknown {
  if (node.kind !== 'mapping') {
    return refuse(reading, node, setting, `expected ${expectation(schema)}, found ${found(node)}`);
  }
  const known = Object.keys(schema.properties);
  for (const entry of node.entries) {
    if (!known.includes(entry.key)) refuseUnknown(entry, known, join(setting, entry.key), reading);
  }
  const block: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(schema.properties)) {
    const value = readMember(member, node, name, join(setting, name), reading);
    if (value !== undefined) block[name] = value;
  }
  return block;
}

function readMember(schema: TSchema, block: YamlMapping, name: string, setting: string, reading: Reading): unknown {
  const entry = block.entries.find(({ key }) => key === name);
  if (entry !== undefined) return readSettings(schema, entry.value, setting, reading);
  const byDefault: unknown = Reflect.get(schema, 'default');
  if (Type.IsObject(schema) && byDefault !== undefined) {
    // A block that is left out is a block in which everything is left out.
    return readBlock(schema, { kind: 'mapping', entries: [], offset: block.offset }, setting, reading);
  }
  if (byDefault !== undefined) return DecodeUnsafe({}, schema, byDefault);
  if (Type.IsOptional(schema)) return undefined;
  return refuse(reading, block, setting, `expected ${expectation(schema)}, found nothing: the setting is required`);
}

function readList(schema: TArray, node: YamlNode, setting: string, reading: Reading): unknown {
  const least = Number(Reflect.get(schema, 'minItems') ?? 0);
  const most = Number(Reflect.get(schema, 'maxItems') ?? Infinity);
  if (node.kind !== 'sequence' || node.items.length < least || node.items.length > most) {
    return refuse(reading, node, setting, `expected ${expectation(schema)}, found ${found(node)}`);
  }
  return node.items.map((item, index) => readSettings(schema.items, item, `${setting}[${index}]`, reading));
}

function readValue(schema: TSchema, node: YamlNode, setting: string, reading: Reading): unknown {
  const words = wordsOf(schema);
  const { expected, absent } = words;
  if (node.kind !== 'scalar' || (node.value === null && absent === undefined)) {
    return refuse(reading, node, setting, `expected ${expected}, found ${found(node, words)}`);
  }
  const errors = Errors(schema, node.value);
  if (errors.length === 0) return DecodeUnsafe({}, schema, node.value);
  const rule = errors.find((error) => error.keyword === '~refine')?.message ?? expected;
  const isFineAsText = typeof node.value !== 'string' && Errors(schema, node.source).length === 0;
  const hint = isFineAsText ? ': put it in quotes to make it text' : '';
  return refuse(reading, node, setting, `expected ${rule}, found ${found(node, words)}${hint}`);
}

function expectation(schema: TSchema): string {
  if (Type.IsObject(schema)) return `a mapping with the settings ${Object.keys(schema.properties).join(', ')}`;
  return wordsOf(schema).expected;
}

function refuseUnknown(entry: YamlEntry, known: string[], setting: string, reading: Reading): void {
  const nearest = nearestName(entry.key, known);
  const message = nearest === undefined ? `expected one of ${known.join(', ')}` : `did you mean ${nearest}?`;
  reading.faults.push({ offset: entry.keyOffset, setting, message: `unknown setting, ${message}` });
}

function refuse(reading: Reading, { offset }: YamlNode, setting: string, message: string): undefined {
  reading.faults.push({ offset, setting, message });
}

function join(setting: string, name: string): string {
  return setting === '' ? name : `${setting}.${name}`;
}
