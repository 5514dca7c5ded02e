/** A value of the file with the offset where it is written. A missing value lies where its key is. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping;

export type YamlScalar = {
  kind: 'scalar';
  value: string | number | boolean | null;
  /** As written: 1.10 is not 1.1 to the person who wrote it. */
  source: string;
  offset: number;
};

export type YamlSequence = { kind: 'sequence'; items: YamlNode[]; offset: number };

/** Entries in the order of the file, without the repetitions of a key. Never an object, so that no key means anything. */
export type YamlMapping = { kind: 'mapping'; entries: YamlEntry[]; offset: number };

export type YamlEntry = { key: string; keyOffset: number; value: YamlNode };
