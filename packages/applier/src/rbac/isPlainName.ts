/**
 * Whether a group, resource or namespace is a name that Kubernetes could have. What is printed is given to
 * `kubectl apply` by an administrator, and names come from a repository that others may write to: `*` or a line break in
 * the plural of a CustomResourceDefinition must not become a rule.
 */
export function isPlainName(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/.test(name);
}
