import type { EnvironmentAnswer } from '../test/support/pair.ts';

/** One push, from the moment the git server had it to the moment its objects were written. Milliseconds. */
export type PushTiming = { commit: string; pushToApplied: number; stages: { stage: string; ms: number }[] };

/** Joins the instant of the push with the stages that the applier reports for the run it caused. */
export function timingOf(pushedAt: number, { published, stages = [] }: EnvironmentAnswer): PushTiming {
  let before = pushedAt;
  const steps = stages.map(({ stage, at }) => {
    const ms = Date.parse(at) - before;
    before = Date.parse(at);
    return { stage, ms };
  });
  return { commit: published?.commit ?? '', pushToApplied: before - pushedAt, stages: steps };
}

/** The stages as bars, one line each. */
export function drawTimeline({ commit, pushToApplied, stages }: PushTiming): string {
  const scale = 40 / Math.max(1, pushToApplied);
  let start = 0;
  const lines = stages.map(({ stage, ms }) => {
    const bar = ' '.repeat(Math.round(start * scale)) + '█'.repeat(Math.max(1, Math.round(ms * scale)));
    start += ms;
    return `  ${stage.padEnd(10)} ${`+${ms} ms`.padStart(9)}  ${bar}`;
  });
  return [`${commit.slice(0, 7)} was applied ${pushToApplied} ms after git had it:`, ...lines].join('\n');
}
