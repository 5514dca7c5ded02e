import { redactText } from '@couplet/daemon';
import type { GitFacts } from '../syncState/gitFacts.ts';
import { bound } from './bound.ts';

/** What sync said, with its sentences bounded and free of credentials like those of an error. */
export function pickGit({ message, todo, ...facts }: GitFacts): GitFacts {
  return {
    ...facts,
    ...(message !== undefined && { message: bound(redactText(message)) }),
    ...(todo !== undefined && { todo: bound(redactText(todo)) }),
  };
}
