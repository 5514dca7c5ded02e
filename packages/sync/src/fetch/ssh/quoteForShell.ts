/**
 * One word for the shell that sshd starts, in single quotes. `!` leaves them too, as git's own sq_quote has it: csh would
 * replace it even there.
 */
export function quoteForShell(word: string): string {
  return `'${word.replaceAll(/['!]/g, String.raw`'\$&'`)}'`;
}
