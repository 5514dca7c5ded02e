/** Whether a word matches a list of patterns with commas between, see ssh_config(5), PATTERNS. A `!` that matches rules it out. */
export function matchPatterns(word: string, list: string): boolean {
  const patterns = list.split(',').map((pattern) => pattern.trim());
  const matches = (pattern: string): boolean => toExpression(pattern).test(word);
  if (patterns.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1)))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && matches(pattern));
}

function toExpression(pattern: string): RegExp {
  const escaped = RegExp.escape(pattern.replaceAll(/\*+/g, '*'));
  return new RegExp(`^${escaped.replaceAll('\\*', '.*').replaceAll('\\?', '.')}$`, 's');
}
