import type { FaultCode } from './faultCodes.ts';

/**
 * What a person must know about an error of the YAML parser. The parser's own words are never passed on, because they
 * quote the file, which could hold a Secret: `password: *hunter2` is an "unidentified alias".
 */
export function parserRule(reason: string): { code: FaultCode; rule: string } {
  const known = rules.find(([start]) => start.test(reason));
  if (known === undefined)
    return { code: 'yaml-syntax', rule: 'it must be YAML as kubectl reads it, found something else' };
  const [, rule, code = 'yaml-syntax'] = known;
  return { code, rule };
}

const rules: [RegExp, string, FaultCode?][] = [
  [/^tab characters/, 'YAML must be indented with spaces, found a tab', 'tab-indentation'],
  [/^nesting exceeded/, 'nesting must not be deeper than 100 levels, found more', 'too-deep'],
  [/^null byte/, 'it must hold text, found a NUL byte', 'control-character'],
  [/non-printable|valid JSON character/, 'it must hold no control characters, found one', 'control-character'],
  [
    /^(bad|deficient) indentation/,
    'entries of a mapping or sequence must start in the same column, found another indentation',
  ],
  [/^missed comma/, 'items between [ ] or { } must be separated by commas, found none'],
  [/^expected the node content/, 'an item must stand before each comma, found none'],
  [/within a flow collection$/, 'each [ and { must be closed, found the end of the document'],
  [/within a (single|double) quoted scalar$/, 'each quoted string must be closed, found the end of the document'],
  [
    /^expected ':'|multiline key|whitespace character is expected after/,
    'a key must be followed by a colon and a space, found none',
  ],
  [
    /escape sequence$|^expected hexadecimal/,
    'a backslash in double quotes must start an escape of YAML, found something else',
  ],
  [
    /alias|anchor|\btag\b/,
    'an unquoted value that starts with * & or ! must be a valid alias, anchor or tag, found none',
  ],
  [
    /block scalar|chomping|indentation width|^a line break/,
    'after | or > only an indentation and + or - may stand, found more',
  ],
  [/directive|YAML version/, 'a document must not have directives, because kubectl reads none, found one'],
  [/^end of the stream/, 'a document must be one mapping, found more after its end'],
];
