import type { Verdict } from './verdict.ts';

/** A table of the verdicts, and a sentence for each that has one; what grew is told as a failure instead. */
export function report(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ what, kind, before, after, peak, allowed, finds = '–' }) => {
    const figures = [before, after, peak, allowed].map((figure) => (figure === undefined ? '–' : Math.round(figure)));
    return `| ${[what, ...figures, kind, finds].join(' | ')} |\n`;
  });
  const notes = verdicts.flatMap(({ what, kind, note }) =>
    note === undefined || kind === 'grew' ? [] : `${kind.toUpperCase()}: ${what}: ${note}\n`,
  );
  const judged = verdicts.filter(({ kind }) => kind !== 'not judged').length;
  return (
    '| what | before | after | peak | allowed | verdict | finds a leak from |\n|---|---|---|---|---|---|---|\n' +
    `${rows.join('')}\n${notes.join('')}\n${judged} of ${verdicts.length} were judged\n`
  );
}
