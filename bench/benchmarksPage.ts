import type { Machine } from './describeMachine.ts';
import type { Row } from './row.ts';
import { costTable, table } from './table.ts';

/** What each table answers, in the order of the page. */
const titles: Readonly<Record<string, string>> = {
  push: 'How long after a push is it applied?',
  apply: 'How long does the first apply take, and what does it cost when nothing changed?',
  sync: 'How long does it take to publish?',
  webhook: 'What does sync bear from outside?',
  memory: 'How much memory do they take at rest?',
  scale: 'How do the costs grow?',
};

/** docs/benchmarks.md: written by a run of the benchmarks, never by hand. */
export function benchmarksPage({ machine, versions, commit, rows }: Machine & { rows: readonly Row[] }): string {
  const sections = Object.entries(titles).flatMap(([area, title]) => {
    const own = rows.filter((row) => row.area === area);
    if (own.length === 0) return [];
    const costs = costTable(own);
    return [`## ${title}`, table(own), ...(costs === undefined ? [] : ['What one of them cost:', costs])];
  });
  const missed = rows.filter(({ met }) => met === false).length;
  const judged = rows.filter(({ met }) => met !== undefined).length;
  const tools = Object.entries(versions).map(([name, version]) => `${name} ${version.replace(`${name} version `, '')}`);
  return `${[
    '# Benchmarks',
    `Written by \`npm run bench -- --write\`; measure again on your machine with the same command. A ratio is against the floor or the tool named
in its line, which was measured in the same run and in turn. A bar is what Couplet promises itself: ${judged - missed} of ${judged} were met here.`,
    `- machine: ${machine}\n- versions: ${tools.join(', ')}\n- commit: ${commit}`,
    ...sections,
  ].join('\n\n')}\n`;
}
