import type { ApplierEvent } from '../../events.ts';
import { environmentPage } from './environmentPage.ts';
import { noObjects } from '../noObjects.ts';
import { objectsPage } from './objectsPage.ts';
import { overview } from './overview.ts';
import type { PageDeps } from './pageDeps.ts';
import { runPage } from './runPage.ts';
import { runsPage } from './runsPage.ts';
import type { View } from './view.ts';

type Deps = Pick<PageDeps, 'status' | 'history' | 'objects' | 'repository' | 'version'>;

/** Milliseconds between the end of a run and the first page, and between two: whatever waits for the run comes first. */
const pause = 200;

/**
 * Wants every event. After the first run of an environment its pages are rendered once and thrown away: the first time
 * reads their templates and sorts the objects, 40–80 ms of CPU for a page with 10,000, which the first person to look
 * would wait for. Never rejects.
 */
export function warmPages(
  { status, history, objects, repository, version }: Deps,
  sleep: (ms: number) => Promise<void>,
): (event: Pick<ApplierEvent, 'kind' | 'environment'>) => Promise<void> {
  const known = new Set<string>();

  function pagesOf(name: string): ((view: View) => unknown)[] {
    const found = status.get(name);
    if (found === undefined) return [];
    const runs = history.list(name) ?? [];
    const last = runs[0] && history.get(name, runs[0].id);
    const counted = objects.query(name, { limit: 1 });
    return [
      (view) => overview([{ status: found, runs }], view),
      (view) => environmentPage({ status: found, runs, ...(counted && { objects: counted }) }, view),
      (view) => {
        const page = objects.query(name, { limit: 50 }) ?? noObjects;
        return objectsPage({ status: found, found: page, query: {} }, { ...view, refresh: false });
      },
      (view) => runsPage(found, runs, view),
      (view) => last && runPage(last, { ...view, refresh: false }),
    ];
  }

  return async ({ kind, environment }) => {
    if (kind !== 'ended' || known.has(environment)) return;
    known.add(environment);
    const view = { repository, version, problems: [], host: 'localhost', refresh: true, path: '/' };
    try {
      await sleep(pause);
      for (const render of pagesOf(environment)) {
        render({ ...view, now: Date.now(), viewer: { kind: 'guest' } });
        await sleep(pause);
      }
    } catch {
      // It ends, or a page has a defect, which the log tells when somebody asks for it.
    }
  };
}
