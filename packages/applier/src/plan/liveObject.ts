/** An object in the cluster that carries the label of our set, as far as its metadata tells. */
export type LiveObject = {
  /** Object id. */
  id: string;
  /** `kindKey` of its kind. */
  kind: string;
  namespace?: string;
  name: string;
  uid: string;
  /** Annotation `couplet.dev/digest`. */
  digest?: string;
  /** Annotation `couplet.dev/source`. */
  source?: string;
  /** Our field manager owns the set label in managedFields: a copied label alone is not ownership (P5). */
  owned: boolean;
  /** Hash of the fields that our manager owns; another manager who takes one changes it. */
  fields: string;
  /** Set when the fields we own changed since we applied the object. */
  drifted?: boolean;
  /** Annotation `couplet.dev/prune: "false"` on the live object (P10). */
  keep: boolean;
  /** Label `app.kubernetes.io/part-of: couplet`: an object of Couplet itself (P9). */
  couplet: boolean;
  /** deletionTimestamp is set. */
  deleting: boolean;
};
