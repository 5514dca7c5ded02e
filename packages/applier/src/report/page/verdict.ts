import type { EnvironmentStatus } from '../environmentStatus.ts';
import { glance } from './glance.ts';
import type { Tone } from './stateBadge.ts';

/** The answer of the page in one sentence, whose names lead to their environments. */
export type Verdict = {
  tone: Tone;
  /** Of whom the answer is, at the start of the sentence. */ names: string[];
  text: string;
  /** Its symbol, where that of the tone says less. */
  state?: 'cut-off';
};

/** The most names that a headline can carry. */
const mostNames = 3;

/** Is the cluster what git says? The worst answer of any environment is the answer. */
export function verdict(environments: readonly EnvironmentStatus[], only?: string): Verdict {
  if (environments.length === 0) return { tone: 'idle', names: [], text: 'No environment is configured.' };
  const seen = environments.map((one) => ({ ...glance(one), name: one.name }));
  for (const { tone, verb, isCutOff = false } of answers) {
    const concerned = seen.filter((one) => one.tone === tone && (one.word === 'cut-off') === isCutOff);
    if (concerned.length === 0) continue;
    const names = concerned.slice(0, mostNames).map(({ name }) => name);
    const others = concerned.length - names.length;
    const isSick = concerned.every(({ word }) => word === 'degraded');
    const sentence = isSick ? sick(concerned.length > 1) : verb(concerned.length > 1);
    const text = `${others > 0 ? ` and ${others} more` : ''} ${sentence}`;
    return { tone, names, text, ...(isCutOff && { state: 'cut-off' as const }) };
  }
  if (only !== undefined) return { tone: 'good', names: [only], text: ' is what git says.' };
  return { tone: 'good', names: [], text: 'The cluster is what git says.' };
}

/** The cluster is what git says, and what git says does not work. */
const sick = (many: boolean): string => `${many ? 'are' : 'is'} not healthy.`;

const answers: { tone: Tone; isCutOff?: true; verb: (many: boolean) => string }[] = [
  { tone: 'bad', verb: (many) => `${many ? 'are' : 'is'} not what git says.` },
  { tone: 'warn', verb: (many) => `${many ? 'wait' : 'waits'} for a person.` },
  { tone: 'warn', isCutOff: true, verb: (many) => `${many ? 'get' : 'gets'} nothing new from git.` },
  { tone: 'busy', verb: (many) => `${many ? 'are' : 'is'} being applied.` },
  { tone: 'idle', verb: (many) => `${many ? 'do' : 'does'} not follow git now.` },
];

/** What stands before the name at `index`, so that a list of names reads as one: `a, b and c`, `a, b and 2 more`. */
export function separator({ names, text }: Verdict, index: number): string {
  if (index === 0) return '';
  return index === names.length - 1 && !text.startsWith(' and ') ? ' and ' : ', ';
}
