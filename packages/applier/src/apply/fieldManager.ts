/** The name under which every write of Couplet appears in managedFields. */
export const fieldManager = 'couplet';

/** Label of a member: the id of its set (KEP-3659). */
export const partOfLabel = 'applyset.kubernetes.io/part-of';

/** Annotations that Couplet writes on each object it applies. */
export const digestAnnotation = 'couplet.dev/digest';
export const sourceAnnotation = 'couplet.dev/source';
