/** What became of one environment of one request. Times are ISO 8601; a stage that was not reached is an absent key. */
export type EnvironmentRecord = {
  name: string;
  state: 'waiting' | 'fetched' | 'published' | 'unchanged' | 'failed' | 'stalled';
  received: string;
  fetched?: string;
  published?: string;
  commit?: string;
  /** Also while it is tried again. */
  failure?: { at: string; why: string; todo?: string };
};

/** What `GET /sync/<id>` answers. */
export type RequestRecord = {
  id: string;
  /** The name of the provider that called. */
  trigger: string;
  delivery?: string;
  ref?: string;
  receivedAt: string;
  environments: EnvironmentRecord[];
};
