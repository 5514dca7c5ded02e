/** What an object says about itself. `message` goes after its id: `Deployment.apps/shop/web: 1 of 3 replicas are ready`. */
export type Health = {
  status: 'current' | 'progressing' | 'failed' | 'terminating';
  /** The reason of a condition, as its controller names it: `ProgressDeadlineExceeded`. */
  reason?: string;
  message: string;
};

export function current(message = 'is current'): Health {
  return { status: 'current', message };
}

export function progressing(message: string, reason?: string): Health {
  return { status: 'progressing', message, ...(reason !== undefined && { reason }) };
}

/** It will not get there without a person or a new commit. */
export function failed(message: string, reason?: string): Health {
  return { status: 'failed', message, ...(reason !== undefined && { reason }) };
}
