const own = /^\/(environments\/[a-z0-9-]{1,40}(\/runs(\/[\w.:-]{1,100})?|\/objects)?)?(\?[\w=&%+.,:-]{0,500})?$/;

/** Where a form leads back to: a page of the applier, never another site. */
export function returnPath(wanted: string | null | undefined): string {
  return wanted !== null && wanted !== undefined && own.test(wanted) ? wanted : '/';
}
