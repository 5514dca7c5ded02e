import type { NotifyEvent } from '@couplet/config';
import type { RunError } from '../events.ts';
import type { TroubleState } from './condition.ts';

/** The body of a `generic` notification. Absent facts are absent keys, times are ISO 8601. */
export type Notification = {
  /** The same for every try of the same news, so that a receiver can leave out what it has already. */
  id: string;
  /** `test`: nothing is wrong, a person tries the receiver. */
  event: NotifyEvent | 'test';
  /** Of a test, absent. */
  environment?: string;
  /** One sentence. */
  text: string;
  /** When it came into this state; when it began, while something is wrong. */
  since: string;
  /** What is published: the commit that the environment should be at. */
  commit?: { id: string; subject: string; author: string; ref?: string };
  run?: string;
  /** The first errors. */
  errors?: Pick<RunError, 'code' | 'message' | 'id' | 'file' | 'line'>[];
  /** How many further errors there are. */
  more?: number;
  /** The deletes that wait for a person, and the plan by which they can be released. */
  held?: { objects: number; plan?: string };
  /** With `recovered`: what was wrong, and for how long. */
  recovered?: { from: TroubleState; what: string; since: string; seconds: number };
  /** How often the environment changed its state since the last notification, when that is more than once. */
  changes?: number;
  /** Of the status page. */
  url?: string;
};
