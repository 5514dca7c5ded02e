import type { ApplierSettings, Config, Environment, NotifyTarget, Repository, SyncSettings } from '../config.ts';

/** A configuration in which what is not valid is absent, so that rules between settings can be checked all the same. */
export type Draft = {
  repository?: Partial<Repository>;
  environments?: (Partial<Environment> | undefined)[];
  sync?: Partial<SyncSettings>;
  applier?: Partial<Omit<ApplierSettings, 'notify'>> & { notify?: (Partial<NotifyTarget> | undefined)[] };
  volume?: Config['volume'];
};
