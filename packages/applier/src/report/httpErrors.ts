/** Codes of errors that the HTTP interface answers, and their statuses; docs/errors.md has a section for each. */
export const httpErrors = {
  'bad-request': { statuses: [400, 408, 413, 431], meaning: 'The request cannot be understood.' },
  unauthorized: { statuses: [401], meaning: 'The bearer token of an action is missing or wrong.' },
  'actions-off': { statuses: [403], meaning: 'Actions are off: there is no token, or its file cannot be read.' },
  'too-many-attempts': {
    statuses: [429],
    meaning: 'Too many wrong tokens; the header Retry-After says how long to wait.',
  },
  'not-found': { statuses: [404], meaning: 'There is no such path, environment or run.' },
  'method-not-allowed': { statuses: [405], meaning: 'The path has another method; the header Allow says which.' },
  conflict: { statuses: [409], meaning: 'The action does not fit the state of the environment; nothing was done.' },
  internal: { statuses: [500], meaning: 'A defect of Couplet; the log has the details.' },
  unavailable: { statuses: [503], meaning: 'It cannot be answered now and may work later.' },
} as const satisfies Record<string, { statuses: readonly number[]; meaning: string }>;

export type HttpErrorCode = keyof typeof httpErrors;
