import type { RunError } from '../../events.ts';
import { count } from './durations.ts';
import { errorCount } from './errorCount.ts';
import { errorList } from './errors.ts';
import { html, type Html } from './html.ts';
import { portion, rest } from './portion.ts';

export type Faulty = {
  errors?: readonly RunError[];
  warnings?: readonly RunError[];
  more?: { errors?: number; warnings?: number };
};

/** How much of a page errors and warnings may take; `scope` begins their ids where there are several. */
type Room = {
  path: string;
  errorsFrom?: number;
  warningsFrom?: number;
  most?: number;
  bytes: number;
  warningBytes: number;
  earlier?: string;
  scope?: string;
};

/** Markup of one. */
const each = 250;

/** Every error in full, and every warning; what a page has no room for is one link away. */
export function faults({ errors = [], warnings = [], more = {} }: Faulty, room: Room): Html {
  const { path, errorsFrom = 1, warningsFrom = 1, most = 50, bytes, warningBytes, earlier = '', scope = '' } = room;
  const shownErrors = portion(errors, { from: errorsFrom, most, bytes, each });
  const shownWarnings = portion(warnings, { from: warningsFrom, most, bytes: warningBytes, each });
  // Among others only the environment is a landmark: its sections have the names of theirs.
  const label = (id: string): string | undefined => (scope === '' ? id : undefined);
  return html`
    ${
      errors.length > 0 &&
      html`<section id=${`${scope}errors`} aria-labelledby=${label('errors-title')}>
        <h2 id=${`${scope}errors-title`}>${errorCount({ errors, more })}${earlier}</h2>
        ${errorList(shownErrors.items, 'bad')} ${rest(shownErrors, path, 'errors')}
      </section>`
    }
    ${
      warnings.length > 0 &&
      warningBytes > 0 &&
      html`<section id=${`${scope}warnings`} aria-labelledby=${label('warnings-title')}>
        <h2 id=${`${scope}warnings-title`}>${count(warnings.length + (more.warnings ?? 0), 'warning')}${earlier}</h2>
        ${errorList(shownWarnings.items, 'warn')} ${rest(shownWarnings, path, 'warnings', more.warnings)}
      </section>`
    }
  `;
}
