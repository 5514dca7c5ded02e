/** An object in the cluster that carries the label of our set, as far as its metadata tells. */
export type LiveObject = {
  /** Object id. */
  id: string;
  /** `kindKey` of its kind. */
  kind: string;
  namespace?: string;
  name: string;
  uid: string;
  /** resourceVersion when it was last seen. */
  version?: string;
  /** Annotation `couplet.dev/digest`. */
  digest?: string;
  /** Annotation `couplet.dev/source`. */
  source?: string;
  /** Our field manager owns the set label in managedFields: a copied label alone is not ownership (P5). */
  owned: boolean;
  /** Hash of the fields that our manager owns; another manager who takes one changes it. */
  fields: string;
  /** Set when somebody changed the fields that we own, or our annotations, since we applied the object. */
  drifted?: boolean;
  /** What that change made of them, as last seen: the same change is news once only. */
  driftSeen?: string;
  /** Annotation `couplet.dev/prune: "false"` on the live object (P10). */
  keep: boolean;
  /** Label `app.kubernetes.io/part-of: couplet`: an object of Couplet itself (P9). */
  couplet: boolean;
  /** Its kind could not be listed the last time: it is only known from before (P2). */
  unlisted?: boolean;
  /** deletionTimestamp is set. */
  deleting: boolean;
  /** deletionTimestamp, ISO 8601. */
  deletedAt?: string;
};
