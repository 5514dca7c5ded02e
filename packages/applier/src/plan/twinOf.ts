const events = ['Event/', 'Event.events.k8s.io/'] as const;

/**
 * The id under which another API group serves the very same object, or undefined. Of the kinds that Kubernetes stores
 * once and serves twice (cohabitating resources of its storage factory) only events are left.
 */
export function twinOf(id: string): string | undefined {
  const [core, grouped] = events;
  if (id.startsWith(core)) return grouped + id.slice(core.length);
  return id.startsWith(grouped) ? core + id.slice(grouped.length) : undefined;
}
