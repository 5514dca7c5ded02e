import type { Environment } from '@couplet/config';
import type { Clock } from '@couplet/daemon';
import type { Api } from './apply/apiClient.ts';
import type { Discovered } from './apply/discoverKinds.ts';
import type { MemberSet } from './apply/memberSet.ts';
import type { Claims } from './claims.ts';
import type { EnvironmentControl } from './control/environmentControl.ts';
import type { ApplierEvent } from './events.ts';
import type { Decision, Leadership } from './lease/leadership.ts';
import type { ManifestIndex } from './load/manifestIndex.ts';
import type { PlanMemory } from './plan/planMemory.ts';
import type { DriftLedger } from './watch/driftLedger.ts';
import type { SeenHealth } from './settle/seenHealth.ts';
import type { Settling } from './settle/settling.ts';

/** What the passes of all environments share. */
export type PassShared = {
  /** Root of the shared volume. */
  volume: string;
  /** Namespace of the set parents, and Couplet's own. */
  ownNamespace: string;
  concurrency: number;
  api: Api;
  clock: Clock;
  record: (event: ApplierEvent) => void;
  leadership: Leadership;
  claims: Claims;
};

/** What the passes of one environment work with. */
export type PassDeps = PassShared & { environment: Environment; control: EnvironmentControl };

/** What a pass remembers for the next one; all of it can be read again from the volume and the cluster. */
export type PassState = {
  index: ManifestIndex;
  /** What the last plan left for the next one. */
  planned: PlanMemory;
  members: MemberSet;
  /** Objects that drifted and were not dealt with yet. */
  drift: DriftLedger;
  discovered?: Discovered;
  /** Objects that are only created when they are missing, and that others made; looked at again at a resync. */
  present: Set<string>;
  /** Commit and tree of the last publication that needs no further pass, whether it was applied or refused for good. */
  done?: string;
  /** Commit and tree of the last publication that a pass tried. */
  tried?: string;
  /** The answer about the lease, and the commit, that were told last. */
  stoodBy?: { lead: Decision; commit: string | undefined };
  /** Kinds and namespaces for which RBAC was asked about. */
  reviewed?: ReadonlySet<string>;
  /** The last run left deletes for a person. */
  held?: boolean;
  /** The wait for the health of what the last run applied; it goes on beside the loop and may be over. */
  settling?: Settling;
  /** What those waits found, object by object. */
  seen?: SeenHealth;
};
