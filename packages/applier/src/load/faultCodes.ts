/** Every reason for which a file, or one document of it, is not applied, with what it means. The codes are stable. */
export const faultCodes = {
  'too-large':
    'A file is over 8 MiB, a document has over 500,000 keys and values, or the JSON of an object is over 3 MiB.',
  'not-utf8': 'The file is not UTF-8, for instance UTF-16 as some Windows editors save it.',
  'control-character':
    'YAML holds a character that kubectl refuses or alters: NUL, control characters, NEL, U+2028, U+2029.',
  'tab-indentation': 'YAML is indented with a tab.',
  'unrendered-template':
    'The file holds {{ }} where a value belongs: templates must be rendered before they are committed.',
  'yaml-syntax': 'The document is not YAML as kubectl reads it.',
  'json-syntax': 'The file starts with "{", so kubectl reads it as JSON, and it is not JSON.',
  'duplicate-key': 'A mapping has the same key twice.',
  'invalid-key': 'A mapping key is not a string, integer or boolean.',
  'reserved-key': 'A mapping has the key __proto__.',
  'too-deep': 'Mappings and sequences are nested more than 100 levels.',
  'alias-bomb': 'Aliases or merges expand to more than 8 MiB, or to themselves.',
  'lone-surrogate': 'A string holds half of a surrogate pair, which no UTF-8 can carry.',
  'not-an-object': 'The document, or an item of a List, is not a mapping.',
  'nested-list': 'An item of a List is itself a List.',
  'missing-field': 'apiVersion, kind, metadata or metadata.name is missing.',
  'invalid-field': 'apiVersion, kind, metadata, labels or annotations have a value of the wrong type or form.',
  'invalid-name': 'metadata.name cannot be part of a URL of the API server.',
  'invalid-namespace': 'metadata.namespace is not a DNS label.',
  'generate-name': 'metadata.generateName is set: each apply would make another object.',
  'owner-references': 'metadata.ownerReferences is set: owners have uids, which no repository can know.',
  'reserved-label': 'The manifest has a label by which Couplet, or another tool with ApplySets, marks its own objects.',
  'reserved-annotation': 'The manifest has an annotation that Couplet itself writes.',
  'unknown-annotation': 'The manifest has a couplet.dev/ annotation that does not exist.',
  'invalid-annotation': 'A couplet.dev/ annotation has a value that it cannot have.',
} as const satisfies Record<string, string>;

export type FaultCode = keyof typeof faultCodes;
