/** The words and the rule of a name that must be a DNS label (RFC 1123) of at most `length` characters. */
export function dnsLabel(length: number) {
  const pattern = `^[a-z0-9]([a-z0-9-]{0,${length - 2}}[a-z0-9])?$`;
  const expected = `1 to ${length} characters of a-z, 0-9 and -, beginning and ending with a letter or digit`;
  const rule = new RegExp(pattern);
  return { pattern, expected, fault: (value: string) => (rule.test(value) ? undefined : expected) };
}
