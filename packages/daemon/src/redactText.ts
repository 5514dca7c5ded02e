const mark = '[redacted]';
const longest = 10_000;

// Patterns see a bounded window, so that hostile text costs bounded time. A secret that the end of the window cuts in
// two would not be recognised: `margin` characters before that end are never shown.
const window = 64_000;
const margin = 2_000;

type Rule = { pattern: RegExp; replacement: string };

const secretName = String.raw`[\w.-]{0,64}(?:password|passwd|token|secret|private-?_?key|api-?_?key|key-data)`;

const rules: Rule[] = [
  // `Authorization: …` and cookies, as a header, as JSON, and inside escaped JSON: the rest of the line.
  {
    pattern: /(authorization|cookie)([\\"']{0,16}\s{0,99}[:=]\s{0,99}[\\"']{0,16})(?!\s{0,99}\[redacted)[^"'\r\n\\]+/gi,
    replacement: `$1$2${mark}`,
  },
  { pattern: /\b(bearer)\s{1,99}(?!\s{0,99}\[redacted)[^\s"',;\\]+/gi, replacement: `$1 ${mark}` },
  { pattern: /\b([Bb]asic|BASIC)\s{1,99}(?=[a-z]*[A-Z0-9+/=])[A-Za-z0-9+/_=-]{4,}/g, replacement: `$1 ${mark}` },
  // What stands before the @ of a URL; the second form is a password with an unescaped slash in it.
  { pattern: /:\/\/(?!git@)[^\s/?#"'<>]{0,1024}@/g, replacement: `://${mark}@` },
  { pattern: /:\/\/[^\s/?#@:"'<>]{0,256}:(?!\d+[/?#])[^\s@"'<>]{1,256}@/g, replacement: `://${mark}@` },
  // name=value in a query string or an environment.
  { pattern: new RegExp(String.raw`\b(${secretName})=(?!\s*\[redacted)[^\s&"',;]+`, 'gi'), replacement: `$1=${mark}` },
  // "name":"value", also inside escaped JSON.
  {
    pattern: new RegExp(String.raw`"(${secretName})"\s*:\s*"(?:[^"\\]|\\.)*"?`, 'gi'),
    replacement: `"$1":"${mark}"`,
  },
  {
    pattern: new RegExp(String.raw`\\{1,8}"(${secretName})\\{1,8}"\s*:\s*\\{1,8}"[^"]*"?`, 'gi'),
    replacement: String.raw`\"$1\":\"${mark}\"`,
  },
  // The body of a Secret: nothing after it is worth more than it.
  { pattern: /(\\{0,8}"(?:data|stringData)\\{0,8}"\s*:\s*)\{[\s\S]*/g, replacement: `$1${mark}` },
  { pattern: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}-----|$)/g, replacement: mark },
  // Tokens that are known by their shape: GitHub, GitLab, JSON Web Tokens.
  { pattern: /\b(?:gh[a-z]_|github_pat_|glpat-)[\w-]{16,}/g, replacement: mark },
  { pattern: /\beyJ[\w-]{8,2048}\.[\w-]{1,8192}(?:\.[\w-]{0,2048})?/g, replacement: mark },
];

/**
 * Text that may be shown: credentials in URLs, headers, query strings and JSON replaced by `[redacted]`, and no more
 * than 10,000 characters. A secret that only its owner knows to be one (a value out of a manifest) is not recognised.
 */
export function redactText(text: string): string {
  let shown = text.slice(0, window);
  for (const { pattern, replacement } of rules) shown = shown.replace(pattern, replacement);
  if (text.length > window) shown = shown.slice(0, -margin);
  else if (shown.length <= longest) return shown;
  return `${shown.slice(0, longest).toWellFormed()}… (${text.length} characters)`;
}
