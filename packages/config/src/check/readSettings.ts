import type { Fault } from '../fault.ts';
import type { Block, Leaf, List, Schema } from '../values/schema.ts';
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
export function readSettings(schema: Schema, node: YamlNode, setting: string, reading: Reading): unknown {
  reading.places.set(setting, node.offset);
  if (schema.kind === 'block') return readBlock(schema, node, setting, reading);
  if (schema.kind === 'list') return readList(schema, node, setting, reading);
  return readValue(schema, node, setting, reading);
}

function readBlock(schema: Block, node: YamlNode, setting: string, reading: Reading): unknown {
  if (node.kind !== 'mapping') {
    return refuse(reading, node, setting, `expected ${expectation(schema)}, found ${found(node)}`);
  }
  const known = Object.keys(schema.members);
  for (const entry of node.entries) {
    if (!known.includes(entry.key)) refuseUnknown(entry, known, join(setting, entry.key), reading);
  }
  const block: Record<string, unknown> = {};
  for (const name of known) {
    const value = readMember(schema, node, name, join(setting, name), reading);
    if (value !== undefined) block[name] = value;
  }
  return block;
}

function readMember(schema: Block, block: YamlMapping, name: string, setting: string, reading: Reading): unknown {
  const member = schema.members[name];
  if (member === undefined) return undefined;
  const entry = block.entries.find(({ key }) => key === name);
  if (entry !== undefined) return readSettings(member, entry.value, setting, reading);
  if (schema.required.includes(name)) {
    return refuse(reading, block, setting, `expected ${expectation(member)}, found nothing: the setting is required`);
  }
  if (member.kind === 'block' && member.alwaysThere) {
    return readBlock(member, { kind: 'mapping', entries: [], offset: block.offset }, setting, reading);
  }
  return defaultOf(member);
}

function defaultOf(schema: Schema): unknown {
  if (schema.kind === 'block' || schema.default === undefined) return undefined;
  return schema.kind === 'list' ? [...schema.default] : schema.decode(schema.default);
}

function readList(schema: List, node: YamlNode, setting: string, reading: Reading): unknown {
  const { least, most } = schema;
  if (node.kind !== 'sequence' || node.items.length < least || node.items.length > most) {
    return refuse(reading, node, setting, `expected ${expectation(schema)}, found ${found(node)}`);
  }
  return node.items.map((item, index) => readSettings(schema.items, item, `${setting}[${index}]`, reading));
}

function readValue({ words, fault, decode }: Leaf, node: YamlNode, setting: string, reading: Reading): unknown {
  const { expected, absent } = words;
  if (node.kind !== 'scalar' || (node.value === null && absent === undefined)) {
    return refuse(reading, node, setting, `expected ${expected}, found ${found(node, words)}`);
  }
  const rule = fault(node.value);
  if (rule === undefined) return decode(node.value);
  const isFineAsText = typeof node.value !== 'string' && fault(node.source) === undefined;
  const hint = isFineAsText ? ': put it in quotes to make it text' : '';
  return refuse(reading, node, setting, `expected ${rule}, found ${found(node, words)}${hint}`);
}

function expectation(schema: Schema): string {
  if (schema.kind === 'block') return `a mapping with the settings ${Object.keys(schema.members).join(', ')}`;
  return schema.words.expected;
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
